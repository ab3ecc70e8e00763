/** What a leg passes is told as the text of a route tells it (`maps/reports/route.py`). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { passedNames } from "../../../maps/js/route/passed.js";
import { vectors } from "./vectors.js";

test("a few names are told whole, of many some that are spaced evenly", () => {
  assert.ok(vectors.passed.length > 10);
  for (const { names, told: [shown, more] } of vectors.passed) {
    assert.deepEqual(passedNames(names), { shown, more }, names.join());
  }
});
