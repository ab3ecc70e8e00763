/**
 * Classes of an answer: six colours from near to far, and the round numbers between them.
 */

import { cssColor, remoteColor } from "../remoteness/cividis.js";

const CLASSES = 6;
/** What has no answer. */
export const NO_ANSWER = "#ffffff";

/** Colours of the classes, the least first. */
export const CLASS_COLORS = Array.from({ length: CLASSES }, (_, i) => cssColor(remoteColor(i / (CLASSES - 1))));

/**
 * Return a number with two digits that count, one where it begins with more than 2.
 * @param {number} value
 */
function rounded(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = value / power < 2.5 ? power / 2 : power;
  return Math.max(step, Math.round(value / step) * step);
}

/**
 * Return the bounds between classes: round, and each as many times the one before, so that the tenth
 * that is cheapest and the tenth that is dearest have classes of their own.
 * @param {number[]} values
 * @returns {number[]}
 */
export function classBounds(values) {
  const known = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (known.length === 0) return [];
  /** @param {number} share */
  const quantile = (share) => known[Math.round(share * (known.length - 1))];
  const [low, high] = [quantile(0.1), quantile(0.9)];
  const ratio = (high / low) ** (1 / (CLASSES - 2));
  const bounds = Array.from({ length: CLASSES - 1 }, (_, i) => rounded(low * ratio ** i));
  return [...new Set(bounds)];
}

/**
 * Return the colour of a value; white where there is none.
 * @param {number[]} bounds
 * @param {number|null} value
 */
export function classColor(bounds, value) {
  if (value === null) return NO_ANSWER;
  const number = bounds.filter((bound) => value >= bound).length;
  return CLASS_COLORS[bounds.length ? Math.round((number * (CLASSES - 1)) / bounds.length) : 0];
}
