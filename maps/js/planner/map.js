/**
 * The planner on the map: what goes over each link, and the chosen route in full.
 */

import { routeLayer } from "../route/layer.js";
import { topCanvas } from "../shared/ground.js";
import { DATA, decodeLine, latLng } from "../shared/page.js";
import { lineLayer } from "../shared/plane_lines.js";
import { MODES } from "../shared/modes.js";

/** @import { CanvasInternals, MapFeature, PlannerEngine } from "../types.js" */
/** @typedef {import("./flows.js").Flow} Flow */

const TAKEN = { opacity: 0.95, interactive: false };

/**
 * Return a function that gives the points of a link by its number in the planner.
 * @param {PlannerEngine} engine
 * @returns {(link: number) => L.LatLng[]}
 */
function linePoints(engine) {
  const { record, arrays } = engine;
  const drawn = new Map(DATA.links.map((link) => [link.id, link]));
  const at = new Map(DATA.places.map((place) => [place.id, place.at]));
  const cache = new Map();
  // An access link is an estimate and has no line of its own; it is drawn straight.
  /** @param {number} link */
  const straight = (link) => [arrays.link_from[link], arrays.link_to[link]]
    .flatMap((place) => {
      const position = at.get(record.places[place]);
      return position ? [latLng(...position)] : [];
    });
  return (link) => {
    if (!cache.has(link)) {
      const known = drawn.get(record.links[link]);
      cache.set(link, known ? decodeLine(known.line) : straight(link));
    }
    return cache.get(link);
  };
}

/**
 * Draw at once what Leaflet would draw with the next picture, one too late for a slider.
 * @param {L.Canvas} renderer
 */
function drawNow(renderer) {
  const inner = /** @type {CanvasInternals} */ (/** @type {unknown} */ (renderer));
  if (!inner._redrawRequest) return;
  L.Util.cancelAnimFrame(inner._redrawRequest);
  inner._redraw();
}

/**
 * Return a canvas for flows, above the network and below the chosen route.
 * @param {L.Map} map
 */
function flowCanvas(map) {
  const pane = map.createPane("z-flows");
  pane.style.zIndex = "425";
  pane.style.pointerEvents = "none";
  return L.canvas({ pane: "z-flows", padding: 0.1 });
}

/**
 * Return functions that draw what is taken and what is chosen; only what changed is drawn again.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 */
export function plannerMap(map, engine) {
  const { record, arrays } = engine;
  const renderer = flowCanvas(map);
  const top = topCanvas(map, 0.1);
  const pointsOf = linePoints(engine);
  /** @type {Map<number, L.Polyline>} */
  const shown = new Map();
  /** @type {L.LayerGroup|null} */
  let full = null;
  let fullKey = "";
  /** @type {number[]} */
  let way = [];
  /** @param {number} link */
  const modeOf = (link) => record.modes[arrays.link_mode[link]];

  /**
   * Show what all deposits send over each link, as wide as it is much.
   * @param {Map<number, Flow>} flows
   * @param {(tonnes: number) => number} widthOf
   */
  function showFlows(flows, widthOf) {
    for (const [link, line] of shown) {
      if (flows.has(link)) continue;
      line.remove();
      shown.delete(link);
    }
    for (const [link, { tonnes }] of flows) {
      const weight = widthOf(tonnes);
      const line = shown.get(link);
      if (line) {
        if (line.options.weight !== weight) line.setStyle({ weight });
        continue;
      }
      const style = { ...MODES[modeOf(link)], ...TAKEN, weight, renderer, smoothFactor: 0.7 };
      shown.set(link, lineLayer(pointsOf(link), style).addTo(map));
    }
    drawNow(renderer);
  }

  /**
   * Show one way in full, or none; return its points where it is another than before, else null.
   * @param {number[]|null} next Links.
   */
  function showWay(next) {
    const key = next ? next.join() : "";
    if (key === fullKey) return null;
    fullKey = key;
    full?.remove();
    full = null;
    way = next ?? [];
    const legs = way.map((link) => ({ mode: modeOf(link), points: pointsOf(link) }));
    if (next) full = routeLayer(legs, top, true).addTo(map);
    drawNow(top);
    return legs.flatMap(({ points }) => points);
  }

  /**
   * Return the links of the way that is shown in full, for a file.
   * @returns {MapFeature[]}
   */
  const wayFeatures = () => way.map((link) => ({
    lines: [pointsOf(link)],
    properties: { link_id: record.links[link], mode: modeOf(link), from_id: record.places[arrays.link_from[link]],
      to_id: record.places[arrays.link_to[link]] },
  }));

  return { showFlows, showWay, wayFeatures };
}
