/**
 * Label setting with A* bounds by time: least-cost paths by date, money plus the price of time, under
 * seasons.
 *
 * The same search as `geo/routing/labels.py` (docs/model.md, E8), for cargo that is ready on one of
 * some given days.
 */

import { YEAR_D } from "../shared/calendar.js";
import { Heap } from "./heap.js";
import { EPS, Labels } from "./labels.js";
import { closedButOwn, isClosedTo, stateOfNode, storedNode } from "./network.js";
import { ceilingOf } from "./ceiling.js";
import { ForwardCosts } from "./forward.js";
import { BackwardLabels } from "./time_bounds.js";

/**
 * @import { CommonQuery, FoundPath, KnownPath, PlannerNetwork, Priced, RouterQuery } from "../types.js"
 */

// Beyond so many labels a search looks only at paths that never come back to a place. Where a network
// has few stores, paths to and fro that pass time until an opening are too many to be told apart.
const MOST_LABELS = 12000;
// No place: nothing belongs to it.
const NOWHERE = -1;

/** Searches a network; it keeps its memory from search to search. */
export class Router {
  /** @param {PlannerNetwork} network */
  constructor(network) {
    this.network = network;
    this.heap = new Heap();
    this.labels = new Labels(network);
    this.backwards = new BackwardLabels(network, this.heap);
    this.forwards = new ForwardCosts(network, this.heap);
    /** @type {WeakMap<Uint8Array, WeakMap<number[], Uint8Array>>} */
    this.closedButOwn = new WeakMap();
    /** Whether the last search gave up at its most labels. */
    this.isCut = false;
    /**
     * Queries of which paths that come back to a place are left out.
     * @type {WeakSet<RouterQuery>}
     */
    this.hurried = new WeakSet();
  }

  /**
   * Return what is searched for from a place to some ends: costs, with the access of others closed,
   * and the bounds of going on.
   * @param {Priced} priced
   * @param {number} origin
   * @param {number[]} ends Places, not the origin.
   * @param {Int32Array} windows Window of each move in the kind of year.
   * @param {readonly KnownPath[]} [known] Paths from there to ends, beyond whose cost nothing is sought.
   * @returns {RouterQuery}
   */
  query(priced, origin, ends, windows, known = []) {
    return this.bounded({ ...this.asked(priced, ends, windows), origin, common: null }, known);
  }

  /**
   * Return what is searched for from anywhere to some ends, and the bounds of going on without what
   * belongs to a place alone: they serve cargo of the same prices from all places.
   * @param {Priced} priced
   * @param {number[]} ends
   * @param {Int32Array} windows
   * @returns {CommonQuery}
   */
  commonQuery(priced, ends, windows) {
    const asked = this.asked(priced, ends, windows);
    return { ...asked, bounds: this.backwards.run({ ...asked, origin: NOWHERE }) };
  }

  /**
   * Return a query from a place, its bounds those of all with what its own ways add.
   * @param {CommonQuery} common
   * @param {number} origin None of the ends.
   * @returns {RouterQuery}
   */
  queryFrom(common, origin) {
    const query = { ...common, origin, common: common.bounds };
    return { ...query, bounds: this.backwards.runOwn(query, common.bounds) };
  }

  /**
   * @param {Priced} priced
   * @param {number[]} ends
   * @param {Int32Array} windows
   */
  asked(priced, ends, windows) {
    return {
      priced: { ...priced, closed: this.closedTo(priced.closed, ends) },
      unloading: this.unloadingCosts(priced.costs, ends),
      windows,
    };
  }

  /**
   * Return a query at other costs or with more closed, between the same places.
   * @param {RouterQuery} query
   * @param {Priced} priced
   * @param {{known?: readonly KnownPath[], isOwn?: boolean}} [options] Whether nothing else is other than
   *   ways of the origin alone.
   * @returns {RouterQuery}
   */
  withPriced(query, priced, { known = [], isOwn = false } = {}) {
    const asked = { ...query, priced, common: isOwn ? query.common : null };
    const other = asked.common ? { ...asked, bounds: this.backwards.runOwn(asked, asked.common) }
      : this.bounded(asked, known);
    if (this.hurried.has(query)) this.hurried.add(other);
    return other;
  }

  /**
   * @param {Omit<RouterQuery, "bounds">} query
   * @param {readonly KnownPath[]} known
   * @returns {RouterQuery}
   */
  bounded(query, known) {
    const usd = ceilingOf(this.network, query, known);
    const ceiling = usd === Infinity ? null
      : { usd, before: this.forwards.run(query, this.starts(query), usd) };
    return { ...query, bounds: this.backwards.run(query, ceiling) };
  }

  /**
   * Return closed moves, those of a place open to its own cargo alone; kept for the cargo of the next
   * place.
   * @param {Uint8Array} closed
   * @param {number[]} ends
   */
  closedTo(closed, ends) {
    const byEnds = this.closedButOwn.get(closed) ?? new WeakMap();
    this.closedButOwn.set(closed, byEnds);
    const coded = byEnds.get(ends) ?? closedButOwn(this.network, closed, new Set(ends));
    byEnds.set(ends, coded);
    return coded;
  }

  /**
   * Return the cost of unloading at some places, by state.
   * @param {Float64Array} costs By row.
   * @param {number[]} places
   */
  unloadingCosts(costs, places) {
    const { arrays, statesOf } = this.network;
    /** @type {Map<number, number>} */
    const unloading = new Map();
    for (const state of places.flatMap((place) => statesOf[place])) {
      const row = arrays.unload_row[state];
      if (row >= 0) unloading.set(state, costs[row]);
    }
    return unloading;
  }

  /**
   * Return the states in which cargo of a place is loaded, with what that costs and how long it takes.
   * @param {Pick<RouterQuery, "priced"|"origin">} query
   */
  starts({ priced, origin }) {
    const { arrays, rowDays, statesOf } = this.network;
    return statesOf[origin].filter((state) => arrays.load_row[state] >= 0).map((state) => {
      const row = arrays.load_row[state];
      return { state, days: rowDays[row], cost: priced.costs[row] };
    });
  }

  /**
   * Return the least-cost path of cargo that is ready on a day, or null.
   *
   * Cargo may roll to and fro to come in time for an opening. Where there are very many such paths
   * none of them is looked at, and `hurried` holds the query.
   * @param {RouterQuery} query
   * @param {number} ready
   * @param {number} [below] Cost from which on a path is of no interest.
   * @returns {FoundPath|null}
   */
  search(query, ready, below = Infinity) {
    if (!this.hurried.has(query)) {
      const found = this.searchAny(query, [ready], below);
      if (!this.isCut) return found;
      this.hurried.add(query);
    }
    return this.searchAny(query, [ready], below, Infinity);
  }

  /**
   * Return the least-cost path of cargo that is ready on one of some days, or null.
   * @param {RouterQuery} query
   * @param {number[]} readyDays
   * @param {number} below Cost from which on a path is of no interest.
   * @param {number} [mostLabels] After so many labels the search gives up, and `isCut` says so.
   * @returns {FoundPath|null}
   */
  searchAny(query, readyDays, below, mostLabels = MOST_LABELS) {
    const { heap, labels } = this;
    const neverBack = this.hurried.has(query);
    const { owner, arrays: { move_start: moveStart } } = this.network;
    const { priced: { waiting, closed }, origin } = query;
    this.isCut = false;
    labels.forget();
    heap.clear();
    for (const { state, days, cost } of this.starts(query)) {
      for (const ready of readyDays) {
        this.push(query, below, storedNode(state), ready + days, ready + days, cost, ready, -1, -1);
      }
    }
    while (heap.size) {
      const item = heap.pop();
      const label = item >> 1;
      if (item & 1) return this.found(query, label);
      if (labels.size > mostLabels) {
        this.isCut = true;
        return null;
      }
      const node = labels.node[label];
      if (labels.isNeedless(node, labels.first[label], labels.last[label], labels.cost[label],
        labels.ready[label], waiting)) continue;
      if (neverBack && labels.isBack(label)) continue;
      labels.keep(label);
      const total = labels.cost[label] + (query.unloading.get(stateOfNode(node)) ?? Infinity);
      if (total < below) heap.push(total, item + 1);
      for (let move = moveStart[node]; move < moveStart[node + 1]; move += 1) {
        if (!isClosedTo(closed, owner, move, origin)) this.expand(query, below, label, move);
      }
    }
    return null;
  }

  /**
   * @param {RouterQuery} query
   * @param {number} below
   * @param {number} node
   * @param {number} first
   * @param {number} last
   * @param {number} cost
   * @param {number} ready
   * @param {number} parent
   * @param {number} move
   */
  push(query, below, node, first, last, cost, ready, parent, move) {
    const { labels } = this;
    const key = cost + query.bounds.at(stateOfNode(node), first);
    if (key === Infinity || key >= below) return;
    if (labels.isNeedless(node, first, last, cost, ready, query.priced.waiting)) return;
    this.heap.push(key, 2 * labels.add(node, first, last, cost, ready, parent, move));
  }

  /**
   * Follow a move from a label, at each opening in time.
   * @param {RouterQuery} query
   * @param {number} below
   * @param {number} label
   * @param {number} move
   */
  expand(query, below, label, move) {
    const { arrays, row, rowDays, record } = this.network;
    const { labels } = this;
    const days = rowDays[row[move]];
    if (arrays.move_edge[move] < 0) {
      this.reload(query, below, label, move, days);
      return;
    }
    const first = labels.first[label];
    let until = labels.ready[label] + record.max_days - days;
    if (!arrays.stored[labels.node[label]]) until = Math.min(until, labels.last[label]);
    const window = query.windows[move];
    if (window < 0) {
      this.depart(query, below, label, move, days, first, until);
      return;
    }
    const opens = arrays.window_opens[window];
    const slack = arrays.window_length[window] - days;
    if (slack < 0) return;
    let start = opens + Math.floor((first - opens - slack) / YEAR_D) * YEAR_D;
    for (; start <= until; start += YEAR_D) {
      if (start + slack < first) continue;
      this.depart(query, below, label, move, days, Math.max(start, first), Math.min(start + slack, until));
    }
  }

  /**
   * Leave a label between two times.
   * @param {RouterQuery} query
   * @param {number} below
   * @param {number} label
   * @param {number} move
   * @param {number} days
   * @param {number} from
   * @param {number} until
   */
  depart(query, below, label, move, days, from, until) {
    if (from > until + EPS) return;
    const { labels } = this;
    const { arrays, row } = this.network;
    const { costs, waiting } = query.priced;
    const head = arrays.move_head[move];
    const cost = labels.cost[label] + waiting * Math.max(0, from - labels.first[label]);
    const arrive = from + days;
    this.push(query, below, head, arrive, arrays.stored[head] ? arrive : until + days,
      cost + costs[row[move]], labels.ready[label], label, move);
  }

  /**
   * Set cargo down and load it again. To wait until a moment at which the cargo could as well come,
   * the wait being earlier, saves the lifts: only what lies beyond is worth a label.
   * @param {RouterQuery} query
   * @param {number} below
   * @param {number} label
   * @param {number} move
   * @param {number} days
   */
  reload(query, below, label, move, days) {
    const { labels } = this;
    const { arrays, row, record } = this.network;
    const { costs, waiting } = query.priced;
    const arrive = Math.max(labels.first[label] + days, labels.last[label]);
    if (arrive >= labels.ready[label] + record.max_days) return;
    const cost = labels.cost[label] + waiting * (arrive - days - labels.first[label]);
    this.push(query, below, arrays.move_head[move], arrive, arrive, cost + costs[row[move]],
      labels.ready[label], label, move);
  }

  /**
   * Return the path that a label came by.
   * @param {RouterQuery} query
   * @param {number} last
   * @returns {FoundPath}
   */
  found(query, last) {
    const { labels } = this;
    const moves = [];
    let label = last;
    for (; labels.parent[label] >= 0; label = labels.parent[label]) moves.push(labels.move[label]);
    const endState = stateOfNode(labels.node[last]);
    return {
      cost: labels.cost[last] + (query.unloading.get(endState) ?? Infinity),
      ready: labels.ready[last],
      moves: moves.reverse(),
      startState: stateOfNode(labels.node[label]),
      endState,
    };
  }
}
