/**
 * Text that a spreadsheet shows and does not run, as `maps/reports/inert.py` writes it, and text that
 * XML may hold.
 */

const STEERING = /(?![\t\n\r])[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu; // eslint-disable-line no-control-regex -- these letters are what is sought
const FORMULA = /^\s*[=+\-@＝＋－＠]/u;
const FORMULA_WITHIN = /([;\t\r\n|])(?=\s*[=+\-@＝＋－＠])/gu;

/** @param {string} letter */
function shown(letter) {
  const code = letter.charCodeAt(0).toString(16);
  return code.length < 3 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
}

/**
 * Return text that a spreadsheet shows and does not run as a formula, whatever separates its cells.
 * @param {string} text
 */
export function inertCell(text) {
  const plain = text.replace(STEERING, shown);
  const guarded = plain.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(plain) || /^[\t\r]/u.test(plain) ? `'${guarded}` : guarded;
}

/**
 * Return text with what no XML may hold (1.0, Char) replaced.
 * @param {string} text
 */
export const xmlText = (text) => text.replace(/[^\P{Cc}\n\t]|[\ufffe\uffff]/gu, "\ufffd");
