/**
 * Which site a tap means: sites are small, and what lies near one is rarely meant.
 */

/** @import { PlaceSymbol, SiteAt } from "../types.js" */

const FINGER_PX = 20;
const MOUSE_PX = 5;

/**
 * Return a function that gives the deposit a tap means, though it fell beside it.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @returns {SiteAt}
 */
export function siteTaps(map, symbols) {
  const sites = symbols.filter(({ place }) => place.family === "deposit");
  return ({ containerPoint, originalEvent }) => {
    const isMouse = /** @type {PointerEvent} */ (originalEvent).pointerType === "mouse";
    const reach = isMouse ? MOUSE_PX : FINGER_PX;
    const near = sites.filter(({ layer }) => map.hasLayer(layer)).map((symbol) => ({
      symbol,
      apart: map.latLngToContainerPoint(symbol.latlng).distanceTo(containerPoint),
    })).filter(({ symbol, apart }) => apart <= Math.max(reach, symbol.layer.getRadius() + MOUSE_PX));
    return near.length === 0 ? null
      : near.reduce((one, other) => (other.apart < one.apart ? other : one)).symbol;
  };
}
