/**
 * How words that a reader types are compared with names: whatever the script, and with slips.
 */

const LATIN = new Map(Object.entries({
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch",
  ш: "sh", щ: "shch", ъ: "", ы: "i", ь: "", э: "e", ю: "yu", я: "ya",
}));
// From how many letters on one slip is forgiven, and two.
const [ONE_SLIP, TWO_SLIPS] = [4, 7];

/**
 * Return a name as it is compared: in Latin letters, with no case, no accents and no signs, and the
 * spellings of one Russian sound as one.
 * @param {string} name
 */
export const comparable = (name) =>
  [...name.toLowerCase().replaceAll("ё", "е").normalize("NFC").replaceAll("й", "и")]
    .map((letter) => LATIN.get(letter) ?? letter).join("")
    .normalize("NFD").replace(/[\p{M}'’ʹ`"«»]/gu, "")
    .replace(/y(?=[eo])/g, "").replace(/ii|iy|yi|y(?![aeou])/g, "i").replace(/[\s_,–-]+/g, " ").trim();

/**
 * Return the distance of two words after Damerau, as optimal string alignment: letters that are
 * left out, put in, changed, or swapped with the next; whatever is more than `most` is infinite.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function slips(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const differs = Number(a[i - 1] !== b[j - 1]);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + differs);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[b.length] <= most ? last[b.length] : Infinity;
}

/**
 * Return how well a name answers what was typed: 0 begins with it, 1 holds it, 2 and 3 but for one or
 * two slips, infinite not at all.
 * @param {string} name Comparable.
 * @param {string} wanted Comparable.
 */
export function rankOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  const most = wanted.length >= TWO_SLIPS ? 2 : wanted.length >= ONE_SLIP ? 1 : 0;
  if (most === 0) return Infinity;
  const parts = new Set([name, ...name.split(" ")]);
  return 1 + Math.min(...[...parts].map((part) => slips(wanted, part, most)));
}

/**
 * Return a position that was typed, latitude first, as decimals or with degree signs; null where the
 * text is none.
 * @param {string} text
 * @returns {{lat: number, lon: number}|null}
 */
export function positionOf(text) {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*°?\s*([NSns])?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([EWew])?\s*$/.exec(text);
  if (!match) return null;
  const lat = Number(match[1]) * (/s/i.test(match[2] ?? "") ? -1 : 1);
  const lon = Number(match[3]) * (/w/i.test(match[4] ?? "") ? -1 : 1);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
