/**
 * The route page: the routes between two places, one of them in full, beside their account.
 */

import { sayTitle } from "../answer/headline.js";
import { addLegendBox } from "../answer/legend_box.js";
import { section } from "../panel/parts.js";
import { shareBar, tellingLines } from "../panel/share.js";
import { spreadLines, swingSection } from "../panel/spread.js";
import { placeOfMap } from "../panel/map_place.js";
import { followMap, viewState, wholeOf } from "../panel/view_state.js";
import { dayOf } from "../shared/calendar.js";
import { drawGround, foldedLegend, topCanvas } from "../shared/ground.js";
import { announce, byId, DATA, decodeLine, el, fill, monthDay, number, TEXT, wordOf } from "../shared/page.js";
import { modeSwatch } from "../shared/symbols.js";
import { routeCalendar } from "./calendar.js";
import { routeLayer } from "./layer.js";
import { routeFinding } from "./finding.js";
import { answerWarnings, money, routeAccount, routeChoice, routeHead } from "./panel.js";
import { manyYears } from "./many_years.js";
import { shareSection, yearFigures, yearMonths, yearParts } from "./year.js";

/** @import { AnswerRecord, LegRecord, MapFeature, NameOf, RouteRecord, View } from "../types.js" */

/** @param {RouteRecord} route */
const legsOf = (route) => route.parts.filter((part) => "mode" in part);

/** @param {LegRecord} leg */
const pointsOf = (leg) => decodeLine(leg.line ?? []);

/**
 * Return the legs of a route with their points.
 * @param {RouteRecord} route
 */
const drawnLegs = (route) =>
  legsOf(route).map((leg) => ({ mode: leg.mode, points: pointsOf(leg) }));

/**
 * Return a function that draws the routes with one of them in full.
 * @param {L.Map} map
 * @param {RouteRecord[]} routes
 * @returns {(number: number) => void}
 */
function routeDrawer(map, routes) {
  const renderer = topCanvas(map);
  /** @type {L.Layer[]} */
  let drawn = [];
  return (chosen) => {
    for (const layer of drawn) layer.remove();
    const others = routes.filter((_, i) => i !== chosen);
    drawn = [
      ...others.map((route) => routeLayer(drawnLegs(route), renderer, false)),
      routeLayer(drawnLegs(routes[chosen]), renderer, true),
    ];
    for (const layer of drawn) layer.addTo(map);
  };
}

/**
 * Return the ids of the places where a route starts, ends or changes vehicle.
 * @param {RouteRecord} route
 */
const stopsOf = (route) => new Set(legsOf(route).flatMap((leg) => [leg.from_id, leg.to_id]));

/** @param {RouteRecord[]} routes */
function routePoints(routes) {
  return routes.flatMap((route) => legsOf(route)).flatMap(pointsOf);
}

/**
 * Return the account of the year below its figures; the routes of its best day follow it.
 * @param {AnswerRecord} answer
 * @param {NameOf} nameOf
 */
function yearOf({ year, ...answer }, nameOf) {
  const many = answer.many_years ? [manyYears(answer.many_years)] : [];
  if (!year) return [...spreadLines(answer.spread), ...many, ...swingSection(answer.spread)];
  return [
    yearMonths(year.by_month, 0, null),
    ...many,
    shareSection(answer.shares, nameOf),
    ...swingSection(answer.spread),
    ...yearParts(year, [...answer.warnings, ...year.warnings], nameOf),
    el("h2", { class: "z-chosen-title" }, fill(TEXT.route.best_below, { day: monthDay(year.best_ready) })),
  ];
}

/**
 * Return a route in numbers.
 * @param {RouteRecord} route
 */
function numbersOf({ total, range }) {
  const words = TEXT.route;
  return [
    fill(words.cost, { n: money(total.cost_usd_per_t) }),
    fill(words.range, { low: money(range.low_usd_per_t), high: money(range.high_usd_per_t) }),
    fill(words.km, { n: number(total.distance_km, 0) }),
    fill(words.days, { n: number(total.duration_d, 0) }),
  ].join(" · ");
}

/**
 * Return what is told of a leg.
 * @param {LegRecord} leg
 * @param {NameOf} nameOf
 */
function toldLeg(leg, nameOf) {
  const words = TEXT.route;
  const dates = leg.depart && leg.arrive ? [`${monthDay(leg.depart)} – ${monthDay(leg.arrive)}`] : [];
  return {
    points: pointsOf(leg),
    title: fill(words.leg, { mode: wordOf(leg.mode), place: nameOf(leg.to_id) }),
    said: [...dates, fill(words.km, { n: number(leg.distance_km, 0) }),
      fill(words.cost, { n: money(leg.cost_usd_per_t) })].join(", "),
  };
}

/**
 * Return the rows of the table of all routes: a row a leg or transfer.
 * @param {RouteRecord[]} routes
 * @param {NameOf} nameOf
 */
function routeCells(routes, nameOf) {
  const rows = routes.flatMap((route, i) => route.parts.map((part) => ("mode" in part
    ? [i + 1, wordOf(part.mode), nameOf(part.to_id), part.depart, part.arrive, part.depart_day,
      part.distance_km, null, part.cost_usd_per_t]
    : [i + 1, part.to_vehicle ? wordOf(part.to_vehicle) : TEXT.route.unload, nameOf(part.at_id), null, null,
      null, null, part.waiting_d, part.cost_usd_per_t])));
  return [TEXT.share.route_columns, ...rows];
}

/**
 * Return the legs of all routes for a file.
 * @param {RouteRecord[]} routes
 * @param {NameOf} nameOf
 * @returns {MapFeature[]}
 */
const routeLines = (routes, nameOf) => routes.flatMap((route, i) => legsOf(route).map((leg) => ({
  lines: [pointsOf(leg)],
  properties: {
    route: i + 1, mode: leg.mode, vehicle: leg.vehicle, from_id: leg.from_id, from: nameOf(leg.from_id), to_id: leg.to_id, to: nameOf(leg.to_id),
    distance_km: leg.distance_km, depart_day: leg.depart_day, arrive_day: leg.arrive_day,
    cost_usd_per_t: leg.cost_usd_per_t,
  },
})));

/**
 * Return the panel: buttons, choice, account, and the legend folded below.
 * @param {L.Map} map
 * @param {AnswerRecord} answer
 * @param {HTMLElement[]} legend
 * @param {NameOf} nameOf
 * @param {{now: () => RouteRecord, choose: (number: number) => void}} choice
 */
function fillPanel(map, answer, legend, nameOf, { now, choose }) {
  const panel = byId("z-panel");
  const { routes } = answer;
  const bar = routes.length
    ? [shareBar([map], { cells: () => routeCells(routes, nameOf), features: () => routeLines(routes, nameOf),
      said: () => (answer.year ? `${fill(TEXT.route.best_below, { day: monthDay(answer.year.best_ready) })}: ` : "") + numbersOf(now()) })]
    : [];
  panel.append(routeHead(answer, nameOf));
  // What a tonne costs is read before anything is taken away.
  if (answer.year) panel.append(yearFigures(answer.year, answer), ...spreadLines(answer.spread), ...bar);
  panel.append(...yearOf(answer, nameOf));
  const choices = routes.length > 1 ? routeChoice(routes, nameOf, choose) : null;
  if (choices) panel.append(choices);
  const account = el("div", { class: "z-account" });
  panel.append(account, ...(answer.year ? [] : bar), foldedLegend(legend));
  /** @param {number} chosen */
  const mark = (chosen) => {
    const input = choices?.querySelectorAll("input")[chosen];
    if (input) input.checked = true;
  };
  return { account, mark };
}

/**
 * Return the calendar of a route and its account.
 * @param {RouteRecord} route
 * @param {AnswerRecord} answer
 * @param {NameOf} nameOf
 */
function accountOf(route, answer, nameOf) {
  // What is to be minded of the whole answer stands with the year.
  const own = answer.year ? { ...answer, warnings: [] } : answer;
  const told = [
    ...(route.ready ? [section(TEXT.share.calendar, routeCalendar(route, dayOf(route.ready), nameOf))] : []),
    ...routeAccount(route, own, nameOf),
  ];
  return answer.year ? [el("div", { class: "z-way" }, ...told)] : told;
}

/**
 * Draw an answer on a map that folium made.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const { route: answer } = DATA;
  const ends = new Set([answer.origin.id, answer.destination.id]);
  const { nameOf, legend, pin, reset } = drawGround(map, {
    panelLabel: TEXT.ui.panel_route, allOn: false, fit: { maxZoom: 7, padding: 40 },
    home: (symbols) => [...routePoints(answer.routes),
      ...symbols.filter(({ place }) => ends.has(place.id)).map(({ latlng }) => latlng)],
  });
  const draw = routeDrawer(map, answer.routes);
  const count = answer.routes.length;
  /** @type {View<{route: number, at: string|null}>} */
  const view = viewState({ route: wholeOf(1, Math.max(1, count), 1), at: placeOfMap() }, show);
  const now = () => answer.routes[view.state().route - 1];
  const { account, mark } = fillPanel(map, answer, legend, nameOf,
    { now, choose: (i) => view.change({ route: i + 1 }) });
  const keys = el("div", { class: "z-mode-keys" });
  if (count) addLegendBox(map, keys);
  /** @type {(place: string|null) => void} */
  let showPlace = () => {};
  /** @type {L.LayerGroup|null} */
  let telling = null;

  /**
   * @param {{route: number, at: string|null}} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    if (changed.has("at")) showPlace(state.at);
    if (!count || !changed.has("route")) return;
    const route = answer.routes[state.route - 1];
    draw(state.route - 1);
    sayTitle(routeFinding(answer, route, nameOf));
    telling?.remove();
    telling = tellingLines(map, legsOf(route).map((leg) => toldLeg(leg, nameOf))).addTo(map);
    pin(stopsOf(route));
    keys.replaceChildren(...[...new Set(legsOf(route).map(({ mode }) => mode))].map((mode) =>
      el("div", {}, modeSwatch(mode), wordOf(mode))));
    mark(state.route - 1);
    account.replaceChildren(...accountOf(route, answer, nameOf));
    announce(fill(TEXT.route.shown, { n: state.route }));
  }

  if (!count) {
    pin(ends);
    sayTitle(routeFinding(answer, null, nameOf));
    account.replaceChildren(...answerWarnings(answer, nameOf));
  }
  view.start();
  showPlace = followMap(map, view, reset);
}
