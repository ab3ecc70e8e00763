/**
 * Potentials of the search: what it costs at least from every node to one of the ends.
 */

import { nodesOfState, stateOfNode } from "./network.js";

/** @import { PlannerNetwork, Priced } from "../types.js" */

/**
 * Return the cost from every node to one of the ends as if all were open all year, by Dijkstra
 * backwards; A* searches with it, as it is never more than the cost under seasons.
 *
 * Access of other places is left out: only cargo of its own place may use it, and it leads into an
 * end. The access of an origin is not known here, so all access that leads away from its place is
 * taken.
 * @param {PlannerNetwork} network
 * @param {Pick<Priced, "costs"|"closed">} priced No more expensive than any cargo that the
 *   potentials are to serve.
 * @param {number[]} ends Places.
 * @param {Int32Array} windows Window of each move in the kind of year; what takes longer than its
 *   window never opens.
 * @param {import("./heap.js").Heap} heap
 */
export function costsToGo(network, { costs, closed }, ends, windows, heap) {
  const { arrays, nodes, tail, backStart, back, row, rowDays, owner, onlyEnd } = network;
  const least = unloadingCosts(network, costs, ends);
  const isEnd = new Set(ends);
  const done = new Uint8Array(nodes);
  /** @param {number} move */
  const isForeign = (move) => (onlyEnd[move] >= 0 && !isEnd.has(onlyEnd[move]))
    || (owner[move] >= 0 && !isEnd.has(owner[move])
      && arrays.state_place[stateOfNode(arrays.move_head[move])] === owner[move]);
  heap.clear();
  least.forEach((cost, node) => {
    if (cost < Infinity) heap.push(cost, node);
  });
  while (heap.size) {
    const node = heap.pop();
    if (done[node]) continue;
    done[node] = 1;
    for (let i = backStart[node]; i < backStart[node + 1]; i += 1) {
      const move = back[i];
      const window = windows[move];
      if (closed[move] || isForeign(move)) continue;
      if (window >= 0 && arrays.window_length[window] < rowDays[row[move]]) continue;
      const before = least[node] + costs[row[move]];
      if (before < least[tail[move]]) {
        least[tail[move]] = before;
        heap.push(before, tail[move]);
      }
    }
  }
  return least;
}

/**
 * Return the cost of unloading at one of the ends by node, infinite elsewhere.
 * @param {PlannerNetwork} network
 * @param {Float64Array} costs By row.
 * @param {number[]} ends Places.
 */
export function unloadingCosts({ arrays, nodes, statesOf }, costs, ends) {
  const unloading = new Float64Array(nodes).fill(Infinity);
  for (const state of ends.flatMap((place) => statesOf[place])) {
    const unload = arrays.unload_row[state];
    if (unload >= 0) for (const node of nodesOfState(state)) unloading[node] = costs[unload];
  }
  return unloading;
}
