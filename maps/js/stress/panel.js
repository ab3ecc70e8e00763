/**
 * The account of closures: what is asked, the table of all, and what a chosen one does to each site.
 */

import { extremeDays, numberCell } from "../panel/parts.js";
import { YEAR_D } from "../shared/calendar.js";
import { corridorName } from "../shared/corridors.js";
import { borderName, DATA, el, fill, fixed, monthDay, number, TEXT, wordOf } from "../shared/page.js";

/**
 * @import { Column, DetourRow, ClosureRecord, LinkRecord, Measure, NameOf, StressRecord, StressRow,
 *   StressYear } from "../types.js"
 */

const words = () => TEXT.stress;
const MILLION = 1e6;
const THOUSAND = 1e3;

/**
 * What a closure is measured by.
 * @type {Record<Measure, {value: (row: StressRow) => number, text: (value: number) => string}>}
 */
export const STRESS_MEASURES = {
  rise: { value: (row) => row.rise, text: (usd) => fill(words().usd, { n: fixed(usd / MILLION, 1) }) },
  cut: { value: (row) => row.cut, text: (t) => fill(words().tonnes, { n: number(t / THOUSAND, 1) }) },
  diverted: { value: (row) => row.diverted, text: (t) => fill(words().tonnes, { n: number(t / THOUSAND, 1) }) },
};

/** @param {number} tonnes */
const thousands = (tonnes) => (tonnes > 0 ? fixed(tonnes / THOUSAND, 0) : "");

/**
 * Columns of the table.
 * @returns {Column<StressRow>[]}
 */
export const stressColumns = () => {
  /** @type {Omit<Column<StressRow>, "label"|"title">[]} */
  const columns = [
    { key: "name", isText: true, value: (row) => row.name, text: (row) => row.name },
    {
      key: "rise", value: (row) => row.rise,
      text: (row) => (row.rise >= MILLION / 20 ? fixed(row.rise / MILLION, 1) : ""),
    },
    { key: "cut", value: (row) => row.cut, text: (row) => thousands(row.cut) },
    { key: "diverted", value: (row) => row.diverted, text: (row) => thousands(row.diverted) },
    { key: "sites", value: (row) => row.detours.length, text: (row) => number(row.detours.length) },
  ];
  return columns.map((column) => ({
    ...column,
    label: wordOf(column.key, words().columns),
    title: wordOf(column.key, words().column_titles),
  }));
};

/**
 * Return a closure with a date, LINK:MM-DD:DAYS, by the ends of its link.
 * @param {string} closed
 * @param {NameOf} nameOf
 * @param {Map<string, LinkRecord>} links
 */
function nameOfEvent(closed, nameOf, links) {
  const [days, first, ...id] = closed.split(":").reverse();
  const link = links.get(id.reverse().join(":"));
  const ends = link ? `${nameOf(link.from_id)} – ${nameOf(link.to_id)}` : wordOf(closed);
  return fill(words().event, { ends, day: monthDay(first), n: number(Number(days)) });
}

/**
 * Return what a closure is called.
 * @param {ClosureRecord} effect
 * @param {NameOf} nameOf
 * @param {Map<string, LinkRecord>} links
 */
function nameOfClosure(effect, nameOf, links) {
  if (effect.kind === "terminal") return nameOf(effect.closed);
  const link = links.get(effect.closed);
  if (effect.kind === "link" && link) return `${nameOf(link.from_id)} – ${nameOf(link.to_id)}`;
  if (effect.kind === "event") return nameOfEvent(effect.closed, nameOf, links);
  if (effect.kind === "corridor") return corridorName(effect.closed, nameOf);
  return effect.kind === "border" ? borderName(effect.closed) : effect.closed;
}

/**
 * Return closures of a type of year as the page shows them.
 * @param {StressRecord} stress
 * @param {StressYear} year
 * @param {NameOf} nameOf
 * @returns {StressRow[]}
 */
export function stressRows(stress, year, nameOf) {
  const links = new Map(DATA.links.map((link) => [link.id, link]));
  return year.closures.map((effect) => {
    const name = nameOfClosure(effect, nameOf, links);
    const link = effect.kind === "link" && links.get(effect.closed);
    const note = link ? wordOf(link.mode).toLowerCase() : words().kind[effect.kind];
    const detours = effect.detours.map(([site, after, hub]) => ({
      site: stress.sites[site], tonnes: stress.tonnes_per_y[site],
      before: year.before_usd_per_t[site], extremes: year.extremes_usd_per_t[site], after, hub: hub === null ? null : stress.hubs[hub],
    }));
    const row = {
      id: `${effect.kind}:${effect.closed}`, kind: effect.kind, closed: effect.closed, name, note, detours,
      links: effect.link_ids, rise: effect.rise_usd_per_y, cut: effect.cut_off_t_per_y,
      diverted: effect.diverted_t_per_y,
    };
    const felt = effectOf(row);
    return { ...row, effect: felt, said: fill(words().said, { name, note, effect: felt }) };
  });
}

/**
 * Return what a closure does, in words.
 * @param {Pick<StressRow, "cut"|"rise">} row
 */
function effectOf(row) {
  const parts = [];
  if (row.cut > 0) parts.push(fill(words().cuts, { t: number(row.cut / THOUSAND, 1) }));
  if (row.rise > 0) parts.push(fill(words().rises, { usd: number(row.rise / MILLION, 2) }));
  if (parts.length === 0) parts.push(words().no_rise);
  return parts.join(", ");
}

/**
 * Return on which days the cargo is ready.
 * @param {StressYear} year
 */
function readyWords({ basis, ready, working_d: days }) {
  if (basis === "day") return ready === null ? words().best_day : fill(words().on_day, { day: monthDay(ready) });
  if (days === null) return words().own_mean;
  return days === YEAR_D ? words().year_mean : fill(words().season_mean, { n: number(days) });
}

/**
 * Return the account of what was asked.
 * @param {StressYear} year
 * @param {NameOf} nameOf
 */
export function stressHead(year, nameOf) {
  const parts = [el("p", { class: "z-summary" }, fill(words().summary, {
    n: number(year.closures_examined), felt: number(year.closures.length),
    tonnes: number(year.tonnes_per_y / MILLION, 2), usd: number(year.cost_usd_per_y / MILLION, 0),
  }), " ", readyWords(year))];
  if (year.unreached.length) {
    parts.push(el("p", { class: "z-none" },
      fill(words().unreached, { names: year.unreached.map(nameOf).join(", ") })));
  }
  return parts;
}

/**
 * Return what a chosen closure does to each site, those cut off first, then the greatest rise.
 * @param {StressRow|null} row
 * @param {NameOf} nameOf
 */
export function stressAccount(row, nameOf) {
  if (!row) return [];
  /** @param {DetourRow} detour */
  const rise = ({ before, after }) => (after === null ? Infinity : after - before);
  const rows = [...row.detours].sort((a, b) => rise(b) - rise(a)).map((detour) => {
    const cells = detour.after === null
      ? [el("td", { class: "z-greater", colspan: "3" }, words().cut_off)]
      : [
        ...[detour.after, detour.after - detour.before].map((usd) => numberCell(fixed(usd, 0))),
        el("td", {}, nameOf(detour.hub ?? "")),
      ];
    return el("tr", {}, el("th", { scope: "row" }, nameOf(detour.site), ...extremeDays(detour.extremes)),
      el("td", { class: "z-num" }, fixed(detour.tonnes / THOUSAND, 0)),
      el("td", { class: "z-num" }, fixed(detour.before, 0)), ...cells);
  });
  const heads = words().detour_columns.map((label, i) =>
    el("th", { scope: "col", ...(i > 0 && i < 5 ? { class: "z-num" } : {}) }, label));
  return [
    el("h2", { class: "z-chosen-title" }, row.name, el("small", {}, `${row.note}: ${row.effect}`)),
    el("div", { class: "z-scroll-x", tabindex: "0", role: "region", "aria-label": words().touched },
      el("table", { class: "z-table z-detours" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows))),
  ];
}
