/**
 * The network: links as lines on a canvas, coloured and dashed by mode.
 */

import { DATA, decodeLine } from "./page.js";
import { linkCard, openCard } from "./popup.js";
import { MODES } from "./symbols.js";

/** @import { LinkRecord, Mode } from "../types.js" */

/**
 * Return the style of a link; what does not exist is drawn pale and thin.
 * @param {LinkRecord} link
 */
function styleOf(link) {
  const style = MODES[link.mode];
  const isMissing = link.state !== "existing";
  return {
    ...style,
    weight: isMissing ? style.weight * 0.7 : style.weight,
    opacity: isMissing ? 0.5 : 0.9,
  };
}

/**
 * Return the canvas that links are drawn on; it takes every click below the places.
 * @param {L.Map} map
 */
export function linkCanvas(map) {
  map.createPane("z-links").style.zIndex = "420";
  return L.canvas({ pane: "z-links", padding: 0.4, tolerance: 6 });
}

/**
 * Return a layer for each mode that has links, not yet on the map.
 * @param {L.Map} map
 * @param {(id: string) => string} nameOf
 * @param {L.Canvas} [renderer]
 * @returns {Map<Mode, L.LayerGroup>}
 */
export function makeLinks(map, nameOf, renderer = linkCanvas(map)) {
  /** @type {Map<Mode, L.LayerGroup>} */
  const groups = new Map();
  for (const link of DATA.links) {
    const style = styleOf(link);
    const layer = L.polyline(decodeLine(link.line),
      { ...style, renderer, smoothFactor: 0.7 });
    layer.on("click", (event) => {
      L.DomEvent.stop(event);
      openCard(map, event.latlng, linkCard(link, nameOf), null);
    });
    layer.on("mouseover", () => layer.setStyle({ weight: style.weight + 2.5, opacity: 1 }));
    layer.on("mouseout", () => layer.setStyle(style));
    const group = groups.get(link.mode) ?? L.layerGroup();
    groups.set(link.mode, group.addLayer(layer));
  }
  return groups;
}
