/**
 * The planner: what-if beside the map. The view is one state; every change of it is answered at
 * once, for all deposits.
 */

import { headline } from "../answer/headline.js";
import { twoPanes } from "../answer/panes.js";
import { shareBar, siteFeatures } from "../panel/share.js";
import { followMap } from "../panel/view_state.js";
import { writeAddress } from "../shared/address.js";
import { atlasHome, drawGround, foldedLegend } from "../shared/ground.js";
import {
  announce,
  DATA,
  el,
  fill,
  fixed,
  languageAsked,
  number,
  TEXT,
} from "../shared/page.js";
import { chosenSection, readyText, wayOf } from "./chosen.js";
import { ACCOUNT_PAUSE_MS, debounced } from "./debounced.js";
import { CHEAPEST, Engine } from "./engine.js";
import { findingOfAll, findingOfOne } from "./finding.js";
import { plannerNetwork } from "./network.js";
import { plannerControls } from "./panel.js";
import { hashOfState, plannerDefaults, stateOfHash } from "./permalink.js";
import { plannerPicture, stopsOf } from "./picture.js";
import { openingState, plannerStory } from "./story.js";
import { plannerSurface } from "./surface.js";
import { plannerTable, sortedRows, tableRow } from "./table.js";
import { plannerData } from "./unpacked.js";

/**
 * @import { Ground, Imprint, NameOf, MapFeature, PlannerAnswer, PlannerChange, PlannerEngine,
 *   PlannerRecord, PlannerRow, PlannerSort, PlannerState } from "../types.js"
 */

const words = () => TEXT.planner;
// Of the time of a picture what searching may take; what is left is done after it.
const SLICE_MS = 40;
// Of many deposits so many are answered before the page opens; what is known is shown so often, but not
// for more than such a part of the time.
const FIRST_ANSWERS = 100;
const SHOWN_EVERY_MS = 3000;
const SHOWN_PART = 10;

/**
 * Return a function that works in short slices until all is done, so that further changes are taken
 * meanwhile; each call begins anew.
 * @param {(budgetMs: number) => boolean} work Whether it is done.
 * @param {() => void} then
 * @param {number} [restMs] Between slices, for work that goes on for long.
 */
function inSlices(work, then, restMs = 0) {
  let timer = 0;
  function next() {
    clearTimeout(timer);
    if (work(SLICE_MS)) then();
    else timer = window.setTimeout(next, restMs);
  }
  return next;
}

/**
 * @param {PlannerRow[]} rows
 * @param {PlannerState} state
 */
function summaryLine(rows, state) {
  const reached = rows.filter((row) => row.cost !== null);
  if (reached.length === 0) return words().none_reached;
  const total = reached.reduce((sum, row) => sum + (row.total ?? 0), 0);
  const [first] = sortedRows(reached, "cost", false);
  return fill(words().summary, {
    ready: readyText(state), n: reached.length, total: fixed(total, 0), name: first.name, cost: fixed(first.cost ?? 0, 0),
  });
}

/**
 * @param {PlannerRow[]} rows
 * @param {PlannerState} state
 * @param {Imprint} imprint
 */
function csvRows(rows, state, imprint) {
  const head = ["id", "name", "hub_id", "basis", "ready", "working_season", "cost_usd_per_t", "best_usd_per_t",
    "worst_usd_per_t", "cost_usd_per_kg_reo_contained", "duration_d", "waiting_d", "modes", "total_musd_per_y",
    "difference_usd_per_t", "atlas_version", "year_type", "rates"];
  const rates = Object.entries(state.factors).map(([name, factor]) => `${name} x ${factor}`).join("; ");
  const basis = [state.ready === null ? "year" : "day", state.ready, state.season && state.season.join(" to ")];
  return [head, ...rows.map((row) => [row.id, row.name, row.hub, ...basis, row.cost, row.best, row.worst,
    row.reo, row.days, row.waiting, row.modes.join("; "), row.total, row.difference, imprint.version, state.year,
    rates])];
}

/**
 * Return to which hub an answer goes, where the view leaves it open.
 * @param {PlannerState} state
 * @param {PlannerAnswer} answer
 * @param {NameOf} nameOf
 */
const whereText = (state, answer, nameOf) =>
  (state.hub === CHEAPEST ? nameOf(answer.hub).split(/ \(|, /)[0] : "");

/**
 * Return the state of the view, and what changes it: `update` is called once for all changes that
 * come before the next picture, `moved` where but the place of the map changed, `place` where the
 * address asks for another.
 * @param {PlannerRecord} record
 * @param {{update: () => void, moved: () => void, place: (at: string|null) => void}} acts
 */
function plannerState(record, { update, moved, place }) {
  let state = openingState(record);
  let isWaiting = false;
  /** @type {PlannerChange} */
  function change(part) {
    const given = typeof part === "function" ? part(state) : part;
    state = { ...state, ...given };
    if (Object.keys(given).join() === "at") {
      moved();
      return;
    }
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      update();
    });
  }
  addEventListener("hashchange", () => {
    const { at } = state;
    change(stateOfHash(location.hash, record));
    // After the flight to what is chosen has begun.
    if (state.at !== at) requestAnimationFrame(() => place(state.at));
  });
  const acts = {
    /** @param {string} id */
    choose: (id) => change(({ chosen }) => ({ chosen: chosen === id ? null : id, share: 0 })),
    /**
     * @param {string} id
     * @param {boolean} on
     */
    toggle: (id, on) => change(({ off }) => {
      const less = new Set(off);
      if (on) less.delete(id);
      else less.add(id);
      return { off: less };
    }),
    /** @param {PlannerSort} key */
    sortBy: (key) => change(({ sort, descending }) =>
      ({ sort: key, descending: sort === key && !descending })),
  };
  return { now: () => state, change, acts };
}

/**
 * Return the rows of the table in their order.
 * @param {PlannerRecord} record
 * @param {PlannerState} state
 * @param {(PlannerAnswer|null)[]} answers
 * @param {(PlannerAnswer|null)[]} baseline
 * @param {NameOf} nameOf
 * @returns {PlannerRow[]}
 */
function rowsOf(record, state, answers, baseline, nameOf) {
  const rows = record.cargoes.map((cargo, i) => {
    const answer = answers[i];
    return {
      ...tableRow(cargo, answer, baseline[i], nameOf),
      where: answer ? whereText(state, answer, nameOf) : "",
    };
  });
  return sortedRows(rows, state.sort, state.descending);
}

/**
 * Return functions that act once a reader pauses: the account of the chosen deposit, its stops on the
 * map, what is called out, and the address.
 * @param {ReturnType<typeof chosenSection>} chosen
 * @param {Ground} ground
 * @param {() => PlannerState} now
 */
const followers = (chosen, ground, now) => ({
  account: debounced(chosen.show, ACCOUNT_PAUSE_MS),
  pin: debounced(ground.pin, ACCOUNT_PAUSE_MS),
  callOut: debounced(announce),
  remember: remembering(now),
});

/**
 * Return functions that write the address once a reader pauses: Back leads to the last choice, and not
 * to where the map was meanwhile. The opening view is written at once, so that the first choice is new
 * however soon it comes.
 * @param {() => PlannerState} now
 */
function remembering(now) {
  let isNew = false, isOpening = true;
  const writeNow = () => {
    writeAddress(hashOfState(now(), languageAsked()), { isNew });
    isNew = false;
  };
  const write = debounced(writeNow);
  return {
    moved: write,
    chosen() {
      isNew = !isOpening;
      if (isOpening) writeNow();
      else write();
      isOpening = false;
    },
  };
}

/**
 * Return a function that shows answers in the heading, on the map and in the account; it returns what
 * is said of the chosen deposit.
 * @param {{engine: PlannerEngine, nameOf: NameOf, head: ReturnType<typeof headline>,
 *   picture: ReturnType<typeof plannerPicture>, pin: Ground["pin"],
 *   account: ReturnType<typeof chosenSection>["show"], open: (isChosen: boolean) => void}} parts
 */
const presenter = ({ engine, nameOf, head, picture, pin, account, open }) =>
  /**
   * @param {PlannerState} state
   * @param {PlannerRow[]} rows
   * @param {(PlannerAnswer|null)[]} answers
   * @param {string} soFar How much of it is known, where that is not all.
   */
  (state, rows, answers, soFar) => {
    const { cargoes } = engine.record;
    const cargo = cargoes.findIndex(({ id }) => id === state.chosen);
    const answer = cargo < 0 ? null : answers[cargo];
    const finding = cargo < 0 ? findingOfAll(rows, answers, cargoes)
      : findingOfOne(engine, state, cargo, answer, nameOf);
    if (cargo < 0) finding.said = `${soFar}${finding.said}`;
    head.show(finding);
    open(cargo >= 0);
    picture.showAll(answers);
    if (picture.showOne(state.chosen, answer && answer.ways[wayOf(state, answer)])) {
      pin(stopsOf(engine, state, cargo, answer));
    }
    account(state, cargo, answer);
    return cargo < 0 ? null : finding.said;
  };

/**
 * Return what the map's colours and the differences start from: the view of the opening, of many
 * deposits that of the first.
 * @param {PlannerEngine} engine
 */
function openingAnswers(engine) {
  engine.advance(plannerDefaults(), Infinity, engine.isMany ? FIRST_ANSWERS : Infinity);
  return engine.answersSoFar(plannerDefaults()).answers;
}

/**
 * Return a function that answers all deposits in slices and shows what they pay: when all are
 * answered, of many now and then before.
 * @param {PlannerEngine} engine
 * @param {{now: () => PlannerState, table: HTMLElement, show: () => void}} view
 */
function answering(engine, { now, table, show }) {
  let [isOpen, nextMs] = [false, -Infinity];
  const showNow = () => {
    const beganMs = performance.now();
    show();
    const endMs = performance.now();
    [isOpen, nextMs] = [true, endMs + Math.max(SHOWN_EVERY_MS, SHOWN_PART * (endMs - beganMs))];
  };
  return inSlices((budgetMs) => {
    const isDone = engine.advance(now(), isOpen || engine.isMany ? budgetMs : Infinity);
    table.setAttribute("aria-busy", String(!isDone));
    if (!isDone && engine.isMany && performance.now() > nextMs) showNow();
    return isDone;
  }, showNow, engine.isMany ? SLICE_MS : 0);
}

/**
 * Return how far the answers are, where some are not known yet.
 * @param {number} all
 * @param {number} pending
 */
const soFarText = (all, pending) =>
  (pending ? fill(words().so_far, { n: number(all - pending), all: number(all) }) : "");

/**
 * Draw the planner once its network is there.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 * @param {Ground} ground
 */
async function begin(map, engine, ground) {
  const [{ record }, { nameOf }] = [engine, ground];
  const { now, change, acts } = plannerState(record,
    { update, moved: () => remember.moved(), place: (at) => showPlace(at) });
  /** @type {(place: string|null) => void} */
  let showPlace = () => {};
  let [isOpen, rows, baseline] = [false, /** @type {PlannerRow[]} */ ([]), openingAnswers(engine)];
  const picture = plannerPicture(map, engine, ground, baseline);
  const [head, summary] = [headline(), el("p", { class: "z-summary" })];
  const controls = plannerControls(engine, nameOf, change);
  const surface = await plannerSurface(map, DATA.planner, change);
  const [table, chosen] = [plannerTable(record.cargoes, acts), chosenSection(engine, nameOf, change)];
  const story = plannerStory(engine, nameOf, { now, change, look: (state) => lookAt(state, { picture, showPlace }) });
  const { account, pin, callOut, remember } = followers(chosen, ground, now);
  const present = presenter({ engine, nameOf, head, picture, pin, account, open: (isChosen) => openAccount(isChosen) });
  const answerAll = answering(engine, { now, table: table.table, show });

  function show() {
    const state = now();
    const { answers, pending } = engine.answersSoFar(state);
    if (engine.isMany && !pending && engine.keyOf(state) === engine.keyOf(plannerDefaults())) baseline = answers;
    rows = rowsOf(record, state, answers, baseline, nameOf);
    table.show(rows, state);
    const soFar = soFarText(answers.length, pending);
    summary.textContent = `${soFar}${summaryLine(rows, state)}`;
    const said = present(state, rows, answers, soFar);
    const told = story.show(state);
    // What the page opens with is read like the rest of it; only changes are called out.
    if (isOpen) callOut(told ?? said ?? summary.textContent);
    isOpen = true;
  }

  function update() {
    controls.show(now());
    surface?.show(now());
    remember.chosen();
    answerAll();
  }

  /** @param {PlannerState} state */
  const compareWith = (state) => {
    baseline = engine.isMany ? engine.answersSoFar(state).answers : engine.answers(state);
    change(state);
  };
  const cells = () => csvRows(rows, now(), DATA.imprint);
  const bar = barOf(map, { cells, features: () => [...siteFeatures(cells(), ground.symbols), ...picture.way()],
    asked: () => askedText(now(), nameOf), summary, now, compareWith });
  const openAccount = twoPanes({ headline: head.element, account: chosen.box,
    asked: askedParts([...story.openers, ...controls.rows, ...(surface ? [surface.row] : [])], [summary, bar], table, ground.legend),
    leave: () => change({ chosen: null, share: 0 }) });
  head.element.after(...story.panes);
  chooseOnMap(ground, record, change);
  showPlace = followMap(map, { state: now, change }, ground.reset);
  update();
  if (now().at !== null) showPlace(now().at);
}

/**
 * Show what a step of a story is about: its place of the map, what it chooses, or the whole.
 * @param {PlannerState} state
 * @param {{picture: ReturnType<typeof plannerPicture>, showPlace: (place: string|null) => void}} parts
 */
function lookAt({ at, chosen }, { picture, showPlace }) {
  if (at === null && chosen !== null) picture.look();
  else showPlace(at);
}

/**
 * Return what is asked, in words: to which hub, and when the cargo is ready.
 * @param {PlannerState} state
 * @param {NameOf} nameOf
 */
const askedText = (state, nameOf) => [state.chosen ? nameOf(state.chosen) : "", words().hub,
  state.hub === CHEAPEST ? words().cheapest_hub : nameOf(state.hub), readyText(state)].join(" ").trim();

/**
 * Return the buttons that take the view elsewhere.
 * @param {L.Map} map
 * @param {{cells: () => unknown[][], features: () => MapFeature[], asked: () => string, summary: HTMLElement,
 *   now: () => PlannerState, compareWith: (state: PlannerState) => void}} view
 */
const barOf = (map, { cells, features, asked, summary, now, compareWith }) => shareBar([map], {
  cells, features, asked, said: () => summary.textContent,
  more: { pin: () => compareWith(now()), reset: () => compareWith(plannerDefaults()) },
});

/**
 * Let a marker and a search hit choose what a row chooses.
 * @param {Ground} ground
 * @param {PlannerRecord} record
 * @param {PlannerChange} change
 */
function chooseOnMap(ground, record, change) {
  const ids = new Set(record.cargoes.map(({ id }) => id));
  ground.chooseBy((id) => {
    if (!ids.has(id)) return false;
    change({ chosen: id, share: 0 });
    return true;
  });
}

/**
 * @param {HTMLElement[]} questions
 * @param {HTMLElement[]} said
 * @param {{table: HTMLElement, more: HTMLElement}} table
 * @param {HTMLElement[]} legend
 */
const askedParts = (questions, said, { table, more }, legend) => [
  el("div", { class: "z-questions" }, ...questions), ...said,
  el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words().table }, table), more,
  el("p", { class: "z-note" }, words().table_note), foldedLegend(legend),
];

/**
 * Draw the atlas with the planner on a map that folium made.
 * @param {L.Map} map
 */
export async function drawPage(map) {
  const ground = drawGround(map,
    { panelLabel: TEXT.planner.panel, allOn: true, home: atlasHome, isAnswer: true });
  map.getContainer().classList.add("z-answers");
  const { record, arrays } = await plannerData(DATA.planner);
  await begin(map, new Engine(plannerNetwork(record, arrays)), ground);
}
