/**
 * What every page stands on: land, network, places, names, search and the legend that switches them.
 */

import { findsOf } from "../search/finds.js";
import { addSearch } from "../search/search.js";
import { areaSwitches } from "./areas.js";
import { addBackdrop, waterLabels } from "./backdrop.js";
import { addFrame } from "./frame.js";
import { addLabels } from "./labels.js";
import { layerGroup, layerSwitch, linkSwitches, placeSwitches } from "./layers.js";
import { linkCanvas, makeLinks } from "./links.js";
import { announce, byId, DATA, el, TEXT, wordOf } from "./page.js";
import { makePlaces, pinPlaces, placeLabels } from "./places.js";
import { siteTaps } from "./taps.js";
import { fitView, limitPan } from "./view.js";

/**
 * @import { Drawn, Family, FitOptions, Ground, Labels, NameOf, PlaceSymbol, Switch,
 *   Words } from "../types.js"
 */

/**
 * Return the group of switches for names and graticule.
 * @param {L.Map} map
 * @param {L.LayerGroup} graticule
 * @param {Labels} labels
 * @returns {Switch[]}
 */
function backdropSwitches(map, graticule, labels) {
  return [
    { key: "names", label: wordOf("names"), swatch: null, count: null, on: true,
      set: (shown) => labels.show(shown) },
    layerSwitch(map, graticule, { key: "graticule", label: wordOf("graticule"), on: true }),
  ];
}

/**
 * Return the switches of all that is on the map, with their headings.
 * @param {L.Map} map
 * @param {Drawn} drawn
 * @returns {HTMLElement[]}
 */
function legendOf(map, { symbols, links, areas, graticule, labels, allOn, isAnswer }) {
  /** @param {Family} family */
  const of = (family) => placeSwitches(map, family, symbols, () => allOn, labels.refresh);
  /** @type {Record<keyof Words["groups"], Switch[]>} */
  const groups = {
    // A disc that tells an answer tells no status.
    deposit: of("deposit").map((one) => (isAnswer ? { ...one, swatch: null } : one)),
    hub: of("hub"),
    market: of("market"),
    link: linkSwitches(map, links.groups, (mode) => allOn && !(isAnswer && mode === "air")),
    terminal: of("terminal"),
    backdrop: [...areas, ...backdropSwitches(map, graticule, labels)],
  };
  return [
    ...Object.entries(groups).filter(([, switches]) => switches.length)
      .map(([key, switches]) => layerGroup(key, switches)),
    el("p", { class: "z-note z-units" }, TEXT.ui.units),
  ];
}

/**
 * Show a place that was looked for, even if its layer is off.
 * @param {L.Map} map
 * @param {PlaceSymbol} symbol
 */
export function showPlace(map, symbol) {
  if (!map.hasLayer(symbol.layer)) symbol.layer.addTo(map);
  map.setView(symbol.latlng, Math.max(map.getZoom(), 5), { animate: false });
  symbol.open(byId("z-search-input"));
  announce(symbol.place.name_en);
}

/**
 * Return a function that gives the name of a place by its id.
 * @returns {NameOf}
 */
export function namer() {
  const names = new Map([...DATA.told_places, ...DATA.places].map((place) => [place.id, place.name_en]));
  return (id) => names.get(id) || id || TEXT.ui.unknown_place;
}

/**
 * Return an element that unfolds to show others, under the heading of the legend.
 * @param {HTMLElement[]} legend
 */
export const foldedLegend = (legend) => el("details", { class: "z-more" },
  el("summary", {}, TEXT.ui.more_layers), ...legend);

/**
 * Return a canvas for what a page is about, above the links and below the places.
 * @param {L.Map} map
 * @param {number} [padding] How far it reaches beyond the view, in views: what is drawn anew at
 *   every move of a slider is drawn the sooner the smaller it is.
 */
export function topCanvas(map, padding = 0.4) {
  const pane = map.createPane("z-top");
  pane.style.zIndex = "430";
  pane.style.pointerEvents = "none";
  return L.canvas({ pane: "z-top", padding });
}

/**
 * Draw land, places and links on a map that folium made, in the frame.
 * @param {L.Map} map
 * @param {{panelLabel: string, allOn: boolean, home: (symbols: PlaceSymbol[]) => L.LatLng[],
 *   fit?: FitOptions, isAnswer?: boolean}} options `home` gives what the first view shows, `fit` how close; where not all
 *   is on, only what is pinned shows; where sites tell an answer, air links only where they are taken.
 * @returns {Ground}
 */
export function drawGround(map, { panelLabel, allOn, home, fit = {}, isAnswer = false }) {
  const nameOf = namer();
  const graticule = addBackdrop(map);
  const canvas = linkCanvas(map);
  /** @type {(id: string) => boolean} */
  let choose = () => false;
  const symbols = makePlaces(map, nameOf, (id) => choose(id));
  const siteAt = siteTaps(map, symbols);
  const links = makeLinks(map, nameOf, canvas, siteAt);
  map.on("click", (event) => siteAt(event)?.open());
  const areas = areaSwitches(map, symbols, canvas, allOn);
  const points = home(symbols);
  const reset = () => fitView(map, points, fit);
  addFrame(map, { panelLabel, reset });
  reset();
  const labels = addLabels(map, [...placeLabels(map, symbols), ...waterLabels()]);
  const legend = legendOf(map, { symbols, links, areas, graticule, labels, allOn, isAnswer });
  limitPan(map, symbols.map(({ latlng }) => latlng));
  addSearch(findsOf(map, symbols, nameOf, (symbol) => showPlace(map, symbol)));
  labels.refresh();
  /** @param {Set<string>} ids */
  const pin = (ids) => {
    pinPlaces(map, symbols, ids);
    labels.refresh();
  };
  return {
    nameOf, symbols, legend, pin, reset, pinLinks: links.pin, tellLinks: links.setTelling,
    chooseBy(act) { choose = act; },
  };
}

// Far southern sites would push what the atlas is about to the edge of the first view.
const HOME_SOUTH_DEG = 42;

/**
 * Return the points that the whole atlas opens with.
 * @param {PlaceSymbol[]} symbols
 * @returns {L.LatLng[]}
 */
export function atlasHome(symbols) {
  const sites = symbols.filter(({ place }) => place.family !== "terminal");
  const home = sites.filter(({ latlng }) => latlng.lat >= HOME_SOUTH_DEG);
  return ([home, sites, symbols].find((some) => some.length) || []).map(({ latlng }) => latlng);
}
