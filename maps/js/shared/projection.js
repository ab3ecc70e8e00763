/**
 * The map projections of the pages, as plain functions of degrees and metres.
 *
 * Owns the Albers equal-area conic projection and the Lambert azimuthal equal-area projection, both
 * on the WGS84 ellipsoid and by the parameters of the region, and the length of a geodesic. Two projections are a hundred
 * lines; proj4 would bring a build step, since its only package is an npm one. Equations are numbered
 * as in J. P. Snyder, Map projections: a working manual, USGS Professional Paper 1395, 1987. The
 * tests compare all of them with PROJ.
 */

/** @import { LonLat, PageGround, Projection } from "../types.js" */

const A_M = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;
const POLE_DEG = 90;

/**
 * q of Snyder (3-12): sine of the authalic latitude, not yet scaled.
 * @param {number} latRad
 */
function authalicQ(latRad) {
  const sin = Math.sin(latRad);
  const es = E * sin;
  return (1 - E2) * (sin / (1 - es * es) - Math.log((1 - es) / (1 + es)) / (2 * E));
}

const Q_POLE = authalicQ(Math.PI / 2);

/**
 * Latitude in radians of q: the series (3-18), good to 1 cm, which cannot diverge as (3-16) can.
 * @param {number} q
 */
function latitudeOfQ(q) {
  const beta = Math.asin(Math.max(-1, Math.min(1, q / Q_POLE)));
  const e4 = E2 * E2;
  const e6 = e4 * E2;
  return beta +
    (E2 / 3 + (31 * e4) / 180 + (517 * e6) / 5040) * Math.sin(2 * beta) +
    ((23 * e4) / 360 + (251 * e6) / 3780) * Math.sin(4 * beta) +
    ((761 * e6) / 45360) * Math.sin(6 * beta);
}

/**
 * m of Snyder (14-15): radius of a parallel over the semi-major axis.
 * @param {number} latRad
 */
function parallelM(latRad) {
  const es = E * Math.sin(latRad);
  return Math.cos(latRad) / Math.sqrt(1 - es * es);
}

/**
 * Longitude from the central meridian, -180 to 180; maps are cut opposite that meridian.
 * @param {number} lonDeg
 * @param {number} meridianDeg
 */
function fromMeridian(lonDeg, meridianDeg) {
  const d = (lonDeg - meridianDeg) % 360;
  return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

/**
 * Albers equal-area conic: Snyder (14-1) to (14-21).
 * @param {number} southDeg First standard parallel.
 * @param {number} northDeg Second standard parallel.
 * @param {number} originDeg Latitude of origin.
 * @param {number} meridianDeg Central meridian.
 * @returns {Projection}
 */
export function albers(southDeg, northDeg, originDeg, meridianDeg) {
  const m1 = parallelM(southDeg * RAD);
  const q1 = authalicQ(southDeg * RAD);
  const n = (m1 * m1 - parallelM(northDeg * RAD) ** 2) / (authalicQ(northDeg * RAD) - q1);
  const c = m1 * m1 + n * q1;
  /** @param {number} latRad */
  const radiusM = (latRad) => (A_M * Math.sqrt(Math.max(0, c - n * authalicQ(latRad)))) / n;
  const rho0 = radiusM(originDeg * RAD);
  return {
    project([lonDeg, latDeg]) {
      const rho = radiusM(latDeg * RAD);
      const theta = n * fromMeridian(lonDeg, meridianDeg) * RAD;
      return [rho * Math.sin(theta), rho0 - rho * Math.cos(theta)];
    },
    unproject([x, y]) {
      const rho = Math.hypot(x, rho0 - y);
      const theta = Math.atan2(x, rho0 - y);
      const latDeg = latitudeOfQ((c - ((rho * n) / A_M) ** 2) / n) / RAD;
      // Beyond its edges the cone covers more than 360 degrees: stop at the cut.
      const lonDeg = Math.max(-180, Math.min(180, theta / n / RAD));
      return [meridianDeg + lonDeg, latDeg];
    },
  };
}

/**
 * Lambert azimuthal equal-area from the north pole: Snyder (24-23), (21-30), (21-31).
 * @param {number} meridianDeg Central meridian.
 * @returns {Projection}
 */
function polar(meridianDeg) {
  return {
    project([lonDeg, latDeg]) {
      const rho = A_M * Math.sqrt(Math.max(0, Q_POLE - authalicQ(latDeg * RAD)));
      const lambda = (lonDeg - meridianDeg) * RAD;
      return [rho * Math.sin(lambda), -rho * Math.cos(lambda)];
    },
    unproject([x, y]) {
      const rho = Math.hypot(x, y) / A_M;
      const lambda = rho === 0 ? 0 : Math.atan2(x, -y);
      return [meridianDeg + lambda / RAD, latitudeOfQ(Q_POLE - rho * rho) / RAD];
    },
  };
}

/**
 * Lambert azimuthal equal-area from any other point: Snyder (24-17) to (24-21), (24-25) to (24-30).
 * @param {number} latitudeDeg Latitude of the centre.
 * @param {number} longitudeDeg Longitude of the centre.
 * @returns {Projection}
 */
function oblique(latitudeDeg, longitudeDeg) {
  const beta1 = Math.asin(authalicQ(latitudeDeg * RAD) / Q_POLE);
  const [sin1, cos1] = [Math.sin(beta1), Math.cos(beta1)];
  const radiusM = A_M * Math.sqrt(Q_POLE / 2);
  const d = (A_M * parallelM(latitudeDeg * RAD)) / (radiusM * cos1);
  return {
    project([lonDeg, latDeg]) {
      const beta = Math.asin(Math.max(-1, Math.min(1, authalicQ(latDeg * RAD) / Q_POLE)));
      const lambda = (lonDeg - longitudeDeg) * RAD;
      const [sin, cos] = [Math.sin(beta), Math.cos(beta)];
      const towards = sin1 * sin + cos1 * cos * Math.cos(lambda);
      const b = radiusM * Math.sqrt(2 / Math.max(1e-12, 1 + towards));
      return [b * d * cos * Math.sin(lambda),
        (b / d) * (cos1 * sin - sin1 * cos * Math.cos(lambda))];
    },
    unproject([x, y]) {
      const rho = Math.hypot(x / d, d * y);
      if (rho === 0) return [longitudeDeg, latitudeDeg];
      const ce = 2 * Math.asin(Math.min(1, rho / (2 * radiusM)));
      const q = Q_POLE * (Math.cos(ce) * sin1 + (d * y * Math.sin(ce) * cos1) / rho);
      const lambda = Math.atan2(x * Math.sin(ce),
        d * rho * cos1 * Math.cos(ce) - d * d * y * sin1 * Math.sin(ce));
      return [longitudeDeg + lambda / RAD, latitudeOfQ(q) / RAD];
    },
  };
}

/**
 * Lambert azimuthal equal-area, from the pole or from any other point.
 * @param {number} latitudeDeg Latitude of the centre.
 * @param {number} longitudeDeg Longitude of the centre.
 * @returns {Projection}
 */
export const azimuthal = (latitudeDeg, longitudeDeg) =>
  latitudeDeg >= POLE_DEG ? polar(longitudeDeg) : oblique(latitudeDeg, longitudeDeg);

/**
 * The projection of a page.
 * @param {PageGround["projection"]} projection
 * @returns {Projection}
 */
export function projectionOf({ kind, parameters_deg: [first, second, third, fourth] }) {
  return kind === "albers" ? albers(first, second, third, fourth) : azimuthal(first, second);
}

/**
 * Length in metres of the geodesic between two positions; Lambert's formula, which corrects the
 * great circle for the flattening to a few metres in a thousand km.
 * @param {LonLat} from
 * @param {LonLat} to
 */
export function geodesicM(from, to) {
  /** @param {number} latDeg */
  const reduced = (latDeg) => Math.atan((1 - F) * Math.tan(latDeg * RAD));
  const b1 = reduced(from[1]);
  const b2 = reduced(to[1]);
  const hav = Math.sin((b2 - b1) / 2) ** 2 +
    Math.cos(b1) * Math.cos(b2) * Math.sin(((to[0] - from[0]) * RAD) / 2) ** 2;
  const sigma = 2 * Math.asin(Math.min(1, Math.sqrt(hav)));
  if (sigma === 0) return 0;
  const p = Math.sin((b1 + b2) / 2) ** 2;
  const q = Math.sin((b2 - b1) / 2) ** 2;
  const sin = Math.sin(sigma);
  const x = ((sigma - sin) * p * (1 - q)) / Math.cos(sigma / 2) ** 2;
  const y = ((sigma + sin) * q * (1 - p)) / Math.sin(sigma / 2) ** 2;
  return A_M * (sigma - (F / 2) * (x + y));
}
