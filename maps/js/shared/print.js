/**
 * Printing: the map is drawn again for the sheet, sharper than for the screen.
 */

import { contextOf, el } from "./page.js";

// An A4 sheet laid across, less its margins, at 96 px to the inch: beside the legend, or alone.
const BESIDE_PX = { width: 800, height: 640 };
const ALONE_PX = { width: 1040, height: 640 };
const SHARPNESS = 2;

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
 * Make the map ready for paper when the reader prints, and for the screen again after.
 * @param {L.Map} map
 * @param {() => void} reset Show what the page is about.
 */
export function addPrinting(map, reset) {
  const box = map.getContainer();
  /** @type {(() => void)|null} */
  let after = null;
  addEventListener("beforeprint", () => {
    const browser = /** @type {{retina: boolean}} */ (L.Browser);
    const [centre, zoom, { retina }] = [map.getCenter(), map.getZoom(), browser];
    const { width, height } = document.body.matches(".z-wide, .z-planner") ? ALONE_PX : BESIDE_PX;
    box.style.width = `${width}px`;
    box.style.height = `${height}px`;
    browser.retina = true;
    map.invalidateSize({ animate: false });
    reset();
    const flat = flattened(map);
    map.getPane("z-land")?.append(flat);
    after = () => {
      flat.remove();
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
