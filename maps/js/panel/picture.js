/**
 * A view as a picture: its title, its numbers, maps or a chart, and the imprint below. The picture is a
 * drawing (SVG); as PNG it is the same drawing in pixels.
 */

import { xmlText } from "../shared/inert.js";
import { contextOf, el } from "../shared/page.js";
import { svgEl } from "./svg.js";
import { vectorOf } from "./vector.js";

/** @typedef {{element: Element, map?: L.Map|null}} Pictured */

const SHARPNESS = 2;
const MARGIN_PX = 12;
const LEAST_PX = 560;
const [SANS, SERIF] = ["Arial, sans-serif", "Georgia, serif"];
/** @type {Record<"heading"|"said"|"foot", {font: [weight: number, px: number, family: string], line: number}>} */
const LETTERS = {
  heading: { font: [600, 17, SERIF], line: 22 },
  said: { font: [400, 13, SANS], line: 18 },
  foot: { font: [400, 11, SANS], line: 15 },
};

/**
 * Return a text broken into lines that fit a width.
 * @param {string} text
 * @param {"heading"|"said"|"foot"} kind
 * @param {number} width
 * @returns {string[]}
 */
function brokenLines(text, kind, width) {
  const context = contextOf(el("canvas"));
  const [weight, px, family] = LETTERS[kind].font;
  context.font = `${weight} ${px}px ${family}`;
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/**
 * Draw in the colours of the day: a picture is mailed and printed, whatever its maker's screen is like.
 * @template T
 * @param {() => T} draw
 * @returns {T}
 */
function inDaylight(draw) {
  const nights = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]).flatMap((rule) =>
    (rule instanceof CSSMediaRule && rule.conditionText.includes("dark") ? [rule.media] : []));
  const before = nights.map(({ mediaText }) => mediaText);
  for (const one of nights) one.mediaText = "not all";
  const drawn = draw();
  nights.forEach((one, i) => {
    one.mediaText = before[i];
  });
  return drawn;
}

/**
 * Return a picture of what the page shows.
 * @param {Pictured[]} views From left to right.
 * @param {{heading: string, said?: string, foot?: string}} told
 * @returns {SVGElement|Element}
 */
export const pictureOf = (views, told) => inDaylight(() => drawnPicture(views, told));

/**
 * @param {Pictured[]} views From left to right.
 * @param {{heading: string, said?: string, foot?: string}} told
 * @returns {SVGElement|Element}
 */
function drawnPicture(views, { heading, said = "", foot = "" }) {
  // What is left out of a picture leaves no gap in it.
  document.body.classList.add("z-pictured");
  const drawn = views.map(({ element, map }) => vectorOf(element, map));
  document.body.classList.remove("z-pictured");
  const isMap = Boolean(views[0].map);
  const own = drawn.reduce((sum, one) => sum + one.width, 0);
  // A chart of a narrow panel grows to the width of the picture.
  const width = isMap ? own : Math.max(LEAST_PX, own + 2 * MARGIN_PX);
  const scale = isMap ? 1 : (width - 2 * MARGIN_PX) / own;
  const { backgroundColor: paper, color: ink } = getComputedStyle(document.body);
  const picture = svgEl("svg", { xmlns: "http://www.w3.org/2000/svg" }, svgEl("title", {}, heading),
    svgEl("rect", { width: "100%", height: "100%", fill: paper }));
  let y = 6;
  /**
   * @param {string} text
   * @param {"heading"|"said"|"foot"} kind
   */
  const write = (text, kind) => {
    const { font: [weight, size, family], line } = LETTERS[kind];
    for (const part of brokenLines(text, kind, width - 2 * MARGIN_PX)) {
      y += line;
      picture.append(svgEl("text", { x: MARGIN_PX, y: y - 4, fill: ink, "font-family": family, "font-size": size,
        "font-weight": weight }, part));
    }
  };
  write(heading, "heading");
  write(said, "said");
  y += 6;
  let x = isMap ? 0 : MARGIN_PX;
  for (const one of drawn) {
    const place = { x, y, width: one.width * scale, height: one.height * scale };
    for (const [name, value] of Object.entries(place)) one.svg.setAttribute(name, String(value));
    picture.append(one.svg);
    x += place.width;
  }
  y += scale * Math.max(...drawn.map(({ height }) => height)) + (isMap ? 0 : MARGIN_PX);
  write(foot, "foot");
  for (const [name, value] of Object.entries({ width, height: y + 8, viewBox: `0 0 ${width} ${y + 8}` })) {
    picture.setAttribute(name, String(value));
  }
  return picture;
}

/**
 * Return a drawing as the text of a file.
 * @param {Element} picture
 */
export const svgText = (picture) => xmlText(new XMLSerializer().serializeToString(picture));

/**
 * Return a drawing in pixels.
 * @param {Element} picture
 * @returns {Promise<Blob|null>}
 */
export async function pngOf(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = el("canvas", { width: String(SHARPNESS * image.width), height: String(SHARPNESS * image.height) });
  contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
