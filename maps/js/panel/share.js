/**
 * What takes a view elsewhere, the same on every page: table, lines, picture, link, print. Files are
 * named by the question.
 */

import { copyAddress } from "../shared/address.js";
import { questionTitle } from "../shared/imprint.js";
import { announce, DATA, el, fill, TEXT, wordOf } from "../shared/page.js";
import { saveLines, savePicture } from "./export.js";
import { fileNameOf, saveTable } from "./table_file.js";

/** @import { LegendItem, LineFeature } from "../types.js" */

/**
 * Return the buttons.
 * @param {L.Map[]} maps From left to right.
 * @param {{cells: () => unknown[][], lines: () => LineFeature[], said: () => string,
 *   legend: () => LegendItem[]}} options What the table and the file of lines hold, what is said in
 *   numbers below the title of the picture, and what its colours mean.
 */
export function shareBar(maps, { cells, lines, said, legend }) {
  const name = () => fileNameOf(questionTitle());
  const told = el("span", { class: "z-told", role: "status" });
  const acts = {
    csv: () => saveTable([[`# ${DATA.imprint.command}`], ...cells()], name()),
    geojson: () => saveLines(lines(), DATA.imprint.command, name()),
    png: () => savePicture(maps, document.title, said(), name(), legend()),
    link: async () => {
      told.textContent = await copyAddress();
    },
    print: () => print(),
  };
  return el("div", { class: "z-actions z-share" }, ...Object.entries(acts).map(([key, act]) => {
    const button = el("button", { type: "button", class: "z-button", "data-act": key },
      wordOf(key, TEXT.share.acts));
    button.addEventListener("click", act);
    return button;
  }), told);
}

/**
 * Let a line say what it is where a mouse rests on it or a finger touches it.
 * @param {L.Map} map
 * @param {{points: L.LatLng[], title: string, said: string}[]} lines
 * @returns {L.LayerGroup}
 */
export function tellingLines(map, lines) {
  const pane = map.getPane("z-telling") ?? map.createPane("z-telling");
  // Above what is drawn, below the places, which win.
  pane.style.zIndex = "440";
  const renderer = L.svg({ pane: "z-telling", padding: 0.3 });
  return L.layerGroup(lines.map(({ points, title, said }) => {
    const line = L.polyline(points, { renderer, color: "#16323f", weight: 20, opacity: 0,
      bubblingMouseEvents: false });
    line.bindTooltip(el("div", {}, el("b", {}, title), el("div", {}, said)), { sticky: true, className: "z-tip" });
    line.on("mouseover", () => line.setStyle({ opacity: 0.16 }));
    line.on("mouseout", () => line.setStyle({ opacity: 0 }));
    line.on("click", (event) => {
      line.openTooltip(event.latlng);
      announce(fill("{title}: {said}", { title, said }));
    });
    return line;
  }));
}
