/**
 * What the page shows of an element, as SVG: text, boxes and lines where they stand, charts with their
 * looks written into them, and what a map draws on canvases as the lines and areas that it is of.
 */

import { svgEl } from "./svg.js";

/** @import { DrawnLayer, DrawnLines } from "../types.js" */

// What acts and what tells of acts is no part of a picture.
const ACTS = "button, select, input, output, summary, details:not([open]), .z-actions, .z-field, .z-choices, .z-take, "
  + ".leaflet-control-zoom, .z-reset, .z-flat, .z-hidden, .z-cross, [data-beyond]";
const LOOKS = ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "paint-order"];
const FONT = ["font-family", "font-size", "font-weight", "font-style"];
const UNSEEN = /^(defs|pattern|title)$/;
const SIDES = ["top", "right", "bottom", "left"];
// Of the height of a line of letters.
const BASELINE = 0.79;

/** @param {number} value */
const px = (value) => Number(value.toFixed(1));

/**
 * Return a colour of a style as the two attributes that every program reads, or null where nothing shows.
 * @param {string} color
 * @param {"fill"|"stroke"} name
 */
function paint(color, name) {
  const [r, g, b, alpha = "1"] = color.match(/[\d.]+/g) ?? ["0", "0", "0", "0"];
  if (Number(alpha) === 0) return null;
  return { [name]: `rgb(${r},${g},${b})`, ...(alpha === "1" ? {} : { [`${name}-opacity`]: alpha }) };
}

/**
 * Return a copy of a drawing with its looks in attributes, or null where it is not shown.
 * @param {Element} node
 * @param {CSSStyleDeclaration|null} above Looks of what it stands in, which it has without saying so.
 * @returns {Element|null}
 */
function drawingOf(node, above) {
  const style = getComputedStyle(node);
  const isKept = UNSEEN.test(node.tagName);
  const isClear = style.strokeOpacity === "0" && (style.fill === "none" || style.fillOpacity === "0");
  if (!isKept && (style.display === "none" || style.visibility === "hidden" || isClear)) return null;
  const copy = /** @type {Element} */ (node.cloneNode(false));
  for (const { name } of [...copy.attributes]) {
    if (/^(class|style|role|tabindex|aria-.*|data-.*)$/.test(name)) copy.removeAttribute(name);
  }
  for (const name of LOOKS) {
    const value = style.getPropertyValue(name);
    if (value !== (above?.getPropertyValue(name) ?? "")) copy.setAttribute(name, value.replaceAll('"', "'"));
  }
  if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  for (const child of node.childNodes) {
    const part = child instanceof Element ? drawingOf(child, style) : child.cloneNode();
    if (part) copy.append(part);
  }
  return copy;
}

/**
 * Return a drawing as it stands on the page.
 * @param {Element} svg
 */
function placedDrawing(svg) {
  const copy = drawingOf(svg, null);
  if (!copy) return [];
  const { x, y, width, height } = svg.getBoundingClientRect();
  const at = { x: px(x), y: px(y), width: px(width), height: px(height), overflow: getComputedStyle(svg).overflow };
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  return [copy];
}

/** @param {DrawnLayer} layer */
function outlineOf({ _parts: parts, _point: point, _radius: radius }, isClosed = false) {
  if (point && radius) {
    const [x, y, r] = [px(point.x), px(point.y), px(radius)];
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
  return (parts ?? []).filter((ring) => ring.length).map((ring) =>
    `M${ring.map(({ x, y }) => `${px(x)} ${px(y)}`).join("L")}${isClosed ? "Z" : ""}`).join("");
}

/**
 * Return what a layer of Leaflet draws on a canvas.
 * @param {DrawnLayer} layer
 */
function layerPath(layer) {
  const { options: o } = layer;
  const d = outlineOf(layer, layer instanceof L.Polygon);
  if (!d) return [];
  /** @type {Record<string, string|number|undefined>} */
  const looks = {
    d,
    fill: o.fill ? o.fillColor ?? o.color : "none",
    ...(o.fill ? { "fill-opacity": o.fillOpacity, "fill-rule": o.fillRule ?? "evenodd" } : {}),
    ...(o.stroke && o.weight ? { stroke: o.color, "stroke-width": o.weight, "stroke-opacity": o.opacity,
      "stroke-linecap": o.lineCap, "stroke-linejoin": o.lineJoin, "stroke-dasharray": o.dashArray?.toString() } : {}),
  };
  return [svgEl("path", /** @type {Record<string, string|number>} */ (
    Object.fromEntries(Object.entries(looks).filter(([, value]) => value !== undefined && value !== null))))];
}

/**
 * Return what stands on a canvas: lines and areas, or an image of what is of neither.
 * @param {HTMLCanvasElement} canvas
 * @param {DrawnLines[]} renderers
 */
function canvasOf(canvas, renderers) {
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const lines = renderers.find(({ _container: own }) => own === canvas);
  if (!lines) return [svgEl("image", { x: px(x), y: px(y), width: px(width), height: px(height), href: canvas.toDataURL() })];
  const { min } = lines._bounds;
  const group = svgEl("g", { transform: `translate(${px(x - min.x)} ${px(y - min.y)})` });
  for (let one = lines._drawFirst; one; one = one.next) group.append(...layerPath(one.layer));
  return group.childNodes.length ? [group] : [];
}

/**
 * Return how a box is filled: by a colour, or by colours from left to right.
 * @param {CSSStyleDeclaration} style
 * @param {Element} out
 * @param {string} place Of the box, which no other with such colours has.
 */
function fillOf({ backgroundColor, backgroundImage }, out, place) {
  const stops = [...backgroundImage.matchAll(/(rgba?\([^)]*\))(?: ([\d.]+)%)?/g)];
  if (!stops.length) return paint(backgroundColor, "fill");
  const id = `ramp-${place}`;
  out.append(svgEl("linearGradient", { id }, ...stops.map(([, color, at], i) => svgEl("stop", {
    offset: at ? Number(at) / 100 : i / (stops.length - 1), "stop-color": color }))));
  return { fill: `url(#${id})` };
}

/**
 * Draw the ground and the edges of a box.
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 * @param {Element} out
 */
function drawBox(element, style, out) {
  const { x, y, width, height } = element.getBoundingClientRect();
  const edges = SIDES.map((side) => ({
    weight: parseFloat(style.getPropertyValue(`border-${side}-width`)),
    line: style.getPropertyValue(`border-${side}-style`),
    color: paint(style.getPropertyValue(`border-${side}-color`), "stroke"),
  }));
  const seen = edges.map(({ weight, line, color }) => weight > 0 && line !== "none" && color !== null);
  const isRing = seen.every(Boolean);
  const fill = fillOf(style, out, `${px(x)}-${px(y)}`);
  const half = isRing ? edges[0].weight / 2 : 0;
  if (fill || isRing) {
    const radius = style.borderRadius.endsWith("%") ? width / 2 : parseFloat(style.borderRadius) || 0;
    out.append(svgEl("rect", { x: px(x + half), y: px(y + half), width: px(Math.max(0, width - 2 * half)),
      height: px(Math.max(0, height - 2 * half)), rx: px(radius), ...(fill ?? { fill: "none" }),
      ...(isRing ? { ...edges[0].color, "stroke-width": edges[0].weight } : {}) }));
  }
  if (isRing) return;
  const [right, bottom] = [x + width, y + height];
  const ends = [[x, y, right, y], [right, y, right, bottom], [x, bottom, right, bottom], [x, y, x, bottom]];
  edges.forEach(({ weight, line, color }, i) => {
    if (!seen[i]) return;
    const [x1, y1, x2, y2] = ends[i].map(px);
    out.append(svgEl("line", { x1, y1, x2, y2, ...color, "stroke-width": weight,
      ...(line === "dashed" || line === "dotted" ? { "stroke-dasharray": `${2 * weight} ${weight}` } : {}) }));
  });
}

/**
 * Return the lines into which a text is broken, each with its place.
 * @param {Text} node
 */
function linesOf(node) {
  const range = document.createRange();
  /** @param {number} from @param {number} to */
  const boxes = (from, to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()];
  };
  /** @type {{text: string, left: number, right: number, top: number, height: number}[]} */
  const lines = [];
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    // A word that no line holds is broken between any letters.
    const isWhole = boxes(index, index + word.length).length < 2;
    let at = index;
    for (const piece of isWhole ? [word] : word) {
      const [box] = boxes(at, at + piece.length);
      const last = lines[lines.length - 1];
      if (box && last && Math.abs(last.top - box.top) < 3) {
        last.text += `${at === index ? " " : ""}${piece}`;
        last.right = box.right;
      } else if (box) {
        lines.push({ text: piece, left: box.left, right: box.right, top: box.top, height: box.height });
      }
      at += piece.length;
    }
  }
  return lines;
}

/**
 * Write the lines of a text.
 * @param {Text} node
 * @param {CSSStyleDeclaration} style
 * @param {Element} out
 */
function write(node, style, out) {
  const font = Object.fromEntries(FONT.map((name) => [name, style.getPropertyValue(name).replaceAll('"', "'")]));
  /** @type {Record<string, string|number>} */
  const halo = style.textShadow === "none" ? {} : { stroke: "#fffdf8", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  const looks = { ...font, ...halo, ...paint(style.color, "fill"),
    ...(style.textDecorationLine === "none" ? {} : { "text-decoration": style.textDecorationLine }) };
  if (style.writingMode.startsWith("vertical")) {
    const { left, bottom, width } = /** @type {Element} */ (node.parentElement).getBoundingClientRect();
    const at = `${px(left + width * BASELINE)} ${px(bottom)}`;
    out.append(svgEl("text", { ...looks, transform: `translate(${at}) rotate(-90)` }, node.data.trim()));
    return;
  }
  const isRight = /^(right|end)$/.test(style.textAlign);
  for (const { text, left, right, top, height } of linesOf(node)) {
    out.append(svgEl("text", { x: px(isRight ? right : left), y: px(top + height * BASELINE), ...looks,
      ...(isRight ? { "text-anchor": "end" } : {}) }, text));
  }
}

/** @param {Element} element */
const ownLevel = (element) => Number.parseInt(getComputedStyle(element).zIndex, 10);

/**
 * Return how high something lies; what has no level of its own lies as high as what it holds.
 * @param {Node} node
 */
function levelOf(node) {
  if (!(node instanceof Element)) return 0;
  const own = ownLevel(node);
  return Number.isNaN(own) ? Math.max(0, ...[...node.children].map((child) => ownLevel(child) || 0)) : own;
}

/**
 * Draw an element and what it holds, what stands above after what lies below.
 * @param {Element} element
 * @param {Element} to
 * @param {DrawnLines[]} renderers
 */
function draw(element, to, renderers) {
  const style = getComputedStyle(element);
  if (element.matches(ACTS) || style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return;
  const out = style.opacity === "1" ? to : svgEl("g", { opacity: style.opacity });
  if (out !== to) to.append(out);
  if (element instanceof SVGElement) {
    drawBox(element, style, out);
    out.append(...placedDrawing(element));
  } else if (element instanceof HTMLCanvasElement) out.append(...canvasOf(element, renderers));
  else if (element instanceof HTMLImageElement) {
    const { x, y, width, height } = element.getBoundingClientRect();
    if (element.src.startsWith("data:")) out.append(svgEl("image", { x: px(x), y: px(y), width, height, href: element.src }));
  } else {
    drawBox(element, style, out);
    const parts = [...element.childNodes].map((node) => ({ node, level: levelOf(node) }));
    for (const { node } of parts.sort((a, b) => a.level - b.level)) {
      if (node instanceof Element) draw(node, out, renderers);
      else if (node instanceof Text) write(node, style, out);
    }
  }
}

/**
 * Return the box of what is drawn.
 * @param {SVGSVGElement} svg
 */
function extentOf(svg) {
  document.body.append(svg);
  const { x, y, width, height } = svg.getBBox();
  svg.remove();
  return { x, y, width, height: height + 4 };
}

/**
 * Return what the page shows of an element, as a drawing that is yet to be placed.
 * @param {Element} element
 * @param {L.Map|null} [map] That stands in it.
 */
export function vectorOf(element, map = null) {
  /** @type {DrawnLines[]} */
  const renderers = [];
  map?.eachLayer((layer) => {
    if (layer instanceof L.Canvas) renderers.push(/** @type {DrawnLines} */ (/** @type {unknown} */ (layer)));
  });
  const svg = /** @type {SVGSVGElement} */ (svgEl("svg", {}));
  draw(element, svg, renderers);
  // A map ends where its box does; a chart where its last line does, be it wider or lower than its box.
  const { x, y, width, height } = map ? element.getBoundingClientRect() : extentOf(svg);
  svg.setAttribute("viewBox", [x, y, width, height].map(px).join(" "));
  return { svg, width, height };
}
