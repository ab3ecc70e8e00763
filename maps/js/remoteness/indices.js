/**
 * The indices of remoteness as the page shows them: what each is of a site, and how remote that is.
 */
"use strict";
(function () {
  const { fixed, number } = zimnik;
  const words = () => zimnik.text.remoteness;
  const YEAR_D = 365;
  const FARTHEST_KM = 500;

  /** Parts of what is told of the way to a goal, by quantity. */
  const PART = { cost_usd_per_t: 1, duration_h: 2 };

  /** Return what is told of the way of a site to a goal, ready in a month, or the best day for 0. */
  zimnik.wayTo = (site, goal, month) =>
    (month === 0 ? site.nearest[goal] : site.months[goal][month - 1]) || null;

  /** Return the share of bands that lie at or below a value. */
  function shareOf(value, bounds) {
    const band = bounds.findIndex((bound) => value < bound);
    return (band < 0 ? bounds.length : band) / bounds.length;
  }

  /** What does not hang on the month: value, how remote it is from 0 to 1, and how it is written. */
  const SCORES = {
    days_joined: [(site) => site.days_joined, (days) => 1 - days / YEAR_D, (days) => fixed(days, 0)],
    aria_score: [(site) => site.aria_score, (score) => score / 15, (score) => fixed(score, 1)],
    gravity_index: [(site) => site.gravity_index, (index) => index, (index) => fixed(index, 2)],
    far_level: [(site) => site.far_level, (level) => level / 4, (level) => fixed(level, 0)],
    road_km: [(site) => site.road_km, (km) => Math.log1p(km) / Math.log1p(FARTHEST_KM), (km) => number(km, km < 10 ? 1 : 0)],
    rural_access: [(site) => Number(site.rural_access), (near) => 1 - near, (near) => zimnik.word(near ? "yes" : "no")],
  };

  /**
   * Return the indices of a view.
   * @param {Object} record
   * @param {{quantity: string, month: number}} state
   * @returns {Array<{key: string, label: string, title: string, said: string, valueOf: (site: Object) => ?number,
   *   shareOf: (value: number) => number, text: (value: number) => string}>}
   */
  zimnik.indicesOf = function (record, { quantity, month }) {
    const bounds = record.bands[quantity];
    const goals = record.goals.map((goal) => ({
      key: goal,
      unit: words().quantities[quantity],
      valueOf: (site) => zimnik.wayTo(site, goal, month)?.[PART[quantity]] ?? null,
      shareOf: (value) => shareOf(value, bounds),
      text: (value) => fixed(value, 0),
    }));
    const scores = Object.entries(SCORES).map(([key, [valueOf, share, text]]) => ({ key, valueOf, shareOf: share, text }));
    return [...goals, ...scores].map((index) => {
      const title = words().titles[index.key];
      return { ...index, label: words().columns[index.key], title, said: index.unit ? `${title}, ${index.unit}` : title };
    });
  };
})();
