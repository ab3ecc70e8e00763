/**
 * What takes a view elsewhere, the same on every page: table, map data, pictures, link, print. Files
 * are named by the question.
 */

import { copyAddress } from "../shared/address.js";
import { questionTitle } from "../shared/imprint.js";
import { later } from "../shared/later.js";
import { announce, el, fill, number, TEXT, wordOf } from "../shared/page.js";

/** @import { MapFeature, PlaceSymbol } from "../types.js" */

// Names of formats are the same in every language.
const FORMATS = { csv: "CSV", xlsx: "XLSX", geojson: "GeoJSON", png: "PNG", svg: "SVG" };
const CHARTS = "#z-panel :is(.z-section, figure, .z-week-chart):has(.z-chart, .z-bar, .z-plane)";

/** Return the charts of the panel that are seen, each with its heading, the second of a heading with its number. */
function chartsSeen() {
  const seen = [...document.querySelectorAll(CHARTS)].filter((one) => !one.querySelector(CHARTS) && one.getClientRects().length > 0);
  const names = seen.map((one) => one.querySelector("h2, figcaption")?.textContent
    ?? one.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "");
  return seen.map((element, i) => {
    const before = names.slice(0, i).filter((name) => name === names[i]).length;
    return { element, name: before ? `${names[i]} (${number(before + 1)})` : names[i] };
  });
}

/**
 * Return a choice of what a picture shows: the map, or a chart that stands on the page when the choice
 * is opened.
 */
function pictureChoice() {
  const { picture_of: label, the_map: map } = TEXT.share;
  const select = el("select", { "aria-label": label }, el("option", {}, map));
  const refresh = () => {
    const chosen = select.value;
    select.replaceChildren(...[map, ...chartsSeen().map(({ name }) => name)].map((name) => el("option", {}, name)));
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  };
  for (const event of ["pointerdown", "focus"]) select.addEventListener(event, refresh);
  return { select, chosen: () => chartsSeen().find(({ name }) => select.selectedIndex > 0 && name === select.value) };
}

/**
 * Return a button that says in full what it does to those who do not see what it stands beside.
 * @param {string} key
 * @param {() => void} act
 * @param {string} [of] What it is about, where there is more than one of its kind.
 */
export function actButton(key, act, of = "") {
  const { acts } = TEXT.share;
  const full = `${wordOf(key, acts)}${of ? `: ${of}` : ""}`;
  const button = el("button", { type: "button", class: "z-button", "data-act": key, "aria-label": full, title: full },
    wordOf(key, { ...acts, ...FORMATS }));
  button.addEventListener("click", act);
  return button;
}

/**
 * Return buttons with what they are about before them.
 * @param {string} label
 * @param {Record<string, () => void>} acts
 * @param {...Element} between
 */
const group = (label, acts, ...between) => el("span", { class: "z-take" }, label, ...between,
  ...Object.entries(acts).map(([key, act]) => actButton(key, act)));

/**
 * Return the acts that need no file, and where it is said what became of them.
 * @param {Record<string, () => void>} [more]
 */
export function plainActs(more = {}) {
  const told = el("span", { class: "z-told", role: "status" });
  const link = async () => {
    told.textContent = await copyAddress();
  };
  return [...Object.entries({ link, ...more, print: () => print() }).map(([key, act]) => actButton(key, act)), told];
}

/**
 * Return the buttons.
 * @param {L.Map[]} maps From left to right.
 * @param {{cells: () => unknown[][], features: () => MapFeature[], said: () => string, asked?: () => string,
 *   more?: Record<string, () => void>}} options What the table and the file of the map hold, what is said
 *   in numbers below the title of the picture, what files are named by where that is more than the
 *   title, and acts of the page itself.
 */
export function shareBar(maps, { cells, features, said, asked = questionTitle, more = {} }) {
  const { select, chosen } = pictureChoice();
  /** @param {"png"|"svg"} kind */
  const picture = (kind) => () => {
    const chart = chosen();
    const views = chart ? [chart] : maps.map((map) => ({ element: map.getContainer(), map }));
    return later().savePicture(views, { heading: document.title, said: chart ? "" : said() },
      chart ? `${asked()} ${chart.name}` : asked(), kind);
  };
  const words = TEXT.share;
  return el("div", { class: "z-actions z-share" },
    group(words.table, {
      csv: () => later().saveTable(cells(), asked()),
      xlsx: () => later().saveWorkbook([{ name: words.table, rows: cells(), head: 1 }], asked()),
    }),
    group(words.map_data, { geojson: () => later().saveFeatures(features(), asked()) }),
    group(words.picture_of, { png: picture("png"), svg: picture("svg") }, select),
    ...plainActs(more));
}

/**
 * Return the rows of a table as places of a map: the first column holds their ids.
 * @param {unknown[][]} cells
 * @param {PlaceSymbol[]} symbols
 * @returns {MapFeature[]}
 */
export function siteFeatures([head, ...rows], symbols) {
  const positions = new Map(symbols.map(({ place, latlng }) => [place.id, latlng]));
  return rows.flatMap((row) => {
    const at = positions.get(String(row[0]));
    return at ? [{ at, properties: Object.fromEntries(head.map((key, i) => [String(key), row[i] ?? null])) }] : [];
  });
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
