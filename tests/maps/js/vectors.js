/** The vectors that `test_vectors.py` wrote: what Python computes, for the scripts to compute too. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** Numbers of both languages come from the same doubles, summed in another order. */
const RELATIVE = 1e-9;

const path = process.env.ZIMNIK_VECTORS;
if (!path) throw new Error("ZIMNIK_VECTORS names no file of vectors");

/** @type {Record<string, any>} */
export const vectors = JSON.parse(readFileSync(path, "utf8"));

/**
 * Assert that a number is another but for rounding.
 * @param {number} found
 * @param {number} expected
 * @param {number} [absolute] Difference that is allowed whatever the size.
 */
export function assertNear(found, expected, absolute = 0) {
  const allowed = Math.max(absolute, RELATIVE * Math.abs(expected), 1e-12);
  assert.ok(Math.abs(found - expected) <= allowed, `${found} is not ${expected}`);
}
