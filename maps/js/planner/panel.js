/**
 * The planner's questions: month, hub, kind of year, rates, closures. Each control changes the state
 * through `change` and shows it when `show` is called.
 */

import { field } from "../panel/parts.js";
import { comparable } from "../search/matching.js";
import { corridorLinks, corridorName } from "../shared/corridors.js";
import { borderName, DATA, el, fill, number, TEXT, wordOf } from "../shared/page.js";
import { CHEAPEST } from "./engine.js";
import { pricedComponents } from "./permalink.js";
import { readyField } from "./ready_field.js";

/**
 * @import { Control, NameOf, PlannerChange, PlannerEngine, PlannerRecord,
 *   PlannerState } from "../types.js"
 */

const words = () => TEXT.planner;
// A step of the rate sliders; four of them double a rate.
const STEPS_PER_DOUBLING = 4;

/**
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function hubField(engine, nameOf, change) {
  const select = el("select", { id: "z-hub" },
    el("option", { value: CHEAPEST }, words().cheapest_hub),
    ...engine.hubs.map((id) => el("option", { value: id }, nameOf(id))));
  select.addEventListener("change", () => change({ hub: select.value }));
  return { row: field(words().hub, select), show: (state) => { select.value = state.hub; } };
}

/**
 * @param {PlannerRecord} record
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function yearField(record, change) {
  const group = el("fieldset", { class: "z-choices" }, el("legend", {}, words().year));
  const inputs = record.years.map((year) => {
    const input = el("input", { type: "radio", name: "z-year", value: year });
    input.addEventListener("change", () => change({ year }));
    group.append(el("label", {}, input, words().years[year]));
    return input;
  });
  return {
    row: group,
    show(state) {
      for (const input of inputs) input.checked = input.value === state.year;
    },
  };
}

/**
 * Return the slider of one rate: its factor on a scale of doublings, the base in the middle.
 * @param {string} name
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function rateField(name, change) {
  const label = wordOf(name, TEXT.components);
  const most = 2 * STEPS_PER_DOUBLING;
  const input = el("input", { type: "range", min: String(-most), max: String(most), step: "1", "data-rate": name });
  const value = el("output", { class: "z-value" });
  /** @param {number} position */
  const factorAt = (position) => Number((2 ** (position / STEPS_PER_DOUBLING)).toFixed(4));
  input.addEventListener("input", () => {
    change((state) => {
      const factors = { ...state.factors, [name]: factorAt(Number(input.value)) };
      if (factors[name] === 1) delete factors[name];
      return { factors };
    });
  });
  return {
    row: field(label, el("span", { class: "z-marked" }, input), value),
    show({ factors }) {
      const factor = factors[name] ?? 1;
      input.value = String(Math.round(Math.log2(factor) * STEPS_PER_DOUBLING));
      const text = factor === 1 ? words().base : fill(words().times, { n: number(factor, 2) });
      value.textContent = text;
      input.setAttribute("aria-valuetext", text);
    },
  };
}

/**
 * @param {PlannerRecord} record
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function ratesSection(record, change) {
  const fields = pricedComponents(record).map((name) => rateField(name, change));
  const reset = el("button", { type: "button", class: "z-button" }, words().reset_rates);
  reset.addEventListener("click", () => change({ factors: {} }));
  const title = el("summary", {});
  return {
    row: el("details", { class: "z-more" }, title, el("p", { class: "z-note" }, words().rates_note),
      ...fields.map(({ row }) => row), reset),
    show(state) {
      const count = Object.keys(state.factors).length;
      title.textContent = count ? `${words().rates} (${fill(words().changed, { n: count })})` : words().rates;
      reset.disabled = count === 0;
      for (const one of fields) one.show(state);
    },
  };
}

/**
 * Return check boxes of a set of the state, on where a word is not in it.
 * @param {"modes"|"borders"} name
 * @param {string[]} ids
 * @param {(id: string) => string} textOf
 * @param {PlannerChange} change
 */
function switches(name, ids, textOf, change) {
  const boxes = ids.map((id) => {
    const input = el("input", { type: "checkbox" });
    input.addEventListener("change", () => change((state) => {
      const set = new Set(state[name]);
      if (input.checked) set.delete(id);
      else set.add(id);
      return { [name]: set };
    }));
    return { id, input, row: el("label", { class: "z-layer" }, input, el("span", {}, textOf(id))) };
  });
  return {
    rows: boxes.map(({ row }) => row),
    /** @param {PlannerState} state */
    show(state) {
      for (const { id, input } of boxes) input.checked = !state[name].has(id);
    },
  };
}

/**
 * Return a box that finds a corridor to close, and the closed ones as buttons that open them.
 * @param {PlannerRecord} record
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function corridorField(record, nameOf, change) {
  const names = record.corridors.filter((name) => corridorLinks().has(name));
  /** @param {string} name */
  const said = (name) => corridorName(name, nameOf);
  const list = el("datalist", { id: "z-corridors" },
    ...names.map((name) => el("option", { value: said(name) })));
  const input = el("input", { type: "text", list: "z-corridors", autocomplete: "off" });
  const closed = el("div", { class: "z-chips" });
  const of = new Map(names.map((name) => [comparable(said(name)), name]));
  /**
   * @param {string} name
   * @param {boolean} isClosed
   */
  const toggle = (name, isClosed) => change((state) => {
    const corridors = new Set(state.corridors);
    if (isClosed) corridors.add(name);
    else corridors.delete(name);
    return { corridors };
  });
  input.addEventListener("change", () => {
    const name = of.get(comparable(input.value));
    if (name === undefined) return;
    input.value = "";
    toggle(name, true);
  });
  return {
    row: el("div", {}, field(words().close_corridor, input), list, closed),
    show(state) {
      closed.replaceChildren(...[...state.corridors].map((name) => {
        const chip = el("button",
          { type: "button", class: "z-chip", "aria-label": fill(words().open_again, { name: said(name) }) },
          `${said(name)} ×`);
        chip.addEventListener("click", () => toggle(name, false));
        return chip;
      }));
    },
  };
}

/**
 * @param {PlannerRecord} record
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 * @returns {Control<PlannerState>}
 */
function closuresSection(record, nameOf, change) {
  const used = new Set(DATA.links.map(({ mode }) => mode));
  const modes = switches("modes", record.modes.filter((mode) => used.has(mode)), (id) => wordOf(id), change);
  const borders = switches("borders", record.borders, borderName, change);
  const corridors = corridorField(record, nameOf, change);
  /**
   * @param {string} title
   * @param {HTMLElement[]} rows
   */
  const group = (title, rows) =>
    el("fieldset", { class: "z-group z-two" }, el("legend", {}, title), ...rows);
  const title = el("summary", {});
  const groups = [group(words().modes_open, modes.rows)];
  if (record.borders.length) groups.push(group(words().borders_open, borders.rows));
  return {
    row: el("details", { class: "z-more" }, title, ...groups, corridors.row),
    show(state) {
      const count = state.modes.size + state.borders.size + state.corridors.size;
      title.textContent = count ? `${words().closures} (${fill(words().closed, { n: count })})` : words().closures;
      for (const one of [modes, borders, corridors]) one.show(state);
    },
  };
}

/**
 * Return the controls of the planner and a function that shows a state in them.
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 * @returns {{rows: HTMLElement[], show: (state: PlannerState) => void}}
 */
export function plannerControls(engine, nameOf, change) {
  const { record } = engine;
  const parts = [
    hubField(engine, nameOf, change),
    readyField(change),
    yearField(record, change),
    ratesSection(record, change),
    closuresSection(record, nameOf, change),
  ];
  return {
    rows: parts.map(({ row }) => row),
    show: (state) => parts.forEach((part) => part.show(state)),
  };
}
