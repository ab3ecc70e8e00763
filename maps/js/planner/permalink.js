/**
 * The planner's state, and its form behind the # of the address: a link reproduces the view.
 *
 * Whatever is not one of the known values is left out, so a hostile address does nothing.
 */
"use strict";
(function () {
  const FACTORS = { least: 0.25, most: 4 };
  const SETS = ["modes", "corridors", "borders", "off"];
  zimnik.SORTS = ["name", "cost", "reo", "days", "waiting", "modes", "total", "difference"];

  /** Components whose rates have a slider: what is not a price of time. */
  zimnik.pricedComponents = (record) =>
    Object.keys(record.components).filter((name) => !["under_way", "dwell", "waiting"].includes(name));

  /** Return the state that the page opens with. */
  zimnik.plannerDefaults = () => ({
    hub: zimnik.CHEAPEST,
    month: 0,
    year: "normal",
    factors: {},
    modes: new Set(),
    corridors: new Set(),
    borders: new Set(),
    off: new Set(),
    chosen: null,
    surface: false,
    sort: "cost",
    descending: false,
  });

  /** Return the words of a list that are known. */
  const known = (text, words) => (text || "").split(",").filter((word) => words.includes(word));

  function factorsOf(text, record) {
    const factors = {};
    for (const part of (text || "").split(",")) {
      const [name, number] = part.split(":");
      const factor = Number(number);
      if (!zimnik.pricedComponents(record).includes(name)) continue;
      if (factor >= FACTORS.least && factor <= FACTORS.most && factor !== 1) factors[name] = factor;
    }
    return factors;
  }

  /** Return the state that an address describes. */
  zimnik.stateOfHash = function (hash, record) {
    const read = new URLSearchParams(hash.replace(/^#/, ""));
    const state = zimnik.plannerDefaults();
    const deposits = record.cargoes.map(({ id }) => id);
    const words = { modes: record.modes, corridors: record.corridors, borders: record.borders, off: deposits };
    const month = Number(read.get("month"));
    if (record.hubs.includes(read.get("hub"))) state.hub = read.get("hub");
    if (Number.isInteger(month) && month >= 1 && month <= 12) state.month = month;
    if (record.years.includes(read.get("year"))) state.year = read.get("year");
    if (deposits.includes(read.get("chosen"))) state.chosen = read.get("chosen");
    if (zimnik.SORTS.includes(read.get("sort"))) state.sort = read.get("sort");
    state.surface = read.get("surface") === "on";
    state.descending = read.get("order") === "descending";
    state.factors = factorsOf(read.get("rates"), record);
    for (const name of SETS) state[name] = new Set(known(read.get(name), words[name]));
    return state;
  };

  /** Return the address of a state; what is as at the opening is left out. */
  zimnik.hashOfState = function (state, language) {
    const write = new URLSearchParams();
    const defaults = zimnik.plannerDefaults();
    for (const name of ["hub", "month", "year", "chosen", "sort"]) {
      if (state[name] !== defaults[name] && state[name] !== null) write.set(name, String(state[name]));
    }
    if (state.surface) write.set("surface", "on");
    if (state.descending) write.set("order", "descending");
    const rates = Object.entries(state.factors).map(([name, factor]) => `${name}:${factor}`);
    if (rates.length) write.set("rates", rates.join(","));
    for (const name of SETS) if (state[name].size) write.set(name, [...state[name]].join(","));
    if (language) write.set("lang", language);
    return `#${write}`;
  };
})();
