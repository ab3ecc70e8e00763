/**
 * Answers of the planner: every deposit to the hub that was asked for, under the rates and closures
 * that were set.
 */
"use strict";
(function () {
  /** First day of each month, in days from 1 January. */
  zimnik.MONTH_FIRSTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
  zimnik.CHEAPEST = "cheapest";
  // Cargoes whose day costs differ by less than this share one search backwards.
  const ALIKE = 1.3;

  /** Return cargoes in groups of about equal price of time. */
  function groupsOf({ record, arrays }) {
    const width = record.quantities.length;
    const waiting = record.quantities.indexOf("waiting_d");
    const price = (cargo) => arrays.prices_base[cargo * width + waiting];
    const order = record.cargoes.map((_, cargo) => cargo).sort((a, b) => price(a) - price(b));
    const groups = [];
    for (const cargo of order) {
      const last = groups[groups.length - 1];
      if (last && price(cargo) <= ALIKE * price(last[0])) last.push(cargo);
      else groups.push([cargo]);
    }
    return groups;
  }

  /**
   * Return the engine of a network.
   * @param {PlannerNetwork} network
   */
  zimnik.plannerEngine = function (network) {
    const { record, arrays, placeOf } = network;
    const router = zimnik.makeRouter(network);
    const groups = groupsOf(network);
    const waitingIndex = record.quantities.indexOf("waiting_d");
    const hubs = record.hubs.filter((id) => placeOf.has(id));
    let closed = { key: "" };
    let priced = { key: "" };
    let bounded = { key: "" };

    const windowsOf = (state) => arrays[`move_window_${state.year}`];
    const endsOf = (state) => (state.hub === zimnik.CHEAPEST ? hubs : [state.hub])
      .filter((id) => placeOf.has(id)).map((id) => placeOf.get(id));
    const daysOf = (state) =>
      (state.month ? [zimnik.MONTH_FIRSTS[state.month - 1]] : zimnik.MONTH_FIRSTS);

    /** Return the moves that are closed, kept while no closure changes. */
    function closedFor(state) {
      const closures = ["modes", "corridors", "borders"].map((name) => [...state[name]]);
      const key = JSON.stringify([closures, state.year]);
      if (closed.key !== key) closed = { key, moves: zimnik.closedMoves(network, state, state.year) };
      return closed;
    }

    /** Return prices, row costs and closures of every cargo; kept while neither changes. */
    function pricedFor(state) {
      const { key: closedKey, moves } = closedFor(state);
      const key = `${closedKey} ${JSON.stringify(state.factors)}`;
      if (priced.key === key) return priced;
      const cargoes = record.cargoes.map((_, cargo) => {
        const prices = zimnik.priceVector(network, cargo, state.factors);
        return { costs: zimnik.rowCosts(network, prices), waiting: prices[waitingIndex], closed: moves };
      });
      priced = { key, cargoes };
      return priced;
    }

    /** Return for each cargo a lower bound of the cost to go; kept while it holds. */
    function boundsFor(state) {
      const { key: pricedKey, cargoes } = pricedFor(state);
      const key = `${pricedKey} ${state.hub}`;
      if (bounded.key === key) return bounded.bounds;
      const bounds = new Array(cargoes.length);
      for (const group of groups) {
        const costs = zimnik.leastOf(group.map((cargo) => cargoes[cargo].costs));
        const least = router.bounds({ costs, closed: cargoes[group[0]].closed }, endsOf(state), windowsOf(state));
        for (const cargo of group) bounds[cargo] = least;
      }
      bounded = { key, bounds };
      return bounds;
    }

    /** Return the way of one cargo, or null. */
    function wayOf(state, cargo, days = daysOf(state)) {
      const origin = placeOf.get(record.cargoes[cargo].id);
      if (origin === undefined) return null;
      const bounds = boundsFor(state)[cargo];
      const way = router.search(pricedFor(state).cargoes[cargo], origin,
        endsOf(state).filter((place) => place !== origin), bounds, windowsOf(state), days);
      return way && { ...way, isHurried: router.isHurried() };
    }

    /** Return the route of a way, with all that its account tells. */
    function routeOf(state, cargo, way) {
      const vector = (level) => zimnik.priceVector(network, cargo, state.factors, level);
      const width = record.quantities.length;
      const prices = {
        base: vector("base"),
        low: vector("low"),
        high: vector("high"),
        emissions: arrays.emissions.slice(cargo * width, (cargo + 1) * width),
      };
      return zimnik.plannerRoute(network, way, prices, pricedFor(state).cargoes[cargo],
        windowsOf(state), record.cargoes[cargo]);
    }

    /** Return links and days of a way: what the table and the map need of every deposit. */
    function summary(cargo, way) {
      const links = [];
      const modes = [];
      let days = network.rowDays[arrays.load_row[way.startState]];
      for (const move of way.moves) {
        days += network.rowDays[network.row[move]];
        const edge = arrays.move_edge[move];
        const link = edge < 0 ? -1 : arrays.edge_link[edge];
        if (link < 0) continue;
        links.push(link);
        const mode = record.modes[arrays.link_mode[link]];
        if (!modes.includes(mode)) modes.push(mode);
      }
      const waiting = way.waits.reduce((sum, wait) => sum + wait, 0);
      const { reo_kg_per_t: kg, tonnes_per_y: tonnes } = record.cargoes[cargo];
      return {
        way,
        links,
        modes,
        cost: way.cost,
        reo: kg ? way.cost / kg : null,
        days: days + waiting,
        waiting,
        total: (way.cost * tonnes) / 1e6,
        hub: record.places[way.destination],
        month: zimnik.MONTH_FIRSTS.indexOf(way.ready) + 1,
      };
    }

    return {
      record,
      arrays,
      hubs,
      /** Return what every deposit that is on pays, null where there is no way. */
      answers: (state) => record.cargoes.map(({ id }, cargo) => {
        const way = state.off.has(id) ? null : wayOf(state, cargo);
        return way && summary(cargo, way);
      }),
      /** Return the cost of a deposit for each month of readiness; null where there is no way. */
      months: (state, cargo) => zimnik.MONTH_FIRSTS.map((day) => wayOf(state, cargo, [day])?.cost ?? null),
      route: routeOf,
    };
  };
})();
