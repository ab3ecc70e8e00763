/**
 * What the charts of the pages are made of: SVG elements and round ticks.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return an SVG element with attributes and children; strings become text.
 * @param {string} tag
 * @param {Record<string, string|number|boolean>} attributes
 * @param {...(Node|string)} children
 */
export function svgEl(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Return a legend's picture of a line.
 * @param {string} color
 * @param {number} width
 * @param {string|null} [dash]
 */
export const lineSwatch = (color, width, dash = null) =>
  svgEl("svg", { width: 26, height: 8, "aria-hidden": "true", class: "z-line-swatch" }, svgEl("path", {
    d: "M0 4H26", stroke: color, "stroke-width": width, ...(dash ? { "stroke-dasharray": dash } : {}),
  }));

/**
 * Return round values from the least, or a little below it, to a little over the most, three to six
 * of them where the least is zero.
 * @param {number} most
 * @param {number} [least]
 * @returns {number[]}
 */
export function ticks(most, least = 0) {
  const span = most - least;
  const power = 10 ** Math.floor(Math.log10(span / 3));
  const step = [1, 2, 2.5, 5].map((factor) => factor * power).find((size) => span / size <= 4)
    ?? 10 * power;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}
