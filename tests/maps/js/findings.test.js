/** The answers of pages in a line, from numbers that are small enough to check by hand. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const TEXT_EN = JSON.parse(readFileSync(new URL("../../../maps/page/text_en.json", import.meta.url), "utf-8"));
/** @type {any} */
const blocks = {
  "z-data": { ground: { languages: ["en"], countries: {}, west_deg: -180 }, places: [] },
  "z-text-en": { ...TEXT_EN, language: "en" },
};
Object.assign(globalThis, {
  location: { hash: "" },
  document: { documentElement: {},
    getElementById: (/** @type {string} */ id) => (blocks[id] ? { textContent: JSON.stringify(blocks[id]) } : null) },
});
const { routeFinding } = await import("../../../maps/js/route/finding.js");
const { campaignFinding } = await import("../../../maps/js/campaign/finding.js");
const { comparisonFinding } = await import("../../../maps/js/comparison/finding.js");

/** @param {string} id */
const nameOf = (id) => ({ mine: "Tomtor (Buranny)", hub: "Krasnokamensk" })[id] ?? id;
/** @type {any} */
const ENDS = { origin: { id: "mine" }, destination: { id: "hub" } };

test("a route says what a tonne of the year costs and how long of its days it waits", () => {
  const year = { mean_usd_per_t: 396.6, duration_d: 90.4, waiting_d: 67.8 };
  assert.equal(routeFinding({ ...ENDS, year }, null, nameOf),
    "Tomtor to Krasnokamensk: US$ 397 a tonne, 68 of 90 days waiting");
});

test("a route of one day says the day, and that it does not wait", () => {
  /** @type {any} */
  const route = { ready: "03-01", total: { cost_usd_per_t: 8.24, duration_d: 3, waiting_d: 0.2 } };
  assert.equal(routeFinding({ ...ENDS, year: null }, route, nameOf),
    "Tomtor to Krasnokamensk: US$ 8.2 a tonne if ready on Mar 1, no waiting");
  assert.equal(routeFinding({ ...ENDS, year: null }, null, nameOf), "Tomtor to Krasnokamensk: no route");
});

/** @param {number} delivered */
function campaign(delivered, { count = 1 } = {}) {
  const demand = { origin_id: "mine", destination_id: "hub", inbound: false, wanted_t: 1000 };
  return /** @type {any} */ ({
    demands: [...Array.from({ length: count }, (_, i) => ({ ...demand, origin_id: i ? `mine ${i}` : "mine" })),
      { ...demand, origin_id: "hub", destination_id: "mine", inbound: true, wanted_t: 500 }],
    delivered_t: delivered, total: { cost_usd_per_t: delivered ? 120 : null },
  });
}

test("a campaign says how much of what was wanted arrives, from where to where", () => {
  assert.equal(campaignFinding(campaign(1499.5), nameOf),
    "Tomtor to Krasnokamensk: all 1,500 t arrive in the year, at US$ 120 a tonne");
  assert.equal(campaignFinding(campaign(700), nameOf),
    "Tomtor to Krasnokamensk: 700 of 1,500 t arrive in the year, at US$ 120 a tonne");
  assert.equal(campaignFinding(campaign(0), nameOf), "Tomtor to Krasnokamensk: nothing of 1,500 t arrives in the year");
  assert.match(campaignFinding(campaign(0, { count: 4 }), nameOf), /^5 cargoes: nothing of 4,500 t/);
});

/**
 * @param {string} name
 * @param {number} usd
 * @param {number|null} share
 */
const hub = (name, usd, share = null, unserved = 0) => /** @type {any} */ ({ hub_name: name, cost_usd_per_t: usd,
  cheapest_in_draws_share: share, unserved_feed_t_per_y: unserved });
/** @param {any[]} hubs */
const compared = (...hubs) =>
  comparisonFinding(/** @type {any} */ ({ deposits: [{ id: "mine" }], hubs, sure_share: 0.5 }), hubs, nameOf);

test("compared hubs say which is the cheapest, by how much, and how surely", () => {
  assert.equal(compared(hub("Angarsk", 140), hub("Krasnokamensk", 100, 0.5)),
    "Krasnokamensk is the cheapest of 2 hubs for Tomtor, by US$ 40 a tonne");
  assert.equal(compared(hub("Angarsk", 101.5), hub("Krasnokamensk", 100, 0.34)),
    "No hub is safely the cheapest for Tomtor: Krasnokamensk leads by US$ 1.5 a tonne, yet only in 34 % of draws");
  assert.equal(compared(hub("Angarsk", 100.01), hub("Krasnokamensk", 100)), "Krasnokamensk and Angarsk cost the same for Tomtor");
  assert.equal(compared(hub("Angarsk", 140)), "Angarsk costs US$ 140 a tonne for Tomtor");
  assert.equal(compared(), "Tomtor: no hub has an answer");
});

test("a cheapest hub that cargo cannot all reach says so", () => {
  assert.match(compared(hub("Khatanga", 90, null, 152_694), hub("Angarsk", 100)), /by US\$ 10 a tonne; 152,694 t a year cannot arrive there$/);
});
