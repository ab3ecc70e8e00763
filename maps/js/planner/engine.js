/**
 * Answers of the planner: every deposit to the hub that was asked for, under the rates and closures
 * that were set.
 */

import { MONTH_FIRSTS_D } from "../shared/calendar.js";
import { closedMoves } from "./network.js";
import { leastOf, priceVector, rowCosts } from "./pricing.js";
import { plannerRoute } from "./route.js";
import { makeRouter } from "./router.js";

/**
 * @import { Level, Mode, Path, PlannerAnswer, PlannerEngine, PlannerNetwork, PlannerState,
 *   Priced } from "../types.js"
 */

export const CHEAPEST = "cheapest";
// Cargoes whose day costs differ by less than this share one search backwards.
const ALIKE = 1.3;

/**
 * Return cargoes in groups of about equal price of time.
 * @param {PlannerNetwork} network
 * @returns {number[][]}
 */
function groupsOf({ record, arrays }) {
  const width = record.quantities.length;
  const waiting = record.quantities.indexOf("waiting_d");
  /** @param {number} cargo */
  const price = (cargo) => arrays.prices_base[cargo * width + waiting];
  const order = record.cargoes.map((_, cargo) => cargo).sort((a, b) => price(a) - price(b));
  const groups = [];
  for (const cargo of order) {
    const last = groups[groups.length - 1];
    if (last && price(cargo) <= ALIKE * price(last[0])) last.push(cargo);
    else groups.push([cargo]);
  }
  return groups;
}

/**
 * Return the engine of a network.
 * @param {PlannerNetwork} network
 * @returns {PlannerEngine}
 */
export function plannerEngine(network) {
  const { record, arrays, placeOf } = network;
  const router = makeRouter(network);
  const groups = groupsOf(network);
  const waitingIndex = record.quantities.indexOf("waiting_d");
  const hubs = record.hubs.filter((id) => placeOf.has(id));
  let closed = { key: "", moves: /** @type {Uint8Array} */ (new Uint8Array()) };
  let priced = { key: "", cargoes: /** @type {Priced[]} */ ([]) };
  let bounded = { key: "", bounds: /** @type {Float64Array[]} */ ([]) };

  /** @param {PlannerState} state */
  const windowsOf = (state) => arrays[`move_window_${state.year}`];
  /** @param {PlannerState} state */
  const endsOf = (state) => (state.hub === CHEAPEST ? hubs : [state.hub])
    .flatMap((id) => placeOf.get(id) ?? []);
  /** @param {PlannerState} state */
  const daysOf = (state) =>
    (state.month ? [MONTH_FIRSTS_D[state.month - 1]] : MONTH_FIRSTS_D);

  /**
   * Return the moves that are closed, kept while no closure changes.
   * @param {PlannerState} state
   */
  function closedFor(state) {
    const closures = [state.modes, state.corridors, state.borders].map((set) => [...set]);
    const key = JSON.stringify([closures, state.year]);
    if (closed.key !== key) closed = { key, moves: closedMoves(network, state, state.year) };
    return closed;
  }

  /**
   * Return prices, row costs and closures of every cargo; kept while neither changes.
   * @param {PlannerState} state
   */
  function pricedFor(state) {
    const { key: closedKey, moves } = closedFor(state);
    const key = `${closedKey} ${JSON.stringify(state.factors)}`;
    if (priced.key === key) return priced;
    const cargoes = record.cargoes.map((_, cargo) => {
      const prices = priceVector(network, cargo, state.factors);
      return { costs: rowCosts(network, prices), waiting: prices[waitingIndex], closed: moves };
    });
    priced = { key, cargoes };
    return priced;
  }

  /**
   * Return for each cargo a lower bound of the cost to go; kept while it holds.
   * @param {PlannerState} state
   * @returns {Float64Array[]}
   */
  function boundsFor(state) {
    const { key: pricedKey, cargoes } = pricedFor(state);
    const key = `${pricedKey} ${state.hub}`;
    if (bounded.key === key) return bounded.bounds;
    const bounds = new Array(cargoes.length);
    for (const group of groups) {
      const costs = leastOf(group.map((cargo) => cargoes[cargo].costs));
      const least = router.bounds({ costs, closed: cargoes[group[0]].closed }, endsOf(state), windowsOf(state));
      for (const cargo of group) bounds[cargo] = least;
    }
    bounded = { key, bounds };
    return bounds;
  }

  /**
   * Return the path of one cargo, or null.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {number[]} [days]
   * @returns {PlannerAnswer["path"]|null}
   */
  function pathOf(state, cargo, days = daysOf(state)) {
    const origin = placeOf.get(record.cargoes[cargo].id);
    if (origin === undefined) return null;
    const bounds = boundsFor(state)[cargo];
    const path = router.search(pricedFor(state).cargoes[cargo], origin,
      endsOf(state).filter((place) => place !== origin), bounds, windowsOf(state), days);
    return path && { ...path, isHurried: router.isHurried() };
  }

  /**
   * Return the route of a path, with all that its account tells.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {Path} path
   */
  function routeOf(state, cargo, path) {
    /** @param {Level} level */
    const vector = (level) => priceVector(network, cargo, state.factors, level);
    const width = record.quantities.length;
    const prices = {
      base: vector("base"),
      low: vector("low"),
      high: vector("high"),
      emissions: arrays.emissions.slice(cargo * width, (cargo + 1) * width),
    };
    return plannerRoute(network, path, prices, pricedFor(state).cargoes[cargo],
      windowsOf(state), record.cargoes[cargo]);
  }

  /**
   * Return links and days of a path: what the table and the map need of every deposit.
   * @param {number} cargo
   * @param {PlannerAnswer["path"]} path
   * @returns {PlannerAnswer}
   */
  function summary(cargo, path) {
    const links = [];
    /** @type {Mode[]} */
    const modes = [];
    let days = network.rowDays[arrays.load_row[path.startState]];
    for (const move of path.moves) {
      days += network.rowDays[network.row[move]];
      const edge = arrays.move_edge[move];
      const link = edge < 0 ? -1 : arrays.edge_link[edge];
      if (link < 0) continue;
      links.push(link);
      const mode = record.modes[arrays.link_mode[link]];
      if (!modes.includes(mode)) modes.push(mode);
    }
    const waiting = path.waits.reduce((sum, wait) => sum + wait, 0);
    const { reo_kg_per_t: kg, tonnes_per_y: tonnes } = record.cargoes[cargo];
    return {
      path,
      links,
      modes,
      cost: path.cost,
      reo: kg ? path.cost / kg : null,
      days: days + waiting,
      waiting,
      total: (path.cost * tonnes) / 1e6,
      hub: record.places[path.destination],
      month: MONTH_FIRSTS_D.indexOf(path.ready) + 1,
    };
  }

  return {
    record,
    arrays,
    hubs,
    /** Return what every deposit that is on pays, null where there is none. */
    answers: (state) => record.cargoes.map(({ id }, cargo) => {
      const path = state.off.has(id) ? null : pathOf(state, cargo);
      return path && summary(cargo, path);
    }),
    /** Return the cost of a deposit for each month of readiness; null where there is none. */
    months: (state, cargo) => MONTH_FIRSTS_D.map((day) => pathOf(state, cargo, [day])?.cost ?? null),
    route: routeOf,
  };
}
