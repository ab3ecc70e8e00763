/**
 * What stands behind the # of the address, and the history of it: a link reproduces the view, and Back
 * returns to the one before.
 */

import { TEXT } from "./page.js";

// What comes from the address is written back in its own form, which is no new view.
let isFromAddress = true;
addEventListener("hashchange", () => {
  isFromAddress = true;
});

/**
 * Write a view behind the # of the address.
 * @param {string} text
 * @param {{isNew?: boolean}} [options] Whether Back returns to the view before.
 */
export function writeAddress(text, { isNew = true } = {}) {
  const hash = text.replace(/^#/, "");
  const pushes = isNew && !isFromAddress;
  isFromAddress = false;
  // A frame of a notebook has no address of its own.
  if (location.protocol === "about:" || hash === location.hash.slice(1)) return;
  // Without the # the view would be that of the address before.
  if (pushes) history.pushState(null, "", `#${hash}`);
  else history.replaceState(null, "", `#${hash}`);
}

/**
 * Copy the address; return what became of it, in words.
 * @returns {Promise<string>}
 */
export async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    return TEXT.share.copied;
  } catch {
    return TEXT.share.not_copied;
  }
}
