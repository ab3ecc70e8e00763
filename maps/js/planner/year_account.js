/**
 * From the year of a cargo to its account, under the names of `maps/reports/year.py` and
 * `maps/reports/route.py`.
 */

import { dayText } from "../shared/calendar.js";
import { together } from "./checks.js";
import { componentsOfBill, reoCosts } from "./route.js";

/**
 * @import { CargoRecord, PlannerNetwork, PlannerRoute, PlannerYear, PlannerYearAccount } from "../types.js"
 */

/**
 * Return things by what tells them apart, each once.
 * @template T
 * @param {T[]} all
 * @param {(one: T) => string} keyOf
 */
const once = (all, keyOf) => [...new Map(all.map((one) => [keyOf(one), one])).values()];

/**
 * Return the account of a year.
 * @param {PlannerNetwork} network
 * @param {PlannerYear} year
 * @param {PlannerRoute[]} routes Of its shares, in their order.
 * @param {Float64Array} prices
 * @param {CargoRecord} cargo
 * @returns {PlannerYearAccount}
 */
export function yearAccount({ record }, year, routes, prices, cargo) {
  const checks = routes.flatMap(({ capacity_checks: ofRoute }, i) => ofRoute.map((check) =>
    ({ ...check, wanted_t_per_y: check.wanted_t_per_y * year.shares[i].share })));
  return {
    year: {
      mean_usd_per_t: year.mean_usd_per_t,
      low_usd_per_t: year.low_usd_per_t,
      high_usd_per_t: year.high_usd_per_t,
      best_usd_per_t: year.best_usd_per_t,
      best_ready: dayText(year.best_ready_d),
      worst_usd_per_t: year.worst_usd_per_t,
      worst_ready: dayText(year.worst_ready_d),
      working_d: year.working_d,
      distance_km: year.distance_km,
      duration_d: year.duration_d,
      waiting_d: year.waiting_d,
      co2_kg_per_t: year.co2_kg_per_t,
      by_month: year.by_month,
      components: componentsOfBill(record, year.bill, prices),
      capacity_checks: together(record, checks),
      needs_first: once(routes.flatMap((route) => route.needs_first), (need) => need.id),
      ...reoCosts(year.mean_usd_per_t, cargo, record),
    },
    warnings: once(routes.flatMap((route) => route.warnings), (warning) => JSON.stringify(warning)),
    shares: year.shares.map(({ share }, i) => ({
      share, cost_usd_per_t: routes[i].total.cost_usd_per_t, by_way_of: routes[i].by_way_of,
    })),
  };
}
