/**
 * The account of the chosen deposit: its year, and the way that is shown in full.
 */

import { section } from "../panel/parts.js";
import { routeCalendar } from "../route/calendar.js";
import { routeAccount, routeHead } from "../route/panel.js";
import { shareChoice, shareSection, yearFigures, yearMonths, yearParts } from "../route/year.js";
import { dayText, MONTH_FIRSTS_D } from "../shared/calendar.js";
import { DATA, el, fill, monthDay, number, seasonText, TEXT } from "../shared/page.js";
import { placeCard } from "../shared/popup.js";

/**
 * @import { Message, NameOf, Path, PlannerAnswer, PlannerChange, PlannerEngine, PlannerState, PlannerYear,
 *   RouteWarning } from "../types.js"
 */

const words = () => TEXT.planner;

/**
 * Return when the cargo of a view is ready, in words.
 * @param {Pick<PlannerState, "ready"|"season">} state
 */
export function readyText({ ready, season }) {
  if (ready !== null) return fill(words().said.day, { day: monthDay(ready) });
  return season === null ? words().said.year
    : fill(words().said.season, { season: seasonText(...season) });
}

/**
 * Return the number of the way that is shown in full.
 * @param {Pick<PlannerState, "share">} state
 * @param {Pick<PlannerAnswer, "paths">} answer
 */
export const wayOf = ({ share }, { paths }) => (share < paths.length ? share : 0);

/**
 * Return a warning in words.
 * @param {RouteWarning} warning
 * @param {NameOf} nameOf
 */
function warningText(warning, nameOf) {
  if (warning.kind === "radioactive") {
    const said = warning.is_closed ? words().radioactive_closed : words().radioactive_unknown;
    return fill(said, { name: nameOf(warning.at_id) });
  }
  return fill(words().estimate, {
    from: nameOf(warning.from_id), to: nameOf(warning.to_id), n: number(warning.distance_km, 0),
  });
}

/** @param {Pick<PlannerAnswer, "isHurried">} answer */
const hurriedText = ({ isHurried }) => (isHurried ? [words().hurried] : []);

/**
 * Return the calendar and the account of one path.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {Path} path
 * @param {Message[]} said To be minded of the cargo, where that does not stand with a year.
 * @param {NameOf} nameOf
 */
function wayParts(engine, state, cargo, path, said, nameOf) {
  const { benchmark_usd_per_kg_reo } = engine.record;
  const route = engine.route(state, cargo, path);
  const warnings = route.warnings.map((warning) => warningText(warning, nameOf));
  return [
    section(words().calendar, routeCalendar(route, path.ready, nameOf)),
    ...routeAccount({ ...route, warnings }, { benchmark_usd_per_kg_reo, warnings: said }, nameOf),
  ];
}

/**
 * Return the account of a year, and of the way that is shown in full.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer & {year: PlannerYear}} answer
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 */
function yearSections(engine, state, cargo, answer, nameOf, change) {
  const { record } = engine;
  const { year, shares, warnings } = engine.account(state, cargo, answer.year);
  const way = wayOf(state, answer);
  const said = [...record.cargoes[cargo].notes, ...warnings.map((one) => warningText(one, nameOf)),
    ...hurriedText(answer)];
  return [
    yearFigures(year, record),
    monthSection(year.by_month, state, change),
    shares.length > 1 ? shareChoice(shares, way, nameOf, (share) => change({ share }))
      : shareSection(shares, nameOf),
    ...yearParts(year, said, nameOf),
    el("h2", { class: "z-chosen-title" }, fill(words().way_below, { day: monthDay(dayText(answer.paths[way].ready)) })),
    el("div", { class: "z-way" }, ...wayParts(engine, state, cargo, answer.paths[way], [], nameOf)),
  ];
}

/**
 * Return the year by month; a month chooses its first day.
 * @param {PlannerYear["by_month"]} months
 * @param {PlannerState} state
 * @param {PlannerChange} change
 */
function monthSection(months, { ready }, change) {
  const month = ready === null ? 0 : Number(ready.slice(0, 2));
  return yearMonths(months, month, (chosen) =>
    change({ ready: dayText(MONTH_FIRSTS_D[chosen - 1]), season: null, share: 0 }));
}

/**
 * Return what the atlas tells of a deposit, folded.
 * @param {string} id
 * @param {NameOf} nameOf
 */
function factsOf(id, nameOf) {
  const place = DATA.places.find((one) => one.id === id);
  return place ? [el("details", { class: "z-more" }, el("summary", {}, words().about), placeCard(place, nameOf))] : [];
}

/**
 * Return the account of the chosen deposit.
 * @param {PlannerEngine} engine
 * @param {NameOf} nameOf
 * @param {PlannerChange} change
 */
export function chosenSection(engine, nameOf, change) {
  const box = el("div", { class: "z-account" });
  /**
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {PlannerAnswer|null} answer
   */
  function partsOf(state, cargo, answer) {
    if (!answer) return [];
    const { year } = answer;
    if (year) return yearSections(engine, state, cargo, { ...answer, year }, nameOf, change);
    const whole = engine.yearFor(state, cargo);
    return [
      ...(whole ? [monthSection(whole.by_month, state, change)] : []),
      ...wayParts(engine, state, cargo, answer.paths[0],
        [...engine.record.cargoes[cargo].notes, ...hurriedText(answer)], nameOf),
    ];
  }
  /**
   * @param {PlannerState} state
   * @param {number} cargo
   * @param {PlannerAnswer|null} answer
   */
  function show(state, cargo, answer) {
    if (cargo < 0) {
      box.replaceChildren();
      return;
    }
    const record = engine.record.cargoes[cargo];
    const title = el("h2", { class: "z-chosen-title" }, nameOf(record.id));
    const head = routeHead({
      product: { name: record.product, reo_grade_pct: record.reo_kg_per_t ? record.reo_kg_per_t / 10 : null },
      tonnes_per_y: record.tonnes_per_y,
      reason: answer || state.off.has(record.id) ? null : words().no_route,
    }, nameOf);
    if (answer) {
      title.append(el("small", {},
        fill(words().to, { hub: nameOf(answer.hub), ready: readyText(state) })));
    }
    box.replaceChildren(title, head, ...partsOf(state, cargo, answer), ...factsOf(record.id, nameOf));
  }
  return { box, show };
}
