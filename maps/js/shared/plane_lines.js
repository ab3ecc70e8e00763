/**
 * Lines and areas whose points are projected once: a step of a zoom scales and shifts them where
 * they lie, and cuts only what the edge of the canvas cuts.
 *
 * Leaflet projects and copies every point at every step, which is most of what a step costs.
 */

import { crsOf } from "./view.js";

/** @import { LineInternals } from "../types.js" */

/**
 * A ring in the plane at scale 1, its points on the map, and the box of those.
 * @typedef {{xs: Float64Array, ys: Float64Array, points: L.Point[], box: L.Bounds}} Ring
 */

/**
 * Return the rings of nested positions.
 * @param {L.LatLng[]|L.LatLng[][]|L.LatLng[][][]} latlngs
 * @returns {L.LatLng[][]}
 */
const ringsOf = (latlngs) => (latlngs.length && Array.isArray(latlngs[0])
  ? /** @type {L.LatLng[][]} */ (latlngs).flatMap(ringsOf) : [/** @type {L.LatLng[]} */ (latlngs)]);

/**
 * @param {L.Map} map
 * @param {L.LatLng[]} latlngs
 * @returns {Ring}
 */
function ringOf(map, latlngs) {
  const { projection, transformation } = crsOf(map);
  const [xs, ys] = [new Float64Array(latlngs.length), new Float64Array(latlngs.length)];
  latlngs.forEach((latlng, i) => {
    const { x, y } = transformation.transform(projection.project(latlng), 1);
    [xs[i], ys[i]] = [x, y];
  });
  return { xs, ys, points: latlngs.map(() => L.point(0, 0)), box: L.bounds([]) };
}

/**
 * Move the points of a ring to where a zoom shows them.
 * @param {Ring} ring
 * @param {number} scale
 * @param {L.Point} origin
 */
function place(ring, scale, origin) {
  const { xs, ys, points } = ring;
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 1) {
    const x = Math.round(xs[i] * scale) - origin.x;
    const y = Math.round(ys[i] * scale) - origin.y;
    points[i].x = x;
    points[i].y = y;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  ring.box = L.bounds(points.length ? [L.point(west, north), L.point(east, south)] : []);
}

/**
 * Do what `_project` of Leaflet does.
 * @param {LineInternals} line
 */
function project(line) {
  const map = line._map;
  if (line.planeOf !== line._latlngs) {
    line.plane = ringsOf(line._latlngs).map((ring) => ringOf(map, ring));
    line.planeOf = line._latlngs;
  }
  const bounds = L.bounds([]);
  const [scale, origin] = [crsOf(map).scale(map.getZoom()), map.getPixelOrigin()];
  for (const ring of line.plane) {
    place(ring, scale, origin);
    if (ring.points.length) bounds.extend(ring.box.getTopLeft()).extend(ring.box.getBottomRight());
  }
  line._rings = line.plane.map(({ points }) => points);
  if (!bounds.isValid()) return;
  line._rawPxBounds = bounds;
  line._updateBounds();
}

/**
 * Cut the rings that cross the edge of the canvas as Leaflet does; the others are whole or not there.
 * @param {LineInternals} line
 * @param {() => void} cut What Leaflet does with all of `_rings`.
 */
function clip(line, cut) {
  const { min, max } = line._renderer._bounds;
  const margin = L.point(1, 1).multiplyBy((line.options.weight ?? 0) + 1);
  const inner = L.bounds(min.add(margin), max.subtract(margin));
  const outer = L.bounds(min.subtract(margin), max.add(margin));
  const seen = line.plane.filter(({ points, box }) => points.length && outer.overlaps(box));
  const [whole, crossing] = [seen.filter(({ box }) => inner.contains(box)),
    seen.filter(({ box }) => !inner.contains(box))];
  const all = line._rings;
  line._rings = crossing.map(({ points }) => points);
  cut();
  line._rings = all;
  line._parts.push(...whole.map(({ points }) => points));
}

class PlaneLine extends L.Polyline {
  _project() {
    project(/** @type {LineInternals} */ (/** @type {unknown} */ (this)));
  }

  _clipPoints() {
    clip(/** @type {LineInternals} */ (/** @type {unknown} */ (this)),
      // @ts-expect-error Leaflet does not publish it.
      () => super._clipPoints());
  }
}

class PlaneArea extends L.Polygon {
  _project() {
    project(/** @type {LineInternals} */ (/** @type {unknown} */ (this)));
  }

  _clipPoints() {
    clip(/** @type {LineInternals} */ (/** @type {unknown} */ (this)),
      // @ts-expect-error Leaflet does not publish it.
      () => super._clipPoints());
  }
}

/**
 * Return a line, or several as one layer.
 * @param {L.LatLng[]|L.LatLng[][]} latlngs
 * @param {L.PolylineOptions} options
 * @returns {L.Polyline}
 */
export const lineLayer = (latlngs, options) => new PlaneLine(latlngs, options);

/**
 * Return an area of polygons, each its rings.
 * @param {L.LatLng[]|L.LatLng[][]|L.LatLng[][][]} latlngs
 * @param {L.PolylineOptions} options
 * @returns {L.Polygon}
 */
export const areaLayerOf = (latlngs, options) => new PlaneArea(latlngs, options);
