/**
 * Lower bounds by state and time, from the openings of each state (`time_bounds.js`).
 */

import { YEAR_D } from "../shared/calendar.js";
import { EPS } from "./labels.js";

/** Bounds of every state: its openings, those of least cost first. */
export class Bounds {
  /**
   * @param {Int32Array} start First opening of each state.
   * @param {Float64Array} least
   * @param {Float64Array} until
   * @param {Float64Array} anchored
   * @param {number} waiting Price of a day.
   */
  constructor(start, least, until, anchored, waiting) {
    this.start = start;
    this.least = least;
    this.until = until;
    this.anchored = anchored;
    this.waiting = waiting;
  }

  /**
   * Return the least cost from a state at a time.
   * @param {number} state
   * @param {number} time
   */
  at(state, time) {
    let best = Infinity;
    for (let i = this.start[state]; i < this.start[state + 1]; i += 1) {
      let cost = this.least[i];
      if (cost >= best) break;
      const until = this.until[i];
      if (until < Infinity) {
        const years = Math.ceil((time - until - EPS) / YEAR_D);
        cost = Math.max(cost, this.anchored[i] + this.waiting * (YEAR_D * years - time));
      }
      if (cost < best) best = cost;
    }
    return best;
  }

  /**
   * Whether an opening of a state costs no more than another at any time.
   * @param {number} state
   * @param {number} least
   * @param {number} until
   * @param {number} anchored
   */
  isNeedless(state, least, until, anchored) {
    const latest = anchored + EPS - this.waiting * YEAR_D;
    for (let i = this.start[state]; i < this.start[state + 1]; i += 1) {
      if (this.least[i] > least + EPS) return false;
      if (this.anchored[i] <= latest
        || (this.anchored[i] <= anchored + EPS && this.until[i] >= until - EPS)) return true;
    }
    return false;
  }
}

/** Bounds that cargo from all places has in common, with what ways of one place add for a few states. */
export class OwnBounds {
  /**
   * @param {Bounds} common
   * @param {Bounds} own
   * @param {Map<number, number>} numbers Of these states in `own`.
   */
  constructor(common, own, numbers) {
    this.common = common;
    this.own = own;
    this.numbers = numbers;
  }

  /**
   * Return the least cost from a state at a time.
   * @param {number} state
   * @param {number} time
   */
  at(state, time) {
    const least = this.common.at(state, time);
    const number = this.numbers.get(state);
    return number === undefined ? least : Math.min(least, this.own.at(number, time));
  }
}
