/**
 * A Sankey diagram: what flows from stage to stage, as wide as it is great.
 */

import { svgEl } from "../panel/svg.js";
import { el } from "../shared/page.js";
import { PALETTE } from "./colors.js";
import { sized } from "./plane.js";
import { amountCell, saidCell, say, shownNumber } from "./said.js";

/** @import { DrawnChart, SankeyChart, SankeyNode } from "../types.js" */

const [NODE_PX, GAP_PX, TOP_PX, LETTER_PX] = [12, 16, 26, 6.6];
const ROW_PX = 64;

/**
 * Return the sizes of the nodes: the greater of what comes and of what goes.
 * @param {SankeyChart} chart
 */
function sizesOf({ nodes, flows }) {
  return nodes.map((_, i) => Math.max(
    flows.reduce((sum, { from, value }) => sum + (from === i ? value : 0), 0),
    flows.reduce((sum, { to, value }) => sum + (to === i ? value : 0), 0)));
}

/**
 * Return where nodes and flows stand, in an area of a size.
 * @param {SankeyChart} chart
 * @param {number} width
 * @param {number} height
 */
function layout(chart, width, height) {
  const sizes = sizesOf(chart);
  const last = Math.max(...chart.nodes.map(({ column }) => column), 1);
  const columns = Array.from({ length: last + 1 }, (_, column) =>
    chart.nodes.map((node, i) => ({ node, i })).filter(({ node }) => node.column === column));
  const scale = Math.min(...columns.filter((own) => own.length).map((own) =>
    (height - TOP_PX - GAP_PX * own.length) / own.reduce((sum, { i }) => sum + sizes[i], 0)));
  /** @type {{x: number, y: number, height: number, node: SankeyNode, column: number}[]} */
  const boxes = [];
  columns.forEach((own, column) => {
    let y = TOP_PX;
    for (const { node, i } of own) {
      const size = Math.max(sizes[i] * scale, 2);
      boxes[i] = { x: (column / last) * (width - NODE_PX), y, height: size, node, column };
      y += size + GAP_PX;
    }
  });
  return { boxes, scale, last };
}

/**
 * Return the name of a node, as long as there is room.
 * @param {string} name
 * @param {number} room
 */
const fitted = (name, room) => {
  const most = Math.max(3, Math.floor(room / LETTER_PX));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
};

/**
 * @param {SankeyChart} chart
 * @param {string} label
 * @param {number} width
 */
function draw(chart, label, width) {
  const most = Math.max(...[0, 1, 2, 3, 4].map((column) =>
    chart.nodes.filter((node) => node.column === column).length));
  const height = Math.max(200, TOP_PX + most * ROW_PX);
  const { boxes, scale, last } = layout(chart, width, height);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, class: "z-sankey" });
  const room = width / last - NODE_PX - 8;
  chart.columns.forEach((name, column) => svg.append(svgEl("text", {
    x: (column / last) * width, y: 12, class: "z-axis-name",
    "text-anchor": column === 0 ? "start" : column === last ? "end" : "middle",
  }, fitted(say(name), room))));
  const [left, arrived] = [boxes.map(({ y }) => y), boxes.map(({ y }) => y)];
  for (const { from, to, value } of chart.flows) {
    const thick = Math.max(value * scale, 1);
    const [x1, x2] = [boxes[from].x + NODE_PX, boxes[to].x];
    const [y1, y2] = [left[from] + thick / 2, arrived[to] + thick / 2];
    left[from] += thick;
    arrived[to] += thick;
    const middle = (x1 + x2) / 2;
    svg.append(svgEl("path", {
      d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`, fill: "none", class: "z-sankey-flow",
      stroke: PALETTE[from % PALETTE.length], "stroke-width": thick,
    }, svgEl("title", {}, `${say(chart.nodes[from].label)} → ${say(chart.nodes[to].label)}: ${shownNumber(value, 0)}`)));
  }
  boxes.forEach(({ x, y, height: size, node, column }) => {
    const isLast = column === last;
    svg.append(svgEl("rect", { x, y, width: NODE_PX, height: size, class: "z-sankey-node" }),
      svgEl("text", { x: isLast ? x - 5 : x + NODE_PX + 5, y: y + Math.max(size / 2, 8) + 4, class: "z-sankey-name",
        "text-anchor": isLast ? "end" : "start" },
      fitted(say(node.label), last === 1 ? room / 2 : isLast || column ? room * 0.6 : room * 0.7),
      svgEl("title", {}, say(node.label))));
  });
  return svg;
}

/**
 * @param {SankeyChart} chart
 * @param {string} label
 * @returns {DrawnChart}
 */
export function sankeyChart(chart, label) {
  const names = chart.nodes.map((node) => say(node.label));
  return {
    element: chart.flows.length ? sized((width) => draw(chart, label, width)) : el("div", {}),
    legend: [],
    table: {
      columns: chart.table_columns.map(say),
      rows: chart.flows.map(({ from, to, value, more = [] }) =>
        [names[from], names[to], amountCell(value, 0), ...more.map(saidCell)]),
    },
  };
}
