/**
 * A story beside the map: steps that a planner wrote, each with its text, its view and its chart. The
 * figures in a text are reckoned here, for the view of its step.
 */

import { section } from "../panel/parts.js";
import { routeCalendar } from "../route/calendar.js";
import { componentTable } from "../route/panel.js";
import { yearMonths } from "../route/year.js";
import { dayText, YEAR_D } from "../shared/calendar.js";
import { byId, el, fill, fixed, monthDay, nameIn, number, TEXT } from "../shared/page.js";
import { wayOf } from "./chosen.js";
import { stateOfHash } from "./permalink.js";

/**
 * @import { NameOf, PlannerAnswer, PlannerChange, PlannerEngine, PlannerState, StoryNode,
 *   StoryRecord } from "../types.js"
 */

const words = () => TEXT.planner.story;
// As `maps/page/markdown.py` has them; whatever else stood here would be left out.
const TAGS = /** @type {const} */ (["p", "ul", "ol", "li", "blockquote", "strong", "em", "code", "br"]);
const STEP_OF_KEY = new Map([["ArrowRight", 1], ["PageDown", 1], ["ArrowLeft", -1], ["PageUp", -1]]);
// Where arrows mean something already.
const OWN_ARROWS = "input, select, textarea, summary, [role='button'], .folium-map, .z-scroll, .z-months, #z-handle";

/**
 * Return the figures of a view by their names; one that the view has not is a dash.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {NameOf} nameOf
 * @returns {(name: string) => string}
 */
function figuresOf(engine, state, nameOf) {
  const cargo = engine.record.cargoes.findIndex(({ id }) => id === state.chosen);
  const answer = cargo < 0 ? null : engine.answerOf(state, cargo);
  /** @type {Record<string, () => string>} */
  const ofAll = {
    reached: () => number(engine.answers(state).filter((one) => one !== null).length),
    ...(cargo < 0 ? {} : { deposit: () => nameOf(engine.record.cargoes[cargo].id) }),
  };
  const known = answer ? { ...ofAll, ...figuresOfAnswer(engine, state, cargo, answer, nameOf) } : ofAll;
  return (name) => (Object.hasOwn(known, name) ? known[name]() : words().unknown);
}

/**
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer} answer
 * @param {NameOf} nameOf
 * @returns {Record<string, () => string>}
 */
function figuresOfAnswer(engine, state, cargo, answer, nameOf) {
  const { year, paths: [path], cost, days, waiting, reo } = answer;
  const whole = (/** @type {number} */ value) => () => fixed(value, 0);
  const range = () => (year ?? engine.route(state, cargo, path).range);
  const day = (/** @type {number} */ value) => () => monthDay(dayText(Math.round(value) % YEAR_D));
  return {
    hub: () => nameOf(answer.hub),
    cost: whole(cost), days: whole(days), waiting: whole(waiting), moving: whole(days - waiting),
    low: () => fixed(range().low_usd_per_t, 0),
    high: () => fixed(range().high_usd_per_t, 0),
    millions: () => fixed(answer.total, 1),
    ...(reo === null ? {} : { usd_per_kg: () => fixed(reo, 2) }),
    ...(year ? {
      best: whole(year.best_usd_per_t), best_day: day(year.best_ready_d),
      worst: whole(year.worst_usd_per_t), worst_day: day(year.worst_ready_d),
    } : { arrives: day(path.ready + days) }),
  };
}

/**
 * Return a node of a text.
 * @param {StoryNode} node
 * @param {(name: string) => string} figure
 * @returns {Node|string}
 */
function nodeOf(node, figure) {
  if (typeof node === "string") return node;
  if (!Array.isArray(node)) return el("b", {}, figure(node.figure));
  const [tag, ...children] = node;
  if (tag === "a") {
    const [{ href }, ...told] = /** @type {[{href: string}, ...StoryNode[]]} */ (children);
    return el("a", /^https?:/.test(href) ? { href, target: "_blank", rel: "noopener noreferrer" } : {},
      ...told.map((one) => nodeOf(one, figure)));
  }
  const known = TAGS.find((one) => one === tag);
  return known ? el(known, {}, ...children.map((one) => nodeOf(/** @type {StoryNode} */ (one), figure))) : "";
}

/**
 * Return the chart of a step.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {string|null} chart
 * @param {NameOf} nameOf
 */
function chartOf(engine, state, chart, nameOf) {
  const cargo = engine.record.cargoes.findIndex(({ id }) => id === state.chosen);
  const answer = chart === null || cargo < 0 ? null : engine.answerOf(state, cargo);
  if (!answer) return [];
  if (chart === "months") {
    const year = engine.yearFor(state, cargo);
    const month = state.ready === null ? 0 : Number(state.ready.slice(0, 2));
    return year ? [yearMonths(year.by_month, month, null)] : [];
  }
  const path = answer.paths[wayOf(state, answer)];
  if (chart === "calendar") {
    return [section(TEXT.planner.calendar, routeCalendar(engine.route(state, cargo, path), path.ready, nameOf))];
  }
  const { components } = answer.year ? engine.account(state, cargo, answer.year).year : engine.route(state, cargo, path);
  return [componentTable(components, answer.cost)];
}

/**
 * Return a button of the story.
 * @param {string} text
 * @param {string} label What it is called where its text is but a sign.
 * @param {() => void} act
 */
function buttonOf(text, label, act) {
  const button = el("button", { type: "button", class: "z-button", ...(label ? { "aria-label": label, title: label } : {}) }, text);
  button.addEventListener("click", act);
  return button;
}

/**
 * Return the state that a page with a story opens with: that of the first step, where the address
 * asks for nothing.
 * @param {PlannerEngine["record"]} record
 */
export function openingState(record) {
  const asked = new URLSearchParams(location.hash.slice(1));
  asked.delete("lang");
  const { story } = record;
  if (!story || String(asked) !== "") return stateOfHash(location.hash, record);
  return { ...stateOfHash(`#${story.views[0].address}`, record), step: 1 };
}

/**
 * Let arrows step through a story, but where they mean something already.
 * @param {(by: number) => void} go
 * @param {() => boolean} isTold
 */
function listenToArrows(go, isTold) {
  addEventListener("keydown", (event) => {
    const by = STEP_OF_KEY.get(event.key);
    const at = /** @type {Element} */ (event.target);
    if (!by || !isTold() || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (at.closest(OWN_ARROWS)) return;
    event.preventDefault();
    go(by);
  });
}

/**
 * @typedef {object} StoryParts
 * @property {HTMLElement[]} panes What stands under the headline.
 * @property {HTMLElement[]} openers What begins the story.
 * @property {(state: PlannerState) => string|null} show Shows the step of a state; returns what is said of
 *   another one than before.
 */

/**
 * Return the story of a page, which mostly has none.
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {{now: () => PlannerState, change: PlannerChange, look: (state: PlannerState) => void}} view
 *   `look` shows on the map what a view is about.
 * @returns {StoryParts}
 */
export function plannerStory(engine, nameOf, view) {
  const { story } = engine.record;
  return story ? partsOf(story, engine, nameOf, view) : { panes: [], openers: [], show: () => null };
}

/**
 * Return what tells a step: its heading, its text and its chart.
 * @param {StoryRecord} story
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 */
function telling({ views, texts }, engine, nameOf) {
  const text = nameIn(texts);
  const lang = Object.keys(texts).find((one) => texts[one] === text) ?? TEXT.language;
  const [told, chart] = [el("div", { class: "z-story-text", lang }), el("div", {})];
  return {
    title: text.title,
    lang,
    parts: [told, chart],
    /** @param {number} step */
    tell(step) {
      const own = stateOfHash(`#${views[step - 1].address}`, engine.record);
      const { heading, body } = text.steps[step - 1];
      const figure = figuresOf(engine, own, nameOf);
      const head = el("h2", { dir: "auto" }, ...heading.map((node) => nodeOf(node, figure)));
      told.replaceChildren(head, ...body.map((node) => nodeOf(node, figure)));
      chart.replaceChildren(...chartOf(engine, own, views[step - 1].chart, nameOf));
      const paragraphs = [...told.children].slice(1).map((one) => one.textContent);
      return `${fill(words().place_said, { n: step, of: views.length })} ${[`${head.textContent}.`, ...paragraphs].join(" ")}`;
    },
  };
}

/**
 * Return the story in a pane of its own, with a button that opens it.
 * @param {StoryRecord} story
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {{now: () => PlannerState, change: PlannerChange, look: (state: PlannerState) => void}} view
 * @returns {StoryParts}
 */
function partsOf(story, engine, nameOf, { now, change, look }) {
  const { views } = story;
  const { title, lang, parts, tell } = telling(story, engine, nameOf);
  /** @param {number} step */
  const open = (step) => change({ ...stateOfHash(`#${views[step - 1].address}`, engine.record), step });
  /** @param {number} by */
  const go = (by) => {
    const step = now().step + by;
    if (step >= 1 && step <= views.length) open(step);
  };
  const opener = buttonOf(fill(words().open, { title }), "", () => open(1));
  const [back, on] = [buttonOf("←", words().back, () => go(-1)), buttonOf("→", words().next, () => go(1))];
  const leave = buttonOf("×", words().leave, () => {
    change({ step: 0 });
    requestAnimationFrame(() => requestAnimationFrame(() => opener.focus()));
  });
  const place = el("span", {});
  const pane = el("section", { class: "z-pane z-story", "aria-label": title, tabindex: "-1" },
    el("div", { class: "z-story-head" }, el("strong", { dir: "auto", lang }, title), back, place, on, leave), ...parts);
  let shown = 0, isOpen = false;
  listenToArrows(go, () => now().step > 0);
  return {
    panes: [pane],
    openers: [opener],
    show(state) {
      const { step } = state;
      const isNew = step !== shown && step > 0;
      document.body.classList.toggle("z-in-story", step > 0);
      pane.hidden = step === 0;
      shown = step;
      if (isNew && isOpen) look(state);
      isOpen = true;
      if (!isNew) return null;
      place.textContent = fill(words().place, { n: step, of: views.length });
      back.setAttribute("aria-disabled", String(step === 1));
      on.setAttribute("aria-disabled", String(step === views.length));
      [pane.scrollTop, byId("z-panel").scrollTop] = [0, 0];
      return tell(step);
    },
  };
}
