/**
 * The state of a page's view, and its form behind the # of the address: a link reproduces the view.
 *
 * Each part of the state says how it is read. Whatever is not one of its known values is left out,
 * so a hostile address does nothing.
 */
"use strict";
(function () {
  const PAUSE_MS = 300;

  /**
   * A part of the state.
   * @typedef {{initial: *, read: (text: string) => *, write: (value: *) => string}} Part
   */

  /** Return a part that is one word of a list. */
  zimnik.oneOf = (words, initial) => ({
    initial,
    read: (text) => (words.includes(text) ? text : initial),
    write: (value) => value ?? "",
  });

  /** Return a part that is a set of words of a list, empty at the opening. */
  zimnik.someOf = (words) => ({
    initial: new Set(),
    read: (text) => new Set(text.split(",").filter((word) => words.includes(word))),
    write: (value) => [...value].join(","),
  });

  /** Return a part that is a whole number within bounds. */
  zimnik.wholeOf = (least, most, initial) => ({
    initial,
    read: (text) => (/^\d{1,3}$/.test(text) && text >= least && text <= most ? Number(text) : initial),
    write: String,
  });

  /**
   * Return the state of a view.
   * @param {Object<string, Part>} parts
   * @param {(state: Object, changed: Set<string>) => void} show
   * @returns {{change: (part: Object) => void, reset: () => void, state: () => Object, start: () => void}}
   *   `start` shows the state of the address for the first time.
   */
  zimnik.viewState = function (parts, show) {
    const names = Object.keys(parts);
    const each = (valueOf) => Object.fromEntries(names.map((name) => [name, valueOf(name)]));
    const opening = each((name) => parts[name].initial);
    let state = opening;
    let timer = 0;

    function read() {
      const hash = new URLSearchParams(location.hash.slice(1));
      return each((name) => (hash.has(name) ? parts[name].read(hash.get(name)) : parts[name].initial));
    }

    function remember() {
      const hash = new URLSearchParams();
      for (const name of names) {
        const text = parts[name].write(state[name]);
        if (text !== parts[name].write(parts[name].initial)) hash.set(name, text);
      }
      if (zimnik.languageAsked()) hash.set("lang", zimnik.languageAsked());
      // Without the # the view would be that of the address before.
      history.replaceState(null, "", `#${hash}`);
    }

    function become(next) {
      const changed = new Set(names.filter((name) => next[name] !== state[name]));
      state = next;
      show(state, changed);
      clearTimeout(timer);
      timer = setTimeout(remember, PAUSE_MS);
    }

    addEventListener("hashchange", () => become(read()));
    return {
      change: (part) => become({ ...state, ...part }),
      reset: () => become(opening),
      state: () => state,
      start() {
        state = read();
        show(state, new Set(names));
      },
    };
  };
})();
