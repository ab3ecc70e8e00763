/**
 * Answers of the planner: every deposit to the hub that was asked for, under the rates and closures
 * that were set.
 */

import { MONTH_FIRSTS_D } from "../shared/calendar.js";
import { closedMoves, closedToOthers } from "./network.js";
import { leastOf, priceVector, rowCosts } from "./pricing.js";
import { plannerRoute } from "./route.js";
import { Router } from "./router.js";

/**
 * @import { Level, Path, PlannerAnswer, PlannerEngine, PlannerNetwork, PlannerState,
 *   Priced } from "../types.js"
 */

export const CHEAPEST = "cheapest";
// Cargoes whose day costs differ by less than this share one search backwards.
const ALIKE = 1.3;

/**
 * Return cargoes in groups of one rail service and about equal price of time.
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
    const isAlike = last && price(cargo) <= ALIKE * price(last[0])
      && record.cargoes[cargo].rail_service === record.cargoes[last[0]].rail_service;
    if (isAlike) last.push(cargo);
    else groups.push([cargo]);
  }
  return groups;
}

/**
 * Answers what every deposit pays under a state of the view. What does not hang on a change is kept
 * from answer to answer: a slider asks many times a second.
 * @implements {PlannerEngine}
 */
export class Engine {
  /** @param {PlannerNetwork} network */
  constructor(network) {
    const { record, arrays, placeOf } = network;
    this.network = network;
    this.record = record;
    this.arrays = arrays;
    this.hubs = record.hubs.filter((id) => placeOf.has(id));
    this.router = new Router(network);
    this.groups = groupsOf(network);
    this.waitingIndex = record.quantities.indexOf("waiting_d");
    this.closed = { key: "", moves: /** @type {Uint8Array} */ (new Uint8Array()) };
    this.priced = { key: "", cargoes: /** @type {Priced[]} */ ([]) };
    this.bounded = { key: "", bounds: /** @type {Float64Array[]} */ ([]) };
  }

  /** @param {PlannerState} state */
  windowsOf(state) {
    return this.arrays[`move_window_${state.year}`];
  }

  /** @param {PlannerState} state */
  endsOf(state) {
    const ids = state.hub === CHEAPEST ? this.hubs : [state.hub];
    return ids.flatMap((id) => this.network.placeOf.get(id) ?? []);
  }

  /**
   * Return the moves that are closed, kept while no closure changes.
   * @param {PlannerState} state
   */
  closedFor(state) {
    const closures = [state.modes, state.corridors, state.borders].map((set) => [...set]);
    const key = JSON.stringify([closures, state.year]);
    if (this.closed.key !== key) {
      this.closed = { key, moves: closedMoves(this.network, state, state.year) };
    }
    return this.closed;
  }

  /**
   * Return prices, row costs and closures of every cargo; kept while neither changes.
   * @param {PlannerState} state
   */
  pricedFor(state) {
    const { key: closedKey, moves } = this.closedFor(state);
    const key = `${closedKey} ${JSON.stringify(state.factors)}`;
    if (this.priced.key === key) return this.priced;
    const { cargoes: records, rail_services: services } = this.record;
    const closed = services.map((service) => closedToOthers(this.network, moves, service));
    const cargoes = records.map((one, cargo) => {
      const prices = priceVector(this.network, cargo, state.factors);
      const costs = rowCosts(this.network, prices);
      return { costs, waiting: prices[this.waitingIndex], closed: closed[services.indexOf(one.rail_service)] };
    });
    this.priced = { key, cargoes };
    return this.priced;
  }

  /**
   * Return for each cargo a lower bound of the cost to go; kept while it holds.
   * @param {PlannerState} state
   */
  boundsFor(state) {
    const { key: pricedKey, cargoes } = this.pricedFor(state);
    const key = `${pricedKey} ${state.hub}`;
    if (this.bounded.key === key) return this.bounded.bounds;
    /** @type {Float64Array[]} */
    const bounds = new Array(cargoes.length);
    for (const group of this.groups) {
      const costs = leastOf(group.map((cargo) => cargoes[cargo].costs));
      const { closed } = cargoes[group[0]];
      const least = this.router.bounds({ costs, closed }, this.endsOf(state), this.windowsOf(state));
      for (const cargo of group) bounds[cargo] = least;
    }
    this.bounded = { key, bounds };
    return bounds;
  }

  /**
   * Return the path of one cargo, or null.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {number[]} [days] Of readiness; those of the state where none are given.
   * @returns {PlannerAnswer["path"]|null}
   */
  pathOf(state, cargo, days = state.month ? [MONTH_FIRSTS_D[state.month - 1]] : MONTH_FIRSTS_D) {
    const origin = this.network.placeOf.get(this.record.cargoes[cargo].id);
    if (origin === undefined) return null;
    const bounds = this.boundsFor(state)[cargo];
    const ends = this.endsOf(state).filter((place) => place !== origin);
    const path = this.router.search(this.pricedFor(state).cargoes[cargo], origin, ends, bounds,
      this.windowsOf(state), days);
    return path && { ...path, isHurried: this.router.isHurried };
  }

  /**
   * Return links and days of a path: what the table and the map need of every deposit.
   * @param {number} cargo
   * @param {PlannerAnswer["path"]} path
   * @returns {PlannerAnswer}
   */
  summaryOf(cargo, path) {
    const { network, record, arrays } = this;
    const edges = path.moves.map((move) => arrays.move_edge[move]).filter((edge) => edge >= 0);
    const links = edges.map((edge) => arrays.edge_link[edge]).filter((link) => link >= 0);
    const modes = links.map((link) => record.modes[arrays.link_mode[link]]);
    const rows = [arrays.load_row[path.startState], ...path.moves.map((move) => network.row[move])];
    const moving = rows.reduce((sum, row) => sum + network.rowDays[row], 0);
    const waiting = path.waits.reduce((sum, wait) => sum + wait, 0);
    const { reo_kg_per_t: kg, tonnes_per_y: tonnes } = record.cargoes[cargo];
    return {
      path,
      links,
      modes: [...new Set(modes)],
      cost: path.cost,
      reo: kg ? path.cost / kg : null,
      days: moving + waiting,
      waiting,
      total: (path.cost * tonnes) / 1e6,
      hub: record.places[path.destination],
      month: MONTH_FIRSTS_D.indexOf(path.ready) + 1,
    };
  }

  /**
   * Return what every deposit that is on pays, null where there is no path.
   * @param {PlannerState} state
   */
  answers(state) {
    return this.record.cargoes.map(({ id }, cargo) => {
      const path = state.off.has(id) ? null : this.pathOf(state, cargo);
      return path && this.summaryOf(cargo, path);
    });
  }

  /**
   * Return the cost of a deposit for each month of readiness; null where there is no path.
   * @param {PlannerState} state
   * @param {number} cargo
   */
  months(state, cargo) {
    return MONTH_FIRSTS_D.map((day) => this.pathOf(state, cargo, [day])?.cost ?? null);
  }

  /**
   * Return the route of a path, with all that its account tells.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {Path} path
   */
  route(state, cargo, path) {
    /** @param {Level} level */
    const vector = (level) => priceVector(this.network, cargo, state.factors, level);
    const width = this.record.quantities.length;
    const prices = {
      base: vector("base"),
      low: vector("low"),
      high: vector("high"),
      emissions: this.arrays.emissions.slice(cargo * width, (cargo + 1) * width),
    };
    return plannerRoute(this.network, path, prices, this.pricedFor(state).cargoes[cargo],
      this.windowsOf(state), this.record.cargoes[cargo]);
  }
}
