/**
 * Label setting with A* bounds: least-cost paths by date, money plus the price of time, under
 * seasons.
 *
 * The same search as `geo/routing/labels.py` (docs/model.md, E8), for cargo that is ready on one of
 * some given days.
 */

import { ROUNDING_D, YEAR_D } from "../shared/calendar.js";
import { Heap } from "./heap.js";
import { EPS, Labels } from "./labels.js";
import { stateOfNode, storedNode } from "./network.js";
import { costsToGo, unloadingCosts } from "./potentials.js";

/** @import { Path, PlannerNetwork, Priced } from "../types.js" */

// Beyond so many paths that came back to a place a search looks only at those that never do. The
// potentials know no seasons, so paths to and fro that pass time until an opening are hard to tell
// from good ones; geo/routing/guide.py has potentials that do, and no such limit.
const MOST_RETURNS = 5000;

/**
 * What is searched for.
 * @typedef {Object} Query
 * @property {Priced} priced
 * @property {number} origin
 * @property {Set<number>} ends Places.
 * @property {Float64Array} least What `bounds` returned for these ends.
 * @property {Float64Array} unloading Cost of unloading by node.
 * @property {Int32Array} windows Window of each move in the kind of year.
 * @property {number[]} readyDays Days of readiness, the best of which is chosen.
 */

/** Searches a network; it keeps its memory from search to search. */
export class Router {
  /** @param {PlannerNetwork} network */
  constructor(network) {
    this.network = network;
    this.heap = new Heap();
    this.labels = new Labels(network);
    /** Whether the last search left out paths that come back to a place. */
    this.isHurried = false;
  }

  /**
   * Return the least cost to go from every node, for searches to these ends.
   * @param {Pick<Priced, "costs"|"closed">} priced
   * @param {number[]} ends
   * @param {Int32Array} windows
   */
  bounds(priced, ends, windows) {
    return costsToGo(this.network, priced, ends, windows, this.heap);
  }

  /**
   * Return the least-cost path from a place to one of the ends, or null.
   *
   * Cargo may roll to and fro to come in time for an opening. Where there are very many such paths
   * none of them is looked at, and `isHurried` says so.
   * @param {Priced} priced
   * @param {number} origin
   * @param {number[]} ends
   * @param {Float64Array} least
   * @param {Int32Array} windows
   * @param {number[]} readyDays
   * @returns {Path|null}
   */
  search(priced, origin, ends, least, windows, readyDays) {
    const unloading = unloadingCosts(this.network, priced.costs, ends);
    const query = { priced, origin, ends: new Set(ends), least, unloading, windows, readyDays };
    this.isHurried = false;
    const found = this.attempt(query);
    return this.isHurried ? this.attempt(query) : found;
  }

  /**
   * @param {Query} query
   * @returns {Path|null}
   */
  attempt(query) {
    const { heap, labels } = this;
    const { move_start: moveStart } = this.network.arrays;
    const { waiting } = query.priced;
    let returns = 0;
    labels.forget();
    heap.clear();
    this.begin(query);
    while (heap.size) {
      const item = heap.pop();
      const label = item >> 1;
      if (item & 1) return this.traced(query, label);
      const node = labels.node[label];
      if (labels.isNeedless(node, labels.first[label], labels.last[label], labels.cost[label],
        labels.ready[label], waiting)) continue;
      if (labels.isBack(label)) {
        if (this.isHurried) continue;
        labels.back[label] = 1;
        returns += 1;
        if (returns > MOST_RETURNS) {
          this.isHurried = true;
          return null;
        }
      }
      labels.keep(label);
      const unloading = query.unloading[node];
      if (unloading < Infinity) heap.push(labels.cost[label] + unloading, item + 1);
      for (let move = moveStart[node]; move < moveStart[node + 1]; move += 1) {
        this.expand(query, label, move);
      }
    }
    return null;
  }

  /**
   * Load the cargo at its origin on every vehicle and every day.
   * @param {Query} query
   */
  begin(query) {
    const { arrays, rowDays, statesOf } = this.network;
    for (const state of statesOf[query.origin]) {
      const loading = arrays.load_row[state];
      if (loading < 0) continue;
      for (const ready of query.readyDays) {
        const first = ready + rowDays[loading];
        this.push(query, storedNode(state), first, first, query.priced.costs[loading], ready, -1, -1);
      }
    }
  }

  /**
   * @param {Query} query
   * @param {number} node
   * @param {number} first
   * @param {number} last
   * @param {number} cost
   * @param {number} ready
   * @param {number} parent
   * @param {number} move
   */
  push(query, node, first, last, cost, ready, parent, move) {
    const { labels } = this;
    const key = cost + query.least[node];
    if (key === Infinity) return;
    if (labels.isNeedless(node, first, last, cost, ready, query.priced.waiting)) return;
    this.heap.push(key, 2 * labels.add(node, first, last, cost, ready, parent, move));
  }

  /**
   * Follow a move from a label, at each opening in time.
   * @param {Query} query
   * @param {number} label
   * @param {number} move
   */
  expand(query, label, move) {
    const { arrays, owner, onlyEnd, row, rowDays, record } = this.network;
    const { labels } = this;
    if (query.priced.closed[move]) return;
    const place = owner[move];
    if (place >= 0 && place !== query.origin && !query.ends.has(place)) return;
    const end = onlyEnd[move];
    if (end >= 0 && (place !== query.origin || !query.ends.has(end))) return;
    if (query.least[arrays.move_head[move]] === Infinity) return;
    const days = rowDays[row[move]];
    if (arrays.move_edge[move] < 0) {
      this.reload(query, label, move, days);
      return;
    }
    const first = labels.first[label];
    let until = labels.ready[label] + record.max_days - days;
    if (!arrays.stored[labels.node[label]]) until = Math.min(until, labels.last[label]);
    const window = query.windows[move];
    if (window < 0) {
      this.depart(query, label, move, days, first, until);
      return;
    }
    const opens = arrays.window_opens[window];
    const slack = arrays.window_length[window] - days;
    if (slack < 0) return;
    let start = opens + Math.floor((first - opens - slack) / YEAR_D) * YEAR_D;
    for (; start <= until; start += YEAR_D) {
      if (start + slack < first) continue;
      this.depart(query, label, move, days, Math.max(start, first), Math.min(start + slack, until));
    }
  }

  /**
   * Leave a label between two times.
   * @param {Query} query
   * @param {number} label
   * @param {number} move
   * @param {number} days
   * @param {number} from
   * @param {number} until
   */
  depart(query, label, move, days, from, until) {
    if (from > until + EPS) return;
    const { labels } = this;
    const { arrays, row } = this.network;
    const { costs, waiting } = query.priced;
    const head = arrays.move_head[move];
    const cost = labels.cost[label] + waiting * Math.max(0, from - labels.first[label]);
    const arrive = from + days;
    this.push(query, head, arrive, arrays.stored[head] ? arrive : until + days,
      cost + costs[row[move]], labels.ready[label], label, move);
  }

  /**
   * Set cargo down and load it again. To wait until a moment at which the cargo could as well come,
   * the wait being earlier, saves the lifts: only what lies beyond is worth a label.
   * @param {Query} query
   * @param {number} label
   * @param {number} move
   * @param {number} days
   */
  reload(query, label, move, days) {
    const { labels } = this;
    const { arrays, row, record } = this.network;
    const { costs, waiting } = query.priced;
    const arrive = Math.max(labels.first[label] + days, labels.last[label]);
    if (arrive >= labels.ready[label] + record.max_days) return;
    const cost = labels.cost[label] + waiting * (arrive - days - labels.first[label]);
    this.push(query, arrays.move_head[move], arrive, arrive, cost + costs[row[move]],
      labels.ready[label], label, move);
  }

  /**
   * Return when cargo came into the store from which it left.
   * @param {number} label
   */
  storedSince(label) {
    const { labels } = this;
    const { arrays, row, rowDays } = this.network;
    const move = labels.move[label];
    const isReloaded = move >= 0 && arrays.move_edge[move] < 0;
    return isReloaded ? labels.first[labels.parent[label]] + rowDays[row[move]] : labels.first[label];
  }

  /**
   * Return the path that a label came by, with its waits.
   * @param {Query} query
   * @param {number} last
   * @returns {Path}
   */
  traced(query, last) {
    const { labels } = this;
    const { arrays, row, rowDays } = this.network;
    const moves = [];
    const waits = [];
    let label = last;
    let time = labels.first[last];
    for (; labels.parent[label] >= 0; label = labels.parent[label]) {
      const move = labels.move[label];
      const parent = labels.parent[label];
      const leave = time - rowDays[row[move]];
      time = arrays.stored[labels.node[parent]] ? this.storedSince(parent) : leave;
      const wait = leave - time;
      moves.push(move);
      waits.push(wait > ROUNDING_D ? wait : 0);
    }
    return {
      cost: labels.cost[last] + query.unloading[labels.node[last]],
      ready: labels.ready[last],
      moves: moves.reverse(),
      waits: waits.reverse(),
      origin: query.origin,
      destination: labels.placeOf(last),
      startState: stateOfNode(labels.node[label]),
      endState: stateOfNode(labels.node[last]),
    };
  }
}
