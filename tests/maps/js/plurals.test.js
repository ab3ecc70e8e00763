/** Words take the form that a number asks for. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pluralForm } from "../../../maps/js/shared/plurals.js";

const DAYS = ["день", "дня", "дней"];

test("Russian has a form for 1, 21, one for 2 to 4 and fractions, one for 5, 11 to 14", () => {
  /** @type {[number, string][]} */
  const known = [[0, "дней"], [1, "день"], [2, "дня"], [4, "дня"], [5, "дней"], [11, "дней"], [12, "дней"], [14, "дней"],
    [21, "день"], [22, "дня"], [101, "день"], [111, "дней"], [1.5, "дня"]];
  for (const [count, form] of known) assert.equal(pluralForm("ru", count, DAYS), form, String(count));
});

test("English has a form for 1", () => {
  assert.deepEqual([0, 1, 2, 1.5].map((n) => pluralForm("en", n, ["day", "days"])), ["days", "day", "days", "days"]);
});
