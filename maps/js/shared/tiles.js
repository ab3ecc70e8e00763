/**
 * Tiles of the web over the land of the page, for pages in Web Mercator.
 *
 * The tile server answers only those who say from where they ask, which a page opened from a disk
 * cannot do; there, and without a network, nothing is asked for and the land of the page shows.
 */

import { el, TEXT } from "./page.js";

/** @import { GridInternals, Tiles } from "../types.js" */

const isServed = location.protocol.startsWith("http");

/**
 * Tiles of the whole world in a row: maps here begin elsewhere than at 180 degrees, where Leaflet
 * looks for both ends of the row.
 */
class WorldTiles extends L.TileLayer {
  _resetGrid() {
    // @ts-expect-error Leaflet does not publish it.
    super._resetGrid();
    const inner = /** @type {GridInternals} */ (/** @type {unknown} */ (this));
    inner._wrapX = [0, 2 ** (inner._tileZoom + (this.options.zoomOffset ?? 0))];
  }
}

/**
 * Put tiles on a map as soon as they can be asked for.
 * @param {L.Map} map
 * @param {Tiles} tiles
 */
export function addTiles(map, { url, options }) {
  const layer = new WorldTiles(url, options);
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
