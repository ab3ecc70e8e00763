/**
 * The answer of the route page in a line: what a tonne costs from here to there, and how long it waits.
 */

import { shortName } from "../answer/headline.js";
import { fill, fixed, monthDay, number, TEXT } from "../shared/page.js";

/** @import { AnswerRecord, NameOf, RouteRecord } from "../types.js" */

// Less than this is said as no waiting.
const LEAST_D = 0.5;
const words = () => TEXT.route.finding;

/**
 * Return the finding of an answer: of its year, or where one day is asked of the route that is shown.
 * @param {AnswerRecord} answer
 * @param {RouteRecord|null} shown
 * @param {NameOf} nameOf
 */
export function routeFinding({ origin, destination, year }, shown, nameOf) {
  const ends = fill(words().ends, { from: shortName(nameOf(origin.id)), to: shortName(nameOf(destination.id)) });
  if (!year && !shown) return fill(words().none, { ends });
  const { duration_d: days, waiting_d: waiting } = year ?? /** @type {RouteRecord} */ (shown).total;
  const usd = year?.mean_usd_per_t ?? /** @type {RouteRecord} */ (shown).total.cost_usd_per_t;
  const ready = year ? null : shown?.ready;
  const cost = fill(ready ? words().cost_on : words().cost, { n: fixed(usd, usd < 10 ? 1 : 0), day: ready ? monthDay(ready) : "" });
  const waits = waiting < LEAST_D ? words().no_wait
    : fill(words().waits, { n: number(waiting, 0), of: number(days, 0) });
  return fill(words().said, { ends, cost, waits });
}
