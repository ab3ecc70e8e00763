/**
 * Answers of the planner: every deposit to the hub that was asked for, under the rates and closures
 * that were set, in the mean of the year or ready on a day.
 */

import { dayOf, EVERY_DAY, YEAR_D } from "../shared/calendar.js";
import { CargoKinds } from "./kinds.js";
import { closedMoves, closedToOthers } from "./network.js";
import { isOpenPath, pathCalendar, pathOn } from "./path_calendar.js";
import { priceVector, rowCosts } from "./pricing.js";
import { plannerRoute } from "./route.js";
import { Router } from "./router.js";
import { cheapestYear, linksOf, yearOf } from "./year.js";
import { yearAccount } from "./year_account.js";
import { EPS_USD } from "./year_search.js";

/**
 * @import { CommonQuery, Level, Path, PlannerAnswer, PlannerEngine, PlannerNetwork, PlannerState, PlannerYear,
 *   Priced, RouterQuery } from "../types.js"
 */

export const CHEAPEST = "cheapest";
// More deposits than this are answered little by little, and in an order in which the first are like
// the rest.
const MOST_AT_ONCE = 2000;
const STRIDE = 0.618;
// Of what is searched with, so much is kept for the next question.
const MOST_KEPT_BYTES = 2e8;

/**
 * Return numbers from 0 on in an order that jumps over the whole again and again.
 * @param {number} count
 */
export function jumping(count) {
  /** @type {(a: number, b: number) => number} */
  const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.floor(STRIDE * count));
  while (divisor(count, stride) > 1) stride += 1;
  return Array.from({ length: count }, (_, i) => (i * stride) % count);
}

/**
 * Return the days of readiness that a state asks for, ascending: a day, those of a working season,
 * which may wrap around the new year, or all of the year.
 * @param {Pick<PlannerState, "ready"|"season">} state
 * @returns {readonly number[]}
 */
export function daysOfState({ ready, season }) {
  if (ready !== null) return [dayOf(ready)];
  if (season === null) return EVERY_DAY;
  const [opens, closes] = season.map(dayOf);
  const length = ((closes - opens + YEAR_D) % YEAR_D) + 1;
  return EVERY_DAY.filter((day) => (day - opens + YEAR_D) % YEAR_D < length);
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
    this.waitingIndex = record.quantities.indexOf("waiting_d");
    this.closed = { key: "", moves: /** @type {Uint8Array} */ (new Uint8Array()) };
    this.priced = { key: "", closed: /** @type {Uint8Array[]} */ ([]), cargoes: /** @type {Map<number, Priced>} */ (new Map()) };
    this.kinds = new CargoKinds(network);
    this.ends = { key: "", places: /** @type {number[]} */ ([]) };
    this.queries = { key: "", kinds: /** @type {Map<number, CommonQuery>} */ (new Map()), cargoes: /** @type {Map<number, RouterQuery|null>} */ (new Map()) };
    this.years = { key: "", cargoes: /** @type {(PlannerYear|null)[]} */ ([]) };
    this.answered = { key: "", cargoes: /** @type {(PlannerAnswer|null)[]} */ ([]) };
    const { length: count } = record.cargoes;
    this.isMany = count > MOST_AT_ONCE;
    this.order = this.isMany ? jumping(count) : Array.from({ length: count }, (_, cargo) => cargo);
    const bytes = 8 * arrays.row_start.length + arrays.move_head.length;
    this.mostKept = Math.max(20, Math.floor(MOST_KEPT_BYTES / bytes));
    // Of each cargo the paths of the last answer that had any.
    this.seen = /** @type {Path[][]} */ ([]);
  }

  /** @param {PlannerState} state */
  windowsOf(state) {
    return this.arrays[`move_window_${state.year}`];
  }

  /** @param {PlannerState} state */
  endsOf({ hub }) {
    if (this.ends.key !== hub) {
      const ids = hub === CHEAPEST ? this.hubs : [hub];
      this.ends = { key: hub, places: ids.flatMap((id) => this.network.placeOf.get(id) ?? []) };
    }
    return this.ends.places;
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
   * Return the closures of every service of railways, and what is known of the cargoes; kept while
   * neither closures nor prices change.
   * @param {PlannerState} state
   */
  pricedFor(state) {
    const { key: closedKey, moves } = this.closedFor(state);
    const key = `${closedKey} ${JSON.stringify(state.factors)}`;
    if (this.priced.key === key) return this.priced;
    const closed = this.record.rail_services.map((service) => closedToOthers(this.network, moves, service));
    this.priced = { key, closed, cargoes: new Map() };
    return this.priced;
  }

  /**
   * Return row costs and closures of a cargo.
   * @param {PlannerState} state
   * @param {number} cargo
   * @returns {Priced}
   */
  pricedOf(state, cargo) {
    const { closed, cargoes } = this.pricedFor(state);
    const kind = this.kinds.kindOf[cargo];
    const isCommon = this.isCommon(kind);
    const known = cargoes.get(isCommon ? kind : -1 - cargo);
    if (known) return known;
    const prices = priceVector(this.network, cargo, state.factors);
    const service = this.record.rail_services.indexOf(this.record.cargoes[cargo].rail_service);
    const costs = isCommon ? this.kinds.costsOf(kind, state.factors) : rowCosts(this.network, prices);
    return this.kept(cargoes, isCommon ? kind : -1 - cargo,
      { costs, waiting: prices[this.waitingIndex], closed: closed[service] });
  }

  /**
   * Keep a thing of a cargo, where need be instead of those before.
   * @template T
   * @param {Map<number, T>} things
   * @param {number} cargo
   * @param {T} thing
   */
  kept(things, cargo, thing) {
    if (things.size >= this.mostKept) things.clear();
    things.set(cargo, thing);
    return thing;
  }

  /**
   * Whether cargoes of a kind are searched from the same bounds: there are several, and so few kinds that
   * all are kept.
   * @param {number} kind
   */
  isCommon(kind) {
    return this.kinds.members[kind].length > 1 && this.kinds.members.length <= this.mostKept;
  }

  /**
   * Return what is searched for of a cargo, its bounds sought once for all days; null where the place
   * is not in the network.
   * @param {PlannerState} state
   * @param {number} cargo
   * @returns {RouterQuery|null}
   */
  queryOf(state, cargo) {
    const { key: pricedKey } = this.pricedFor(state);
    const key = `${pricedKey} ${state.hub}`;
    if (this.queries.key !== key) this.queries = { key, kinds: new Map(), cargoes: new Map() };
    const known = this.queries.cargoes.get(cargo);
    if (known !== undefined) return known;
    const origin = this.network.placeOf.get(this.record.cargoes[cargo].id);
    if (origin === undefined) return null;
    const ends = this.endsOf(state);
    if (this.isCommon(this.kinds.kindOf[cargo]) && !ends.includes(origin)) {
      const query = this.router.queryFrom(this.commonOf(state, cargo, ends), origin);
      this.queries.cargoes.set(cargo, query);
      return query;
    }
    const others = ends.includes(origin) ? ends.filter((place) => place !== origin) : ends;
    return this.kept(this.queries.cargoes, cargo, this.router.query(this.pricedOf(state, cargo), origin,
      others, this.windowsOf(state), this.seen[cargo]));
  }

  /**
   * Return what is searched for of all cargoes of a kind.
   * @param {PlannerState} state
   * @param {number} cargo One of them.
   * @param {number[]} ends
   */
  commonOf(state, cargo, ends) {
    const { kinds } = this.queries;
    const kind = this.kinds.kindOf[cargo];
    const common = kinds.get(kind)
      ?? this.router.commonQuery(this.pricedOf(state, cargo), ends, this.windowsOf(state));
    kinds.set(kind, common);
    return common;
  }

  /**
   * Return the year of a cargo, over the working season of the state; null where some day has no path.
   * @param {PlannerState} state
   * @param {number} cargo
   * @returns {PlannerYear|null}
   */
  yearFor(state, cargo) {
    const query = this.queryOf(state, cargo);
    const key = `${this.queries.key} ${JSON.stringify(state.season)}`;
    if (this.years.key !== key) this.years = { key, cargoes: [] };
    const known = this.years.cargoes;
    if (known[cargo] === undefined) {
      const prices = this.pricesOf(state, cargo);
      const days = daysOfState({ ready: null, season: state.season });
      const paths = query && cheapestYear(this.router, query, prices.base, days, this.seen[cargo]);
      known[cargo] = paths && yearOf(this.network, paths, prices);
    }
    return known[cargo];
  }

  /**
   * Return the path of cargo that is ready on a day, or null.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {number} day
   * @returns {Path|null}
   */
  pathOf(state, cargo, day) {
    const query = this.queryOf(state, cargo);
    if (!query) return null;
    const { network, router } = this;
    const [known] = (this.seen[cargo] ?? []).filter((path) => isOpenPath(network, query, path))
      .map((path) => pathCalendar(network, query, path, [day]))
      .sort((one, other) => one.costs[0] - other.costs[0]);
    const found = router.search(query, day, known ? known.costs[0] - EPS_USD : Infinity);
    if (found) return pathOn(network, pathCalendar(network, query, found, [day]), 0, day);
    return known && known.costs[0] < Infinity ? pathOn(network, known, 0, day) : null;
  }

  /**
   * Return the prices of a cargo.
   * @param {PlannerState} state
   * @param {number} cargo
   */
  pricesOf(state, cargo) {
    /** @param {Level} level */
    const vector = (level) => priceVector(this.network, cargo, state.factors, level);
    const width = this.record.quantities.length;
    const emissions = this.arrays.emissions.slice(cargo * width, (cargo + 1) * width);
    return { base: vector("base"), low: vector("low"), high: vector("high"), emissions };
  }

  /**
   * Return what a deposit pays, on the basis that the state has; null where there is no path.
   * @param {PlannerState} state
   * @param {number} cargo
   * @returns {PlannerAnswer|null}
   */
  answerOf(state, cargo) {
    if (state.ready === null) {
      const year = this.yearFor(state, cargo);
      return year && this.summaryOf(cargo, year.shares.map(({ path }) => path), year, year.isHurried);
    }
    const path = this.pathOf(state, cargo, dayOf(state.ready));
    const query = this.queryOf(state, cargo);
    return path && this.summaryOf(cargo, [path], null, query !== null && this.router.hurried.has(query));
  }

  /**
   * Return what the table and the map need of every deposit.
   * @param {number} cargo
   * @param {Path[]} paths That of the largest share first.
   * @param {PlannerYear|null} year
   * @param {boolean} isHurried
   * @returns {PlannerAnswer}
   */
  summaryOf(cargo, paths, year, isHurried) {
    const { network, record, arrays } = this;
    const [path] = paths;
    const ways = paths.map(({ moves }) => linksOf(network, moves));
    const rows = [arrays.load_row[path.startState], ...path.moves.map((move) => network.row[move])];
    const waiting = path.waits.reduce((sum, wait) => sum + wait, 0);
    const days = rows.reduce((sum, row) => sum + network.rowDays[row], waiting);
    const { reo_kg_per_t: kg, tonnes_per_y: tonnes } = record.cargoes[cargo];
    const cost = year ? year.mean_usd_per_t : path.cost;
    return {
      paths,
      ways,
      year,
      isHurried,
      modes: [...new Set(ways[0].map((link) => record.modes[arrays.link_mode[link]]))],
      cost,
      reo: kg ? cost / kg : null,
      days: year ? year.duration_d : days,
      waiting: year ? year.waiting_d : waiting,
      total: (cost * tonnes) / 1e6,
      hub: record.places[path.destination],
    };
  }

  /**
   * Return what answers hang on.
   * @param {PlannerState} state
   */
  keyOf(state) {
    return `${this.pricedFor(state).key} ${state.hub} ${JSON.stringify([state.ready, state.season])}`;
  }

  /**
   * Answer for deposits that have no answer yet, the chosen one first, until the time is over or so
   * many are answered; return whether all have an answer.
   * @param {PlannerState} state
   * @param {number} [budgetMs]
   * @param {number} [most]
   */
  advance(state, budgetMs = Infinity, most = Infinity) {
    const key = this.keyOf(state);
    if (this.answered.key !== key) this.answered = { key, cargoes: [] };
    const known = this.answered.cargoes;
    const end = performance.now() + budgetMs;
    let left = most;
    const chosen = this.record.cargoes.findIndex(({ id }) => id === state.chosen);
    for (const cargo of chosen < 0 ? this.order : [chosen, ...this.order]) {
      if (known[cargo] !== undefined) continue;
      if (left === 0 || performance.now() > end) return false;
      const answer = this.answerOf(state, cargo);
      known[cargo] = answer;
      if (answer) this.seen[cargo] = answer.paths;
      left -= 1;
    }
    return true;
  }

  /**
   * Return what every deposit that is on pays, null where there is no path.
   * @param {PlannerState} state
   */
  answers(state) {
    this.advance(state);
    return this.answersSoFar(state).answers;
  }

  /**
   * Return what deposits pay as far as that is known, null also where it is not, and of how many it is
   * not.
   * @param {PlannerState} state
   */
  answersSoFar(state) {
    const known = this.answered.key === this.keyOf(state) ? this.answered.cargoes : [];
    let pending = 0;
    const answers = this.record.cargoes.map(({ id }, cargo) => {
      if (state.off.has(id)) return null;
      if (known[cargo] === undefined) pending += 1;
      return known[cargo] ?? null;
    });
    return { answers, pending };
  }

  /**
   * Return the route of a path, with all that its account tells.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {Path} path
   */
  route(state, cargo, path) {
    return plannerRoute(this.network, path, this.pricesOf(state, cargo), this.pricedOf(state, cargo),
      this.windowsOf(state), this.record.cargoes[cargo]);
  }

  /**
   * Return the account of a year, with what its routes need and want of places and links.
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {PlannerYear} year
   */
  account(state, cargo, year) {
    const routes = year.shares.map(({ path }) => this.route(state, cargo, path));
    return yearAccount(this.network, year, routes, this.pricesOf(state, cargo).base, this.record.cargoes[cargo]);
  }
}
