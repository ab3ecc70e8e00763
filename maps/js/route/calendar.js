/**
 * The calendar of a route as one picture: a row for each leg with the waits before it and its open
 * season behind it, and what a tonne has cost so far as a staircase under the same axis.
 */

import { svgEl, ticks } from "../panel/svg.js";
import { dayOf, dayText, MONTH_FIRSTS_D, YEAR_D } from "../shared/calendar.js";
import { el, fill, fixed, monthDay, monthFoot, number, TEXT, wordOf } from "../shared/page.js";
import { MODES } from "../shared/modes.js";

/** @import { LegRecord, NameOf, RouteRecord } from "../types.js" */

const CHART = { width: 440, left: 2, right: 6, top: 20, row: 35, bar: 11, stairs: 92 };
// A stay or a leg of less is no bar that could be seen.
const LEAST_D = 0.05;
const LEAST_PX = 2.5;
// With less room than this between months, every third of them is named.
const MONTH_PX = 26;

/** @typedef {{from: number, to: number, usd: number}} Span Days from readiness, and what they cost. */
/**
 * @typedef {Span & {kind: "leg"|"wait"|"dwell", leg: LegRecord|null, atId: string}} CalendarPart
 */

const words = () => TEXT.share;
/** @param {number} usd */
const money = (usd) => fill(TEXT.route.usd, { n: fixed(usd, usd < 100 ? 1 : 0) });

/**
 * Return legs, waits and stays one after another; what a stay costs is spread evenly over its days.
 * @param {Pick<RouteRecord, "parts">} route
 * @returns {CalendarPart[]}
 */
export function calendarParts({ parts }) {
  /** @type {CalendarPart[]} */
  const found = [];
  let day = 0;
  for (const part of parts) {
    if ("mode" in part) {
      found.push({ kind: "leg", from: part.depart_day, to: part.arrive_day, usd: part.cost_usd_per_t,
        leg: part, atId: part.to_id });
      day = part.arrive_day;
      continue;
    }
    const moved = day + part.dwell_d;
    const stayed = part.dwell_d + part.waiting_d;
    const waited = stayed ? (part.cost_usd_per_t * part.waiting_d) / stayed : 0;
    const there = { leg: null, atId: part.at_id };
    found.push({ kind: "dwell", from: day, to: moved, usd: part.cost_usd_per_t - waited, ...there });
    if (part.waiting_d) {
      found.push({ kind: "wait", from: moved, to: moved + part.waiting_d, usd: waited, ...there });
    }
    day = moved + part.waiting_d;
  }
  return found;
}

/**
 * Return the spans of days, from readiness, in which a yearly window is open within a calendar.
 * @param {[opens: string, closes: string]} window
 * @param {number} ready
 * @param {number} days
 * @returns {[from: number, to: number][]}
 */
export function openSpans([opens, closes], ready, days) {
  const length = ((dayOf(closes) - dayOf(opens) + YEAR_D) % YEAR_D) + 1;
  /** @type {[from: number, to: number][]} */
  const spans = [];
  for (let from = dayOf(opens) - ready - YEAR_D; from < days; from += YEAR_D) {
    const [begin, end] = [Math.max(0, from), Math.min(days, from + length)];
    if (begin < end) spans.push([begin, end]);
  }
  return spans;
}

/**
 * Return the first and the last day of a span in words.
 * @param {Span} span
 * @param {number} ready
 */
function datesText({ from, to }, ready) {
  const [first, last] = [from, Math.max(from, to - LEAST_D)].map((day) => monthDay(dayText(Math.floor(ready + day))));
  return first === last ? first : `${first} – ${last}`;
}

/**
 * Return what is said of a part.
 * @param {CalendarPart} part
 * @param {number} ready
 * @param {NameOf} nameOf
 */
function partText(part, ready, nameOf) {
  const [place, n] = [nameOf(part.atId), number(part.to - part.from, 0)];
  if (part.kind === "wait") return fill(words().wait_tip, { place, n, dates: datesText(part, ready) });
  if (part.kind === "dwell") return fill(words().dwell_tip, { place, n });
  const mode = wordOf(part.leg?.mode ?? "");
  return `${fill(words().leg_tip, { mode, place })}: ${datesText(part, ready)}, ${money(part.usd)}`;
}

/**
 * @param {CalendarPart} part
 * @param {number} y
 * @param {(day: number) => number} x
 * @param {string} said
 */
function barOf(part, y, x, said) {
  const look = part.leg ? { fill: MODES[part.leg.mode].color }
    : { class: `z-stay-${part.kind}`, ...(part.kind === "wait" ? { fill: "url(#z-hatch)" } : {}) };
  return svgEl("rect", { x: x(part.from), y, height: CHART.bar, rx: 1,
    width: Math.max(LEAST_PX, x(part.to) - x(part.from)), ...look }, svgEl("title", {}, said));
}

/**
 * Return the row of a leg with the stays before it; what follows the last leg stands alone.
 * @param {CalendarPart[]} parts
 * @param {number} top
 * @param {{x: (day: number) => number, ready: number, days: number, nameOf: NameOf}} axis
 */
function rowOf(parts, top, { x, ready, days, nameOf }) {
  const leg = parts.find((part) => part.leg);
  const y = top + 16;
  const group = svgEl("g", {});
  if (leg?.leg) {
    const { color } = MODES[leg.leg.mode];
    /** @type {[number, number][][]} */
    const windows = leg.leg.windows.length
      ? leg.leg.windows.map((window) => openSpans(window, ready, days)) : [[[0, days]]];
    for (const [from, to] of windows.flat()) {
      group.append(svgEl("rect", { x: x(from), y: y - 2, width: x(to) - x(from), height: CHART.bar + 4,
        fill: color, opacity: 0.15 }));
    }
    const place = nameOf(leg.leg.to_id).split(/ \(|, /)[0];
    const name = fill(words().leg_tip, { mode: wordOf(leg.leg.mode), place });
    group.append(
      svgEl("text", { x: CHART.left, y: top + 10, class: "z-strong" }, name.length > 42 ? `${name.slice(0, 41)}…` : name),
      svgEl("text", { x: CHART.width - CHART.right, y: top + 10, "text-anchor": "end" },
        `${datesText(leg, ready)} · ${money(leg.usd)}`));
  }
  for (const part of parts) {
    if (part.leg || part.to - part.from >= LEAST_D) group.append(barOf(part, y, x, partText(part, ready, nameOf)));
  }
  return group;
}

/**
 * Return the parts by row: each leg ends one.
 * @param {CalendarPart[]} parts
 */
function rowsOf(parts) {
  /** @type {CalendarPart[][]} */
  const rows = [[]];
  for (const part of parts) {
    rows[rows.length - 1].push(part);
    if (part.leg) rows.push([]);
  }
  const last = rows.pop() ?? [];
  // Unloading ends the row of the last leg.
  if (rows.length) rows[rows.length - 1].push(...last);
  return rows;
}

/**
 * @param {number} ready
 * @param {number} days
 * @param {(day: number) => number} x
 * @param {number} bottom
 */
function monthLines(ready, days, x, bottom) {
  const group = svgEl("g", {});
  const isWide = x(31) - x(0) > MONTH_PX;
  for (let month = 0; month < 48; month += 1) {
    const at = Math.floor(month / 12) * YEAR_D + MONTH_FIRSTS_D[month % 12] - ready;
    if (at < 0 || at > days) continue;
    group.append(svgEl("line", { x1: x(at), x2: x(at), y1: 4, y2: bottom, class: "z-grid" }));
    if ((isWide || month % 3 === 0) && x(at) < CHART.width - 26) {
      group.append(svgEl("text", { x: x(at) + 3, y: 12 }, monthFoot((month % 12) + 1)));
    }
  }
  return group;
}

/**
 * Return what a tonne has cost by each moment, as points; what is paid at once is a step.
 * @param {CalendarPart[]} parts
 * @returns {[day: number, usd: number][]}
 */
export function costSteps(parts) {
  let usd = 0;
  /** @type {[number, number][]} */
  const points = [[0, 0]];
  for (const part of parts) {
    usd += part.usd;
    points.push([part.to, usd]);
  }
  return points;
}

/**
 * @param {CalendarPart[]} parts
 * @param {number} top
 * @param {(day: number) => number} x
 */
function stairs(parts, top, x) {
  const points = costSteps(parts);
  const total = points[points.length - 1][1];
  const scale = ticks(Math.max(total, 1));
  const foot = top + CHART.stairs;
  /** @param {number} usd */
  const y = (usd) => foot - (usd / scale[scale.length - 1]) * (CHART.stairs - 18);
  const path = points.map(([day, usd], i) => `${i ? "L" : "M"}${x(day).toFixed(1)} ${y(usd).toFixed(1)}`).join("");
  return svgEl("g", {},
    svgEl("text", { x: CHART.left, y: top + 8, class: "z-strong" }, words().stairs),
    ...scale.flatMap((tick) => [
      svgEl("line", { x1: CHART.left, x2: CHART.width - CHART.right, y1: y(tick), y2: y(tick), class: "z-grid" }),
      svgEl("text", { x: CHART.left, y: y(tick) - 2 }, fixed(tick, 0))]),
    svgEl("path", { d: `${path}V${foot}H${x(0)}Z`, class: "z-stairs-fill" }),
    svgEl("path", { d: path, class: "z-stairs" }),
    svgEl("text", { x: CHART.width - CHART.right, y: y(total) - 4, "text-anchor": "end", class: "z-strong" }, money(total)));
}

/** Return what the marks of the calendar mean. */
function calendarKey() {
  const { open, wait, dwell } = words().calendar_key;
  /**
   * @param {string} said
   * @param {Record<string, string|number>} look
   */
  const item = (said, look) => el("li", {}, svgEl("svg", { width: 18, height: 10, "aria-hidden": "true" },
    svgEl("rect", { x: 1, y: 1, width: 16, height: 8, ...look })), ` ${said}`);
  return el("ul", { class: "z-chart-legend z-keys" },
    item(open, { fill: MODES.rail.color, opacity: 0.15 }),
    item(wait, { class: "z-stay-wait", fill: "url(#z-hatch)" }),
    item(dwell, { class: "z-stay-dwell" }));
}

/**
 * Return the calendar of a route.
 * @param {Pick<RouteRecord, "parts"|"total">} route
 * @param {number} ready Day of the year on which cargo is ready.
 * @param {NameOf} nameOf
 */
export function routeCalendar(route, ready, nameOf) {
  const parts = calendarParts(route);
  const days = Math.max(1, route.total.duration_d);
  const rows = rowsOf(parts);
  const bottom = CHART.top + rows.length * CHART.row;
  /** @param {number} day */
  const x = (day) => CHART.left + (day / days) * (CHART.width - CHART.left - CHART.right);
  const label = `${words().calendar}: ${parts.filter((part) => part.kind !== "dwell")
    .map((part) => partText(part, ready, nameOf)).join("; ")}`;
  const hatch = svgEl("pattern", { id: "z-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svgEl("rect", { width: 5, height: 5, class: "z-hatch-ground" }), svgEl("line", { x1: 0, x2: 0, y1: 0, y2: 5, class: "z-hatch-line" }));
  const drawing = svgEl("svg", { viewBox: `0 0 ${CHART.width} ${bottom + CHART.stairs + 8}`, class: "z-chart z-route-calendar", role: "img", "aria-label": label },
    svgEl("defs", {}, hatch), monthLines(ready, days, x, bottom + CHART.stairs),
    ...rows.map((row, i) => rowOf(row, CHART.top + i * CHART.row, { x, ready, days, nameOf })),
    stairs(parts, bottom + 4, x));
  return el("div", {}, drawing, calendarKey());
}
