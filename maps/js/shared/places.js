/**
 * Deposits, hubs, markets and terminals: symbols that a mouse, a finger or a keyboard can choose.
 */

import { later } from "./later.js";
import { DATA, el, latLng, wordOf } from "./page.js";
import { PlaceMarker, symbolOf, SYMBOLS } from "./symbols.js";

/** @import { Family, Label, NameOf, Place, PlaceRecord, PlaceSymbol } from "../types.js" */

// At an overview terminals are texture; they grow, and the Tab key stops at them, when zoomed in.
const TERMINAL_ZOOM = 4;
const LONGEST_NAME = 42;
const OUTLINE = "#1c2b33";
// Below this a page that tells an answer leaves terminals out, but for those that it names.
const OVERVIEW_ZOOM = 3.25;
/**
 * From the top of the map down, which is the order of the Tab key too.
 * @type {Family[]}
 */
const FAMILIES = ["deposit", "hub", "market", "terminal"];

/**
 * Return how much larger symbols are drawn at a zoom than in the legend.
 * @param {number} zoom
 * @param {Family} family
 * @param {boolean} pinned
 */
function growth(zoom, family, pinned) {
  const part = Math.max(0, Math.min(1, (zoom - 2) / 4));
  if (pinned) return 1.35 + 0.2 * part;
  return family === "terminal" ? 0.55 + 0.75 * part : 0.85 + 0.4 * part;
}

/**
 * Return how large a place is drawn at a zoom.
 * @param {Pick<PlaceSymbol, "place"|"pinned"|"painted">} symbol
 * @param {number} radius That of the legend.
 * @param {number} zoom
 */
const shownRadius = ({ place, pinned, painted }, radius, zoom) => (painted
  ? painted.radius * (0.9 + 0.1 * Math.min(6, zoom) / 3)
  : radius * growth(zoom, place.family, pinned));

/**
 * Let a keyboard choose a place, and say what it is to those who do not see it.
 * @param {SVGPathElement} path
 * @param {Place} place
 * @param {(opener: SVGElement) => void} open
 */
function makeAccessible(path, place, open) {
  path.setAttribute("role", "button");
  path.setAttribute("aria-label", `${place.name_en}, ${wordOf(place.kind)}`);
  path.dataset.id = place.id;
  path.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    open(path);
  });
}

/**
 * Leave the Tab key to what can be told apart at this zoom.
 * @param {Pick<PlaceSymbol, "layer"|"place"|"pinned">} symbol
 * @param {number} zoom
 */
function setTabStop({ layer, place, pinned }, zoom) {
  const path = layer.getElement();
  if (!path) return;
  const stop = pinned || place.family !== "terminal" || zoom >= TERMINAL_ZOOM ? "0" : "-1";
  if (path.getAttribute("tabindex") !== stop) path.setAttribute("tabindex", stop);
}

/**
 * @param {L.Map} map
 * @param {Place} place
 * @param {{renderer: L.Renderer, nameOf: NameOf, taken: (id: string) => boolean}} by `taken` says whether the
 *   page does something else than open the card.
 * @returns {PlaceSymbol}
 */
function addSymbol(map, place, { renderer, nameOf, taken }) {
  const latlng = latLng(...place.at);
  const symbol = symbolOf(place);
  const layer = new PlaceMarker(latlng, {
    ...symbol,
    fillOpacity: 1,
    fillRule: "evenodd",
    className: `z-place z-${place.family}`,
    bubblingMouseEvents: false,
    renderer,
  });
  /** @param {HTMLElement|SVGElement|null} [opener] */
  const open = (opener = null) => {
    if (!taken(place.id)) later().openCard(map, latlng, later().placeCard(place, nameOf), opener, layer.getRadius() - 2);
  };
  /** @type {PlaceSymbol} */
  const made = { place, latlng, layer, open, pinned: false, painted: null, isJoined: false, setPinned, paint, grow };
  function resize() {
    layer.setRadius(shownRadius(made, symbol.radius, map.getZoom()));
    setTabStop(made, map.getZoom());
  }
  function grow() {
    layer.grow(shownRadius(made, symbol.radius, map.getZoom()));
    setTabStop(made, map.getZoom());
  }
  /**
   * Draw the place as a disc that tells an answer.
   * @param {import("../types.js").Paint} paint
   */
  function paint({ radius, fillColor }) {
    const known = made.painted;
    if (known?.radius === radius && known.fillColor === fillColor) return;
    made.painted = { radius, fillColor };
    layer.shape = "circle";
    layer.setStyle({ fillColor, color: OUTLINE, weight: 1.2 });
    if (known?.radius !== radius) resize();
  }
  /**
   * Show the place whatever layers are on, larger than others.
   * @param {boolean} pinned
   */
  function setPinned(pinned) {
    if (made.pinned === pinned) return;
    made.pinned = pinned;
    layer.getElement()?.classList.toggle("z-pinned", pinned);
    resize();
  }
  layer.on("click", () => open());
  layer.on("add", () => {
    const path = /** @type {SVGPathElement} */ (layer.getElement());
    makeAccessible(path, place, open);
    path.classList.toggle("z-pinned", made.pinned);
    setTabStop(made, map.getZoom());
  });
  resize();
  layer.bindTooltip(el("span", {}, place.name_en), { direction: "top", className: "z-tip" });
  return made;
}

/** @type {Record<string, Family>} */
const FAMILY_OF_KIND = { deposit: "deposit", hub: "hub", market: "market" };

/**
 * Return a place with its family (the table of its symbol) and its keys within it.
 * @param {PlaceRecord} place
 * @returns {Place}
 */
function withFamily(place) {
  const family = FAMILY_OF_KIND[place.kind] || "terminal";
  const known = Object.keys(SYMBOLS[family]);
  /** @type {Record<string, string[]>} */
  const all = { deposit: [place.status], hub: place.stages, market: ["market"] };
  const keys = (all[family] || [place.kind]).filter((key) => known.includes(key));
  // What is not said or not known is still a place.
  return { ...place, family, keys: keys.length ? keys : ["other"] };
}

/**
 * Return the symbols of all places, not yet on the map. Each family has a pane, so that switching
 * layers off and on never puts a terminal above a site.
 * @param {L.Map} map
 * @param {NameOf} nameOf
 * @param {(id: string) => boolean} [taken] Whether the page does something else than open the card.
 * @returns {PlaceSymbol[]}
 */
export function makePlaces(map, nameOf, taken = () => false) {
  const renderers = Object.fromEntries(FAMILIES.map((family, i) => {
    const pane = map.createPane(`z-${family}`);
    pane.style.zIndex = String(450 - i);
    return [family, L.svg({ pane: `z-${family}`, padding: 0.5 })];
  }));
  const symbols = DATA.places
    .map(withFamily)
    .map((place) => addSymbol(map, place, { renderer: renderers[place.family], nameOf, taken }));
  const zoomed = () => {
    map.getContainer().classList.toggle("z-overview", map.getZoom() < OVERVIEW_ZOOM);
    for (const symbol of symbols) symbol.grow();
  };
  map.on("zoomend", zoomed);
  map.whenReady(zoomed);
  return symbols;
}

/**
 * Show the places of some ids, whatever layers are on, larger than the others.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {Set<string>} ids
 */
export function pinPlaces(map, symbols, ids) {
  for (const symbol of symbols) symbol.setPinned(ids.has(symbol.place.id));
  map.fire("z-pins");
}

/** @type {Record<string, number>} */
const SITE_RANK = { producing: 1, project: 2, stockpile: 2, prospect: 4, idle: 5 };
/** @type {Record<string, number>} */
const TERMINAL_NAME_ZOOM = { road_junction: 6, waypoint: 7, roadstead: 5.5 };

/** @param {Place} place */
function placeRules({ family, status, kind }) {
  if (family === "deposit") {
    const rank = SITE_RANK[status] || 4;
    return { rank, minZoom: rank > 2 ? 3 : 0 };
  }
  if (family === "hub") return { rank: 3, minZoom: 0 };
  if (family === "market") return { rank: 3.5, minZoom: 2.5 };
  return { rank: 10, minZoom: TERMINAL_NAME_ZOOM[kind] || 4.5 };
}

/**
 * Return a name at most as long as there is room for on a map.
 * @param {string} name
 */
const shortened = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

/**
 * Return names for the labels: the part of each before a bracket or a comma, but a position in full.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @returns {Label[]}
 */
export const placeLabels = (map, symbols) => symbols.map((symbol) => {
  const { place, layer, latlng } = symbol;
  const rules = placeRules(place);
  return {
    latlng,
    text: shortened(place.name_en.split(/ \(|, (?!-?\d)/)[0]),
    style: `z-name z-name-${place.family}`,
    centred: false,
    state: () => ({
      ...rules,
      ...(symbol.pinned ? { rank: rules.rank / 100, minZoom: 0 } : {}),
      shown: map.hasLayer(layer),
      radius: layer.getRadius() + 1,
    }),
  };
});
