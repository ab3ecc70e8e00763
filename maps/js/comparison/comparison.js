/**
 * The page of compared hubs: two maps that show the same part of the world, one hub on each.
 */

import { sayTitle } from "../answer/headline.js";
import { addLegendBox } from "../answer/legend_box.js";
import { capacityWarnings } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { messageItem } from "../panel/messages.js";
import { warningSection } from "../panel/parts.js";
import { shareBar, tellingLines } from "../panel/share.js";
import { placeOfMap } from "../panel/map_place.js";
import { followMap, oneOf, viewState } from "../panel/view_state.js";
import { addBackdrop } from "../shared/backdrop.js";
import { addFrame } from "../shared/frame.js";
import { namer, showPlace, topCanvas } from "../shared/ground.js";
import { addLabels } from "../shared/labels.js";
import { announce, byId, DATA, decodeLine, el, fill, number, product, TEXT, wordOf } from "../shared/page.js";
import { makePlaces, pinPlaces, placeLabels } from "../shared/places.js";
import { lineLayer } from "../shared/plane_lines.js";
import { findsOf } from "../search/finds.js";
import { addSearch } from "../search/search.js";
import { lineSwatch } from "../panel/svg.js";
import { fitView, limitPan } from "../shared/view.js";
import { cheapestFirst, comparisonFinding } from "./finding.js";
import { hubMonths, monthTable } from "./months.js";
import { costOfHub, haulTable, hubCells, hubRange, hubTable, readyText, waterfall } from "./panel.js";

/**
 * @import { CapacityRecord, ComparisonRecord, HaulRecord, HubRecord, MapFeature, NameOf,
 *   PlaceSymbol, View } from "../types.js"
 */

/** @type {Record<string, {color: string, weight: number, opacity: number, dashArray?: string}>} */
const STYLES = {
  feed: { color: "#0072b2", weight: 5, opacity: 0.8 },
  reagent: { color: "#d55e00", weight: 3, opacity: 0.95, dashArray: "7 5" },
  product: { color: "#009e73", weight: 3, opacity: 0.95, dashArray: "2 5" },
  by_product: { color: "#cc79a7", weight: 2, opacity: 0.95, dashArray: "9 4 2 4" },
};

/**
 * Return the lines of a haul.
 * @param {Pick<HaulRecord, "link_ids">} haul
 * @param {Record<string, number[]>} lines
 */
const linesOf = (haul, lines) => haul.link_ids.filter((id) => Object.hasOwn(lines, id))
  .map((id) => decodeLine(lines[id]));

/**
 * Return a function that draws the hauls of a hub on a map.
 * @param {L.Map} map
 * @param {Record<string, number[]>} lines
 * @returns {(hub: HubRecord) => void}
 */
function haulDrawer(map, lines) {
  const renderer = topCanvas(map);
  /** @type {L.Layer[]} */
  let drawn = [];
  return (hub) => {
    for (const layer of drawn) layer.remove();
    // A link of many hauls of one kind is drawn once.
    drawn = Object.keys(STYLES).flatMap((kind) => {
      const ids = new Set(hub.hauls.filter((haul) => haul.kind === kind).flatMap((haul) => haul.link_ids));
      return linesOf({ link_ids: [...ids] }, lines).map((points) =>
        lineLayer(points, { ...STYLES[kind], interactive: false, renderer }).addTo(map));
    });
  };
}

/**
 * Let two maps show the same part of the world.
 * @param {L.Map} one
 * @param {L.Map} other
 */
function joinMaps(one, other) {
  new ResizeObserver(() => other.invalidateSize({ animate: false })).observe(other.getContainer());
  /** @type {L.Map|null} */
  let leader = null;
  /**
   * @param {L.Map} from
   * @param {L.Map} to
   */
  const follow = (from, to) => () => {
    if (leader && leader !== from) return;
    leader = from;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    leader = null;
  };
  one.on("move zoomend", follow(one, other));
  other.on("move zoomend", follow(other, one));
}

/**
 * Return a second map beside the first, with the same options and background.
 * @param {L.Map} map
 */
function secondMap(map) {
  const box = el("div", { class: "folium-map z-second", id: "z-second", role: "region" });
  map.getContainer().after(box);
  const { crs, minZoom, maxZoom, zoomSnap, zoomDelta, wheelPxPerZoomLevel, fadeAnimation } = map.options;
  const other = L.map(box, {
    crs, minZoom, maxZoom, zoomSnap, zoomDelta, wheelPxPerZoomLevel, fadeAnimation,
    center: map.getCenter(), zoom: map.getZoom(), zoomControl: false, attributionControl: false,
  });
  addLegendBox(other, haulKeys());
  return other;
}

/**
 * Return a list of hubs to choose from.
 * @param {string} id
 * @param {string} label
 * @param {HubRecord[]} hubs
 * @param {(i: number) => void} choose
 */
function chooser(id, label, hubs, choose) {
  const select = el("select", { id }, ...hubs.map((hub, i) => el("option", { value: String(i) }, hub.hub_name)));
  select.addEventListener("change", () => choose(Number(select.value)));
  return { select, row: el("label", { class: "z-field" }, el("span", {}, label), select) };
}

function legend() {
  const words = TEXT.compare;
  return el("ul", { class: "z-chart-legend" }, ...Object.entries(STYLES).map(([kind, style]) =>
    el("li", {}, lineSwatch(style.color, Math.min(style.weight, 4), style.dashArray),
      ` ${wordOf(kind, words.kinds)}`)));
}

/**
 * @param {HubRecord[]} hubs
 * @param {NameOf} nameOf
 */
function reasonsOf(hubs, nameOf) {
  const words = TEXT.compare;
  return hubs.filter((hub) => hub.reason).map((hub) =>
    el("p", { class: "z-none" }, `${hub.hub_name}: ${words.none}`,
      ...hub.reasons.flatMap((one) => ["; ", messageItem(one, nameOf)])));
}

/**
 * @param {HubRecord} hub
 * @param {string[]} deposits
 */
const stopsOf = (hub, deposits) =>
  new Set([...deposits, hub.hub_id, ...hub.hauls.flatMap((haul) => [haul.from_id, haul.to_id])]);

/**
 * Return one side: a map with its places, which shows a hub and says its name.
 * @param {L.Map} map
 * @param {ComparisonRecord} comparison
 * @param {string} title
 */
function makeSide(map, comparison, title) {
  const symbols = makePlaces(map, namer());
  const labels = addLabels(map, placeLabels(map, symbols));
  const draw = haulDrawer(map, comparison.lines);
  const name = el("div", { class: "z-map-title" });
  map.getContainer().append(name);
  return {
    symbols,
    labels,
    /** @param {HubRecord} hub */
    show(hub) {
      draw(hub);
      const shown = stopsOf(hub, comparison.deposits.map(({ id }) => id));
      for (const symbol of symbols) {
        if (shown.has(symbol.place.id)) symbol.layer.addTo(map);
        else symbol.layer.remove();
      }
      pinPlaces(map, symbols, shown);
      name.textContent = hub.hub_name;
      map.getContainer().setAttribute("aria-label", `${title}: ${hub.hub_name}`);
      labels.refresh();
    },
  };
}

/**
 * Return the points of the hauls of hubs and of the deposits.
 * @param {ComparisonRecord} comparison
 * @param {HubRecord[]} hubs
 * @param {PlaceSymbol[]} symbols
 */
function pointsOf({ deposits, lines }, hubs, symbols) {
  const sites = symbols.filter(({ place }) => deposits.some(({ id }) => id === place.id));
  return [
    ...hubs.flatMap(({ hauls }) => hauls).flatMap((haul) => linesOf(haul, lines).flat()),
    ...sites.map(({ latlng }) => latlng),
  ];
}

/**
 * Return what is compared, and what has no answer.
 * @param {ComparisonRecord} comparison
 * @param {NameOf} nameOf
 */
function headOf(comparison, nameOf) {
  const words = TEXT.compare;
  const what = fill(words.what, {
    deposits: comparison.deposits.map(({ id }) => nameOf(id)).join(", "),
    stages: comparison.stages.map((stage) => wordOf(stage)).join(", "),
  });
  return el("div", { class: "z-panel-head" }, el("div", {}, what),
    el("p", { class: "z-summary" }, readyText(comparison)),
    el("p", { class: "z-note" }, words.note), ...reasonsOf(comparison.hubs, nameOf));
}

/**
 * Return what to mind of a comparison.
 * @param {ComparisonRecord} comparison
 * @param {NameOf} nameOf
 */
function warningsOf({ hubs, warnings }, nameOf) {
  /** @type {[string, CapacityRecord[]][]} */
  const plans = hubs.map((hub) => [hub.hub_name, hub.capacity_checks]);
  return [...warnings, ...capacityWarnings(plans, nameOf)];
}

/**
 * Return what hubs need first, each thing once.
 * @param {HubRecord[]} hubs
 */
const needsOf = (hubs) => [...new Map(hubs.flatMap((hub) => hub.needs_first)
  .map((need) => [`${need.id} ${need.stage ?? ""}`, need])).values()];

/** @typedef {{left: string, right: string, at: string|null}} SidesState Ids of the hubs shown. */

/** Return the keys of the kinds of hauls. */
const haulKeys = () => el("div", { class: "z-mode-keys" }, ...Object.entries(STYLES).map(([kind, { color, dashArray }]) =>
  el("div", {}, lineSwatch(color, 3, dashArray), ` ${wordOf(kind, TEXT.compare.kinds)}`)));

/**
 * Return what is told of the links of a hub: what moves on each.
 * @param {HubRecord} hub
 * @param {Record<string, number[]>} lines
 */
function toldHauls(hub, lines) {
  /** @type {Map<string, HaulRecord[]>} */
  const hauls = new Map();
  for (const haul of hub.hauls) {
    for (const id of haul.link_ids) hauls.set(id, [...(hauls.get(id) ?? []), haul]);
  }
  return [...hauls].filter(([id]) => Object.hasOwn(lines, id)).map(([id, some]) => ({
    points: decodeLine(lines[id]),
    title: [...new Set(some.map(({ kind }) => wordOf(kind, TEXT.compare.kinds)))].join(", "),
    said: [...new Set(some.map((haul) =>
      `${product(haul.item)}, ${number(haul.shipped_t_per_y, 0)} ${wordOf("t/y", TEXT.units)}`))].join("; "),
  }));
}

/**
 * Let the links of a hub say what moves on them.
 * @param {L.Map} map
 * @param {HubRecord} hub
 * @param {Record<string, number[]>} lines
 */
const tellHauls = (map, hub, lines) => tellingLines(map, toldHauls(hub, lines)).addTo(map);

/**
 * Return the links of the hauls of hubs for a file.
 * @param {HubRecord[]} hubs
 * @param {Record<string, number[]>} lines
 * @returns {MapFeature[]}
 */
const haulLines = (hubs, lines) => [...new Set(hubs)].flatMap((hub) => hub.hauls.flatMap((haul) =>
  haul.link_ids.filter((id) => Object.hasOwn(lines, id)).map((id) => ({
    lines: [decodeLine(lines[id])],
    properties: { hub_id: hub.hub_id, kind: haul.kind, item: haul.item, link_id: id,
      shipped_t_per_y: haul.shipped_t_per_y },
  }))));

/**
 * Return the account of two hubs.
 * @param {ComparisonRecord} comparison
 * @param {HubRecord} left
 * @param {HubRecord} right
 * @param {NameOf} nameOf
 */
const accountOf = (comparison, left, right, nameOf) => [
  waterfall(comparison.components, left, right),
  hubMonths(left, right),
  ...[...new Set([left, right])].flatMap((hub) => [...hubRange(hub), haulTable(hub, nameOf)]),
];

/**
 * Return the lists to choose from, the account of the chosen, and the tables of all.
 * @param {ComparisonRecord} comparison
 * @param {HubRecord[]} answered
 * @param {(side: Partial<SidesState>) => void} change
 */
function sidesPanel(comparison, answered, change) {
  const words = TEXT.compare;
  const account = el("div", { class: "z-account" });
  const choosers = answered.length ? [
    chooser("z-left", words.left, answered, (i) => change({ left: answered[i].hub_id })),
    chooser("z-right", words.right, answered, (i) => change({ right: answered[i].hub_id })),
  ] : [];
  const parts = answered.length ? [...choosers.map(({ row }) => row), legend(), account,
    hubTable({ ...comparison, hubs: answered }), monthTable(answered)] : [];
  return { account, choosers, parts };
}

/**
 * Draw compared hubs on a map that folium made, and on a second one beside it.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const words = TEXT.compare;
  const nameOf = namer();
  /**
   * @param {HubRecord} hub
   * @returns {HubRecord}
   */
  const named = (hub) => ({ ...hub, hub_name: nameOf(hub.hub_id) });
  const comparison = { ...DATA.comparison, hubs: DATA.comparison.hubs.map(named) };
  const other = secondMap(map);
  for (const one of [map, other]) addBackdrop(one);
  const sides = [makeSide(map, comparison, words.left), makeSide(other, comparison, words.right)];
  const answered = comparison.hubs.filter((hub) => !hub.reason);
  // The heading is about the cheapest and the next, so they are what the maps show first.
  const ids = cheapestFirst(answered).map((hub) => hub.hub_id), [best, next] = ids;
  /** @type {View<SidesState>} */
  const view = viewState({
    left: oneOf(ids, best ?? ""), right: oneOf(ids, next ?? best ?? ""), at: placeOfMap(),
  }, show);
  const chosen = () => [view.state().left, view.state().right]
    .flatMap((id) => answered.find((hub) => hub.hub_id === id) ?? []);
  const reset = () => fitView(map, pointsOf(comparison, chosen(), sides[0].symbols), { maxZoom: 7, padding: 30 });
  addFrame(map, { panelLabel: words.panel, reset, beside: [other] });
  sayTitle(comparisonFinding(comparison, answered, nameOf));
  joinMaps(map, other);
  reset();
  const { account, choosers, parts } = sidesPanel(comparison, answered, (side) => view.change(side));
  /** @type {(place: string|null) => void} */
  let showAt = () => {};
  /** @type {L.LayerGroup[]} */
  let telling = [];

  /**
   * @param {SidesState} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    if (changed.has("left") || changed.has("right")) {
      const [left, right] = chosen();
      if (!left || !right) return;
      choosers.forEach(({ select }, i) => {
        select.value = String(answered.indexOf([left, right][i]));
      });
      [left, right].forEach((hub, i) => sides[i].show(hub));
      for (const layer of telling) layer.remove();
      telling = [left, right].map((hub, i) => tellHauls([map, other][i], hub, comparison.lines));
      account.replaceChildren(...accountOf(comparison, left, right, nameOf));
      announce(fill(words.waterfall, { left: left.hub_name, right: right.hub_name }));
    }
    if (changed.has("at")) showAt(state.at);
    else reset();
  }

  byId("z-panel").append(headOf(comparison, nameOf), ...(answered.length ? [shareBar([map, other], {
    cells: () => hubCells({ ...comparison, hubs: answered }), features: () => haulLines(chosen(), comparison.lines),
    said: () => chosen().map((hub) => `${hub.hub_name}: ${costOfHub(hub)}`).join(" · "),
  })] : []), ...parts,
  ...(answered.length ? [needSection(needsOf(answered), nameOf)] : []),
  ...warningSection(warningsOf(comparison, nameOf), nameOf));
  view.start();
  showAt = followMap(map, view, reset);
  limitPan(map, sides[0].symbols.map(({ latlng }) => latlng));
  addSearch(findsOf(map, sides[0].symbols, nameOf, (symbol) => showPlace(map, symbol)));
}
