/**
 * The planner's data laid out for the search: what `maps/pages/planner_network.py` told once stands
 * again wherever it holds.
 */

import { recordsOf, unpack } from "../shared/arrays.js";

/** @import { PackedRecord, PlannerArrays, PlannerPacked, PlannerRecord, Unpacked } from "../types.js" */

const HOLDS = 3;
const [ARRIVED, STORED, TRANSSHIPPED] = [0, 1, 2];
const ID_FORMS = ["", "access_", "access_air_", "direct_"];
/** To whom a link belongs: see `maps/pages/planner_network.py`. */
const OWNER_OTHER = 2;
/** @type {("low"|"base"|"high")[]} */
const LEVELS = ["low", "base", "high"];
const ROAD = "dedicated_winter_road_km";

/**
 * Return the ids of links and the corridors, those that follow from the ends of a link too.
 * @param {PlannerPacked} packed
 * @param {Unpacked} arrays
 */
function namesOf({ places, links, corridors }, arrays) {
  const { link_from: from, link_to: to, link_only_for: owner, link_corridor: told } = arrays;
  let listed = 0;
  const ids = Array.from(arrays.link_id_form, (form, link) => {
    if (form > 0) return `${ID_FORMS[form]}${places[from[link]]}_${places[to[link]]}`;
    listed += 1;
    return links[listed - 1];
  });
  const names = corridors.slice();
  /** @type {Map<number, number>} */
  const ownOf = new Map();
  const corridorOf = Int32Array.from(told, (corridor, link) => {
    if (corridor < corridors.length) return corridor;
    const known = ownOf.get(owner[link]);
    if (known !== undefined) return known;
    ownOf.set(owner[link], names.length);
    return names.push(`access_${places[owner[link]]}`) - 1;
  });
  return { ids, names, corridorOf };
}

/**
 * Return for each link the place that it belongs to, or -1.
 * @param {Unpacked} arrays
 */
const ownersOf = ({ link_owner: owner, link_from: from, link_to: to }) =>
  Int32Array.from(owner, (code, link) => {
    if (code < 0) return -1;
    return code < OWNER_OTHER ? [from, to][code][link] : code - OWNER_OTHER;
  });

/**
 * Return which link each edge is, and the states that it joins: first the rides, then the transfers.
 * @param {Unpacked} arrays
 */
function edgesOf(arrays) {
  const { ride_link: rides, ride_back: back, link_from: from, link_to: to, link_vehicle: vehicle } = arrays;
  const states = new Map(Array.from(arrays.state_place, (place, state) =>
    [`${place} ${arrays.state_vehicle[state]}`, state]));
  /**
   * @param {number} ride
   * @param {boolean} isHead
   */
  const end = (ride, isHead) => {
    const link = rides[ride];
    const place = (back[ride] === 1) === isHead ? from[link] : to[link];
    return states.get(`${place} ${vehicle[link]}`) ?? -1;
  };
  const count = rides.length + arrays.transfer_tail.length;
  const [tail, head, link] = [0, 1, 2].map(() => new Int32Array(count).fill(-1));
  for (let ride = 0; ride < rides.length; ride += 1) {
    tail[ride] = end(ride, false);
    head[ride] = end(ride, true);
    link[ride] = rides[ride];
  }
  tail.set(arrays.transfer_tail, rides.length);
  head.set(arrays.transfer_head, rides.length);
  return { edge_tail: tail, edge_head: head, edge_link: link };
}

/**
 * Return the rows of quantities: those of patterns as they are, then one for each link and pattern of
 * it, as long as the link. `rowOf` is that of each edge.
 * @param {Unpacked} arrays
 * @param {Int32Array} edgeLink
 */
function rowsOf(arrays, edgeLink) {
  const { pattern_start: start, pattern_quantity: quantity, pattern_amount: amount, link_km: km } = arrays;
  const patterns = start.length - 1;
  /** @type {Map<number, number>} */
  const known = new Map();
  /** @type {[pattern: number, km: number][]} */
  const rows = Array.from({ length: patterns }, (_, pattern) => [pattern, 1]);
  const rowOf = Int32Array.from(edgeLink, (link, edge) => {
    const pattern = arrays.edge_pattern[edge];
    if (link < 0) return pattern;
    const key = link * patterns + pattern;
    const row = known.get(key) ?? rows.push([pattern, km[link]]) - 1;
    known.set(key, row);
    return row;
  });
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach(([pattern], row) => {
    rowStart[row + 1] = rowStart[row] + start[pattern + 1] - start[pattern];
  });
  const rowQuantity = new Int32Array(rowStart[rows.length]);
  const rowAmount = new Float64Array(rowStart[rows.length]);
  rows.forEach(([pattern, length], row) => {
    for (let i = start[pattern], at = rowStart[row]; i < start[pattern + 1]; i += 1, at += 1) {
      rowQuantity[at] = quantity[i];
      rowAmount[at] = amount[i] * length;
    }
  });
  return { rowOf, row_start: rowStart, row_quantity: rowQuantity, row_amount: rowAmount };
}

/** Rows of quantities that are added up here: setting cargo down and loading it again. */
class Rows {
  /** @param {ReturnType<typeof rowsOf>} rows */
  constructor({ row_start: start, row_quantity: quantity, row_amount: amount }) {
    this.start = [...start];
    this.quantity = [...quantity];
    this.amount = [...amount];
    /** @type {Map<string, number>} */
    this.known = new Map();
  }

  /**
   * Return the row that is the sum of two.
   * @param {number} one
   * @param {number} other
   */
  sum(one, other) {
    const key = `${one} ${other}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    /** @type {Map<number, number>} */
    const total = new Map();
    for (const row of [one, other]) {
      for (let i = this.start[row]; i < this.start[row + 1]; i += 1) {
        total.set(this.quantity[i], (total.get(this.quantity[i]) ?? 0) + this.amount[i]);
      }
    }
    for (const quantity of [...total.keys()].sort((a, b) => a - b)) {
      this.quantity.push(quantity);
      this.amount.push(total.get(quantity) ?? 0);
    }
    this.known.set(key, this.start.push(this.quantity.length) - 2);
    return this.start.length - 2;
  }

  arrays() {
    return {
      row_start: Int32Array.from(this.start),
      row_quantity: Int32Array.from(this.quantity),
      row_amount: Float64Array.from(this.amount),
    };
  }
}

/**
 * Yield the moves, as `geo/routing/time_expanded.py` lays them out: each edge from every hold that it
 * may be taken from, then setting down and loading again where there is a store.
 * @param {Unpacked} arrays
 * @param {ReturnType<typeof edgesOf>} edges
 * @param {Int32Array} rowOf
 * @param {Rows} rows
 * @returns {Generator<[tail: number, head: number, row: number, edge: number]>}
 */
function* movesOf(arrays, { edge_tail: tails, edge_head: heads, edge_link: links }, rowOf, rows) {
  const rides = arrays.ride_link.length;
  for (let edge = 0; edge < tails.length; edge += 1) {
    const [tail, head] = [HOLDS * tails[edge], HOLDS * heads[edge]];
    if (links[edge] >= 0) {
      for (let hold = 0; hold < HOLDS; hold += 1) yield [tail + hold, head + ARRIVED, rowOf[edge], edge];
    } else if (arrays.transfer_lifts[edge - rides]) {
      const lands = arrays.place_stores[arrays.state_place[tails[edge]]] ? STORED : TRANSSHIPPED;
      yield [tail + ARRIVED, head + lands, rowOf[edge], edge];
    } else {
      // The same lorry drives on, with the cargo as it is.
      for (let hold = 0; hold < HOLDS; hold += 1) yield [tail + hold, head + hold, rowOf[edge], edge];
    }
  }
  for (let state = 0; state < arrays.state_place.length; state += 1) {
    const [load, unload] = [arrays.load_pattern[state], arrays.unload_pattern[state]];
    if (load < 0 || !arrays.place_stores[arrays.state_place[state]]) continue;
    yield [HOLDS * state + ARRIVED, HOLDS * state + STORED, rows.sum(unload, load), -1];
  }
}

/**
 * Return moves by the node they leave, with the window of each in every kind of year.
 * @param {Unpacked} arrays
 * @param {[tail: number, head: number, row: number, edge: number][]} moves
 * @param {string[]} years
 */
function movesByNode(arrays, moves, years) {
  const nodes = HOLDS * arrays.state_place.length;
  const start = new Int32Array(nodes + 1);
  for (const [tail] of moves) start[tail + 1] += 1;
  for (let node = 0; node < nodes; node += 1) start[node + 1] += start[node];
  const next = start.slice();
  const [heads, rows, edges] = [0, 1, 2].map(() => new Int32Array(moves.length));
  for (const [tail, head, row, edge] of moves) {
    const at = next[tail];
    next[tail] += 1;
    heads[at] = head;
    rows[at] = row;
    edges[at] = edge;
  }
  /** @param {string} year */
  const windows = (year) => edges.map((edge) =>
    (edge < 0 ? -1 : arrays[`season_${year}`][arrays.edge_season[edge]]));
  return {
    move_start: start,
    move_head: heads,
    move_row: rows,
    move_edge: edges,
    ...Object.fromEntries(years.map((year) => [`move_window_${year}`, windows(year)])),
  };
}

/**
 * Return the prices of every cargo, one vector after the other, for each level, and emissions.
 * @param {Unpacked} arrays
 * @param {number} width
 * @param {number[]} roads Numbers of the quantities that are paid by the year.
 */
function pricesOf(arrays, width, roads) {
  const { cargo_kind: kinds, cargo_tonnes: tonnes } = arrays;
  /**
   * @param {string} name
   * @param {boolean} isByYear
   */
  const spread = (name, isByYear) => {
    const all = new Float64Array(kinds.length * width);
    kinds.forEach((kind, cargo) => {
      all.set(/** @type {Float64Array} */ (arrays[name]).subarray(kind * width, (kind + 1) * width), cargo * width);
      if (isByYear) for (const road of roads) all[cargo * width + road] /= tonnes[cargo];
    });
    return all;
  };
  return {
    ...Object.fromEntries(LEVELS.map((level) => [`prices_${level}`, spread(`kind_prices_${level}`, true)])),
    emissions: spread("kind_emissions", false),
  };
}

/**
 * Return the record and the arrays that the page reckons with.
 * @param {PlannerPacked & PackedRecord} packed
 * @returns {Promise<{record: PlannerRecord, arrays: PlannerArrays}>}
 */
export async function plannerData(packed) {
  const told = await unpack(packed);
  /** @type {Unpacked} */
  const arrays = { ...told, link_only_for: ownersOf(told) };
  const { ids, names, corridorOf } = namesOf(packed, arrays);
  const edges = edgesOf(arrays);
  const { rowOf, ...plain } = rowsOf(arrays, edges.edge_link);
  const rows = new Rows({ rowOf, ...plain });
  const moves = [...movesOf(arrays, edges, rowOf, rows)];
  const cargoes = recordsOf(packed.cargoes).map((cargo, i) => ({
    ...cargo,
    tonnes_per_y: arrays.cargo_tonnes[i],
    shipped_t_per_y: arrays.cargo_tonnes[i] * cargo.shipped_t_per_t,
  }));
  // A block of quantities for each card, those of a region other than the first named after it.
  const roads = [...packed.quantities.keys()].filter((i) => packed.quantities[i].split("@")[0] === ROAD);
  const laidOut = {
    ...arrays,
    ...edges,
    ...movesByNode(arrays, moves, packed.years),
    ...rows.arrays(),
    ...pricesOf(arrays, packed.quantities.length, roads),
    link_corridor: corridorOf,
    load_row: arrays.load_pattern,
    unload_row: arrays.unload_pattern,
    stored: Int32Array.from({ length: HOLDS * arrays.state_place.length }, (_, node) =>
      Number(node % HOLDS === STORED)),
  };
  return {
    record: { ...packed, links: ids, corridors: names, cargoes },
    arrays: /** @type {PlannerArrays} */ (/** @type {unknown} */ (laidOut)),
  };
}
