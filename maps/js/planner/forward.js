/**
 * What it costs at least from an origin to every state, were every way always open.
 */

import { arrivedNode, isClosedTo, stateOfNode } from "./network.js";

/** @import { PlannerNetwork, RouterQuery } from "../types.js" */

/** The search for these costs; it keeps its memory from search to search. */
export class ForwardCosts {
  /**
   * @param {PlannerNetwork} network
   * @param {import("./heap.js").Heap} heap
   */
  constructor(network, heap) {
    this.network = network;
    this.heap = heap;
    this.least = new Float64Array(network.arrays.state_place.length);
  }

  /**
   * Return the least cost by state, infinite where it is above the ceiling; the next search overwrites it.
   * @param {Pick<RouterQuery, "priced"|"origin">} query
   * @param {{state: number, cost: number}[]} starts
   * @param {number} ceiling
   */
  run({ priced: { costs, closed }, origin }, starts, ceiling) {
    const { heap, least } = this;
    const { row, owner, arrays } = this.network;
    const { move_start: start, move_head: head, move_edge: edge } = arrays;
    least.fill(Infinity);
    heap.clear();
    /**
     * @param {number} state
     * @param {number} cost
     */
    const reach = (state, cost) => {
      if (cost >= least[state] || cost > ceiling) return;
      least[state] = cost;
      heap.push(cost, state);
    };
    for (const { state, cost } of starts) reach(state, cost);
    while (heap.size) {
      const cost = heap.leastKey();
      const state = heap.pop();
      if (cost > least[state]) continue;
      const node = arrivedNode(state);
      for (let move = start[node]; move < start[node + 1]; move += 1) {
        if (edge[move] < 0 || isClosedTo(closed, owner, move, origin)) continue;
        reach(stateOfNode(head[move]), cost + costs[row[move]]);
      }
    }
    return least;
  }
}
