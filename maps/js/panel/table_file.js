/**
 * A table that leaves the page as CSV. It is made here and saved by the browser, of pages without a
 * map too.
 */

import { inertCell } from "../shared/inert.js";
import { el, number } from "../shared/page.js";

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
export function save(blob, name) {
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
