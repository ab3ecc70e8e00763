/**
 * The long part of the data, which stands compressed in the page: places, links, land, and what the
 * page is about.
 */

import { inflated } from "./arrays.js";
import { DATA, languageAsked, read } from "./page.js";

/** Add the long part to the data; no page is drawn before. */
export async function unpackData() {
  Object.assign(DATA, await inflated(read("z-packed")).json());
  if (languageAsked() !== "ru") return;
  // The name that is shown first is that of the language.
  for (const place of DATA.places) [place.name_en, place.name_ru] = [place.name_ru || place.name_en, place.name_en];
}
