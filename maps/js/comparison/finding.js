/**
 * The answer of the page of compared hubs in a line: which is the cheapest, by how much, how surely.
 */

import { shortName } from "../answer/headline.js";
import { fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { ComparisonRecord, HubRecord, NameOf } from "../types.js" */

const MOST_NAMES = 3;
// Below this two hubs cost the same.
const LEAST_USD = 0.05;
const words = () => TEXT.compare.finding;
/** @param {number} usd */
const money = (usd) => fixed(usd, usd < 10 ? 1 : 0);

/**
 * @param {HubRecord} first
 * @param {HubRecord} second
 * @param {{count: number, deposits: string, sure_share: number}} of
 */
function leadOf(first, second, { count, deposits, sure_share: sure }) {
  const lead = second.cost_usd_per_t - first.cost_usd_per_t;
  const share = first.cheapest_in_draws_share;
  const told = { hub: shortName(first.hub_name), other: shortName(second.hub_name), n: number(count), deposits,
    less: money(lead), share: `${number(100 * (share ?? 1), 0)} %` };
  if (lead < LEAST_USD) return fill(words().same, told);
  return fill(share !== null && share < sure ? words().open : words().first, told);
}

/**
 * Return hubs by what they cost, the cheapest first.
 * @param {HubRecord[]} answered
 */
export const cheapestFirst = (answered) =>
  [...answered].sort((a, b) => a.cost_usd_per_t - b.cost_usd_per_t);

/**
 * Return the finding of hubs, of which those without a reason are answered.
 * @param {ComparisonRecord} comparison
 * @param {HubRecord[]} answered
 * @param {NameOf} nameOf
 */
export function comparisonFinding({ deposits: asked, hubs, sure_share }, answered, nameOf) {
  const deposits = asked.length > MOST_NAMES ? fill(words().deposits, { n: number(asked.length) })
    : asked.map(({ id }) => shortName(nameOf(id))).join(", ");
  const [first, second] = cheapestFirst(answered);
  if (!first) return fill(words().none, { deposits });
  const said = second ? leadOf(first, second, { count: hubs.length, deposits, sure_share })
    : fill(words().one, { deposits, hub: shortName(first.hub_name), cost: money(first.cost_usd_per_t) });
  const unserved = first.unserved_feed_t_per_y;
  return unserved < 1 ? said
    : fill(words().unserved, { said, n: number(unserved, 0), hub: shortName(first.hub_name) });
}
