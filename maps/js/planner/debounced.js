/**
 * What follows when the reader pauses.
 */

// The account of the chosen deposit, the address and the ear follow when the reader pauses.
export const ACCOUNT_PAUSE_MS = 90;
const PAUSE_MS = 350;

/**
 * Return a function that acts once its caller has paused.
 * @template {unknown[]} A
 * @param {(...given: A) => void} act
 * @param {number} [pause]
 * @returns {(...given: A) => void}
 */
export function debounced(act, pause = PAUSE_MS) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => act(...given), pause);
  };
}
