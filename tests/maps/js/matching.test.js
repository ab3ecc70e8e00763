/** Names are found in any script and with slips. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { comparable, positionOf, rankOf, slips } from "../../../maps/js/search/matching.js";

test("one name in two scripts and spellings is comparable", () => {
  assert.equal(comparable("Томтор"), comparable("Tomtor"));
  assert.equal(comparable("Норильск"), comparable("Noril'sk"));
  assert.equal(comparable("Ловозеро"), comparable("Lovozero"));
  assert.equal(comparable("Lovozyero"), comparable("Lovozero"));
  assert.equal(comparable("Нижний Бестях"), comparable("Nizhny Bestyakh"));
  assert.equal(comparable("Королёв"), comparable("Королев"));
});

test("a swap of neighbours is one slip, as is a letter too few, too many or other", () => {
  assert.equal(slips("tomtro", "tomtor", 2), 1);
  assert.equal(slips("tomtr", "tomtor", 2), 1);
  assert.equal(slips("tomttor", "tomtor", 2), 1);
  assert.equal(slips("tamtor", "tomtor", 2), 1);
  // Edit distance with swaps of neighbours alone: CA to ABC is three, as optimal string alignment has it.
  assert.equal(slips("ca", "abc", 3), 3);
  assert.equal(slips("abcdef", "fedcba", 2), Infinity);
});

test("short words forgive nothing, long ones two slips", () => {
  assert.equal(rankOf("tomtor", "tom"), 0);
  assert.equal(rankOf("tomtor", "mto"), 1);
  assert.equal(rankOf("tomtor", "tmo"), Infinity);
  assert.equal(rankOf("krasnokamensk", "krasnokamnesk"), 2);
  assert.equal(rankOf("krasnokamensk", "krasnakamnesk"), 3);
});

test("positions are read as the command line reads them, and nothing else is one", () => {
  assert.deepEqual(positionOf("71.05,116.57"), { lat: 71.05, lon: 116.57 });
  assert.deepEqual(positionOf("64.4 N 173.2 W"), { lat: 64.4, lon: -173.2 });
  for (const text of ["", "71", "R255 highway", "99,10", "1,2,3"]) assert.equal(positionOf(text), null);
});
