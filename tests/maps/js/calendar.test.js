/** Days of the year, as `geo/core/calendar.py` writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { daysOf, dayText, holdsWindow, MONTH_FIRSTS_D, YEAR_D } from "../../../maps/js/shared/calendar.js";
import { vectors } from "./vectors.js";

test("a day is written as Python writes it, whatever its year", () => {
  assert.ok(vectors.days.length > 100);
  for (const { day, text } of vectors.days) assert.equal(dayText(day), text, String(day));
});

test("a stretch of time has the first and the last day that Python prints", () => {
  assert.ok(vectors.spans.length > 100);
  for (const { from_d: from, until_d: until, texts } of vectors.spans) {
    assert.deepEqual(daysOf(from, until), texts, `${from} to ${until}`);
  }
});

test("a window holds another where Python says so", () => {
  assert.ok(vectors.windows.length > 100);
  for (const { ends, other, holds } of vectors.windows) {
    assert.equal(holdsWindow(ends, other), holds, `${ends} and ${other}`);
  }
});

test("months begin on the days that Python says", () => {
  assert.deepEqual(MONTH_FIRSTS_D, vectors.month_firsts_d);
  assert.equal(YEAR_D, vectors.year_d);
});
