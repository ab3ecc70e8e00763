/**
 * What a corridor is called: as its region names it, else by its mode and the places that it joins.
 */

import { endsOf } from "./corridor_ends.js";
import { DATA, nameIn, wordOf } from "./page.js";

/** @import { LinkRecord, NameOf } from "../types.js" */

/** @type {Map<string, LinkRecord[]>|null} */
let known = null;

/** Return the links of each corridor of the page. */
export function corridorLinks() {
  if (known) return known;
  const column = DATA.columns.indexOf("corridor");
  known = new Map();
  for (const link of DATA.links) {
    const corridor = link.facts.find(([number]) => number === column)?.[1];
    if (typeof corridor === "string") known.set(corridor, [...(known.get(corridor) ?? []), link]);
  }
  return known;
}

/** @type {Map<string, string>} */
const names = new Map();

/**
 * Return what a corridor is called.
 * @param {string} corridor
 * @param {NameOf} nameOf
 */
export function corridorName(corridor, nameOf) {
  const found = names.get(corridor) ?? named(corridor, nameOf);
  names.set(corridor, found);
  return found;
}

/**
 * @param {string} corridor
 * @param {NameOf} nameOf
 */
function named(corridor, nameOf) {
  const { corridors } = DATA.ground;
  if (Object.hasOwn(corridors, corridor)) return nameIn(corridors[corridor]);
  const links = corridorLinks().get(corridor);
  if (!links) return wordOf(corridor);
  const at = new Map(DATA.places.map((place) => [place.id, place.at]));
  const ends = endsOf(links, at).map(nameOf);
  const modes = [...new Set(links.map(({ mode }) => wordOf(mode)))];
  return `${modes.join(", ")}: ${ends.join(" – ")}`;
}
