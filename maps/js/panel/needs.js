/**
 * What must be there first, as `maps/reports/needs.py` says it in a terminal.
 */

import { section } from "./parts.js";
import { el, fill, fixed, TEXT, wordOf } from "../shared/page.js";
import { asWritten } from "../shared/written.js";

/** @import { NameOf, NeedRecord, UsdRange } from "../types.js" */

const MILLION = 1e6;
/** In these states the year is that in which the thing is expected. */
const EXPECTED = new Set(["under_construction", "planned"]);

/**
 * @param {NeedRecord} need
 * @param {NameOf} nameOf
 */
function nameOfNeed(need, nameOf) {
  const words = TEXT.needs;
  if (need.mode && need.from_id && need.to_id) {
    return fill(words.link, {
      mode: wordOf(need.mode), from: nameOf(need.from_id), to: nameOf(need.to_id),
    });
  }
  const place = nameOf(need.id);
  return need.stage ? fill(words.stage, { stage: wordOf(need.stage), place }) : place;
}

/** @param {NeedRecord} need */
function stateText({ state, year }) {
  const words = TEXT.needs;
  if (year === null) return wordOf(state);
  return fill(EXPECTED.has(state) ? words.expected : words.since, { state: wordOf(state), year });
}

/**
 * @param {string} words
 * @param {UsdRange} usd
 */
const millions = (words, usd) => fill(words, {
  n: fixed(usd.base_usd / MILLION, 1),
  low: fixed(usd.low_usd / MILLION, 1),
  high: fixed(usd.high_usd / MILLION, 1),
});

/** @param {NeedRecord} need */
function costText(need) {
  const words = TEXT.needs;
  if (need.yearly) return millions(words.yearly, need.yearly);
  const built = need.build ? millions(words.build, need.build) : words.unknown;
  return `${built}; ${need.in_costs ? words.in_costs : words.not_in_costs}`;
}

/**
 * Return what of an answer does not exist: its state, cost and payer.
 * @param {NeedRecord[]} needs
 * @param {NameOf} nameOf
 */
export function needSection(needs, nameOf) {
  const words = TEXT.needs;
  if (!needs.length) return section(words.title, el("p", { class: "z-note" }, words.none));
  return section(words.title, el("ul", { class: "z-warnings" }, ...needs.map((need) => el("li", {},
    `${nameOfNeed(need, nameOf)}: ${fill("{state}. {cost}.", { state: stateText(need), cost: costText(need) })}`,
    ...(need.payer ? [el("small", {}, ` ${fill(words.payer, { payer: "" })}`, asWritten(need.payer))] : [])))));
}
