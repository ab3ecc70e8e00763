/**
 * The network of the planner: nodes, moves between them and their windows, from the packed arrays.
 *
 * Three nodes a state, as `geo/routing/time_expanded.py` lays them out: cargo that came by a link, cargo in
 * store, cargo lifted where there is no store.
 */

/**
 * @import { Closures, PlannerArrays, PlannerNetwork, PlannerRecord, YearType } from "../types.js"
 */

/** Nodes of a state. */
export const HOLDS = 3;
const ROAD = "dedicated_winter_road_km";
const ARRIVED = 0;
const STORED = 1;

/**
 * Return the node of a state.
 * @param {number} state
 */
export const storedNode = (state) => HOLDS * state + STORED;
/** @param {number} state */
export const arrivedNode = (state) => HOLDS * state + ARRIVED;
/** @param {number} node */
export const stateOfNode = (node) => Math.floor(node / HOLDS);

/** @param {PlannerArrays} arrays */
function tails(arrays) {
  const tail = new Int32Array(arrays.move_head.length);
  for (let node = 0; node + 1 < arrays.move_start.length; node += 1) {
    tail.fill(node, arrays.move_start[node], arrays.move_start[node + 1]);
  }
  return tail;
}

/**
 * Return the numbers of moves sorted by where they lead to, and where those of each start.
 * @param {Int32Array} head
 * @param {number} nodes
 */
function backward(head, nodes) {
  const backStart = new Int32Array(nodes + 1);
  for (const node of head) backStart[node + 1] += 1;
  for (let node = 0; node < nodes; node += 1) backStart[node + 1] += backStart[node];
  const next = backStart.slice();
  const back = new Int32Array(head.length);
  head.forEach((node, move) => {
    back[next[node]] = move;
    next[node] += 1;
  });
  return { backStart, back };
}

/**
 * Return the moves of cargo that came by a link to another state, sorted by the state that they lead
 * to, and where those of each state start.
 * @param {PlannerArrays} arrays
 * @param {Int32Array} tail
 * @param {number} count Of states.
 */
function backwardByState({ move_head: head, move_edge: edge }, tail, count) {
  const moves = Int32Array.from(head.keys())
    .filter((move) => edge[move] >= 0 && tail[move] % HOLDS === ARRIVED);
  const states = moves.map((move) => stateOfNode(head[move]));
  const { backStart, back } = backward(states, count);
  const isStateBack = new Uint8Array(head.length);
  for (const move of moves) isStateBack[move] = 1;
  return { stateBackStart: backStart, stateBack: back.map((i) => moves[i]), isStateBack };
}

/**
 * @param {PlannerRecord} record
 * @param {PlannerArrays} arrays
 */
function daysOfRows(record, arrays) {
  const days = new Set(DAYS.map((name) => record.quantities.indexOf(name)));
  const total = new Float64Array(arrays.row_start.length - 1);
  for (let row = 0; row < total.length; row += 1) {
    for (let i = arrays.row_start[row]; i < arrays.row_start[row + 1]; i += 1) {
      if (days.has(arrays.row_quantity[i])) total[row] += arrays.row_amount[i];
    }
  }
  return total;
}

/**
 * Return for each move the place that it belongs to; cargo of others may not use it. A direct link
 * is that of the place where the move begins.
 * @param {PlannerArrays} arrays
 */
function owners(arrays) {
  return arrays.move_edge.map((edge) => {
    const link = edge < 0 ? -1 : arrays.edge_link[edge];
    if (link < 0) return -1;
    return arrays.link_direct[link]
      ? arrays.state_place[arrays.edge_tail[edge]]
      : arrays.link_only_for[link];
  });
}

/**
 * Return the moves of each place that has any.
 * @param {Int32Array} owner Of each move.
 */
function movesByOwner(owner) {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  owner.forEach((place, move) => {
    if (place < 0) return;
    const moves = found.get(place);
    if (moves) moves.push(move);
    else found.set(place, [move]);
  });
  return found;
}

/**
 * Return for each move over a direct link the place where its cargo must end, else -1.
 * @param {PlannerArrays} arrays
 */
function onlyEnds(arrays) {
  return arrays.move_edge.map((edge) => {
    const link = edge < 0 ? -1 : arrays.edge_link[edge];
    return link >= 0 && arrays.link_direct[link]
      ? arrays.state_place[arrays.edge_head[edge]]
      : -1;
  });
}

/**
 * Return the dedicated roads: each with its kilometres, the rows of quantities that no other link has,
 * and its moves.
 * @param {PlannerRecord} record
 * @param {PlannerArrays} arrays
 * @returns {PlannerNetwork["dedicated"]}
 */
function dedicatedRoads(record, arrays) {
  /** @type {PlannerNetwork["dedicated"]} */
  const found = new Map([...record.links.keys()].filter((link) => arrays.link_dedicated[link] === 1)
    .map((link) => [link, { km: arrays.link_km[link], quantity: -1, rows: new Set(), moves: [] }]));
  const { row_start: start, row_quantity: quantities } = arrays;
  arrays.move_edge.forEach((edge, move) => {
    const road = edge < 0 ? undefined : found.get(arrays.edge_link[edge]);
    if (!road) return;
    const row = arrays.move_row[move];
    road.rows.add(row);
    road.moves.push(move);
    for (let i = start[row]; i < start[row + 1]; i += 1) {
      if (record.quantities[quantities[i]].split("@")[0] === ROAD) road.quantity = quantities[i];
    }
  });
  return found;
}

/** Quantities that are days; their sum is how long a step takes. */
export const DAYS = ["under_way_d", "dwell_d", "waiting_d"];

/**
 * Return the network of a record and its arrays.
 * @returns {PlannerNetwork}
 * @param {PlannerRecord} record
 * @param {PlannerArrays} arrays
 */
export function plannerNetwork(record, arrays) {
  const nodes = arrays.move_start.length - 1;
  const [tail, owner] = [tails(arrays), owners(arrays)];
  const statesOf = record.places.map(() => /** @type {number[]} */ ([]));
  arrays.state_place.forEach((place, state) => {
    if (arrays.state_vehicle[state] >= 0) statesOf[place].push(state);
  });
  return {
    record,
    arrays,
    nodes,
    statesOf,
    tail,
    ...backwardByState(arrays, tail, nodes / HOLDS),
    row: arrays.move_row,
    rowDays: daysOfRows(record, arrays),
    owner,
    onlyEnd: onlyEnds(arrays),
    ownedBy: movesByOwner(owner),
    dedicated: dedicatedRoads(record, arrays),
    placeOf: new Map(record.places.map((id, number) => [id, number])),
  };
}

/** What is said of a move: closed to all, or open to cargo of the place that it belongs to alone. */
const CLOSED = 1;
const OWN = 2;

/**
 * Return closed moves with the access of places that is open to their own cargo alone; a direct way
 * only where it leads to an end.
 * @param {Pick<PlannerNetwork, "owner"|"onlyEnd"|"ownedBy">} network
 * @param {Uint8Array} closed
 * @param {Set<number>} ends
 */
export function closedButOwn({ onlyEnd, ownedBy }, closed, ends) {
  const coded = closed.slice();
  for (const [place, moves] of ownedBy) {
    for (const move of moves) {
      const isElsewhere = onlyEnd[move] >= 0 && !ends.has(onlyEnd[move]);
      if (closed[move] || isElsewhere) coded[move] = CLOSED;
      else if (onlyEnd[move] >= 0 || !ends.has(place)) coded[move] = OWN;
    }
  }
  return coded;
}

/**
 * Whether a move is closed to cargo of a place.
 * @param {Uint8Array} closed As `closedButOwn` tells it.
 * @param {Int32Array} owner Of each move.
 * @param {number} move
 * @param {number} origin
 */
export const isClosedTo = (closed, owner, move, origin) =>
  closed[move] === CLOSED || (closed[move] === OWN && owner[move] !== origin);

/**
 * Return closed moves with those that a rail service is not offered on, 1 for each.
 * @param {PlannerNetwork} network
 * @param {Uint8Array} closed
 * @param {string} service Of the cargo.
 * @returns {Uint8Array}
 */
export function closedToOthers({ record, arrays }, closed, service) {
  const own = record.rail_services.indexOf(service);
  return closed.map((isClosed, move) => {
    const edge = arrays.move_edge[move];
    const taken = edge < 0 ? -1 : arrays.edge_rail_service[edge];
    return isClosed || Number(taken >= 0 && taken !== own);
  });
}

/**
 * Return 1 for every move that a closure or a kind of year takes away.
 * @param {PlannerNetwork} network
 * @param {Closures} closures
 * @param {YearType} year
 * @returns {Uint8Array}
 */
export function closedMoves({ record, arrays }, closures, year) {
  /**
   * @param {string[]} names
   * @param {Set<string>} set
   */
  const numbers = (names, set) => new Set([...set].map((name) => names.indexOf(name)));
  const modes = numbers(record.modes, closures.modes);
  const corridors = numbers(record.corridors, closures.corridors);
  const borders = numbers(record.borders, closures.borders);
  for (const set of [modes, corridors, borders]) set.delete(-1);
  const closedLinks = Uint8Array.from(arrays.link_mode, (mode, link) => Number(
    modes.has(mode) || corridors.has(arrays.link_corridor[link])
      || borders.has(arrays.link_border[link]) || arrays[`link_unopened_${year}`][link]));
  return Uint8Array.from(arrays.move_edge, (edge) => {
    const link = edge < 0 ? -1 : arrays.edge_link[edge];
    return link >= 0 ? closedLinks[link] : 0;
  });
}
