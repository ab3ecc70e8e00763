/**
 * Label setting with A* bounds: least-cost paths by date, money plus the price of time, under seasons.
 *
 * The same search as `geo/routing/labels.py` (docs/model.md, E8), for cargo that is ready on one of
 * some given days.
 */

import { ROUNDING_D, YEAR_D } from "../shared/calendar.js";
import { Heap } from "./heap.js";
import { Labels } from "./labels.js";
import { stateOfNode, storedNode } from "./network.js";
import { costsToGo, unloadingCosts } from "./potentials.js";

/** @import { Path, PlannerNetwork, Priced } from "../types.js" */

const EPS_D = 1e-9;

// Beyond so many paths that came back to a place a search looks only at those that never do. The
// potentials know no seasons, so paths to and fro that pass time until an opening are hard to tell
// from good ones; geo/routing/guide.py has potentials that do, and no such limit.
const MOST_RETURNS = 5000;

/**
 * Return a router for a network; it keeps its memory from search to search.
 * @param {PlannerNetwork} network
 */
export function makeRouter(network) {
  const { arrays, nodes, row, rowDays, owner, statesOf } = network;
  const { move_start: moveStart, move_head: moveHead, move_edge: moveEdge, stored } = arrays;
  const { window_opens: opens, window_length: lengths } = arrays;
  const heap = new Heap();
  const labels = new Labels();
  const kept = new Int32Array(nodes).fill(-1);
  // The latest moment of what is kept at a node: whatever goes on longer is not needless.
  const latest = new Float64Array(nodes).fill(-Infinity);
  /** @type {number[]} */
  const touched = [];
  let unloading = new Float64Array(nodes);
  let hurried = false;

  /** @param {number} node */
  const placeOfNode = (node) => arrays.state_place[stateOfNode(node)];

  /**
   * Whether a label at its node costs no more than a new one at every moment of it.
   * @param {number} node
   * @param {number} first
   * @param {number} last
   * @param {number} cost
   * @param {number} ready
   * @param {number} waiting
   */
  function isNeedless(node, first, last, cost, ready, waiting) {
    if (!stored[node] && last > latest[node] + EPS_D) return false;
    for (let one = kept[node]; one >= 0; one = labels.sibling[one]) {
      if (labels.first[one] <= first + EPS_D && labels.ready[one] >= ready - EPS_D
        && labels.cost[one] + waiting * Math.max(0, first - labels.first[one]) <= cost + EPS_D
        && (stored[node] || labels.last[one] >= last - EPS_D)) return true;
    }
    return false;
  }

  /**
   * Whether cargo has come back to a place, any on its way, that it left since it was in store.
   * @param {number} label
   */
  function isBack(label) {
    const parent = labels.parent[label];
    if (parent < 0 || stored[labels.node[label]]) return false;
    if (labels.back[parent]) return true;
    const place = placeOfNode(labels.node[label]);
    let left = false;
    for (let one = label; !stored[labels.node[one]] && labels.parent[one] >= 0;) {
      one = labels.parent[one];
      const here = placeOfNode(labels.node[one]) === place;
      if (here && left) return true;
      left ||= !here;
    }
    return false;
  }

  /** @param {number} label */
  function keep(label) {
    const node = labels.node[label];
    if (kept[node] < 0) touched.push(node);
    labels.sibling[label] = kept[node];
    kept[node] = label;
    latest[node] = Math.max(latest[node], labels.last[label]);
  }

  function forget() {
    for (const node of touched) {
      kept[node] = -1;
      latest[node] = -Infinity;
    }
    touched.length = 0;
    labels.size = 0;
    heap.clear();
  }

  /**
   * Return the least-cost path from a place to one of the ends, or null.
   *
   * Cargo may roll to and fro to come in time for an opening. Where there are very many such ways
   * none of them is looked at, and `isHurried` says so.
   * @param {Priced} priced
   * @param {number} origin
   * @param {number[]} ends
   * @param {Float64Array} least What `bounds` returned for these ends.
   * @param {Int32Array} windows Window of each move in the kind of year.
   * @param {number[]} readyDays Days of readiness, the best of which is chosen.
   * @returns {Path|null}
   */
  function search(priced, origin, ends, least, windows, readyDays) {
    hurried = false;
    const found = attempt(priced, origin, ends, least, windows, readyDays);
    if (!hurried) return found;
    return attempt(priced, origin, ends, least, windows, readyDays);
  }

  /**
   * @param {Priced} priced
   * @param {number} origin
   * @param {number[]} ends
   * @param {Float64Array} least
   * @param {Int32Array} windows
   * @param {number[]} readyDays
   * @returns {Path|null}
   */
  function attempt({ costs, waiting, closed }, origin, ends, least, windows, readyDays) {
    forget();
    const isEnd = new Set(ends);
    unloading = unloadingCosts(network, costs, ends);
    const maxDays = network.record.max_days;
    let returns = 0;

    /**
     * @param {number} node
     * @param {number} first
     * @param {number} last
     * @param {number} cost
     * @param {number} ready
     * @param {number} parent
     * @param {number} move
     */
    function push(node, first, last, cost, ready, parent, move) {
      const key = cost + least[node];
      if (key === Infinity || isNeedless(node, first, last, cost, ready, waiting)) return;
      heap.push(key, 2 * labels.add(node, first, last, cost, ready, parent, move));
    }

    /**
     * Leave a label between two times.
     * @param {number} label
     * @param {number} move
     * @param {number} days
     * @param {number} from
     * @param {number} until
     */
    function depart(label, move, days, from, until) {
      if (from > until + EPS_D) return;
      const head = moveHead[move];
      const cost = labels.cost[label] + waiting * Math.max(0, from - labels.first[label]);
      const arrive = from + days;
      push(head, arrive, stored[head] ? arrive : until + days, cost + costs[row[move]],
        labels.ready[label], label, move);
    }

    /**
     * Set cargo down and load it again. To wait until a moment at which the cargo could as well
     * come, the wait being earlier, saves the lifts: only what lies beyond is worth a label.
     * @param {number} label
     * @param {number} move
     * @param {number} days
     */
    function reload(label, move, days) {
      const arrive = Math.max(labels.first[label] + days, labels.last[label]);
      if (arrive >= labels.ready[label] + maxDays) return;
      const cost = labels.cost[label] + waiting * (arrive - days - labels.first[label]);
      push(moveHead[move], arrive, arrive, cost + costs[row[move]], labels.ready[label], label, move);
    }

    /**
     * @param {number} label
     * @param {number} move
     */
    function expand(label, move) {
      if (closed[move]) return;
      if (owner[move] >= 0 && owner[move] !== origin && !isEnd.has(owner[move])) return;
      if (least[moveHead[move]] === Infinity) return;
      const days = rowDays[row[move]];
      const first = labels.first[label];
      if (moveEdge[move] < 0) {
        reload(label, move, days);
        return;
      }
      let until = labels.ready[label] + maxDays - days;
      if (!stored[labels.node[label]]) until = Math.min(until, labels.last[label]);
      const window = windows[move];
      if (window < 0) {
        depart(label, move, days, first, until);
        return;
      }
      const slack = lengths[window] - days;
      if (slack < 0) return;
      let start = opens[window] + Math.floor((first - opens[window] - slack) / YEAR_D) * YEAR_D;
      for (; start <= until; start += YEAR_D) {
        if (start + slack < first) continue;
        depart(label, move, days, Math.max(start, first), Math.min(start + slack, until));
      }
    }

    for (const state of statesOf[origin]) {
      const loading = arrays.load_row[state];
      if (loading < 0) continue;
      for (const ready of readyDays) {
        const first = ready + rowDays[loading];
        push(storedNode(state), first, first, costs[loading], ready, -1, -1);
      }
    }
    while (heap.size) {
      const item = heap.pop();
      const label = item >> 1;
      if (item & 1) {
        return traced(label, origin);
      }
      const node = labels.node[label];
      if (isNeedless(node, labels.first[label], labels.last[label], labels.cost[label],
        labels.ready[label], waiting)) continue;
      if (isBack(label)) {
        if (hurried) continue;
        labels.back[label] = 1;
        returns += 1;
        if (returns > MOST_RETURNS) {
          hurried = true;
          return null;
        }
      }
      keep(label);
      if (unloading[node] < Infinity) heap.push(labels.cost[label] + unloading[node], item + 1);
      for (let move = moveStart[node]; move < moveStart[node + 1]; move += 1) expand(label, move);
    }
    return null;
  }

  /**
   * Return when cargo came into the store from which it left.
   * @param {number} label
   */
  function there(label) {
    const move = labels.move[label];
    const isReloaded = move >= 0 && moveEdge[move] < 0;
    return isReloaded ? labels.first[labels.parent[label]] + rowDays[row[move]] : labels.first[label];
  }

  /**
   * Return the path that a label came by, with its waits.
   * @param {number} last
   * @param {number} origin
   * @returns {Path}
   */
  function traced(last, origin) {
    const moves = [];
    const waits = [];
    let label = last;
    let time = labels.first[last];
    for (; labels.parent[label] >= 0; label = labels.parent[label]) {
      const move = labels.move[label];
      const parent = labels.parent[label];
      const leave = time - rowDays[row[move]];
      time = stored[labels.node[parent]] ? there(parent) : leave;
      const wait = leave - time;
      moves.push(move);
      waits.push(wait > ROUNDING_D ? wait : 0);
    }
    return {
      cost: labels.cost[last] + unloading[labels.node[last]],
      ready: labels.ready[last],
      moves: moves.reverse(),
      waits: waits.reverse(),
      origin,
      destination: placeOfNode(labels.node[last]),
      startState: stateOfNode(labels.node[label]),
      endState: stateOfNode(labels.node[last]),
    };
  }

  return {
    /**
     * Return the least cost to go from every node, for a search to these ends.
     * @param {Pick<Priced, "costs"|"closed">} priced
     * @param {number[]} ends
     * @param {Int32Array} windows
     */
    bounds: (priced, ends, windows) => costsToGo(network, priced, ends, windows, heap),
    search,
    labelled: () => labels.size,
    isHurried: () => hurried,
  };
}
