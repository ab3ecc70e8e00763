/**
 * The search box: names in English and Russian, by the pattern of an ARIA combobox with a list.
 */

import { announce, byId, el, fill, TEXT, wordOf } from "./page.js";
import { symbolOf, symbolSwatch } from "./symbols.js";

/** @import { PlaceSymbol } from "../types.js" */

/** @typedef {{symbol: PlaceSymbol, order: number, names: string[]}} Entry */

const MOST = 8;

/**
 * Return a name as it is compared: no case, no accents, no difference of е and ё.
 * @param {string} name
 */
const folded = (name) =>
  name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ё", "е");

const FAMILY_ORDER = ["deposit", "hub", "market", "terminal"];

/**
 * Return the symbols whose names hold the words, names that begin with them first.
 * @param {Entry[]} index
 * @param {string} words
 * @returns {PlaceSymbol[]}
 */
function find(index, words) {
  const wanted = folded(words.trim());
  if (!wanted) return [];
  return index
    .map((entry) => ({
      entry,
      rank: entry.names.some((name) => name.startsWith(wanted)) ? 0
        : entry.names.some((name) => name.includes(wanted)) ? 1 : 2,
    }))
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank || a.entry.order - b.entry.order)
    .slice(0, MOST)
    .map(({ entry }) => entry.symbol);
}

/**
 * @param {PlaceSymbol[]} symbols
 * @returns {Entry[]}
 */
function indexOf(symbols) {
  return symbols.map((symbol) => ({
    symbol,
    order: FAMILY_ORDER.indexOf(symbol.place.family),
    names: [symbol.place.name_en, symbol.place.name_ru, symbol.place.id, ...symbol.place.aliases]
      .filter(Boolean).map(folded),
  }));
}

/**
 * @param {PlaceSymbol} symbol
 * @param {number} number
 */
function option(symbol, number) {
  const { place } = symbol;
  const name = el("span", { class: "z-option-name" }, place.name_en);
  if (place.name_ru) name.append(" ", el("span", { lang: TEXT.other_language, class: "z-option-other" }, place.name_ru));
  const kind = el("span", { class: "z-option-kind" }, wordOf(place.kind));
  return el("li", { role: "option", id: `z-option-${number}`, "aria-selected": "false" },
    symbolSwatch(symbolOf(place)), name, kind);
}

/**
 * Return what the list shows: an option for each place that was found, or that none was.
 * @param {PlaceSymbol[]} found
 * @param {(number: number) => void} pick
 */
function itemsOf(found, pick) {
  if (found.length === 0) return [el("li", { class: "z-no-match" }, TEXT.ui.no_match)];
  return found.map((symbol, i) => {
    const item = option(symbol, i);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => pick(i));
    return item;
  });
}

/**
 * Say what the box is for.
 * @param {HTMLInputElement} input
 */
function label(input) {
  byId("z-search-label").textContent = TEXT.ui.search;
  input.placeholder = TEXT.ui.search;
  input.title = TEXT.ui.search_hint;
}

/**
 * Mark one option of the list, or none of them for -1.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {number} active
 */
function markOption(input, list, active) {
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  if (active < 0) return;
  input.setAttribute("aria-activedescendant", `z-option-${active}`);
  list.children[active].scrollIntoView({ block: "nearest" });
}

/**
 * Make the search box of the frame find places.
 * @param {PlaceSymbol[]} symbols
 * @param {(symbol: PlaceSymbol) => void} choose
 */
export function addSearch(symbols, choose) {
  const index = indexOf(symbols);
  const input = /** @type {HTMLInputElement} */ (byId("z-search-input"));
  const list = byId("z-search-list");
  label(input);
  /** @type {PlaceSymbol[]} */
  let found = [];
  let active = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  /** @param {number} number */
  function mark(number) {
    active = number;
    markOption(input, list, number);
  }

  /** @param {number} number */
  function pick(number) {
    const symbol = found[number];
    if (!symbol) return;
    input.value = symbol.place.name_en;
    close();
    choose(symbol);
  }

  function update() {
    found = find(index, input.value);
    list.replaceChildren(...itemsOf(found, pick));
    const asked = input.value.trim() !== "";
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    mark(found.length ? 0 : -1);
    if (asked) {
      announce(found.length ? fill(TEXT.ui.matches, { n: found.length }) : TEXT.ui.no_match);
    }
  }

  /** @type {Record<string, () => void>} */
  const acts = {
    Enter: () => pick(active),
    ArrowDown: () => mark((active + 1) % found.length),
    ArrowUp: () => mark((active + found.length - 1) % found.length),
  };
  input.addEventListener("input", update);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden || found.length === 0 || !Object.hasOwn(acts, event.key)) return;
    acts[event.key]();
    event.preventDefault();
  });
}
