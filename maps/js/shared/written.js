/**
 * What the atlas tells as it is written there, in the language of the page.
 *
 * A note is told by its parts, which semicolons part; a part whose numbers alone differ from others is
 * translated once, with `#` for each number.
 */

import { el, fixed, TEXT, wordsIn } from "./page.js";

const PART = "; ";
const NUMBERS = /\d+(?:[.,]\d+)*/g;

/** @param {string} written As English has it. */
function numberText(written) {
  const plain = written.replace(/,(?=\d{3})/g, "");
  return fixed(Number(plain), plain.split(".")[1]?.length ?? 0);
}

/**
 * Return a text or a part of one, translated; nothing where nobody translated it.
 * @param {Record<string, string>} known
 * @param {string} part
 */
function translated(known, part) {
  if (Object.hasOwn(known, part)) return known[part];
  const pattern = part.replace(NUMBERS, "#");
  if (part.includes("#") || !Object.hasOwn(known, pattern)) return undefined;
  const numbers = part.match(NUMBERS) ?? [];
  return known[pattern].replace(/#/g, () => numberText(numbers.shift() ?? ""));
}

/**
 * Return a text by its parts, and of each whether it stands in English still.
 * @param {string} text
 */
export function partsAsWritten(text) {
  const known = wordsIn(TEXT.language)?.prose ?? {};
  const whole = translated(known, text);
  if (whole !== undefined) return [{ said: whole, isEnglish: false }];
  return text.split(PART).map((part) => {
    const said = translated(known, part);
    const isEnglish = said === undefined && TEXT.language !== "en" && /[A-Za-z]{2}/.test(part);
    return { said: said ?? part, isEnglish };
  });
}

/**
 * Return what the atlas tells as it is written there: on pages in another language translated, or as
 * told in English.
 * @param {string} text
 */
export function asWritten(text) {
  const parts = partsAsWritten(text);
  if (!parts.some(({ isEnglish }) => isEnglish)) return parts.map(({ said }) => said).join(PART);
  if (parts.every(({ isEnglish }) => isEnglish)) return el("span", { lang: "en" }, text);
  return el("span", {}, ...parts.flatMap(({ said, isEnglish }, i) =>
    [i ? PART : "", isEnglish ? el("span", { lang: "en" }, said) : said]));
}
