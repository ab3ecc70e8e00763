/**
 * What every page starts from: the data and the words it was made with, and how it makes elements.
 *
 * Data stands in the page as JSON, and reaches the reader through textContent alone: nothing here
 * or in the scripts that follow turns a string into markup or into code.
 */
"use strict";
/** The one global of the pages; every script adds its subject to it. */
const zimnik = {};
(function () {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  /** What is drawn; see `maps/page/page_data.py`. */
  zimnik.data = read("z-data");

  /** Return words over those of another language, which stand in for what is not translated. */
  const over = (words, others) => Object.fromEntries(Object.entries(others).map(([key, other]) => {
    const mine = words?.[key] ?? other;
    const isTable = typeof other === "object" && !Array.isArray(other);
    return [key, isTable ? over(mine, other) : mine];
  }));

  const LANGUAGES = ["en", "ru"];
  const asked = new URLSearchParams(location.hash.slice(1)).get("lang");
  /** Return the language that the address asks for, or null. */
  zimnik.languageAsked = () => (LANGUAGES.includes(asked) ? asked : null);

  /** The words, in one file for each language. */
  zimnik.text = read("z-text-en");
  if (zimnik.languageAsked() === "ru") {
    zimnik.text = over(read("z-text-ru"), zimnik.text);
    // The name that is shown first is that of the language.
    for (const place of zimnik.data.places) [place.en, place.ru] = [place.ru || place.en, place.en];
  }
  document.documentElement.lang = zimnik.text.language;

  /**
   * Return an element with attributes and children; strings become text.
   * @param {string} tag
   * @param {Object<string, string>} [attributes]
   * @param {...(Node|string)} children
   * @returns {HTMLElement}
   */
  zimnik.el = function (tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /**
   * Return a sentence of the words with its {names} filled in.
   * @param {string} template
   * @param {Object<string, string|number>} values
   */
  zimnik.fill = (template, values) =>
    template.replace(/\{(\w+)\}/g, (all, name) =>
      Object.hasOwn(values, name) ? String(values[name]) : all);

  /** Return what a coded value is called, or the value itself where it is not a code. */
  zimnik.word = (value, table = zimnik.text.values) =>
    Object.hasOwn(table, value) ? table[value] : String(value).replaceAll("_", " ");

  /** Return what a product or a reagent is called. */
  zimnik.product = (name) => (Object.hasOwn(zimnik.text.products, name)
    ? zimnik.text.products[name] : zimnik.word(name));

  const formats = new Map();
  /** Return a format of the language, made once, since making one costs more than using it. */
  zimnik.format = function (Kind, options) {
    const key = `${Kind.name} ${JSON.stringify(options)}`;
    if (!formats.has(key)) formats.set(key, new Kind(zimnik.text.language, options));
    return formats.get(key);
  };

  /** Return a number as the language writes it, with at most so many decimals. */
  zimnik.number = (value, digits = 3) =>
    zimnik.format(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);

  /** Return a number with exactly so many decimals, so that those of a column stand in line. */
  zimnik.fixed = (value, digits) => zimnik.format(Intl.NumberFormat,
    { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

  /** Return a day of the year such as "12-20" as the language writes it. */
  zimnik.monthDay = function (monthDay) {
    const [month, day] = monthDay.split("-").map(Number);
    const date = new Date(Date.UTC(2024, month - 1, day));
    return zimnik.format(Intl.DateTimeFormat,
      { day: "numeric", month: "short", timeZone: "UTC" }).format(date);
  };

  /** Return the name of a month, 1 to 12. */
  zimnik.monthName = (month, style = "long") => zimnik.format(Intl.DateTimeFormat,
    { month: style, timeZone: "UTC" }).format(new Date(Date.UTC(2025, month - 1, 1)));

  /** Return a season, which may be all year. */
  zimnik.season = (opens, closes) => opens && closes
    ? zimnik.fill(zimnik.text.ui.season_span,
      { from: zimnik.monthDay(opens), to: zimnik.monthDay(closes) })
    : zimnik.text.ui.all_year;

  /** Say something to those who listen to the page instead of looking at it. */
  zimnik.announce = (message) => {
    document.getElementById("z-live").textContent = message;
  };

  // Leaflet knows no more than the numbers: what lies west of this is drawn east of 180 degrees.
  const WESTERNMOST_DEG = -30;

  /** Return a position on the maps, whose longitudes are continuous from 30 W eastwards. */
  zimnik.latLng = (lon, lat) => L.latLng(lat, lon < WESTERNMOST_DEG ? lon + 360 : lon);

  /**
   * Return the points of a line written as thousandths of a degree, each the difference to the
   * one before: [lon, lat, d lon, d lat, ...].
   * @param {number[]} steps
   * @returns {L.LatLng[]}
   */
  zimnik.decodeLine = function (steps) {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      points.push(zimnik.latLng(x / 1000, y / 1000));
    }
    return points;
  };
})();
