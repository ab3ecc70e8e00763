/**
 * Many sites on a map: those that would cover one another stand as one disc with their number.
 */

import { el, fill, number, TEXT } from "../shared/page.js";
import { fitView } from "../shared/view.js";

/** @import { PlaceSymbol } from "../types.js" */

const CELL_PX = 44;
const [LEAST_PX, MOST_PX] = [11, 24];

/**
 * Return symbols by the cell of a grid that they lie in at a zoom.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {number} zoom
 * @returns {PlaceSymbol[][]}
 */
function cellsOf(map, symbols, zoom) {
  /** @type {Map<string, PlaceSymbol[]>} */
  const cells = new Map();
  for (const symbol of symbols) {
    const { x, y } = map.project(symbol.latlng, zoom);
    const key = `${Math.floor(x / CELL_PX)} ${Math.floor(y / CELL_PX)}`;
    const cell = cells.get(key);
    if (cell) cell.push(symbol);
    else cells.set(key, [symbol]);
  }
  return [...cells.values()];
}

/**
 * Return the fill that half of the sites of a cell have, or that comes next to half.
 * @param {PlaceSymbol[]} cell
 */
function commonFill(cell) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { painted } of cell) {
    const fillColor = painted?.fillColor ?? "#ffffff";
    counts.set(fillColor, (counts.get(fillColor) ?? 0) + 1);
  }
  return [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))[0];
}

/**
 * Return the disc of a cell, which shows its sites when it is chosen.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} cell
 */
function discOf(map, cell) {
  const said = fill(TEXT.ui.cluster, { n: number(cell.length) });
  const size = Math.min(MOST_PX, LEAST_PX + 2 * Math.log2(cell.length));
  const sum = cell.reduce((all, { latlng }) => all.add(map.project(latlng)), L.point(0, 0));
  const disc = L.circleMarker(map.unproject(sum.divideBy(cell.length)), { pane: "z-clusters", radius: size, weight: 2, color: "#1c2b33",
    fillColor: commonFill(cell), fillOpacity: 0.92, className: "z-cluster", bubblingMouseEvents: false });
  disc.bindTooltip(el("span", {}, number(cell.length)), { permanent: true, direction: "center", className: "z-cluster-count" });
  const show = () => fitView(map, cell.map(({ latlng }) => latlng), { maxZoom: 9, padding: 60, animate: true });
  disc.on("click", show);
  disc.on("add", () => {
    const path = /** @type {SVGElement} */ (disc.getElement());
    for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["aria-label", said]]) path.setAttribute(name, value);
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") show();
    });
  });
  return { disc, cell };
}

/**
 * Join sites that would cover one another, at every zoom anew; return a function that colours the
 * discs after their sites were, and one that keeps a chosen site out of them.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 */
export function joinSites(map, symbols) {
  const pane = map.createPane("z-clusters");
  pane.style.zIndex = "451";
  const layer = L.layerGroup().addTo(map);
  /** @type {ReturnType<typeof discOf>[]} */
  let discs = [];
  /** @type {PlaceSymbol[][]} */
  let joined = [];
  /** @type {string|null} */
  let chosen = null;
  let joinedZoom = NaN;
  function join() {
    joinedZoom = map.getZoom();
    const cells = cellsOf(map, symbols.filter(({ place }) => place.id !== chosen), joinedZoom);
    const alone = new Set(cells.filter((cell) => cell.length === 1).map(([symbol]) => symbol));
    for (const symbol of symbols) symbol.isJoined = !alone.has(symbol) && symbol.place.id !== chosen;
    joined = cells.filter((cell) => cell.length > 1);
    showInView();
    map.fire("z-pins");
  }
  // The number on a disc is laid out by the browser one by one: of thousands all at once would stop it.
  function showInView() {
    const [seen, size] = [map.getPixelBounds(), map.getSize()];
    const view = L.bounds(seen.getTopLeft().subtract(size), seen.getBottomRight().add(size));
    layer.clearLayers();
    discs = joined.filter(([{ latlng }]) => view.contains(map.project(latlng)))
      .map((cell) => discOf(map, cell));
    for (const { disc } of discs) layer.addLayer(disc);
  }
  map.on("moveend", () => {
    if (map.getZoom() === joinedZoom) showInView();
    else join();
  });
  join();
  return {
    recolor() {
      for (const { disc, cell } of discs) {
        const fillColor = commonFill(cell);
        if (disc.options.fillColor !== fillColor) disc.setStyle({ fillColor });
      }
    },
    /** @param {string|null} id */
    leaveOut(id) {
      if (id === chosen) return;
      chosen = id;
      join();
    },
  };
}
