/**
 * How a page opens: the entry module of the page draws it, and the document then says that it stands.
 */

import "./crs.js";
import { unpackData } from "./packed.js";

/**
 * Draw a page on its map. What layers of users have chosen as the view stays.
 * @param {L.Map} map
 * @param {(map: L.Map) => void|Promise<void>} draw
 */
export async function open(map, draw) {
  await unpackData();
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  const isMoved = !centre.equals(L.latLng(map.options.center ?? centre)) || zoom !== map.options.zoom;
  await draw(map);
  if (isMoved) map.setView(centre, zoom, { animate: false });
  document.body.dataset.ready = "yes";
}
