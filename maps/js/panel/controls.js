/**
 * What panels are made of: groups of choices.
 */

import { el } from "../shared/page.js";

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
 * Return whether a place is in view.
 * @param {L.Map} map
 * @param {L.LatLng} latlng
 */
export function isInView(map, latlng) {
  const { x, y } = map.latLngToContainerPoint(latlng);
  const size = map.getSize();
  return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
}
