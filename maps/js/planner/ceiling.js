/**
 * What suffices: the cost that the paths of an answer before have under other prices. No better path
 * costs more, so that a search need not look beyond.
 */

import { EVERY_DAY } from "../shared/calendar.js";
import { isOpenPath, pathCalendar } from "./path_calendar.js";

/** @import { KnownPath, PlannerNetwork, RouterQuery } from "../types.js" */

// Of costs, relative: sums in another order are another number.
const MARGIN = 1e-9;

/**
 * Return what cargo that is ready on any day of the year pays at most, infinite where no known path
 * is open.
 * @param {PlannerNetwork} network
 * @param {Omit<RouterQuery, "bounds">} query
 * @param {readonly KnownPath[]} paths
 * @returns {number}
 */
export function ceilingOf(network, query, paths) {
  const open = paths.filter((path) => isOpenPath(network, query, path));
  if (open.length === 0) return Infinity;
  const calendars = open.map((path) => pathCalendar(network, query, path, EVERY_DAY));
  let most = 0;
  for (const day of EVERY_DAY) {
    let least = Infinity;
    for (const { costs } of calendars) least = Math.min(least, costs[day]);
    most = Math.max(most, least);
  }
  return most * (1 + MARGIN);
}
