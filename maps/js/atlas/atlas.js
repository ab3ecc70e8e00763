/**
 * The atlas page: every place and every link, with switches, search and names.
 */
"use strict";
/**
 * Draw the atlas alone.
 * @param {L.Map} map
 */
zimnik.startAtlas = function (map) {
  const { legend } = zimnik.drawGround(map,
    { panelLabel: zimnik.text.ui.panel, allOn: true, home: zimnik.atlasHome });
  document.getElementById("z-panel").append(...legend);
};
