/**
 * Charts of one thing a row: ranges with a dot, shares of a whole, and what a number moves.
 *
 * They are HTML, not SVG: a long name wraps, and a row is as wide as the page.
 */

import { ticks } from "../panel/svg.js";
import { el } from "../shared/page.js";
import { RANKS } from "./colors.js";
import { amountCell, say, saidCell, short, shownNumber } from "./said.js";

/** @import { DotsChart, DrawnChart, Said, SharesChart, SwingsChart } from "../types.js" */

/**
 * Return where values stand between round ends, as percentages.
 * @param {number[]} values
 * @param {boolean} fromZero
 */
function scaleOf(values, fromZero) {
  const all = fromZero ? [...values, 0] : values;
  let [low, high] = [Math.min(...all), Math.max(...all)];
  if (low === high) [low, high] = [low - 1, high + 1];
  const marks = ticks(high, low);
  const [first, last] = [marks[0], marks[marks.length - 1]];
  /** @param {number} value */
  const at = (value) => (100 * (value - first)) / (last - first);
  return { marks, at };
}

/**
 * Return a span that stands at a percentage of its track.
 * @param {string} kind
 * @param {number} left
 * @param {number} [width]
 * @param {string} [color]
 */
const mark = (kind, left, width, color) => el("span", {
  class: kind,
  style: `left:${left.toFixed(2)}%;${width === undefined ? "" : `width:${width.toFixed(2)}%;`}`
    + `${color ? `background:${color};` : ""}`,
});

/**
 * Return a row: its name, its track, and its figure.
 * @param {Said} label
 * @param {Node[]} marks
 * @param {string} figure
 * @param {boolean} [isStrong]
 */
const row = (label, marks, figure, isStrong = false) =>
  el("div", { class: isStrong ? "z-row z-row-strong" : "z-row" },
    el("span", { class: "z-row-label", dir: "auto" }, say(label)),
    el("span", { class: "z-row-track" }, ...marks), el("span", { class: "z-row-figure" }, figure));

/**
 * Return the row of the axis, with a label at every tick.
 * @param {{marks: number[], at: (value: number) => number}} scale
 */
const axisRow = ({ marks, at }) => el("div", { class: "z-row z-row-axis" },
  el("span", { class: "z-row-label" }),
  el("span", { class: "z-row-track" }, ...marks.map((value) =>
    el("span", { class: "z-tick", style: `left:${at(value).toFixed(2)}%` }, short(value)))),
  el("span", { class: "z-row-figure" }));

/** @param {{marks: number[], at: (value: number) => number}} scale */
const grid = ({ marks, at }) => marks.map((value) => mark("z-row-grid", at(value)));

/**
 * Return the figure of a row: its middle, or its ends where it has none.
 * @param {(number|null)[]} ends
 * @param {number} digits
 */
const figureOfRow = ([low, mid, high], digits) => (mid === null && low !== null && high !== null
  ? `${shownNumber(low, digits)} … ${shownNumber(high, digits)}` : shownNumber(mid, digits));

/**
 * Return the bar of a range; one whose low end is not known fades away to the left.
 * @param {number|null} low
 * @param {number|null} high
 * @param {(value: number) => number} at
 */
function rangeOf(low, high, at) {
  if (high === null) return [];
  return low === null ? [mark("z-range z-range-open", 0, at(high))] : [mark("z-range", at(low), at(high) - at(low))];
}

/**
 * Ranges with a dot between.
 * @param {DotsChart} chart
 * @returns {DrawnChart}
 */
export function dotsChart({ rows, marks = [], columns, digits, from_zero: fromZero }) {
  const ends = rows.flatMap(({ low, mid, high }) => [low, mid, high]);
  const known = [...ends, ...marks.map(({ value }) => value)].filter((value) => value !== null);
  const scale = scaleOf(known.length ? known : [0], fromZero);
  const drawn = rows.map(({ label, low, mid, high, strong }) => row(label, [
    ...grid(scale),
    ...marks.map(({ value }, i) => mark(`z-row-mark z-row-mark-${i}`, scale.at(value))),
    ...rangeOf(low, high, scale.at),
    ...(mid !== null ? [mark("z-dot", scale.at(mid))] : []),
  ], figureOfRow([low, mid, high], digits), strong));
  // Both ends of a range take more room than one number.
  const kind = rows.some(({ low, mid, high }) => mid === null && low !== null && high !== null) ? "z-rows z-rows-swings" : "z-rows";
  return {
    element: el("div", { class: kind }, ...drawn, axisRow(scale)),
    legend: marks.map(({ label }, i) => ({ swatch: `z-key-mark z-key-mark-${i}`, label: say(label) })),
    table: {
      columns: columns.map(say),
      rows: rows.map(({ label, low, mid, high }) => [say(label),
        ...(columns.length > 3 ? [low, mid, high] : [low, high]).map((value) => amountCell(value, digits))]),
    },
  };
}

/**
 * Shares of a whole, one bar a row.
 * @param {SharesChart} chart
 * @returns {DrawnChart}
 */
export function sharesChart({ rows, parts, columns }) {
  const color = (/** @type {number} */ i) => RANKS[Math.min(i, RANKS.length - 1)];
  const drawn = rows.map(({ label, shares }) => {
    let left = 0;
    const bars = shares.map((share, i) => {
      const bar = mark("z-share", 100 * left, 100 * share, color(i));
      left += share;
      return bar;
    });
    return row(label, bars, say({ share: shares[0] }));
  });
  return {
    element: el("div", { class: "z-rows" }, ...drawn),
    legend: parts.map((part, i) => ({ color: color(i), label: say(part) })),
    table: {
      columns: [say(columns[0]), ...parts.map(say)],
      rows: rows.map(({ label, shares }) => [say(label), ...shares.map((share) => saidCell({ share }))]),
    },
  };
}

/**
 * What one number moves, low and high, about a base.
 * @param {SwingsChart} chart
 * @returns {DrawnChart}
 */
export function swingsChart({ rows, base, columns, digits }) {
  const scale = scaleOf([...rows.flatMap(({ low, high }) => [low, high]), base], false);
  const middle = scale.at(base);
  /**
   * @param {number} value
   * @param {string} kind
   */
  const bar = (value, kind) => mark(`z-swing ${kind}`, Math.min(middle, scale.at(value)),
    Math.abs(scale.at(value) - middle));
  const drawn = rows.map(({ label, low, high, strong }) => row(label,
    [...grid(scale), bar(low, "z-swing-low"), bar(high, "z-swing-high"), mark("z-row-base", middle)],
    `${shownNumber(low, digits)} … ${shownNumber(high, digits)}`, strong));
  return {
    element: el("div", { class: "z-rows z-rows-swings" }, ...drawn, axisRow(scale)),
    legend: [{ swatch: "z-key-low", label: say(columns[1]) }, { swatch: "z-key-high", label: say(columns[2]) }],
    table: {
      columns: columns.map(say),
      rows: rows.map(({ label, low, high }) =>
        [say(label), amountCell(low, digits), amountCell(high, digits)]),
    },
  };
}
