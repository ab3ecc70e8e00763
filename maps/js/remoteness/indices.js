/**
 * The indices of remoteness as the page shows them: what each is of a site, and how remote that is.
 */

import { YEAR_D } from "../shared/calendar.js";
import { fixed, number, TEXT, wordOf } from "../shared/page.js";

/** @import { Index, Quantity, RemotenessRecord, RemotenessState, SiteRecord } from "../types.js" */

const words = () => TEXT.remoteness;
const FARTHEST_KM = 500;

/**
 * Parts of what is told of the route to a goal, by quantity.
 * @type {Record<Quantity, 1|2>}
 */
const PART = { cost_usd_per_t: 1, duration_h: 2 };

/**
 * Return what is told of the route of a site to a goal, ready in a month, or when it was asked for 0.
 * @param {SiteRecord} site
 * @param {string} goal
 * @param {number} month
 */
export const routeTo = (site, goal, month) =>
  (month === 0 ? site.nearest[goal] : site.months[goal][month - 1]) || null;

/**
 * Return the share of bands that lie at or below a value.
 * @param {number} value
 * @param {number[]} bounds
 */
function shareOf(value, bounds) {
  const band = bounds.findIndex((bound) => value < bound);
  return (band < 0 ? bounds.length : band) / bounds.length;
}

/** @typedef {Omit<Index, "label"|"title"|"said"> & {unit?: string}} Reading */

/**
 * What does not hang on the month: value, how remote it is from 0 to 1, and how it is written.
 * @type {Reading[]}
 */
const SCORES = [
  {
    key: "days_joined",
    valueOf: (site) => site.days_joined,
    shareOf: (days) => 1 - days / YEAR_D,
    text: (days) => fixed(days, 0),
  },
  {
    key: "aria_score",
    valueOf: (site) => site.aria_score,
    shareOf: (score) => score / 15,
    text: (score) => fixed(score, 1),
  },
  {
    key: "gravity_index",
    valueOf: (site) => site.gravity_index,
    shareOf: (index) => index,
    text: (index) => fixed(index, 2),
  },
  {
    key: "far_level",
    valueOf: (site) => site.far_level,
    shareOf: (level) => level / 4,
    text: (level) => fixed(level, 0),
  },
  {
    key: "all_season_road_km",
    valueOf: (site) => site.all_season_road_km,
    shareOf: (km) => Math.log1p(km) / Math.log1p(FARTHEST_KM),
    text: (km) => number(km, km < 10 ? 1 : 0),
  },
  {
    key: "rural_access",
    valueOf: (site) => Number(site.rural_access),
    shareOf: (near) => 1 - near,
    text: (near) => wordOf(near ? "yes" : "no"),
  },
];

/**
 * Return the indices of a view.
 * @param {RemotenessRecord} record
 * @param {Pick<RemotenessState, "quantity"|"month">} state
 * @returns {Index[]}
 */
export function indicesOf(record, { quantity, month }) {
  const bounds = record.bands[quantity];
  /** @type {Reading[]} */
  const goals = record.goals.map((goal) => ({
    key: goal,
    unit: words().quantities[quantity],
    valueOf: (site) => routeTo(site, goal, month)?.[PART[quantity]] ?? null,
    shareOf: (value) => shareOf(value, bounds),
    text: (value) => fixed(value, 0),
  }));
  return [...goals, ...SCORES].map((index) => {
    const title = words().titles[index.key];
    return {
      ...index,
      label: words().columns[index.key],
      title,
      said: index.unit ? `${title}, ${index.unit}` : title,
    };
  });
}
