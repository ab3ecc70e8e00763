/** Many deposits: answered little by little, the chosen one first, and without keeping all at once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Engine, jumping } from "../../../maps/js/planner/engine.js";
import { CargoKinds } from "../../../maps/js/planner/kinds.js";
import { plannerNetwork } from "../../../maps/js/planner/network.js";
import { plannerDefaults } from "../../../maps/js/planner/permalink.js";
import { plannerData } from "../../../maps/js/planner/unpacked.js";
import { assertNear, vectors } from "./vectors.js";

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

/**
 * Let all cargoes pay the same wherever all may go; on ways of its own, which consume something else,
 * each pays as much more as there are others before.
 * @param {import("../../../maps/js/types.js").PlannerNetwork} network
 */
function payAlike({ record, arrays, owner, onlyEnd, row, placeOf }) {
  const width = record.quantities.length;
  record.quantities = [...record.quantities, "own_way_km"];
  /** @param {Float64Array} prices */
  const alike = (prices) => Float64Array.from(record.cargoes.flatMap((_, number) =>
    [...prices.subarray(0, width), 0.1 * (1 + number)]));
  for (const name of /** @type {const} */ (["prices_low", "prices_base", "prices_high", "emissions"])) {
    arrays[name] = alike(arrays[name]);
  }
  for (const cargo of record.cargoes) cargo.rail_service = record.cargoes[0].rail_service;
  const places = new Set(record.cargoes.map(({ id }) => placeOf.get(id)));
  for (const [move, place] of owner.entries()) {
    const isOwn = places.has(place) && owner.every((other, i) =>
      row[i] !== row[move] || other === place || onlyEnd[i] === place);
    if (isOwn) arrays.row_quantity[arrays.row_start[row[move]]] = width;
  }
}

test("deposits that pay alike have the answers that each has alone", async () => {
  let [kinds, roads, answers] = [0, 0, 0];
  for (const { record } of vectors.planner) {
    const network = await networkOf(record);
    payAlike(network);
    const [together, alone] = [new Engine(network), new Engine(network)];
    alone.mostKept = 0;
    kinds += Number(together.kinds.members.some(({ length }) => length > 1));
    roads += together.kinds.ownRows.size;
    for (const hub of ["cheapest", ...together.hubs.slice(0, 1)]) {
      for (const view of [{ ready: "07-01" }, { ready: "02-01" }, { ready: null }, { ready: null, factors: { rail: 3 } }]) {
        const state = { ...plannerDefaults(), hub, ...view };
        const own = alone.answers(state);
        together.answers(state).forEach((answer, cargo) => {
          assert.equal(answer === null, own[cargo] === null);
          if (answer === null) return;
          answers += 1;
          assertNear(answer.cost, own[cargo]?.cost ?? NaN, 1e-8);
          answer.year?.costs.forEach((usd, day) => assertNear(usd, own[cargo]?.year?.costs[day] ?? NaN, 1e-8));
        });
      }
    }
  }
  assert.ok(kinds > 0 && roads > 0 && answers > 100, `${kinds} networks, ${roads} places with roads, ${answers} answers`);
});

test("bounds that all have in common, with own ways, are those of a search of one's own", async () => {
  let compared = 0;
  for (const { record } of vectors.planner) {
    const network = await networkOf(record);
    const engine = new Engine(network);
    const state = plannerDefaults();
    network.record.cargoes.forEach(({ id }, cargo) => {
      const origin = network.placeOf.get(id);
      const ends = engine.endsOf(state);
      if (origin === undefined || ends.includes(origin)) return;
      const given = /** @type {const} */ ([engine.pricedOf(state, cargo), ends, engine.windowsOf(state)]);
      const { bounds } = engine.router.queryFrom(engine.router.commonQuery(...given), origin);
      const own = engine.router.query(given[0], origin, ends, given[2]).bounds;
      for (let at = 0; at < network.nodes / 3; at += 1) {
        for (const time of [0, 100.5, 364, 500]) {
          const [one, other] = [bounds.at(at, time), own.at(at, time)];
          if (other === Infinity) assert.equal(one, Infinity);
          else assertNear(one, other, 1e-8);
          compared += Number(other < Infinity);
        }
      }
    });
  }
  assert.ok(compared > 1_000, `${compared} bounds`);
});

test("cargoes that pay alike but for a day of waiting share nothing", async () => {
  let joined = 0;
  for (const { record } of vectors.planner) {
    const network = await networkOf(record);
    payAlike(network);
    const { record: { quantities, cargoes }, arrays } = network;
    joined += new CargoKinds(network).members.filter(({ length }) => length > 1).length;
    const waiting = quantities.indexOf("waiting_d");
    for (const cargo of cargoes.keys()) arrays.prices_base[cargo * quantities.length + waiting] += cargo;
    assert.equal(new CargoKinds(network).members.length, cargoes.length);
  }
  assert.ok(joined > 0);
});
