/**
 * Tiles of the web over the land of the page, for pages in Web Mercator.
 *
 * The tile server answers only those who say from where they ask, which a page opened from a disk
 * cannot do; there, and without a network, nothing is asked for and the land of the page shows.
 */

import { el, TEXT } from "./page.js";

/** @import { Tiles } from "../types.js" */

const isServed = location.protocol.startsWith("http");

/**
 * Put tiles on a map as soon as they can be asked for.
 * @param {L.Map} map
 * @param {Tiles} tiles
 */
export function addTiles(map, { url, options }) {
  const layer = L.tileLayer(url, options);
  const show = () => {
    if (isServed && navigator.onLine) layer.addTo(map);
  };
  addEventListener("online", show);
  show();
}

/**
 * Return what the footer says of the tiles.
 * @param {Tiles} tiles
 */
export function tileCredit({ terms, options }) {
  const credit = el("span", {}, `${TEXT.ui.tiles} `,
    el("a", { href: terms }, options.attribution));
  if (!isServed) credit.append(` ${TEXT.ui.tiles_need_server}`);
  return credit;
}
