/**
 * What something is by month, as bars of which one is chosen: SVG, with the same figures as text for
 * those who do not see them.
 */

import { el, fill, fixed, monthFoot, monthName, TEXT } from "../shared/page.js";
import { svgEl, ticks } from "./svg.js";

const CHART = { width: 440, height: 132, left: 44, right: 6, top: 16, bottom: 20 };

/**
 * Return one bar of the chart.
 * @param {{name: string, foot: string, text: string, x: number, band: number, shown: boolean,
 *   top: number|null, bottom: number, label: string}} bar `top` is null where there is no figure.
 */
function barOf({ name, foot, text, x, band, shown, top, bottom, label }) {
  const group = svgEl("g", { class: shown ? "z-month z-shown" : "z-month" },
    svgEl("title", {}, `${name}: ${text}`),
    svgEl("rect", { x, y: CHART.top, width: band, height: bottom - CHART.top, class: "z-hit" }));
  if (top !== null) {
    group.append(svgEl("rect", { x: x + band * 0.16, y: top, width: band * 0.68, height: bottom - top, rx: 1 }));
    if (shown) group.append(svgEl("text", { x: x + band / 2, y: top - 4, "text-anchor": "middle", class: "z-strong" }, label));
  }
  group.append(svgEl("text", { x: x + band / 2, y: CHART.height - 6, "text-anchor": "middle" }, foot));
  return group;
}

/**
 * Make a bar a button.
 * @param {Element} bar
 * @param {string} said
 * @param {boolean} isPressed
 * @param {() => void} act
 */
function makeButton(bar, said, isPressed, act) {
  bar.classList.add("z-button-bar");
  const states = { tabindex: "0", role: "button", "aria-label": said, "aria-pressed": String(isPressed) };
  for (const [name, value] of Object.entries(states)) bar.setAttribute(name, value);
  bar.addEventListener("click", act);
  bar.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" && key !== " ") return;
    event.preventDefault();
    act();
  });
}

/**
 * Return the bars of cost, or of something else, by month; a bar chooses its month.
 * @param {Array<?number>} costs Twelve of them.
 * @param {number} month The month of the view, 0 for the best.
 * @param {((month: number) => void)|null} choose Null where the bars are only to be read.
 * @param {{label: string, said: string}} words What the chart shows, and the words of a bar.
 */
export function monthChart(costs, month, choose, { label, said }) {
  const { width, height, left, right, top, bottom } = CHART;
  const known = costs.filter((cost) => cost !== null);
  if (known.length === 0) return el("p", { class: "z-note" }, TEXT.planner.none);
  const scale = ticks(Math.max(...known));
  /** @param {number} cost */
  const y = (cost) => height - bottom - (cost / scale[scale.length - 1]) * (height - top - bottom);
  const band = (width - left - right) / 12;
  const best = Math.min(...known);
  const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, class: "z-chart",
    role: choose ? "group" : "img", "aria-label": label });
  for (const tick of scale) {
    svg.append(
      svgEl("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), class: "z-grid" }),
      svgEl("text", { x: left - 5, y: y(tick) + 4, "text-anchor": "end" }, fixed(tick, 0)));
  }
  costs.forEach((cost, i) => {
    const name = monthName(i + 1);
    const text = cost === null ? TEXT.planner.none : fill(said, { n: fixed(cost, 0) });
    const shown = month ? i + 1 === month : cost !== null && cost <= best * (1 + 1e-9);
    const bar = barOf({
      name, text, band, shown, x: left + i * band, foot: monthFoot(i + 1),
      top: cost === null ? null : y(cost), bottom: y(0), label: fixed(cost ?? 0, 0),
    });
    if (choose) makeButton(bar, `${name}: ${text}`, i + 1 === month, () => choose(i + 1));
    svg.append(bar);
  });
  return choose ? sideways(svg) : svg;
}

/**
 * Return a chart that a narrow panel shows a part of, as wide as fingers need it, its bar in view.
 * @param {Element} svg
 */
function sideways(svg) {
  const box = el("div", { class: "z-months" });
  box.append(svg);
  const seen = new ResizeObserver(() => {
    if (!box.clientWidth) return;
    const bar = svg.querySelector(".z-shown")?.getBoundingClientRect();
    if (bar) box.scrollLeft += (bar.left + bar.right) / 2 - box.getBoundingClientRect().left - box.clientWidth / 2;
    seen.disconnect();
  });
  seen.observe(box);
  return box;
}
