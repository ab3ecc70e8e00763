/** Many deposits: answered little by little, the chosen one first, and without keeping all at once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Engine, jumping } from "../../../maps/js/planner/engine.js";
import { plannerNetwork } from "../../../maps/js/planner/network.js";
import { plannerDefaults } from "../../../maps/js/planner/permalink.js";
import { plannerData } from "../../../maps/js/planner/unpacked.js";
import { vectors } from "./vectors.js";

/** @param {any} packed */
async function networkOf(packed) {
  const { record, arrays } = await plannerData(packed);
  return plannerNetwork(record, arrays);
}

test("an order that jumps takes each number once, and its first are spread over all", () => {
  for (const count of [1, 2, 7, 60, 10_040]) {
    assert.deepEqual(jumping(count).sort((a, b) => a - b), [...Array(count).keys()]);
  }
  const [first] = [jumping(10_000).slice(0, 100)];
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = first.filter((i) => Math.floor(i / 1_000) === tenth).length;
    assert.ok(inside >= 5 && inside <= 15, `${inside} of a hundred in one tenth`);
  }
});

test("as many are answered as are asked for, the chosen one first", async () => {
  const network = await networkOf(vectors.planner[0].record);
  const engine = new Engine(network);
  const { cargoes } = network.record;
  const last = cargoes.length - 1;
  const state = { ...plannerDefaults(), ready: "07-01", chosen: cargoes[last].id };
  assert.equal(engine.answersSoFar(state).pending, cargoes.length);
  assert.equal(engine.advance(state, Infinity, 1), cargoes.length === 1);
  assert.equal(engine.answersSoFar(state).pending, cargoes.length - 1);
  assert.notEqual(engine.answered.cargoes[last], undefined);
  assert.equal(engine.advance(state), true);
  assert.equal(engine.answersSoFar(state).pending, 0);
});

test("an engine that keeps costs of one deposit at a time gives the same answers", async () => {
  for (const { record } of vectors.planner) {
    const network = await networkOf(record);
    const [whole, forgetful] = [new Engine(network), new Engine(network)];
    forgetful.mostKept = 1;
    const state = { ...plannerDefaults(), ready: "07-01" };
    assert.deepEqual(forgetful.answers(state), whole.answers(state));
  }
});
