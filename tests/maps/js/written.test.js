/** Notes of the atlas are told by their parts, in the language of the page, with numbers of its locale. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const TEXT_RU = JSON.parse(readFileSync(new URL("../../../maps/page/text_ru.json", import.meta.url), "utf-8"));
const prose = {
  "Idle; since 2011": "Стоит с 2011 года",
  "geodesic # km x #": "геодезическая линия # км × #",
  "days estimated": "дни – оценка",
};
/** @type {any} */
const blocks = {
  "z-data": { ground: { languages: ["en", "ru"], countries: {}, west_deg: -180 }, places: [] },
  "z-text-en": { ...TEXT_RU, language: "en" },
  "z-text-ru": { ...TEXT_RU, language: "ru", prose },
};
Object.assign(globalThis, {
  location: { hash: "#lang=ru" },
  document: { documentElement: {},
    getElementById: (/** @type {string} */ id) => (blocks[id] ? { textContent: JSON.stringify(blocks[id]) } : null) },
});
const { asWritten, partsAsWritten } = await import("../../../maps/js/shared/written.js");

test("a note of several parts is translated part by part, numbers as the language writes them", () => {
  assert.equal(asWritten("days estimated; geodesic 1,050.3 km x 1.020"),
    "дни – оценка; геодезическая линия 1 050,3 км × 1,020".replace("1 050", "1\u00a0050"));
});

test("what is translated whole is told whole", () => {
  assert.equal(asWritten("Idle; since 2011"), "Стоит с 2011 года");
});

test("a part that nobody translated stays and is marked as English", () => {
  assert.deepEqual(partsAsWritten("days estimated; Thomas, Handbook; 1,569"), [
    { said: "дни – оценка", isEnglish: false },
    { said: "Thomas, Handbook", isEnglish: true },
    { said: "1,569", isEnglish: false },
  ]);
});

test("words that every object has are no translations, nor is a sign that stands for numbers", () => {
  for (const text of ["constructor", "geodesic # km x 3"]) {
    assert.deepEqual(partsAsWritten(text), [{ said: text, isEnglish: true }]);
  }
});
