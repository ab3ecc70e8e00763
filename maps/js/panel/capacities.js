/**
 * What capacities and known traffic say of a plan, as `maps/reports/capacities.py` says it in a
 * terminal.
 */

import { DATA, fill, number, TEXT } from "../shared/page.js";
import { warningSection } from "./parts.js";

/** @import { CapacityRecord, Message, NameOf } from "../types.js" */

/** What keeps an answer from saying that all arrives. */
const IN_DOUBT = new Set(["exceeded", "above_known_traffic", "unknown"]);

/**
 * @param {CapacityRecord} check
 * @param {NameOf} nameOf
 */
function nameOfCheck({ id, kind }, nameOf) {
  if (kind === "lift") return nameOf(id);
  const link = DATA.links.find((one) => one.id === id);
  return link ? fill(TEXT.capacities.link, { from: nameOf(link.from_id), to: nameOf(link.to_id) }) : id;
}

/**
 * Return what is said of one place or link.
 * @param {CapacityRecord} check
 * @param {NameOf} nameOf
 */
function checkText(check, nameOf) {
  const words = TEXT.capacities;
  const isExceeded = check.verdict === "exceeded";
  const known = isExceeded ? check.capacity_t_per_y : check.largest_traffic_t_per_y;
  return fill(isExceeded ? words.exceeded : words.above_known_traffic, {
    name: nameOfCheck(check, nameOf),
    known: number(known ?? 0, 0),
    when: check.year ? fill(words.in_year, { year: check.year }) : "",
    wanted: number(check.wanted_t_per_y, 0),
  });
}

/**
 * Return what has to be said of plans, none where all is known to fit.
 * @param {[whose: string, checks: CapacityRecord[]][]} plans
 * @param {NameOf} nameOf
 * @param {string} [head] what comes first, where the plans are no one plan
 * @returns {string[]}
 */
export function capacityWarnings(plans, nameOf, head) {
  const words = TEXT.capacities;
  const doubted = plans.flatMap(([, checks]) => checks).filter(({ verdict }) => IN_DOUBT.has(verdict));
  if (!doubted.length) return [];
  const told = plans.flatMap(([whose, checks]) => checks
    .filter(({ verdict }) => verdict === "exceeded" || verdict === "above_known_traffic")
    .map((check) => (whose ? `${whose}: ` : "") + checkText(check, nameOf)));
  const unknown = doubted.filter(({ verdict }) => verdict === "unknown");
  const lifts = new Set(unknown.filter(({ kind }) => kind === "lift").map(({ id }) => nameOf(id)));
  const links = new Set(unknown.filter(({ kind }) => kind === "passage").map(({ id }) => id));
  return [
    head ?? words.would_arrive,
    ...told,
    ...(lifts.size ? [fill(words.unknown_lifts, { names: [...lifts].join(", ") })] : []),
    ...(links.size ? [fill(words.unknown_links, { n: number(links.size, 0) })] : []),
  ];
}

/**
 * Return what to mind of an answer, its capacities among it.
 * @param {{warnings: Message[], capacity_checks: CapacityRecord[]}} answer
 * @param {NameOf} nameOf
 * @param {string} [head] as that of `capacityWarnings`
 */
export const mindSection = ({ warnings, capacity_checks: checks }, nameOf, head) =>
  warningSection([...warnings, ...capacityWarnings([["", checks]], nameOf, head)], nameOf);
