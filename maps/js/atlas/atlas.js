/**
 * The atlas page: every place and every link, with switches, search and names.
 */

import { atlasHome, drawGround } from "../shared/ground.js";
import { byId, TEXT } from "../shared/page.js";

/**
 * Draw the atlas alone.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const { legend } = drawGround(map,
    { panelLabel: TEXT.ui.panel, allOn: true, home: atlasHome });
  byId("z-panel").append(...legend);
}
