/**
 * What accounts are written with: sections with a heading, cells of numbers, warnings.
 */

import { el, fill, fixed, TEXT, wordOf } from "../shared/page.js";
import { messageItem } from "./messages.js";

/** @import { Extremes, Message, NameOf } from "../types.js" */

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
 * @param {Message[]} warnings
 * @param {NameOf} nameOf
 */
export const warningSection = (warnings, nameOf) => (warnings.length
  ? [section(TEXT.route.warnings,
    el("ul", { class: "z-warnings" }, ...warnings.map((warning) => el("li", {}, messageItem(warning, nameOf)))))]
  : []);

/**
 * Return a labelled row of the panel.
 * @param {string} label
 * @param {...HTMLElement} controls
 */
export const field = (label, ...controls) =>
  el("label", { class: "z-field" }, el("span", { class: "z-field-name" }, label), ...controls);

/**
 * Return in small print what a tonne costs on the best and on the worst day of a year, where they differ.
 * @param {Extremes|null} extremes
 */
export function extremeDays(extremes) {
  if (!extremes || extremes[1] - extremes[0] < 1) return [];
  const [best, worst] = extremes.map((usd) => fixed(usd, 0));
  return [" ", el("small", {}, fill(TEXT.planner.extreme_days, { best, worst }))];
}
