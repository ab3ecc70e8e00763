/**
 * How a page opens: the entry module of the page draws it, and the document then says that it stands.
 */

import "./crs.js";
import { unpackData } from "./packed.js";

/**
 * Draw a page on its map.
 * @param {L.Map} map
 * @param {(map: L.Map) => void|Promise<void>} draw
 */
export async function open(map, draw) {
  await unpackData();
  await draw(map);
  document.body.dataset.ready = "yes";
}
