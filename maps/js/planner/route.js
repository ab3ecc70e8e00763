/**
 * From a way to a route: legs, transfers, days, bill and cost, as `geo/routing/assembly.py` makes them.
 *
 * The record has the names that the account of a route reads (`route_panel.js`).
 */
"use strict";
(function () {
  const YEAR_D = 365;
  const ROUNDING_D = 1e-6;

  /** Return the day "MM-DD" that holds a moment. */
  zimnik.dayText = function (time) {
    const day = Math.floor(((time % YEAR_D) + YEAR_D) % YEAR_D);
    return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(5, 10);
  };

  /** Return the first and the last day of what lasts, as `geo.core.calendar.days_of` does. */
  zimnik.daysOf = function (from, until) {
    const first = Math.floor(from + ROUNDING_D);
    const last = Math.max(first, Math.ceil(until - ROUNDING_D) - 1);
    return [zimnik.dayText(first), zimnik.dayText(last)];
  };

  /** Return the steps of a way: loading, each move, unloading; waits belong to what came before. */
  function stepsOf({ arrays, row }, way) {
    const steps = [{ row: arrays.load_row[way.startState], edge: -1, wait: 0, at: way.startState, from: -1, to: way.startState }];
    way.moves.forEach((move, i) => {
      steps[steps.length - 1].wait += way.waits[i];
      const edge = arrays.move_edge[move];
      const state = steps[steps.length - 1].to;
      const to = edge >= 0 ? arrays.edge_head[edge] : state;
      steps.push({ row: row[move], edge, wait: 0, at: state, from: state, to, move });
    });
    steps.push({ row: arrays.unload_row[way.endState], edge: -1, wait: 0, at: way.endState, from: way.endState, to: -1 });
    return steps;
  }

  /** Return the bill of a way: amounts by quantity. */
  function billOf({ record, arrays }, steps) {
    const bill = new Float64Array(record.quantities.length);
    for (const { row, wait } of steps) {
      for (let i = arrays.row_start[row]; i < arrays.row_start[row + 1]; i += 1) {
        bill[arrays.row_quantity[i]] += arrays.row_amount[i];
      }
      bill[record.quantities.indexOf("waiting_d")] += wait;
    }
    return bill;
  }

  const product = (bill, vector) => bill.reduce((sum, amount, i) => sum + amount * vector[i], 0);

  function amountIn({ record, arrays }, row, name) {
    const wanted = record.quantities.indexOf(name);
    for (let i = arrays.row_start[row]; i < arrays.row_start[row + 1]; i += 1) {
      if (arrays.row_quantity[i] === wanted) return arrays.row_amount[i];
    }
    return 0;
  }

  const linkOf = ({ arrays }, edge) => (edge < 0 ? -1 : arrays.edge_link[edge]);

  /** Return the season of a move as a leg tells it, or null. */
  function seasonOf({ record, arrays }, step, windows) {
    const window = windows[step.move];
    if (window < 0) return null;
    const opens = arrays.window_opens[window];
    return {
      link_id: record.links[arrays.edge_link[step.edge]],
      opens: zimnik.dayText(opens),
      closes: zimnik.dayText(opens + arrays.window_length[window] - 1),
    };
  }

  /** Return the legs and transfers in the order of travel; days count from readiness. */
  function partsOf(network, steps, way, { costs, waiting }, windows) {
    const { record, arrays, rowDays } = network;
    const placeId = (state) => record.places[arrays.state_place[state]];
    const vehicle = (state) => (state < 0 ? null : record.vehicles[arrays.state_vehicle[state]]);
    const parts = [];
    let day = 0;
    for (const step of steps) {
      const cost = costs[step.row] + waiting * step.wait;
      const days = rowDays[step.row] + step.wait;
      const link = linkOf(network, step.edge);
      if (link < 0) {
        parts.push({
          at_id: placeId(step.at),
          from_vehicle: vehicle(step.from),
          to_vehicle: vehicle(step.to),
          dwell_d: amountIn(network, step.row, "dwell_d"),
          waiting_d: step.wait,
          cost_usd_per_t: cost,
        });
      } else {
        const mode = record.modes[arrays.link_mode[link]];
        let leg = parts[parts.length - 1];
        if (!leg || leg.mode !== mode || leg.vehicle !== vehicle(step.to)) {
          leg = {
            mode, vehicle: vehicle(step.to), from_id: placeId(step.at), links: [], distance_km: 0,
            estimated: false, depart_day: day,
            cost_usd_per_t: 0, seasons: [],
          };
          parts.push(leg);
        }
        leg.to_id = placeId(step.to);
        leg.links.push(link);
        leg.distance_km += arrays.link_km[link];
        leg.estimated ||= arrays.link_estimated[link] === 1;
        leg.arrive_day = day + days;
        [leg.depart, leg.arrive] = zimnik.daysOf(way.ready + leg.depart_day, way.ready + day + days);
        leg.cost_usd_per_t += cost;
        const season = seasonOf(network, step, windows);
        if (season) leg.seasons.push(season);
      }
      day += days;
    }
    return parts;
  }

  /** Return the modes in turn, each with where it leads, short legs left out (`maps/pages/way.py`). */
  function wayOf(legs, shortKm) {
    const long = legs.filter((leg) => leg.distance_km >= shortKm);
    const stretches = [];
    for (const leg of long.length ? long : legs) {
      if (stretches.length && stretches[stretches.length - 1][0] === leg.mode) stretches.pop();
      stretches.push([leg.mode, leg.to_id]);
    }
    return stretches;
  }

  /**
   * Return the route of a way.
   * @param {PlannerNetwork} network
   * @param {Way} way
   * @param {{base: Float64Array, low: Float64Array, high: Float64Array, emissions: Float64Array}} prices
   * @param {Priced} priced
   * @param {Int32Array} windows
   * @param {Object} cargo
   */
  zimnik.plannerRoute = function (network, way, prices, priced, windows, cargo) {
    const { record } = network;
    const steps = stepsOf(network, way);
    const bill = billOf(network, steps);
    const parts = partsOf(network, steps, way, priced, windows);
    const legs = parts.filter((part) => "mode" in part);
    const cost = product(bill, prices.base);
    return {
      cost_usd_per_t: cost,
      low_usd_per_t: product(bill, prices.low),
      high_usd_per_t: product(bill, prices.high),
      distance_km: legs.reduce((sum, leg) => sum + leg.distance_km, 0),
      duration_d: zimnik.DAYS.reduce((sum, name) => sum + bill[record.quantities.indexOf(name)], 0),
      waiting_d: bill[record.quantities.indexOf("waiting_d")],
      co2_kg_per_t: product(bill, prices.emissions),
      ...zimnik.reoCosts(cost, cargo, record),
      components: Object.entries(record.components).map(([name, quantities]) =>
        [name, quantities.reduce((sum, i) => sum + bill[i] * prices.base[i], 0)]),
      way: wayOf(legs, record.short_leg_km),
      warnings: [],
      parts,
    };
  };

  /** Return costs per kg REO, null where the grade or the recovery is not known. */
  zimnik.reoCosts = function (cost, cargo, record) {
    const contained = cargo.reo_kg_per_t ? cost / cargo.reo_kg_per_t : null;
    const recovered = contained !== null && cargo.reo_recovery_pct
      ? contained / (cargo.reo_recovery_pct / 100) : null;
    return {
      contained_usd_per_kg: contained,
      recovered_usd_per_kg: recovered,
      share_of_benchmark: recovered === null ? null : recovered / record.benchmark_usd_per_kg,
    };
  };
})();
