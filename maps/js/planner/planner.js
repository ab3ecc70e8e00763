/**
 * The planner: what-if beside the map. The view is one state; every change of it is answered at
 * once, for all deposits.
 */

import { actions } from "../panel/controls.js";
import { monthChart } from "../panel/month_chart.js";
import { section } from "../panel/parts.js";
import { routeAccount, routeHead } from "../route/panel.js";
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
  monthName,
  number,
  TEXT,
} from "../shared/page.js";
import { CHEAPEST, Engine } from "./engine.js";
import { plannerMap } from "./map.js";
import { plannerNetwork } from "./network.js";
import { plannerControls } from "./panel.js";
import { hashOfState, plannerDefaults, stateOfHash } from "./permalink.js";
import { routeCalendar } from "./route_calendar.js";
import { plannerSurface } from "./surface.js";
import { plannerTable, sortedRows, tableRow } from "./table.js";

/**
 * @import { Ground, Imprint, NameOf, PlannerAnswer, PlannerArrays, PlannerChange, PlannerEngine,
 *   PlannerRecord, PlannerRow, PlannerSort, PlannerState, RouteWarning } from "../types.js"
 */

const words = () => TEXT.planner;
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
 * Return a warning in words.
 * @param {RouteWarning} warning
 * @param {NameOf} nameOf
 */
function warningText(warning, nameOf) {
  if (warning.kind === "radioactive") {
    const said = warning.is_closed ? words().radioactive_closed : words().radioactive_unknown;
    return fill(said, { name: nameOf(warning.at_id) });
  }
  return fill(words().estimate, {
    from: nameOf(warning.from_id), to: nameOf(warning.to_id), n: number(warning.distance_km, 0),
  });
}

/**
 * Return the account of an answer: its calendar and its route.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer} answer
 * @param {NameOf} nameOf
 */
function accountOf(engine, state, cargo, answer, nameOf) {
  const { cargoes, benchmark_usd_per_kg_reo } = engine.record;
  const route = engine.route(state, cargo, answer.path);
  const warnings = route.warnings.map((warning) => warningText(warning, nameOf));
  if (answer.path.isHurried) warnings.push(words().hurried);
  return [
    section(words().calendar, routeCalendar(route, answer.path.ready, nameOf)),
    ...routeAccount({ ...route, warnings },
      { benchmark_usd_per_kg_reo, warnings: cargoes[cargo].notes }, nameOf),
  ];
}

/**
 * Return the account of the chosen deposit.
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 */
function chosenSection(engine, nameOf, change) {
  const box = el("div", { class: "z-account" });
  /**
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {PlannerAnswer|null} answer
   */
  function show(state, cargo, answer) {
    if (cargo < 0) {
      box.replaceChildren(el("p", { class: "z-note" }, words().choose));
      return;
    }
    const record = engine.record.cargoes[cargo];
    const title = el("h2", { class: "z-chosen-title" }, nameOf(record.id));
    const head = routeHead({
      product: { name: record.product, reo_grade_pct: record.reo_kg_per_t ? record.reo_kg_per_t / 10 : null },
      tonnes_per_y: record.tonnes_per_y,
      reason: answer || state.off.has(record.id) ? null : words().no_route,
    });
    const months = monthChart(engine.months(state, cargo), state.month, (month) => change({ month }));
    if (answer) {
      title.append(el("small", {},
        fill(words().to, { hub: nameOf(answer.hub), month: monthName(answer.month) })));
    }
    box.replaceChildren(title, head, section(words().by_month, months),
      ...(answer ? accountOf(engine, state, cargo, answer, nameOf) : []));
  }
  return { box, show };
}

/** @param {PlannerRow[]} rows */
function summaryLine(rows) {
  const reached = rows.filter((row) => row.cost !== null);
  if (reached.length === 0) return words().none_reached;
  const total = reached.reduce((sum, row) => sum + (row.total ?? 0), 0);
  const [first] = sortedRows(reached, "cost", false);
  return fill(words().summary, {
    n: reached.length, total: fixed(total, 0), name: first.name, cost: fixed(first.cost ?? 0, 0),
  });
}

/**
 * @param {PlannerRow[]} rows
 * @param {PlannerState} state
 * @param {Imprint} imprint
 */
function csvRows(rows, state, imprint) {
  const head = ["id", "name", "hub_id", "ready_month", "cost_usd_per_t", "cost_usd_per_kg_reo_contained",
    "duration_d", "waiting_d", "modes", "total_musd_per_y", "difference_usd_per_t", "atlas_version",
    "year_type", "rates"];
  const rates = Object.entries(state.factors).map(([name, factor]) => `${name} x ${factor}`).join("; ");
  return [head, ...rows.map((row) => [row.id, row.name, row.hub, row.month, row.cost, row.reo, row.days,
    row.waiting, row.modes.join("; "), row.total, row.difference, imprint.version, state.year, rates])];
}

/**
 * Return to which hub and in which month an answer goes, where the view leaves them open.
 * @param {PlannerState} state
 * @param {PlannerAnswer} answer
 * @param {NameOf} nameOf
 */
function whereText(state, answer, nameOf) {
  const parts = [];
  if (state.hub === CHEAPEST) parts.push(nameOf(answer.hub).split(/ \(|, /)[0]);
  if (!state.month) parts.push(monthName(answer.month, "short"));
  return parts.join(", ");
}

/**
 * Return the places where an answer starts, ends or changes vehicle.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer|null} answer
 * @returns {Set<string>}
 */
function stopsOf(engine, state, cargo, answer) {
  if (!answer) return new Set();
  const { parts } = engine.route(state, cargo, answer.path);
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
    choose: (id) => change(({ chosen }) => ({ chosen: chosen === id ? null : id })),
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
 * Draw the planner once its network is there.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 * @param {Ground} ground
 */
async function begin(map, engine, ground) {
  const { record } = engine;
  const { nameOf } = ground;
  const drawing = plannerMap(map, engine);
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
  const account = debounced(chosen.show, ACCOUNT_PAUSE_MS);
  const pin = debounced(ground.pin, ACCOUNT_PAUSE_MS);
  const callOut = debounced(announce);
  const remember = debounced(() =>
    history.replaceState(null, "", hashOfState(now(), languageAsked())));

  function update() {
    const state = now();
    const answers = engine.answers(state);
    rows = rowsOf(record, state, answers, baseline, nameOf);
    controls.show(state);
    surface?.show(state);
    table.show(rows, state);
    summary.textContent = summaryLine(rows);
    const cargo = record.cargoes.findIndex(({ id }) => id === state.chosen);
    const answer = cargo < 0 ? null : answers[cargo];
    if (drawing.show(answers, answer)) pin(stopsOf(engine, state, cargo, answer));
    account(state, cargo, answer);
    // What the page opens with is read like the rest of it; only changes are called out.
    if (isOpen) callOut(summary.textContent);
    isOpen = true;
    remember();
  }

  /** @param {PlannerState} state */
  const compareWith = (state) => {
    baseline = engine.answers(state);
    change(state);
  };
  const bar = actions(map, "zimnik", {
    cells: () => csvRows(rows, now(), DATA.imprint),
    said: () => summary.textContent,
    more: { pin: () => compareWith(now()) },
    reset: () => compareWith(plannerDefaults()),
  });
  byId("z-panel").append(
    el("div", { class: "z-questions" }, ...controls.rows, ...(surface ? [surface.row] : [])), summary, bar,
    el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words().table }, table.table),
    el("p", { class: "z-note" }, words().table_note), chosen.box, foldedLegend(ground.legend));
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
