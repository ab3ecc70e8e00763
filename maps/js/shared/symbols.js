/**
 * How places look: the symbol of each. Status and kind are told by shape and fill, so that they survive
 * a black and white print.
 */

import { MODES } from "./modes.js";

/**
 * @import { Family, MarkerInternals, Mode, Place, ShapeName, SymbolStyle } from "../types.js"
 */

const WINE = "#7a1f3d";
const INK = "#16323f";
/**
 * @param {ShapeName} shape
 * @param {string} fillColor
 * @returns {SymbolStyle}
 */
const deposit = (shape, fillColor) =>
  ({ shape, fillColor, color: WINE, weight: 1.4, radius: 6.5 });
/**
 * @param {ShapeName} shape
 * @param {string} fillColor
 * @returns {SymbolStyle}
 */
const hub = (shape, fillColor) => ({ shape, fillColor, color: INK, weight: 1.4, radius: 5.5 });
/**
 * @param {ShapeName} shape
 * @param {string} fillColor
 * @param {string} color
 * @param {number} radius
 * @returns {SymbolStyle}
 */
const terminal = (shape, fillColor, color, radius) =>
  ({ shape, fillColor, color, weight: 1, radius });

/**
 * Symbols of deposits by status, hubs by stage, markets, and terminals by kind. 
 * @type {Record<Family, Record<string, SymbolStyle>>}
 */
export const SYMBOLS = {
  deposit: {
    producing: deposit("diamond", WINE),
    project: deposit("diamond", "#e79db3"),
    prospect: deposit("diamond", "#ffffff"),
    idle: deposit("crossed_diamond", "#ffffff"),
    stockpile: deposit("half_diamond", WINE),
    other: deposit("diamond", "#c9ced1"),
  },
  // From the last stage to the first: a hub of several stages takes the first symbol that fits.
  hub: {
    magnets: hub("square", "#009e73"),
    alloy: hub("square", "#cc79a7"),
    metal: hub("square", "#0072b2"),
    separation: hub("square", "#56b4e9"),
    cracking: hub("square", "#e69f00"),
    concentration: hub("square", "#f0e442"),
    pilot: hub("frame", INK),
    reagents: hub("hexagon", "#c9ced1"),
    transhipment: hub("square", "#ffffff"),
    other: hub("square", "#c9ced1"),
  },
  market: { market: { shape: "star", fillColor: INK, color: "#ffffff", weight: 1, radius: 8 } },
  terminal: {
    station: terminal("square", "#3c3c3c", "#ffffff", 2.8),
    river_port: terminal("circle", "#0072b2", "#ffffff", 3.4),
    sea_port: terminal("circle", "#009e73", "#ffffff", 3.6),
    arctic_port: terminal("ring", "#009e73", "#00664b", 4),
    roadstead: terminal("circle", "#ffffff", "#009e73", 3),
    road_junction: terminal("circle", "#d55e00", "#ffffff", 2.8),
    border: terminal("bars", "#3c3c3c", "#ffffff", 4),
    airfield: terminal("triangle", "#e69f00", "#7a5400", 3.8),
    waypoint: terminal("circle", "#8fa0a8", "#ffffff", 2),
    other: terminal("circle", "#c9ced1", "#ffffff", 2.8),
  },
};

/** Plants that run; any other is filled with a tint. */
const RUNNING = new Set(["operating", "pilot"]);
const TINT = 0.62;

/**
 * Return a colour such as "#0072b2" mixed with white.
 * @param {string} colour
 */
const tinted = (colour) => `#${[1, 3, 5].map((i) => {
  const part = parseInt(colour.slice(i, i + 2), 16);
  return Math.round(part + (255 - part) * TINT).toString(16).padStart(2, "0");
}).join("")}`;

/**
 * @param {number} x
 * @param {number} y
 */
const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
/** @param {[x: number, y: number][]} points */
const polygon = (points) => `M${points.map(([x, y]) => at(x, y)).join("L")}Z`;
/**
 * @param {number} x
 * @param {number} y
 * @param {number[]} radii
 * @param {number} first
 */
const regular = (x, y, radii, first) => polygon(radii.map((r, i) => {
  const angle = first + (i * 2 * Math.PI) / radii.length;
  return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
}));
/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
const square = (x, y, r) => polygon([[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]]);
/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
const diamond = (x, y, r) => polygon([[x, y - r], [x + r, y], [x, y + r], [x - r, y]]);
/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
const circle = (x, y, r) =>
  `M${at(x - r, y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** Outlines around x, y; where one lies within another the fill is even-odd. */
/** @type {Record<ShapeName, (x: number, y: number, r: number) => string>} */
const SHAPES = {
  circle,
  square,
  diamond,
  crossed_diamond: (x, y, r) => diamond(x, y, r) +
    `M${at(x - r / 2, y - r / 2)}L${at(x + r / 2, y + r / 2)}` +
    `M${at(x + r / 2, y - r / 2)}L${at(x - r / 2, y + r / 2)}`,
  half_diamond: (x, y, r) => diamond(x, y, r) + polygon([[x, y - r], [x + r, y], [x - r, y]]),
  frame: (x, y, r) => square(x, y, r) + square(x, y, r * 0.45),
  ring: (x, y, r) => circle(x, y, r) + circle(x, y, r * 0.45),
  hexagon: (x, y, r) => regular(x, y, Array(6).fill(r * 1.15), 0),
  triangle: (x, y, r) => regular(x, y, Array(3).fill(r * 1.2), -Math.PI / 2),
  star: (x, y, r) => regular(x, y, Array.from({ length: 10 }, (_, i) => i % 2 ? r * 0.42 : r), -Math.PI / 2),
  bars: (x, y, r) => polygon([[x - r, y - r], [x - r * 0.3, y - r], [x - r * 0.3, y + r], [x - r, y + r]]) +
    polygon([[x + r * 0.3, y - r], [x + r, y - r], [x + r, y + r], [x + r * 0.3, y + r]]),
};

/**
 * Return the path of a shape around a point.
 * @param {ShapeName} name
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export const shapePath = (name, x, y, r) => SHAPES[name](x, y, r);

/**
 * Return the symbol of a place from its family, its keys in that family and its status.
 * @param {Pick<Place, "family"|"keys"|"status">} place
 * @returns {SymbolStyle}
 */
export function symbolOf(place) {
  const table = SYMBOLS[place.family];
  const symbol = table[Object.keys(table).find((name) => place.keys.includes(name)) ?? "other"];
  const pale = place.family === "hub" && !RUNNING.has(place.status);
  return pale
    ? { ...symbol, fillColor: tinted(symbol.fillColor), color: "#5b737e", weight: 1.1 }
    : symbol;
}

/** A place on the map: one focusable SVG path that keeps its size when the map is zoomed. */
export class PlaceMarker extends L.CircleMarker {
  /**
   * @param {L.LatLng} latlng
   * @param {L.CircleMarkerOptions & {shape: ShapeName, radius: number}} options
   */
  constructor(latlng, options) {
    super(latlng, options);
    this.shape = options.shape;
  }

  /**
   * Take another size while the map is zoomed: the end of the move draws every path anyway.
   * @param {number} radius
   */
  grow(radius) {
    const inner = /** @type {MarkerInternals} */ (/** @type {unknown} */ (this));
    this.options.radius = radius;
    inner._radius = radius;
    if (inner._point) inner._updateBounds();
  }

  _updatePath() {
    const inner = /** @type {MarkerInternals} */ (/** @type {unknown} */ (this));
    const d = inner._empty()
      ? "M0 0" : shapePath(this.shape, inner._point.x, inner._point.y, inner._radius);
    inner._renderer._setPath(this, d);
  }
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return a small picture for the legend.
 * @param {number} width
 * @param {string} d
 * @param {Record<string, string|number|null>} style
 */
export function swatch(width, d, style) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const all = { d, "fill-rule": "evenodd", ...style };
  for (const [name, value] of Object.entries(all)) if (value) path.setAttribute(name, String(value));
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", "18");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/**
 * Return the legend's picture of a symbol.
 * @param {SymbolStyle} symbol
 */
export const symbolSwatch = (symbol) =>
  swatch(18, shapePath(symbol.shape, 9, 9, symbol.radius), {
    fill: symbol.fillColor,
    stroke: symbol.color,
    "stroke-width": symbol.weight,
  });

/**
 * Return the legend's picture of a mode.
 * @param {Mode} mode
 */
export const modeSwatch = (mode) => {
  const style = MODES[mode];
  const svg = swatch(34, "M2 9H32", {
    fill: "none",
    stroke: style.color,
    "stroke-width": style.weight + 0.4,
    "stroke-dasharray": style.dashArray ?? null,
    "stroke-linecap": style.lineCap,
  });
  svg.setAttribute("class", "z-line-swatch");
  return svg;
};
