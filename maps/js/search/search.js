/**
 * The search box: names in any script and with slips, by the pattern of an ARIA combobox with a list.
 */

import { announce, byId, el, fill, OTHER_LANGUAGE, TEXT } from "../shared/page.js";
import { comparable, positionOf, rankOf } from "./matching.js";

/** @import { Find } from "../types.js" */
/** @typedef {{found: Find[], isGuess: boolean}} Found */

const MOST = 8;
const HOLDS = 1;

/**
 * Return what answers the words, what begins with them first, and whether it does so only but for slips.
 * @param {Find[]} finds
 * @param {string} words
 * @returns {Found}
 */
function matching(finds, words) {
  const wanted = comparable(words);
  if (!wanted) return { found: [], isGuess: false };
  const ranked = finds
    .map((find) => ({ find, rank: Math.min(...find.names.map((name) => rankOf(name, wanted))) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.find.order - b.find.order);
  const sure = ranked.filter(({ rank }) => rank <= HOLDS);
  return {
    found: (sure.length ? sure : ranked).slice(0, MOST).map(({ find }) => find),
    isGuess: sure.length === 0,
  };
}

/**
 * @param {Find} find
 * @param {number} number
 */
function option({ label: text, other, kind, picture }, number) {
  const name = el("span", { class: "z-option-name" }, el("bdi", {}, text));
  if (other) name.append(" ", el("bdi", { lang: OTHER_LANGUAGE, class: "z-option-other" }, other));
  return el("li", { role: "option", id: `z-option-${number}`, "aria-selected": "false" },
    picture(), name, el("span", { class: "z-option-kind" }, kind));
}

/**
 * Return what the list shows: an option for each find, or that there is none.
 * @param {Found} result
 * @param {(number: number) => void} pick
 */
function itemsOf({ found, isGuess }, pick) {
  const options = found.map((find, i) => {
    const item = option(find, i);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => pick(i));
    return item;
  });
  if (!isGuess) return options;
  return [el("li", { class: "z-no-match" }, found.length ? TEXT.ui.did_you_mean : TEXT.ui.no_match), ...options];
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
  const options = [...list.querySelectorAll("[role=option]")];
  options.forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  if (active < 0) return;
  input.setAttribute("aria-activedescendant", `z-option-${active}`);
  options[active].scrollIntoView({ block: "nearest" });
}

/**
 * Return what is called out of a result.
 * @param {Found} result
 */
function saidOf({ found, isGuess }) {
  if (found.length === 0) return TEXT.ui.no_match;
  const count = fill(TEXT.ui.matches, { n: found.length });
  return isGuess ? `${TEXT.ui.did_you_mean} ${found.map((find) => find.label).join(", ")}` : count;
}

/**
 * Make the search box of the frame find.
 * @param {{finds: Find[], position: (at: {lat: number, lon: number}) => Find}} all
 */
export function addSearch({ finds, position }) {
  const input = /** @type {HTMLInputElement} */ (byId("z-search-input"));
  const list = byId("z-search-list");
  label(input);
  /** @type {Found} */
  let result = { found: [], isGuess: false };
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
    const find = result.found[number];
    if (!find) return;
    input.value = find.label;
    close();
    find.act();
  }

  function update() {
    const at = positionOf(input.value);
    result = at ? { found: [position(at)], isGuess: false } : matching(finds, input.value);
    list.replaceChildren(...itemsOf(result, pick));
    const asked = input.value.trim() !== "";
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    mark(result.found.length ? 0 : -1);
    if (asked) announce(saidOf(result));
  }

  /** @type {Record<string, () => void>} */
  const acts = {
    Enter: () => pick(active),
    ArrowDown: () => mark((active + 1) % result.found.length),
    ArrowUp: () => mark((active + result.found.length - 1) % result.found.length),
  };
  input.addEventListener("input", update);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden || result.found.length === 0 || !Object.hasOwn(acts, event.key)) return;
    acts[event.key]();
    event.preventDefault();
  });
}
