/**
 * Code that is read only when a reader opens a card, takes something away or prints: it stands compressed
 * in the page, and the policy allows it by its hash.
 */

import { DATA, el } from "./page.js";

/** Return what the script of the page exports, with that of the later one. */
export function later() {
  if (!("savePicture" in zimnik)) document.head.append(el("script", {}, DATA.later ?? ""));
  return zimnik;
}

/**
 * Lay the page out for paper when the reader prints, and for the screen again after.
 * @param {(paper: typeof zimnik) => () => void} layOut
 */
export function addPrinting(layOut) {
  /** @type {(() => void)|null} */
  let after = null;
  addEventListener("beforeprint", () => {
    after = layOut(later());
  });
  addEventListener("afterprint", () => {
    after?.();
    after = null;
  });
}
