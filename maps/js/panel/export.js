/**
 * What leaves the page: a table as CSV, the view as a picture. Both are made here and saved by the
 * browser; nothing is sent anywhere.
 */

import { inertCell } from "../shared/inert.js";
import { contextOf, el } from "../shared/page.js";

const SHARPNESS = 2;
const MARGIN_PX = 10;
const FOOT_FONT = "11px sans-serif";

/**
 * Return a cell as CSV; what a spreadsheet would read as a formula gets an apostrophe before it.
 * @param {unknown} value
 * @returns {string}
 */
function cell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? inertCell(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Return rows of cells as the text of a CSV file.
 * @param {unknown[][]} rows
 */
export const csvText = (rows) => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

/**
 * Let the browser save something under a name.
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

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
  if (style.fill !== "none") context.fill(outline, "evenodd");
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
 * Return a canvas of the map with a heading and the imprint below.
 * @param {L.Map} map
 * @param {string} heading
 * @param {string[]} imprint
 */
export function pictureOf(map, heading, imprint) {
  const { x: width, y: height } = map.getSize();
  const canvas = document.createElement("canvas");
  const lines = brokenLines(contextOf(canvas), imprint, FOOT_FONT, width - 2 * MARGIN_PX);
  const head = 30;
  const foot = 12 + 14 * lines.length;
  canvas.width = width * SHARPNESS;
  canvas.height = (head + height + foot) * SHARPNESS;
  const context = contextOf(canvas);
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = "#fffdf8";
  context.fillRect(0, 0, width, head + height + foot);
  context.save();
  context.translate(0, head);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  context.fillRect(0, 0, width, height);
  drawPanes(context, map);
  context.restore();
  drawLine(context, heading, "600 15px Georgia, serif", 8);
  lines.forEach((line, i) => drawLine(context, line, FOOT_FONT, head + height + 6 + 14 * i));
  return canvas;
}

/**
 * Save rows of cells as a CSV file.
 * @param {unknown[][]} rows
 * @param {string} name
 */
export const saveTable = (rows, name) =>
  save(new Blob([csvText(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);

/**
 * Save the map as a picture, with what the page says of the view and the text of its footer below.
 * @param {L.Map} map
 * @param {string} heading
 * @param {string} said
 * @param {string} name
 */
export function savePicture(map, heading, said, name) {
  const foot = [...document.querySelectorAll("#z-foot span")].map((one) => one.textContent);
  pictureOf(map, heading, [said, foot.join(" · ")]).toBlob((blob) => {
    if (blob) save(blob, `${name}.png`);
  }, "image/png");
}
