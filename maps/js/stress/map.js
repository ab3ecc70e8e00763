/**
 * Closures on the map: what closes, as wide as it matters, and the sites that a chosen one touches.
 */

import { topCanvas } from "../shared/ground.js";
import { DATA, decodeLine, el } from "../shared/page.js";
import { lineLayer } from "../shared/plane_lines.js";

/** @import { MapFeature, PlaceSymbol, StressRow } from "../types.js" */

const NETWORK = { color: "#7d8f98", weight: 0.9, opacity: 0.75, interactive: false };
/** Blue and vermilion of Okabe and Ito; cut off sites are ringed twice, for those who see no red. */
export const STRESS_COLORS = { raised: "#0072b2", cut: "#d55e00" };
const LEAST_PX = 3;
const MOST_LINE_PX = 15;
const MOST_RADIUS_PX = 19;
const RING_PX = 11;

/**
 * Return the lines of some links.
 * @param {string[]} ids
 * @param {Map<string, L.LatLng[]>} lines
 */
const linesOf = (ids, lines) => ids.flatMap((id) => {
  const line = lines.get(id);
  return line ? [line] : [];
});

/**
 * @param {L.Map} map
 * @param {string} name
 * @param {number} zIndex
 * @param {boolean} isInert
 */
function paneOf(map, name, zIndex, isInert) {
  const pane = map.createPane(name);
  pane.style.zIndex = String(zIndex);
  if (isInert) pane.style.pointerEvents = "none";
  return L.canvas({ pane: name, padding: 0.4, tolerance: 4 });
}

/**
 * Return rings around the sites that a closure touches.
 * @param {StressRow} row
 * @param {Map<string, L.LatLng>} at Positions of places.
 * @param {L.Canvas} renderer
 */
const ringsOf = (row, at, renderer) => row.detours.flatMap(({ site, after }) => {
  const place = at.get(site);
  if (!place) return [];
  const isCut = after === null;
  const color = isCut ? STRESS_COLORS.cut : STRESS_COLORS.raised;
  const radii = isCut ? [RING_PX, RING_PX + 6] : [RING_PX];
  // White below, for a ring may lie on a disc of its own colour.
  const strokes = [{ color: "#ffffff", weight: 6 }, { color, weight: 3 }];
  return strokes.flatMap((stroke) => radii.map((radius) =>
    L.circleMarker(place, { renderer, interactive: false, fill: false, ...stroke, radius })));
});

/**
 * Return a function that draws closures on a map.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {(id: string) => void} choose
 */
export function stressMap(map, symbols, choose) {
  const at = new Map(symbols.map(({ place, latlng }) => [place.id, latlng]));
  const lines = new Map(DATA.links.map((link) => [link.id, decodeLine(link.line)]));
  lineLayer([...lines.values()], { ...NETWORK, renderer: paneOf(map, "z-network", 425, true) }).addTo(map);
  const renderer = paneOf(map, "z-threats", 435, false);
  const rings = topCanvas(map);
  const top = map.getPane("z-top");
  if (top) top.style.zIndex = "451";
  /** @type {L.Layer[]} */
  let drawn = [];

  /**
   * Return the layer of a closure: a disc for a terminal, lines for anything else.
   * @param {StressRow} row
   * @param {number} share
   * @param {boolean} isChosen
   * @param {boolean} hasChoice
   */
  function layerOf(row, share, isChosen, hasChoice) {
    const color = row.cut > 0 ? STRESS_COLORS.cut : STRESS_COLORS.raised;
    /** @param {number} most */
    const size = (most) => LEAST_PX + (most - LEAST_PX) * Math.sqrt(share);
    const place = at.get(row.closed);
    if (row.kind === "terminal" && place) {
      return L.circleMarker(place, {
        renderer, radius: size(MOST_RADIUS_PX), color: isChosen ? "#000000" : "#ffffff",
        weight: isChosen ? 3 : 1, fillColor: color, fillOpacity: isChosen ? 0.95 : hasChoice ? 0.2 : 0.72,
      });
    }
    return lineLayer(linesOf(row.links, lines), {
      renderer, color, weight: size(MOST_LINE_PX), opacity: isChosen ? 1 : hasChoice ? 0.15 : 0.55, lineCap: "round",
    });
  }

  /**
   * @param {StressRow[]} rows
   * @param {(row: StressRow) => number} valueOf
   * @param {StressRow|null} chosen
   */
  return function draw(rows, valueOf, chosen) {
    for (const layer of drawn) layer.remove();
    const most = Math.max(1e-9, ...rows.map(valueOf));
    // The greatest lie below, and lines below discs, so that all can be pointed at.
    const order = [...rows].sort((a, b) =>
      Number(a.kind === "terminal") - Number(b.kind === "terminal") || valueOf(b) - valueOf(a));
    drawn = order.filter((row) => valueOf(row) > 0 || row === chosen).map((row) => {
      const layer = layerOf(row, valueOf(row) / most, row === chosen, chosen !== null);
      layer.on("click", (event) => {
        L.DomEvent.stop(event);
        choose(row.id);
      });
      layer.bindTooltip(el("span", {}, row.said), { sticky: true, className: "z-tip" });
      return layer;
    });
    if (chosen) drawn.push(...ringsOf(chosen, at, rings));
    for (const layer of drawn) layer.addTo(map);
  };
}

/**
 * Return the points of what a closure closes and touches.
 * @param {StressRow} row
 * @param {PlaceSymbol[]} symbols
 * @returns {L.LatLng[]}
 */
export function stressPoints(row, symbols) {
  const ids = new Set([...row.detours.map(({ site }) => site), ...(row.kind === "terminal" ? [row.closed] : [])]);
  const lines = new Map(DATA.links.map((link) => [link.id, decodeLine(link.line)]));
  return [
    ...symbols.filter(({ place }) => ids.has(place.id)).map(({ latlng }) => latlng),
    ...linesOf(row.links, lines).flat(),
  ];
}

/**
 * Return closures for a file: a terminal as its place, any other as the links that it closes.
 * @param {StressRow[]} rows
 * @param {PlaceSymbol[]} symbols
 * @returns {MapFeature[]}
 */
export function closureFeatures(rows, symbols) {
  const at = new Map(symbols.map(({ place, latlng }) => [place.id, latlng]));
  const lines = new Map(DATA.links.map((link) => [link.id, decodeLine(link.line)]));
  return rows.map(({ kind, closed, name, links, rise, cut, diverted }) => ({
    at: kind === "terminal" ? at.get(closed) : undefined, lines: linesOf(links, lines),
    properties: { kind, closed, name, rise_usd_per_y: rise, cut_t_per_y: cut, diverted_t_per_y: diverted },
  }));
}
