/**
 * What leaves the page: a table as CSV, the view as a picture. Both are made here and saved by the
 * browser; nothing is sent anywhere.
 */

import { inertCell } from "../shared/inert.js";
import { el, number } from "../shared/page.js";
import { pictureOf } from "./picture.js";

/** @import { LegendItem, LineFeature } from "../types.js" */


// What Excel needs to see that a file is in UTF-8.
const BYTE_ORDER_MARK = "\ufeff";
const DECIMALS = 4;

/** Return how the language of the page writes a decimal, and what stands between its cells. */
function csvStyle() {
  const decimal = number(0.5, 1).includes(",") ? "," : ".";
  return { decimal, separator: decimal === "," ? ";" : "," };
}

/**
 * Return a cell as CSV; what a spreadsheet would read as a formula gets an apostrophe before it.
 * @param {unknown} value
 * @param {string} decimal
 * @returns {string}
 */
function cell(value, decimal) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(Number(value.toFixed(DECIMALS))).replace(".", decimal);
  const text = inertCell(String(value));
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Return rows of cells as the text of a CSV file, as spreadsheets in the language of the page read it.
 * @param {unknown[][]} rows
 */
export function csvText(rows) {
  const { decimal, separator } = csvStyle();
  return rows.map((row) => `${row.map((value) => cell(value, decimal)).join(separator)}\r\n`).join("");
}

/**
 * Return a name for a file from a question in words.
 * @param {string} title
 */
export const fileNameOf = (title) =>
  title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "zimnik";

/**
 * Let the browser save something under a name.
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/**
 * Save rows of cells as a CSV file.
 * @param {unknown[][]} rows
 * @param {string} name
 */
export const saveTable = (rows, name) =>
  save(new Blob([BYTE_ORDER_MARK, csvText(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);

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
