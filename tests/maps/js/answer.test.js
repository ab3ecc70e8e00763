/** Classes of colours, widths and sizes of an answer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CLASS_COLORS, classBounds, classColor, NO_ANSWER } from "../../../maps/js/answer/classes.js";
import { flowsOf, radiusScale, widthScale } from "../../../maps/js/planner/flows.js";

test("six classes between the cheapest and the dearest tenth, by equal ratios and round numbers", () => {
  const values = Array.from({ length: 11 }, (_, i) => 10 * 2 ** (i * 0.5));
  const bounds = classBounds(values);
  assert.equal(bounds.length, 5);
  assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
  assert.equal(classColor(bounds, values[0]), CLASS_COLORS[0]);
  assert.equal(classColor(bounds, values[10]), CLASS_COLORS[5]);
  assert.equal(classColor(bounds, null), NO_ANSWER);
});

test("costs that are all alike are of one class", () => {
  assert.equal(new Set([20, 20.2, 20.4].map((value) => classColor(classBounds([20, 20.2, 20.4]), value))).size, 1);
  assert.deepEqual(classBounds([]), []);
});

test("a trunk carries what all its deposits send by the share of their year", () => {
  /** @type {any[]} */
  const answers = [
    { ways: [[1, 2], [3]], year: { shares: [{ share: 0.75 }, { share: 0.25 }] } },
    { ways: [[2]], year: null },
    null,
  ];
  /** @type {any[]} */
  const cargoes = [{ shipped_t_per_y: 100 }, { shipped_t_per_y: 10 }, { shipped_t_per_y: 7 }];
  const flows = flowsOf(answers, cargoes);
  assert.deepEqual([1, 2, 3].map((link) => flows.get(link)?.tonnes), [75, 85, 25]);
  assert.deepEqual([...(flows.get(2)?.deposits ?? [])], [0, 1]);
});

test("four times the tonnes are twice the width and twice the radius", () => {
  const [width, radius] = [widthScale(400), radiusScale(400)];
  assert.equal(width(400), 2 * width(100));
  assert.equal(radius(400), 2 * radius(100));
  assert.ok(width(0) > 0 && radius(0) > 0);
});
