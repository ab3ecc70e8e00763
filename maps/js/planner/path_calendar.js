/**
 * One path by the day of readiness: when cargo leaves each store on it, and what its waits cost.
 *
 * The same as `geo/routing/path_calendar.py` (docs/model.md, E28): cargo goes on from each store as soon
 * as all that follows up to the next store is open, since a day costs the same in every store.
 */

import { ROUNDING_D, YEAR_D } from "../shared/calendar.js";
import { EPS } from "./labels.js";
import { isClosedTo } from "./network.js";

/** @import { KnownPath, Path, PathCalendar, PlannerNetwork, RouterQuery } from "../types.js" */

/**
 * The days of a path, whatever it costs.
 * @typedef {Pick<PathCalendar, "leaves"|"runs"|"loadingDays"|"waitingDays"> & {movingDays: number}} Days
 */

// Of so many paths the days are remembered, which a move of a slider seldom changes.
const MOST_KNOWN = 10_000;
/** @type {WeakMap<readonly number[], WeakMap<Int32Array, Map<string, Days>>>} */
const known = new WeakMap();

/** @param {number} days */
const sinceOpened = (days) => ((((days + EPS) % YEAR_D) + YEAR_D) % YEAR_D) - EPS;

/**
 * Return the windows of a run of moves: when it may begin for each, and for how long.
 * @param {Pick<PlannerNetwork, "arrays"|"row"|"rowDays">} network
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
 * @param {PathCalendar["runs"][number]["dated"]} dated
 * @param {number} there
 */
function waitOf(dated, there) {
  if (dated.length === 0) return 0;
  if (dated.some(({ slack }) => slack < 0)) return Infinity;
  let leave = there;
  for (;;) {
    const before = leave;
    for (let i = 0; i < dated.length; i += 1) {
      const since = sinceOpened(leave - dated[i].opens);
      if (since > dated[i].slack + EPS) leave += YEAR_D - since;
    }
    if (leave - there > YEAR_D) return Infinity;
    if (leave === before) return leave - there;
  }
}

/**
 * @param {PlannerNetwork} network
 * @param {Int32Array} windows
 * @param {KnownPath} path
 * @param {readonly number[]} readyDays
 * @returns {Days}
 */
function daysOf({ arrays, tail, row, rowDays }, windows, { moves, startState }, readyDays) {
  const leaves = [...moves.keys()].filter((i) => i === 0 || arrays.stored[tail[moves[i]]]);
  const runs = leaves.map((begin, i) =>
    openingsOf({ arrays, row, rowDays }, moves.slice(begin, leaves[i + 1] ?? moves.length), windows));
  const loadingDays = rowDays[arrays.load_row[startState]];
  const movingDays = runs.reduce((sum, { days }) => sum + days, loadingDays);
  const waitingDays = new Float64Array(readyDays.length);
  for (let number = 0; number < readyDays.length; number += 1) {
    let there = readyDays[number] + loadingDays;
    for (let i = 0; i < runs.length; i += 1) {
      const wait = waitOf(runs[i].dated, there);
      waitingDays[number] += wait;
      there += wait + runs[i].days;
    }
  }
  return { leaves, runs, loadingDays, movingDays, waitingDays };
}

/**
 * Return the days of a path, those of a whole season kept from answer to answer.
 * @param {PlannerNetwork} network
 * @param {Int32Array} windows
 * @param {KnownPath} path
 * @param {readonly number[]} readyDays
 */
function knownDays(network, windows, path, readyDays) {
  if (readyDays.length === 1) return daysOf(network, windows, path, readyDays);
  /** @type {WeakMap<Int32Array, Map<string, Days>>} */
  const byWindows = known.get(readyDays) ?? new WeakMap();
  known.set(readyDays, byWindows);
  /** @type {Map<string, Days>} */
  const paths = byWindows.get(windows) ?? new Map();
  byWindows.set(windows, paths);
  const key = `${path.startState} ${path.moves.join()}`;
  const found = paths.get(key) ?? daysOf(network, windows, path, readyDays);
  if (paths.size >= MOST_KNOWN) paths.clear();
  paths.set(key, found);
  return found;
}

/**
 * Whether nothing on a path is closed to its cargo, and its end is one of those asked for.
 * @param {Pick<PlannerNetwork, "owner">} network
 * @param {Pick<RouterQuery, "priced"|"origin"|"unloading">} query
 * @param {KnownPath} path
 */
export const isOpenPath = ({ owner }, { priced, origin, unloading }, { moves, endState }) =>
  unloading.has(endState) && !moves.some((move) => isClosedTo(priced.closed, owner, move, origin));

/**
 * Return the calendar of a path for cargo that is ready on each of some days.
 * @param {PlannerNetwork} network
 * @param {Pick<RouterQuery, "priced"|"unloading"|"windows">} query
 * @param {KnownPath} path
 * @param {readonly number[]} readyDays
 * @returns {PathCalendar}
 */
export function pathCalendar(network, query, path, readyDays) {
  const { arrays, row } = network;
  const { costs: rowCosts, waiting } = query.priced;
  const { moves, startState, endState } = path;
  const moved = moves.reduce((sum, move) => sum + rowCosts[row[move]], rowCosts[arrays.load_row[startState]]);
  const cost = moved + (query.unloading.get(endState) ?? Infinity);
  const { movingDays, ...dated } = knownDays(network, query.windows, path, readyDays);
  const { waitingDays } = dated;
  const costs = new Float64Array(waitingDays.length);
  for (let number = 0; number < costs.length; number += 1) {
    const days = waitingDays[number];
    costs[number] = movingDays + days <= network.record.max_days ? cost + waiting * days : Infinity;
  }
  return { moves, startState, endState, ...dated, cost, costs };
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
  const { moves, leaves, runs, loadingDays, startState, endState } = calendar;
  const waits = moves.map(() => 0);
  let there = ready + loadingDays;
  leaves.forEach((move, i) => {
    const wait = waitOf(runs[i].dated, there);
    waits[move] = wait > ROUNDING_D ? wait : 0;
    there += wait + runs[i].days;
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
