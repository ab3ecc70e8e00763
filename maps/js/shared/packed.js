/**
 * The long part of the data, which stands compressed in the page: places, links, land, what the page
 * is about, and the words.
 */

import { inflated } from "./arrays.js";
import { DATA, nameInLanguage, read, speak } from "./page.js";

/** Add the long part to the data; no page is drawn before. */
export async function unpackData() {
  const { words, ...data } = await inflated(read("z-packed")).json();
  speak(words);
  Object.assign(DATA, data);
  nameInLanguage([...DATA.places, ...DATA.told_places]);
}
