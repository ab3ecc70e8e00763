/**
 * Remoteness under the planner's map: a surface of the cost to get out, of the month of the view.
 */

import { makeSurface } from "../remoteness/surface.js";
import { addReading, bandLegend, bandText } from "../remoteness/surface_reading.js";
import { unpack } from "../shared/arrays.js";
import { el, fill, monthName, TEXT } from "../shared/page.js";

/** @import { Control, PlannerChange, PlannerPageRecord, PlannerState } from "../types.js" */

const QUANTITY = "cost_usd_per_t";

/**
 * Return the switch of the surface and a function that shows it for a state; null without one.
 * @param {L.Map} map
 * @param {Pick<PlannerPageRecord, "surface"|"bands">} record
 * @param {PlannerChange} change
 * @returns {Promise<Control<PlannerState>|null>}
 */
export async function plannerSurface(map, { surface, bands }, change) {
  if (!surface) return null;
  const words = TEXT.remoteness;
  const made = makeSurface(map, surface, await unpack(surface), bands);
  const goal = words.titles[surface.goal].toLowerCase();
  let isOn = false;
  const reading = addReading(map, (latlng) => {
    const band = isOn ? made.bandAt(latlng) : -1;
    if (band < 0) return null;
    return band === surface.no_route ? words.no_route : bandText(QUANTITY, bands[QUANTITY], band);
  });
  const title = el("span", {});
  const box = el("input", { type: "checkbox", id: "z-surface" });
  const legend = el("div", {});
  box.addEventListener("change", () => change({ surface: box.checked }));
  return {
    row: el("div", {}, el("label", { class: "z-layer" }, box, title), legend),
    show(state) {
      const month = state.ready === null ? 0 : Number(state.ready.slice(0, 2));
      const ready = month ? fill(words.first_of, { month: monthName(month) }) : words.best_month;
      title.textContent = fill(words.surface_title, { goal, ready });
      box.checked = state.surface;
      if (state.surface || isOn) made.show(QUANTITY, month, state.surface);
      if (state.surface !== isOn) {
        legend.replaceChildren(...(state.surface ? [bandLegend(QUANTITY, bands[QUANTITY], ""),
          el("p", { class: "z-note" }, words.surface_note)] : []));
      }
      isOn = state.surface;
      reading.refresh();
    },
  };
}
