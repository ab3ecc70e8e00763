/**
 * Names on the map: as many as fit without covering one another, the most important first.
 */

import { contextOf, el } from "./page.js";

/** @import { Box, Label, Labels } from "../types.js" */

/** @typedef {(text: string, style: string) => {width: number, height: number}} Measurer */
/** @typedef {ReturnType<Label["state"]> & {label: Label, point: L.Point}} Shown */

const GAP_PX = 3;
// Names may cover the dots of terminals, which are many and small, but no other symbol.
const TERMINAL_RANK = 10;

/**
 * Text widths by style, measured once on a canvas that is never shown.
 * @param {HTMLElement} pane
 * @returns {Measurer}
 */
function measurer(pane) {
  const context = contextOf(el("canvas"));
  /** @type {Map<string, {font: string, spacing: number, height: number}>} */
  const fonts = new Map();
  /** @type {Map<string, {width: number, height: number}>} */
  const widths = new Map();
  /** @param {string} style */
  function fontOf(style) {
    const known = fonts.get(style);
    if (known) return known;
    const probe = el("span", { class: style });
    pane.append(probe);
    const css = getComputedStyle(probe);
    const font = {
      font: `${css.fontStyle} ${css.fontWeight} ${css.fontSize} ${css.fontFamily}`,
      spacing: parseFloat(css.letterSpacing) || 0,
      height: parseFloat(css.fontSize) * 1.15,
    };
    probe.remove();
    fonts.set(style, font);
    return font;
  }

  return (text, style) => {
    const key = `${style} ${text}`;
    const known = widths.get(key);
    if (known) return known;
    const { font, spacing, height } = fontOf(style);
    context.font = font;
    const size = { width: context.measureText(text).width + spacing * text.length + 2, height };
    widths.set(key, size);
    return size;
  };
}

/**
 * Boxes a label may take around its point, the best first: [left, top, right, bottom].
 * @param {Shown} one
 * @param {{width: number, height: number}} size
 * @returns {Box[]}
 */
function candidates({ label, point, radius }, { width, height }) {
  const { x, y } = point;
  const r = radius + GAP_PX;
  /**
   * @param {number} left
   * @param {number} top
   * @returns {Box}
   */
  const box = (left, top) => [left, top, left + width, top + height];
  if (label.centred) return [box(x - width / 2, y - height / 2)];
  return [
    box(x + r, y - height / 2),
    box(x - r - width, y - height / 2),
    box(x - width / 2, y - r - height),
    box(x - width / 2, y + r),
    box(x + r * 0.7, y - r - height * 0.5),
    box(x + r * 0.7, y + r * 0.5),
  ];
}

/**
 * Return the boxes of buttons and scale, which names keep clear of.
 * @param {L.Map} map
 * @returns {Box[]}
 */
function controlBoxes(map) {
  const origin = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
    const box = control.getBoundingClientRect();
    return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
  });
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * Return the labels that fit, each with its box.
 * @param {L.Map} map
 * @param {Label[]} labels
 * @param {Measurer} measure
 */
function placed(map, labels, measure) {
  const zoom = map.getZoom();
  const size = map.getSize();
  /** @param {L.Point} point */
  const inView = ({ x, y }) => x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20;
  /** @param {Box} box */
  const whole = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
  /** @type {Shown[]} */
  const shown = labels
    .map((label) => ({ label, ...label.state() }))
    .filter((one) => one.shown)
    .map((one) => ({ ...one, point: map.latLngToContainerPoint(one.label.latlng) }))
    .filter((one) => inView(one.point));
  const symbols = shown
    .filter(({ radius, rank }) => radius && rank < TERMINAL_RANK)
    .map(({ radius: r, point: { x, y } }) => /** @type {Box} */ ([x - r, y - r, x + r, y + r]));
  const taken = [...controlBoxes(map), ...symbols];
  const named = shown
    .filter(({ minZoom }) => zoom >= minZoom)
    .sort((a, b) => a.rank - b.rank);
  const found = [];
  for (const one of named) {
    const boxes = candidates(one, measure(one.label.text, one.label.style));
    const free = boxes.find((box) => whole(box) && !taken.some((other) => overlap(box, other)));
    if (!free) continue;
    taken.push(free);
    found.push({ label: one.label, box: free });
  }
  return found;
}

/**
 * Keep labels on the map. Each label has `latlng`, `text`, `style` (its class), `centred`, and
 * `state()`: whether it is `shown`, its `rank` (the least first), the `minZoom` from which it is
 * written and the `radius` in px of the symbol it names.
 * @param {L.Map} map
 * @param {Label[]} labels
 * @returns {Labels}
 */
export function addLabels(map, labels) {
  const pane = map.createPane("z-labels");
  pane.style.zIndex = "460";
  pane.setAttribute("aria-hidden", "true");
  pane.classList.add("leaflet-zoom-hide");
  const measure = measurer(pane);
  const refresh = () => {
    const elements = placed(map, labels, measure).map(({ label, box }) => {
      const at = map.containerPointToLayerPoint([box[0], box[1]]);
      return el("span", { class: label.style, style: `left:${at.x}px;top:${at.y}px` },
        label.text);
    });
    pane.replaceChildren(...elements);
  };
  let asked = 0;
  // With the next picture, by which all that a move sets off has been done.
  map.on("moveend resize", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(refresh);
  });
  // Paper does not wait for the next picture.
  map.on("z-paper", refresh);
  return {
    refresh,
    show(shown) {
      pane.hidden = !shown;
    },
  };
}
