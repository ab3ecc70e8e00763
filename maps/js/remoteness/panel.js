/**
 * The account of remoteness: the questions, a chosen site with its months, and how indices agree.
 */

import { extremeDays, field, numberCell, section } from "../panel/parts.js";
import { monthChart } from "../panel/month_chart.js";
import { YEAR_D } from "../shared/calendar.js";
import { el, fill, fixed, monthDay, monthName, number, TEXT, wordOf } from "../shared/page.js";
import { cssColor, remoteColor } from "./cividis.js";
import { routeTo } from "./indices.js";

/**
 * @import { Control, Index, NameOf, Readiness, RemotenessRecord, RemotenessState,
 *   SiteRecord } from "../types.js"
 */

const words = () => TEXT.remoteness;

/**
 * Return the list of indices that can colour the sites.
 * @param {Index[]} indices
 * @param {(key: string) => void} choose
 * @returns {Control<string>}
 */
export function indexField(indices, choose) {
  const select = el("select", { id: "z-index" },
    ...indices.map(({ key, title }) => el("option", { value: key }, title)));
  select.addEventListener("change", () => choose(select.value));
  return { row: field(words().color, select), show: (key) => { select.value = key; } };
}

/**
 * Return the slider of the month of readiness; 0 is the year, the day asked for, or the best.
 * @param {Readiness} asked
 * @param {(month: number) => void} choose
 * @returns {Control<number>}
 */
export function readyField(asked, choose) {
  const value = el("output", { class: "z-value", for: "z-month" });
  const input = el("input", { id: "z-month", type: "range", min: "0", max: "12", step: "1" });
  input.addEventListener("input", () => choose(Number(input.value)));
  return {
    row: field(TEXT.planner.ready, input, value),
    show(month) {
      input.value = String(month);
      value.textContent = month ? monthName(month) : wholeText(asked);
      input.setAttribute("aria-valuetext", value.textContent);
    },
  };
}

/**
 * Return in short what stands for no month.
 * @param {Readiness} asked
 */
function wholeText({ basis, ready, working_d: days }) {
  if (basis === "day") return ready ? monthDay(ready) : words().best;
  if (days === null) return words().own;
  return days === YEAR_D ? words().year : fill(words().season, { n: number(days) });
}

/**
 * Return the words of a month of readiness, or of what was asked for.
 * @param {Readiness} asked
 * @param {number} month
 */
export function readyText({ basis, ready, working_d: days }, month) {
  if (month) return fill(words().in_month, { month: monthName(month) });
  if (basis === "day") return ready ? fill(words().on_day, { day: monthDay(ready) }) : words().best_day;
  if (days === null) return words().own_mean;
  return days === YEAR_D ? words().year_mean : fill(words().season_mean, { n: number(days) });
}

/**
 * Return why a route is told of no place: out of reach, or no cargo in the month.
 * @param {SiteRecord} site
 * @param {string} goal
 * @param {number} month
 */
const noRouteText = (site, goal, month) => (month && site.nearest[goal] ? words().not_made : words().out_of_reach);

/**
 * Return the legend of how sites are coloured.
 * @param {Index} index
 * @param {SiteRecord[]} sites
 */
export function indexLegend(index, sites) {
  const values = sites.map(index.valueOf).filter((value) => value !== null);
  if (values.length === 0) return [];
  const byShare = [...values].sort((a, b) => index.shareOf(a) - index.shareOf(b) || a - b);
  const ends = [byShare[0], byShare[byShare.length - 1]];
  const stops = Array.from({ length: 11 }, (_, i) =>
    cssColor(remoteColor(index.shareOf(ends[0]) + (i / 10) * (index.shareOf(ends[1]) - index.shareOf(ends[0])))));
  return [el("div", { class: "z-ramp" }, el("span", {}, fill(words().nearest_site, { n: index.text(ends[0]) })),
    el("i", { style: `background:linear-gradient(90deg, ${stops.join(", ")})`, "aria-hidden": "true" }),
    el("span", {}, fill(words().remotest_site, { n: index.text(ends[1]) })))];
}

/**
 * @param {RemotenessRecord} record
 * @param {SiteRecord} site
 * @param {RemotenessState} state
 * @param {NameOf} nameOf
 */
function nearestRows(record, site, state, nameOf) {
  return record.goals.map((goal) => {
    const route = routeTo(site, goal, state.month);
    const cells = route
      ? [el("td", {}, nameOf(route[0])), numberCell(fixed(route[1], 1)), numberCell(fixed(route[2], 0))]
      : [el("td", { colspan: "3" }, noRouteText(site, goal, state.month))];
    const extremes = extremeDays(state.month ? null : site.extremes[goal]);
    return el("tr", {}, el("th", { scope: "row" }, words().titles[goal], ...extremes), ...cells);
  });
}

/**
 * Return the months of a site to the goal of the view.
 * @param {RemotenessRecord} record
 * @param {SiteRecord} site
 * @param {RemotenessState} state
 * @param {(part: Partial<RemotenessState>) => void} change
 */
function monthsOf(record, site, state, change) {
  const goal = record.goals.find((key) => key === state.index) ?? record.goals[0];
  const part = state.quantity === "cost_usd_per_t" ? 1 : 2;
  const values = site.months[goal].map((route) => (route ? route[part] : null));
  const label = fill(words().by_month[state.quantity], { goal: words().titles[goal] });
  const chart = values.every((value) => value === 0)
    ? el("p", { class: "z-note" }, words().is_one)
    : monthChart(values, state.month, (month) => change({ month: month === state.month ? 0 : month }),
      { label, said: words().said[state.quantity] });
  return section(label, chart);
}

/**
 * Return the account of the chosen site.
 * @param {RemotenessRecord} record
 * @param {SiteRecord|null} site
 * @param {RemotenessState} state
 * @param {NameOf} nameOf
 * @param {(part: Partial<RemotenessState>) => void} change
 */
export function siteAccount(record, site, state, nameOf, change) {
  if (!site) return [];
  const ready = readyText(record, state.month);
  const heads = words().nearest_columns.map((label, i) => el("th", { scope: "col", ...(i > 1 ? { class: "z-num" } : {}) }, label));
  return [
    el("h2", { class: "z-chosen-title" }, nameOf(site.site_id), el("small", {}, fill(words().ready, { ready }))),
    el("table", { class: "z-table z-detours" }, el("thead", {}, el("tr", {}, ...heads)),
      el("tbody", {}, ...nearestRows(record, site, state, nameOf))),
    monthsOf(record, site, state, change),
  ];
}

/**
 * Return how far the indices rank the sites alike, each pair once.
 * @param {RemotenessRecord} record
 */
export function correlationTable(record) {
  const keys = [...new Set(record.rank_correlations.flatMap(([one, other]) => [one, other]))];
  const known = new Map(record.rank_correlations.map(([one, other, spearman, kendall]) =>
    [`${one} ${other}`, [spearman, kendall]]));
  /** @param {string} key */
  const nameOf = (key) => {
    const { titles } = words();
    const short = key.replace(/_usd_per_t$/, "");
    return Object.hasOwn(titles, key) ? wordOf(key, titles) : wordOf(short, titles);
  };
  const rows = keys.slice(1).map((row, i) => el("tr", {}, el("th", { scope: "row" }, `${i + 2} ${nameOf(row)}`),
    ...keys.slice(0, -1).map((column, k) => {
      if (k > i) return el("td", {});
      const [spearman, kendall] = known.get(`${column} ${row}`) || [null, null];
      if (spearman === null || kendall === null) return numberCell("–");
      const strength = Math.abs(spearman);
      return el("td", { class: "z-num", style: `background:rgba(0, 114, 178, ${(strength ** 3 * 0.38).toFixed(3)})`,
        title: fill(TEXT.remoteness.kendall, { n: fixed(kendall, 2) }) }, fixed(spearman, 2));
    })));
  const heads = keys.slice(0, -1).map((key, i) => el("th", { scope: "col", class: "z-num", title: nameOf(key) }, String(i + 1)));
  return el("details", { class: "z-more" }, el("summary", {}, words().agree),
    el("p", { class: "z-note" }, fill(words().agree_note, { first: nameOf(keys[0] ?? "") })),
    el("div", { class: "z-scroll-x", tabindex: "0", role: "region", "aria-label": words().agree },
      el("table", { class: "z-table z-agree" }, el("thead", {}, el("tr", {}, el("td", {}), ...heads)), el("tbody", {}, ...rows))));
}

/**
 * Return what the scores are and compare with.
 * @param {RemotenessRecord} record
 */
export function indexNotes(record) {
  const means = record.aria_classes.map(([people, km]) => fill(words().aria_class,
    { people: number(people), km: km === null ? "–" : number(km) })).join("; ");
  return el("details", { class: "z-more" }, el("summary", {}, words().meaning),
    ...words().notes.map((note) => el("p", { class: "z-note" }, fill(note, { means }))));
}
