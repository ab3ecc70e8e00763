/**
 * Printing: the map is drawn again for the sheet, sharper than for the screen.
 */

import { contextOf, el, fill, number, TEXT } from "./page.js";

// An A4 sheet laid across, less its margins, at 96 px to the inch: beside the legend, alone, below the
// numbers of a finding, or above a calendar.
const BESIDE_PX = { width: 800, height: 640 };
const ALONE_PX = { width: 1040, height: 640 };
const BELOW_PX = { width: 1040, height: 560 };
const ABOVE_PX = { width: 470, height: 280 };
const SHARPNESS = 2;
// What there is room for on two or three sheets.
const [MOST_ROWS, MOST_TALL_ROWS] = [42, 24];
const [MOST_NOTES, MOST_NOTES_OF_A_SHEET] = [10, 6];

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

/**
 * Lay what is told of a route out as one sheet, its calendar below the map, titled by its day; return what puts all back. Nothing is done where no route is told in full.
 * @param {HTMLElement} box Of the map.
 */
function sheetOf(box) {
  const calendar = document.querySelector("#z-panel .z-section:has(.z-route-calendar)");
  if (!calendar) return null;
  const below = el("div", { class: "z-below" });
  const titles = calendar.closest(".z-way") ? [...document.querySelectorAll("#z-panel .z-chosen-title")] : [];
  const marks = [...titles.slice(-1), calendar].map((one) => {
    const mark = document.createComment("");
    one.replaceWith(mark);
    below.append(one);
    return { one, mark };
  });
  box.after(below);
  document.body.classList.add("z-sheet");
  return () => {
    for (const { one, mark } of marks) mark.replaceWith(one);
    below.remove();
    document.body.classList.remove("z-sheet");
  };
}

/**
 * Leave out of long tables and lists what would fill sheets, and say how much more there is; return
 * what puts all back.
 * @param {boolean} isSheet Whether all has one sheet.
 */
function shorten(isSheet) {
  const rows = document.body.matches(".z-stress") ? MOST_TALL_ROWS : MOST_ROWS;
  /** @type {(() => void)[]} */
  const back = [];
  /**
   * @param {string} selector
   * @param {number} most
   * @param {(n: string) => Element} rest
   */
  const cut = (selector, most, rest) => {
    for (const list of document.querySelectorAll(`#z-panel ${selector}`)) {
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
  cut(".z-warnings", isSheet ? MOST_NOTES_OF_A_SHEET : MOST_NOTES,
    (n) => el("li", {}, fill(TEXT.share.more_notes, { n })));
  return () => {
    for (const one of back) one();
  };
}

/** @param {boolean} isSheet */
function paperSize(isSheet) {
  if (isSheet) return ABOVE_PX;
  if (document.querySelector("#z-panel > .z-headline")) return BELOW_PX;
  return document.body.matches(".z-wide, .z-planner") ? ALONE_PX : BESIDE_PX;
}

/**
 * Make the map ready for paper when the reader prints, and for the screen again after. Paper shows
 * what the screen shows.
 * @param {L.Map} map
 */
export function addPrinting(map) {
  const box = map.getContainer();
  /** @type {(() => void)|null} */
  let after = null;
  addEventListener("beforeprint", () => {
    const browser = /** @type {{retina: boolean}} */ (L.Browser);
    const [centre, zoom, seen, { retina }] = [map.getCenter(), map.getZoom(), map.getSize(), browser];
    const putBack = sheetOf(box);
    const lengthen = shorten(putBack !== null);
    const { width, height } = paperSize(putBack !== null);
    box.style.width = `${width}px`;
    box.style.height = `${height}px`;
    browser.retina = true;
    map.invalidateSize({ animate: false });
    const scale = Math.min(width / seen.x, height / seen.y);
    map.setView(centre, map.getScaleZoom(scale, zoom), { animate: false });
    const flat = flattened(map);
    map.getPane("z-land")?.append(flat);
    after = () => {
      flat.remove();
      lengthen();
      putBack?.();
      box.style.removeProperty("width");
      box.style.removeProperty("height");
      browser.retina = retina;
      map.invalidateSize({ animate: false });
      map.setView(centre, zoom, { animate: false });
    };
  });
  addEventListener("afterprint", () => {
    after?.();
    after = null;
  });
}
