/**
 * What an answer says: its finding as the title, four numbers with their range, its charts, and
 * what must be there first.
 */

import { sayTitle } from "../answer/headline.js";
import { figureOf } from "../charts/figure.js";
import { placeName, say } from "../charts/said.js";
import { capacityWarnings } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { section, warningSection } from "../panel/parts.js";
import { actButton, plainActs } from "../panel/share.js";
import { viewState, wholeOf } from "../panel/view_state.js";
import { flowFeatures } from "../charts/flow_map.js";
import { questionTitle } from "../shared/imprint.js";
import { later } from "../shared/later.js";
import { announce, DATA, el, number, TEXT } from "../shared/page.js";

/** @import { FlowMapChart, Story } from "../types.js" */

const MOST_POINTS = 8;

/** Say the finding where the title stands. */
export function titleFinding() {
  sayTitle(say(DATA.answer.finding));
}

/** @param {Story} story */
const keyFigures = ({ figures }) => el("dl", { class: "z-key-figures" }, ...figures.map(({ label, value, range }) =>
  el("div", {}, el("dt", {}, say(label)), el("dd", {}, el("b", {}, say(value)), ...(range ? [el("small", {}, say(range))] : [])))));

/** @param {Story} story */
const noteSection = ({ notes }) => (notes.length
  ? [section(TEXT.answers.ui.notes, el("ul", { class: "z-plain" }, ...notes.map((note) => el("li", {}, say(note)))))] : []);

/**
 * Return a section that opens by its heading where it has many points.
 * @param {HTMLElement} whole
 */
function foldedWhereLong(whole) {
  const [head, count] = [whole.querySelector("h2"), whole.querySelectorAll("li").length];
  if (count <= MOST_POINTS || head === null) return whole;
  const folded = el("details", { class: "z-more" }, el("summary", {}, `${head.textContent} (${number(count)})`));
  head.remove();
  folded.append(whole);
  return folded;
}

/**
 * Put an answer into a box; what is chosen of its charts stands in the address.
 * @param {HTMLElement} box
 */
export function addStory(box) {
  const story = DATA.answer;
  /** @param {number} i */
  const key = (i) => `c${i}`;
  /** @type {Record<string, import("../types.js").Part<number>>} */
  const parts = {};
  story.charts.forEach(({ states, opens = 0 }, i) => {
    if (states.length > 1) parts[key(i)] = wholeOf(0, states.length - 1, opens);
  });
  const view = viewState(parts, show);
  const figures = story.charts.map((figure, i) => figureOf(figure, (state) => {
    view.change({ [key(i)]: state });
    announce(say(figure.states[state].label ?? ""));
  }));

  /**
   * @param {Record<string, number>} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    figures.forEach((figure, i) => {
      if (changed.has(key(i))) figure.show(state[key(i)]);
    });
  }

  const flows = story.charts.map(({ shared, states }) => ({ ...shared, ...states[0].chart })).find(({ kind }) => kind === "flow_map");
  const bar = el("div", { class: "z-actions z-share" },
    actButton("xlsx", () => later().saveWorkbook(figures.map(({ table }) => table()), questionTitle())),
    ...(flows ? [actButton("geojson", () => later().saveFeatures(flowFeatures(/** @type {FlowMapChart} */ (flows)), questionTitle()))] : []),
    ...plainActs());
  const checks = capacityWarnings(story.capacity_checks.map(([whose, own]) => [whose && placeName(whose), own]), placeName);
  const needed = story.needs_first ? needSection(story.needs_first, placeName) : null;
  box.append(el("p", { class: "z-kicker" }, say(story.kicker)), keyFigures(story), bar,
    el("div", { class: "z-answer-charts" }, ...figures.map(({ element }) => element)),
    el("div", { class: "z-answer-notes" }, ...noteSection(story),
      ...[...(needed ? [needed] : []), ...warningSection(checks, placeName)].map(foldedWhereLong)));
  figures.forEach((figure, i) => {
    if (!parts[key(i)]) figure.show(0);
  });
  view.start();
}
