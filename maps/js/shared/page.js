/**
 * What every page starts from: the data and the words it was made with, and how it makes elements.
 *
 * Data stands in the page as JSON, and reaches the reader through textContent alone: nothing here
 * or in the scripts that follow turns a string into markup or into code.
 */

/** @import { Names, PageData, Words } from "../types.js" */

/**
 * Return the element of an id, which the frame of every page has.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element ${id}`);
  return element;
}

/**
 * Return what draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the browser draws on no canvas");
  return context;
}

/**
 * Return the JSON of a block of data.
 * @param {string} id
 */
export const read = (id) => JSON.parse(byId(id).textContent);

/**
 * What is drawn; see `maps/page/page_data.py`.
 * @type {PageData}
 */
export const DATA = read("z-data");

/**
 * Return words over those of another language, which stand in for what is not translated; what only
 * the first have names things of the atlas, such as a product, which English takes from there.
 * @param {any} words
 * @param {any} others
 * @returns {any}
 */
const over = (words, others) => ({
  ...words,
  ...Object.fromEntries(Object.entries(others).map(([key, other]) => {
    const mine = words?.[key] ?? other;
    const isTable = typeof other === "object" && !Array.isArray(other);
    return [key, isTable ? over(mine, other) : mine];
  })),
});

const LANGUAGES = DATA.ground.languages;
const asked = new URLSearchParams(location.hash.slice(1)).get("lang");
/** @type {Object<string, any>} */
const known = Object.fromEntries(LANGUAGES.filter((one) => document.getElementById(`z-text-${one}`))
  .map((one) => [one, read(`z-text-${one}`)]));
/**
 * Return the words of a language of the page.
 * @param {string} language
 */
export const wordsIn = (language) => known[language];
/** Return the language that the address asks for, else a second one that the browser does, or null. */
export function languageAsked() {
  if (asked !== null && LANGUAGES.includes(asked)) return asked;
  const preferred = navigator.language.slice(0, 2);
  return LANGUAGES.indexOf(preferred) > 0 ? preferred : null;
}

/** The words: of a page with a map once its data is unpacked. */
export const TEXT = /** @type {Words} */ ({});
/** The language after that of the page, which is the same where there is but one. */
export const OTHER_LANGUAGE = LANGUAGES[(LANGUAGES.indexOf(languageAsked() ?? "en") + 1) % LANGUAGES.length];
/**
 * Return a name, or what else there is by language, in the language of the page, in English where it
 * has none.
 * @template T
 * @param {Record<string, T>} names By language.
 * @returns {T}
 */
export const nameIn = (names) => names[TEXT.language] ?? names.en ?? Object.values(names)[0];

/**
 * Speak the language that the address asks for.
 * @param {Object<string, object>} more Words of languages that did not stand in the page as they are.
 */
export function speak(more) {
  Object.assign(known, more);
  Object.assign(TEXT, over(known[languageAsked() ?? "en"], known.en));
  Object.assign(TEXT.values, Object.fromEntries(
    Object.entries(DATA.ground.countries).map(([code, names]) => [code, nameIn(names)])));
  document.documentElement.lang = TEXT.language;
}
if (known.en) speak({});

/**
 * Put the name in the language of the page first.
 * @param {{name_en: string, name_ru: string}[]} places
 */
export function nameInLanguage(places) {
  if (languageAsked() !== "ru") return;
  for (const place of places) [place.name_en, place.name_ru] = [place.name_ru || place.name_en, place.name_en];
}

/**
 * Return an element with attributes and children; strings become text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Return a sentence of the words with its {names} filled in.
 * @param {string} template
 * @param {Object<string, string|number>} values
 * @returns {string}
 */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (all, name, /** @type {number} */ at) => {
    if (!Object.hasOwn(values, name)) return all;
    const value = String(values[name]);
    // An abbreviation that ends a sentence has its full stop already.
    return template[at + all.length] === "." && value.endsWith(".") ? value.slice(0, -1) : value;
  });

/**
 * Return what a coded value is called, or the value itself where it is not a code.
 * @param {string} value
 * @param {Names} [table]
 * @returns {string}
 */
export const wordOf = (value, table = TEXT.values) =>
  Object.hasOwn(table, value) ? table[value] : String(value).replaceAll("_", " ");

/**
 * Return what a product or a reagent is called.
 * @param {string} name
 * @returns {string}
 */
export const product = (name) => (Object.hasOwn(TEXT.products, name)
  ? wordOf(name, TEXT.products) : wordOf(name));

const formats = new Map();
/**
 * Return a format of the language, made once, since making one costs more than using it.
 * @template T, O
 * @param {new (language: string, options: O) => T} Kind
 * @param {O} [options]
 * @returns {T}
 */
export function format(Kind, options) {
  const key = `${Kind.name} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Kind(TEXT.language, /** @type {O} */ (options)));
  return formats.get(key);
}

/**
 * Return a number as the language writes it, with at most so many decimals.
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export const number = (value, digits = 3) =>
  format(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);

/**
 * Return a number with exactly so many decimals, so that those of a column stand in line.
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export const fixed = (value, digits) => format(Intl.NumberFormat,
  { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/**
 * Return a day of the year such as "12-20" as the language writes it.
 * @param {string} text
 * @returns {string}
 */
export function monthDay(text) {
  const [month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(2024, month - 1, day));
  return format(Intl.DateTimeFormat,
    { day: "numeric", month: "short", timeZone: "UTC" }).format(date);
}

/**
 * Return the name of a month, 1 to 12.
 * @param {number} month
 * @param {"long"|"short"|"narrow"} [style]
 * @returns {string}
 */
export const monthName = (month, style = "long") => format(Intl.DateTimeFormat,
  { month: style, timeZone: "UTC" }).format(new Date(Date.UTC(2025, month - 1, 1)));

/**
 * Return a month as it stands under a bar: so many letters that it is no other month of the year,
 * as June and July are with three in French.
 * @param {number} month
 * @returns {string}
 */
export function monthFoot(month) {
  const names = Array.from({ length: 12 }, (_, i) => monthName(i + 1, "short").replace(".", ""));
  const foot = names[month - 1].slice(0, 3);
  return names.filter((name) => name.startsWith(foot)).length > 1
    ? names[month - 1].slice(0, 4) : foot;
}

/**
 * Return a season, which may be all year.
 * @param {string|null|undefined} opens
 * @param {string|null|undefined} closes
 * @returns {string}
 */
export const seasonText = (opens, closes) => opens && closes
  ? fill(TEXT.ui.season_span,
    { from: monthDay(opens), to: monthDay(closes) })
  : TEXT.ui.all_year;

/**
 * Return what a commodity is called.
 * @param {string} name
 */
export const commodityName = (name) => wordOf(name.trim(), TEXT.ui.commodities).split(";")[0];

/**
 * Return a border between two countries, such as "RU-KZ", by their names.
 * @param {string} border
 */
export const borderName = (border) => border.split("-").map((code) => countryName(code)).join(" – ");

/**
 * Return what a country is called, in the words of the page or of the browser.
 * @param {string} code
 */
export function countryName(code) {
  if (Object.hasOwn(TEXT.values, code)) return wordOf(code);
  return /^[A-Z]{2}$/.test(code) ? (format(Intl.DisplayNames, { type: "region" }).of(code) ?? code) : code;
}

/**
 * Say something to those who listen to the page instead of looking at it.
 * @param {string} message
 */
export const announce = (message) => {
  byId("z-live").textContent = message;
};

/**
 * Return degrees as the language writes them, of longitudes counted on beyond 180 too.
 * @param {number} value
 * @param {"north"|"south"|"east"|"west"} positive
 * @param {"north"|"south"|"east"|"west"} negative
 */
export function degrees(value, positive, negative) {
  const turned = value > 180 ? value - 360 : value <= -180 ? value + 360 : value;
  const side = TEXT.ui[turned > 0 ? positive : negative];
  return `${Math.abs(turned)}°${turned === 0 || turned === 180 ? "" : ` ${side}`}`;
}

// Leaflet knows no more than the numbers: what lies west of this is drawn a turn further east. Lines
// are rounded to thousandths of a degree.
const WEST_DEG = DATA.ground.west_deg - 0.002;

/**
 * Return a position on the maps, whose longitudes are continuous from where they begin eastwards.
 * @param {number} lon
 * @param {number} lat
 */
export const latLng = (lon, lat) =>
  L.latLng(lat, lon - 360 * Math.floor((lon - WEST_DEG) / 360));

/**
 * Return the points of a line written as thousandths of a degree, each the difference to the
 * one before: [lon, lat, d lon, d lat, ...].
 * @param {number[]} steps
 * @returns {L.LatLng[]}
 */
export function decodeLine(steps) {
  const points = [];
  for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push(latLng(x / 1000, y / 1000));
  }
  return points;
}
