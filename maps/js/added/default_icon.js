/**
 * Leaflet's own marker, whose pictures stand in the page.
 */

/** @type {Record<string, string>} */
export const defaultIcon = JSON.parse(document.getElementById("z-default-icon")?.textContent ?? "{}");

L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions(defaultIcon);
