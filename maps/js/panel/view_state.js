/**
 * The state of a page's view, and its form behind the # of the address: a link reproduces the view.
 *
 * Each part of the state says how it is read. Whatever is not one of its known values is left out,
 * so a hostile address does nothing.
 */

import { placeOfMap } from "./map_place.js";
import { writeAddress } from "../shared/address.js";
import { languageAsked } from "../shared/page.js";

/** @import { Part, Parts, View } from "../types.js" */

const PAUSE_MS = 300;

/**
 * Return a part that is one word of a list.
 * @template {string|null} T
 * @param {T[]} words
 * @param {T} initial
 * @returns {Part<T>}
 */
export const oneOf = (words, initial) => ({
  initial,
  read: (text) => words.find((word) => word === text) ?? initial,
  write: (value) => value ?? "",
});

/**
 * Return a part that is a set of words of a list, empty at the opening.
 * @param {string[]} words
 * @returns {Part<Set<string>>}
 */
export const someOf = (words) => ({
  initial: new Set(),
  read: (text) => new Set(text.split(",").filter((word) => words.includes(word))),
  write: (value) => [...value].join(","),
});

/**
 * Return a part that is a whole number within bounds.
 * @param {number} least
 * @param {number} most
 * @param {number} initial
 * @returns {Part<number>}
 */
export const wholeOf = (least, most, initial) => ({
  initial,
  read(text) {
    const value = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : initial;
  },
  write: String,
});

/**
 * Let the map and the part `at` of a view follow each other.
 * @param {L.Map} map
 * @param {Pick<View<{at: string|null}>, "state"|"change">} view
 * @param {() => void} reset Show what the page opens with.
 */
export function followMap(map, view, reset) {
  const now = () => {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(3), lng.toFixed(3), String(Math.round(map.getZoom() * 100) / 100)].join(",");
  };
  const home = now();
  const { at } = view.state();
  if (at !== null) show(at);
  // A map that makes room for a panel has not been moved by its reader.
  let isTouched = false;
  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    map.getContainer().addEventListener(kind, () => {
      isTouched = true;
    }, { passive: true });
  }
  map.on("moveend", () => {
    const place = now();
    if (!isTouched) return;
    if (place !== (view.state().at ?? home)) view.change({ at: place === home ? null : place });
  });
  /** @param {string|null} place */
  function show(place) {
    if (place === now()) return;
    if (place === null) {
      reset();
    } else {
      const [lat, lng, zoom] = place.split(",").map(Number);
      map.setView([lat, lng], zoom, { animate: false });
    }
  }
  return show;
}

/**
 * Return the state of a view one part of which is the place of the map. Moves of the map alone show
 * nothing anew; where a choice and a place come together, the place holds.
 * @template {object} S
 * @param {L.Map} map
 * @param {Parts<S>} parts
 * @param {(state: S, changed: Set<string>) => void} show
 * @param {() => void} reset Show what the page opens with.
 * @returns {View<S>}
 */
export function viewOnMap(map, parts, show, reset) {
  /** @type {(place: string|null) => void} */
  let showPlace = () => {};
  let isOpen = false;
  /** @type {View<{at: string|null}>} */
  const view = viewState({ ...parts, at: placeOfMap() }, (state, changed) => {
    if (changed.size !== 1 || !changed.has("at")) show(/** @type {S & {at: string|null}} */ (state), changed);
    if (changed.has("at") && (isOpen || state.at !== null)) showPlace(state.at);
  });
  const whole = /** @type {View<S>} */ (/** @type {unknown} */ (view));
  return {
    ...whole,
    start() {
      showPlace = followMap(map, view, reset);
      view.start();
      isOpen = true;
    },
  };
}

/**
 * Return the state of a view.
 * @template {object} S
 * @param {Parts<S>} parts
 * @param {(state: S, changed: Set<string>) => void} show
 * @returns {View<S>}
 */
export function viewState(parts, show) {
  const names = /** @type {(keyof S & string)[]} */ (Object.keys(parts));
  /** @param {(name: keyof S & string) => unknown} valueOf */
  const each = (valueOf) =>
    /** @type {S} */ (Object.fromEntries(names.map((name) => [name, valueOf(name)])));
  const opening = each((name) => parts[name].initial);
  let state = opening;
  let timer = 0;
  // Where the map is belongs to a link, but Back leads to the last choice.
  let isNew = false;

  function read() {
    const hash = new URLSearchParams(location.hash.slice(1));
    return each((name) => {
      const text = hash.get(name);
      return text === null ? parts[name].initial : parts[name].read(text);
    });
  }

  function remember() {
    const hash = new URLSearchParams();
    for (const name of names) {
      const text = parts[name].write(state[name]);
      if (text !== parts[name].write(parts[name].initial)) hash.set(name, text);
    }
    const language = languageAsked();
    if (language) hash.set("lang", language);
    writeAddress(String(hash), { isNew });
    isNew = false;
  }

  /** @param {S} next */
  function become(next) {
    /** @type {Set<string>} */
    const changed = new Set(names.filter((name) => next[name] !== state[name]));
    state = next;
    if ([...changed].some((name) => name !== "at")) isNew = true;
    show(state, changed);
    clearTimeout(timer);
    timer = window.setTimeout(remember, PAUSE_MS);
  }

  addEventListener("hashchange", () => become(read()));
  return {
    change: (part) => become({ ...state, ...part }),
    reset: () => become(opening),
    state: () => state,
    start() {
      state = read();
      remember();
      show(state, new Set(names));
    },
  };
}
