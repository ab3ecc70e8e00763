/**
 * When cargo is ready: made evenly over the year or over a working season, or all of it on one day.
 */

import { field } from "../panel/parts.js";
import { dayOf, dayText, YEAR_D } from "../shared/calendar.js";
import { el, monthDay, TEXT } from "../shared/page.js";

/** @import { Control, PlannerChange, PlannerState } from "../types.js" */

/** @typedef {"year"|"season"|"day"} Basis */

const words = () => TEXT.planner;
/** What a choice begins with: a season without snow, and the middle of the year. */
const FIRST_SEASON = /** @type {[string, string]} */ (["05-01", "10-31"]);
const FIRST_DAY = "07-01";

/** @type {Record<Basis, Pick<PlannerState, "ready"|"season">>} */
const BEGINNINGS = {
  year: { ready: null, season: null },
  season: { ready: null, season: FIRST_SEASON },
  day: { ready: FIRST_DAY, season: null },
};

/**
 * Return the basis of a state.
 * @param {Pick<PlannerState, "ready"|"season">} state
 * @returns {Basis}
 */
const basisOf = ({ ready, season }) => {
  if (ready !== null) return "day";
  return season === null ? "year" : "season";
};

/**
 * Return a slider over the days of the year, and a function that shows a day in it.
 * @param {string} id
 * @param {string} label
 * @param {(day: string) => void} act
 */
function daySlider(id, label, act) {
  const value = el("output", { class: "z-value", for: id });
  const input = el("input", { id, type: "range", min: "0", max: String(YEAR_D - 1), step: "1" });
  input.addEventListener("input", () => act(dayText(Number(input.value))));
  return {
    row: field(label, input, value),
    /** @param {string|null} day */
    show(day) {
      if (day === null) return;
      input.value = String(dayOf(day));
      input.setAttribute("aria-valuetext", monthDay(day));
      value.textContent = monthDay(day);
    },
  };
}

/**
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
export function readyField(change) {
  const bases = /** @type {Basis[]} */ (["year", "season", "day"]);
  const select = el("select", { id: "z-basis" },
    ...bases.map((basis) => el("option", { value: basis }, words().bases[basis])));
  select.addEventListener("change", () =>
    change({ ...BEGINNINGS[/** @type {Basis} */ (select.value)], share: 0 }));
  const day = daySlider("z-ready", words().ready_on, (ready) => change({ ready, share: 0 }));
  const opens = daySlider("z-season-from", words().season_from, (from) =>
    change(({ season }) => ({ season: [from, (season ?? FIRST_SEASON)[1]], share: 0 })));
  const closes = daySlider("z-season-to", words().season_to, (to) =>
    change(({ season }) => ({ season: [(season ?? FIRST_SEASON)[0], to], share: 0 })));
  return {
    row: el("div", {}, field(words().ready, select), opens.row, closes.row, day.row),
    show(state) {
      const basis = basisOf(state);
      select.value = basis;
      opens.row.hidden = basis !== "season";
      closes.row.hidden = basis !== "season";
      day.row.hidden = basis !== "day";
      day.show(state.ready);
      opens.show(state.season && state.season[0]);
      closes.show(state.season && state.season[1]);
    },
  };
}
