/**
 * The calendar of the chosen route as a picture: SVG, with the same figures as text for those who do
 * not see them.
 */

import { svgEl } from "../panel/svg.js";
import { MONTH_FIRSTS_D, YEAR_D } from "../shared/calendar.js";
import { fill, fixed, monthName, TEXT, wordOf } from "../shared/page.js";
import { MODES } from "../shared/symbols.js";

/** @import { Mode, NameOf, PlannerRoute } from "../types.js" */

const words = () => TEXT.planner;

/**
 * @typedef {{from: number, to: number, label: string, mode: Mode|null, kind: "dwell"|"wait"|null}} Stretch
 */

const CALENDAR = { width: 440, left: 132, row: 18, top: 18 };

/**
 * Return the stretches of the calendar: each leg, and each stay at a place of a day or more.
 * @param {PlannerRoute} route
 * @param {NameOf} nameOf
 * @returns {Stretch[]}
 */
function stretches(route, nameOf) {
  /** @type {Stretch[]} */
  const found = [];
  let day = 0;
  for (const part of route.parts) {
    if ("mode" in part) {
      found.push({ from: part.depart_day, to: part.arrive_day, mode: part.mode, kind: null, label: nameOf(part.to_id) });
      day = part.arrive_day;
    } else {
      const moved = day + part.dwell_d;
      if (part.dwell_d) found.push({ from: day, to: moved, mode: null, kind: "dwell", label: nameOf(part.at_id) });
      if (part.waiting_d) found.push({ from: moved, to: moved + part.waiting_d, mode: null, kind: "wait", label: nameOf(part.at_id) });
      day = moved + part.waiting_d;
    }
  }
  return found.filter(({ from, to }) => to - from >= 0.5);
}

/**
 * @param {SVGElement} svg
 * @param {number} ready
 * @param {number} days
 * @param {(day: number) => number} x
 * @param {number} height
 */
function monthMarks(svg, ready, days, x, height) {
  const first = ready;
  for (let month = 0; month < 36; month += 1) {
    const at = Math.floor(month / 12) * YEAR_D + MONTH_FIRSTS_D[month % 12] - first;
    if (at < 0 || at > days) continue;
    svg.append(svgEl("line", { x1: x(at), x2: x(at), y1: CALENDAR.top - 4, y2: height, class: "z-grid" }));
    const room = x(31) - x(0);
    if (room > 22 || month % 3 === 0) {
      svg.append(svgEl("text", { x: x(at) + 2, y: 11 }, monthName((month % 12) + 1, "short").slice(0, 3)));
    }
  }
}

/**
 * Return the calendar of a route: a bar for every leg, stay and wait.
 * @param {PlannerRoute} route
 * @param {number} ready
 * @param {NameOf} nameOf
 */
export function routeCalendar(route, ready, nameOf) {
  const rows = stretches(route, nameOf);
  const { width, left, row: rowHeight, top } = CALENDAR;
  const days = Math.max(1, route.total.duration_d);
  const height = top + rows.length * rowHeight + 4;
  /** @param {number} day */
  const x = (day) => left + (day / days) * (width - left - 6);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, class: "z-chart", role: "img", "aria-label": words().calendar });
  monthMarks(svg, ready, days, x, height);
  rows.forEach((part, i) => {
    const y = top + i * rowHeight;
    const style = part.mode ? MODES[part.mode] : null;
    const act = part.mode ? wordOf(part.mode) : words()[part.kind ?? "wait"];
    const text = fill(words().stretch, { act, place: part.label, n: fixed(part.to - part.from, 0) });
    const label = part.label.length > 21 ? `${part.label.slice(0, 20)}…` : part.label;
    svg.append(svgEl("g", {}, svgEl("title", {}, text),
      svgEl("text", { x: left - 6, y: y + 12, "text-anchor": "end" }, label),
      svgEl("rect", {
        x: x(part.from), y: y + 3, width: Math.max(1.5, x(part.to) - x(part.from)), height: rowHeight - 7, rx: 1,
        ...(style ? { fill: style.color } : { class: `z-stay-${part.kind}` }),
      })));
  });
  return svg;
}
