/**
 * What a tonne costs from year to year: a chart, and the same as a table.
 */

import { fanChart } from "../charts/fan.js";
import { numberCell, section } from "../panel/parts.js";
import { el, fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { ManyYearsRecord } from "../types.js" */

const ALIKE_USD = 1;
const words = () => TEXT.route.many_years;

/**
 * Return the section of many years.
 * @param {ManyYearsRecord} many
 */
export function manyYears({ kind, count, over_years: spread, by_year: years }) {
  const isCalendar = kind === "observed";
  const costOf = (/** @type {number|null} */ usd) => (usd === null ? words().none : fixed(usd, 0));
  // Drawn years have no order of their own: they stand from the cheapest to the one that costs most.
  const ordered = isCalendar ? years
    : [...years].sort((a, b) => (a.mean_usd_per_t ?? Infinity) - (b.mean_usd_per_t ?? Infinity));
  const { p10_usd_per_t: low, p50_usd_per_t: mid, p90_usd_per_t: high } = spread;
  const known = years.flatMap(({ mean_usd_per_t: usd }) => (usd === null ? [] : [usd]));
  const short = years.length - known.length;
  const said = short > 0 && known.length > 0
    ? fill(words().short, { n: number(count), short: number(short), least: costOf(Math.min(...known)), most: costOf(Math.max(...known)) })
    : fill(words()[isCalendar ? "observed" : "drawn"], { n: number(count), low: costOf(low), mid: costOf(mid), high: costOf(high) });
  // Years that cost the same are a sentence, no picture.
  const isTold = known.length > 0 && (short > 0 || Math.max(...known) - Math.min(...known) >= ALIKE_USD);
  const chart = () => fanChart({
    years: ordered.map(({ year, mean_usd_per_t: value }) => ({ year, value })),
    band: { low, mid, high }, isCalendar, xName: isCalendar ? words().year : words().rank, yName: words().cost,
    label: `${words().title}. ${said}`, said: (year, value) => `${year}: ${costOf(value)}`,
  });
  const rows = ordered.map(({ year, mean_usd_per_t: usd }) =>
    el("tr", {}, el("th", { scope: "row" }, String(year)), numberCell(costOf(usd))));
  return section(words().title, el("p", {}, said), ...(isTold ? [chart()] : []),
    el("details", { class: "z-more" }, el("summary", {}, words().table),
      el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words().table },
        el("table", { class: "z-table" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words().year),
          el("th", { scope: "col", class: "z-num" }, words().cost))), el("tbody", {}, ...rows)))));
}
