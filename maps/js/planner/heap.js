/**
 * A binary heap on typed arrays: the queue of the searches.
 */

/** A queue of numbers by key, least first; of equal keys the least number. */
export class Heap {
  constructor() {
    this.keys = new Float64Array(1024);
    this.items = new Int32Array(1024);
    this.size = 0;
  }

  clear() {
    this.size = 0;
  }

  /**
   * @param {number} key
   * @param {number} item
   */
  push(key, item) {
    if (this.size === this.keys.length) this.grow();
    const { keys, items } = this;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (keys[up] < key || (keys[up] === key && items[up] < item)) break;
      keys[at] = keys[up];
      items[at] = items[up];
      at = up;
    }
    keys[at] = key;
    items[at] = item;
  }

  /** Return the least key. */
  leastKey() {
    return this.keys[0];
  }

  /** Take the least and return its item. */
  pop() {
    const { keys, items } = this;
    const least = items[0];
    this.size -= 1;
    const { size } = this;
    const key = keys[size];
    const item = items[size];
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      if (down + 1 < size && (keys[down + 1] < keys[down]
        || (keys[down + 1] === keys[down] && items[down + 1] < items[down]))) down += 1;
      if (keys[down] > key || (keys[down] === key && items[down] > item)) break;
      keys[at] = keys[down];
      items[at] = items[down];
      at = down;
    }
    keys[at] = key;
    items[at] = item;
    return least;
  }

  grow() {
    const keys = new Float64Array(2 * this.keys.length);
    const items = new Int32Array(2 * this.items.length);
    keys.set(this.keys);
    items.set(this.items);
    this.keys = keys;
    this.items = items;
  }
}
