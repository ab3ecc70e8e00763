/** Arrays come out of their block as `maps/page/packing.py` put them in. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { unpack } from "../../../maps/js/shared/arrays.js";
import { vectors } from "./vectors.js";

test("every array comes back, and what was none is -1", async () => {
  const { record, expected } = vectors.packed;
  const arrays = await unpack(record);
  assert.deepEqual(Object.keys(arrays).sort(), Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) assert.deepEqual([...arrays[name]], values);
});
