/**
 * The lines of a route on the map: in full with a white casing, or thin.
 */

import { lineLayer } from "../shared/plane_lines.js";
import { MODES } from "../shared/modes.js";

/** @import { Mode } from "../types.js" */

const CASING = { color: "#ffffff", weight: 9, opacity: 0.95, interactive: false };
const CHOSEN_PX = 4.5;
const OTHER = { weight: 2.2, opacity: 0.55, interactive: false };

/**
 * Return the dashes of a mode, longer for the thicker line.
 * @param {string} dashArray
 */
const widened = (dashArray) => dashArray.split(" ").map((part) => Number(part) * 1.6).join(" ");

/**
 * Return the layer of a route.
 * @param {Array<{mode: Mode, points: L.LatLng[]}>} legs
 * @param {L.Renderer} renderer
 * @param {boolean} chosen Whether it is drawn in full.
 */
export function routeLayer(legs, renderer, chosen) {
  const lines = legs.map(({ mode, points }) => {
    const style = MODES[mode];
    const dash = chosen && style.dashArray ? { dashArray: widened(style.dashArray) } : {};
    const look = chosen ? { weight: CHOSEN_PX, opacity: 1, interactive: false } : OTHER;
    return lineLayer(points, { ...style, ...look, ...dash, renderer });
  });
  if (!chosen) return L.layerGroup(lines);
  const casings = legs.map(({ points }) => lineLayer(points, { ...CASING, renderer }));
  return L.layerGroup([...casings, ...lines]);
}
