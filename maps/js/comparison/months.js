/**
 * What feed costs by the month in which it is ready: two hubs side by side as bars, all as a table.
 */

import { el, fill, fixed, monthFoot, monthName, TEXT } from "../shared/page.js";
import { svgEl, ticks } from "../panel/svg.js";

/** @import { HubRecord } from "../types.js" */

const words = () => TEXT.compare;
const CHART = { width: 392, height: 150, left: 40, right: 4, top: 10, bottom: 20 };
const MONTHS = Array.from({ length: 12 }, (_, i) => i);

/** @param {number|null} cost */
const costText = (cost) => (cost === null ? words().none : fixed(cost, 0));

/**
 * @param {HubRecord} hub
 * @param {number} month
 * @param {{x: number, width: number, foot: number, y: (cost: number) => number}} box
 * @param {string} side
 */
function bar(hub, month, box, side) {
  const cost = hub.months_usd_per_t[month];
  const said = svgEl("title", {}, `${hub.hub_name}, ${monthName(month + 1)}: ${costText(cost)}`);
  return cost === null
    ? svgEl("text", { x: box.x + box.width / 2, y: box.foot - 2, "text-anchor": "middle" }, said, "×")
    : svgEl("rect", { x: box.x, y: box.y(cost), width: box.width, height: box.foot - box.y(cost),
      class: `z-pair-${side}` }, said);
}

/**
 * Return the bars of two hubs, the left one filled, the right one hollow.
 * @param {HubRecord} left
 * @param {HubRecord} right
 */
export function hubMonths(left, right) {
  const { width, height, left: start, right: end, top, bottom } = CHART;
  const known = [left, right].flatMap((hub) => hub.months_usd_per_t).filter((cost) => cost !== null);
  if (known.length === 0) return el("p", { class: "z-note" }, words().no_months);
  const scale = ticks(Math.max(...known));
  const foot = height - bottom;
  /** @param {number} cost */
  const y = (cost) => foot - (cost / scale[scale.length - 1]) * (foot - top);
  const band = (width - start - end) / 12;
  const label = fill(words().months, { left: left.hub_name, right: right.hub_name });
  const drawing = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "z-chart", "aria-label": label },
    ...scale.flatMap((tick) => [
      svgEl("line", { x1: start, x2: width - end, y1: y(tick), y2: y(tick), class: "z-grid" }),
      svgEl("text", { x: start - 5, y: y(tick) + 4, "text-anchor": "end" }, fixed(tick, 0))]),
    ...MONTHS.flatMap((month) => {
      const x = start + month * band;
      return [
        bar(left, month, { x: x + band * 0.12, y, width: band * 0.34, foot }, "left"),
        bar(right, month, { x: x + band * 0.52, y, width: band * 0.34, foot }, "right"),
        svgEl("text", { x: x + band / 2, y: height - 6, "text-anchor": "middle" },
          monthFoot(month + 1)),
      ];
    }));
  /**
   * @param {HubRecord} hub
   * @param {string} side
   */
  const key = (hub, side) => el("li", {},
    svgEl("svg", { width: 14, height: 10, "aria-hidden": "true" },
      svgEl("rect", { x: 1, y: 1, width: 11, height: 8, class: `z-pair-${side}` })), ` ${hub.hub_name}`);
  return el("figure", { class: "z-figure" }, el("figcaption", {}, label), drawing,
    el("ul", { class: "z-chart-legend" }, key(left, "left"), key(right, "right")));
}

/**
 * Return the same as a table of all hubs.
 * @param {HubRecord[]} hubs
 */
export function monthTable(hubs) {
  const head = el("tr", {}, el("th", { scope: "col" }, words().month),
    ...hubs.map((hub) => el("th", { scope: "col", class: "z-num" }, hub.hub_name.split(" (")[0])));
  const rows = MONTHS.map((month) => el("tr", {},
    el("th", { scope: "row" }, monthName(month + 1)),
    ...hubs.map((hub) => el("td", { class: "z-num" }, costText(hub.months_usd_per_t[month])))));
  return el("details", { class: "z-more" }, el("summary", {}, words().month_table),
    el("div", { class: "z-scroll-x", tabindex: "0", role: "group", "aria-label": words().month_table },
      el("table", { class: "z-table" }, el("thead", {}, head), el("tbody", {}, ...rows))));
}
