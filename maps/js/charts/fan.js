/**
 * Years that happened, or that were drawn, each with what it costs, over the band in which four of five
 * lie and the middle of them.
 */

import { svgEl } from "../panel/svg.js";
import { plane, sized } from "./plane.js";

/** @import { Plane } from "../types.js" */

/**
 * @typedef {object} Fan
 * @property {{year: number, value: number|null}[]} years In the order of the axis.
 * @property {{low: number|null, mid: number|null, high: number|null}} band
 * @property {boolean} isCalendar Whether years have names, and are no ranks.
 * @property {string} xName
 * @property {string} yName
 * @property {string} label
 * @property {(year: number, value: number) => string} said
 */

const DOT_PX = 3;
const LEAST_LABEL_PX = 44;

/**
 * Draw the band of percentiles, as far as it is known.
 * @param {Plane} on
 * @param {Fan["band"]} band
 */
function bandOf(on, { low, mid, high }) {
  const [width, { left }] = [on.right - on.left, on];
  return [
    ...(low !== null && high !== null
      ? [svgEl("rect", { x: left, y: on.y(high), width, height: on.y(low) - on.y(high), class: "z-fan-band" })] : []),
    ...(mid !== null ? [svgEl("line", { x1: left, x2: on.right, y1: on.y(mid), y2: on.y(mid), class: "z-fan-middle" })] : []),
  ];
}

/**
 * @param {Fan} fan
 * @param {number} width
 */
function draw({ years, band, isCalendar, xName, yName, label, said }, width) {
  const known = years.flatMap(({ value }) => (value === null ? [] : [value]));
  const ends = [...known, ...[band.low, band.high].filter((one) => one !== null)];
  const on = plane({ width, x: null, y: [Math.min(...ends), Math.max(...ends)], xName, yName, label });
  const step = (on.right - on.left) / Math.max(years.length - 1, 1);
  const every = Math.ceil(LEAST_LABEL_PX / Math.max(step, 0.01));
  on.svg.append(...bandOf(on, band));
  years.forEach(({ year, value }, i) => {
    const x = on.left + i * step;
    if (isCalendar && i % every === 0) {
      on.svg.append(svgEl("text", { x, y: on.bottom + 15, "text-anchor": "middle" }, String(year)));
    }
    if (value === null) {
      on.svg.append(svgEl("text", { x, y: on.top + 4, "text-anchor": "middle", class: "z-fan-none" }, "×"));
      return;
    }
    on.svg.append(svgEl("circle", { cx: x, cy: on.y(value), r: DOT_PX, class: "z-fan-dot" }, svgEl("title", {}, said(year, value))));
  });
  return on.svg;
}

/**
 * Return the chart of many years; a year in which not all arrives has a cross at the top.
 * @param {Fan} fan
 */
export const fanChart = (fan) => sized((width) => draw(fan, width));
