/**
 * Messages of an answer: a code with parameters becomes a sentence of the reader's language.
 */

import { corridorName } from "../shared/corridors.js";
import { borderName, DATA, el, fill, monthDay, number, product, TEXT, wordOf } from "../shared/page.js";
import { pluralForm } from "../shared/plurals.js";
import { poolName } from "./fleet_names.js";

/** @import { Message, NameOf } from "../types.js" */

const MOST_NAMES = 10;

/**
 * Return a number with the decimals that matter at its size.
 * @param {number} value
 */
function sized(value) {
  const size = Math.abs(value);
  return number(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/**
 * Return what a place or a link is called.
 * @param {string} id
 * @param {NameOf} nameOf
 */
export function nameOfAny(id, nameOf) {
  const isNamed = (/** @type {{id: string}} */ one) => one.id === id;
  const link = DATA.links.find(isNamed) ?? DATA.told_links?.find(isNamed);
  return link ? `${nameOf(link.from_id)} – ${nameOf(link.to_id)}` : nameOf(id);
}

/**
 * Return names in a row, the rest of many as their number.
 * @param {string[]} names
 */
function listed(names) {
  const past = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length - MOST_NAMES;
  return more > 0 ? fill(TEXT.route.past_more, { past, n: number(more) }) : past;
}

/**
 * Return a parameter as it is said; the end of its name tells what it is.
 * @param {string} name
 * @param {unknown} value
 * @param {NameOf} nameOf
 * @returns {string}
 */
function saidOf(name, value, nameOf) {
  if (Array.isArray(value)) return listed(value.map((one) => saidOf(name, one, nameOf)));
  if (typeof value === "number") return sized(value);
  if (typeof value !== "string") return messageText(/** @type {Message} */ (value), nameOf);
  if (/(^|_)ids?$/.test(name)) return nameOfAny(value, nameOf);
  if (name.endsWith("_day")) return monthDay(value);
  if (name.endsWith("_country")) return borderName(value);
  if (name === "corridors") return corridorName(value, nameOf);
  if (name === "product") return product(value);
  if (name === "vehicle") return poolName(value, nameOf);
  return Object.hasOwn(TEXT.message_words, value) ? TEXT.message_words[value] : wordOf(value);
}

/**
 * Return a message in the language of the page; one that has no code stays as it came.
 * @param {Message} message
 * @param {NameOf} nameOf
 * @returns {string}
 */
export function messageText(message, nameOf) {
  if (typeof message === "string") return message;
  if (!("code" in message)) return message.text;
  const { code, with: values } = message;
  const text = TEXT.messages[code].replace(/\{(\w+)(?:#([^}]*))?\}/g, (_, name, forms) => (
    forms === undefined ? saidOf(name, values[name], nameOf)
      : pluralForm(TEXT.language, Number(values[name]), forms.split(";"))));
  // A sentence that another one takes up ends there.
  return text.replace(/\.(?= \()|\.(?=\.)/g, "");
}

/**
 * Return a message as an element; what nobody translated is told to be in English.
 * @param {Message} message
 * @param {NameOf} nameOf
 */
export const messageItem = (message, nameOf) => {
  const text = messageText(message, nameOf);
  return typeof message === "string" || "code" in message ? text : el("q", { lang: "en" }, text);
};
