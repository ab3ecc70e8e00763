/**
 * The place of the map as a part of the state of a view.
 */

/** @import { Part } from "../types.js" */

/**
 * Return the part that is the place of the map: "lat,lon,zoom", null as the page opens.
 * @returns {Part<string|null>}
 */
export const placeOfMap = () => ({
  initial: null,
  read: (text) => (/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d(\.\d+)?$/.test(text) ? text : null),
  write: (value) => value ?? "",
});
