/**
 * The box in the corner of the map in which the keys of an answer always stand.
 */

import { TEXT } from "../shared/page.js";

/** A box in the corner of the map. */
class LegendBox extends L.Control {
  /** @param {HTMLElement} box */
  constructor(box) {
    super({ position: "bottomright" });
    this.box = box;
  }

  onAdd() {
    L.DomEvent.disableClickPropagation(this.box);
    return this.box;
  }
}

/**
 * Put a box of keys on the map, where it always stands.
 * @param {L.Map} map
 * @param {HTMLElement} keys
 */
export function addLegendBox(map, keys) {
  keys.classList.add("z-map-legend");
  keys.setAttribute("role", "region");
  keys.setAttribute("aria-label", TEXT.ui.legend);
  new LegendBox(keys).addTo(map);
}
