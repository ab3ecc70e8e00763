/**
 * The page of remoteness: sites by any index, over a surface of what it takes to get out by month.
 */

import { emphasize, flyTo } from "../answer/choice.js";
import { NO_ANSWER } from "../answer/classes.js";
import { headline } from "../answer/headline.js";
import { addLegendBox } from "../answer/legend_box.js";
import { twoPanes } from "../answer/panes.js";
import { mindSection } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { unpack } from "../shared/arrays.js";
import { choices } from "../panel/controls.js";
import { shareBar, siteFeatures } from "../panel/share.js";
import { atlasHome, drawGround, foldedLegend } from "../shared/ground.js";
import { announce, DATA, el, fill, monthName, TEXT } from "../shared/page.js";
import { nextSort, sortedTable, tableCells } from "../panel/sorted_table.js";
import { oneOf, viewOnMap, wholeOf } from "../panel/view_state.js";
import { cssColor, remoteColor } from "./cividis.js";
import { remotenessFinding, siteFinding } from "./finding.js";
import { indicesOf, routeTo } from "./indices.js";
import {
  correlationTable,
  indexField,
  indexLegend,
  indexNotes,
  readyField,
  readyText,
  siteAccount,
} from "./panel.js";
import { makeSurface } from "./surface.js";
import { addReading, bandLegend, bandText } from "./surface_reading.js";

/**
 * @import { Column, Ground, Index, NameOf, Parts, PlaceSymbol, Quantity, RemotenessRecord,
 *   RemotenessState, SiteRecord, SiteRow, SurfaceView, View } from "../types.js"
 */

/** @type {Quantity[]} */
const QUANTITIES = ["cost_usd_per_t", "duration_h"];
const SITE_PX = 7;

/**
 * Return the parts of the state of the view.
 * @param {RemotenessRecord} record
 * @param {string[]} keys
 * @returns {Parts<RemotenessState>}
 */
function partsOf(record, keys) {
  const goal = record.surface ? record.surface.goal : record.goals[0];
  return {
    index: oneOf(keys, goal),
    quantity: oneOf(QUANTITIES, QUANTITIES[0]),
    month: wholeOf(0, 12, 0),
    surface: oneOf(["on", "off"], "on"),
    chosen: oneOf(record.sites.map(({ site_id: id }) => id), null),
    sort: oneOf(["name", ...keys], goal),
    order: oneOf(["ascending", "descending"], "descending"),
  };
}

/**
 * Return the columns of the table for a state: a name and every index.
 * @param {Index[]} indices
 * @returns {Column<SiteRow>[]}
 */
const columnsOf = (indices) => [
  { key: "name", label: TEXT.remoteness.site, title: TEXT.planner.column_titles.name, isText: true,
    value: (row) => row.name, text: (row) => row.name },
  ...indices.map(({ key, label, title }) => ({
    key,
    label,
    title,
    value: (/** @type {SiteRow} */ row) => row.values[key],
    text: (/** @type {SiteRow} */ row) => row.texts[key],
  })),
];

/**
 * @param {SiteRecord} site
 * @param {Index[]} indices
 * @param {NameOf} nameOf
 * @returns {SiteRow}
 */
const rowOf = (site, indices, nameOf) => ({
  id: site.site_id,
  name: nameOf(site.site_id),
  note: "",
  values: Object.fromEntries(indices.map(({ key, valueOf }) => [key, valueOf(site)])),
  texts: Object.fromEntries(indices.map(({ key, valueOf, text }) => {
    const value = valueOf(site);
    return [key, value === null ? "–" : text(value)];
  })),
});

/**
 * Return a function that colours the symbols of sites.
 * @param {PlaceSymbol[]} symbols
 * @param {SiteRecord[]} sites
 * @returns {(index: Index) => void}
 */
const painterOf = (symbols, sites) => {
  const symbolOf = new Map(symbols.map((symbol) => [symbol.place.id, symbol]));
  return (index) => {
    for (const site of sites) {
      const value = index.valueOf(site);
      const fillColor = value === null ? NO_ANSWER : cssColor(remoteColor(index.shareOf(value)));
      symbolOf.get(site.site_id)?.paint({ radius: SITE_PX, fillColor });
    }
  };
};

/**
 * Return the remotest and the nearest site by an index in words.
 * @param {RemotenessRecord} record
 * @param {Index} index
 * @param {RemotenessState} state
 * @param {NameOf} nameOf
 */
function summaryOf(record, index, state, nameOf) {
  const words = TEXT.remoteness;
  const known = record.sites.flatMap((site) => {
    const value = index.valueOf(site);
    return value === null ? [] : [{ name: nameOf(site.site_id), value }];
  });
  if (known.length === 0) return words.out_of_reach;
  known.sort((a, b) => index.shareOf(b.value) - index.shareOf(a.value) || b.value - a.value);
  const [far, near] = [known[0], known[known.length - 1]];
  return fill(words.summary, {
    n: record.sites.length, ready: readyText(record, state.month), index: index.said,
    far: far.name, most: index.text(far.value), near: near.name, least: index.text(near.value),
  });
}

/**
 * Return the questions of the panel: what colours the sites, month, measure, surface.
 * @param {RemotenessRecord} record
 * @param {Index[]} indices
 * @param {View<RemotenessState>} view
 */
function controlsOf(record, indices, view) {
  const words = TEXT.remoteness;
  const picker = indexField(indices,
    (index) => view.change({ index, sort: index, order: "descending" }));
  const month = readyField(record, (value) => view.change({ month: value }));
  const quantity = choices(words.measure, "radio", "z-quantity",
    QUANTITIES.map((value) => ({ value, label: words.quantities[value] })),
    (value) => view.change({ quantity: value }));
  const onOff = choices(words.surface, "checkbox", "z-surface",
    [{ value: "on", label: words.surface_on }],
    (_, isOn) => view.change({ surface: isOn ? "on" : "off" }));
  return {
    rows: [picker.row, month.row, quantity.row, ...(record.surface ? [onOff.row] : [])],
    /** @param {RemotenessState} state */
    show(state) {
      picker.show(state.index);
      month.show(state.month);
      quantity.show((value) => value === state.quantity);
      onOff.show(() => state.surface === "on");
    },
  };
}

/**
 * Tell the value of the surface under the pointer.
 * @param {L.Map} map
 * @param {SurfaceView} surface
 * @param {RemotenessRecord} record
 * @param {View<RemotenessState>} view
 */
const readingOf = (map, surface, record, view) => addReading(map, (latlng) => {
  const state = view.state();
  const band = state.surface === "on" ? surface.bandAt(latlng) : -1;
  if (band < 0) return null;
  return band === record.surface?.no_route
    ? TEXT.remoteness.no_route : bandText(state.quantity, record.bands[state.quantity], band);
});

/**
 * Return the legends of the surface and of the sites.
 * @param {RemotenessRecord} record
 * @param {RemotenessState} state
 * @param {Index} index
 */
function legendsOf({ surface, bands, sites }, state, index) {
  const words = TEXT.remoteness;
  const parts = [];
  if (surface && state.surface === "on") {
    const title = fill(words.surface_title, {
      goal: words.titles[surface.goal].toLowerCase(),
      ready: state.month ? fill(words.first_of, { month: monthName(state.month) }) : words.best_month,
    });
    parts.push(bandLegend(state.quantity, bands[state.quantity], title));
  }
  return [...parts, el("p", { class: "z-ramp-title" }, fill(words.sites_by, { index: index.said })),
    ...indexLegend(index, sites)];
}

/**
 * Return the sites, and the places that are nearest to a chosen one.
 * @param {RemotenessRecord} record
 * @param {SiteRecord|null} site
 * @param {number} month
 */
function shownPlaces({ sites, goals }, site, month) {
  const near = site ? goals.flatMap((goal) => routeTo(site, goal, month)?.[0] ?? []) : [];
  return new Set([...sites.map(({ site_id: id }) => id), ...near]);
}

/**
 * Return a function that gives the name of a place or of a town, which the map does not name.
 * @param {RemotenessRecord} record
 * @param {Ground} ground
 * @returns {NameOf}
 */
function namerOf(record, ground) {
  const towns = new Map(record.towns);
  return (id) => towns.get(id) ?? ground.nameOf(id);
}

/**
 * Return what stands below the table.
 * @param {RemotenessRecord} record
 * @param {NameOf} nameOf
 */
const notesOf = (record, nameOf) => [
  el("p", { class: "z-note" }, TEXT.remoteness.table_note), correlationTable(record), indexNotes(record),
  needSection(record.needs_first, nameOf), ...mindSection(record, nameOf, TEXT.remoteness.each_alone),
];

/**
 * Show a chosen site before all others, with what is nearest to it.
 * @param {L.Map} map
 * @param {Ground} ground
 * @param {Set<string>|null} ids
 * @param {string|null} chosen
 */
function showChoice(map, { symbols }, ids, chosen) {
  emphasize(map, symbols, chosen);
  if (ids) flyTo(map, symbols.filter(({ place }) => ids.has(place.id)).map(({ latlng }) => latlng));
}

/**
 * Draw the page once its surface is there.
 * @param {L.Map} map
 * @param {Ground} ground
 * @param {SurfaceView|null} surface
 */
function begin(map, ground, surface) {
  const { remoteness: record } = DATA;
  const words = TEXT.remoteness;
  const { symbols, legend, pin, reset } = ground;
  const nameOf = namerOf(record, ground);
  const keys = indicesOf(record, { quantity: QUANTITIES[0], month: 0 }).map(({ key }) => key);
  const siteOf = new Map(record.sites.map((site) => [site.site_id, site]));
  const view = viewOnMap(map, partsOf(record, keys), show, reset);
  const paint = painterOf(symbols, record.sites);
  const indices = () => indicesOf(record, view.state());
  /** @param {string} id */
  const choose = (id) => view.change({ chosen: view.state().chosen === id ? null : id });
  /** @param {string} key */
  const sortBy = (key) => view.change(nextSort(view.state(), key, key === "name" ? "ascending" : "descending"));
  // One table for all states: its cells hold what the rows bring along.
  const table = sortedTable({ caption: words.table, columns: columnsOf(indices()), choose, sortBy });
  const controls = controlsOf(record, indices(), view);
  const [head, summary] = [headline(), el("p", { class: "z-summary" })];
  const [keysBox, account] = [el("div", {}), el("div", { class: "z-account" })];
  const reading = surface && readingOf(map, surface, record, view);
  /** @type {SiteRow[]} */
  let shown = [];

  /**
   * @param {RemotenessState} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    const all = indicesOf(record, state);
    const index = all.find(({ key }) => key === state.index) ?? all[0];
    controls.show(state);
    surface?.show(state.quantity, state.month, state.surface === "on");
    reading?.refresh();
    const site = siteOf.get(state.chosen ?? "") ?? null;
    if (changed.has("chosen")) pin(shownPlaces(record, site, state.month));
    paint(index);
    keysBox.replaceChildren(...legendsOf(record, state, index));
    shown = table.show(record.sites.map((one) => rowOf(one, all, nameOf)), state);
    account.replaceChildren(...siteAccount(record, site, state, nameOf, view.change));
    summary.textContent = summaryOf(record, index, state, nameOf);
    head.show(site ? siteFinding(site, { index, indices: all, state, nameOf }) : remotenessFinding(record, index, nameOf));
    openAccount(site !== null);
    const isChosen = changed.has("chosen") && site !== null;
    if (changed.has("chosen")) showChoice(map, ground, site && shownPlaces({ ...record, sites: [site] }, site, state.month), state.chosen);
    announce(isChosen ? fill(words.chosen, { name: nameOf(site.site_id) }) : summary.textContent);
  }

  ground.chooseBy((id) => {
    if (siteOf.has(id)) view.change({ chosen: id });
    return siteOf.has(id);
  });
  const cells = () => tableCells(columnsOf(indices()), shown);
  const bar = shareBar([map], { cells, features: () => siteFeatures(cells(), symbols), said: () => summary.textContent,
    more: { reset: view.reset } });
  addLegendBox(map, keysBox);
  const openAccount = twoPanes({ headline: head.element, account, leave: () => view.change({ chosen: null }),
    asked: [el("div", { class: "z-questions" }, ...controls.rows), summary, bar, table.element,
      ...notesOf(record, nameOf), foldedLegend(legend)] });
  view.start();
}

/**
 * Draw remoteness on a map that folium made.
 * @param {L.Map} map
 */
export async function drawPage(map) {
  const { remoteness: record } = DATA;
  const ground = drawGround(map,
    { panelLabel: TEXT.remoteness.panel, allOn: false, home: atlasHome, isAnswer: true });
  const surface = record.surface && makeSurface(map, record.surface, await unpack(record.surface), record.bands);
  begin(map, ground, surface);
}
