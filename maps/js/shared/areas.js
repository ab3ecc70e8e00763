/**
 * Licence areas: what a user gave as polygons, below the links, chosen like the site within.
 */
"use strict";
(function () {
  const { el } = zimnik;
  const STYLE = {
    color: "#7a1f3d", weight: 1.3, opacity: 0.9, dashArray: "5 3", fillColor: "#7a1f3d",
    fillOpacity: 0.13, smoothFactor: 0.5,
  };

  function areaLayer(polygons, symbol, renderer) {
    const rings = polygons.map((polygon) => polygon.map(zimnik.decodeLine));
    const layer = L.polygon(rings, { ...STYLE, renderer, bubblingMouseEvents: false });
    const name = zimnik.fill(zimnik.text.ui.area_of, { name: symbol.place.en });
    layer.bindTooltip(el("span", {}, name), { sticky: true, className: "z-tip" });
    layer.on("click", () => symbol.open());
    layer.on("mouseover", () => layer.setStyle({ weight: STYLE.weight + 1.2 }));
    layer.on("mouseout", () => layer.setStyle(STYLE));
    // The smallest comes first, so each that follows lies behind it, and links above them all.
    layer.on("add", () => layer.bringToBack());
    return layer;
  }

  /** Return the legend's picture of an area. */
  function areaSwatch() {
    const { color, dashArray, fillColor, fillOpacity } = STYLE;
    return zimnik.swatch(18, "M2 3H16V15H2Z", { fill: fillColor, "fill-opacity": fillOpacity,
      stroke: color, "stroke-width": 1.3, "stroke-dasharray": dashArray });
  }

  /**
   * Return the switch of the areas of the page, which puts them on the map; none without areas.
   * @param {L.Map} map
   * @param {Object[]} symbols What `zimnik.makePlaces` made.
   * @param {L.Canvas} renderer Canvas of the links.
   * @param {boolean} on
   * @returns {Switch[]}
   */
  zimnik.areaSwitches = function (map, symbols, renderer, on) {
    const areas = zimnik.data.areas || [];
    const symbolOf = new Map(symbols.map((symbol) => [symbol.place.id, symbol]));
    const layer = L.layerGroup(areas.map(({ id, polygons }) =>
      areaLayer(polygons, symbolOf.get(id), renderer)));
    return areas.length === 0 ? [] : [zimnik.layerSwitch(map, layer, {
      key: "areas", label: zimnik.word("areas"), swatch: areaSwatch(), count: areas.length, on,
    })];
  };
})();
