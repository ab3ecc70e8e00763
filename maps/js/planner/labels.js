/**
 * Labels of a search by date, in arrays that grow: a slider needs thousands of them a second.
 *
 * Owns which labels are kept at a node, and which new one is needless beside them (dominance).
 */

import { stateOfNode } from "./network.js";

/** @import { PlannerNetwork } from "../types.js" */

/** Less than this between two moments or costs is rounding. */
export const EPS = 1e-9;

const FIRST_ROOM = 4096;

/**
 * Return an array of the same kind with more room and the same beginning.
 * @template {Float64Array|Int32Array} A
 * @param {A} values
 * @param {number} room
 */
export function widened(values, room) {
  const wide = new (/** @type {new (room: number) => A} */ (values.constructor))(room);
  wide.set(values);
  return wide;
}

/** Labels of one search: being at a node from `first` to `last` at a cost that rises by the day. */
export class Labels {
  /** @param {PlannerNetwork} network */
  constructor({ arrays, nodes }) {
    this.stored = arrays.stored;
    this.placeOfState = arrays.state_place;
    this.size = 0;
    this.room = FIRST_ROOM;
    this.first = new Float64Array(this.room);
    this.last = new Float64Array(this.room);
    this.cost = new Float64Array(this.room);
    this.ready = new Float64Array(this.room);
    this.node = new Int32Array(this.room);
    this.parent = new Int32Array(this.room);
    this.move = new Int32Array(this.room);
    this.sibling = new Int32Array(this.room);
    this.back = new Int32Array(this.room);
    this.kept = new Int32Array(nodes).fill(-1);
    // The latest moment of what is kept at a node: whatever goes on longer is not needless.
    this.latest = new Float64Array(nodes).fill(-Infinity);
    /** @type {number[]} */
    this.touched = [];
  }

  makeRoom() {
    this.room *= 2;
    this.first = widened(this.first, this.room);
    this.last = widened(this.last, this.room);
    this.cost = widened(this.cost, this.room);
    this.ready = widened(this.ready, this.room);
    this.node = widened(this.node, this.room);
    this.parent = widened(this.parent, this.room);
    this.move = widened(this.move, this.room);
    this.sibling = widened(this.sibling, this.room);
    this.back = widened(this.back, this.room);
  }

  /**
   * Make a label and return its number; `parent` and `move` are -1 at an origin.
   * @param {number} node
   * @param {number} first
   * @param {number} last
   * @param {number} cost
   * @param {number} ready
   * @param {number} parent
   * @param {number} move
   */
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

  /**
   * Whether a label that is kept costs no more than a new one at every moment of it.
   * @param {number} node
   * @param {number} first
   * @param {number} last
   * @param {number} cost
   * @param {number} ready
   * @param {number} waiting Price of a day of waiting.
   */
  isNeedless(node, first, last, cost, ready, waiting) {
    const isStored = this.stored[node];
    if (!isStored && last > this.latest[node] + EPS) return false;
    for (let one = this.kept[node]; one >= 0; one = this.sibling[one]) {
      const since = this.first[one];
      if (since <= first + EPS && this.ready[one] >= ready - EPS
        && this.cost[one] + waiting * Math.max(0, first - since) <= cost + EPS
        && (isStored || this.last[one] >= last - EPS)) return true;
    }
    return false;
  }

  /**
   * Whether cargo has come back to a place, any on its way, that it left since it was in store.
   * @param {number} label
   */
  isBack(label) {
    const parent = this.parent[label];
    if (parent < 0 || this.stored[this.node[label]]) return false;
    if (this.back[parent]) return true;
    const place = this.placeOf(label);
    let left = false;
    for (let one = label; !this.stored[this.node[one]] && this.parent[one] >= 0;) {
      one = this.parent[one];
      const here = this.placeOf(one) === place;
      if (here && left) return true;
      left ||= !here;
    }
    return false;
  }

  /** @param {number} label */
  placeOf(label) {
    return this.placeOfState[stateOfNode(this.node[label])];
  }

  /** @param {number} label */
  keep(label) {
    const node = this.node[label];
    if (this.kept[node] < 0) this.touched.push(node);
    this.sibling[label] = this.kept[node];
    this.kept[node] = label;
    this.latest[node] = Math.max(this.latest[node], this.last[label]);
  }

  forget() {
    for (const node of this.touched) {
      this.kept[node] = -1;
      this.latest[node] = -Infinity;
    }
    this.touched.length = 0;
    this.size = 0;
  }
}
