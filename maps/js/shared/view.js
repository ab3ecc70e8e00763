/**
 * What part of the world is shown, reckoned in the projected plane.
 *
 * Leaflet fits and limits views by boxes of latitude and longitude, which in a conic projection
 * are not boxes on the screen; here both are done in projected metres.
 */

/** @import { FitOptions, PlaneCrs } from "../types.js" */

/**
 * Return the coordinate system of a map.
 * @param {L.Map} map
 */
export const crsOf = (map) => /** @type {PlaneCrs} */ (map.options.crs);

/**
 * Return the box around points, in projected metres.
 * @param {L.Map} map
 * @param {L.LatLng[]} latlngs
 */
export const projectedBox = (map, latlngs) =>
  L.bounds(latlngs.map((latlng) => crsOf(map).projection.project(latlng)));

/**
 * Return the projected metres of a pixel at scale 1, which in Web Mercator shows the whole world.
 * @param {L.Map} map
 */
function metresAtScale1(map) {
  const [from, to] = [0, 1].map((x) => crsOf(map).transformation.transform(L.point(x, 0), 1).x);
  return 1 / (to - from);
}

/**
 * What each map was fitted to, and whether it still flies there.
 * @type {WeakMap<L.Map, {centre: L.LatLng, zoom: number, isFlying: boolean, again: () => void}>}
 */
const fitted = new WeakMap();
const FLIGHT_S = 0.6;
const NO_ROOM = { left: 0, foot: 0 };

/** Return whether the reader asked for pages that do not move. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Return whether a map shows what it was fitted to, unmoved by the reader.
 * @param {L.Map} map
 */
function isUnmoved(map) {
  const fit = fitted.get(map);
  if (!fit) return false;
  const apart = map.project(map.getCenter(), fit.zoom).distanceTo(map.project(fit.centre, fit.zoom));
  return fit.isFlying || (map.getZoom() === fit.zoom && apart < 2);
}

/**
 * Take the room that the page gives a map, and fit anew what the reader has not moved since.
 * @param {L.Map} map
 */
export function keepView(map) {
  const wasUnmoved = isUnmoved(map);
  map.invalidateSize({ animate: false });
  const { x, y } = map.getSize();
  // A sheet of paper is no view of the reader's, nor is a box that is hidden.
  if (wasUnmoved && x > 0 && y > 0 && !matchMedia("print").matches) fitted.get(map)?.again();
}

/**
 * Show all the points, at most as large as `maxZoom`.
 * @param {L.Map} map
 * @param {L.LatLng[]} latlngs
 * @param {FitOptions} [options]
 */
export function fitView(map, latlngs, { maxZoom = 6, padding = 24, animate = false, room = NO_ROOM } = {}) {
  if (latlngs.length === 0) return;
  const crs = crsOf(map);
  const box = projectedBox(map, latlngs);
  const size = map.getSize().subtract([2 * padding + room.left, 2 * padding + room.foot]);
  const extent = box.getSize();
  const scale = Math.min(Math.max(60, size.x) / Math.max(extent.x, 1), Math.max(60, size.y) / Math.max(extent.y, 1));
  const snap = map.options.zoomSnap || 1;
  const fit = Math.min(maxZoom, Math.floor(crs.zoom(scale * metresAtScale1(map)) / snap) * snap);
  const zoom = Math.max(map.getMinZoom(), fit);
  const mPerPx = metresAtScale1(map) / crs.scale(zoom);
  const centre = crs.projection.unproject(
    box.getCenter().subtract([(room.left / 2) * mPerPx, (room.foot / 2) * mPerPx]));
  const again = () => fitView(map, latlngs, { maxZoom, padding, room });
  const flies = animate && !isStill();
  const known = { centre, zoom, isFlying: flies, again };
  fitted.set(map, known);
  if (!flies) {
    map.setView(centre, zoom, { animate: false });
    return;
  }
  map.once("moveend", () => { known.isFlying = false; });
  map.flyTo(centre, zoom, { duration: FLIGHT_S });
}

/**
 * Keep the centre of the view within the box of what there is to see, however it is moved.
 * @param {L.Map} map
 * @param {L.LatLng[]} latlngs
 */
export function limitPan(map, latlngs) {
  if (latlngs.length === 0) return;
  const box = projectedBox(map, latlngs);
  map.on("moveend", () => {
    const { projection } = crsOf(map);
    const centre = projection.project(map.getCenter());
    const [least, most] = [box.getTopLeft(), box.getBottomRight()];
    const x = Math.max(least.x, Math.min(most.x, centre.x));
    const y = Math.max(least.y, Math.min(most.y, centre.y));
    // What Leaflet rounds to a pixel is no move.
    const px = metresAtScale1(map) / crsOf(map).scale(map.getZoom());
    if (Math.hypot(x - centre.x, y - centre.y) > 2 * px) {
      map.setView(projection.unproject(L.point(x, y)), map.getZoom(), { animate: false });
    }
  });
}
