/**
 * Labels of a search by date, in arrays that grow: a slider needs thousands of them a second.
 */

/**
 * Return an array of the same kind with more room and the same beginning.
 * @template {Float64Array|Int32Array} A
 * @param {A} values
 * @param {number} room
 */
function widened(values, room) {
  const wide = new (/** @type {new (room: number) => A} */ (values.constructor))(room);
  wide.set(values);
  return wide;
}

/** Labels of one search: being at a node from `first` to `last` at a cost that rises by the day. */
export class Labels {
  constructor() {
    this.size = 0;
    this.room = 4096;
    this.first = new Float64Array(this.room);
    this.last = new Float64Array(this.room);
    this.cost = new Float64Array(this.room);
    this.ready = new Float64Array(this.room);
    this.node = new Int32Array(this.room);
    this.parent = new Int32Array(this.room);
    this.move = new Int32Array(this.room);
    this.sibling = new Int32Array(this.room);
    this.back = new Int32Array(this.room);
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
}
