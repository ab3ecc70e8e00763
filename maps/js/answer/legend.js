/**
 * The legend that always stands on the map: colours, sizes and widths of the answer.
 */

import { CLASS_COLORS } from "./classes.js";
import { addLegendBox } from "./legend_box.js";
import { svgEl } from "../panel/svg.js";
import { el, number, TEXT } from "../shared/page.js";

const LINE_PX = 26;

/**
 * Return the colours with the numbers between them.
 * @param {string} title
 * @param {number[]} bounds
 */
function ramp(title, bounds) {
  const steps = Array.from({ length: bounds.length + 1 }, (_, i) =>
    CLASS_COLORS[bounds.length ? Math.round((i * (CLASS_COLORS.length - 1)) / bounds.length) : 0]);
  const cells = steps.map((color, i) => el("span", { style: `--class:${color}` },
    ...(i < bounds.length ? [el("b", {}, number(bounds[i]))] : [])));
  return el("div", { class: "z-classes" }, el("p", {}, title), el("div", {}, ...cells));
}

/** @param {number} radius */
const disc = (radius) => svgEl("svg", { width: 2 * radius + 2, height: 2 * radius + 2, "aria-hidden": "true" },
  svgEl("circle", { cx: radius + 1, cy: radius + 1, r: radius, fill: "none", stroke: "currentColor" }));

/** @param {number} width */
const line = (width) => svgEl("svg", { width: LINE_PX, height: Math.max(4, width), "aria-hidden": "true" },
  svgEl("path", { d: `M0 ${Math.max(4, width) / 2}H${LINE_PX}`, stroke: "currentColor", "stroke-width": width }));

/**
 * Return a row of sizes, each with the tonnes a year that it stands for.
 * @param {string} title
 * @param {[picture: Element, tonnes: number][]} sizes
 */
const sizesRow = (title, sizes) => el("div", { class: "z-sizes" }, el("p", {}, title),
  ...sizes.map(([picture, tonnes]) => el("span", {}, picture, ` ${number(tonnes / 1e6, 2)}`)));

/**
 * Put the legend on a map.
 * @param {L.Map} map
 * @param {{title: string, bounds: number[], radiusOf?: (tonnes: number) => number,
 *   widthOf?: (tonnes: number) => number, sites?: number[], flows?: number[]}} look Tonnes a year that
 *   are told of discs and of lines.
 */
export function addLegend(map, { title, bounds, radiusOf, widthOf, sites = [], flows = [] }) {
  const box = el("div", {}, ramp(title, bounds));
  if (radiusOf) {
    box.append(sizesRow(TEXT.ui.legend_area, sites.map((t) => [disc(radiusOf(t)), t])));
  }
  if (widthOf) box.append(sizesRow(TEXT.ui.legend_width, flows.map((t) => [line(widthOf(t)), t])));
  addLegendBox(map, box);
}
