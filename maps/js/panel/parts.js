/**
 * What accounts are written with: sections with a heading, cells of numbers, warnings.
 */

import { el, TEXT, wordOf } from "../shared/page.js";

/**
 * Return a section with a heading.
 * @param {string} title
 * @param {...(Node|string)} children
 */
export const section = (title, ...children) =>
  el("section", { class: "z-section" }, el("h2", {}, title), ...children);

/**
 * Return a cell of a number, which stands at the right.
 * @param {string} content
 */
export const numberCell = (content) => el("td", { class: "z-num" }, content);

/**
 * Return the components that cost anything by their words, the greatest first.
 * @param {Record<string, number>} components by name with unit, such as `rail_usd_per_t`
 * @returns {[name: string, usd: number][]}
 */
export const componentsOf = (components) => Object.entries(components)
  .filter(([, usd]) => usd > 0)
  .sort((a, b) => b[1] - a[1])
  .map(([name, usd]) => [wordOf(name.replace(/_usd(_per_t)?$/, ""), TEXT.components), usd]);

/**
 * Return what the reader must mind, if anything.
 * @param {string[]} warnings
 */
export const warningSection = (warnings) => (warnings.length
  ? [section(TEXT.route.warnings,
    el("ul", { class: "z-warnings" }, ...warnings.map((warning) => el("li", {}, warning))))]
  : []);

/**
 * Return a labelled row of the panel.
 * @param {string} label
 * @param {...HTMLElement} controls
 */
export const field = (label, ...controls) =>
  el("label", { class: "z-field" }, el("span", { class: "z-field-name" }, label), ...controls);
