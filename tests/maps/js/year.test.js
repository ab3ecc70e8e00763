/** The planner's year, as `geo/routing/yearly.py` finds it (docs/model.md, E28). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { daysOfState, Engine } from "../../../maps/js/planner/engine.js";
import { plannerNetwork } from "../../../maps/js/planner/network.js";
import { plannerDefaults } from "../../../maps/js/planner/permalink.js";
import { plannerData } from "../../../maps/js/planner/unpacked.js";
import { assertNear, vectors } from "./vectors.js";

/** @import { PlannerState } from "../../../maps/js/types.js" */

const EXACT_USD = 1e-8;

/**
 * @param {any} question
 * @returns {PlannerState}
 */
const stateOf = ({ destinations, year, factors, closed }) => ({
  ...plannerDefaults(), hub: destinations[0], year, factors,
  modes: new Set(closed.modes), corridors: new Set(closed.corridors), borders: new Set(closed.borders),
});

test("every day of a year costs what Python finds, and so do its means", async () => {
  let reached = 0;
  for (const { record: packed, years } of vectors.planner) {
    const { record, arrays } = await plannerData(packed);
    const engine = new Engine(plannerNetwork(record, arrays));
    for (const question of years) {
      const cargo = engine.record.cargoes.findIndex(({ id }) => id === question.origin);
      const year = engine.yearFor(stateOf(question), cargo);
      const { expected } = question;
      assert.equal(year === null, expected === null);
      if (year === null) continue;
      reached += 1;
      year.costs.forEach((usd, day) => assertNear(usd, expected.costs[day], EXACT_USD));
      assertNear(year.mean_usd_per_t, expected.mean_usd_per_t, EXACT_USD);
      assertNear(year.duration_d, expected.duration_d, EXACT_USD);
      assert.equal(year.by_month.length, 12);
      year.by_month.forEach((one, i) =>
        assertNear(one.mean_usd_per_t, expected.by_month[i].mean_usd_per_t, EXACT_USD));
      assertNear(year.shares.reduce((sum, { share }) => sum + share, 0), 1);
    }
  }
  assert.ok(reached >= 9, `${reached} years were found`);
});

test("what was answered before changes no answer", async () => {
  for (const { record: packed, years } of vectors.planner) {
    const { record, arrays } = await plannerData(packed);
    const network = plannerNetwork(record, arrays);
    const used = new Engine(network);
    const views = years.map(stateOf).flatMap((/** @type {PlannerState} */ view) =>
      [view, { ...view, factors: { rail: 3 } }, { ...view, ready: "07-01", factors: { road: 0.4, rail: 0.8 } }]);
    for (const view of views) {
      const fresh = new Engine(network).answers(view);
      used.answers(view).forEach((answer, cargo) => {
        assert.equal(answer === null, fresh[cargo] === null);
        if (answer === null) return;
        assertNear(answer.cost, fresh[cargo]?.cost ?? NaN, EXACT_USD);
        assert.deepEqual(answer.ways[0], fresh[cargo]?.ways[0]);
        const [mine, its] = [answer.year?.costs ?? [], fresh[cargo]?.year?.costs ?? []];
        mine.forEach((usd, day) => assertNear(usd, its[day], EXACT_USD));
      });
    }
  }
});

test("a working season may wrap around the new year; a day stands for itself", () => {
  assert.deepEqual(daysOfState({ ready: null, season: ["12-31", "01-02"] }), [0, 1, 364]);
  assert.deepEqual(daysOfState({ ready: "07-01", season: null }), [181]);
  assert.equal(daysOfState({ ready: null, season: null }).length, 365);
});
