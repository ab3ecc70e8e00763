/**
 * The range of an answer over draws: percentiles in a line, and what moves the cost most as bars.
 */

import { nameOfInput } from "../charts/said.js";
import { numberCell, section } from "./parts.js";
import { el, fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { SpreadRecord, SwingRecord } from "../types.js" */

const text = () => TEXT.spread;
/** @param {number} usd */
const money = (usd) => fixed(usd, usd < 100 ? 1 : 0);

/**
 * Return the percentiles of cost and days, the chance of arriving in time where a limit was asked,
 * and what every draw keeps.
 * @param {SpreadRecord|null} spread
 */
export function spreadLines(spread) {
  if (!spread) return [];
  const words = text();
  const lines = [el("p", { class: "z-draws" }, fill(words.draws, {
    n: number(spread.draws, 0), low: money(spread.p10_usd_per_t),
    mid: money(spread.p50_usd_per_t), high: money(spread.p90_usd_per_t),
  }))];
  if (spread.p10_duration_d !== null && spread.p50_duration_d !== null && spread.p90_duration_d !== null) {
    lines.push(el("p", {}, fill(words.days, {
      low: number(spread.p10_duration_d, 0), mid: number(spread.p50_duration_d, 0),
      high: number(spread.p90_duration_d, 0),
    })));
  }
  if (spread.in_time_share !== null && spread.within_d !== null) {
    const share = new Intl.NumberFormat(TEXT.language, { style: "percent" }).format(spread.in_time_share);
    lines.push(el("p", {}, fill(words.in_time, { share, days: number(spread.within_d, 0) })));
  }
  return [...lines, el("p", { class: "z-note" }, words.scope[spread.scope])];
}

/** @param {SwingRecord} swing */
const widthOf = (swing) => Math.abs(swing.at_high_usd_per_t - swing.at_low_usd_per_t);

/**
 * Return what moves the cost most as a table with bars, the widest first.
 * @param {SwingRecord[]} swings
 */
export function swingTable(swings) {
  const ends = swings.flatMap((one) => [one.at_low_usd_per_t, one.at_high_usd_per_t]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const rows = swings.map((one) => {
    const from = Math.min(one.at_low_usd_per_t, one.at_high_usd_per_t);
    const share = (/** @type {number} */ usd) => ((100 * usd) / (high - low)).toFixed(1);
    const style = `margin-left:${share(from - low)}%;width:${share(widthOf(one))}%`;
    return el("tr", {}, el("td", {}, nameOfInput(one.input)),
      numberCell(fixed(one.at_low_usd_per_t, 0)), numberCell(fixed(one.at_high_usd_per_t, 0)),
      el("td", { class: "z-bar" }, el("div", { style })));
  });
  const head = el("tr", {}, ...text().swing_columns.map((label, i) =>
    el("th", { scope: "col", ...(i === 1 || i === 2 ? { class: "z-num" } : {}) }, label)));
  return el("table", { class: "z-table z-swings" }, el("thead", {}, head), el("tbody", {}, ...rows));
}

/**
 * Return a section of what moves the cost most; nothing where no draws are.
 * @param {SpreadRecord|null} spread
 */
export const swingSection = (spread) =>
  (spread?.swings.length ? [section(text().swings, swingTable(spread.swings))] : []);
