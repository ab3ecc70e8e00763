/**
 * The account of a route: totals, the route leg by leg, cost by component, what to mind.
 */

import { capacityWarnings } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { messageText } from "../panel/messages.js";
import { componentsOf, numberCell, section, warningSection } from "../panel/parts.js";
import { el, fill, fixed, monthDay, number, product, seasonText, TEXT, wordOf } from "../shared/page.js";
import { modeSwatch } from "../shared/symbols.js";
import { passedNames } from "./passed.js";

/**
 * @import { AccountRecord, HeadRecord, LegRecord, NameOf, RouteRecord,
 *   TransferRecord } from "../types.js"
 */

const text = () => TEXT.route;
/**
 * A total is round; the parts of it stand in columns with a decimal.
 * @param {number} usd
 */
export const money = (usd) => fixed(usd, usd < 100 ? 1 : 0);
/** @param {number} usd */
const partOf = (usd) => fixed(usd, 1);

/**
 * Return a route in a few words: by which mode to where.
 * @param {Pick<RouteRecord, "by_way_of">} route
 * @param {NameOf} nameOf
 */
export function stretchesText(route, nameOf) {
  const stretches = route.by_way_of.map(({ mode, to_id: placeId }) =>
    fill(text().leg, { mode: wordOf(mode), place: nameOf(placeId) }));
  return stretches.join(", ");
}

/**
 * Return radio buttons, one for each route, which call `choose` with its number.
 * @param {RouteRecord[]} routes
 * @param {NameOf} nameOf
 * @param {(number: number) => void} choose
 */
export function routeChoice(routes, nameOf, choose) {
  const group = el("fieldset", { class: "z-routes" }, el("legend", {}, text().title));
  routes.forEach((route, i) => {
    const input = el("input", { type: "radio", name: "z-route", value: String(i) });
    input.checked = i === 0;
    input.addEventListener("change", () => choose(i));
    const title = `${fill(text().choice, { n: i + 1 })}: ${fill(text().cost, { n: money(route.total.cost_usd_per_t) })}`;
    const said = [
      fill(text().km, { n: number(route.total.distance_km, 0) }),
      fill(text().days, { n: number(route.total.duration_d, 0) }),
      fill(text().co2_unit, { n: number(route.total.co2_kg_per_t, 0) }),
    ].join(", ");
    group.append(el("label", { class: "z-choice" }, input,
      el("div", {}, el("b", {}, title), el("span", {}, said), el("span", {}, stretchesText(route, nameOf)))));
  });
  return group;
}

/**
 * @param {string} label
 * @param {string} value
 * @param {string} [note]
 */
function figure(label, value, note = "") {
  const cell = el("dd", {}, value);
  if (note) cell.append(el("small", {}, note));
  return el("div", {}, el("dt", {}, label), cell);
}

/**
 * Return totals, cost first.
 * @param {Pick<RouteRecord, "total"|"range">} route
 * @param {Pick<AccountRecord, "benchmark_usd_per_kg_reo">} answer
 * @param {string} title Of the cost.
 */
export function figures({ total, range }, answer, title = text().total) {
  const words = text();
  const cost = figure(title, fill(words.cost, { n: money(total.cost_usd_per_t) }),
    fill(words.range, { low: money(range.low_usd_per_t), high: money(range.high_usd_per_t) }));
  cost.className = "z-total";
  const waiting = total.waiting_d > 0
    ? `${fill(words.days, { n: number(total.waiting_d, 0) })} ${words.waiting}` : "";
  const list = el("dl", { class: "z-figures" }, cost,
    figure(words.distance, fill(words.km, { n: number(total.distance_km, 0) })),
    figure(words.duration, fill(words.days, { n: number(total.duration_d, 0) }), waiting),
    figure(words.co2, fill(words.co2_unit, { n: number(total.co2_kg_per_t, 0) })));
  const { cost_usd_per_kg_reo_contained: contained, cost_usd_per_kg_reo_recovered: recovered } = total;
  if (contained !== null) {
    list.append(figure(words.reo_contained, fill(words.usd, { n: fixed(contained, 2) })));
  }
  if (recovered !== null && total.share_of_benchmark !== null) {
    const share = fill(words.share, {
      share: new Intl.NumberFormat(TEXT.language, { style: "percent" }).format(total.share_of_benchmark),
      benchmark: number(answer.benchmark_usd_per_kg_reo),
    });
    list.append(figure(words.reo_recovered, fill(words.usd, { n: fixed(recovered, 2) }), share));
  }
  return list;
}

/**
 * Return the row of column titles.
 * @param {string[]} labels
 * @param {number[]} numeric
 */
export function headerRow(labels, numeric) {
  return el("tr", {}, ...labels.map((label, i) =>
    el("th", { scope: "col", ...(numeric.includes(i) ? { class: "z-num" } : {}) }, label)));
}

/**
 * @param {LegRecord} leg
 * @param {NameOf} nameOf
 */
function legRow(leg, nameOf) {
  const words = text();
  const cell = el("td", {}, modeSwatch(leg.mode),
    fill(words.leg, { mode: wordOf(leg.mode), place: nameOf(leg.to_id) }),
    el("small", {}, fill(words.by_vehicle, { vehicle: wordOf(leg.vehicle) })));
  const { shown, more } = passedNames(leg.passes.map(({ id }) => nameOf(id)));
  if (shown.length) {
    const past = fill(words.past, { places: shown.join(", ") });
    cell.append(el("small", {}, more ? fill(words.past_more, { past, n: number(more) }) : past));
  }
  const seasons = leg.windows.map(([opens, closes]) => seasonText(opens, closes));
  const derived = leg.seasons.some(({ basis }) => basis === "derived") ? `, ${wordOf("derived")}` : "";
  if (seasons.length) {
    cell.append(el("small", {}, fill(words.open, { season: `${seasons.join("; ")}${derived}` })));
  }
  if (leg.seasons.some(({ light_load: isLight }) => isLight)) {
    cell.append(el("small", {}, words.light_load));
  }
  if (leg.depart) {
    const dates = leg.arrive === leg.depart ? monthDay(leg.depart) : seasonText(leg.depart, leg.arrive);
    cell.append(el("small", {}, fill(words.travel, { dates })));
  }
  if (leg.estimated) cell.append(el("small", {}, words.estimated));
  return el("tr", {}, numberCell(fixed(leg.depart_day, 1)), cell,
    numberCell(number(leg.distance_km, 0)), numberCell(partOf(leg.cost_usd_per_t)));
}

/**
 * @param {TransferRecord} transfer
 * @param {number} day
 * @param {NameOf} nameOf
 */
function transferRow(transfer, day, nameOf) {
  const words = text();
  let act = fill(words.to_vehicle, { vehicle: wordOf(transfer.to_vehicle || "") });
  if (!transfer.from_vehicle) act = words.load;
  else if (!transfer.to_vehicle) act = words.unload;
  const cell = el("td", {}, fill(words.at, { act, place: nameOf(transfer.at_id) }));
  if (transfer.dwell_d) cell.append(el("small", {}, fill(words.dwell, { n: number(transfer.dwell_d, 1) })));
  if (transfer.waiting_d) cell.append(el("small", {}, fill(words.wait, { n: number(transfer.waiting_d, 1) })));
  return el("tr", { class: "z-transfer" }, numberCell(fixed(day, 1)), cell, numberCell(""),
    numberCell(partOf(transfer.cost_usd_per_t)));
}

/**
 * @param {RouteRecord} route
 * @param {NameOf} nameOf
 */
function legTable(route, nameOf) {
  const body = el("tbody");
  let day = 0;
  for (const step of route.parts) {
    if ("mode" in step) {
      body.append(legRow(step, nameOf));
      day = step.arrive_day;
    } else {
      body.append(transferRow(step, day, nameOf));
    }
  }
  const { legs, leg_columns: columns } = text();
  return section(legs, el("table", { class: "z-table z-legs" },
    el("thead", {}, headerRow(columns, [0, 2, 3])), body));
}

/**
 * Return the cost by component as a table with bars.
 * @param {RouteRecord["components"]} components
 * @param {number} totalUsd
 */
export function componentTable(components, totalUsd) {
  const words = text();
  const costs = componentsOf(components);
  const most = Math.max(...costs.map(([, usd]) => usd));
  const body = el("tbody", {}, ...costs.map(([name, usd]) => el("tr", {},
    el("td", {}, name),
    numberCell(partOf(usd)),
    el("td", { class: "z-bar" }, el("div", { style: `width:${((100 * usd) / most).toFixed(1)}%` })))));
  const foot = el("tfoot", {}, el("tr", {}, el("td", {}, words.total),
    numberCell(partOf(totalUsd)), el("td")));
  const head = headerRow(words.component_columns, [1]);
  return section(words.components,
    el("table", { class: "z-table" }, el("thead", {}, head), body, foot));
}

/**
 * Return what is said of the cargo, and why there is no route where there is none.
 * @param {HeadRecord} answer
 * @param {NameOf} nameOf
 */
export function routeHead(answer, nameOf) {
  const words = text();
  let cargo = fill(words.cargo, { product: product(answer.product.name), tonnes: number(answer.tonnes_per_y) });
  if (answer.product.reo_grade_pct !== null) {
    cargo += `, ${fill(words.grade, { grade: number(answer.product.reo_grade_pct) })}`;
  }
  const head = el("div", { class: "z-panel-head" }, el("div", {}, cargo),
    el("p", { class: "z-note" }, words.per_tonne));
  if (answer.reason) head.append(el("p", { class: "z-none" }, `${words.none}: ${messageText(answer.reason, nameOf)}`));
  return head;
}

/**
 * Return the account of one route.
 * @param {RouteRecord} route
 * @param {AccountRecord} answer
 * @param {NameOf} nameOf
 */
export const routeAccount = (route, answer, nameOf) => [
  figures(route, answer),
  legTable(route, nameOf),
  componentTable(route.components, route.total.cost_usd_per_t),
  needSection(route.needs_first, nameOf),
  ...warningSection([
    ...answer.warnings, ...route.warnings, ...capacityWarnings([["", route.capacity_checks]], nameOf),
  ], nameOf),
];

/**
 * Return what to mind when there is no route to account for.
 * @param {AccountRecord} answer
 * @param {NameOf} nameOf
 */
export const answerWarnings = (answer, nameOf) => warningSection(answer.warnings, nameOf);
