/**
 * Tables as a workbook (xlsx, ECMA-376): a stored zip of the five parts that every spreadsheet needs,
 * in which numbers are numbers and texts stay texts, whatever they begin with.
 */

import { xmlText } from "../shared/inert.js";

/** @typedef {{name: string, rows: unknown[][], head: number}} Sheet `head` is how many rows are its head. */

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const [LEAST_LETTERS, MOST_LETTERS, MOST_OF_A_CELL] = [8, 48, 32767];
// 1 January 1980, the first day that a zip can tell: the same table is the same file.
const ZIP_DATE = 0x21;
const NAME_FORBIDS = /[[\]:*?/\\]/g;

/** @param {string} text */
const xml = (text) => xmlText(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * Return the letters of a column.
 * @param {number} i
 * @returns {string}
 */
const column = (i) => (i < 26 ? "" : column(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

/**
 * @param {unknown} value
 * @param {string} at
 * @param {boolean} isHead
 */
function cell(value, at, isHead) {
  if (value === null || value === undefined || value === "") return "";
  const look = isHead ? ' s="1"' : "";
  if (typeof value === "number" && Number.isFinite(value)) return `<c r="${at}"${look}><v>${value}</v></c>`;
  const text = xml(String(value).slice(0, MOST_OF_A_CELL));
  return `<c r="${at}"${look} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** @param {Sheet} sheet */
function sheetXml({ rows, head }) {
  const widths = Array.from({ length: Math.max(1, ...rows.map((row) => row.length)) }, (_, i) =>
    Math.min(MOST_LETTERS, Math.max(LEAST_LETTERS, ...rows.map((row) => String(row[i] ?? "").length + 2))));
  const pane = head ? `<pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/>` : "";
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${
    widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("")
  }</cols><sheetData>${rows.map((row, y) => `<row r="${y + 1}">${
    row.map((value, x) => cell(value, `${column(x)}${y + 1}`, y < head)).join("")}</row>`).join("")}</sheetData></worksheet>`;
}

/**
 * Return names of sheets: of at most 31 letters, none twice whatever the case.
 * @param {string[]} names
 */
function sheetNames(names) {
  /** @type {Set<string>} */
  const taken = new Set();
  return names.map((name) => {
    const plain = name.replace(NAME_FORBIDS, " ").replace(/^'+|'+$/g, "").trim() || "1";
    let own = plain.slice(0, 31);
    for (let n = 2; taken.has(own.toLowerCase()); n += 1) own = `${plain.slice(0, 30 - String(n).length)} ${n}`;
    taken.add(own.toLowerCase());
    return own;
  });
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/**
 * Return numbers as bytes, the least first.
 * @param {[value: number, size: number][]} numbers
 */
const bytesOf = (numbers) => Uint8Array.from(numbers.flatMap(([value, size]) =>
  Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255)));

/**
 * Return files as a zip that compresses nothing (APPNOTE 6.3, 4.3.6).
 * @param {Record<string, string>} files
 */
function zip(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const body = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [name, text].map((one) => new TextEncoder().encode(one));
    /** @type {[number, number][]} */
    const told = [[20, 2], [0x800, 2], [0, 4], [ZIP_DATE, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [path.length, 2], [0, 2]];
    body.push(bytesOf([[0x04034b50, 4], ...told]), path, bytes);
    directory.push(bytesOf([[0x02014b50, 4], [20, 2], ...told, [0, 8], [0, 2], [at, 4]]), path);
    at += 30 + path.length + bytes.length;
  }
  const [count, size] = [directory.length / 2, directory.reduce((sum, { length }) => sum + length, 0)];
  return [...body, ...directory, bytesOf([[0x06054b50, 4], [0, 4], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]])];
}

/**
 * Return sheets as the bytes of a workbook, in parts.
 * @param {Sheet[]} sheets
 */
export function workbookOf(sheets) {
  const [names, start] = [sheetNames(sheets.map(({ name }) => name)), '<?xml version="1.0" encoding="UTF-8"?>'];
  const path = (/** @type {number} */ i) => `worksheets/sheet${i + 1}.xml`;
  const relation = (/** @type {string} */ id, /** @type {string} */ kind, /** @type {string} */ target) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const part = (/** @type {string} */ name, /** @type {string} */ kind) =>
    `<Override PartName="/xl/${name}" ContentType="${KINDS}.${kind}+xml"/>`;
  const relations = (/** @type {string} */ all) => `${start}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
  return zip({
    "[Content_Types].xml": `${start}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${
      part("workbook.xml", "sheet.main")}${part("styles.xml", "styles")}${names.map((_, i) => part(path(i), "worksheet")).join("")}</Types>`,
    "_rels/.rels": relations(relation("r1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `${start}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${
      names.map((name, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="s${i}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(relation("l", "styles", "styles.xml")
      + names.map((_, i) => relation(`s${i}`, "worksheet", path(i))).join("")),
    "xl/styles.xml": `${start}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/${path(i)}`, start + sheetXml(sheet)])),
  });
}
