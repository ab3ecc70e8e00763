/**
 * What fleets are called: their vehicle and the river that they work on.
 */

import { corridorLinks, corridorName } from "../shared/corridors.js";
import { wordOf } from "../shared/page.js";

/** @import { NameOf } from "../types.js" */

/**
 * Return what a fleet is called.
 * @param {{vehicle: string, water: string}} fleet
 * @param {NameOf} nameOf
 */
export function fleetName({ vehicle, water }, nameOf) {
  if (!water) return wordOf(vehicle);
  const river = [water, `${water}_river`].find((one) => corridorLinks().has(one));
  return `${wordOf(vehicle)}, ${river ? corridorName(river, nameOf) : wordOf(water)}`;
}

/**
 * Return what a fleet is called that is named by its vehicle and its water, as in "barge:lena".
 * @param {string} name
 * @param {NameOf} nameOf
 */
export function poolName(name, nameOf) {
  const [vehicle, water = ""] = name.split(":");
  return fleetName({ vehicle, water }, nameOf);
}
