/**
 * What part of the world is shown, reckoned in the projected plane.
 *
 * Leaflet fits and limits views by boxes of latitude and longitude, which in a conic projection
 * are not boxes on the screen; here both are done in projected metres.
 */
"use strict";
(function () {
  /**
   * Return the box around points, in projected metres.
   * @param {L.Map} map
   * @param {L.LatLng[]} latlngs
   */
  zimnik.projectedBox = (map, latlngs) =>
    L.bounds(latlngs.map((latlng) => map.options.crs.projection.project(latlng)));

  /**
   * Show all the points, at most as large as `maxZoom`.
   * @param {L.Map} map
   * @param {L.LatLng[]} latlngs
   */
  zimnik.fit = function (map, latlngs, { maxZoom = 6, padding = 24, animate = false } = {}) {
    if (latlngs.length === 0) return;
    const { crs } = map.options;
    const box = zimnik.projectedBox(map, latlngs);
    const size = map.getSize().subtract([2 * padding, 2 * padding]);
    const extent = box.getSize();
    const scale = Math.min(size.x / Math.max(extent.x, 1), size.y / Math.max(extent.y, 1));
    const snap = map.options.zoomSnap || 1;
    // What a projected metre measures at scale 1; Web Mercator takes the whole world for its unit.
    const [from, to] = [0, 1].map((x) => crs.transformation.transform(L.point(x, 0), 1).x);
    const zoom = Math.min(maxZoom, Math.floor(crs.zoom(scale / (to - from)) / snap) * snap);
    const centre = crs.projection.unproject(box.getCenter());
    map.setView(centre, Math.max(map.getMinZoom(), zoom), { animate });
  };

  /**
   * Keep the centre of the view within the box of what there is to see.
   * @param {L.Map} map
   * @param {L.LatLng[]} latlngs
   */
  zimnik.limitPan = function (map, latlngs) {
    if (latlngs.length === 0) return;
    const box = zimnik.projectedBox(map, latlngs);
    map.on("dragend zoomend", () => {
      const { projection } = map.options.crs;
      const centre = projection.project(map.getCenter());
      const x = Math.max(box.min.x, Math.min(box.max.x, centre.x));
      const y = Math.max(box.min.y, Math.min(box.max.y, centre.y));
      if (x !== centre.x || y !== centre.y) map.panTo(projection.unproject(L.point(x, y)));
    });
  };
})();
