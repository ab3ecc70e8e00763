/**
 * Charts of tonnes by week as plain SVG: axes with units, a line for each series, a chosen week.
 */

import { el, number, TEXT } from "../shared/page.js";
import { lineSwatch, svgEl, ticks } from "../panel/svg.js";

const SIZE = { width: 392, height: 190 };
const ROOM = { left: 46, right: 8, top: 20, bottom: 22 };
const TONNES_PER_KT = 1000;

/**
 * Return the weeks with which months begin.
 * @param {string[]} weeks
 */
function monthStarts(weeks) {
  return weeks.map((day, i) => ({ month: day.slice(0, 2), i }))
    .filter(({ month }, i, all) => i === 0 || all[i - 1].month !== month);
}

/**
 * @param {string[]} weeks
 * @param {number} most
 * @param {(i: number) => number} x
 * @param {(kt: number) => number} y
 */
function axes(weeks, most, x, y) {
  const group = svgEl("g", { class: "z-axes" });
  for (const value of ticks(most).filter((tick) => tick <= most * 1.001)) {
    group.append(
      svgEl("line", { x1: ROOM.left, x2: SIZE.width - ROOM.right, y1: y(value), y2: y(value) }),
      svgEl("text", { x: ROOM.left - 5, y: y(value) + 4, "text-anchor": "end" }, number(value, 3)));
  }
  const format = new Intl.DateTimeFormat(TEXT.language, { month: "narrow", timeZone: "UTC" });
  for (const { month, i } of monthStarts(weeks)) {
    group.append(svgEl("text", { x: x(i), y: SIZE.height - 6 },
      format.format(new Date(Date.UTC(2025, Number(month) - 1, 1)))));
  }
  return group;
}

/**
 * @param {number[]} values
 * @param {(i: number) => number} x
 * @param {(kt: number) => number} y
 */
const lineOf = (values, x, y) =>
  values.map((value, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join("");

/**
 * Return a chart with its legend, and a function that marks a week.
 * @param {{title: string, unit: string, weeks: string[],
 *   series: {name: string, color: string, dash: ?string, tonnes: number[]}[]}} options
 */
export function weekChart({ title, unit, weeks, series }) {
  const inKt = series.map(({ tonnes }) => tonnes.map((t) => t / TONNES_PER_KT));
  const most = Math.max(...inKt.flat(), 1e-3);
  /** @param {number} i */
  const x = (i) => ROOM.left + (i / Math.max(weeks.length - 1, 1)) * (SIZE.width - ROOM.left - ROOM.right);
  /** @param {number} kt */
  const y = (kt) => SIZE.height - ROOM.bottom - (kt / most) * (SIZE.height - ROOM.top - ROOM.bottom);
  const mark = svgEl("line", { class: "z-week-mark", y1: ROOM.top, y2: SIZE.height - ROOM.bottom });
  const lines = series.map(({ color, dash }, i) => svgEl("path", {
    d: lineOf(inKt[i], x, y), fill: "none", stroke: color, "stroke-width": 2,
    ...(dash ? { "stroke-dasharray": dash } : {}),
  }));
  const drawing = svgEl("svg", {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": `${title}, ${unit}`,
    class: "z-chart",
  }, svgEl("text", { x: 2, y: 12 }, unit), axes(weeks, most, x, y), ...lines, mark);
  const values = series.map(() => el("b", {}));
  const legend = el("ul", { class: "z-chart-legend" }, ...series.map(({ name, color, dash }, i) => {
    return el("li", {}, lineSwatch(color, 2, dash), ` ${name} `, values[i]);
  }));
  /**
   * @param {number} week
   * @param {number} part Of the week that is over.
   */
  const choose = (week, part) => {
    mark.setAttribute("x1", String(x(Math.min(week + part, weeks.length - 1))));
    mark.setAttribute("x2", String(x(Math.min(week + part, weeks.length - 1))));
    series.forEach(({ tonnes }, i) => {
      values[i].textContent = number(tonnes[week] / TONNES_PER_KT, 1);
    });
  };
  return { element: el("figure", { class: "z-figure z-week-chart" }, el("figcaption", {}, title), drawing, legend), choose };
}
