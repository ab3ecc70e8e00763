/**
 * The cheapest path for every day of readiness of a year, proven day by day with few searches.
 *
 * The same as `geo/routing/year_search.py` (docs/model.md, E28): a path that was found for one day is laid
 * along the calendar for all others; where it costs no more than the bound, it is the best. Of the
 * rest one search proves a stretch of days on which the cost rises evenly to the day of leaving, or
 * stays level.
 */

import { isOpenPath, pathCalendar } from "./path_calendar.js";

/** @import { KnownPath, PathCalendar, RouterQuery, YearPaths } from "../types.js" */

/** Costs that differ by less are of one path. */
export const EPS_USD = 1e-6;

/** What is known while a year is searched: paths, what each day costs so far, what is proven. */
class Found {
  /**
   * @param {import("./router.js").Router} router
   * @param {RouterQuery} query
   * @param {readonly number[]} days
   * @param {readonly KnownPath[]} paths
   */
  constructor(router, query, days, paths) {
    this.router = router;
    this.query = query;
    this.days = days;
    this.least = this.leastCosts();
    this.costs = new Float64Array(days.length).fill(Infinity);
    this.used = new Int32Array(days.length).fill(-1);
    this.exact = this.least.map((usd) => Number(usd === Infinity));
    /** @type {PathCalendar[]} */
    this.known = [];
    for (const path of paths) if (isOpenPath(router.network, query, path)) this.add(path);
  }

  /** Return the bound of each day; infinite where there is no path at all. */
  leastCosts() {
    const { days, query: { bounds } } = this;
    const least = new Float64Array(days.length).fill(Infinity);
    for (const { state, days: loadingDays, cost } of this.router.starts(this.query)) {
      for (let number = 0; number < days.length; number += 1) {
        const usd = cost + bounds.at(state, days[number] + loadingDays);
        if (usd < least[number]) least[number] = usd;
      }
    }
    return least;
  }

  /** @param {number} number */
  isProven(number) {
    return this.exact[number] === 1 || this.costs[number] <= this.least[number] + EPS_USD;
  }

  /** Search days, the last that is not proven first, until all are. */
  settleAll() {
    for (let number = this.days.length - 1; number >= 0;) {
      if (this.isProven(number)) number -= 1;
      else this.settle(number);
    }
  }

  /**
   * Search a day, and prove what follows from it for the days before.
   * @param {number} number
   */
  settle(number) {
    this.searchDay(number);
    if (this.costs[number] === Infinity) return;
    const rise = this.runBefore(number, (at) => this.rises(at));
    if (this.isOpen(rise, number)) {
      this.settleRise(rise, number);
      return;
    }
    const level = this.runBefore(number, (at) => this.isLevel(at));
    if (this.isOpen(level, number)) this.settleLevel(level, number);
  }

  /**
   * Search the first day of a rise. The cost of a day and of the wait from then on never falls towards
   * later days, since cargo may wait; so where it is the same at both ends it is so on all days between.
   * @param {number} first
   * @param {number} last
   */
  settleRise(first, last) {
    const before = this.costs[first];
    this.searchDay(first);
    if (this.costs[first] >= before - EPS_USD) this.exact.fill(1, first, last);
  }

  /**
   * Search the days of a level for one that costs less: if there is none, all are proven.
   * @param {number} first
   * @param {number} last
   */
  settleLevel(first, last) {
    const { router, query } = this;
    const [from, until] = [this.days[first], this.days[last - 1]];
    const days = Array.from({ length: until - from + 1 }, (_, i) => from + i);
    const path = router.searchAny(query, days, this.costs[last] - EPS_USD);
    if (path) this.add(path);
    else if (!router.isCut) this.exact.fill(1, first, last);
  }

  /**
   * @param {number} number
   * @param {(number: number) => boolean} isAlike Whether a day is like the one before.
   */
  runBefore(number, isAlike) {
    let at = number;
    while (at > 0 && isAlike(at)) at -= 1;
    return at;
  }

  /**
   * Whether the day before costs as much more as the wait until a day.
   * @param {number} number
   */
  rises(number) {
    const wait = this.query.priced.waiting * (this.days[number] - this.days[number - 1]);
    return Math.abs(this.costs[number - 1] - this.costs[number] - wait) < EPS_USD;
  }

  /** @param {number} number */
  isLevel(number) {
    return Math.abs(this.costs[number - 1] - this.costs[number]) < EPS_USD;
  }

  /**
   * Whether any day of a run but its last is not yet proven.
   * @param {number} first
   * @param {number} last
   */
  isOpen(first, last) {
    for (let number = first; number < last; number += 1) if (!this.isProven(number)) return true;
    return false;
  }

  /**
   * Search a day for a path that costs less than what is known, and so prove it.
   * @param {number} number
   */
  searchDay(number) {
    const path = this.router.search(this.query, this.days[number], this.costs[number] - EPS_USD);
    this.exact[number] = 1;
    if (!path) return;
    this.add(path);
    this.used[number] = this.known.length - 1;
    this.costs[number] = Math.min(this.costs[number], path.cost);
  }

  /** @param {KnownPath} path */
  add(path) {
    const calendar = pathCalendar(this.router.network, this.query, path, this.days);
    for (let number = 0; number < this.costs.length; number += 1) {
      if (calendar.costs[number] >= this.costs[number] - EPS_USD) continue;
      this.costs[number] = calendar.costs[number];
      this.used[number] = this.known.length;
    }
    this.known.push(calendar);
  }

  /**
   * Return the paths that are used, numbered anew.
   * @returns {YearPaths}
   */
  paths() {
    const isUsed = this.known.map(() => false);
    for (const number of this.used) if (number >= 0) isUsed[number] = true;
    let kept = 0;
    const anew = isUsed.map((is) => (is ? (kept += 1) - 1 : -1));
    return {
      days: this.days,
      costs: this.costs,
      calendars: this.known.filter((_, number) => isUsed[number]),
      used: this.used.map((number) => (number < 0 ? -1 : anew[number])),
      isHurried: this.router.hurried.has(this.query),
    };
  }
}

/**
 * Return the cheapest path for each of some days of readiness.
 * @param {import("./router.js").Router} router
 * @param {RouterQuery} query
 * @param {readonly number[]} days Ascending.
 * @param {readonly KnownPath[]} [known] Paths to begin with.
 */
export function yearPaths(router, query, days, known = []) {
  const found = new Found(router, query, days, known);
  found.settleAll();
  return found.paths();
}
