/**
 * What every page says of itself and offers, with a map or without: its footer, and its language.
 */

import { byId, el, fill, TEXT } from "./page.js";

/** @import { Imprint } from "../types.js" */

/**
 * Return what the footer says, part by part.
 * @param {Imprint} imprint
 */
function partsOf(imprint) {
  const { ui, projections } = TEXT;
  const date = new Intl.DateTimeFormat(TEXT.language, { dateStyle: "long", timeZone: "UTC" })
    .format(new Date(imprint.date));
  return [
    fill(ui.footer_atlas, { version: imprint.version, date }),
    fill(ui.footer_rates, { year: imprint.rates_year }),
    ...(imprint.projection ? [projections[imprint.projection]] : []),
    fill(ui.footer_command, { command: imprint.command }),
  ];
}

/** @param {Imprint} imprint */
export function fillFooter(imprint) {
  const foot = byId("z-foot");
  foot.append(el("span", { class: "z-attribution" }, imprint.attribution));
  for (const part of partsOf(imprint)) foot.append(" ", el("span", {}, part));
}

/** Let the reader change the language; the page opens again with the rest of its address. */
export function addLanguages() {
  const button = byId("z-language");
  const { other_language: other, switch_language: label } = TEXT;
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
