/**
 * The year of a cargo: what a tonne costs in the mean of all days on which it may be ready.
 *
 * The same as `geo/routing/year.py` and `geo/routing/yearly.py` (docs/model.md, E28). A dedicated road
 * costs its yearly price however many days use it, so all cargo bears it alike; which roads are built
 * is found by branch and bound.
 */

import { MONTH_FIRSTS_D, YEAR_D } from "../shared/calendar.js";
import { DAYS } from "./network.js";
import { pathOn } from "./path_calendar.js";
import { billOf, costOf } from "./pricing.js";
import { EPS_USD, yearPaths } from "./year_search.js";

/**
 * @import { KnownPath, PlannerNetwork, PlannerPrices, PlannerYear, Priced, RouterQuery, YearPaths } from "../types.js"
 */

const EPS_SHARE = 1e-9;

/**
 * What is decided of dedicated roads: some are built for all days, some are left out.
 * @typedef {{built: number[], leftOut: number[]}} Roads
 */

/**
 * Return a price for each link of the dedicated roads, of a tonne and a year.
 * @param {PlannerNetwork} network
 * @param {Float64Array} prices
 */
function yearlyPrice({ dedicated }, prices) {
  /** @param {number} link */
  return (link) => {
    const road = dedicated.get(link);
    return road && road.quantity >= 0 ? prices[road.quantity] * road.km : 0;
  };
}

/**
 * Return what a cargo may use at what cost where some dedicated roads are free and others left out.
 * @param {PlannerNetwork} network
 * @param {Priced} priced
 * @param {Roads} roads
 * @param {(link: number) => number} yearly
 * @returns {Priced}
 */
function withRoads({ dedicated }, priced, { built, leftOut }, yearly) {
  const costs = priced.costs.slice();
  const closed = priced.closed.slice();
  for (const link of built) {
    for (const row of dedicated.get(link)?.rows ?? []) costs[row] -= yearly(link);
  }
  for (const link of leftOut) {
    for (const move of dedicated.get(link)?.moves ?? []) closed[move] = 1;
  }
  return { ...priced, costs, closed };
}

/**
 * Whether roads belong to a place alone.
 * @param {PlannerNetwork} network
 * @param {number} place
 * @param {Roads} roads
 */
const areOwn = ({ dedicated, owner }, place, { built, leftOut }) => [...built, ...leftOut].every((link) =>
  dedicated.get(link)?.moves.every((move) => owner[move] === place));

/**
 * Return the links of a path in the order of travel.
 * @param {PlannerNetwork} network
 * @param {number[]} moves
 */
export const linksOf = ({ arrays }, moves) => moves.map((move) => arrays.move_edge[move])
  .filter((edge) => edge >= 0).map((edge) => arrays.edge_link[edge]).filter((link) => link >= 0);

/**
 * Return the share of the days that take each path.
 * @param {YearPaths} paths
 */
function sharesOf({ calendars, used }) {
  const shares = calendars.map(() => 0);
  for (const number of used) shares[number] += 1 / used.length;
  return shares;
}

/**
 * Return the share of the days that use each dedicated road that any of them uses.
 * @param {PlannerNetwork} network
 * @param {YearPaths} paths
 */
function roadShares(network, paths) {
  const shares = sharesOf(paths);
  /** @type {Map<number, number>} */
  const roads = new Map();
  paths.calendars.forEach(({ moves }, number) => {
    for (const link of new Set(linksOf(network, moves))) {
      if (network.dedicated.has(link)) roads.set(link, (roads.get(link) ?? 0) + shares[number]);
    }
  });
  return roads;
}

/** @param {ArrayLike<number>} values */
function meanOf(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return sum / values.length;
}

/**
 * Return the paths of the best choice of roads, by branch and bound; null where some day has none.
 * @param {import("./router.js").Router} router
 * @param {RouterQuery} query With every road at its price per tonne.
 * @param {Float64Array} prices
 * @param {readonly number[]} days
 * @param {readonly KnownPath[]} [known] Paths of an answer before.
 * @returns {YearPaths|null}
 */
export function cheapestYear(router, query, prices, days, known = []) {
  const { network } = router;
  const yearly = yearlyPrice(network, prices);
  /** @type {{bound: number, roads: Roads, known: readonly KnownPath[]}[]} */
  const nodes = [{ bound: -Infinity, roads: { built: [], leftOut: [] }, known }];
  /** @type {YearPaths|null} */
  let best = null;
  let [bestUsd, isHurried] = [Infinity, false];
  while (nodes.length) {
    const least = nodes.reduce((one, other) => (other.bound < one.bound ? other : one));
    nodes.splice(nodes.indexOf(least), 1);
    if (least.bound >= bestUsd - EPS_USD) break;
    const { roads } = least;
    const isFirst = roads.built.length + roads.leftOut.length === 0;
    const asked = isFirst ? query
      : router.withPriced(query, withRoads(network, query.priced, roads, yearly),
        { known: least.known, isOwn: areOwn(network, query.origin, roads) });
    const paths = yearPaths(router, asked, days, least.known);
    isHurried ||= paths.isHurried;
    const bound = meanOf(paths.costs) + roads.built.reduce((sum, link) => sum + yearly(link), 0);
    if (bound >= bestUsd - EPS_USD || bound === Infinity) continue;
    const undecided = [...roadShares(network, paths)]
      .filter(([link, share]) => !roads.built.includes(link) && share < 1 - EPS_SHARE)
      .map(([link, share]) => ({ link, usd: (1 - share) * yearly(link) }));
    const usd = undecided.reduce((sum, road) => sum + road.usd, bound);
    if (usd < bestUsd) [best, bestUsd] = [paths, usd];
    if (undecided.length) {
      const { link } = undecided.reduce((one, other) => (other.usd > one.usd ? other : one));
      const { calendars } = paths;
      nodes.push({ bound, roads: { ...roads, built: [...roads.built, link] }, known: calendars });
      nodes.push({ bound, roads: { ...roads, leftOut: [...roads.leftOut, link] }, known: calendars });
    }
  }
  return best && { ...best, isHurried };
}

/**
 * Return the mean of each month that has a working day.
 * @param {readonly number[]} days Ascending.
 * @param {Float64Array} costs
 * @param {Float64Array} durations
 */
function monthsOf(days, costs, durations) {
  let from = 0;
  return MONTH_FIRSTS_D.flatMap((_, i) => {
    const after = MONTH_FIRSTS_D[i + 1] ?? YEAR_D;
    const first = from;
    while (from < days.length && days[from] < after) from += 1;
    return from === first ? [] : [{
      month: i + 1,
      working_d: from - first,
      mean_usd_per_t: meanOf(costs.subarray(first, from)),
      mean_duration_d: meanOf(durations.subarray(first, from)),
    }];
  });
}

/**
 * Return the number of the first of some values that ties with the least, or the greatest.
 * @param {Float64Array} values
 * @param {number} wanted
 */
const firstOf = (values, wanted) => values.findIndex((value) => Math.abs(value - wanted) < EPS_USD);

/**
 * Return what each day has: what is usual on its path, and so much for each day waited.
 * @param {YearPaths} paths
 * @param {number[]} usual By path.
 * @param {number} price
 */
function byDay({ used, calendars }, usual, price) {
  const values = new Float64Array(used.length);
  for (let day = 0; day < used.length; day += 1) {
    values[day] = usual[used[day]] + price * calendars[used[day]].waitingDays[day];
  }
  return values;
}

/**
 * Return the paths of a year with their shares, the largest first, each as it is on the cheapest of
 * the days that take it.
 * @param {PlannerNetwork} network
 * @param {YearPaths} paths
 * @param {Float64Array} costs By day, each with its part of the roads.
 */
function partsOf(network, paths, costs) {
  const shares = sharesOf(paths);
  const least = shares.map(() => Infinity);
  paths.used.forEach((number, day) => {
    least[number] = Math.min(least[number], costs[day]);
  });
  return shares.map((share, number) => {
    const day = paths.used.findIndex((one, at) => one === number && costs[at] < least[number] + EPS_USD);
    return { share, path: pathOn(network, paths.calendars[number], day, paths.days[day]) };
  }).sort((a, b) => b.share - a.share);
}

/**
 * Return what a tonne costs over the cheapest paths of all days.
 * @param {PlannerNetwork} network
 * @param {YearPaths} paths Every day has one.
 * @param {PlannerPrices} prices
 * @returns {PlannerYear}
 */
export function yearOf(network, paths, prices) {
  const { record, arrays } = network;
  const waiting = record.quantities.indexOf("waiting_d");
  const days = DAYS.map((name) => record.quantities.indexOf(name));
  const roads = [...roadShares(network, paths).keys()].flatMap((link) => network.dedicated.get(link) ?? []);
  const everyRoad = [...network.dedicated.values()].map(({ quantity }) => quantity);
  const shares = sharesOf(paths);
  const bills = paths.calendars.map(({ moves, startState, endState }) => billOf(network,
    [arrays.load_row[startState], ...moves.map((move) => network.row[move]), arrays.unload_row[endState]]));
  for (const bill of bills) {
    for (const quantity of everyRoad) bill[quantity] = 0;
    for (const { quantity, km } of roads) bill[quantity] += km;
  }
  const moving = bills.map((bill) => days.reduce((sum, quantity) => sum + bill[quantity], 0));
  const dry = bills.map((bill) => costOf(bill, prices.base));
  const waits = byDay(paths, bills.map(() => 0), 1);
  const costs = byDay(paths, dry, prices.base[waiting]);
  const durations = byDay(paths, moving, 1);
  const mean = record.quantities.map((_, i) =>
    bills.reduce((sum, bill, number) => sum + shares[number] * bill[i], 0));
  mean[waiting] += meanOf(waits);
  const bill = Float64Array.from(mean);
  const km = paths.calendars.map(({ moves }) =>
    linksOf(network, moves).reduce((sum, link) => sum + arrays.link_km[link], 0));
  let [best, worst] = [Infinity, -Infinity];
  for (const usd of costs) {
    if (usd < best) best = usd;
    if (usd > worst) worst = usd;
  }
  return {
    bill,
    mean_usd_per_t: costOf(bill, prices.base),
    low_usd_per_t: costOf(bill, prices.low),
    high_usd_per_t: costOf(bill, prices.high),
    best_usd_per_t: best,
    best_ready_d: paths.days[firstOf(costs, best)],
    worst_usd_per_t: worst,
    worst_ready_d: paths.days[firstOf(costs, worst)],
    working_d: paths.days.length,
    distance_km: km.reduce((sum, one, number) => sum + shares[number] * one, 0),
    duration_d: meanOf(durations),
    waiting_d: meanOf(waits),
    co2_kg_per_t: costOf(bill, prices.emissions),
    by_month: monthsOf(paths.days, costs, durations),
    shares: partsOf(network, paths, costs),
    isHurried: paths.isHurried,
    costs,
  };
}
