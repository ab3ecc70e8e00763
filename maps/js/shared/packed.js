/**
 * The long part of the data, which stands compressed in the page: places, links, land, and what the
 * page is about.
 */

import { inflated } from "./arrays.js";
import { DATA, nameInLanguage, read } from "./page.js";

/** Add the long part to the data; no page is drawn before. */
export async function unpackData() {
  Object.assign(DATA, await inflated(read("z-packed")).json());
  nameInLanguage(DATA.places);
}
