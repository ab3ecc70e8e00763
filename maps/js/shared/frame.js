/**
 * What surrounds the map on every page: title, panel, footer and buttons.
 */

import { addLanguages, fillFooter, questionTitle } from "./imprint.js";
import { addPrinting } from "./later.js";
import { byId, DATA, el, TEXT } from "./page.js";
import { addScale } from "./scale.js";
import { addAbout, addPanel } from "./sheet.js";
import { tileCredit } from "./tiles.js";
import { keepView } from "./view.js";

/** A button that shows again what the page opened with. */
class ResetButton extends L.Control {
  /** @param {() => void} reset */
  constructor(reset) {
    super({ position: "topleft" });
    this.reset = reset;
  }

  onAdd() {
    const label = TEXT.ui.reset_view;
    const button = el("button", { type: "button", title: label, "aria-label": label }, "⤢");
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => this.reset());
    return el("div", { class: "leaflet-bar z-reset" }, button);
  }
}

/**
 * Fill the frame around a map.
 * @param {L.Map} map
 * @param {{panelLabel: string, reset: () => void, beside?: L.Map[]}} options `beside` it are other maps.
 */
export function addFrame(map, { panelLabel, reset, beside = [] }) {
  const { imprint } = DATA;
  const title = questionTitle();
  byId("z-title").textContent = title;
  document.title = title;
  fillFooter(imprint);
  if (DATA.tiles) byId("z-foot").append(" ", tileCredit(DATA.tiles));
  addLanguages();
  addPanel(map, panelLabel);
  addAbout();
  const box = map.getContainer();
  box.setAttribute("role", "main");
  box.setAttribute("aria-label", TEXT.ui.map);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.attributionControl?.remove();
  L.control.zoom({
    position: "topleft",
    zoomInTitle: TEXT.ui.zoom_in,
    zoomOutTitle: TEXT.ui.zoom_out,
  }).addTo(map);
  new ResetButton(reset).addTo(map);
  addScale(map);
  addPrinting((paper) => paper.laidOut([map, ...beside]));
  new ResizeObserver(() => keepView(map)).observe(box);
}
