/**
 * A map of flows: what goes over each link, in classes of width, all that share a trunk line together.
 */

import { lineSwatch, svgEl } from "../panel/svg.js";
import { el, wordOf } from "../shared/page.js";
import { MODES } from "../shared/modes.js";
import { sized } from "./plane.js";
import { amountCell, say, shownNumber } from "./said.js";

/** @import { DrawnChart, FlowMapChart, MapFeature, Said } from "../types.js" */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Place */

const WIDTHS_PX = [1.6, 3.6, 6.4, 10];
const [SITE_PX, HUB_PX, LETTER_PX, LINE_PX] = [4, 9, 6.3, 14];
const FIRST_OF_NAME = / \(|, (?!-?\d)/;

/**
 * Return the class of a number between bounds.
 * @param {number} tonnes
 * @param {number[]} bounds
 */
const classOf = (tonnes, bounds) => bounds.filter((bound) => tonnes >= bound).length;

/**
 * Return the width of a class; the widest is that of the last.
 * @param {number} index
 * @param {number[]} bounds
 */
const widthOf = (index, bounds) => WIDTHS_PX[WIDTHS_PX.length - 1 - bounds.length + index];

/**
 * Return the path of points that stand as x and y in turn.
 * @param {number[]} points
 * @param {number} scale
 */
const pathOf = (points, scale) => points.reduce((/** @type {string} */ path, value, i) =>
  `${path}${i % 2 ? " " : i ? "L" : "M"}${(value * scale).toFixed(1)}`, "");

/**
 * Return the names of sites where they cover neither each other nor the edge; hubs come first.
 * @param {FlowMapChart} chart
 * @param {number} scale
 * @param {number} width
 */
function namesOf({ sites }, scale, width) {
  /** @type {Place[]} */
  const taken = [];
  return [...sites].sort((a, b) => Number(b.is_hub) - Number(a.is_hub)).flatMap(({ label, at, is_hub: isHub }) => {
    const text = say(label).split(FIRST_OF_NAME)[0];
    const [x, y, length] = [at[0] * scale, at[1] * scale, text.length * LETTER_PX];
    const isLeft = x + SITE_PX + 4 + length > width;
    const left = isLeft ? x - SITE_PX - 4 - length : x + SITE_PX + 4;
    const place = { left, right: left + length, top: y - LINE_PX / 2, bottom: y + LINE_PX / 2 };
    const isFree = left >= 0 && taken.every((one) => one.right < place.left || one.left > place.right
      || one.bottom < place.top || one.top > place.bottom);
    if (!isFree) return [];
    taken.push(place);
    return [svgEl("text", { x: left, y: y + 4, class: isHub ? "z-flow-name z-flow-hub-name" : "z-flow-name" }, text)];
  });
}

/**
 * @param {FlowMapChart} chart
 * @param {string} label
 * @param {number} width
 */
function draw(chart, label, width) {
  const scale = width / chart.size[0];
  const height = Math.round(chart.size[1] * scale);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, class: "z-flow-map" });
  // Inner rings are holes of the outer ones.
  svg.append(svgEl("path", { d: chart.land.map((ring) => `${pathOf(ring, scale)}Z`).join(""), class: "z-flow-land", "fill-rule": "evenodd" }));
  for (const { mode, tonnes, from, to, points } of [...chart.lines].reverse()) {
    const { color, dashArray } = MODES[mode];
    const stroke = widthOf(classOf(tonnes, chart.bounds), chart.bounds);
    // Dashes of a wide line would be blocks.
    /** @type {Record<string, string>} */
    const dashes = dashArray && stroke < WIDTHS_PX[2] ? { "stroke-dasharray": dashArray } : { "stroke-linecap": "round" };
    svg.append(svgEl("path", { d: pathOf(points, scale), fill: "none", stroke: color, "stroke-width": stroke, "stroke-linejoin": "round", ...dashes },
    svgEl("title", {}, `${wordOf(mode)}, ${say(from)} – ${say(to)}: ${shownNumber(tonnes, 0)}`)));
  }
  for (const { label: name, at: [x, y], is_hub: isHub } of chart.sites) {
    const title = svgEl("title", {}, say(name));
    svg.append(isHub ? svgEl("rect", { x: x * scale - HUB_PX / 2, y: y * scale - HUB_PX / 2, width: HUB_PX, height: HUB_PX, class: "z-flow-hub" }, title)
      : svgEl("circle", { cx: x * scale, cy: y * scale, r: SITE_PX, class: "z-flow-deposit" }, title));
  }
  svg.append(...namesOf(chart, scale, width));
  return svg;
}

/**
 * Return what a class of width says.
 * @param {number} index
 * @param {number[]} bounds
 */
function classText(index, bounds) {
  /** @param {number} i */
  const at = (i) => ({ number: bounds[i], digits: 0 });
  /** @type {Said} */
  const said = index === 0 ? { word: "flow_width_first", with: { high: at(0) } }
    : index === bounds.length ? { word: "flow_width_last", with: { low: at(index - 1) } }
      : { word: "flow_width", with: { low: at(index - 1), high: at(index) } };
  return say(said);
}

/** @param {FlowMapChart} chart */
function keys({ bounds, modes }) {
  /** @param {number} width */
  const line = (width) => svgEl("svg", { width: 26, height: 12, "aria-hidden": "true" },
    svgEl("path", { d: "M0 6H26", stroke: "currentColor", "stroke-width": width }));
  const sites = /** @type {const} */ ([["flow_hub", "rect"], ["flow_deposit", "circle"]]).map(([key, kind]) =>
    el("li", {}, svgEl("svg", { width: 12, height: 12, "aria-hidden": "true" },
      kind === "rect" ? svgEl("rect", { x: 1.5, y: 1.5, width: HUB_PX, height: HUB_PX, class: "z-flow-hub" })
        : svgEl("circle", { cx: 6, cy: 6, r: SITE_PX, class: "z-flow-deposit" })), ` ${say({ word: key })}`));
  return el("ul", { class: "z-answer-legend" },
    ...Array.from({ length: bounds.length + 1 }, (_, i) => el("li", {}, line(widthOf(i, bounds)), ` ${classText(i, bounds)}`)),
    ...modes.map((mode) => el("li", {}, lineSwatch(MODES[mode].color, 3, MODES[mode].dashArray), ` ${wordOf(mode)}`)), ...sites);
}

/**
 * @param {FlowMapChart} chart
 * @param {string} label
 * @returns {DrawnChart}
 */
export function flowMapChart(chart, label) {
  return {
    element: el("div", {}, sized((width) => draw(chart, label, width)), keys(chart)),
    legend: [],
    table: {
      columns: chart.columns.map(say),
      rows: chart.lines.map(({ mode, from, to, tonnes }) => [wordOf(mode), say(from), say(to), amountCell(tonnes, 0)]),
    },
  };
}

/**
 * @param {number[]} degrees Longitude and latitude in turn.
 * @param {number} i
 */
const positionAt = (degrees, i) => /** @type {L.LatLng} */ ({ lng: degrees[i], lat: degrees[i + 1] });

/**
 * Return what a map of flows shows, for a file.
 * @param {FlowMapChart} chart
 * @returns {MapFeature[]}
 */
export const flowFeatures = ({ lines, sites }) => [
  ...sites.map(({ label, is_hub: isHub, lonlat_deg: degrees }) =>
    ({ at: positionAt(degrees, 0), properties: { name: say(label), is_hub: isHub } })),
  ...lines.map(({ mode, tonnes, from, to, lonlat_deg: degrees }) => ({
    lines: [Array.from({ length: degrees.length / 2 }, (_, i) => positionAt(degrees, 2 * i))],
    properties: { mode, from: say(from), to: say(to), tonnes_per_y: tonnes },
  })),
];
