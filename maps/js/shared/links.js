/**
 * The network: links as lines on a canvas, coloured and dashed by mode.
 */

import { later } from "./later.js";
import { DATA, decodeLine, el, wordOf } from "./page.js";
import { lineLayer } from "./plane_lines.js";
import { MODES } from "./modes.js";

/** @import { LinkRecord, Links, Mode, NameOf, SiteAt } from "../types.js" */

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
 * Return what is said of a link under the pointer: what it is, from where to where, and what more
 * the page tells of it.
 * @param {LinkRecord} link
 * @param {NameOf} nameOf
 * @param {string} more
 */
const tipOf = (link, nameOf, more) => el("span", {}, el("b", {}, wordOf(link.mode)),
  ` ${nameOf(link.from_id)} – ${nameOf(link.to_id)}`, ...(more ? [el("br"), more] : []));

/**
 * Return a link on the map.
 * @param {L.Map} map
 * @param {LinkRecord} link
 * @param {NameOf} nameOf
 * @param {{renderer: L.Canvas, siteAt: SiteAt, tell: (id: string) => string}} options
 */
function linkLayer(map, link, nameOf, { renderer, siteAt, tell }) {
  const style = styleOf(link);
  const layer = lineLayer(decodeLine(link.line), { ...style, renderer, smoothFactor: 0.7 });
  layer.on("click", (event) => {
    L.DomEvent.stop(event);
    const site = siteAt(event);
    if (site) site.open();
    else later().openCard(map, event.latlng, later().linkCard(link, nameOf), null);
  });
  layer.on("mouseover", () => layer.setStyle({ weight: style.weight + 2.5, opacity: 1 }));
  layer.on("mouseout", () => layer.setStyle(style));
  layer.bindTooltip(() => tipOf(link, nameOf, tell(link.id)), { sticky: true, className: "z-tip" });
  return layer;
}

/**
 * Return the links, a layer for each mode that has any, not yet on the map.
 * @param {L.Map} map
 * @param {NameOf} nameOf
 * @param {L.Canvas} [renderer]
 * @param {SiteAt} [siteAt] Which site a tap means that falls on a link.
 * @returns {Links}
 */
export function makeLinks(map, nameOf, renderer = linkCanvas(map), siteAt = () => null) {
  /** @type {Map<Mode, L.LayerGroup>} */
  const groups = new Map();
  /** @type {Map<string, L.Polyline>} */
  const layers = new Map();
  /** @type {(id: string) => string} */
  let telling = () => "";
  const options = { renderer, siteAt, tell: (/** @type {string} */ id) => telling(id) };
  for (const link of DATA.links) {
    const layer = linkLayer(map, link, nameOf, options);
    layers.set(link.id, layer);
    const group = groups.get(link.mode) ?? L.layerGroup();
    groups.set(link.mode, group.addLayer(layer));
  }
  const modeOf = new Map(DATA.links.map(({ id, mode }) => [id, mode]));
  /** @type {Set<string>} */
  let pinned = new Set();
  /**
   * Whether a link is drawn with those of its mode; an access link, which is but reckoned, is not.
   * @param {string} id
   */
  function isOn(id) {
    const group = groups.get(/** @type {Mode} */ (modeOf.get(id)));
    return group !== undefined && map.hasLayer(group);
  }
  const showPinned = () => {
    for (const id of pinned) layers.get(id)?.addTo(map);
  };
  map.on("layerremove", ({ layer }) => {
    if ([...groups.values()].some((group) => group === layer)) showPinned();
  });
  return {
    groups,
    pin(ids) {
      for (const id of pinned) if (!ids.has(id) && !isOn(id)) layers.get(id)?.remove();
      pinned = ids;
      showPinned();
    },
    setTelling(tell) {
      telling = tell;
    },
  };
}
