/**
 * The planner's state, and its form behind the # of the address: a link reproduces the view.
 *
 * Whatever is not one of the known values is left out, so a hostile address does nothing.
 */

import { placeOfMap } from "../panel/map_place.js";
import { dayOf, dayText, MONTH_FIRSTS_D } from "../shared/calendar.js";
import { CHEAPEST } from "./engine.js";

/** @import { PlannerRecord, PlannerSort, PlannerState } from "../types.js" */

const FACTORS = { least: 0.25, most: 4 };
const SETS = /** @type {const} */ (["modes", "corridors", "borders", "off"]);
const WORDS = /** @type {const} */ (["hub", "ready", "year", "chosen", "sort", "at"]);
/** @type {PlannerSort[]} */
export const SORTS = ["name", "cost", "reo", "days", "waiting", "modes", "total", "difference"];

/**
 * Components whose rates have a slider: what is not a price of time.
 * @param {PlannerRecord} record
 */
export const pricedComponents = (record) =>
  Object.keys(record.components).filter((name) => !["under_way", "dwell", "waiting"].includes(name));

/**
 * Return the state that the page opens with.
 * @returns {PlannerState}
 */
export const plannerDefaults = () => ({
  hub: CHEAPEST,
  ready: null,
  season: null,
  year: "normal",
  factors: {},
  modes: new Set(),
  corridors: new Set(),
  borders: new Set(),
  off: new Set(),
  chosen: null,
  share: 0,
  surface: false,
  sort: "cost",
  descending: false,
  at: null,
  step: 0,
});

/**
 * Return the words of a list that are known.
 * @param {string|null} text
 * @param {string[]} words
 */
const known = (text, words) => (text || "").split(",").filter((word) => words.includes(word));

/**
 * @param {string|null} text
 * @param {PlannerRecord} record
 */
function factorsOf(text, record) {
  /** @type {Record<string, number>} */
  const factors = {};
  for (const part of (text || "").split(",")) {
    const [name, number] = part.split(":");
    const factor = Number(number);
    if (!pricedComponents(record).includes(name)) continue;
    if (factor >= FACTORS.least && factor <= FACTORS.most && factor !== 1) factors[name] = factor;
  }
  return factors;
}

/**
 * Return a day of the year "MM-DD", null where a text is none.
 * @param {string|null|undefined} text
 */
const dayIn = (text) => (text && /^(0[1-9]|1[0-2])-\d\d$/.test(text) && dayText(dayOf(text)) === text ? text : null);

/**
 * Return the day of readiness of an address; older addresses name a month, and mean its first day.
 * @param {URLSearchParams} read
 */
function readyOf(read) {
  const first = MONTH_FIRSTS_D[Number(read.get("month")) - 1];
  return dayIn(read.get("ready")) ?? (first === undefined ? null : dayText(first));
}

/**
 * Return the working season of an address, its first and its last day.
 * @param {string|null} text
 * @returns {[string, string]|null}
 */
function seasonOf(text) {
  const [opens, closes] = (text ?? "").split(",").map(dayIn);
  return opens && closes ? [opens, closes] : null;
}

/**
 * Return the state that an address describes.
 * @param {string} hash
 * @param {PlannerRecord} record
 * @returns {PlannerState}
 */
export function stateOfHash(hash, record) {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  const state = plannerDefaults();
  const deposits = record.cargoes.map(({ id }) => id);
  const words = { modes: record.modes, corridors: record.corridors, borders: record.borders, off: deposits };
  const share = Number(read.get("share"));
  const step = Number(read.get("step"));
  state.hub = record.hubs.find((id) => id === read.get("hub")) ?? state.hub;
  state.ready = readyOf(read);
  state.season = state.ready === null ? seasonOf(read.get("season")) : null;
  if (Number.isInteger(share) && share > 0) state.share = share;
  if (Number.isInteger(step) && step > 0 && step <= (record.story?.views.length ?? 0)) state.step = step;
  state.year = record.years.find((year) => year === read.get("year")) ?? state.year;
  state.chosen = deposits.find((id) => id === read.get("chosen")) ?? null;
  state.sort = SORTS.find((key) => key === read.get("sort")) ?? state.sort;
  state.surface = read.get("surface") === "on";
  state.at = placeOfMap().read(read.get("at") ?? "");
  state.descending = read.get("order") === "descending";
  state.factors = factorsOf(read.get("rates"), record);
  for (const name of SETS) state[name] = new Set(known(read.get(name), words[name]));
  return state;
}

/**
 * Return the address of a state; what is as at the opening is left out.
 * @param {PlannerState} state
 * @param {string|null} language
 * @returns {string}
 */
export function hashOfState(state, language) {
  const write = new URLSearchParams();
  const defaults = plannerDefaults();
  for (const name of WORDS) {
    if (state[name] !== defaults[name] && state[name] !== null) write.set(name, String(state[name]));
  }
  if (state.season) write.set("season", state.season.join(","));
  if (state.share) write.set("share", String(state.share));
  if (state.step) write.set("step", String(state.step));
  if (state.surface) write.set("surface", "on");
  if (state.descending) write.set("order", "descending");
  const rates = Object.entries(state.factors).map(([name, factor]) => `${name}:${factor}`);
  if (rates.length) write.set("rates", rates.join(","));
  for (const name of SETS) if (state[name].size) write.set(name, [...state[name]].join(","));
  if (language) write.set("lang", language);
  return `#${write}`;
}
