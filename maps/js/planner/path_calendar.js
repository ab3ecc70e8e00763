/**
 * One path by the day of readiness: when cargo leaves each store on it, and what its waits cost.
 *
 * The same as `geo/routing/path_calendar.py` (docs/model.md, E28): cargo goes on from each store as soon
 * as all that follows up to the next store is open, since a day costs the same in every store.
 */

import { ROUNDING_D, YEAR_D } from "../shared/calendar.js";
import { EPS } from "./labels.js";

/** @import { FoundPath, Path, PathCalendar, PlannerNetwork, RouterQuery } from "../types.js" */

/** @param {number} days */
const sinceOpened = (days) => ((((days + EPS) % YEAR_D) + YEAR_D) % YEAR_D) - EPS;

/**
 * Return the windows of a run of moves: when it may begin for each, and for how long.
 * @param {PlannerNetwork} network
 * @param {number[]} moves
 * @param {Int32Array} windows
 */
function openingsOf({ arrays, row, rowDays }, moves, windows) {
  const dated = [];
  let after = 0;
  for (const move of moves) {
    const days = rowDays[row[move]];
    if (windows[move] >= 0) {
      dated.push({
        opens: arrays.window_opens[windows[move]] - after,
        slack: arrays.window_length[windows[move]] - days,
      });
    }
    after += days;
  }
  return { dated, days: after };
}

/**
 * Return how long cargo that is there at a moment waits until a whole run of moves is open. The wait
 * is put off to the next opening of whatever is closed until nothing is; what is not open within a
 * year never is, since the year repeats.
 * @param {{opens: number, slack: number}[]} dated
 * @param {number} there
 */
function waitOf(dated, there) {
  if (dated.some(({ slack }) => slack < 0)) return Infinity;
  let leave = there;
  for (;;) {
    const before = leave;
    for (const { opens, slack } of dated) {
      const since = sinceOpened(leave - opens);
      if (since > slack + EPS) leave += YEAR_D - since;
    }
    if (leave - there > YEAR_D) return Infinity;
    if (leave === before) return leave - there;
  }
}

/**
 * Return the calendar of a path for cargo that is ready on each of some days.
 * @param {PlannerNetwork} network
 * @param {RouterQuery} query
 * @param {FoundPath} path
 * @param {number[]} readyDays
 * @returns {PathCalendar}
 */
export function pathCalendar(network, query, path, readyDays) {
  const { arrays, tail, row, rowDays } = network;
  const { costs, waiting } = query.priced;
  const { moves, startState, endState } = path;
  const leaves = [...moves.keys()].filter((i) => i === 0 || arrays.stored[tail[moves[i]]]);
  const runs = leaves.map((begin, i) =>
    openingsOf(network, moves.slice(begin, leaves[i + 1] ?? moves.length), query.windows));
  const loadingDays = rowDays[arrays.load_row[startState]];
  const movingDays = runs.reduce((sum, { days }) => sum + days, loadingDays);
  const moved = moves.reduce((sum, move) => sum + costs[row[move]], costs[arrays.load_row[startState]]);
  const cost = moved + (query.unloading.get(endState) ?? Infinity);
  const waits = readyDays.map((ready) => {
    let there = ready + loadingDays;
    return runs.map(({ dated, days }) => {
      const wait = waitOf(dated, there);
      there += wait + days;
      return wait;
    });
  });
  const waitingDays = Float64Array.from(waits, (some) => some.reduce((sum, wait) => sum + wait, 0));
  return {
    moves, startState, endState, leaves, waits, waitingDays, cost,
    costs: waitingDays.map((days) =>
      (movingDays + days <= network.record.max_days ? cost + waiting * days : Infinity)),
  };
}

/**
 * Return the path as it is for one of the days of its calendar.
 * @param {PlannerNetwork} network
 * @param {PathCalendar} calendar
 * @param {number} number Of the day.
 * @param {number} ready The day.
 * @returns {Path}
 */
export function pathOn({ arrays }, calendar, number, ready) {
  const { moves, leaves, startState, endState } = calendar;
  const waits = moves.map(() => 0);
  leaves.forEach((move, i) => {
    const wait = calendar.waits[number][i];
    waits[move] = wait > ROUNDING_D ? wait : 0;
  });
  return {
    cost: calendar.costs[number],
    ready,
    moves,
    waits,
    origin: arrays.state_place[startState],
    destination: arrays.state_place[endState],
    startState,
    endState,
  };
}
