/**
 * Charts on a plane: lines over a number, and bars over years.
 */

import { svgEl } from "../panel/svg.js";
import { PALETTE } from "./colors.js";
import { plane, sized } from "./plane.js";
import { amountCell, say, short } from "./said.js";

/** @import { BarsChart, DrawnChart, LinesChart, Plane } from "../types.js" */

const [LABEL_ROOM_PX, MARK_ROOM_PX] = [38, 90];

/** @param {number} i */
const colorOf = (i) => PALETTE[i % PALETTE.length];

/**
 * Return the least and the most of numbers.
 * @param {number[]} values
 * @returns {[number, number]}
 */
const extent = (values) => [Math.min(...values), Math.max(...values)];

/**
 * Lines over a number, with points that are named.
 * @param {LinesChart} chart
 * @param {string} label
 * @returns {DrawnChart}
 */
export function linesChart({ series, marks = [], x, y, log = false, digits }, label) {
  const points = series.flatMap(({ points: own }) => own);
  const xs = extent(points.map(([value]) => value));
  const ys = extent(points.map(([, value]) => value));
  /** @param {number} width */
  const draw = (width) => {
    const at = plane({ width, x: xs, y: ys, log, logX: log, xName: say(x), yName: say(y), label });
    series.forEach(({ points: own, dots }, i) => {
      const path = own.map(([px, py], k) => `${k ? "L" : "M"}${at.x(px).toFixed(1)} ${at.y(py).toFixed(1)}`).join("");
      at.svg.append(svgEl("path", { d: path, fill: "none", stroke: colorOf(i), "stroke-width": 2.5 }));
      if (dots) own.forEach(([px, py]) => at.svg.append(svgEl("circle", { cx: at.x(px), cy: at.y(py), r: 5, fill: colorOf(i) })));
    });
    for (const { at: [px, py], label: name } of marks) {
      const isRight = at.x(px) > width - MARK_ROOM_PX;
      at.svg.append(svgEl("circle", { cx: at.x(px), cy: at.y(py), r: 5, class: "z-plane-mark" }, svgEl("title", {}, say(name))),
        svgEl("text", { x: at.x(px) + (isRight ? -8 : 8), y: at.y(py) - 8, class: "z-strong", "text-anchor": isRight ? "end" : "start" }, short(Math.round(px))));
    }
    return at.svg;
  };
  return {
    element: sized(draw),
    legend: series.map(({ label: name }, i) => ({ color: colorOf(i), label: say(name) })),
    table: {
      columns: ["", say(x), say(y)],
      rows: [
        ...series.flatMap(({ label: name, points: own }) =>
          own.map(([px, py]) => [say(name), amountCell(px, digits[0]), amountCell(py, digits[1])])),
        ...marks.map(({ label: name, at: [px, py] }) =>
          [say(name), amountCell(px, digits[0]), amountCell(py, digits[1])]),
      ],
    },
  };
}

/**
 * Put bars of one place of the axis on a plane, those above zero up, those below it down.
 * @param {Plane} at
 * @param {(number|null)[]} values
 * @param {number} left
 * @param {number} width
 */
function stack(at, values, left, width) {
  let [up, down] = [0, 0];
  values.forEach((value, i) => {
    if (!value) return;
    const from = value > 0 ? up : down;
    if (value > 0) up += value;
    else down += value;
    const [y1, y2] = [at.y(Math.max(from, from + value)), at.y(Math.min(from, from + value))];
    at.svg.append(svgEl("rect", { x: left, y: y1, width, height: Math.max(y2 - y1, 0.5), fill: colorOf(i) }));
  });
}

/**
 * Return the sums of what stands above zero and of what stands below it.
 * @param {(number|null)[][]} series
 * @param {number} place
 */
const sums = (series, place) => [1, -1].map((sign) =>
  series.reduce((sum, values) => sum + (Math.sign(values[place] ?? 0) === sign ? values[place] ?? 0 : 0), 0));

/**
 * Bars over years or other places of an axis, stacked, with a line over them.
 * @param {BarsChart} chart
 * @param {string} label
 * @returns {DrawnChart}
 */
export function barsChart({ places, series, line, y, x, digits }, label) {
  const values = series.map(({ values: own }) => own);
  const ends = places.flatMap((_, i) => sums(values, i));
  const ys = extent([0, ...ends, ...(line?.values ?? [])]);
  const names = places.map(say);
  /** @param {number} width */
  const draw = (width) => {
    const at = plane({ width, x: null, y: ys, xName: say(x), yName: say(y), label });
    const band = (at.right - at.left) / places.length;
    const every = Math.ceil(LABEL_ROOM_PX / band);
    places.forEach((_, i) => {
      stack(at, values.map((own) => own[i]), at.left + (i + 0.12) * band, band * 0.76);
      if (i % every === 0) {
        at.svg.append(svgEl("text", { x: at.left + (i + 0.5) * band, y: at.bottom + 15, "text-anchor": "middle" }, names[i]));
      }
    });
    at.svg.append(svgEl("line", { x1: at.left, x2: at.right, y1: at.y(0), y2: at.y(0), class: "z-zero" }));
    if (line) {
      const path = line.values.map((value, i) => `${i ? "L" : "M"}${(at.left + (i + 0.5) * band).toFixed(1)} ${at.y(value).toFixed(1)}`).join("");
      at.svg.append(svgEl("path", { d: path, fill: "none", class: "z-bars-line" }));
    }
    return at.svg;
  };
  return {
    element: sized(draw),
    legend: [...series.map(({ label: name }, i) => ({ color: colorOf(i), label: say(name) })),
      ...(line ? [{ swatch: "z-key-line", label: say(line.label) }] : [])],
    table: {
      columns: [say(x), ...series.map(({ label: name }) => say(name)), ...(line ? [say(line.label)] : [])],
      rows: names.map((name, i) => [name, ...values.map((own) => amountCell(own[i], digits)),
        ...(line ? [amountCell(line.values[i], digits)] : [])]),
    },
  };
}
