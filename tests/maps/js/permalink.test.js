/** A view of the planner goes into an address and comes out of it; what is not known does nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { hashOfState, plannerDefaults, stateOfHash } from "../../../maps/js/planner/permalink.js";

/** @import { PlannerRecord, PlannerState } from "../../../maps/js/types.js" */

/** @type {PlannerRecord} */
const RECORD = {
  places: ["tomtor", "solikamsk"], links: ["a"], vehicles: ["truck"], modes: ["rail", "road"],
  quantities: ["rail_tkm", "waiting_d"], components: { rail: [0], waiting: [1] },
  corridors: ["bam"], borders: ["RU-CN"], bases: [], years: ["normal", "short"],
  cargoes: [{
    id: "tomtor", product: "ore", tonnes_per_y: 1000, shipped_t_per_y: 1000,
    rail_service: "wagonload", is_radioactive: false, reo_kg_per_t: null, reo_recovery_pct: null, notes: [],
  }],
  capacities: {}, unbuilt: [], hubs: ["solikamsk"], benchmark_usd_per_kg_reo: 10, max_days: 730, short_leg_km: 25,
  rail_services: [], barred: {},
};

test("every part of a view comes back", () => {
  /** @type {PlannerState} */
  const state = {
    hub: "solikamsk", ready: "07-01", season: null, year: "short", factors: { rail: 2 }, modes: new Set(["road"]),
    corridors: new Set(["bam"]), borders: new Set(["RU-CN"]), off: new Set(["tomtor"]),
    chosen: "tomtor", share: 1, surface: true, sort: "days", descending: true, at: "66.5,105,4.25", step: 0,
  };
  assert.deepEqual(stateOfHash(hashOfState(state, "ru"), RECORD), state);
});

test("a working season comes back, and an older address with a month means its first day", () => {
  const state = { ...plannerDefaults(), season: /** @type {[string, string]} */ (["11-15", "03-31"]) };
  assert.deepEqual(stateOfHash(hashOfState(state, null), RECORD), state);
  assert.equal(stateOfHash("#month=7", RECORD).ready, "07-01");
});

test("a step of a story comes back where the page has it", () => {
  const story = { views: Array.from({ length: 3 }, () => ({ address: "", chart: null })), texts: {} };
  const told = { ...RECORD, story };
  const state = { ...plannerDefaults(), step: 3 };
  assert.deepEqual(stateOfHash(hashOfState(state, null), told), state);
  for (const step of ["4", "0", "-1", "1.5", "x"]) assert.equal(stateOfHash(`#step=${step}`, told).step, 0);
  assert.equal(stateOfHash("#step=3", RECORD).step, 0);
});

test("the view that the page opens with has an empty address", () => {
  assert.equal(hashOfState(plannerDefaults(), null), "#");
});

test("what is not known is left out", () => {
  const hostile = "#hub=nowhere&month=13&ready=02-30&season=05-01,32-01&share=-1&year=leap&rates=rail:9,waiting:2,road:x&modes=air"
    + "&chosen=%3Cscript%3E&sort=constructor";
  assert.deepEqual(stateOfHash(hostile, RECORD), plannerDefaults());
});
