/**
 * What leaves a page besides its tables: what its map shows as GeoJSON, and a view as a picture. All
 * is made here and saved by the browser; nothing is sent anywhere.
 */

import { DATA } from "../shared/page.js";
import { pictureOf, pngOf, svgText } from "./picture.js";
import { save } from "./table_file.js";

/** @import { MapFeature } from "../types.js" */
/** @typedef {import("./picture.js").Pictured} Pictured */

const GEOJSON = "application/geo+json";

/**
 * @param {L.LatLng} point
 * @returns {number[]}
 */
const lonLat = ({ lat, lng }) => [lng > 180 ? lng - 360 : lng, lat].map((degrees) => Number(degrees.toFixed(4)));

/**
 * Return lon, lat pairs of a line whose longitudes go on beyond 180 degrees, in parts that do not.
 * @param {L.LatLng[]} points
 * @returns {number[][][]}
 */
export function cutAt180(points) {
  /** @type {number[][][]} */
  const parts = [[]];
  points.forEach((point, i) => {
    const { lat, lng } = point;
    const before = points[i - 1];
    if (before && (before.lng > 180) !== (lng > 180)) {
      const share = (180 - before.lng) / (lng - before.lng);
      const at = Number((before.lat + share * (lat - before.lat)).toFixed(4));
      parts[parts.length - 1].push([lng > 180 ? 180 : -180, at]);
      parts.push([[lng > 180 ? -180 : 180, at]]);
    }
    parts[parts.length - 1].push(lonLat(point));
  });
  return parts.filter((part) => part.length > 1);
}

/**
 * @param {string} _
 * @param {unknown} value
 */
const rounded = (_, value) => (typeof value === "number" ? Number(value.toFixed(4)) : value);

/** @param {MapFeature} feature */
const geometryOf = ({ at, lines = [] }) => (at
  ? { type: "Point", coordinates: lonLat(at) }
  : { type: "MultiLineString", coordinates: lines.flatMap(cutAt180) });

/**
 * Save what a map shows as GeoJSON (RFC 7946): positions are longitude and latitude, WGS84.
 * @param {MapFeature[]} features
 * @param {string} question What the file is named by.
 */
export function saveFeatures(features, question) {
  const document_ = { type: "FeatureCollection", asked: DATA.imprint.command, features: features.map((feature) =>
    ({ type: "Feature", properties: feature.properties, geometry: geometryOf(feature) })) };
  save(new Blob([JSON.stringify(document_, rounded)], { type: GEOJSON }), question, "geojson");
}

/**
 * Save what the page shows as a picture, with its title, its numbers and the text of its footer.
 * @param {Pictured[]} views From left to right.
 * @param {{heading: string, said?: string}} told
 * @param {string} question What the file is named by.
 * @param {"png"|"svg"} kind
 */
export async function savePicture(views, told, question, kind) {
  const foot = [...document.querySelectorAll("#z-foot > span")].map((one) => one.textContent).join(" · ");
  const picture = pictureOf(views, { ...told, foot });
  const blob = kind === "svg" ? new Blob([svgText(picture)], { type: "image/svg+xml" }) : await pngOf(picture);
  if (blob) save(blob, question, kind);
}
