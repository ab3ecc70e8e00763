/**
 * The route page: the routes between two places, one of them in full, beside their account.
 */

import { drawGround, foldedLegend, topCanvas } from "../shared/ground.js";
import { announce, byId, DATA, decodeLine, el, fill, monthDay, TEXT } from "../shared/page.js";
import { routeLayer } from "./layer.js";
import { answerWarnings, routeAccount, routeChoice, routeHead } from "./panel.js";
import { spreadLines, swingSection } from "../panel/spread.js";
import { shareSection, yearFigures, yearMonths, yearParts } from "./year.js";

/** @import { AnswerRecord, LegRecord, NameOf, RouteRecord } from "../types.js" */

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
  return (number) => {
    for (const layer of drawn) layer.remove();
    const others = routes.filter((_, i) => i !== number);
    drawn = [
      ...others.map((route) => routeLayer(drawnLegs(route), renderer, false)),
      routeLayer(drawnLegs(routes[number]), renderer, true),
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
 * Return the account of the year; the routes of its best day follow it.
 * @param {AnswerRecord} answer
 * @param {NameOf} nameOf
 */
function yearOf({ year, ...answer }, nameOf) {
  if (!year) return [...spreadLines(answer.spread), ...swingSection(answer.spread)];
  return [
    yearFigures(year, answer),
    ...spreadLines(answer.spread),
    yearMonths(year.by_month, 0, null),
    shareSection(answer.shares, nameOf),
    ...swingSection(answer.spread),
    ...yearParts(year, [...answer.warnings, ...year.warnings], nameOf),
    el("h2", { class: "z-chosen-title" }, fill(TEXT.route.best_below, { day: monthDay(year.best_ready) })),
  ];
}

/**
 * Return the panel: choice, account, and the legend folded below.
 * @param {AnswerRecord} answer
 * @param {HTMLElement[]} legend
 * @param {NameOf} nameOf
 * @param {(number: number) => void} choose
 */
function fillPanel(answer, legend, nameOf, choose) {
  const panel = byId("z-panel");
  panel.append(routeHead(answer));
  panel.append(...yearOf(answer, nameOf));
  if (answer.routes.length > 1) panel.append(routeChoice(answer.routes, nameOf, choose));
  const account = el("div", { class: "z-account" });
  panel.append(account, foldedLegend(legend));
  return account;
}

/**
 * Draw an answer on a map that folium made.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const { route: answer } = DATA;
  const ends = new Set([answer.origin.id, answer.destination.id]);
  const { nameOf, legend, pin } = drawGround(map, {
    panelLabel: TEXT.ui.panel_route, allOn: false, fit: { maxZoom: 7, padding: 40 },
    home: (symbols) => [...routePoints(answer.routes),
      ...symbols.filter(({ place }) => ends.has(place.id)).map(({ latlng }) => latlng)],
  });
  const draw = routeDrawer(map, answer.routes);
  const account = fillPanel(answer, legend, nameOf, choose);

  /** @param {number} number */
  function choose(number) {
    const route = answer.routes[number];
    draw(number);
    pin(stopsOf(route));
    // What is to be minded of the whole answer stands with the year.
    const own = answer.year ? { ...answer, warnings: [] } : answer;
    account.replaceChildren(...routeAccount(route, own, nameOf));
    announce(fill(TEXT.route.shown, { n: number + 1 }));
  }

  if (answer.routes.length) {
    choose(0);
  } else {
    pin(ends);
    account.replaceChildren(...answerWarnings(answer));
  }
}
