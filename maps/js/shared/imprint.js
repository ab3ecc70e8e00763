/**
 * What every page says of itself and offers, with a map or without: its footer, and its language.
 */

import { byId, DATA, degrees, el, fill, languageAsked, OTHER_LANGUAGE, TEXT, wordsIn } from "./page.js";

/** @import { Imprint } from "../types.js" */

/**
 * Return what the footer says of the projection of a map.
 * @param {Imprint["projection"]} name
 */
function projectionText(name) {
  const { projections } = TEXT;
  if (name === "mercator") return projections.mercator;
  const { kind, parameters_deg: [first, second, , fourth] } = DATA.ground.projection;
  /** @param {number} value */
  const latitude = (value) => degrees(value, "north", "south");
  /** @param {number} value */
  const longitude = (value) => degrees(value, "east", "west");
  return kind === "albers"
    ? fill(projections.albers,
      { south: latitude(first), north: latitude(second), meridian: longitude(fourth) })
    : fill(projections.azimuthal, { latitude: latitude(first), longitude: longitude(second) });
}

/**
 * Return what the footer says, part by part.
 * @param {Imprint} imprint
 */
function partsOf(imprint) {
  const { ui } = TEXT;
  const date = new Intl.DateTimeFormat(TEXT.language, { dateStyle: "long", timeZone: "UTC" })
    .format(new Date(imprint.date));
  return [
    fill(ui.footer_atlas, { version: imprint.version, date }),
    fill(ui.footer_rates, { year: imprint.rates_year }),
    ...(imprint.projection ? [projectionText(imprint.projection)] : []),
    fill(ui.footer_command, { command: imprint.command }),
  ];
}

/** @param {Imprint} imprint */
export function fillFooter(imprint) {
  const foot = byId("z-foot");
  foot.append(el("span", { class: "z-attribution" }, imprint.attribution));
  for (const part of partsOf(imprint)) foot.append(" ", el("span", {}, part));
}

/** Return the question in words: what files are named by, and the title until a finding is. */
export const questionTitle = () => DATA.imprint.titles[languageAsked() ?? ""] ?? DATA.imprint.title;

/** Let the reader change the language; the page opens again with the rest of its address. */
export function addLanguages() {
  const button = byId("z-language");
  const other = OTHER_LANGUAGE;
  button.hidden = other === TEXT.language;
  const label = wordsIn(other).in_language
    ?? new Intl.DisplayNames([other], { type: "language" }).of(other) ?? other;
  button.textContent = other.toUpperCase();
  button.lang = other;
  button.setAttribute("aria-label", label);
  button.title = label;
  button.addEventListener("click", () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.set("lang", other);
    location.hash = String(hash);
    location.reload();
  });
}
