/**
 * What a chart says: codes with parameters, which become words and numbers of the reader's language.
 */

import { messageText } from "../panel/messages.js";
import { DATA, fill, fixed, format, monthDay, monthName, number, product, TEXT, wordOf } from "../shared/page.js";
import { partsAsWritten } from "../shared/written.js";

/** @import { Said, Shown } from "../types.js" */

/** @type {Map<string, string>} */
const names = new Map();

/**
 * Return the name of a place, or of what is named by its own word.
 * @param {string} id
 */
export function placeName(id) {
  if (!names.size) for (const place of DATA.places) names.set(place.id, place.name_en);
  return names.get(id) ?? wordOf(id, TEXT.answers.words);
}

/**
 * Return what a number of the model is called; one of a plant has a kind and the thing that it is of, one
 * that a region has of its own ends in the name of the region.
 * @param {string} input
 * @returns {string}
 */
export function nameOfInput(input) {
  const [own, region] = input.split("@");
  if (region) return `${nameOfInput(own)} (${region})`;
  const [kind, item] = input.split(" ");
  return item && Object.hasOwn(TEXT.plant_inputs, kind)
    ? fill(wordOf(kind, TEXT.plant_inputs), { item: product(item) }) : wordOf(input, TEXT.inputs);
}

/** @param {number} share */
const percent = (share) => format(Intl.NumberFormat,
  { style: "percent", maximumFractionDigits: Math.abs(share) < 0.02 ? 1 : 0 }).format(share);

/**
 * Return a quantity with so many decimals, its minus as it is printed.
 * @param {number} value
 * @param {number} digits
 */
export const amount = (value, digits) => {
  // What rounds to zero has no sign.
  const shown = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  return fixed(shown, digits).replace("-", "−");
};

/**
 * Return something that is said as text.
 * @param {Said} said
 * @returns {string}
 */
export function say(said) {
  if (typeof said === "string") return said;
  if ("place" in said) return placeName(said.place);
  if ("number" in said) return amount(said.number, said.digits);
  if ("year" in said) return String(said.year);
  if ("share" in said) return percent(said.share);
  if ("input" in said) return nameOfInput(said.input);
  if ("month" in said) return monthName(said.month, "short");
  if ("day" in said) return monthDay(said.day);
  if ("product" in said) return product(said.product);
  if ("code" in said) return wordOf(said.code);
  if ("message" in said) return messageText(said.message, placeName);
  if ("written" in said) return partsAsWritten(said.written).map((part) => part.said).join("; ");
  if ("list" in said) return said.list.map(say).join(said.between ?? ", ");
  const values = Object.entries(said.with ?? {}).map(([key, value]) => [key, say(value)]);
  return fill(wordOf(said.word, TEXT.answers.words), Object.fromEntries(values));
}

/**
 * Return a number that a chart shows, with its decimals; what is not known is a dash.
 * @param {number|null} value
 * @param {number} digits
 */
export const shownNumber = (value, digits) => (value === null ? "–" : amount(value, digits));

/**
 * Return a number of a table as it is shown, and as a file has it.
 * @param {number|null} value
 * @param {number} digits
 * @returns {Shown}
 */
export const amountCell = (value, digits) => ({ text: shownNumber(value, digits), value });

/**
 * Return a cell of a table as it is shown, and as a file has it: a number where it is one.
 * @param {Said} said
 * @returns {Shown}
 */
export function saidCell(said) {
  const value = typeof said === "string" ? said
    : "number" in said ? said.number : "share" in said ? said.share : "year" in said ? said.year : say(said);
  return { text: say(said), value };
}

/** @param {number} value */
export const short = (value) => number(value, 3).replace("-", "−");
