/**
 * What leaves a page with a map besides its tables: lines, and the view as a picture. Both are made
 * here and saved by the browser; nothing is sent anywhere.
 */

import { pictureOf } from "./picture.js";
import { save } from "./table_file.js";

/** @import { LegendItem, LineFeature } from "../types.js" */

/**
 * Save lines as GeoJSON, cut at 180 degrees.
 * @param {LineFeature[]} lines
 * @param {string} asked What was asked.
 * @param {string} name
 */
export function saveLines(lines, asked, name) {
  const features = lines.map(({ points, properties }) => ({
    type: "Feature", properties, geometry: { type: "MultiLineString", coordinates: cutAt180(points) },
  }));
  const document_ = { type: "FeatureCollection", asked, features };
  save(new Blob([JSON.stringify(document_)], { type: "application/geo+json" }), `${name}.geojson`);
}

/**
 * Return lon, lat pairs of a line whose longitudes go on beyond 180 degrees, in parts that do not.
 * @param {L.LatLng[]} points
 * @returns {number[][][]}
 */
export function cutAt180(points) {
  /** @type {number[][][]} */
  const parts = [[]];
  points.forEach(({ lat, lng }, i) => {
    const before = points[i - 1];
    if (before && (before.lng > 180) !== (lng > 180)) {
      const share = (180 - before.lng) / (lng - before.lng);
      const at = Number((before.lat + share * (lat - before.lat)).toFixed(4));
      parts[parts.length - 1].push([lng > 180 ? 180 : -180, at]);
      parts.push([[lng > 180 ? -180 : 180, at]]);
    }
    parts[parts.length - 1].push([Number((lng > 180 ? lng - 360 : lng).toFixed(4)), Number(lat.toFixed(4))]);
  });
  return parts.filter((part) => part.length > 1);
}

/**
 * Save maps as a picture, with what the page says of the view, a legend and the text of its footer.
 * @param {L.Map|L.Map[]} maps From left to right.
 * @param {string} heading
 * @param {string} said
 * @param {string} name
 * @param {LegendItem[]} [legend]
 */
export function savePicture(maps, heading, said, name, legend = []) {
  const foot = [...document.querySelectorAll("#z-foot span")].map((one) => one.textContent);
  pictureOf(maps, heading, [foot.join(" · ")], { said, legend }).toBlob((blob) => {
    if (blob) save(blob, `${name}.png`);
  }, "image/png");
}
