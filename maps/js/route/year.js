/**
 * The account of a year: what a tonne costs in the mean, by month, and which way how much of it goes.
 */

import { capacityWarnings } from "../panel/capacities.js";
import { monthChart } from "../panel/month_chart.js";
import { needSection } from "../panel/needs.js";
import { numberCell, section, warningSection } from "../panel/parts.js";
import { YEAR_D } from "../shared/calendar.js";
import { el, fill, fixed, format, monthDay, monthName, number, TEXT } from "../shared/page.js";
import { componentTable, figures, headerRow, money, stretchesText } from "./panel.js";

/** @import { AccountRecord, Message, MonthCost, NameOf, ShareRecord, YearRecord } from "../types.js" */

const words = () => TEXT.route;
// Days of about the same cost are not told apart.
const ALIKE_USD = 1;

/**
 * Return a share as a percentage; a little of the cargo is not none.
 * @param {number} share
 */
const percent = (share) => format(Intl.NumberFormat,
  { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

/** @param {YearRecord} year */
function daysText(year) {
  const made = year.working_d === YEAR_D ? words().made_always
    : fill(words().made_on, { n: number(year.working_d, 0) });
  const said = year.worst_usd_per_t - year.best_usd_per_t < ALIKE_USD ? words().year_alike
    : fill(words().year_days, {
      best: money(year.best_usd_per_t), best_day: monthDay(year.best_ready),
      worst: money(year.worst_usd_per_t), worst_day: monthDay(year.worst_ready),
    });
  return `${made} ${said}`;
}

/** @param {MonthCost[]} months */
function monthTable(months) {
  const rows = months.map((one) => el("tr", {}, el("th", { scope: "row" }, monthName(one.month)),
    numberCell(number(one.working_d, 0)), numberCell(money(one.mean_usd_per_t)),
    numberCell(fixed(one.mean_duration_d, 0))));
  return el("details", { class: "z-more" }, el("summary", {}, words().month_table),
    el("table", { class: "z-table" }, el("thead", {}, headerRow(words().month_columns, [1, 2, 3])),
      el("tbody", {}, ...rows)));
}

/**
 * Return what the year costs by month, as bars and as a table.
 * @param {MonthCost[]} months
 * @param {number} month That is shown, 0 for the best.
 * @param {((month: number) => void)|null} choose
 */
export function yearMonths(months, month, choose) {
  const costs = Array.from({ length: 12 }, (_, i) =>
    months.find((one) => one.month === i + 1)?.mean_usd_per_t ?? null);
  const texts = { label: words().by_month, said: words().cost };
  return section(words().by_month, monthChart(costs, month, choose, texts), monthTable(months));
}

/**
 * Return which way how much of the cargo goes.
 * @param {ShareRecord[]} shares
 * @param {NameOf} nameOf
 */
export function shareSection(shares, nameOf) {
  return section(words().shares, el("ul", { class: "z-shares" }, ...shares.map((one) =>
    el("li", {}, el("b", {}, percent(one.share)), el("div", {}, stretchesText(one, nameOf),
      el("span", {}, fill(words().share_cost, { n: money(one.cost_usd_per_t) })))))));
}

/**
 * Return the ways of a year as radio buttons, one of which is shown in full.
 * @param {ShareRecord[]} shares
 * @param {number} chosen
 * @param {NameOf} nameOf
 * @param {(number: number) => void} choose
 */
export function shareChoice(shares, chosen, nameOf, choose) {
  const rows = shares.map((one, i) => {
    const input = el("input", { type: "radio", name: "z-share", value: String(i) });
    input.checked = i === chosen;
    input.addEventListener("change", () => choose(i));
    return el("label", { class: "z-choice" }, input, el("div", {},
      el("b", {}, `${percent(one.share)}: ${fill(words().share_cost, { n: money(one.cost_usd_per_t) })}`),
      el("span", {}, stretchesText(one, nameOf))));
  });
  return el("fieldset", { class: "z-routes" }, el("legend", {}, words().shares), ...rows);
}

/**
 * Return the mean of the year with its extreme days.
 * @param {YearRecord} year
 * @param {Pick<AccountRecord, "benchmark_usd_per_kg_reo">} answer
 */
export function yearFigures(year, answer) {
  const total = { ...year, cost_usd_per_t: year.mean_usd_per_t };
  return el("div", { class: "z-year" }, figures({ total, range: year }, answer, words().year),
    el("p", {}, daysText(year)));
}

/**
 * Return the components of the mean, what has to be there first, and what to mind.
 * @param {YearRecord} year
 * @param {Message[]} warnings
 * @param {NameOf} nameOf
 */
export const yearParts = (year, warnings, nameOf) => [
  componentTable(year.components, year.mean_usd_per_t),
  needSection(year.needs_first, nameOf),
  ...warningSection([...warnings, ...capacityWarnings([["", year.capacity_checks]], nameOf)], nameOf),
];
