/**
 * Remoteness under the planner's map: a surface of the way out, of the month of the view.
 */
"use strict";
(function () {
  const { el, fill } = zimnik;
  const QUANTITY = "cost_usd_per_t";

  /**
   * Return the switch of the surface and a function that shows it for a state; null without one.
   * @param {L.Map} map
   * @param {Object} record What `maps/pages/planner.py` made.
   * @param {(part: Object) => void} change
   */
  zimnik.plannerSurface = async function (map, { surface, bands }, change) {
    if (!surface) return null;
    const words = zimnik.text.remoteness;
    const made = zimnik.makeSurface(map, surface, await zimnik.unpack(surface), bands);
    const goal = words.titles[surface.goal].toLowerCase();
    let isOn = false;
    const reading = zimnik.addReading(map, (latlng) => {
      const band = isOn ? made.bandAt(latlng) : -1;
      if (band < 0) return null;
      return band === surface.no_way ? words.no_way : zimnik.bandText(QUANTITY, bands[QUANTITY], band);
    });
    const title = el("span", {});
    const box = el("input", { type: "checkbox", id: "z-surface" });
    const legend = el("div", {});
    box.addEventListener("change", () => change({ surface: box.checked }));
    return {
      row: el("div", {}, el("label", { class: "z-layer" }, box, title), legend),
      show(state) {
        const ready = state.month ? fill(words.first_of, { month: zimnik.monthName(state.month) }) : words.best_month;
        title.textContent = fill(words.surface_title, { goal, ready });
        box.checked = state.surface;
        if (state.surface || isOn) made.show(QUANTITY, state.month, state.surface);
        if (state.surface !== isOn) {
          legend.replaceChildren(...(state.surface ? [zimnik.bandLegend(QUANTITY, bands[QUANTITY], ""),
            el("p", { class: "z-note" }, words.surface_note)] : []));
        }
        isOn = state.surface;
        reading.refresh();
      },
    };
  };
})();
