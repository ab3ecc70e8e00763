/**
 * The plane of charts with two axes: it is drawn at the width that it has, so that its letters keep
 * their size on a phone.
 */

import { svgEl, ticks } from "../panel/svg.js";
import { el } from "../shared/page.js";
import { short } from "./said.js";

/** @import { Plane } from "../types.js" */

const ROOM = { left: 58, right: 14, top: 24, bottom: 38 };
const FIRST_WIDTH = 600;
const HEIGHT = 250;

/**
 * Return a box in which something is drawn anew at every width.
 * @param {(width: number) => Element} draw
 */
export function sized(draw) {
  const box = el("div", { class: "z-drawing" }, draw(FIRST_WIDTH));
  let width = FIRST_WIDTH;
  const fit = () => {
    const next = Math.round(box.clientWidth);
    if (next === 0 || next === width) return;
    width = next;
    box.replaceChildren(draw(width));
  };
  // Paper does not wait.
  box.addEventListener("z-paper", fit);
  // In a frame of its own: what is drawn while sizes are told would be told again.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(box);
  return box;
}

/**
 * Return ten to whole powers within a stretch.
 * @param {number} low
 * @param {number} high
 */
function powers(low, high) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

/**
 * Return where numbers stand between two pixels.
 * @param {[low: number, high: number]} ends
 * @param {[from: number, to: number]} px
 * @param {boolean} isLog
 */
function axisOf([low, high], [from, to], isLog) {
  const marks = isLog ? powers(low, high) : ticks(high === low ? low + 1 : high, low);
  const turn = (/** @type {number} */ value) => (isLog ? Math.log10(value) : value);
  const [first, last] = (isLog ? [low, high] : [marks[0], marks[marks.length - 1]]).map(turn);
  return {
    marks,
    /** @param {number} value */
    at: (value) => from + ((turn(value) - first) / (last - first)) * (to - from),
  };
}

/**
 * Return a plane with its grid, its ticks and the names of its axes.
 * @param {{width: number, x: [number, number]|null, y: [number, number], log?: boolean,
 *   logX?: boolean, xName: string, yName: string, label: string, height?: number}} options `x` is
 *   null where the chart labels its own.
 * @returns {Plane}
 */
export function plane({ width, x, y, log = false, logX = false, xName, yName, label, height = HEIGHT }) {
  const [right, bottom] = [width - ROOM.right, height - ROOM.bottom];
  const vertical = axisOf(y, [bottom, ROOM.top], log);
  const horizontal = x && axisOf(x, [ROOM.left, right], logX);
  const grid = svgEl("g", { class: "z-axes" });
  for (const value of vertical.marks) {
    grid.append(
      svgEl("line", { x1: ROOM.left, x2: right, y1: vertical.at(value), y2: vertical.at(value) }),
      svgEl("text", { x: ROOM.left - 6, y: vertical.at(value) + 4, "text-anchor": "end" }, short(value)));
  }
  for (const value of horizontal?.marks ?? []) {
    grid.append(svgEl("line", { x1: horizontal?.at(value) ?? 0, x2: horizontal?.at(value) ?? 0, y1: ROOM.top, y2: bottom }),
      svgEl("text", { x: horizontal?.at(value) ?? 0, y: bottom + 15, "text-anchor": "middle" }, short(value)));
  }
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": label, class: "z-plane" },
  grid, svgEl("text", { x: 2, y: 12, class: "z-axis-name" }, yName),
  svgEl("text", { x: right, y: height - 4, "text-anchor": "end", class: "z-axis-name" }, xName));
  return { svg, x: horizontal?.at ?? (() => 0), y: vertical.at, left: ROOM.left, right, top: ROOM.top, bottom };
}
