/**
 * What something is by month, as bars of which one is chosen: SVG, with the same figures as text for
 * those who do not see them.
 */

import { el, fill, fixed, monthName, TEXT } from "../shared/page.js";
import { svgEl, ticks } from "./svg.js";

const CHART = { width: 440, height: 132, left: 44, right: 6, top: 16, bottom: 20 };

/**
 * Return the bars of cost, or of something else, by month; a bar chooses its month.
 * @param {Array<?number>} costs Twelve of them.
 * @param {number} month The month of the view, 0 for the best.
 * @param {(month: number) => void} choose
 * @param {{label: string, said: string}} words What the chart shows, and the words of a bar.
 */
export function monthChart(costs, month, choose,
  { label, said } = { label: TEXT.planner.by_month, said: TEXT.route.cost }) {
  const { width, height, left, right, top, bottom } = CHART;
  const known = costs.filter((cost) => cost !== null);
  if (known.length === 0) return el("p", { class: "z-note" }, TEXT.planner.none);
  const scale = ticks(Math.max(...known));
  /** @param {number} cost */
  const y = (cost) => height - bottom - (cost / scale[scale.length - 1]) * (height - top - bottom);
  const band = (width - left - right) / 12;
  const best = Math.min(...known);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, class: "z-chart", role: "group", "aria-label": label });
  for (const tick of scale) {
    svg.append(
      svgEl("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), class: "z-grid" }),
      svgEl("text", { x: left - 5, y: y(tick) + 4, "text-anchor": "end" }, fixed(tick, 0)));
  }
  costs.forEach((cost, i) => {
    const x = left + i * band;
    const name = monthName(i + 1);
    const text = cost === null ? TEXT.planner.none : fill(said, { n: fixed(cost, 0) });
    const isShown = month ? i + 1 === month : cost !== null && cost <= best * (1 + 1e-9);
    const bar = svgEl("g", { tabindex: 0, role: "button", "aria-label": `${name}: ${text}`, "aria-pressed": i + 1 === month,
      class: isShown ? "z-month z-shown" : "z-month" },
    svgEl("title", {}, `${name}: ${text}`),
    svgEl("rect", { x, y: top, width: band, height: height - top - bottom, class: "z-hit" }));
    if (cost !== null) {
      bar.append(svgEl("rect", { x: x + band * 0.16, y: y(cost), width: band * 0.68, height: y(0) - y(cost), rx: 1 }));
      if (isShown) bar.append(svgEl("text", { x: x + band / 2, y: y(cost) - 4, "text-anchor": "middle", class: "z-strong" }, fixed(cost, 0)));
    }
    bar.append(svgEl("text", { x: x + band / 2, y: height - 6, "text-anchor": "middle" }, monthName(i + 1, "short").slice(0, 3)));
    bar.addEventListener("click", () => choose(i + 1));
    bar.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(i + 1);
    });
    svg.append(bar);
  });
  return svg;
}
