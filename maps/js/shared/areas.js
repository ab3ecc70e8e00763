/**
 * Licence areas: what a user gave as polygons, below the links, chosen like the site within.
 */

import { layerSwitch } from "./layers.js";
import { DATA, decodeLine, el, fill, TEXT, wordOf } from "./page.js";
import { areaLayerOf } from "./plane_lines.js";
import { swatch } from "./symbols.js";

/** @import { PlaceSymbol, Switch } from "../types.js" */

const STYLE = {
  color: "#7a1f3d", weight: 1.3, opacity: 0.9, dashArray: "5 3", fillColor: "#7a1f3d",
  fillOpacity: 0.13, smoothFactor: 0.5,
};

/**
 * @param {number[][][]} polygons
 * @param {PlaceSymbol} symbol
 * @param {L.Renderer} renderer
 */
function areaLayer(polygons, symbol, renderer) {
  const rings = polygons.map((polygon) => polygon.map(decodeLine));
  const layer = areaLayerOf(rings, { ...STYLE, renderer, bubblingMouseEvents: false });
  const name = fill(TEXT.ui.area_of, { name: symbol.place.name_en });
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
  return swatch(18, "M2 3H16V15H2Z", { fill: fillColor, "fill-opacity": fillOpacity,
    stroke: color, "stroke-width": 1.3, "stroke-dasharray": dashArray });
}

/**
 * Return the switch of the areas of the page, which puts them on the map; none without areas.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {L.Canvas} renderer Canvas of the links.
 * @param {boolean} on
 * @returns {Switch[]}
 */
export function areaSwitches(map, symbols, renderer, on) {
  const areas = DATA.areas || [];
  const symbolOf = new Map(symbols.map((symbol) => [symbol.place.id, symbol]));
  const layer = L.layerGroup(areas.flatMap(({ id, polygons }) => {
    const symbol = symbolOf.get(id);
    return symbol ? [areaLayer(polygons, symbol, renderer)] : [];
  }));
  return areas.length === 0 ? [] : [layerSwitch(map, layer, {
    key: "areas", label: wordOf("areas"), swatch: areaSwatch(), count: areas.length, on,
  })];
}
