/**
 * The planner: what-if beside the map. The view is one state; every change of it is answered at
 * once, for all deposits.
 */

import { actions } from "../panel/controls.js";
import { writeAddress } from "../shared/address.js";
import { unpack } from "../shared/arrays.js";
import { atlasHome, drawGround, foldedLegend } from "../shared/ground.js";
import {
  announce,
  byId,
  DATA,
  el,
  fill,
  fixed,
  languageAsked,
  TEXT,
} from "../shared/page.js";
import { chosenSection, readyText, wayOf } from "./chosen.js";
import { CHEAPEST, Engine } from "./engine.js";
import { plannerMap } from "./map.js";
import { plannerNetwork } from "./network.js";
import { plannerControls } from "./panel.js";
import { hashOfState, plannerDefaults, stateOfHash } from "./permalink.js";
import { plannerSurface } from "./surface.js";
import { plannerTable, sortedRows, tableRow } from "./table.js";

/**
 * @import { Ground, Imprint, NameOf, PlannerAnswer, PlannerArrays, PlannerChange, PlannerEngine,
 *   PlannerRecord, PlannerRow, PlannerSort, PlannerState } from "../types.js"
 */

const words = () => TEXT.planner;
// Of the time of a picture what searching may take; what is left is done after it.
const SLICE_MS = 40;
// The account of the chosen deposit, the address and the ear follow when the reader pauses.
const ACCOUNT_PAUSE_MS = 90;
const PAUSE_MS = 350;

/**
 * Return a function that acts once its caller has paused.
 * @template {unknown[]} A
 * @param {(...given: A) => void} act
 * @param {number} [pause]
 * @returns {(...given: A) => void}
 */
function debounced(act, pause = PAUSE_MS) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => act(...given), pause);
  };
}

/**
 * Return a function that works in short slices until all is done, so that further changes are taken
 * meanwhile; each call begins anew.
 * @param {(budgetMs: number) => boolean} work Whether it is done.
 * @param {() => void} then
 */
function inSlices(work, then) {
  let timer = 0;
  function next() {
    clearTimeout(timer);
    if (work(SLICE_MS)) then();
    else timer = window.setTimeout(next);
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
 * Return the places where the way in full starts, ends or changes vehicle.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer|null} answer
 * @returns {Set<string>}
 */
function stopsOf(engine, state, cargo, answer) {
  if (!answer) return new Set();
  const { parts } = engine.route(state, cargo, answer.paths[wayOf(state, answer)]);
  return new Set(parts.filter((part) => "mode" in part).flatMap((leg) => [leg.from_id, leg.to_id]));
}

/**
 * Return the state of the view, and what changes it: `update` is called once for all changes that
 * come before the next picture.
 * @param {PlannerRecord} record
 * @param {() => void} update
 */
function plannerState(record, update) {
  let state = stateOfHash(location.hash, record);
  let isWaiting = false;
  /** @type {PlannerChange} */
  function change(part) {
    state = { ...state, ...(typeof part === "function" ? part(state) : part) };
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      update();
    });
  }
  addEventListener("hashchange", () => change(stateOfHash(location.hash, record)));
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
 * @param {HTMLElement[]} questions
 * @param {HTMLElement[]} said
 * @param {HTMLElement} table
 * @param {HTMLElement[]} rest
 */
function fillPanel(questions, said, table, rest) {
  byId("z-panel").append(el("div", { class: "z-questions" }, ...questions), ...said,
    el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words().table }, table),
    el("p", { class: "z-note" }, words().table_note), ...rest);
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
  remember: debounced(() => writeAddress(hashOfState(now(), languageAsked()))),
});

/**
 * Draw the planner once its network is there.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 * @param {Ground} ground
 */
async function begin(map, engine, ground) {
  const [{ record }, { nameOf }, drawing] = [engine, ground, plannerMap(map, engine)];
  const { now, change, acts } = plannerState(record, update);
  let baseline = engine.answers(plannerDefaults());
  /** @type {PlannerRow[]} */
  let rows = [];
  let isOpen = false;
  const summary = el("p", { class: "z-summary" });
  const controls = plannerControls(engine, nameOf, change);
  const surface = await plannerSurface(map, DATA.planner, change);
  const table = plannerTable(record.cargoes, acts);
  const chosen = chosenSection(engine, nameOf, change);
  const { account, pin, callOut, remember } = followers(chosen, ground, now);
  const answerAll = inSlices((budgetMs) => {
    const isDone = engine.advance(now(), isOpen ? budgetMs : Infinity);
    table.table.setAttribute("aria-busy", String(!isDone));
    return isDone;
  }, show);

  function show() {
    const state = now();
    const answers = engine.answers(state);
    rows = rowsOf(record, state, answers, baseline, nameOf);
    table.show(rows, state);
    summary.textContent = summaryLine(rows, state);
    const cargo = record.cargoes.findIndex(({ id }) => id === state.chosen);
    const answer = cargo < 0 ? null : answers[cargo];
    const way = answer && answer.ways[wayOf(state, answer)];
    if (drawing.show(answers, way)) pin(stopsOf(engine, state, cargo, answer));
    account(state, cargo, answer);
    // What the page opens with is read like the rest of it; only changes are called out.
    if (isOpen) callOut(summary.textContent);
    isOpen = true;
  }

  function update() {
    controls.show(now());
    surface?.show(now());
    remember();
    answerAll();
  }

  /** @param {PlannerState} state */
  const compareWith = (state) => {
    baseline = engine.answers(state);
    change(state);
  };
  const bar = actions(map, "zimnik", { cells: () => csvRows(rows, now(), DATA.imprint),
    said: () => summary.textContent, more: { pin: () => compareWith(now()) },
    reset: () => compareWith(plannerDefaults()) });
  fillPanel([...controls.rows, ...(surface ? [surface.row] : [])], [summary, bar], table.table,
    [chosen.box, foldedLegend(ground.legend)]);
  update();
}

/**
 * Draw the atlas with the planner on a map that folium made.
 * @param {L.Map} map
 */
export async function drawPage(map) {
  const ground = drawGround(map,
    { panelLabel: TEXT.planner.panel, allOn: true, home: atlasHome });
  const { planner } = DATA;
  const arrays = /** @type {PlannerArrays} */ (await unpack(planner));
  await begin(map, new Engine(plannerNetwork(planner, arrays)), ground);
}
