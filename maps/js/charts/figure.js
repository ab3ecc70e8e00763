/**
 * A chart with its title, its unit, its legend, a choice where it has several states, and the table
 * behind it for readers who cannot see it.
 */

import { actButton } from "../panel/share.js";
import { questionTitle } from "../shared/imprint.js";
import { later } from "../shared/later.js";
import { el, TEXT } from "../shared/page.js";
import { asWritten } from "../shared/written.js";
import { flowMapChart } from "./flow_map.js";
import { heatChart } from "./heat.js";
import { barsChart, linesChart } from "./planes.js";
import { dotsChart, sharesChart, swingsChart } from "./rows.js";
import { sankeyChart } from "./sankey.js";
import { say, saidCell } from "./said.js";

/** @import { Chart, DrawnChart, Figure, Said, TableChart } from "../types.js" */

/** @param {Said} said */
const cellOf = (said) => (typeof said === "object" && "written" in said ? asWritten(said.written) : say(said));

/**
 * A table that no chart draws.
 * @param {TableChart} chart
 * @returns {DrawnChart}
 */
const plainTable = ({ columns, rows }) => ({
  element: tableOf({ columns: columns.map(say), rows: rows.map((row) => row.map(cellOf)) }, ""),
  legend: [],
  table: { columns: columns.map(say), rows: rows.map((row) => row.map(saidCell)) },
  isTable: true,
});

/**
 * @param {Chart} chart
 * @param {string} label
 * @returns {DrawnChart}
 */
function drawn(chart, label) {
  switch (chart.kind) {
    case "dots": return dotsChart(chart);
    case "shares": return sharesChart(chart);
    case "swings": return swingsChart(chart);
    case "heat": return heatChart(chart);
    case "lines": return linesChart(chart, label);
    case "bars": return barsChart(chart, label);
    case "flow_map": return flowMapChart(chart, label);
    case "sankey": return sankeyChart(chart, label);
    default: return plainTable(chart);
  }
}

// What begins with a letter is text, and stands at the left.
const isText = (/** @type {string|HTMLElement} */ cell) => typeof cell !== "string" || /^\p{L}/u.test(cell);

/**
 * @param {{columns: string[], rows: (string|HTMLElement)[][]}} table
 * @param {string} label
 */
function tableOf({ columns, rows }, label) {
  const texts = columns.map((_, i) => i === 0 || rows.some((row) => isText(row[i])));
  /**
   * @param {number} i
   * @returns {Record<string, string>}
   */
  const kind = (i) => (texts[i] ? {} : { class: "z-num" });
  return el("div", { class: "z-scroll-x", tabindex: "0", role: "region", "aria-label": label || columns.join(", ") },
    el("table", { class: "z-table z-answer-table" },
      el("thead", {}, el("tr", {}, ...columns.map((name, i) => el("th", { scope: "col", ...kind(i) }, name)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, i) =>
        (i === 0 ? el("th", { scope: "row", dir: "auto" }, cell) : el("td", { dir: "auto", ...kind(i) }, cell))))))));
}

/**
 * @param {DrawnChart["table"]} table
 * @param {string} title
 */
const behind = ({ columns, rows }, title) => el("details", { class: "z-more" }, el("summary", {}, TEXT.answers.ui.as_table),
  tableOf({ columns, rows: rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.text))) }, title));

/**
 * Return a table as a file has it, under its head.
 * @param {DrawnChart["table"]} table
 * @returns {unknown[][]}
 */
const cellsOf = ({ columns, rows }) => [columns, ...rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.value)))];

/**
 * Return the buttons that take a chart elsewhere.
 * @param {HTMLElement} element
 * @param {string} title
 * @param {() => unknown[][]} cells
 */
function takeAway(element, title, cells) {
  const question = () => `${questionTitle()} ${title}`;
  const told = { heading: document.title };
  return el("div", { class: "z-actions" },
    actButton("png", () => later().savePicture([{ element }], told, question(), "png"), title),
    actButton("svg", () => later().savePicture([{ element }], told, question(), "svg"), title),
    actButton("csv", () => later().saveTable(cells(), question()), title));
}

/** @param {DrawnChart["legend"]} legend */
const legendOf = (legend) => (legend.length ? [el("ul", { class: "z-answer-legend" }, ...legend.map(({ color, swatch, label }) =>
  el("li", {}, el("i", { class: swatch ?? "z-key", "aria-hidden": "true", ...(color ? { style: `background:${color}` } : {}) }), ` ${label}`)))] : []);

/**
 * Return a figure, a function that shows one of its states, and its table as it is shown.
 * @param {Figure} figure
 * @param {(state: number) => void} choose
 * @returns {{element: HTMLElement, show: (state: number) => void,
 *   table: () => {name: string, rows: unknown[][], head: number}}}
 */
export function figureOf({ title, unit, note, choice, states, shared }, choose) {
  const name = say(title);
  const body = el("div", {});
  /** @type {unknown[][]} */
  let cells = [];
  const about = [name, ...(unit ? [say(unit)] : [])].join(", ");
  const select = el("select", {}, ...states.map(({ label }, i) => el("option", { value: String(i) }, say(label ?? ""))));
  select.addEventListener("change", () => choose(Number(select.value)));
  const element = el("figure", { class: "z-answer-figure" },
    el("figcaption", {}, el("h2", {}, name), ...(unit ? [el("small", {}, say(unit))] : [])),
    ...(choice ? [el("label", { class: "z-field" }, el("span", { class: "z-field-name" }, say(choice)), select)] : []),
    body, ...(note ? [el("p", { class: "z-note" }, say(note))] : []));
  element.append(takeAway(element, name, () => cells));
  return {
    element,
    table: () => ({ name, rows: cells, head: 2 }),
    show(state) {
      select.value = String(state);
      const { element: picture, legend, table, isTable } = drawn(/** @type {Chart} */ ({ ...shared, ...states[state].chart }), name);
      body.replaceChildren(picture, ...legendOf(legend), ...(isTable ? [] : [behind(table, name)]));
      cells = [[about], ...cellsOf(table)];
    },
  };
}
