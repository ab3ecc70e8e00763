/**
 * Deposits, hubs, markets and terminals: symbols that a mouse, a finger or a keyboard can choose.
 */
"use strict";
(function () {
  // At an overview terminals are texture; they grow, and the Tab key stops at them, when zoomed in.
  const TERMINAL_ZOOM = 4;

  /** Return how much larger symbols are drawn at a zoom than their legend. */
  function growth(zoom, family) {
    const part = Math.max(0, Math.min(1, (zoom - 2) / 4));
    return family === "terminal" ? 0.55 + 0.75 * part : 0.85 + 0.4 * part;
  }

  function makeAccessible(layer, place, open) {
    const path = layer.getElement();
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${place.en}, ${zimnik.word(place.kind)}`);
    path.dataset.id = place.id;
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(path);
    });
  }

  /** Leave the Tab key to what can be told apart at this zoom. */
  function setTabStop(layer, place, zoom) {
    const path = layer.getElement();
    if (!path) return;
    const stop = place.family !== "terminal" || zoom >= TERMINAL_ZOOM;
    path.setAttribute("tabindex", stop ? "0" : "-1");
  }

  function addSymbol(map, place, renderer) {
    const latlng = L.latLng(place.at[1], place.at[0]);
    const symbol = zimnik.symbolOf(place);
    const grown = () => symbol.radius * growth(map.getZoom(), place.family);
    const layer = new zimnik.Symbol(latlng, {
      ...symbol,
      radius: grown(),
      fillOpacity: 1,
      fillRule: "evenodd",
      className: `z-place z-${place.family}`,
      bubblingMouseEvents: false,
      renderer,
    });
    const open = (opener = null) =>
      zimnik.openCard(map, latlng, zimnik.placeCard(place), opener, layer.getRadius() - 2);
    layer.on("click", () => open());
    layer.on("add", () => {
      makeAccessible(layer, place, open);
      setTabStop(layer, place, map.getZoom());
    });
    map.on("zoomend", () => {
      layer.setRadius(grown());
      setTabStop(layer, place, map.getZoom());
    });
    layer.bindTooltip(zimnik.el("span", {}, place.en), { direction: "top", className: "z-tip" });
    return { place, latlng, layer, open };
  }

  /** Return a place with its family (the table of its symbol) and its keys within it. */
  function withFamily(place) {
    if (place.kind === "deposit") return { ...place, family: "deposit", keys: [place.status] };
    if (place.kind === "hub") return { ...place, family: "hub", keys: place.stages };
    if (place.kind === "market") return { ...place, family: "market", keys: ["market"] };
    return { ...place, family: "terminal", keys: [place.kind] };
  }

  /**
   * Return the symbols of all places, not yet on the map, terminals first so that sites lie on top.
   * @param {L.Map} map
   */
  zimnik.makePlaces = function (map) {
    const pane = map.createPane("z-places");
    pane.style.zIndex = "450";
    const renderer = L.svg({ pane: "z-places", padding: 0.5 });
    const order = ["terminal", "market", "hub", "deposit"];
    return zimnik.data.places
      .map(withFamily)
      .sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family))
      .map((place) => addSymbol(map, place, renderer));
  };

  const SITE_RANK = { producing: 1, project: 2, stockpile: 2, prospect: 4, idle: 5 };
  const TERMINAL_NAME_ZOOM = { road_junction: 6, waypoint: 7, roadstead: 5.5 };

  function nameRules({ family, status, kind }) {
    if (family === "deposit") {
      const rank = SITE_RANK[status] || 4;
      return { rank, minZoom: rank > 2 ? 3 : 0 };
    }
    if (family === "hub") return { rank: 3, minZoom: 0 };
    if (family === "market") return { rank: 3.5, minZoom: 2.5 };
    return { rank: 10, minZoom: TERMINAL_NAME_ZOOM[kind] || 4.5 };
  }

  /** Return names for the labels: the part of each before a bracket or a comma. */
  zimnik.placeLabels = (map, symbols) => symbols.map(({ place, latlng, layer }) => ({
    latlng,
    text: place.en.split(/ \(|, /)[0],
    style: `z-name z-name-${place.family}`,
    centred: false,
    ...nameRules(place),
    get radius() {
      return layer.getRadius() + 1;
    },
    visible: () => map.hasLayer(layer),
  }));
})();
