/** The planner's engine: prices, paths and routes, as `geo` computes them (docs/model.md, E1, E8). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { closedMoves, closedToOthers, plannerNetwork } from "../../../maps/js/planner/network.js";
import { pathCalendar, pathOn } from "../../../maps/js/planner/path_calendar.js";
import { priceVector, rowCosts } from "../../../maps/js/planner/pricing.js";
import { plannerRoute } from "../../../maps/js/planner/route.js";
import { Router } from "../../../maps/js/planner/router.js";
import { plannerData } from "../../../maps/js/planner/unpacked.js";
import { assertNear, vectors } from "./vectors.js";

/** @import { Level, PlannerNetwork, PlannerRoute } from "../../../maps/js/types.js" */
/** @import { YearType } from "../../../maps/js/types.js" */

/**
 * A question with what Python answers.
 * @typedef {{origin: string, destinations: string[], ready: number[], year: YearType,
 *   factors: Record<string, number>, closed: Record<string, string[]>,
 *   expected: null|{cost: number, links: string[], ready: number, account: any}}} Question
 */

const LEVELS = /** @type {Level[]} */ (["low", "base", "high"]);
const EXACT_USD = 1e-6;

/** @returns {Promise<{network: PlannerNetwork, questions: Question[], prices: any[]}[]>} */
async function cases() {
  return Promise.all(vectors.planner.map(async (/** @type {any} */ { record: packed, questions, prices }) => {
    const { record, arrays } = await plannerData(packed);
    return { network: plannerNetwork(record, arrays), questions, prices };
  }));
}

/**
 * @param {PlannerNetwork} network
 * @param {Question} question
 */
function answered(network, question) {
  const { record, arrays } = network;
  const cargo = record.cargoes.findIndex(({ id }) => id === question.origin);
  const closed = {
    modes: new Set(question.closed.modes),
    corridors: new Set(question.closed.corridors),
    borders: new Set(question.closed.borders),
  };
  /** @param {Level} level */
  const vector = (level) => priceVector(network, cargo, question.factors, level);
  const base = vector("base");
  const priced = {
    costs: rowCosts(network, base),
    waiting: base[record.quantities.indexOf("waiting_d")],
    closed: closedToOthers(network, closedMoves(network, closed, question.year),
      record.cargoes[cargo].rail_service),
  };
  const windows = arrays[`move_window_${question.year}`];
  const ends = question.destinations.map((id) => Number(network.placeOf.get(id)));
  const router = new Router(network);
  const query = router.query(priced, Number(network.placeOf.get(question.origin)), ends, windows);
  const found = router.search(query, question.ready[0]);
  const calendar = found && pathCalendar(network, query, found, [found.ready]);
  const path = found && calendar && pathOn(network, calendar, 0, found.ready);
  const width = record.quantities.length;
  const emissions = arrays.emissions.slice(cargo * width, (cargo + 1) * width);
  const prices = { base, low: vector("low"), high: vector("high"), emissions };
  return {
    path,
    route: path && plannerRoute(network, path, prices, priced, windows, record.cargoes[cargo]),
  };
}

/**
 * Whether two accounts load and change vehicle at the same places; equal costs may be paid elsewhere.
 * @param {PlannerRoute} route
 * @param {any} account
 */
function isSameWay(route, account) {
  /** @param {any} part */
  const stop = (part) => [part.at_id, part.from_id, part.to_id, part.to_vehicle];
  return JSON.stringify(route.parts.map(stop)) === JSON.stringify(account.parts.map(stop));
}

/**
 * Assert that all numbers, texts and nulls of a record that Python knows are in another.
 * @param {any} found
 * @param {any} expected
 * @param {string} where
 */
function assertHolds(found, expected, where) {
  if (typeof expected === "number") {
    assertNear(found, expected, EXACT_USD);
  } else if (expected !== null && typeof expected === "object") {
    for (const key of Object.keys(expected)) assertHolds(found?.[key], expected[key], `${where}.${key}`);
  } else {
    assert.equal(found, expected, where);
  }
}

test("prices of cargoes under factors are those of Python", async () => {
  for (const { network, prices } of await cases()) {
    assert.ok(prices.length > 0);
    for (const { cargo, factors, expected } of prices) {
      for (const level of LEVELS) {
        const found = priceVector(network, cargo, factors, level);
        expected[level].forEach((/** @type {number} */ price, /** @type {number} */ i) =>
          assertNear(found[i], price));
      }
    }
  }
});

test("paths are the least that Python finds, and their accounts are the same", async () => {
  let reached = 0;
  let same = 0;
  for (const { network, questions } of await cases()) {
    for (const question of questions) {
      const { path, route } = answered(network, question);
      const { expected } = question;
      assert.equal(path === null, expected === null, JSON.stringify(question));
      if (path === null || route === null || expected === null) continue;
      reached += 1;
      assertNear(path.cost, expected.cost, EXACT_USD);
      if (path.ready !== expected.ready || !isSameWay(route, expected.account)) continue;
      same += 1;
      assertHolds(route, expected.account, "route");
    }
  }
  assert.ok(reached >= 30, `${reached} questions were answered`);
  assert.ok(same > 0.9 * reached, `${same} of ${reached} take the same route`);
});
