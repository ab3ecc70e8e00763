/** The projections of the pages, compared with PROJ. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { geodesicM, projectionOf } from "../../../maps/js/shared/projection.js";
import { assertNear, vectors } from "./vectors.js";

const MILLIMETRE_M = 0.001;
const TENTH_M = 0.1;

for (const [name, { drawn, points }] of Object.entries(vectors.projections)) {
  const projection = projectionOf(drawn);
  test(`${name} agrees with PROJ to a millimetre, and comes back within a decimetre`, () => {
    assert.ok(points.length > 100);
    for (const { at, xy } of points) {
      const [x, y] = projection.project(at);
      assertNear(x, xy[0], MILLIMETRE_M);
      assertNear(y, xy[1], MILLIMETRE_M);
      const back = projection.project(projection.unproject([x, y]));
      assertNear(back[0], x, TENTH_M);
      assertNear(back[1], y, TENTH_M);
    }
  });
}

test("geodesics are as long as PROJ says, to a hundred-thousandth", () => {
  assert.ok(vectors.geodesics.length > 100);
  for (const { from, to, length_m: length } of vectors.geodesics) {
    assertNear(geodesicM(from, to), length, 1e-5 * length);
  }
});
