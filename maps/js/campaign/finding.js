/**
 * The answer of the campaign page in a line: how much of the year's cargo arrives, and at what cost.
 */

import { shortName } from "../answer/headline.js";
import { fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { CampaignRecord, NameOf } from "../types.js" */

const MOST_NAMES = 3;
// What is less than a tonne short has arrived.
const LEAST_T = 1;
const words = () => TEXT.campaign.finding;

/**
 * Return where cargo goes from and to, or of how many cargoes there are where these are many.
 * @param {CampaignRecord["demands"]} demands
 * @param {NameOf} nameOf
 */
function endsOf(demands, nameOf) {
  const outbound = demands.filter((demand) => !demand.inbound);
  const told = outbound.length ? outbound : demands;
  const [from, to] = [told.map((one) => one.origin_id), told.map((one) => one.destination_id)]
    .map((ids) => [...new Set(ids)].map((id) => shortName(nameOf(id))));
  return Math.max(from.length, to.length) > MOST_NAMES
    ? fill(words().many, { n: number(demands.length) })
    : fill(TEXT.route.finding.ends, { from: from.join(", "), to: to.join(", ") });
}

/**
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
export function campaignFinding({ demands, delivered_t: done, total }, nameOf) {
  const wanted = demands.reduce((sum, demand) => sum + demand.wanted_t, 0);
  const usd = total.cost_usd_per_t;
  const key = usd === null ? "none" : wanted - done < LEAST_T ? "all" : "part";
  return fill(words()[key], { ends: endsOf(demands, nameOf), done: number(done, 0), wanted: number(wanted, 0),
    cost: usd === null ? "" : fixed(usd, usd < 10 ? 1 : 0) });
}
