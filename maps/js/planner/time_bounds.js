/**
 * Lower bounds by time: what it costs at least from every state to one of the ends.
 *
 * The same as `geo/routing/potentials.py` (docs/model.md, E9): the exact cost of an easier question, in
 * which cargo may wait anywhere. An opening is three numbers: cargo that is at its state by `until`
 * may go on to the end; at time t it costs the greater of `least` and of `anchored` less w t, w being
 * the price of a day. It recurs each year.
 */

import { YEAR_D } from "../shared/calendar.js";
import { EPS, widened } from "./labels.js";
import { HOLDS, isClosedTo, stateOfNode } from "./network.js";
import { Bounds, OwnBounds } from "./opening_bounds.js";

/** @import { PlannerNetwork, RouterQuery, TimeBounds } from "../types.js" */

const FIRST_ROOM = 4096;
/** @typedef {Omit<RouterQuery, "bounds"|"common">} Asked */

/** The search for openings, backwards from the ends; it keeps its memory from search to search. */
export class BackwardLabels {
  /**
   * @param {PlannerNetwork} network
   * @param {import("./heap.js").Heap} heap
   */
  constructor(network, heap) {
    this.network = network;
    this.heap = heap;
    this.states = network.nodes / HOLDS;
    this.room = FIRST_ROOM;
    this.size = 0;
    this.least = new Float64Array(this.room);
    this.until = new Float64Array(this.room);
    this.anchored = new Float64Array(this.room);
    this.state = new Int32Array(this.room);
    this.sibling = new Int32Array(this.room);
    this.kept = new Int32Array(this.states);
    this.always = new Float64Array(this.states);
    this.waiting = 0;
    this.usd = Infinity;
    /** @type {Float64Array} */
    this.nothing = new Float64Array(this.states);
    this.before = this.nothing;
    /** @type {Bounds|null} */
    this.common = null;
  }

  /**
   * Return the bounds of going to the ends.
   * @param {Asked} query
   * @param {{usd: number, before: Float64Array}|null} [ceiling] What the whole way costs at most, and
   *   each state at least before: what comes to more is as good as not there.
   * @returns {Bounds}
   */
  run(query, ceiling = null) {
    this.begin(query, ceiling, null);
    for (const [state, cost] of query.unloading) this.push(cost, Infinity, -Infinity, state);
    const settled = this.settle(query);
    const start = new Int32Array(this.states + 1);
    for (const one of settled) start[this.state[one] + 1] += 1;
    for (let state = 0; state < this.states; state += 1) start[state + 1] += start[state];
    return this.boundsOf(settled, start, (state) => state);
  }

  /**
   * Return the bounds of going to the ends by what all have in common and by ways of the origin alone.
   * @param {Asked} query
   * @param {Bounds} common Without those ways.
   * @returns {TimeBounds}
   */
  runOwn(query, common) {
    const { network } = this;
    this.begin(query, null, common);
    for (const move of network.ownedBy.get(query.origin) ?? []) {
      if (!network.isStateBack[move]) continue;
      const state = stateOfNode(network.arrays.move_head[move]);
      for (let i = common.start[state]; i < common.start[state + 1]; i += 1) {
        this.goBack(query, move, common.least[i], common.until[i], common.anchored[i]);
      }
    }
    const settled = this.settle(query);
    /** @type {Map<number, number>} */
    const numbers = new Map();
    const counts = [0];
    for (const one of settled) {
      const number = numbers.get(this.state[one]) ?? numbers.size;
      numbers.set(this.state[one], number);
      counts[number + 1] = (counts[number + 1] ?? 0) + 1;
    }
    const start = Int32Array.from(counts);
    for (let number = 0; number < numbers.size; number += 1) start[number + 1] += start[number];
    return new OwnBounds(common, this.boundsOf(settled, start, (state) => numbers.get(state) ?? 0), numbers);
  }

  /**
   * @param {Asked} query
   * @param {{usd: number, before: Float64Array}|null} ceiling
   * @param {Bounds|null} common
   */
  begin({ priced }, ceiling, common) {
    this.usd = ceiling?.usd ?? Infinity;
    this.before = ceiling?.before ?? this.nothing;
    this.waiting = priced.waiting;
    this.common = common;
    this.size = 0;
    this.kept.fill(-1);
    this.always.fill(Infinity);
    this.heap.clear();
  }

  /**
   * Settle openings, that of least cost first; return their numbers.
   * @param {Asked} query
   */
  settle(query) {
    const { heap } = this;
    const settled = [];
    while (heap.size) {
      const one = heap.pop();
      const state = this.state[one];
      const [least, until, anchored] = [this.least[one], this.until[one], this.anchored[one]];
      if (this.isNeedless(least, until, anchored, state)) continue;
      if (this.isCovered(least, until, anchored, state)) continue;
      this.sibling[one] = this.kept[state];
      this.kept[state] = one;
      settled.push(one);
      this.expand(one, query);
    }
    return settled;
  }

  /**
   * Follow what leads to the state of an opening.
   * @param {number} one
   * @param {Asked} query
   */
  expand(one, query) {
    const { stateBackStart, stateBack } = this.network;
    const [state, least, until, anchored] =
      [this.state[one], this.least[one], this.until[one], this.anchored[one]];
    for (let i = stateBackStart[state]; i < stateBackStart[state + 1]; i += 1) {
      this.goBack(query, stateBack[i], least, until, anchored);
    }
  }

  /**
   * Follow a move back from an opening.
   * @param {Asked} query
   * @param {number} move
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   */
  goBack({ priced: { costs, closed }, origin, windows }, move, least, until, anchored) {
    const { owner, tail, row, rowDays } = this.network;
    if (isClosedTo(closed, owner, move, origin)) return;
    const cost = costs[row[move]];
    const before = stateOfNode(tail[move]);
    if (least + cost >= this.always[before]) return;
    const days = rowDays[row[move]];
    if (windows[move] < 0) {
      this.pushOfYear(least + cost, until - days, anchored + cost - this.waiting * days, before);
    } else {
      this.beforeWindow(least + cost, until - days, anchored + cost - this.waiting * days, before,
        windows[move], days);
    }
  }

  /**
   * Push what an opening means before a move that is open for some days only.
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   * @param {number} state
   * @param {number} window
   * @param {number} days
   */
  beforeWindow(least, until, anchored, state, window, days) {
    const { arrays } = this.network;
    const { waiting } = this;
    const opens = arrays.window_opens[window];
    const slack = arrays.window_length[window] - days;
    if (slack < 0) return;
    const closes = opens + slack;
    if (until === Infinity) {
      this.pushOfYear(least, closes, least + waiting * opens, state);
      return;
    }
    for (let years = Math.ceil((opens - until - EPS) / YEAR_D); ; years += 1) {
      const last = until + YEAR_D * years;
      const fixed = Math.max(anchored + waiting * YEAR_D * years, least + waiting * opens);
      const end = Math.min(closes, last);
      this.pushOfYear(Math.max(least, fixed - waiting * end), end, fixed, state);
      if (last >= closes) return;
    }
  }

  /**
   * Push an opening told of the first year.
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   * @param {number} state
   */
  pushOfYear(least, until, anchored, state) {
    const years = until === Infinity ? 0 : Math.floor(until / YEAR_D);
    this.push(least, until - YEAR_D * years, anchored - this.waiting * YEAR_D * years, state);
  }

  /**
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   * @param {number} state
   */
  push(least, until, anchored, state) {
    if (least === Infinity || least + this.before[state] > this.usd) return;
    if (until === Infinity) {
      if (least >= this.always[state] || this.common?.isNeedless(state, least, until, anchored)) return;
      this.always[state] = least;
    } else if (this.isNeedless(least, until, anchored, state)) return;
    if (this.size === this.room) this.makeRoom();
    const one = this.size;
    this.size += 1;
    this.least[one] = least;
    this.until[one] = until;
    this.anchored[one] = anchored;
    this.state[one] = state;
    this.heap.push(least, one);
  }

  makeRoom() {
    this.room *= 2;
    this.least = widened(this.least, this.room);
    this.until = widened(this.until, this.room);
    this.anchored = widened(this.anchored, this.room);
    this.state = widened(this.state, this.room);
    this.sibling = widened(this.sibling, this.room);
  }

  /**
   * Whether a settled opening costs no more at any time.
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   * @param {number} state
   */
  isNeedless(least, until, anchored, state) {
    const aYear = this.waiting * YEAR_D;
    for (let one = this.kept[state]; one >= 0; one = this.sibling[one]) {
      if (this.anchored[one] <= anchored + EPS && this.least[one] <= least + EPS
        && (this.until[one] >= until - EPS || this.anchored[one] + aYear <= anchored + EPS)) return true;
    }
    return this.common !== null && this.common.isNeedless(state, least, until, anchored);
  }

  /**
   * Whether at every time one settled opening or another costs no more: each is below the new one
   * from some moment to its own end, and they are laid end to end.
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   * @param {number} state
   */
  isCovered(least, until, anchored, state) {
    const { waiting } = this;
    const first = this.kept[state];
    if (!waiting || until === Infinity || first < 0 || this.sibling[first] < 0) return false;
    let reached = (anchored - least) / waiting;
    for (;;) {
      const before = reached;
      reached = -Infinity;
      for (let one = first; one >= 0; one = this.sibling[one]) {
        if (this.least[one] > least + EPS) continue;
        const from = (this.anchored[one] - least) / waiting - EPS;
        const last = this.until[one] + YEAR_D * Math.floor((before - from) / YEAR_D);
        if (last > reached) reached = last;
      }
      if (reached >= until - EPS && reached >= before - EPS) return true;
      if (reached <= before) return false;
    }
  }

  /**
   * Return the bounds of the openings that are settled.
   * @param {number[]} settled In their order, those of least cost first.
   * @param {Int32Array} start Of the openings of each state.
   * @param {(state: number) => number} numberOf A state in `start`.
   */
  boundsOf(settled, start, numberOf) {
    const next = start.slice();
    const [least, until, anchored] = [0, 1, 2].map(() => new Float64Array(settled.length));
    for (const one of settled) {
      const number = numberOf(this.state[one]);
      const at = next[number];
      next[number] += 1;
      least[at] = this.least[one];
      until[at] = this.until[one];
      anchored[at] = this.anchored[one];
    }
    return new Bounds(start, least, until, anchored, this.waiting);
  }
}
