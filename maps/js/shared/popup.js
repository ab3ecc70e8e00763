/**
 * What opens when a place or a link is chosen: its facts, with units, source and confidence.
 */

import { corridorName } from "./corridors.js";
import { borderName, commodityName, countryName, DATA, el, number, OTHER_LANGUAGE, product, seasonText, TEXT, wordOf } from "./page.js";
import { asWritten } from "./written.js";

/** @import { Fact, LinkRecord, NameOf, PlaceRecord, Sourced, Words } from "../types.js" */

/**
 * Columns whose cells are codes with a name in the words.
 * @type {Set<string>}
 */
const CODED = new Set(["status", "storage", "state", "vehicle", "dedicated", "season_basis", "capacity_basis"]);

/**
 * @param {keyof Words["fields"]} column
 * @param {string|number} value
 * @param {NameOf} nameOf
 */
function factText(column, value, nameOf) {
  const unit = wordOf(DATA.units[column] ?? "", TEXT.units);
  let text = typeof value === "number" ? number(value) : value;
  if (CODED.has(column)) text = wordOf(text);
  else if (column === "stages") text = text.split(";").map((s) => wordOf(s.trim())).join(", ");
  else if (column === "commodities") text = text.split(";").map(commodityName).join(", ");
  else if (column === "product") text = product(text);
  else if (column === "corridor") text = corridorName(text, nameOf);
  else if (column === "country") text = countryName(text);
  else if (column === "border") text = borderName(text);
  return unit ? `${text} ${unit}` : text;
}

/**
 * Columns of sentences and names as the atlas has them.
 * @type {Set<string>}
 */
const WRITTEN = new Set(["status_note", "region", "dangerous_goods", "holder", "access_note", "state_source",
  "state_payer", "capacity_note", "detour_reason", "note"]);

const EDGE_PX = 8;
// What Leaflet puts below a popup for its tip, and around its content.
const TIP_PX = 20;
const FRAME_PX = 46;

/**
 * @param {Fact[]} facts
 * @param {NameOf} nameOf
 */
function factRows(facts, nameOf) {
  return facts.flatMap(([index, value]) => {
    const column = DATA.columns[index];
    const label = TEXT.fields[column];
    const text = factText(column, value, nameOf);
    const cell = el("dd", {}, WRITTEN.has(column) ? asWritten(text) : text);
    return label ? [el("dt", {}, label), cell] : [cell];
  });
}

/** @param {Sourced} record */
function sourceLine(record) {
  const line = el("p", { class: "z-source" });
  if (record.source) line.append(el("b", {}, TEXT.ui.source), " ", asWritten(record.source));
  if (record.confidence) {
    line.append(
      " ",
      el("span", { class: "z-confidence" },
        `${TEXT.ui.confidence} ${record.confidence}: ` +
          wordOf(record.confidence, TEXT.confidence)),
    );
  }
  return line;
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {string} subtitle
 * @param {HTMLElement[]} rows
 * @param {Sourced} record
 */
function card(kind, title, subtitle, rows, record) {
  const head = el("div", { class: "z-card-head" }, el("p", { class: "z-kind" }, kind),
    el("h2", {}, title));
  if (subtitle) head.append(el("p", { class: "z-other-name", lang: OTHER_LANGUAGE }, subtitle));
  return el("div", { class: "z-card" }, head, el("dl", {}, ...rows), sourceLine(record));
}

/**
 * Return the card of a place.
 * @param {PlaceRecord} place
 * @param {NameOf} nameOf
 */
export const placeCard = (place, nameOf) => {
  const other = place.name_ru && place.name_ru !== place.name_en ? place.name_ru : "";
  return card(wordOf(place.kind), place.name_en, other, factRows(place.facts, nameOf), place);
};

/**
 * Return the card of a link.
 * @param {LinkRecord} link
 * @param {NameOf} nameOf
 */
export function linkCard(link, nameOf) {
  const season = seasonText(link.season[0], link.season[1]);
  const rows = [el("dt", {}, TEXT.ui.season), el("dd", {}, season)];
  const title = `${nameOf(link.from_id)} – ${nameOf(link.to_id)}`;
  return card(wordOf(link.mode), title, "", [...rows, ...factRows(link.facts, nameOf)], link);
}

/**
 * Put a popup where it is whole in view, above a place or below it; the map stays as it is.
 * @param {L.Map} map
 * @param {L.Popup} popup
 * @param {L.LatLng} latlng
 * @param {number} radius Of the symbol of the place, px.
 */
function placeBeside(map, popup, latlng, radius) {
  const box = popup.getElement();
  if (!box) return;
  const [size, at] = [map.getSize(), map.latLngToContainerPoint(latlng)];
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const highest = height + EDGE_PX;
  const above = at.y - radius - TIP_PX;
  const below = at.y + radius + TIP_PX + height;
  const hasRoomBelow = below <= size.y - EDGE_PX;
  const foot = above >= highest ? above : hasRoomBelow ? below : Math.min(highest, size.y - EDGE_PX);
  const left = Math.max(EDGE_PX, Math.min(size.x - width - EDGE_PX, at.x - width / 2));
  const aside = left - (at.x - width / 2);
  popup.options.offset = [aside, foot + TIP_PX - at.y];
  popup.update();
  // A tip that points elsewhere says what is not so.
  box.classList.toggle("z-untipped", foot !== above || Math.abs(aside) > 1);
}

/**
 * Open a popup with a card, hand it the focus when it was opened by keyboard, and give the focus
 * back when it closes.
 * @param {L.Map} map
 * @param {L.LatLng} latlng
 * @param {HTMLElement} content
 * @param {HTMLElement|SVGElement|null} opener Element to return the focus to.
 */
export function openCard(map, latlng, content, opener, offset = 0) {
  const phone = map.getSize().x < 480;
  const popup = L.popup({
    maxWidth: phone ? 270 : 330,
    maxHeight: Math.max(120, Math.min(420, map.getSize().y - 2 * EDGE_PX - FRAME_PX)),
    autoPan: false,
  }).setLatLng(latlng).setContent(content).openOn(map);
  placeBeside(map, popup, latlng, offset);
  const box = /** @type {HTMLElement} */ (popup.getElement());
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", content.querySelector("h2")?.textContent ?? "");
  box.querySelector(".leaflet-popup-scrolled")?.setAttribute("tabindex", "0");
  const close = /** @type {HTMLElement} */ (box.querySelector(".leaflet-popup-close-button"));
  close.setAttribute("aria-label", TEXT.ui.close);
  if (opener) {
    close.focus({ preventScroll: true });
    popup.on("remove", () => opener.focus({ preventScroll: true }));
  }
}
