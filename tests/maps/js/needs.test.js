/** What a route of the planner uses and what does not exist, at the prices of the page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { needsOf } from "../../../maps/js/planner/needs.js";

const ROAD = {
  mode: "winter_road", stage: null, state: "planned", year: 2030, payer: "", build: null, is_yearly: true, in_costs: true,
};
const LANE = { ...ROAD, is_yearly: false, in_costs: false };
const NETWORK = {
  record: { quantities: ["dedicated_winter_road_km"], links: ["own", "rail", "lane"], unbuilt: [ROAD, LANE],
    places: ["mine", "port", "town"] },
  arrays: { link_km: Float64Array.of(100, 900, 50), link_unbuilt: Int32Array.of(0, -1, 1),
    link_from: Int32Array.of(0, 1, 2), link_to: Int32Array.of(1, 2, 0) },
};
const PRICES = { low: Float64Array.of(0.05), base: Float64Array.of(0.1), high: Float64Array.of(0.2) };

test("links that do not exist are told in the order of travel, a road at the prices of the page", () => {
  const legs = [{ link_ids: ["own"] }, { link_ids: ["rail", "lane"] }];
  const found = needsOf(/** @type {any} */ (NETWORK), /** @type {any} */ (legs), PRICES, 1000);
  assert.deepEqual(found.map(({ id }) => id), ["own", "lane"]);
  assert.deepEqual(found.map(({ from_id: from, to_id: to }) => [from, to]), [["mine", "port"], ["town", "mine"]]);
  assert.deepEqual(found[0].yearly, { low_usd: 5000, base_usd: 10_000, high_usd: 20_000 });
  assert.equal(found[1].yearly, null);
});
