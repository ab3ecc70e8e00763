/** Which of the places that a leg passes are told (`maps/reports/route.py`). */

const MOST_PASSED = 4;

/**
 * Return all of some names, or some spaced evenly and how many more there are; each name once.
 * @param {string[]} every
 * @returns {{shown: string[], more: number}}
 */
export function passedNames(every) {
  const names = [...new Set(every)];
  const count = Math.min(names.length, MOST_PASSED);
  const shown = Array.from({ length: count },
    (_, i) => names[Math.floor(names.length * (2 * i + 1) / (2 * count))]);
  return { shown, more: names.length - count };
}
