/**
 * Printing: the map is drawn again for the sheet, sharper than for the screen.
 */

import { byId, contextOf, el, fill, number, TEXT } from "./page.js";

// An A4 sheet laid across, less its margins, at 96 px to the inch: beside the legend, alone, below the
// numbers of a finding, above what moves below it, or two side by side.
const BESIDE_PX = { width: 800, height: 640 };
const ALONE_PX = { width: 1040, height: 640 };
const BELOW_PX = { width: 1040, height: 560 };
const ABOVE_PX = { width: 470, height: 280 };
const HALF_PX = { width: 512, height: 290 };
const SHARPNESS = 2;
// What there is room for on two sheets.
const [MOST_ROWS, MOST_TALL_ROWS] = [40, 22];
const MOST_NOTES = 6;

/**
 * Return one opaque canvas of what all canvases of the map show. Browsers that print canvases as
 * drawings lose what lies under one that was ever cleared; under a single one nothing lies.
 * @param {L.Map} map
 */
function flattened(map) {
  const size = map.getSize();
  const origin = map.containerPointToLayerPoint([0, 0]);
  const flat = el("canvas", {
    class: "z-flat",
    width: String(size.x * SHARPNESS),
    height: String(size.y * SHARPNESS),
    style: `width:${size.x}px;height:${size.y}px`,
  });
  const context = contextOf(flat);
  context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  context.fillRect(0, 0, flat.width, flat.height);
  context.scale(SHARPNESS, SHARPNESS);
  for (const canvas of map.getContainer().querySelectorAll("canvas")) {
    const pane = canvas.closest(".leaflet-pane");
    if (pane === null) continue;
    const at = L.DomUtil.getPosition(canvas).subtract(origin);
    context.globalAlpha = Number(getComputedStyle(pane).opacity);
    context.drawImage(canvas, at.x, at.y, canvas.clientWidth, canvas.clientHeight);
  }
  L.DomUtil.setPosition(flat, origin);
  return flat;
}

/** Return what stands below the map on the one sheet of a page: a calendar with its title, or charts by week. */
function toldBelow() {
  const calendar = document.querySelector("#z-panel .z-section:has(.z-route-calendar)");
  if (!calendar) return [...document.querySelectorAll("#z-panel > .z-week-chart")];
  const titles = calendar.closest(".z-way") ? [...document.querySelectorAll("#z-panel .z-chosen-title")] : [];
  return [...titles.slice(-1), calendar];
}

/**
 * Move elements into a box of their own; return what puts them back.
 * @param {Element[]} elements
 * @param {HTMLElement} into
 */
function moved(elements, into) {
  const marks = elements.map((one) => {
    const mark = document.createComment("");
    one.replaceWith(mark);
    into.append(one);
    return { one, mark };
  });
  return () => {
    for (const { one, mark } of marks) mark.replaceWith(one);
    into.remove();
  };
}

/**
 * Lay a page out as one sheet; return what puts all back. Nothing is done where it needs more.
 * @param {HTMLElement[]} boxes Of the maps.
 */
function sheetOf(boxes) {
  if (boxes.length > 1) {
    // What flows over sheets in columns must stand in no grid.
    const above = el("div", { class: "z-above" });
    byId("z-head").after(above);
    return moved(boxes, above);
  }
  const told = toldBelow();
  if (told.length === 0) return null;
  const below = el("div", { class: "z-below" });
  boxes[0].after(below);
  const putBack = moved(told, below);
  document.body.classList.add("z-sheet");
  return () => {
    putBack();
    document.body.classList.remove("z-sheet");
  };
}

/**
 * Leave out of long tables and lists what would fill sheets, and say how much more there is; return
 * what puts all back.
 * @param {Element} box
 */
export function shorten(box) {
  const rows = document.body.matches(".z-stress") ? MOST_TALL_ROWS : MOST_ROWS;
  /** @type {(() => void)[]} */
  const back = [];
  /**
   * @param {string} selector
   * @param {number} most
   * @param {(n: string) => Element} rest
   */
  const cut = (selector, most, rest) => {
    for (const list of box.querySelectorAll(selector)) {
      const beyond = [...list.children].slice(most);
      if (beyond.length < 2) continue;
      const said = rest(number(beyond.length));
      for (const one of beyond) one.toggleAttribute("data-beyond", true);
      list.append(said);
      back.push(() => {
        said.remove();
        for (const one of beyond) one.toggleAttribute("data-beyond", false);
      });
    }
  };
  cut("tbody", rows, (n) => el("tr", {},
    el("td", { colspan: "99" }, fill(TEXT.share.more_rows, { n }))));
  cut(".z-warnings", MOST_NOTES,
    (n) => el("li", {}, fill(TEXT.share.more_notes, { n })));
  return () => {
    for (const one of back) one();
  };
}

/**
 * @param {boolean} isSheet
 * @param {number} count Of the maps.
 */
function paperSize(isSheet, count) {
  if (count > 1) return HALF_PX;
  if (isSheet) return ABOVE_PX;
  if (document.querySelector("#z-panel > .z-headline")) return BELOW_PX;
  return document.body.matches(".z-wide, .z-planner") ? ALONE_PX : BESIDE_PX;
}

/**
 * Show on a map of the size of the paper what it shows on the screen; return what puts it back.
 * @param {L.Map} map
 * @param {{width: number, height: number}} size
 */
function onPaper(map, { width, height }) {
  const box = map.getContainer();
  const [centre, zoom, seen] = [map.getCenter(), map.getZoom(), map.getSize()];
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  return {
    draw() {
      map.invalidateSize({ animate: false });
      const scale = Math.min(width / seen.x, height / seen.y);
      // Leaflet rounds to the nearest step, which may cut off what was seen.
      const snap = map.options.zoomSnap || 1;
      map.setView(centre, Math.floor(map.getScaleZoom(scale, zoom) / snap) * snap, { animate: false });
      map.fire("z-paper");
      const flat = flattened(map);
      map.getPane("z-land")?.append(flat);
      return flat;
    },
    back() {
      box.style.removeProperty("width");
      box.style.removeProperty("height");
      map.invalidateSize({ animate: false });
      map.setView(centre, zoom, { animate: false });
    },
  };
}

/**
 * Make maps ready for paper, which shows what the screen shows; return what makes them ready for the
 * screen again.
 * @param {L.Map[]} maps The first is the one that what is told stands below.
 */
export function laidOut(maps) {
  const browser = /** @type {{retina: boolean}} */ (L.Browser);
  const { retina } = browser;
  const putBack = sheetOf(maps.map((map) => map.getContainer()));
  const lengthen = shorten(byId("z-panel"));
  const sheets = maps.map((map) => onPaper(map, paperSize(putBack !== null, maps.length)));
  browser.retina = true;
  const flats = sheets.map((sheet) => sheet.draw());
  return () => {
    for (const flat of flats) flat.remove();
    lengthen();
    putBack?.();
    browser.retina = retina;
    for (const sheet of sheets) sheet.back();
  };
}
