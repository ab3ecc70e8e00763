/** Cells that a spreadsheet does not run, as `maps/reports/inert.py` writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { inertCell } from "../../../maps/js/shared/inert.js";
import { vectors } from "./vectors.js";

test("a cell is written as Python writes it, whatever it begins with", () => {
  assert.ok(vectors.cells.length > 10);
  for (const { text, inert } of vectors.cells) assert.equal(inertCell(text), inert, text);
});
