/**
 * From a path to a route: legs, transfers, days, bill and cost, as `geo/routing/assembly.py` makes
 * them.
 *
 * The record has the names that the account of a route reads (`route/panel.js`).
 */

import { daysOf, dayText, holdsWindow } from "../shared/calendar.js";
import { checksOf } from "./checks.js";
import { needsOf } from "./needs.js";
import { DAYS } from "./network.js";
import { billOf, costOf } from "./pricing.js";

/**
 * @import { CargoRecord, LegRecord, Path, PlannerNetwork, PlannerPrices, PlannerRecord, PlannerRoute,
 *   Priced, ReoCosts, RouteWarning, SeasonRecord, Stretch, TransferRecord } from "../types.js"
 */

/**
 * A step of a path: a loading, a move or an unloading.
 * @typedef {Object} Step
 * @property {number} row Row of quantities.
 * @property {number} edge -1 where cargo stays at a place.
 * @property {number} move -1 for the loading and the unloading.
 * @property {number} wait Days waited after it.
 * @property {number} at State at whose place it begins.
 * @property {number} from State before, -1 for the loading.
 * @property {number} to State after, -1 for the unloading.
 */

/**
 * Return the steps of a path: loading, each move, unloading; waits belong to what came before.
 * @param {PlannerNetwork} network
 * @param {Path} path
 * @returns {Step[]}
 */
function stepsOf({ arrays, row }, path) {
  const { startState: start, endState: end } = path;
  /** @type {Step[]} */
  const steps = [
    { row: arrays.load_row[start], edge: -1, move: -1, wait: 0, at: start, from: -1, to: start },
  ];
  path.moves.forEach((move, i) => {
    const before = steps[steps.length - 1];
    before.wait += path.waits[i];
    const edge = arrays.move_edge[move];
    const to = edge >= 0 ? arrays.edge_head[edge] : before.to;
    steps.push({ row: row[move], edge, move, wait: 0, at: before.to, from: before.to, to });
  });
  steps.push({ row: arrays.unload_row[end], edge: -1, move: -1, wait: 0, at: end, from: end, to: -1 });
  return steps;
}

/**
 * @param {PlannerNetwork} network
 * @param {number} row
 * @param {string} name Of the quantity.
 */
function amountIn({ record, arrays }, row, name) {
  const wanted = record.quantities.indexOf(name);
  for (let i = arrays.row_start[row]; i < arrays.row_start[row + 1]; i += 1) {
    if (arrays.row_quantity[i] === wanted) return arrays.row_amount[i];
  }
  return 0;
}

/**
 * @param {PlannerNetwork} network
 * @param {number} edge
 */
const linkOf = ({ arrays }, edge) => (edge < 0 ? -1 : arrays.edge_link[edge]);

/**
 * Return the season of a move as a leg tells it, none where it is open all year.
 * @param {PlannerNetwork} network
 * @param {Step} step
 * @param {Int32Array} windows
 * @returns {SeasonRecord[]}
 */
function seasonsOf({ record, arrays }, { move, edge }, windows) {
  const window = windows[move];
  if (window < 0) return [];
  const opens = arrays.window_opens[window];
  const link = arrays.edge_link[edge];
  return [{
    link_id: record.links[link],
    opens: dayText(opens),
    closes: dayText(opens + arrays.window_length[window] - 1),
    basis: record.bases[arrays.edge_basis[edge]] ?? null,
    light_load: arrays.edge_light[edge] === 1,
  }];
}

/**
 * Return the windows that a leg tells with that of one more season, which is left out where it holds
 * all days of one before it and so says nothing more (`maps/reports/route.py`).
 * @param {[opens: string, closes: string][]} told
 * @param {SeasonRecord} season
 * @returns {[opens: string, closes: string][]}
 */
function withWindow(told, { opens, closes }) {
  return told.some((window) => holdsWindow([opens, closes], window)) ? told : [...told, [opens, closes]];
}

/**
 * Return a leg that begins with a step.
 * @param {PlannerNetwork} network
 * @param {Step} step
 * @param {number} day
 * @returns {LegRecord}
 */
function legFrom({ record, arrays }, step, day) {
  return {
    mode: record.modes[arrays.link_mode[arrays.edge_link[step.edge]]],
    vehicle: record.vehicles[arrays.state_vehicle[step.to]],
    from_id: record.places[arrays.state_place[step.at]],
    to_id: "",
    link_ids: [],
    passes: [],
    distance_km: 0,
    estimated: false,
    depart_day: day,
    arrive_day: day,
    depart: null,
    arrive: null,
    cost_usd_per_t: 0,
    seasons: [],
    windows: [],
  };
}

/**
 * Return a leg with one more step at its end.
 * @param {PlannerNetwork} network
 * @param {LegRecord} leg
 * @param {Step} step
 * @param {{days: number, cost: number, ready: number, windows: Int32Array}} given
 * @returns {LegRecord}
 */
function withStep(network, leg, step, { days, cost, ready, windows }) {
  const { record, arrays } = network;
  const link = arrays.edge_link[step.edge];
  const arriveDay = leg.arrive_day + days;
  const [depart, arrive] = daysOf(ready + leg.depart_day, ready + arriveDay);
  const seasons = seasonsOf(network, step, windows);
  return {
    ...leg,
    to_id: record.places[arrays.state_place[step.to]],
    link_ids: [...leg.link_ids, record.links[link]],
    passes: leg.link_ids.length ? [...leg.passes, { id: leg.to_id }] : [],
    distance_km: leg.distance_km + arrays.link_km[link],
    estimated: leg.estimated || arrays.link_estimated[link] === 1,
    arrive_day: arriveDay,
    depart,
    arrive,
    cost_usd_per_t: leg.cost_usd_per_t + cost,
    seasons: [...leg.seasons, ...seasons],
    windows: seasons.reduce(withWindow, leg.windows),
  };
}

/**
 * Return a loading, an unloading or a change of vehicle.
 * @param {PlannerNetwork} network
 * @param {Step} step
 * @param {number} cost
 * @returns {TransferRecord}
 */
function transferOf(network, step, cost) {
  const { record, arrays } = network;
  /** @param {number} state */
  const vehicle = (state) => (state < 0 ? null : record.vehicles[arrays.state_vehicle[state]]);
  return {
    at_id: record.places[arrays.state_place[step.at]],
    from_vehicle: vehicle(step.from),
    to_vehicle: vehicle(step.to),
    dwell_d: amountIn(network, step.row, "dwell_d"),
    waiting_d: step.wait,
    cost_usd_per_t: cost,
  };
}

/**
 * Return the legs and transfers in the order of travel; days count from readiness.
 * @param {PlannerNetwork} network
 * @param {Step[]} steps
 * @param {Path} path
 * @param {Priced} priced
 * @param {Int32Array} windows
 * @returns {(LegRecord|TransferRecord)[]}
 */
function partsOf(network, steps, path, { costs, waiting }, windows) {
  /** @type {(LegRecord|TransferRecord)[]} */
  const parts = [];
  let day = 0;
  for (const step of steps) {
    const cost = costs[step.row] + waiting * step.wait;
    const days = network.rowDays[step.row] + step.wait;
    if (linkOf(network, step.edge) < 0) {
      parts.push(transferOf(network, step, cost));
    } else {
      const next = legFrom(network, step, day);
      const last = parts[parts.length - 1];
      const isEstimated = network.arrays.link_estimated[network.arrays.edge_link[step.edge]] === 1;
      const isOn = last && "mode" in last && last.mode === next.mode && last.vehicle === next.vehicle
        && !last.estimated && !isEstimated;
      if (isOn) parts.pop();
      const given = { days, cost, ready: path.ready, windows };
      parts.push(withStep(network, isOn ? last : next, step, given));
    }
    day += days;
  }
  return parts;
}

/**
 * Return the modes in turn, each with where it leads, short legs left out (`maps/reports/stretches.py`).
 * @param {LegRecord[]} legs
 * @param {number} shortKm
 */
function stretchesOf(legs, shortKm) {
  const long = legs.filter((leg) => leg.distance_km >= shortKm);
  /** @type {Stretch[]} */
  const stretches = [];
  for (const leg of long.length ? long : legs) {
    if (stretches.length && stretches[stretches.length - 1].mode === leg.mode) stretches.pop();
    stretches.push({ mode: leg.mode, to_id: leg.to_id });
  }
  return stretches;
}

/**
 * Return what to mind on a route: legs that are an estimate, and ports where radioactive cargo is
 * lifted that are not known to be open for it.
 * @param {(LegRecord|TransferRecord)[]} parts
 * @param {CargoRecord} cargo
 * @param {Record<string, boolean>} barred
 * @returns {RouteWarning[]}
 */
function warningsOf(parts, cargo, barred) {
  const lifted = parts.flatMap((part) => ("mode" in part ? [] : [part.at_id]));
  const doubtful = cargo.is_radioactive ? [...new Set(lifted)].filter((id) => id in barred) : [];
  return [
    ...parts.flatMap((part) => ("mode" in part && part.estimated ? [{
      kind: /** @type {const} */ ("estimate"),
      from_id: part.from_id, to_id: part.to_id, distance_km: part.distance_km,
    }] : [])),
    ...doubtful.map((id) => (
      { kind: /** @type {const} */ ("radioactive"), at_id: id, is_closed: barred[id] })),
  ];
}

/**
 * Return the route of a path.
 * @param {PlannerNetwork} network
 * @param {Path} path
 * @param {PlannerPrices} prices
 * @param {Priced} priced
 * @param {Int32Array} windows
 * @param {CargoRecord} cargo
 * @returns {PlannerRoute}
 */
export function plannerRoute(network, path, prices, priced, windows, cargo) {
  const { record } = network;
  const steps = stepsOf(network, path);
  const bill = billOf(network, steps.map(({ row }) => row));
  bill[record.quantities.indexOf("waiting_d")] += steps.reduce((sum, { wait }) => sum + wait, 0);
  const parts = partsOf(network, steps, path, priced, windows);
  const legs = parts.filter((part) => "mode" in part);
  const cost = costOf(bill, prices.base);
  return {
    total: {
      cost_usd_per_t: cost,
      distance_km: legs.reduce((sum, leg) => sum + leg.distance_km, 0),
      duration_d: DAYS.reduce((sum, name) => sum + bill[record.quantities.indexOf(name)], 0),
      waiting_d: bill[record.quantities.indexOf("waiting_d")],
      co2_kg_per_t: costOf(bill, prices.emissions),
      ...reoCosts(cost, cargo, record),
    },
    range: { low_usd_per_t: costOf(bill, prices.low), high_usd_per_t: costOf(bill, prices.high) },
    components: componentsOfBill(record, bill, prices.base),
    by_way_of: stretchesOf(legs, record.short_leg_km),
    capacity_checks: checksOf(network, steps, cargo.shipped_t_per_y),
    warnings: warningsOf(parts, cargo, record.barred),
    needs_first: needsOf(network, legs, prices, cargo.tonnes_per_y),
    parts,
  };
}

/**
 * Return the cost of a bill by component, under the names of an account.
 * @param {Pick<PlannerRecord, "components">} record
 * @param {Float64Array} bill
 * @param {Float64Array} prices
 */
export const componentsOfBill = ({ components }, bill, prices) =>
  Object.fromEntries(Object.entries(components).map(([name, quantities]) =>
    [`${name}_usd_per_t`, quantities.reduce((sum, i) => sum + bill[i] * prices[i], 0)]));

/**
 * Return costs per kg REO, null where the grade or the recovery is not known.
 * @param {number} costUsdPerT
 * @param {Pick<CargoRecord, "reo_kg_per_t"|"reo_recovery_pct">} cargo
 * @param {Pick<PlannerRecord, "benchmark_usd_per_kg_reo">} record
 * @returns {ReoCosts}
 */
export function reoCosts(costUsdPerT, cargo, record) {
  const contained = cargo.reo_kg_per_t ? costUsdPerT / cargo.reo_kg_per_t : null;
  const recovered = contained !== null && cargo.reo_recovery_pct
    ? contained / (cargo.reo_recovery_pct / 100) : null;
  return {
    cost_usd_per_kg_reo_contained: contained,
    cost_usd_per_kg_reo_recovered: recovered,
    share_of_benchmark: recovered === null ? null : recovered / record.benchmark_usd_per_kg_reo,
  };
}
