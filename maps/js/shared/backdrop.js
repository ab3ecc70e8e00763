/**
 * What lies under the network: land, coast, graticule and the names of seas.
 */

import { DATA, decodeLine, degrees, el, latLng, nameIn } from "./page.js";
import { areaLayerOf, lineLayer } from "./plane_lines.js";
import { addTiles } from "./tiles.js";

/** @import { Edges, Label, Land } from "../types.js" */

const SHEET = { stroke: false, fillColor: "#dbe7eb", fillOpacity: 1, interactive: false };
const LAND = { stroke: false, fillColor: "#f5f1e6", fillOpacity: 1, interactive: false };
const COAST = { color: "#8fa9b3", weight: 0.8, interactive: false };
const GRID = { color: "#8aa3ae", weight: 0.6, opacity: 0.45, interactive: false };
const ARCTIC_CIRCLE_LAT = 66.5636;
const STEP_DEG = 10;
// Meridians stop short of the pole, where they would meet in a blot.
const NORTH_DEG = 85;
const POLE_DEG = 90;

// How far a canvas reaches beyond the view, in views: as far as one step of a wheel outwards shows,
// for at each step all of it is drawn anew.
const PADDING = 0.35;

/** @typedef {{points: L.LatLng[], text: string}} Line A line of the graticule with its degrees. */

/**
 * Return the parts of a ring that are coast, not the straight edge where the data ends.
 * @param {L.LatLng[]} ring
 * @param {Edges} edges
 */
function coastOf(ring, { west, south, east }) {
  /**
   * @param {L.LatLng} a
   * @param {L.LatLng} b
   */
  const onEdge = (a, b) => (a.lng === b.lng && (a.lng === west || a.lng === east)) ||
    (a.lat === b.lat && a.lat === south);
  const lines = [];
  let line = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    if (onEdge(ring[i], ring[i + 1])) {
      if (line.length) lines.push(line);
      line = [];
    } else {
      if (line.length === 0) line.push(ring[i]);
      line.push(ring[i + 1]);
    }
  }
  if (line.length) lines.push(line);
  return lines;
}

/**
 * Return `count` steps of a curve.
 * @param {number} count
 * @param {(part: number) => [lat: number, lng: number]} pointAt
 */
const curve = (count, pointAt) =>
  Array.from({ length: count + 1 }, (_, i) => L.latLng(...pointAt(i / count)));

/**
 * @param {number} lng
 * @param {number} south
 * @param {number} north
 */
const meridian = (lng, south, north) =>
  curve(26, (part) => [south + part * (north - south), lng]);

/**
 * @param {number} lat
 * @param {Pick<Edges, "west"|"east">} edges
 */
const parallel = (lat, { west, east }) => curve(125, (part) => [lat, west + part * (east - west)]);

/**
 * The sheet of the map: sea as far as the land is known, blank paper beyond.
 * @param {Edges} edges
 */
function sheetOutline(edges) {
  const { west, south, east } = edges;
  return [
    ...meridian(west, south, POLE_DEG),
    ...meridian(east, south, POLE_DEG).reverse(),
    ...parallel(south, edges).reverse(),
  ];
}

/**
 * @param {L.Map} map
 * @param {Land} land
 * @param {L.Canvas} renderer
 */
function addLand(map, land, renderer) {
  const polygons = land.polygons.map((rings) => rings.map(decodeLine));
  const coast = polygons.flat().flatMap((ring) => coastOf(ring, land.edges));
  areaLayerOf(sheetOutline(land.edges), { ...SHEET, renderer }).addTo(map);
  areaLayerOf(polygons, { ...LAND, renderer, smoothFactor: 0.6 }).addTo(map);
  lineLayer(coast, { ...COAST, renderer, smoothFactor: 0.6 }).addTo(map);
}

/**
 * Return the round degrees between two.
 * @param {number} first
 * @param {number} last
 */
function roundDegrees(first, last) {
  const from = Math.ceil(first / STEP_DEG);
  const count = Math.floor(last / STEP_DEG) - from + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (from + i) * STEP_DEG);
}

/**
 * Return the lines of the graticule with their degrees.
 * @param {Edges} edges
 */
function graticuleOf(edges) {
  return {
    meridians: roundDegrees(edges.west, edges.east).map((lng) =>
      ({ points: meridian(lng, edges.south, NORTH_DEG), text: degrees(lng, "east", "west") })),
    parallels: roundDegrees(edges.south, NORTH_DEG - 1).map((lat) =>
      ({ points: parallel(lat, edges), text: degrees(lat, "north", "south") })),
  };
}

/**
 * Degrees written where a line of the graticule leaves the map at its foot or its left.
 * @param {L.Map} map
 * @param {Record<string, Line[]>} graticule
 */
function addDegrees(map, graticule) {
  const box = el("div", { class: "z-degrees", "aria-hidden": "true" });
  map.getContainer().append(box);
  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} side
   */
  const mark = (text, x, y, side) => {
    box.append(el("span", { class: side, style: `left:${x}px;top:${y}px` }, text));
  };
  const writeDegrees = () => {
    box.replaceChildren();
    const size = map.getSize();
    /**
     * @param {L.LatLng[]} points
     * @param {string} text
     * @param {"x"|"y"} axis
     */
    const write = (points, text, axis) => {
      const pixels = points.map((point) => map.latLngToContainerPoint(point));
      const edge = axis === "y" ? size.y : 0;
      const other = axis === "y" ? "x" : "y";
      for (let i = 0; i + 1 < pixels.length; i += 1) {
        const [a, b] = [pixels[i], pixels[i + 1]];
        if ((a[axis] - edge) * (b[axis] - edge) > 0 || a[axis] === b[axis]) continue;
        const at = a[other] + ((edge - a[axis]) / (b[axis] - a[axis])) * (b[other] - a[other]);
        // Corners belong to the scale and the zoom buttons.
        const free = axis === "y" ? at > 170 && at < size.x - 20 : at > 90 && at < size.y - 60;
        if (!free) continue;
        if (axis === "y") mark(text, at, size.y - 15, "z-foot-mark");
        else mark(text, 4, at, "z-left-mark");
        return;
      }
    };
    for (const { points, text } of graticule.meridians) write(points, text, "y");
    for (const { points, text } of graticule.parallels) write(points, text, "x");
  };
  return { box, writeDegrees };
}

/**
 * @param {L.Map} map
 * @param {Edges} edges
 * @param {L.Canvas} renderer
 */
function addGraticule(map, edges, renderer) {
  const graticule = graticuleOf(edges);
  const lines = lineLayer(Object.values(graticule).flat().map(({ points }) => points),
    { ...GRID, renderer });
  const circle = lineLayer(parallel(ARCTIC_CIRCLE_LAT, edges),
    { ...GRID, opacity: 0.8, dashArray: "6 4", renderer });
  const { box, writeDegrees } = addDegrees(map, graticule);
  const group = L.layerGroup([lines, circle]);
  group.on("add", () => {
    box.hidden = false;
    writeDegrees();
  });
  group.on("remove", () => {
    box.hidden = true;
  });
  map.on("moveend resize", writeDegrees);
  return group;
}

/**
 * Draw land and coast, and return the graticule as a layer that is not yet on the map.
 * @param {L.Map} map
 * @returns {L.LayerGroup}
 */
export function addBackdrop(map) {
  /**
   * @param {string} name
   * @param {string} zIndex
   */
  const canvas = (name, zIndex) => {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: PADDING });
  };
  const below = canvas("z-land", "150");
  addLand(map, DATA.land, below);
  if (DATA.tiles) addTiles(map, DATA.tiles);
  // Between land and graticule lie the tiles; where there are none, one canvas holds both.
  return addGraticule(map, DATA.land.edges, DATA.tiles ? canvas("z-grid", "220") : below);
}

/**
 * Names of waters, for the labels.
 * @returns {Label[]}
 */
export const waterLabels = () => DATA.ground.waters.map(({ at, names, is_small: small }) => ({
  latlng: latLng(...at),
  text: nameIn(names),
  style: small ? "z-water z-small" : "z-water",
  centred: true,
  state: () => ({ shown: true, rank: 90, minZoom: small ? 3 : 0, radius: 0 }),
}));
