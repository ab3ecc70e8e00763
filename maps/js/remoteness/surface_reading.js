/**
 * What a surface says in words: its legend, and the value under a pointer, a finger or, for the
 * keyboard, in the middle of the map.
 */

import { announce, el, fill, number, TEXT } from "../shared/page.js";
import { swatch } from "../shared/symbols.js";
import { cssColor } from "./cividis.js";
import { bandColors, NO_ROUTE_RGB } from "./surface.js";

/** @import { Quantity } from "../types.js" */

const words = () => TEXT.remoteness;
const HOURS_A_DAY = 24;
const LEGEND_LABELS = 9;

/**
 * Return a bound of bands, and its unit in full and in short: hours, beyond a day days.
 * @param {Quantity} quantity
 * @param {number} value
 */
function boundOf(quantity, value) {
  if (quantity === "cost_usd_per_t") return { text: number(value), unit: words().usd, short: "{n}" };
  const inDays = value > HOURS_A_DAY;
  const unit = inDays ? words().days : words().hours;
  return { text: number(inDays ? value / HOURS_A_DAY : value), unit, short: inDays ? words().days_short : words().hours };
}

/**
 * Return what a band means.
 * @param {Quantity} quantity
 * @param {number[]} bounds
 * @param {number} band
 * @returns {string}
 */
export function bandText(quantity, bounds, band) {
  const low = band > 0 ? boundOf(quantity, bounds[band - 1]) : null;
  const high = band < bounds.length ? boundOf(quantity, bounds[band]) : null;
  if (high === null) return low ? fill(low.unit, { n: fill(words().above, { n: low.text }) }) : "";
  if (low === null) return fill(high.unit, { n: fill(words().below, { n: high.text }) });
  const from = low.unit === high.unit ? low.text : fill(low.unit, { n: low.text });
  return fill(high.unit, { n: fill(words().between, { low: from, high: high.text }) });
}

/**
 * Return the legend of bands as a row of colours with some of their bounds.
 * @param {Quantity} quantity
 * @param {number[]} bounds
 * @param {string} title
 */
export function bandLegend(quantity, bounds, title) {
  const colors = bandColors(bounds);
  const every = Math.ceil(bounds.length / LEGEND_LABELS);
  const cells = colors.map((rgb, band) => {
    const bound = band > 0 && (band - 1) % every === 0 ? boundOf(quantity, bounds[band - 1]) : null;
    const label = bound ? fill(bound.short, { n: bound.text }) : "";
    return el("span", { style: `background:${cssColor(rgb)}`, title: bandText(quantity, bounds, band) },
      el("i", {}, label));
  });
  const units = quantity === "cost_usd_per_t" ? words().legend_usd : words().legend_hours;
  return el("figure", { class: "z-bands" }, el("figcaption", {}, title, el("small", {}, units)),
    el("div", { class: "z-band-row", role: "img", "aria-label": `${title}, ${units}: ` +
      `${bandText(quantity, bounds, 0)} … ${bandText(quantity, bounds, bounds.length)}` }, ...cells),
    el("p", { class: "z-note" }, swatch(18, "M2 3H16V15H2Z", { fill: cssColor(NO_ROUTE_RGB) }), ` ${words().no_route}`));
}

/** @param {L.LatLng} latlng */
const place = ({ lat, lng }) => fill(words().at, {
  lat: number(lat, 1), lon: number(Math.abs(lng > 180 ? lng - 360 : lng), 1), side: lng > 180 ? "W" : "E",
});

/**
 * Tell the value at a place in a corner of the map.
 * @param {L.Map} map
 * @param {(latlng: L.LatLng) => ?string} textAt What to say of a place, null for nothing.
 * @returns {{refresh: () => void}} Tells the same place anew after the surface changed.
 */
export function addReading(map, textAt) {
  const box = map.getContainer();
  const reading = el("div", { class: "z-reading", hidden: "" });
  const cross = el("div", { class: "z-cross", "aria-hidden": "true", hidden: "" });
  box.append(reading, cross);
  /** @type {L.LatLng|null} */
  let at = null;

  /**
   * @param {L.LatLng|null} latlng
   * @param {boolean} [isSpoken]
   */
  function tell(latlng, isSpoken = false) {
    at = latlng;
    const text = latlng && textAt(latlng);
    reading.hidden = !text;
    if (!text) return;
    reading.replaceChildren(el("b", {}, text), " ", el("span", {}, place(latlng)));
    if (isSpoken) announce(reading.textContent);
  }
  const isByKeys = () => document.activeElement === box && box.matches(":focus-visible");
  map.on("mousemove", (event) => tell(event.latlng));
  map.on("click", (event) => tell(event.latlng, true));
  map.on("mouseout", () => tell(null));
  map.on("moveend", () => {
    if (isByKeys()) tell(map.getCenter(), true);
  });
  box.addEventListener("focus", () => {
    cross.hidden = !isByKeys();
    if (isByKeys()) tell(map.getCenter(), true);
  });
  box.addEventListener("blur", () => {
    cross.hidden = true;
    tell(null);
  });
  return { refresh: () => tell(at) };
}
