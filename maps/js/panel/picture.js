/**
 * The view as a picture: title, numbers, maps with their scale, legend and imprint.
 */

import { contextOf, fill, number, TEXT } from "../shared/page.js";
import { kmPerPx, roundLength } from "../shared/scale.js";

/** @import { LegendItem } from "../types.js" */

const SHARPNESS = 2;
const MARGIN_PX = 10;
const LINE_PX = 14;
const FOOT_FONT = "11px sans-serif";
const SAID_FONT = "13px sans-serif";
const INK = "#1c2b33";
const PAPER = "#fffdf8";
const SCALE_PX = 120;

/**
 * Draw the canvases and the symbols of the map in the order of their panes.
 * @param {CanvasRenderingContext2D} context
 * @param {L.Map} map
 */
function drawPanes(context, map) {
  /** @param {Element} pane */
  const level = (pane) => Number.parseInt(getComputedStyle(pane).zIndex, 10) || 0;
  const panes = [...(map.getPane("mapPane")?.children ?? [])].sort((a, b) => level(a) - level(b));
  const box = map.getContainer().getBoundingClientRect();
  for (const pane of panes) {
    context.globalAlpha = Number(getComputedStyle(pane).opacity);
    for (const canvas of pane.querySelectorAll("canvas")) {
      if (canvas.matches(".z-flat")) continue;
      const at = canvas.getBoundingClientRect();
      context.drawImage(canvas, at.x - box.x, at.y - box.y, at.width, at.height);
    }
    for (const image of pane.querySelectorAll("img")) {
      const at = image.getBoundingClientRect();
      context.drawImage(image, at.x - box.x, at.y - box.y, at.width, at.height);
    }
    for (const path of pane.querySelectorAll("path")) {
      if (path.matches(".leaflet-interactive")) drawPath(context, path, box);
    }
    for (const span of pane.querySelectorAll("span")) drawText(context, span, box);
  }
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {SVGPathElement} path
 * @param {DOMRect} box
 */
function drawPath(context, path, box) {
  const matrix = path.getScreenCTM();
  const style = getComputedStyle(path);
  if (!matrix || style.display === "none") return;
  const outline = new Path2D(path.getAttribute("d") ?? "");
  context.save();
  context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - box.x, matrix.f - box.y);
  context.fillStyle = style.fill;
  context.strokeStyle = style.stroke;
  context.lineWidth = parseFloat(style.strokeWidth);
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * Number(style.fillOpacity);
  if (style.fill !== "none") context.fill(outline, "evenodd");
  context.globalAlpha = alpha * Number(style.strokeOpacity);
  if (style.stroke !== "none") context.stroke(outline);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} span
 * @param {DOMRect} box
 */
function drawText(context, span, box) {
  const at = span.getBoundingClientRect();
  const style = getComputedStyle(span);
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = "#fffdf8";
  context.fillStyle = style.color;
  const text = span.textContent;
  const [x, y] = [at.x - box.x, at.y - box.y + at.height / 2];
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {string} font
 * @param {number} y
 */
function drawLine(context, text, font, y) {
  context.font = font;
  context.textBaseline = "top";
  context.fillStyle = "#1c2b33";
  context.fillText(text, MARGIN_PX, y);
}

/**
 * Return texts broken into lines that fit a width.
 * @param {CanvasRenderingContext2D} context
 * @param {string[]} texts
 * @param {string} font
 * @param {number} width
 * @returns {string[]}
 */
function brokenLines(context, texts, font, width) {
  context.font = font;
  return texts.flatMap((text) => {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/**
 * Draw the scale of a map at its lower left.
 * @param {CanvasRenderingContext2D} context
 * @param {L.Map} map
 * @param {number} height
 */
function drawScale(context, map, height) {
  const scale = kmPerPx(map);
  const lengthKm = roundLength(scale * SCALE_PX);
  const [width, y] = [lengthKm / scale, height - 14];
  context.fillStyle = PAPER;
  context.globalAlpha = 0.85;
  context.fillRect(MARGIN_PX - 4, y - 18, width + 8, 26);
  context.globalAlpha = 1;
  context.strokeStyle = INK;
  context.lineWidth = 1.5;
  context.stroke(new Path2D(`M${MARGIN_PX} ${y}v5h${width.toFixed(1)}v-5`));
  context.font = FOOT_FONT;
  context.textBaseline = "alphabetic";
  context.fillStyle = INK;
  context.fillText(fill(TEXT.route.km, { n: number(lengthKm) }), MARGIN_PX, y - 4);
}

/**
 * Draw the legend in rows; return how high it is. Without `context` it is only measured.
 * @param {CanvasRenderingContext2D} context
 * @param {LegendItem[]} legend
 * @param {{width: number, y: number, draws: boolean}} box
 */
function drawLegend(context, legend, { width, y, draws }) {
  context.font = FOOT_FONT;
  context.textBaseline = "middle";
  let [x, row] = [MARGIN_PX, 0];
  for (const { label, color, dashArray } of legend) {
    const room = 34 + context.measureText(label).width + 14;
    if (x + room > width && x > MARGIN_PX) [x, row] = [MARGIN_PX, row + 1];
    const middle = y + 9 + row * 16;
    if (draws) {
      context.strokeStyle = color;
      context.lineWidth = 3;
      context.setLineDash((dashArray ?? "").split(" ").filter(Boolean).map(Number));
      context.stroke(new Path2D(`M${x} ${middle}h28`));
      context.setLineDash([]);
      context.fillStyle = INK;
      context.fillText(label, x + 34, middle);
    }
    x += room;
  }
  return legend.length ? (row + 1) * 16 + 4 : 0;
}

/**
 * Draw a map with its scale, where it belongs.
 * @param {CanvasRenderingContext2D} context
 * @param {L.Map} map
 * @param {number} left
 * @param {number} top
 */
function drawMap(context, map, left, top) {
  const { x: width, y: height } = map.getSize();
  context.save();
  context.translate(left, top);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  context.fillRect(0, 0, width, height);
  drawPanes(context, map);
  drawScale(context, map, height);
  context.restore();
}

/**
 * Return a canvas of maps with a heading, and the imprint below.
 * @param {L.Map|L.Map[]} maps From left to right.
 * @param {string} heading
 * @param {string[]} imprint
 * @param {{said?: string, legend?: LegendItem[]}} [told] Numbers below the heading, and what the
 *   colours mean.
 */
export function pictureOf(maps, heading, imprint, { said = "", legend = [] } = {}) {
  const all = Array.isArray(maps) ? maps : [maps];
  const sizes = all.map((map) => map.getSize());
  const width = sizes.reduce((sum, { x }) => sum + x, 0);
  const height = Math.max(...sizes.map(({ y }) => y));
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const told = said ? brokenLines(context, [said], SAID_FONT, width - 2 * MARGIN_PX) : [];
  const lines = brokenLines(context, imprint, FOOT_FONT, width - 2 * MARGIN_PX);
  const head = 30 + 18 * told.length;
  const key = drawLegend(context, legend, { width, y: 0, draws: false });
  const total = head + height + key + 12 + LINE_PX * lines.length;
  canvas.width = width * SHARPNESS;
  canvas.height = total * SHARPNESS;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, total);
  let left = 0;
  for (const map of all) {
    drawMap(context, map, left, head);
    left += map.getSize().x;
  }
  drawLine(context, heading, "600 15px Georgia, serif", 8);
  told.forEach((line, i) => drawLine(context, line, SAID_FONT, 30 + 18 * i));
  drawLegend(context, legend, { width, y: head + height + 2, draws: true });
  lines.forEach((line, i) => drawLine(context, line, FOOT_FONT, head + height + key + 6 + LINE_PX * i));
  return canvas;
}
