/** Costs per kg REO, as `maps/reports/route.py` computes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { reoCosts } from "../../../maps/js/planner/route.js";
import { assertNear, vectors } from "./vectors.js";

test("costs per kg REO are those of Python, and null where Python knows none", () => {
  assert.ok(vectors.reo_costs.length >= 3);
  for (const { cost_usd_per_t: cost, cargo, benchmark_usd_per_kg_reo, expected } of vectors.reo_costs) {
    const found = reoCosts(cost, cargo, { benchmark_usd_per_kg_reo });
    const pairs = [
      [found.cost_usd_per_kg_reo_contained, expected.cost_usd_per_kg_reo_contained],
      [found.cost_usd_per_kg_reo_recovered, expected.cost_usd_per_kg_reo_recovered],
      [found.share_of_benchmark, expected.share_of_benchmark],
    ];
    for (const [one, other] of pairs) {
      if (other === null) assert.equal(one, null);
      else assertNear(Number(one), other);
    }
  }
});
