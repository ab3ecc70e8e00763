/**
 * The map projections of the pages, as coordinate systems of Leaflet.
 *
 * Owns L.CRS.ZIMNIK_SIBERIA (Albers equal-area conic, standard parallels 52 and 64 N, central
 * meridian 100 E, latitude of origin 60 N) and L.CRS.ZIMNIK_POLAR (Lambert azimuthal equal-area
 * from the pole, central meridian 90 E: EPSG:3576), both on the WGS84 ellipsoid, and
 * L.CRS.ZIMNIK_MERCATOR, Leaflet's own Web Mercator (EPSG:3857) for tiles. Two projections
 * are a hundred lines; proj4 would bring a build step, since its only package is an npm one.
 * Equations are numbered as in J. P. Snyder, Map projections: a working manual, USGS Professional
 * Paper 1395, 1987. The tests compare both with PROJ.
 *
 * Scale: zoom 0 shows 32,768 projected metres in a pixel, every further level half as many. The
 * levels of Mercator are one less than those of the tiles, so that a level shows about as much of
 * the ground at 65 N as in the other projections.
 */
"use strict";
(function () {
  const A_M = 6378137;
  const F = 1 / 298.257223563;
  const E2 = F * (2 - F);
  const E = Math.sqrt(E2);
  const RAD = Math.PI / 180;
  const ZOOM_0_M_PER_PX = 32768;

  /** q of Snyder (3-12): sine of the authalic latitude, not yet scaled. */
  function authalicQ(latRad) {
    const sin = Math.sin(latRad);
    const es = E * sin;
    return (1 - E2) * (sin / (1 - es * es) - Math.log((1 - es) / (1 + es)) / (2 * E));
  }

  const Q_POLE = authalicQ(Math.PI / 2);

  /** Latitude of q: the series (3-18), good to 1 cm, which cannot diverge as (3-16) can. */
  function latitudeOfQ(q) {
    const beta = Math.asin(Math.max(-1, Math.min(1, q / Q_POLE)));
    const e4 = E2 * E2;
    const e6 = e4 * E2;
    return beta +
      (E2 / 3 + (31 * e4) / 180 + (517 * e6) / 5040) * Math.sin(2 * beta) +
      ((23 * e4) / 360 + (251 * e6) / 3780) * Math.sin(4 * beta) +
      ((761 * e6) / 45360) * Math.sin(6 * beta);
  }

  /** m of Snyder (14-15): radius of a parallel over the semi-major axis. */
  function parallelM(latRad) {
    const es = E * Math.sin(latRad);
    return Math.cos(latRad) / Math.sqrt(1 - es * es);
  }

  /** Longitude from the central meridian, -180 to 180; maps are cut opposite that meridian. */
  function fromMeridian(lng, meridian) {
    const d = (lng - meridian) % 360;
    return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
  }

  /** Albers equal-area conic: Snyder (14-1) to (14-21). */
  function albers(south, north, origin, meridian) {
    const m1 = parallelM(south * RAD);
    const q1 = authalicQ(south * RAD);
    const n = (m1 * m1 - parallelM(north * RAD) ** 2) / (authalicQ(north * RAD) - q1);
    const c = m1 * m1 + n * q1;
    const radius = (latRad) => (A_M * Math.sqrt(Math.max(0, c - n * authalicQ(latRad)))) / n;
    const rho0 = radius(origin * RAD);
    return {
      bounds: L.bounds([-9e6, -7e6], [9e6, 7e6]),
      project(latlng) {
        const rho = radius(latlng.lat * RAD);
        const theta = n * fromMeridian(latlng.lng, meridian) * RAD;
        return L.point(rho * Math.sin(theta), rho0 - rho * Math.cos(theta));
      },
      unproject(point) {
        const rho = Math.hypot(point.x, rho0 - point.y);
        const theta = Math.atan2(point.x, rho0 - point.y);
        const lat = latitudeOfQ((c - ((rho * n) / A_M) ** 2) / n) / RAD;
        // Beyond its edges the cone covers more than 360 degrees: stop at the cut.
        const lng = Math.max(-180, Math.min(180, theta / n / RAD));
        return L.latLng(lat, meridian + lng);
      },
    };
  }

  /** Lambert azimuthal equal-area from the north pole: Snyder (24-23), (21-30), (21-31). */
  function polar(meridian) {
    return {
      bounds: L.bounds([-9e6, -9e6], [9e6, 9e6]),
      project(latlng) {
        const rho = A_M * Math.sqrt(Math.max(0, Q_POLE - authalicQ(latlng.lat * RAD)));
        const lambda = (latlng.lng - meridian) * RAD;
        return L.point(rho * Math.sin(lambda), -rho * Math.cos(lambda));
      },
      unproject(point) {
        const rho = Math.hypot(point.x, point.y) / A_M;
        const lambda = rho === 0 ? 0 : Math.atan2(point.x, -point.y);
        return L.latLng(latitudeOfQ(Q_POLE - rho * rho) / RAD, meridian + lambda / RAD);
      },
    };
  }

  /**
   * Length in metres of the geodesic between two places; Lambert's formula, which corrects the
   * great circle for the flattening to a few metres in a thousand km.
   */
  function geodesicM(from, to) {
    const reduced = (latlng) => Math.atan((1 - F) * Math.tan(latlng.lat * RAD));
    const b1 = reduced(from);
    const b2 = reduced(to);
    const hav = Math.sin((b2 - b1) / 2) ** 2 +
      Math.cos(b1) * Math.cos(b2) * Math.sin(((to.lng - from.lng) * RAD) / 2) ** 2;
    const sigma = 2 * Math.asin(Math.min(1, Math.sqrt(hav)));
    if (sigma === 0) return 0;
    const p = Math.sin((b1 + b2) / 2) ** 2;
    const q = Math.sin((b2 - b1) / 2) ** 2;
    const sin = Math.sin(sigma);
    const x = ((sigma - sin) * p * (1 - q)) / Math.cos(sigma / 2) ** 2;
    const y = ((sigma + sin) * q * (1 - p)) / Math.sin(sigma / 2) ** 2;
    return A_M * (sigma - (F / 2) * (x + y));
  }

  function crs(code, projection) {
    return L.extend({}, L.CRS, {
      code,
      projection,
      transformation: new L.Transformation(1, 0, -1, 0),
      infinite: true,
      scale: (zoom) => 2 ** zoom / ZOOM_0_M_PER_PX,
      zoom: (scale) => Math.log2(scale * ZOOM_0_M_PER_PX),
      distance: geodesicM,
    });
  }

  L.CRS.ZIMNIK_SIBERIA = crs("ZIMNIK:SIBERIA", albers(52, 64, 60, 100));
  L.CRS.ZIMNIK_POLAR = crs("EPSG:3576", polar(90));
  L.CRS.ZIMNIK_MERCATOR = L.extend({}, L.CRS.EPSG3857, {
    scale: (zoom) => L.CRS.EPSG3857.scale(zoom + 1),
    zoom: (scale) => L.CRS.EPSG3857.zoom(scale) - 1,
    distance: geodesicM,
  });
})();
