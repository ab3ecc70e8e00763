/**
 * `$(markup)[0]`, the one thing that folium's popups ask of jQuery. Where jQuery itself is in the
 * page, it follows and takes the name over.
 */

/**
 * Return the elements of a text of markup, which whoever made the page wrote for a popup.
 * @param {string} markup
 * @returns {Element[]}
 */
export function elementsOf(markup) {
  return [...new DOMParser().parseFromString(markup, "text/html").body.children];
}

Object.assign(globalThis, { $: elementsOf });
