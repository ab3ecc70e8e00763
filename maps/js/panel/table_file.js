/**
 * Tables that leave the page, as CSV or as a workbook. They are made here and saved by the browser, of
 * pages without a map too.
 */

import { inertCell } from "../shared/inert.js";
import { DATA, el, number, TEXT } from "../shared/page.js";
import { workbookOf } from "./workbook.js";

// What Excel needs to see that a file is in UTF-8.
const BYTE_ORDER_MARK = "\ufeff";
const DECIMALS = 4;
// Of the name of a file: systems allow 255 bytes, and a letter may have two.
const MOST_LETTERS = 110;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Return how the language of the page writes a decimal, and what stands between its cells. */
function csvStyle() {
  const decimal = number(0.5, 1).includes(",") ? "," : ".";
  return { decimal, separator: decimal === "," ? ";" : "," };
}

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(DECIMALS));

/**
 * Return a cell as CSV; what a spreadsheet would read as a formula gets an apostrophe before it.
 * @param {unknown} value
 * @param {string} decimal
 * @returns {string}
 */
function cell(value, decimal) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(rounded(value)).replace(".", decimal);
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
 * Return a name for a file from a question in words, of which the first are enough.
 * @param {string} title
 */
function fileNameOf(title) {
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (name.length > MOST_LETTERS ? name.slice(0, MOST_LETTERS).replace(/-[^-]*$/, "") : name) || "zimnik";
}

/**
 * Let the browser save something that is named by a question.
 * @param {Blob} blob
 * @param {string} question
 * @param {string} ending
 */
export function save(blob, question, ending) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: `${fileNameOf(question)}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/**
 * Save rows of cells as a CSV file, below what was asked; a table of ids, which machines read, begins with
 * its head.
 * @param {unknown[][]} rows
 * @param {string} question What the file is named by.
 */
export function saveTable(rows, question) {
  const asked = rows[0][0] === "id" ? [] : [[`# ${DATA.imprint.command}`]];
  save(new Blob([BYTE_ORDER_MARK, csvText([...asked, ...rows])], { type: "text/csv;charset=utf-8" }), question, "csv");
}

/**
 * Save tables, each under the rows of its head, as a workbook; its last sheet tells what was asked of what.
 * @param {{name: string, rows: unknown[][], head: number}[]} tables
 * @param {string} question What the file is named by.
 */
export function saveWorkbook(tables, question) {
  const foot = [...document.querySelectorAll("#z-foot > span")].map((one) => [one.textContent]);
  const sheets = [
    ...tables.map((table) => ({ ...table, rows: table.rows.map((row) => row.map((value) =>
      (typeof value === "number" ? rounded(value) : value))) })),
    { name: TEXT.ui.about, head: 1, rows: [[document.title], [DATA.imprint.command], ...foot] },
  ];
  save(new Blob(workbookOf(sheets), { type: XLSX }), question, "xlsx");
}
