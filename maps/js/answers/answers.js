/**
 * The page of an answer that needs no map.
 */

import { addLanguages, fillFooter } from "../shared/imprint.js";
import { byId, DATA, nameInLanguage } from "../shared/page.js";
import { addStory, titleFinding } from "./story.js";

/** Draw the page, and say that it stands. */
export function openAnswer() {
  nameInLanguage(DATA.places);
  titleFinding();
  fillFooter(DATA.imprint);
  addLanguages();
  addStory(byId("z-answer"));
  document.body.dataset.ready = "yes";
}
