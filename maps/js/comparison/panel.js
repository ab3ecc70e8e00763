/**
 * The account of compared hubs: the difference of two as a waterfall, all as a table.
 */

import { numberCell } from "../panel/parts.js";
import { spreadLines, swingTable } from "../panel/spread.js";
import { YEAR_D } from "../shared/calendar.js";
import { el, fill, fixed, monthDay, number, product, TEXT, wordOf } from "../shared/page.js";
import { svgEl } from "../panel/svg.js";

/** @import { ComparisonRecord, HubRecord, NameOf } from "../types.js" */

const WIDTH = 392;
const ROW = 24;
const ROOM = { left: 130, right: 62, top: 4 };
/** A component of less than this makes no difference that a reader could see. */
const LEAST_USD = 0.05;
const text = () => TEXT.compare;
/** @param {number} usd */
const money = (usd) => fixed(usd, Math.abs(usd) < 100 ? 1 : 0);
/** @param {number} usd */
const signed = (usd) => `${usd > 0 ? "+" : ""}${money(usd)}`;
/**
 * Return a figure of a hub by the name of its column, null where it is not known.
 * @param {HubRecord} hub
 * @param {string} name
 * @returns {number|null}
 */
function figureOf(hub, name) {
  const figure = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (hub))[name];
  return typeof figure === "number" ? figure : null;
}

/**
 * @param {HubRecord} hub
 * @param {string} name
 */
const componentOf = (hub, name) => figureOf(hub, `${name}_usd_per_t`) ?? 0;

/**
 * Return the bars from the total of one hub to that of another, component by component.
 * @param {string[]} components
 * @param {HubRecord} left
 * @param {HubRecord} right
 */
export function waterfallSteps(components, left, right) {
  const steps = [];
  let at = left.cost_usd_per_t;
  for (const name of components) {
    const change = componentOf(right, name) - componentOf(left, name);
    if (Math.abs(change) < LEAST_USD) continue;
    steps.push({ name, from: at, to: at + change, change });
    at += change;
  }
  return steps;
}

/**
 * Return where the bars begin: at nothing, or higher where the steps would be too small to see.
 * @param {number} least
 * @param {number} most
 */
function baseOf(least, most) {
  const spread = Math.max(most - least, 1);
  return spread > most / 4 ? 0 : Math.max(0, least - spread / 2);
}

/**
 * Return the waterfall as a picture with its words.
 * @param {string[]} components
 * @param {HubRecord} left
 * @param {HubRecord} right
 */
export function waterfall(components, left, right) {
  const words = text();
  const steps = waterfallSteps(components, left, right);
  const bars = [
    { label: left.hub_name, from: 0, to: left.cost_usd_per_t, said: money(left.cost_usd_per_t), kind: "total" },
    ...steps.map(({ name, from, to, change }) => ({
      label: wordOf(name, words.components), from, to, said: signed(change), kind: change > 0 ? "more" : "less",
    })),
    { label: right.hub_name, from: 0, to: right.cost_usd_per_t, said: money(right.cost_usd_per_t), kind: "total" },
  ];
  const levels = [left.cost_usd_per_t, ...steps.map(({ to }) => to)];
  const [least, most] = [Math.min(...levels), Math.max(...levels, 1)];
  const base = baseOf(least, most);
  /** @param {number} usd */
  const x = (usd) => ROOM.left + ((Math.max(usd, base) - base) / (most - base)) * (WIDTH - ROOM.left - ROOM.right);
  const rows = bars.map(({ label, from, to, said, kind }, i) => {
    const y = ROOM.top + i * ROW;
    const short = label.length > 19 ? `${label.slice(0, 18)}…` : label;
    return svgEl("g", { class: `z-fall z-fall-${kind}` },
      svgEl("title", {}, `${label}: ${said}`),
      svgEl("text", { x: ROOM.left - 6, y: y + 15, "text-anchor": "end" }, short),
      svgEl("rect", {
        x: x(Math.min(from, to)), y: y + 4, height: ROW - 8, width: Math.max(1, Math.abs(x(to) - x(from))),
      }),
      svgEl("text", { x: x(Math.max(from, to)) + 4, y: y + 15 }, said));
  });
  const label = fill(words.waterfall, { left: left.hub_name, right: right.hub_name });
  const drawing = svgEl("svg", {
    viewBox: `0 0 ${WIDTH} ${ROOM.top + bars.length * ROW + 2}`, role: "img", class: "z-chart",
    "aria-label": `${label}: ${bars.map((bar) => `${bar.label} ${bar.said}`).join(", ")}`,
  }, ...rows);
  const figure = el("figure", { class: "z-figure" }, el("figcaption", {}, label), drawing);
  if (base > 0) figure.append(el("p", { class: "z-note" }, fill(words.base, { n: money(base) })));
  return figure;
}

/** @typedef {[key: string, say: (value: number) => string, label?: string]} TableRow */

/** @type {TableRow} */
const TOTAL = ["cost_usd_per_t", money];
/**
 * The total of the extreme days, beside that of the year.
 * @type {TableRow[]}
 */
const EXTREMES = [["best_usd_per_t", money], ["worst_usd_per_t", money]];
/**
 * The range of the total over draws, below its parts.
 * @type {TableRow[]}
 */
const DRAWS = [
  ["p10_usd_per_t", money],
  ["p50_usd_per_t", money],
  ["p90_usd_per_t", money],
  ["cheapest_in_draws_share", (v) => `${number(100 * v, 0)} %`],
];
/**
 * Rows that stand where a hub knows their figure.
 * @type {TableRow[]}
 */
const ROWS = [
  ["difference_usd_per_t", signed],
  ["cost_usd_per_kg_reo", (v) => fixed(v, 2)],
  ["with_mining_usd_per_kg_reo", (v) => fixed(v, 2)],
  ["before_capital_usd_per_kg_reo", (v) => fixed(v, 2)],
  ["cost_usd_per_kg_metal", (v) => fixed(v, 2)],
  ["upper_bound_usd_per_kg_metal", (v) => fixed(v, 2)],
  ["without_projects_usd_per_t", money],
  ["share_of_benchmark", (v) => `${number(100 * v, 0)} %`],
  ["best_margin_usd_per_t", signed],
  ["days", (v) => number(v, 0)],
  ["co2_kg_per_t", (v) => number(v, 0)],
  ["reagents_in_t_per_y", (v) => number(v / 1000, 1)],
  ["products_out_t_per_y", (v) => number(v / 1000, 1)],
  ["unserved_feed_t_per_y", (v) => number(v / 1000, 1)],
];

/**
 * The day of readiness that a figure is of.
 * @type {Record<string, (hub: HubRecord) => string|null>}
 */
const DAYS = { best_usd_per_t: (hub) => hub.best_ready, worst_usd_per_t: (hub) => hub.worst_ready };

/**
 * Return on which days feed is ready, of which all figures are the mean.
 * @param {Pick<ComparisonRecord, "basis"|"ready"|"cargoes">} comparison
 */
export function readyText({ basis, ready, cargoes }) {
  const words = text().ready;
  if (basis === "day") return ready && ready !== "best" ? fill(words.day, { day: monthDay(ready) }) : words.best;
  const days = [...new Set(cargoes.map((cargo) => cargo.working_d ?? YEAR_D))];
  if (days.length > 1) return fill(words.year, { days: words.seasons });
  return fill(words.year, {
    days: (days[0] ?? YEAR_D) === YEAR_D ? words.all : fill(words.some, { n: number(days[0], 0) }),
  });
}

/**
 * Return the rows of the table: those of which some hub knows the figure.
 * @param {{hubs: HubRecord[], components: string[]}} comparison
 * @returns {TableRow[]}
 */
const rowsOf = ({ hubs, components }) => [
  TOTAL,
  ...EXTREMES.filter(([key]) => hubs.some((hub) => figureOf(hub, key) !== null)),
  ...components.map((name) =>
    /** @type {TableRow} */ ([`${name}_usd_per_t`, money, wordOf(name, text().components)])),
  ...[...DRAWS, ...ROWS].filter(([key]) => hubs.some((hub) => figureOf(hub, key) !== null)),
];

/**
 * Return the table of all hubs, a column for each.
 * @param {{hubs: HubRecord[], components: string[]}} comparison
 */
export function hubTable({ hubs, components }) {
  const words = text();
  const rows = rowsOf({ hubs, components });
  const head = el("tr", {}, el("th", { scope: "col" }, words.per_t),
    ...hubs.map((hub) => el("th", { scope: "col", class: "z-num" }, hub.hub_name.split(" (")[0])));
  const body = rows.map(([key, say, label]) => el("tr", key === TOTAL[0] ? { class: "z-sum" } : {},
    el("th", { scope: "row" }, label ?? wordOf(key, words.rows)),
    ...hubs.map((hub) => {
      const figure = figureOf(hub, key);
      const day = DAYS[key]?.(hub);
      return numberCell(figure === null ? "–" : `${say(figure)}${day ? ` (${monthDay(day)})` : ""}`);
    })));
  const table = el("table", { class: "z-table" }, el("thead", {}, head), el("tbody", {}, ...body));
  return el("section", { class: "z-section" }, el("h2", {}, words.table),
    el("div", { class: "z-scroll-x", tabindex: "0", role: "group", "aria-label": words.table }, table));
}

/**
 * Return what a tonne costs at a hub, in words.
 * @param {HubRecord} hub
 */
export const costOfHub = (hub) => fill(TEXT.route.cost, { n: money(hub.cost_usd_per_t) });

/**
 * Return the table of all hubs for a file, in the order and the words of the page.
 * @param {{hubs: HubRecord[], components: string[]}} comparison
 */
export const hubCells = ({ hubs, components }) => [
  [text().per_t, ...hubs.map((hub) => hub.hub_name)],
  ...rowsOf({ hubs, components }).map(([key, , label]) =>
    [label ?? wordOf(key, text().rows), ...hubs.map((hub) => figureOf(hub, key))]),
];

/**
 * Return the hauls of a hub: what goes where, how much, at what cost.
 * @param {HubRecord} hub
 * @param {NameOf} nameOf
 */
export function haulTable(hub, nameOf) {
  const words = text();
  const rows = hub.hauls.map((haul) => el("tr", {},
    el("td", {}, product(haul.item), el("small", {}, haul.link_ids.length
      ? fill(words.haul, { from: nameOf(haul.from_id), to: nameOf(haul.to_id) })
      : words.on_site)),
    el("td", { class: "z-num" }, number(haul.shipped_t_per_y / 1000, 1)),
    el("td", { class: "z-num" }, money(haul.cost_usd_per_t))));
  const head = el("tr", {}, ...words.haul_columns.map((label, i) =>
    el("th", { scope: "col", ...(i ? { class: "z-num" } : {}) }, label)));
  return el("details", { class: "z-more" }, el("summary", {}, fill(words.hauls, { hub: hub.hub_name })),
    el("table", { class: "z-table" }, el("thead", {}, head), el("tbody", {}, ...rows)));
}

/**
 * Return the range of a hub over draws, folded; nothing where there is none.
 * @param {HubRecord} hub
 */
export function hubRange({ hub_name: hub, spread }) {
  if (!spread) return [];
  return [el("details", { class: "z-more" }, el("summary", {}, fill(TEXT.spread.of_hub, { hub })),
    ...spreadLines(spread), ...(spread.swings.length ? [swingTable(spread.swings)] : []))];
}
