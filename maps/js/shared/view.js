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
 * Show all the points, at most as large as `maxZoom`.
 * @param {L.Map} map
 * @param {L.LatLng[]} latlngs
 * @param {FitOptions} [options]
 */
export function fitView(map, latlngs, { maxZoom = 6, padding = 24, animate = false } = {}) {
  if (latlngs.length === 0) return;
  const crs = crsOf(map);
  const box = projectedBox(map, latlngs);
  const size = map.getSize().subtract([2 * padding, 2 * padding]);
  const extent = box.getSize();
  const scale = Math.min(size.x / Math.max(extent.x, 1), size.y / Math.max(extent.y, 1));
  const snap = map.options.zoomSnap || 1;
  // What a projected metre measures at scale 1; Web Mercator takes the whole world for its unit.
  const [from, to] = [0, 1].map((x) => crs.transformation.transform(L.point(x, 0), 1).x);
  const zoom = Math.min(maxZoom, Math.floor(crs.zoom(scale / (to - from)) / snap) * snap);
  const centre = crs.projection.unproject(box.getCenter());
  map.setView(centre, Math.max(map.getMinZoom(), zoom), { animate });
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
    const px = 1 / crsOf(map).scale(map.getZoom());
    if (Math.hypot(x - centre.x, y - centre.y) > 2 * px) {
      map.setView(projection.unproject(L.point(x, y)), map.getZoom(), { animate: false });
    }
  });
}
