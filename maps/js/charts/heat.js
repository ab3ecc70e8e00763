/**
 * A table whose cells are coloured by what they hold: it is read and seen at once.
 */

import { cssColor, remoteColor } from "../remoteness/cividis.js";
import { el } from "../shared/page.js";
import { amountCell, say, short, shownNumber } from "./said.js";

/** @import { DrawnChart, HeatChart } from "../types.js" */

const [DARK_INK, LIGHT_INK] = ["#101a20", "#ffffff"];
// Where letters of either ink stand out alike (WCAG 2.2, relative luminance).
const EVEN_LUMINANCE = 0.19;
// Longer names of columns stand upright.
const LEVEL_LETTERS = 6;

/** @param {number[]} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => part / 255).map((part) =>
    (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {number|null} value
 * @param {(value: number) => number} shareOf
 * @param {boolean} isLeast
 */
function cell(value, shareOf, isLeast) {
  if (value === null) return el("td", { class: "z-heat-none" }, shownNumber(value, 0));
  const rgb = remoteColor(shareOf(value));
  const ink = luminance(rgb) < EVEN_LUMINANCE ? LIGHT_INK : DARK_INK;
  const text = shownNumber(value, 0);
  return el("td", { style: `background:${cssColor(rgb)};color:${ink}` },
    ...(isLeast ? [el("b", {}, text)] : [text]));
}

/**
 * @param {HeatChart} chart
 * @returns {DrawnChart}
 */
export function heatChart({ rows, columns, corner, values, scale, beyond }) {
  const [low, high] = scale ?? [0, 1];
  // By ratio: one far place would else make all others alike.
  const shareOf = (/** @type {number} */ value) => (low > 0 && high > low
    ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / Math.max(high - low, 1e-9));
  const body = rows.map((label, i) => {
    const least = Math.min(...values[i].filter((value) => value !== null));
    return el("tr", {}, el("th", { scope: "row", dir: "auto" }, say(label)),
      ...values[i].map((value) => cell(value, shareOf, value === least && columns.length > 1)));
  });
  const isUpright = columns.some((label) => say(label).length > LEVEL_LETTERS);
  const head = el("tr", {}, el("td", {}, say(corner)), ...columns.map((label) => el("th", { scope: "col" },
    el("span", { dir: "auto", ...(isUpright ? { class: "z-upright" } : {}) }, say(label)))));
  const ramp = Array.from({ length: 11 }, (_, i) => cssColor(remoteColor(i / 10))).join(", ");
  const [first, last] = [low, high].map((value) => short(Math.round(value)));
  return {
    element: el("div", {}, el("div", { class: "z-scroll-x z-heat-box", tabindex: "0", role: "region", "aria-label": say(corner) },
      el("table", { class: "z-heat" }, el("thead", {}, head), el("tbody", {}, ...body))),
    el("div", { class: "z-ramp", "aria-hidden": "true" }, beyond[0] ? `≤ ${first}` : first,
      el("i", { style: `background:linear-gradient(90deg, ${ramp})` }), beyond[1] ? `≥ ${last}` : last)),
    legend: [],
    table: {
      columns: [say(corner), ...columns.map(say)],
      rows: rows.map((label, i) => [say(label), ...values[i].map((value) => amountCell(value, 0))]),
    },
    isTable: true,
  };
}
