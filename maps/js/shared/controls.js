/**
 * What panels are made of: groups of choices, the buttons that take a view elsewhere, warnings.
 */
"use strict";
(function () {
  const { el } = zimnik;

  /**
   * Return radio buttons or boxes with a heading, and a function that shows which are on.
   * @param {string} legend
   * @param {"radio"|"checkbox"} type
   * @param {string} name
   * @param {Array<{value: string, label: string}>} options
   * @param {(value: string, isOn: boolean) => void} act
   */
  zimnik.choices = function (legend, type, name, options, act) {
    const inputs = options.map(({ value, label }) => {
      const input = el("input", { type, name, value });
      input.addEventListener("change", () => act(value, input.checked));
      return { input, row: el("label", {}, input, label) };
    });
    return {
      row: el("fieldset", { class: "z-choices" }, el("legend", {}, legend), ...inputs.map(({ row }) => row)),
      show(isOn) {
        for (const { input } of inputs) input.checked = isOn(input.value);
      },
    };
  };

  /**
   * Return the buttons that save the table and the map, and begin again.
   * @param {L.Map} map
   * @param {string} name Of the files.
   * @param {{cells: () => Array<Array<*>>, said: () => string, reset: () => void}} options
   */
  zimnik.actions = function (map, name, { cells, said, reset }) {
    const acts = {
      csv: () => zimnik.save(new Blob([zimnik.csvText(cells())], { type: "text/csv;charset=utf-8" }), `${name}.csv`),
      png: () => zimnik.pictureOf(map, zimnik.data.imprint.title,
        [said(), [...document.querySelectorAll("#z-foot span")].map((one) => one.textContent).join(" · ")])
        .toBlob((blob) => zimnik.save(blob, `${name}.png`), "image/png"),
      reset,
    };
    return el("div", { class: "z-actions" }, ...Object.entries(acts).map(([key, act]) => {
      const button = el("button", { type: "button", class: "z-button", "data-act": key }, zimnik.text.planner.acts[key]);
      button.addEventListener("click", act);
      return button;
    }));
  };

  /** Return what the reader must mind, if anything. */
  zimnik.warningSection = (warnings) => (warnings.length
    ? [el("section", { class: "z-section" }, el("h2", {}, zimnik.text.route.warnings),
      el("ul", { class: "z-warnings" }, ...warnings.map((warning) => el("li", {}, warning))))]
    : []);

  /** Return whether a place is in view. */
  zimnik.isInView = function (map, latlng) {
    const { x, y } = map.latLngToContainerPoint(latlng);
    const size = map.getSize();
    return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
  };
})();
