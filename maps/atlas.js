/**
 * The atlas page: every place and every link, with switches, search and names.
 */
"use strict";
(function () {
  const { el } = zimnik;
  // Far southern sites would push what the atlas is about to the edge of the first view.
  const HOME_SOUTH_DEG = 42;

  /** Return the group of switches for names and graticule. */
  function backdropSwitches(map, graticule, labels) {
    return [
      { key: "names", label: zimnik.word("names"), swatch: null, count: null, on: true,
        set: (shown) => labels.show(shown) },
      zimnik.layerSwitch(map, graticule, { key: "graticule", label: zimnik.word("graticule"), on: true }),
    ];
  }

  /** Return the panel's switches for all that is on the map. */
  zimnik.layerPanel = function (map, parts) {
    const { symbols, links, areas = [], graticule, labels, placesOn, linksOn } = parts;
    const groups = ["deposit", "hub", "market", "terminal"].map((family) => [
      family,
      zimnik.placeSwitches(map, family, symbols, (key) => placesOn(family, key), labels.refresh),
    ]);
    groups.splice(3, 0, ["link", zimnik.linkSwitches(map, links, linksOn)]);
    groups.push(["backdrop", [...areas, ...backdropSwitches(map, graticule, labels)]]);
    return [
      ...groups.filter(([, switches]) => switches.length)
        .map(([key, switches]) => zimnik.layerGroup(key, switches)),
      el("p", { class: "z-note z-units" }, zimnik.text.ui.units),
    ];
  };

  /** Show a place that was looked for, even if its layer is off. */
  zimnik.showPlace = function (map, symbol) {
    if (!map.hasLayer(symbol.layer)) symbol.layer.addTo(map);
    map.setView(symbol.latlng, Math.max(map.getZoom(), 5), { animate: false });
    symbol.open(document.getElementById("z-search-input"));
    zimnik.announce(symbol.place.en);
  };

  /** Return a function that gives the English name of a place by its id. */
  zimnik.namer = function () {
    const names = new Map(zimnik.data.places.map((place) => [place.id, place.en]));
    return (id) => names.get(id) || id || zimnik.text.ui.unknown_place;
  };

  /**
   * Draw every place and link on a map that folium made, in the frame.
   * @param {L.Map} map
   * @param {string} panelLabel
   * @returns {{layers: HTMLElement[], pin: (ids: Set<string>) => void}} Switches for the panel, and
   *   what shows some places whatever layers are on.
   */
  zimnik.drawAtlas = function (map, panelLabel) {
    const graticule = zimnik.addBackdrop(map);
    const canvas = zimnik.linkCanvas(map);
    const links = zimnik.makeLinks(map, zimnik.namer(), canvas);
    const symbols = zimnik.makePlaces(map);
    const areas = zimnik.areaSwitches(map, symbols, canvas);
    const sites = symbols.filter(({ place }) => place.family !== "terminal");
    const home = sites.filter(({ latlng }) => latlng.lat >= HOME_SOUTH_DEG);
    const points = [home, sites, symbols].find((some) => some.length) || [];
    const reset = () => zimnik.fit(map, points.map(({ latlng }) => latlng));
    zimnik.addFrame(map, { panelLabel, reset });
    reset();
    const labels = zimnik.addLabels(map, [...zimnik.placeLabels(map, symbols), ...zimnik.waterLabels()]);
    const layers = zimnik.layerPanel(map, {
      symbols, links, areas, graticule, labels, placesOn: () => true, linksOn: true,
    });
    zimnik.limitPan(map, symbols.map(({ latlng }) => latlng));
    zimnik.addSearch(symbols, (symbol) => zimnik.showPlace(map, symbol));
    labels.refresh();
    const pin = (ids) => {
      zimnik.pinPlaces(map, symbols, ids);
      labels.refresh();
    };
    return { layers, pin };
  };

  /**
   * Draw the atlas alone.
   * @param {L.Map} map
   */
  zimnik.startAtlas = function (map) {
    const { layers } = zimnik.drawAtlas(map, zimnik.text.ui.panel);
    document.getElementById("z-panel").append(...layers);
  };
})();
