/**
 * What a route of the planner uses and what does not exist, as `geo/infrastructure/needs.py` has it.
 */

/** @import { LegRecord, NeedRecord, PlannerNetwork } from "../types.js" */

const ROAD = "dedicated_winter_road_km";

/**
 * Return the links of legs that do not exist, dedicated roads at the prices of the page.
 * @param {PlannerNetwork} network
 * @param {LegRecord[]} legs
 * @param {{base: Float64Array, low: Float64Array, high: Float64Array}} prices Of a tonne.
 * @param {number} tonnes A year, which share the price of a dedicated road.
 * @returns {NeedRecord[]}
 */
export function needsOf({ record, arrays, dedicated }, legs, prices, tonnes) {
  const first = record.quantities.indexOf(ROAD);
  return legs.flatMap((leg) => leg.link_ids).flatMap((id) => {
    const link = record.links.indexOf(id);
    const known = record.unbuilt[arrays.link_unbuilt[link]];
    if (!known) return [];
    const at = dedicated?.get(link)?.quantity ?? first;
    const amount = arrays.link_km[link] * tonnes;
    const yearly = known.is_yearly ? {
      low_usd: amount * prices.low[at],
      base_usd: amount * prices.base[at],
      high_usd: amount * prices.high[at],
    } : null;
    const [from, to] = [arrays.link_from[link], arrays.link_to[link]].map((place) => record.places[place]);
    return [{ ...known, id, name: id, from_id: from, to_id: to, yearly }];
  });
}
