/**
 * Least-cost paths by date: money plus the price of time, exactly, under seasons.
 *
 * The same search as `geo/routing/labels.py` (docs/model.md, E8), for cargo that is ready on one of
 * some given days. Labels stand in arrays that grow; a slider needs thousands of them a second.
 */
"use strict";
(function () {
  const YEAR_D = 365;
  const EPS_D = 1e-9;
  // Less than this between two moments is rounding, not a wait.
  const ROUNDING_D = 1e-6;

  // Beyond so many ways that came back to a place a search looks only at those that never do.
  const MOST_RETURNS = 500;

  const NUMBERS = ["first", "last", "cost", "ready"];
  const LINKS = ["node", "parent", "move", "sibling", "back"];

  /** Labels of one search: being at a node from `first` to `last` at a cost that rises by the day. */
  class Labels {
    constructor() {
      this.size = 0;
      this.room = 0;
      this.makeRoom();
    }

    makeRoom() {
      this.room = Math.max(4096, 2 * this.room);
      for (const [names, Type] of [[NUMBERS, Float64Array], [LINKS, Int32Array]]) {
        for (const name of names) {
          const values = new Type(this.room);
          if (this[name]) values.set(this[name]);
          this[name] = values;
        }
      }
    }

    add(node, first, last, cost, ready, parent, move) {
      if (this.size === this.room) this.makeRoom();
      const label = this.size;
      this.size += 1;
      this.node[label] = node;
      this.first[label] = first;
      this.last[label] = last;
      this.cost[label] = cost;
      this.ready[label] = ready;
      this.parent[label] = parent;
      this.move[label] = move;
      this.back[label] = 0;
      return label;
    }
  }

  /**
   * What a cargo may use at what cost.
   * @typedef {Object} Priced
   * @property {Float64Array} costs Cost of each row.
   * @property {number} waiting Price of a day of waiting.
   * @property {Uint8Array} closed By move.
   */

  /**
   * A way that was found: moves with the days waited before each, and what it costs.
   * @typedef {{cost: number, ready: number, moves: number[], waits: number[],
   *   origin: number, destination: number, startState: number, endState: number}} Way
   */

  /**
   * Return a router for a network; it keeps its memory from search to search.
   * @param {PlannerNetwork} network
   */
  zimnik.makeRouter = function (network) {
    const { arrays, nodes, tail, backStart, back, row, rowDays, owner, statesOf } = network;
    const { move_start: moveStart, move_head: moveHead, move_edge: moveEdge, stored } = arrays;
    const { window_opens: opens, window_length: lengths } = arrays;
    const heap = new zimnik.Heap();
    const labels = new Labels();
    const kept = new Int32Array(nodes).fill(-1);
    // The latest moment of what is kept at a node: whatever goes on longer is not needless.
    const latest = new Float64Array(nodes).fill(-Infinity);
    const touched = [];
    const unloading = new Float64Array(nodes);
    let hurried = false;

    /**
     * Return the cost from every node to one of the ends as if all were open, by Dijkstra
     * backwards. Access of `others` is left out: it is a way for cargo of its own place alone,
     * and leads into an end.
     * @param {Priced} priced No dearer than any cargo that the bounds are to serve.
     * @param {number[]} ends Places.
     * @param {Int32Array} windows Window of each move in the kind of year; what takes longer than
     *   its window never opens.
     */
    function bounds({ costs, closed }, ends, windows) {
      const least = new Float64Array(nodes).fill(Infinity);
      const isEnd = new Set(ends);
      heap.clear();
      for (const place of ends) {
        for (const state of statesOf[place]) {
          if (arrays.unload_row[state] < 0) continue;
          for (const node of zimnik.nodesOfState(state)) {
            least[node] = costs[arrays.unload_row[state]];
            heap.push(least[node], node);
          }
        }
      }
      const done = new Uint8Array(nodes);
      while (heap.size) {
        const node = heap.pop();
        if (done[node]) continue;
        done[node] = 1;
        for (let i = backStart[node]; i < backStart[node + 1]; i += 1) {
          const move = back[i];
          if (closed[move] || (owner[move] >= 0 && !usable(move, isEnd))) continue;
          if (windows[move] >= 0 && lengths[windows[move]] < rowDays[row[move]]) continue;
          const before = least[node] + costs[row[move]];
          if (before < least[tail[move]]) {
            least[tail[move]] = before;
            heap.push(before, tail[move]);
          }
        }
      }
      return least;
    }

    // The access of an origin is not known here, so all access that leads away from its place is.
    const usable = (move, isEnd) => isEnd.has(owner[move])
      || placeOfNode(tail[move]) === owner[move];
    const placeOfNode = (node) => arrays.state_place[zimnik.stateOfNode(node)];

    /** Whether a label at its node costs no more than a new one at every moment of it. */
    function isNeedless(node, first, last, cost, ready, waiting) {
      if (!stored[node] && last > latest[node] + EPS_D) return false;
      for (let one = kept[node]; one >= 0; one = labels.sibling[one]) {
        if (labels.first[one] <= first + EPS_D && labels.ready[one] >= ready - EPS_D
          && labels.cost[one] + waiting * Math.max(0, first - labels.first[one]) <= cost + EPS_D
          && (stored[node] || labels.last[one] >= last - EPS_D)) return true;
      }
      return false;
    }

    /** Whether cargo has come back to a place, any on its way, that it left since it was in store. */
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
        unloading[node] = Infinity;
      }
      touched.length = 0;
      labels.size = 0;
      heap.clear();
    }

    /**
     * Return the least-cost way from a place to one of the ends, or null.
     *
     * Cargo may roll to and fro to come in time for an opening. Where there are very many such ways
     * none of them is looked at, and `isHurried` says so.
     * @param {Priced} priced
     * @param {number} origin
     * @param {number[]} ends
     * @param {Float64Array} least What `bounds` returned for these ends.
     * @param {Int32Array} windows Window of each move in the kind of year.
     * @param {number[]} readyDays Days of readiness, the best of which is chosen.
     * @returns {?Way}
     */
    function search(priced, origin, ends, least, windows, readyDays) {
      hurried = false;
      const found = attempt(priced, origin, ends, least, windows, readyDays);
      if (!hurried) return found;
      return attempt(priced, origin, ends, least, windows, readyDays);
    }

    function attempt({ costs, waiting, closed }, origin, ends, least, windows, readyDays) {
      forget();
      const isEnd = new Set(ends);
      unloading.fill(Infinity);
      for (const place of ends) {
        for (const state of statesOf[place]) {
          if (arrays.unload_row[state] < 0) continue;
          for (const node of zimnik.nodesOfState(state)) {
            unloading[node] = costs[arrays.unload_row[state]];
          }
        }
      }
      const maxDays = network.record.max_days;
      let returns = 0;

      function push(node, first, last, cost, ready, parent, move) {
        const key = cost + least[node];
        if (key === Infinity || isNeedless(node, first, last, cost, ready, waiting)) return;
        heap.push(key, 2 * labels.add(node, first, last, cost, ready, parent, move));
      }

      /** Leave a label between two times. */
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
       */
      function reload(label, move, days) {
        const arrive = Math.max(labels.first[label] + days, labels.last[label]);
        if (arrive >= labels.ready[label] + maxDays) return;
        const cost = labels.cost[label] + waiting * (arrive - days - labels.first[label]);
        push(moveHead[move], arrive, arrive, cost + costs[row[move]], labels.ready[label], label, move);
      }

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
          push(zimnik.storedNode(state), first, first, costs[loading], ready, -1, -1);
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

    /** Return when cargo came into the store from which it left. */
    function there(label) {
      const move = labels.move[label];
      const isReloaded = move >= 0 && moveEdge[move] < 0;
      return isReloaded ? labels.first[labels.parent[label]] + rowDays[row[move]] : labels.first[label];
    }

    /** Return the way that a label came by, with its waits. */
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
        startState: zimnik.stateOfNode(labels.node[label]),
        endState: zimnik.stateOfNode(labels.node[last]),
      };
    }

    return { bounds, search, labelled: () => labels.size, isHurried: () => hurried };
  };
})();
