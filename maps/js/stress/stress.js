/**
 * The page of weak points: what costs most when it closes, on the map and in a table.
 */

import { flyTo } from "../answer/choice.js";
import { headline } from "../answer/headline.js";
import { addLegendBox } from "../answer/legend_box.js";
import { twoPanes } from "../answer/panes.js";
import { mindSection } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { shareBar } from "../panel/share.js";
import { choices } from "../panel/controls.js";
import { atlasHome, drawGround, foldedLegend } from "../shared/ground.js";
import { announce, DATA, el, fill, TEXT } from "../shared/page.js";
import { nextSort, sortedTable, tableCells } from "../panel/sorted_table.js";
import { shapePath, swatch } from "../shared/symbols.js";
import { oneOf, someOf, viewOnMap } from "../panel/view_state.js";
import { closureFinding, stressFinding } from "./finding.js";
import { closureFeatures, STRESS_COLORS, stressMap, stressPoints } from "./map.js";
import { STRESS_MEASURES, stressAccount, stressColumns, stressHead, stressRows } from "./panel.js";

/**
 * @import { Column, ClosureRecord, Measure, Parts, PlaceSymbol, StressRecord, StressRow,
 *   StressState, View } from "../types.js"
 */

/** @type {ClosureRecord["kind"][]} */
const KINDS = ["terminal", "link", "corridor", "border", "named", "event"];
const MEASURES = /** @type {Measure[]} */ (Object.keys(STRESS_MEASURES));
const ORDERS = ["ascending", "descending"];

/**
 * @param {Measure} measure
 * @param {StressRow[]} rows
 */
function legendOf(measure, rows) {
  const words = TEXT.stress;
  const { value, text } = STRESS_MEASURES[measure];
  const most = Math.max(0, ...rows.map(value));
  /** @param {string} color */
  const disc = (color) => swatch(18, shapePath("circle", 9, 9, 6), { fill: color });
  /**
   * @param {number[]} radii
   * @param {string} color
   */
  const ring = (radii, color) => swatch(24, radii.map((r) => shapePath("circle", 12, 9, r)).join(""),
    { fill: "none", stroke: color, "stroke-width": "1.8" });
  const { cut, raised } = STRESS_COLORS;
  const items = [
    [disc(raised), words.legend.raised], [disc(cut), words.legend.cut],
    [ring([5], raised), words.legend.site_raised], [ring([4, 7.5], cut), words.legend.site_cut],
  ].map(([picture, label]) => el("li", {}, picture, ` ${label}`));
  return [el("ul", { class: "z-chart-legend z-keys" }, ...items), el("p", { class: "z-note" },
    fill(words.legend.size, { measure: words.measures[measure].toLowerCase(), most: text(most) }))];
}

/**
 * Return the parts of the state of the view.
 * @param {StressRecord} stress
 * @param {Column<StressRow>[]} columns
 * @returns {Parts<StressState>}
 */
function partsOf(stress, columns) {
  const ids = stress.years.flatMap(({ closures }) => closures.map(({ kind, closed }) => `${kind}:${closed}`));
  const years = stress.years.map(({ year_type: type }) => type);
  return {
    year: oneOf(years, years.includes("normal") ? "normal" : years[0]),
    measure: oneOf(MEASURES, "rise"),
    off: someOf(KINDS),
    chosen: oneOf(ids, null),
    sort: oneOf(columns.map(({ key }) => key), "rise"),
    order: oneOf(ORDERS, "descending"),
  };
}

/**
 * Return the questions of the panel: type of year, measure, kinds of closures.
 * @param {StressRecord} stress
 * @param {ClosureRecord["kind"][]} kinds
 * @param {View<StressState>} view
 */
function controlsOf(stress, kinds, view) {
  const words = TEXT.stress;
  return {
    years: choices(TEXT.planner.year, "radio", "z-year",
      stress.years.map(({ year_type: value }) => ({ value, label: TEXT.planner.years[value] })),
      (year) => view.change({ year })),
    measures: choices(words.measure, "radio", "z-measure",
      MEASURES.map((value) => ({ value, label: words.measures[value] })),
      (measure) => view.change({ measure, sort: measure, order: "descending" })),
    switches: choices(words.closes, "checkbox", "z-kind",
      kinds.map((value) => ({ value, label: words.kinds[value] })), (kind, isOn) => {
        const off = new Set(view.state().off);
        if (isOn) off.delete(kind);
        else off.add(kind);
        view.change({ off });
      }),
  };
}

/**
 * Say what a chosen closure does, and fly to what it touches.
 * @param {L.Map} map
 * @param {StressRow} row
 * @param {PlaceSymbol[]} symbols
 */
function bringIntoView(map, row, symbols) {
  announce(row.said);
  flyTo(map, stressPoints(row, symbols));
}

/**
 * Choose a closure if it is one of the year; return whether it is.
 * @param {string} id
 * @param {StressRow[]} rows
 * @param {View<StressState>} view
 */
function isChosenAs(id, rows, view) {
  if (!rows.some((row) => row.id === id)) return false;
  view.change({ chosen: id });
  return true;
}

/**
 * Draw closures on a map that folium made.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const { stress } = DATA;
  const words = TEXT.stress;
  const columns = stressColumns();
  const { nameOf, symbols, legend, pin, reset, chooseBy } = drawGround(map,
    { panelLabel: words.panel, allOn: false, home: atlasHome });
  pin(new Set([...stress.sites, ...stress.hubs]));
  const rowsOf = new Map(stress.years.map((year) => [year.year_type, stressRows(stress, year, nameOf)]));
  const kinds = KINDS.filter((kind) => [...rowsOf.values()].flat().some((row) => row.kind === kind));
  const view = viewOnMap(map, partsOf(stress, columns), show, reset);
  /** @param {string} id */
  const choose = (id) => view.change({ chosen: view.state().chosen === id ? null : id });
  const draw = stressMap(map, symbols, choose);
  /** @param {string} key */
  const sortBy = (key) =>
    view.change(nextSort(view.state(), key, key === "name" ? "ascending" : "descending"));
  const table = sortedTable({ caption: words.table, columns, choose, sortBy });
  const { years, measures, switches } = controlsOf(stress, kinds, view);
  const [top, head, keys] = [headline(), el("div", {}), el("div", {})];
  const account = el("div", { class: "z-account" });
  /** @type {StressRow[]} */
  let shown = [];

  /**
   * @param {StressState} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    const rows = (rowsOf.get(state.year) ?? []).filter(({ kind }) => !state.off.has(kind));
    const chosen = rows.find(({ id }) => id === state.chosen) || null;
    years.show((value) => value === state.year);
    measures.show((value) => value === state.measure);
    switches.show((value) => !state.off.has(value));
    const year = stress.years.find(({ year_type: type }) => type === state.year) ?? stress.years[0];
    head.replaceChildren(...stressHead(year, nameOf));
    keys.replaceChildren(...legendOf(state.measure, rows));
    shown = table.show(rows, state);
    draw(rows, STRESS_MEASURES[state.measure].value, chosen);
    account.replaceChildren(...stressAccount(chosen, nameOf));
    top.show(chosen ? closureFinding(chosen) : stressFinding(year, rows, STRESS_MEASURES[state.measure].value));
    openAccount(chosen !== null);
    if (!changed.has("chosen")) announce(fill(words.rows, { n: rows.length }));
    else if (chosen) bringIntoView(map, chosen, symbols);
  }

  chooseBy((id) => isChosenAs(`terminal:${id}`, rowsOf.get(view.state().year) ?? [], view));
  addLegendBox(map, keys);
  const bar = shareBar([map], { cells: () => tableCells(columns, shown), features: () => closureFeatures(shown, symbols),
    said: () => head.innerText.replaceAll(/\s+/g, " "), more: { reset: view.reset } });
  const openAccount = twoPanes({ headline: top.element, account, leave: () => view.change({ chosen: null }),
    asked: [el("div", { class: "z-questions" }, ...(stress.years.length > 1 ? [years.row] : []), measures.row,
      ...(kinds.length > 1 ? [switches.row] : [])), head, bar,
    table.element, el("p", { class: "z-note" }, words.table_note),
    needSection(stress.needs_first, nameOf), ...mindSection(stress, nameOf), foldedLegend(legend)] });
  view.start();
}
