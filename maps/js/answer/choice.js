/**
 * What is chosen on the map: the rest fades, and the map flies to it.
 */

import { fitView } from "../shared/view.js";

/** @import { PlaceSymbol } from "../types.js" */

const PADDING_PX = 36;
const BUTTONS_PX = 40;

/**
 * Fade all sites but one, or show all alike.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {string|null} id
 */
export function emphasize(map, symbols, id) {
  map.getContainer().classList.toggle("z-has-choice", id !== null);
  for (const { place, layer } of symbols) {
    layer.getElement()?.classList.toggle("z-is-chosen", place.id === id);
  }
}

/**
 * Fly to some points, with room around them.
 * @param {L.Map} map
 * @param {L.LatLng[]} points
 */
export function flyTo(map, points) {
  map.invalidateSize({ animate: false, pan: false });
  const legend = map.getContainer().querySelector(".z-map-legend");
  const foot = Math.min(legend?.clientHeight ?? 0, map.getSize().y / 4);
  fitView(map, points, { maxZoom: 6, padding: PADDING_PX, animate: true, room: { left: BUTTONS_PX, foot } });
}
