/**
 * The projections of the pages as coordinate systems of Leaflet.
 *
 * Owns L.CRS.ZIMNIK_REGION (the equal-area projection of the region), L.CRS.ZIMNIK_POLAR (Lambert
 * azimuthal equal-area from the pole) and L.CRS.ZIMNIK_MERCATOR, Leaflet's own Web Mercator
 * (EPSG:3857) for tiles. The names are those that `maps/page/frame.py` gives to its maps; the
 * parameters of the one that a page is drawn in stand in its data.
 *
 * Scale: zoom 0 shows 32,768 projected metres in a pixel, every further level half as many. The
 * levels of Mercator are one less than those of the tiles, so that a level shows about as much of
 * the ground at 65 N as in the other projections.
 */

import { DATA, latLng } from "./page.js";
import { geodesicM, projectionOf } from "./projection.js";

/** @import { Projection } from "../types.js" */

const ZOOM_0_M_PER_PX = 32768;
const DRAWN = projectionOf(DATA.ground.projection);

/**
 * Return the length in metres between two positions of Leaflet.
 * @param {L.LatLng} from
 * @param {L.LatLng} to
 */
const distance = (from, to) => geodesicM([from.lng, from.lat], [to.lng, to.lat]);

/**
 * Return a coordinate system that shows projected metres.
 * @param {string} code
 * @param {Projection} projection
 * @param {L.Bounds} bounds In projected metres.
 */
function crs(code, { project, unproject }, bounds) {
  return L.extend({}, L.CRS, {
    code,
    projection: {
      bounds,
      /** @param {L.LatLng} latlng */
      project: ({ lat, lng }) => L.point(project([lng, lat])),
      /** @param {L.Point} point */
      unproject({ x, y }) {
        const [lng, lat] = unproject([x, y]);
        return L.latLng(lat, lng);
      },
    },
    transformation: new L.Transformation(1, 0, -1, 0),
    infinite: true,
    /** @param {number} zoom */
    scale: (zoom) => 2 ** zoom / ZOOM_0_M_PER_PX,
    /** @param {number} scale */
    zoom: (scale) => Math.log2(scale * ZOOM_0_M_PER_PX),
    distance,
  });
}

Object.assign(L.CRS, {
  ZIMNIK_REGION: crs("ZIMNIK:REGION", DRAWN, L.bounds([-9e6, -9e6], [9e6, 9e6])),
  ZIMNIK_POLAR: crs("ZIMNIK:POLAR", DRAWN, L.bounds([-9e6, -9e6], [9e6, 9e6])),
  ZIMNIK_MERCATOR: L.extend({}, L.CRS.EPSG3857, {
    projection: L.extend({}, L.Projection.SphericalMercator, {
      /** @param {L.LatLng} latlng */
      project: ({ lat, lng }) => L.Projection.SphericalMercator.project(latLng(lng, lat)),
    }),
    /** @param {number} zoom */
    scale: (zoom) => L.CRS.EPSG3857.scale(zoom + 1),
    /** @param {number} scale */
    zoom: (scale) => L.CRS.EPSG3857.zoom(scale) - 1,
    distance,
  }),
});
