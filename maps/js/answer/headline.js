/**
 * The answer of a page in a line and four numbers: what is read first, and alone on a phone.
 */

import { byId, el } from "../shared/page.js";

/**
 * @typedef {object} Finding
 * @property {string} said The answer, as the heading of the page.
 * @property {[label: string, value: string, note: string][]} figures At most four.
 * @property {{low: number, mid: number, high: number, said: string}|null} range
 */

/**
 * Say the finding where the title stands; a window, a bookmark and a printed sheet are named by it.
 * @param {string} said
 */
export function sayTitle(said) {
  byId("z-title").textContent = said;
  byId("z-title").title = said;
  document.title = said;
}

/**
 * Return a name without what stands after it in brackets or behind a comma.
 * @param {string} name
 */
export const shortName = (name) => name.split(/ \(|, (?!-?\d)/)[0] || name;

/**
 * Return a bar from the low to the high end, with a mark at what is reckoned with.
 * @param {{low: number, mid: number, high: number, said: string}} range
 */
function rangeBar({ low, mid, high, said }) {
  const at = high > low ? (100 * (mid - low)) / (high - low) : 50;
  return [el("div", { class: "z-range", "aria-hidden": "true" },
    el("i", { style: `left:${at.toFixed(1)}%` })), el("p", {}, said)];
}

/**
 * Return the headline, and a function that shows a finding in it and in the heading.
 * @returns {{element: HTMLElement, show: (finding: Finding) => void}}
 */
export function headline() {
  const element = el("section", { class: "z-headline", "aria-labelledby": "z-title" });
  return {
    element,
    show({ said, figures, range }) {
      sayTitle(said);
      element.replaceChildren(
        el("dl", {}, ...figures.map(([label, value, note]) => el("div", {}, el("dt", {}, label),
          el("dd", {}, value, ...(note ? [el("small", {}, note)] : []))))),
        ...(range ? rangeBar(range) : []));
    },
  };
}
