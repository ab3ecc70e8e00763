/**
 * Days of a year of 365 days, as `geo/core/calendar.py` counts them: whole days from 1 January.
 */

export const YEAR_D = 365;
/** Every day of readiness of a year. */
export const EVERY_DAY = Object.freeze(Array.from({ length: YEAR_D }, (_, day) => day));

/** First day of each month, in days from 1 January. */
export const MONTH_FIRSTS_D = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Less than this between two moments is rounding, not time that passes. */
export const ROUNDING_D = 1e-6;

/**
 * Return a whole day as "MM-DD", whatever its year.
 * @param {number} day
 */
export function dayText(day) {
  const inYear = ((day % YEAR_D) + YEAR_D) % YEAR_D;
  return new Date(Date.UTC(2025, 0, 1 + inYear)).toISOString().slice(5, 10);
}

/**
 * Return the number of a day that is written "MM-DD".
 * @param {string} text
 */
export function dayOf(text) {
  const [month, day] = text.split("-").map(Number);
  return MONTH_FIRSTS_D[month - 1] + day - 1;
}

/**
 * Whether all days of a window are days of another; both may wrap around the end of the year.
 * @param {[opens: string, closes: string]} other
 * @param {[opens: string, closes: string]} window
 */
export function holdsWindow(other, window) {
  /** @param {[opens: string, closes: string]} ends */
  const lengthOf = ([opens, closes]) => ((dayOf(closes) - dayOf(opens) + YEAR_D) % YEAR_D) + 1;
  const after = (dayOf(window[0]) - dayOf(other[0]) + YEAR_D) % YEAR_D;
  return lengthOf(other) === YEAR_D || after + lengthOf(window) <= lengthOf(other);
}

/**
 * Return the first and the last day, "MM-DD", of what lasts from one moment to another, as
 * `days_of` does: what fits a season to the moment lies within its printed days.
 * @param {number} fromD
 * @param {number} untilD
 */
export function daysOf(fromD, untilD) {
  const first = Math.floor(fromD + ROUNDING_D);
  const last = Math.max(first, Math.ceil(untilD - ROUNDING_D) - 1);
  return [dayText(first), dayText(last)];
}
