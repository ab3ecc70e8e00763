/** A corridor that nobody named is told by its ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { endsOf } from "../../../maps/js/shared/corridor_ends.js";

/** @param {[string, string][]} pairs */
const links = (pairs) => pairs.map(([from_id, to_id]) => ({ from_id, to_id }));
/** @type {Map<string, [number, number]>} */
const at = new Map([["a", [100, 60]], ["b", [110, 60]], ["c", [120, 60]], ["d", [112, 61]], ["east", [-175, 60]],
  ["west", [170, 60]]]);

test("a row of links runs between the places where one link alone ends", () => {
  assert.deepEqual(endsOf(links([["b", "a"], ["b", "c"]]), at).sort(), ["a", "c"]);
});

test("of several ends those count that are farthest apart", () => {
  assert.deepEqual(endsOf(links([["a", "b"], ["b", "c"], ["b", "d"]]), at).sort(), ["a", "c"]);
});

test("a round of links runs between its farthest places", () => {
  assert.deepEqual(endsOf(links([["a", "b"], ["b", "c"], ["c", "a"]]), at).sort(), ["a", "c"]);
});

test("180 degrees part nothing", () => {
  const pairs = links([["west", "east"], ["west", "c"]]);
  assert.deepEqual(endsOf(pairs, at).sort(), ["c", "east"]);
});
