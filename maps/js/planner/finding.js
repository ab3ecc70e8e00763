/**
 * The answer of the planner in a line and four numbers: of all deposits, or of the chosen one.
 */

import { shortName } from "../answer/headline.js";
import { dayText, YEAR_D } from "../shared/calendar.js";
import { fill, fixed, monthDay, number, TEXT } from "../shared/page.js";
import { readyText, wayOf } from "./chosen.js";

/**
 * @import { CargoRecord, NameOf, PlannerAnswer, PlannerEngine, PlannerRow,
 *   PlannerState } from "../types.js"
 */
/** @typedef {import("../answer/headline.js").Finding} Finding */

const words = () => TEXT.planner;
/** @param {number} usd */
const perTonne = (usd) => fill(words().usd_t, { n: fixed(usd, 0) });

/**
 * Return what all cargo costs with all rates low and with all of them high; null where a deposit is
 * asked of one day.
 * @param {(PlannerAnswer|null)[]} answers
 * @param {CargoRecord[]} cargoes
 */
function totalRange(answers, cargoes) {
  let [low, mid, high] = [0, 0, 0];
  for (const [i, answer] of answers.entries()) {
    if (!answer) continue;
    if (!answer.year) return null;
    const musd = cargoes[i].tonnes_per_y / 1e6;
    low += musd * answer.year.low_usd_per_t;
    mid += musd * answer.cost;
    high += musd * answer.year.high_usd_per_t;
  }
  return { low, mid, high,
    said: fill(words().range_total, { low: fixed(low, 0), high: fixed(high, 0) }) };
}

/**
 * Return the finding of all deposits.
 * @param {PlannerRow[]} rows
 * @param {(PlannerAnswer|null)[]} answers
 * @param {CargoRecord[]} cargoes
 * @returns {Finding}
 */
export function findingOfAll(rows, answers, cargoes) {
  const reached = rows.filter((row) => row.cost !== null)
    .map(({ name, cost, total }) => ({ name: shortName(name), cost: cost ?? 0, total: total ?? 0 }))
    .sort((a, b) => a.cost - b.cost);
  if (reached.length === 0) return { said: words().none_reached, figures: [], range: null };
  const middle = reached[Math.floor((reached.length - 1) / 2)];
  const most = reached[reached.length - 1];
  const total = reached.reduce((sum, row) => sum + row.total, 0);
  const { four } = words();
  return {
    said: fill(words().finding, { n: number(reached.length), mid: fixed(middle.cost, 0), far: most.name, most: fixed(most.cost, 0) }),
    figures: [
      [four.reached, number(reached.length), fill(words().of, { n: number(rows.length) })],
      [four.middle, perTonne(middle.cost), middle.name],
      [four.most, perTonne(most.cost), most.name],
      [four.total, fill(words().musd, { n: fixed(total, 0) }), ""],
    ],
    range: totalRange(answers, cargoes),
  };
}

/**
 * Return the day on which cargo of a path arrives, or how long it takes.
 * @param {PlannerAnswer} answer
 * @param {PlannerState} state
 */
function daysNote(answer, state) {
  if (state.ready === null) return fill(words().waits, { n: fixed(answer.waiting, 0) });
  const { ready } = answer.paths[0];
  return fill(words().arrives, { from: monthDay(dayText(ready)), to: monthDay(dayText(Math.round(ready + answer.days) % YEAR_D)) });
}

/**
 * Return the finding of the chosen deposit.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer|null} answer
 * @param {NameOf} nameOf
 * @returns {Finding}
 */
export function findingOfOne(engine, state, cargo, answer, nameOf) {
  const name = shortName(nameOf(engine.record.cargoes[cargo].id));
  if (!answer) return { said: fill(words().finding_no_way, { name }), figures: [], range: null };
  const { four } = words();
  const { year } = answer;
  const { range } = year ? { range: year } : engine.route(state, cargo, answer.paths[wayOf(state, answer)]);
  const last = year
    ? [four.days_apart, `${fixed(year.best_usd_per_t, 0)}–${fixed(year.worst_usd_per_t, 0)}`, TEXT.planner.columns.cost]
    : [four.year, fill(words().musd, { n: fixed(answer.total, 1) }), ""];
  const third = answer.reo === null ? [four.year, fill(words().musd, { n: fixed(answer.total, 1) }), ""]
    : [four.reo, fill(words().usd_kg, { n: fixed(answer.reo, 2) }), ""];
  return {
    said: fill(words().finding_one, { name, hub: shortName(nameOf(answer.hub)), cost: fixed(answer.cost, 0), ready: readyText(state) }),
    figures: /** @type {[string, string, string][]} */ ([
      [four.cost, perTonne(answer.cost), ""],
      [four.days, fill(words().days, { n: fixed(answer.days, 0) }), daysNote(answer, state)],
      third,
      ...(third[0] === last[0] ? [] : [last]),
    ]),
    range: { low: range.low_usd_per_t, mid: answer.cost, high: range.high_usd_per_t,
      said: fill(words().range_one, { low: fixed(range.low_usd_per_t, 0), high: fixed(range.high_usd_per_t, 0) }) },
  };
}
