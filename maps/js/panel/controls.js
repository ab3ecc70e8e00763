/**
 * What panels are made of: groups of choices, and the buttons that take a view elsewhere.
 */

import { savePicture } from "./export.js";
import { fileNameOf, saveTable } from "./table_file.js";
import { copyAddress } from "../shared/address.js";
import { questionTitle } from "../shared/imprint.js";
import { el, TEXT, wordOf } from "../shared/page.js";

/**
 * Return radio buttons or boxes with a heading, and a function that shows which are on.
 * @param {string} legend
 * @template {string} V
 * @param {"radio"|"checkbox"} type
 * @param {string} name
 * @param {Array<{value: V, label: string}>} options
 * @param {(value: V, isOn: boolean) => void} act
 */
export function choices(legend, type, name, options, act) {
  const inputs = options.map(({ value, label }) => {
    const input = el("input", { type, name, value });
    input.addEventListener("change", () => act(value, input.checked));
    return { value, input, row: el("label", {}, input, label) };
  });
  return {
    row: el("fieldset", { class: "z-choices" }, el("legend", {}, legend), ...inputs.map(({ row }) => row)),
    /** @param {(value: V) => boolean} isOn */
    show(isOn) {
      for (const { value, input } of inputs) input.checked = isOn(value);
    },
  };
}

/**
 * Return the buttons that save the table and the map, copy the address, begin again and print.
 * @param {L.Map} map
 * @param {string} name Of the files.
 * @param {{cells: () => unknown[][], said: () => string, reset: () => void,
 *   more?: Record<string, () => void>}} options `more` acts have a word in those of the planner.
 */
export function actions(map, name, { cells, said, reset, more = {} }) {
  const told = el("span", { class: "z-told", role: "status" });
  const file = () => `${name}-${fileNameOf(questionTitle())}`;
  const acts = {
    csv: () => saveTable(cells(), file()),
    png: () => savePicture(map, document.title, said(), file()),
    link: async () => {
      told.textContent = await copyAddress();
    },
    ...more,
    reset,
    print: () => print(),
  };
  const words = { ...TEXT.share.acts, ...TEXT.planner.acts };
  return el("div", { class: "z-actions" }, ...Object.entries(acts).map(([key, act]) => {
    const button = el("button", { type: "button", class: "z-button", "data-act": key },
      wordOf(key, words));
    button.addEventListener("click", act);
    return button;
  }), told);
}

/**
 * Return whether a place is in view.
 * @param {L.Map} map
 * @param {L.LatLng} latlng
 */
export function isInView(map, latlng) {
  const { x, y } = map.latLngToContainerPoint(latlng);
  const size = map.getSize();
  return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
}
