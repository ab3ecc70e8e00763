/**
 * A page without a map on paper: all of it on one A4 sheet laid across, as large as that allows.
 */

import { shorten } from "../shared/print.js";
import { byId } from "../shared/page.js";

// The sheet less its margins, at 96 px to the inch.
const SHEET_PX = { width: 1054, height: 718 };
// A page is laid out wider than the sheet and shrunk to it: letters of 13 px to no less than 7.6.
const [MOST_WIDE_PX, STEP_PX] = [1800, 40];
const WIDE_COLUMN_PX = 560;
// What the rounding of letters may take of a sheet.
const SPARE = 0.98;

/**
 * Lay the page out in a width; return on how much of a sheet it stands.
 * @param {number} width
 */
function layOut(width) {
  const { style } = document.body;
  const scale = SHEET_PX.width / width;
  style.setProperty("--paper-columns", String(Math.max(2, Math.floor(width / WIDE_COLUMN_PX))));
  style.width = `${width}px`;
  style.zoom = String(scale);
  const figures = [...document.querySelectorAll(".z-answer-figure")];
  for (const one of figures) one.classList.remove("z-span");
  // What no column holds has the width of the sheet.
  for (const one of figures.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)) one.classList.add("z-span");
  for (const one of document.querySelectorAll(".z-drawing")) one.dispatchEvent(new Event("z-paper"));
  // Sizes are told in px of the screen by some browsers, and in those of the page by others.
  const { width: told, height } = document.body.getBoundingClientRect();
  return (height / told) * (SHEET_PX.width / SHEET_PX.height);
}

/**
 * Lay the page out for paper; return what lays it out for the screen again.
 */
export function answerLaidOut() {
  document.body.classList.add("z-paper");
  const folded = [...byId("z-answer").querySelectorAll(".z-answer-notes details:not([open])")];
  for (const one of folded) one.toggleAttribute("open", true);
  const lengthen = shorten(byId("z-answer"));
  let width = SHEET_PX.width;
  while (layOut(width) > SPARE && width < MOST_WIDE_PX) width += STEP_PX;
  return () => {
    lengthen();
    for (const one of document.querySelectorAll(".z-span")) one.classList.remove("z-span");
    for (const one of folded) one.toggleAttribute("open", false);
    document.body.classList.remove("z-paper");
    document.body.removeAttribute("style");
  };
}
