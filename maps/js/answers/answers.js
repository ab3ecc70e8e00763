/**
 * The page of an answer that needs no map.
 */

import { inflated } from "../shared/arrays.js";
import { addPrinting } from "../shared/later.js";
import { addLanguages, fillFooter } from "../shared/imprint.js";
import { byId, DATA, nameInLanguage, read } from "../shared/page.js";
import { addStory, titleFinding } from "./story.js";

/** Draw the page, and say that it stands. */
export async function openAnswer() {
  DATA.later = await inflated(read("z-later")).json();
  nameInLanguage(DATA.places);
  titleFinding();
  fillFooter(DATA.imprint);
  addLanguages();
  addPrinting((paper) => paper.answerLaidOut());
  addStory(byId("z-answer"));
  document.body.dataset.ready = "yes";
}
