/**
 * What every page stands on: land, network, places, names, search and the legend that switches them.
 */
"use strict";
(function () {
  const { el } = zimnik;

  /** Return the group of switches for names and graticule. */
  function backdropSwitches(map, graticule, labels) {
    return [
      { key: "names", label: zimnik.word("names"), swatch: null, count: null, on: true,
        set: (shown) => labels.show(shown) },
      zimnik.layerSwitch(map, graticule, { key: "graticule", label: zimnik.word("graticule"), on: true }),
    ];
  }

  /** Return the switches of all that is on the map, with their headings. */
  function legendOf(map, { symbols, links, areas, graticule, labels, allOn }) {
    const groups = ["deposit", "hub", "market", "terminal"].map((family) => [
      family,
      zimnik.placeSwitches(map, family, symbols, () => allOn, labels.refresh),
    ]);
    groups.splice(3, 0, ["link", zimnik.linkSwitches(map, links, allOn)]);
    groups.push(["backdrop", [...areas, ...backdropSwitches(map, graticule, labels)]]);
    return [
      ...groups.filter(([, switches]) => switches.length)
        .map(([key, switches]) => zimnik.layerGroup(key, switches)),
      el("p", { class: "z-note z-units" }, zimnik.text.ui.units),
    ];
  }

  /** Show a place that was looked for, even if its layer is off. */
  zimnik.showPlace = function (map, symbol) {
    if (!map.hasLayer(symbol.layer)) symbol.layer.addTo(map);
    map.setView(symbol.latlng, Math.max(map.getZoom(), 5), { animate: false });
    symbol.open(document.getElementById("z-search-input"));
    zimnik.announce(symbol.place.en);
  };

  /** Return a function that gives the name of a place by its id. */
  zimnik.namer = function () {
    const names = new Map(zimnik.data.places.map((place) => [place.id, place.en]));
    return (id) => names.get(id) || id || zimnik.text.ui.unknown_place;
  };

  /** Return an element that unfolds to show others, under the heading of the legend. */
  zimnik.foldedLegend = (legend) => el("details", { class: "z-more" },
    el("summary", {}, zimnik.text.ui.more_layers), ...legend);

  /**
   * Return a canvas for what a page is about, above the links and below the places.
   * @param {L.Map} map
   * @param {number} [padding] How far it reaches beyond the view, in views: what is drawn anew at
   *   every move of a slider is drawn the sooner the smaller it is.
   */
  zimnik.topCanvas = function (map, padding = 0.4) {
    const pane = map.createPane("z-top");
    pane.style.zIndex = "430";
    pane.style.pointerEvents = "none";
    return L.canvas({ pane: "z-top", padding });
  };

  /**
   * Draw land, places and links on a map that folium made, in the frame.
   * @param {L.Map} map
   * @param {{panelLabel: string, allOn: boolean, home: (symbols: Object[]) => L.LatLng[],
   *   fit: ?Object}} options `home` gives what the first view shows, `fit` how close; where not all
   *   is on, only what is pinned shows.
   * @returns {{nameOf: (id: string) => string, symbols: Object[], legend: HTMLElement[],
   *   pin: (ids: Set<string>) => void}} `pin` shows some places whatever layers are on.
   */
  zimnik.drawGround = function (map, { panelLabel, allOn, home, fit = {} }) {
    const nameOf = zimnik.namer();
    const graticule = zimnik.addBackdrop(map);
    const canvas = zimnik.linkCanvas(map);
    const links = zimnik.makeLinks(map, nameOf, canvas);
    const symbols = zimnik.makePlaces(map);
    const areas = zimnik.areaSwitches(map, symbols, canvas, allOn);
    const points = home(symbols);
    const reset = () => zimnik.fit(map, points, fit);
    zimnik.addFrame(map, { panelLabel, reset });
    reset();
    const labels = zimnik.addLabels(map, [...zimnik.placeLabels(map, symbols), ...zimnik.waterLabels()]);
    const legend = legendOf(map, { symbols, links, areas, graticule, labels, allOn });
    zimnik.limitPan(map, symbols.map(({ latlng }) => latlng));
    zimnik.addSearch(symbols, (symbol) => zimnik.showPlace(map, symbol));
    labels.refresh();
    const pin = (ids) => {
      zimnik.pinPlaces(map, symbols, ids);
      labels.refresh();
    };
    return { nameOf, symbols, legend, pin };
  };

  // Far southern sites would push what the atlas is about to the edge of the first view.
  const HOME_SOUTH_DEG = 42;

  /** Return the points that the whole atlas opens with. */
  zimnik.atlasHome = function (symbols) {
    const sites = symbols.filter(({ place }) => place.family !== "terminal");
    const home = sites.filter(({ latlng }) => latlng.lat >= HOME_SOUTH_DEG);
    return ([home, sites, symbols].find((some) => some.length) || []).map(({ latlng }) => latlng);
  };
})();
