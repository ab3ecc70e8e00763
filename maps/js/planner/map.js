/**
 * The planner's routes on the map: every link that cargo takes, and the chosen route in full.
 */

import { routeLayer } from "../route/layer.js";
import { topCanvas } from "../shared/ground.js";
import { DATA, decodeLine, latLng } from "../shared/page.js";
import { MODES } from "../shared/symbols.js";

/** @import { CanvasInternals, PlannerAnswer, PlannerEngine } from "../types.js" */

const TAKEN = { weight: 2.6, opacity: 0.95, interactive: false };

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
 * Return functions that draw what is taken and what is chosen; only what changed is drawn again.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 */
export function plannerMap(map, engine) {
  const { record, arrays } = engine;
  const network = map.getPane("z-links");
  if (network) network.style.opacity = "0.42";
  const renderer = topCanvas(map, 0.1);
  const pointsOf = linePoints(engine);
  const shown = new Map();
  /** @type {L.LayerGroup|null} */
  let full = null;
  let fullKey = "";
  /** @param {number} link */
  const modeOf = (link) => record.modes[arrays.link_mode[link]];

  /** @param {number} link */
  function lineOf(link) {
    const style = MODES[modeOf(link)];
    return L.polyline(pointsOf(link), { ...style, ...TAKEN, renderer, smoothFactor: 0.7 });
  }

  /**
   * Show the links that the answers take.
   * @param {(PlannerAnswer|null)[]} answers
   */
  function showTaken(answers) {
    const wanted = new Set(answers.flatMap((answer) => (answer ? answer.ways.flat() : [])));
    for (const [link, line] of shown) {
      if (wanted.has(link)) continue;
      line.remove();
      shown.delete(link);
    }
    for (const link of wanted) {
      // What is in full stands above: it was put on the same canvas and must stay the last.
      if (!shown.has(link)) shown.set(link, lineOf(link).addTo(map).bringToBack());
    }
  }

  /**
   * Show one way in full, or none.
   * @param {number[]|null} way Links.
   */
  function showChosen(way) {
    const key = way ? way.join() : "";
    if (key === fullKey) return false;
    fullKey = key;
    full?.remove();
    full = null;
    if (way) {
      const legs = way.map((link) => ({ mode: modeOf(link), points: pointsOf(link) }));
      full = routeLayer(legs, renderer, true).addTo(map);
    }
    return true;
  }

  /**
   * Show all answers and one way in full; return whether that one is another than before.
   * @param {(PlannerAnswer|null)[]} answers
   * @param {number[]|null} chosen
   */
  function show(answers, chosen) {
    showTaken(answers);
    const isNew = showChosen(chosen);
    drawNow(renderer);
    return isNew;
  }

  return { show };
}
