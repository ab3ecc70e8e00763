/**
 * The planner's answers as they are seen: deposits and flows on the map, the chosen one before all others.
 */

import { emphasize, flyTo } from "../answer/choice.js";
import { fill, number, TEXT } from "../shared/page.js";
import { wayOf } from "./chosen.js";
import { ACCOUNT_PAUSE_MS, debounced } from "./debounced.js";
import { flowsOf } from "./flows.js";
import { plannerMap } from "./map.js";
import { plannerSites } from "./sites.js";

/** @import { Ground, PlannerAnswer, PlannerEngine, PlannerState } from "../types.js" */

/**
 * Return the places where the way in full starts, ends or changes vehicle.
 * @param {PlannerEngine} engine
 * @param {PlannerState} state
 * @param {number} cargo
 * @param {PlannerAnswer|null} answer
 * @returns {Set<string>}
 */
export function stopsOf(engine, state, cargo, answer) {
  if (!answer) return new Set();
  const { parts } = engine.route(state, cargo, answer.paths[wayOf(state, answer)]);
  return new Set(parts.filter((part) => "mode" in part).flatMap((leg) => [leg.from_id, leg.to_id]));
}

/**
 * Return functions that show answers on the map: deposits by what they pay, flows by what they carry,
 * and the chosen one before all others.
 * @param {L.Map} map
 * @param {PlannerEngine} engine
 * @param {Ground} ground
 * @param {(PlannerAnswer|null)[]} opening
 */
export function plannerPicture(map, engine, ground, opening) {
  const { cargoes, links } = engine.record;
  const drawing = plannerMap(map, engine);
  let flows = flowsOf(opening, cargoes);
  const most = Math.max(1, ...[...flows.values()].map(({ tonnes }) => tonnes));
  const sites = plannerSites(map, ground, cargoes, opening, most);
  const numbers = new Map(links.map((id, link) => [id, link]));
  ground.tellLinks((id) => {
    const flow = flows.get(numbers.get(id) ?? -1);
    return flow ? fill(TEXT.planner.flow, { t: number(flow.tonnes / 1e6, 2), n: flow.deposits.size }) : "";
  });
  const pinTaken = debounced(() => ground.pinLinks(new Set([...flows.keys()].map((link) => links[link]))), ACCOUNT_PAUSE_MS);
  let chosen = "";
  /** @type {L.LatLng[]} */
  let seen = [];
  return {
    way: drawing.wayFeatures,
    /** Fly to what is chosen once more. */
    look() {
      if (seen.length) flyTo(map, seen);
    },
    /** @param {(PlannerAnswer|null)[]} answers */
    showAll(answers) {
      flows = flowsOf(answers, cargoes);
      drawing.showFlows(flows, sites.widthOf);
      sites.paint(answers);
      pinTaken();
    },
    /**
     * Show one way in full; return whether it is another than before.
     * @param {string|null} id
     * @param {number[]|null} way
     */
    showOne(id, way) {
      const points = drawing.showWay(way);
      if (points === null && chosen === (id ?? "")) return false;
      const isNew = chosen !== (id ?? "");
      chosen = id ?? "";
      sites.choose(id);
      emphasize(map, ground.symbols, id);
      const at = ground.symbols.find(({ place }) => place.id === id)?.latlng;
      if (at && points) seen = [at, ...points];
      if (isNew && at) flyTo(map, [at, ...(points ?? [])]);
      return true;
    },
  };
}
