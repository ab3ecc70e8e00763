/**
 * `$(markup)[0]`, the one thing that folium's popups ask of jQuery. Where jQuery itself is in the
 * page, it follows and takes the name over.
 */

/**
 * Return the elements of a text of markup.
 * @param {string} markup
 * @returns {Element[]}
 */
export function elementsOf(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return [...template.content.children];
}

Object.assign(globalThis, { $: elementsOf });
