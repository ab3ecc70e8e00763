/**
 * What can be found: places, corridors of the network, what deposits hold, and positions.
 */

import { corridorLinks, corridorName } from "../shared/corridors.js";
import { later } from "../shared/later.js";
import { DATA, decodeLine, el, fill, fixed, latLng, number, TEXT, wordOf } from "../shared/page.js";
import { modeSwatch, symbolOf, symbolSwatch } from "../shared/symbols.js";
import { fitView } from "../shared/view.js";
import { comparable } from "./matching.js";

/** @import { Find, NameOf, PlaceSymbol } from "../types.js" */

const FAMILY_ORDER = ["deposit", "hub", "market", "terminal"];
const CORRIDOR_ORDER = 5;
const GLOW = { color: "#f5b800", weight: 11, opacity: 0.65, interactive: false };
const M_PER_KM = 1000;

/**
 * @param {PlaceSymbol[]} symbols
 * @param {(symbol: PlaceSymbol) => void} choose
 * @returns {Find[]}
 */
export const placeFinds = (symbols, choose) => symbols.map((symbol) => {
  const { place } = symbol;
  return {
    label: place.name_en,
    other: place.name_ru,
    kind: wordOf(place.kind),
    picture: () => symbolSwatch(symbolOf(place)),
    order: FAMILY_ORDER.indexOf(place.family),
    names: [place.name_en, place.name_ru, place.id, ...place.aliases].filter(Boolean).map(comparable),
    act: () => choose(symbol),
  };
});

/**
 * Return a function that lets some layers glow until something else is found.
 * @param {L.Map} map
 */
function glower(map) {
  const pane = map.createPane("z-found");
  pane.style.zIndex = "418";
  pane.style.pointerEvents = "none";
  /** @type {L.LayerGroup|null} */
  let shown = null;
  /** @param {L.Layer[]} layers */
  return (layers) => {
    shown?.remove();
    shown = L.layerGroup(layers).addTo(map);
  };
}

/**
 * Return the corridors of the network; one that is chosen glows and is shown whole.
 * @param {L.Map} map
 * @param {NameOf} nameOf
 * @param {(layers: L.Layer[]) => void} glow
 * @returns {Find[]}
 */
function corridorFinds(map, nameOf, glow) {
  return [...corridorLinks()].map(([corridor, links]) => {
    const name = corridorName(corridor, nameOf);
    return {
      label: name,
      other: "",
      kind: TEXT.ui.corridor,
      picture: () => modeSwatch(links[0].mode),
      order: CORRIDOR_ORDER,
      names: [comparable(name), comparable(corridor)],
      act() {
        const lines = links.map(({ line }) => decodeLine(line));
        glow(lines.map((points) => L.polyline(points, { ...GLOW, pane: "z-found" })));
        fitView(map, lines.flat(), { padding: 40, animate: true });
      },
    };
  });
}

/**
 * Return what deposits hold; all that hold what is chosen glow.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {(layers: L.Layer[]) => void} glow
 * @returns {Find[]}
 */
function commodityFinds(map, symbols, glow) {
  const column = DATA.columns.indexOf("commodities");
  /** @type {Map<string, PlaceSymbol[]>} */
  const holders = new Map();
  for (const symbol of symbols) {
    const held = symbol.place.facts.find(([number_]) => number_ === column)?.[1] ?? "";
    for (const one of String(held).split(";").map((part) => part.trim()).filter(Boolean)) {
      holders.set(one, [...(holders.get(one) ?? []), symbol]);
    }
  }
  return [...holders].map(([name, sites]) => {
    const words = wordOf(name, TEXT.ui.commodities).split(";");
    return {
      label: name === words[0] ? name : `${words[0]} (${name})`,
      other: "",
      kind: fill(TEXT.ui.commodity, { n: sites.length }),
      picture: () => el("span"),
      order: CORRIDOR_ORDER - 1,
      names: [name, ...words].map(comparable),
      act() {
        glow(sites.map(({ latlng, layer }) => L.circleMarker(latlng,
          { ...GLOW, pane: "z-found", weight: 6, radius: layer.getRadius() + 5, fill: false })));
        fitView(map, sites.map(({ latlng }) => latlng), { padding: 40, animate: true });
      },
    };
  });
}

/**
 * Return what a position is, and how far the nearest place is from it.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {(layers: L.Layer[]) => void} glow
 * @returns {(at: {lat: number, lon: number}) => Find}
 */
const positionFind = (map, symbols, glow) => ({ lat, lon }) => {
  const { ui } = TEXT;
  const at = latLng(lon, lat);
  const label = `${fixed(Math.abs(lat), 2)}° ${lat < 0 ? ui.south : ui.north}, ${fixed(Math.abs(lon), 2)}° ${lon < 0 ? ui.west : ui.east}`;
  return {
    label,
    other: "",
    kind: ui.coordinates,
    picture: () => el("span"),
    order: 0,
    names: [],
    act() {
      const [near] = symbols.map((symbol) => ({ name: symbol.place.name_en, km: map.distance(at, symbol.latlng) / M_PER_KM }))
        .sort((a, b) => a.km - b.km);
      glow([L.circleMarker(at, { ...GLOW, pane: "z-found", weight: 4, radius: 9, fill: false })]);
      map.setView(at, Math.max(map.getZoom(), 5), { animate: false });
      later().openCard(map, at, el("div", { class: "z-card" }, el("h2", {}, label),
        ...(near ? [el("p", {}, fill(ui.nearest, { n: number(near.km, 0), name: near.name }))] : [])), null, 9);
    },
  };
};

/**
 * Return all that can be found on a map, and what makes a find of a position.
 * @param {L.Map} map
 * @param {PlaceSymbol[]} symbols
 * @param {NameOf} nameOf
 * @param {(symbol: PlaceSymbol) => void} choose
 */
export function findsOf(map, symbols, nameOf, choose) {
  const glow = glower(map);
  return {
    finds: [...placeFinds(symbols, choose), ...commodityFinds(map, symbols, glow), ...corridorFinds(map, nameOf, glow)],
    position: positionFind(map, symbols, glow),
  };
}
