/**
 * What a route wants of places and links beside what is known of them, as
 * `geo/network/capacities.py` and `geo/routing/assembly.py` have it.
 */

/** @import { CapacityRecord, PlannerNetwork, PlannerRecord } from "../types.js" */

/** A plan that wants more by less than this share wants the same, but for rounding. */
const CAPACITY_ROUNDING = 1e-9;

/**
 * Return what a year's tonnes want of the places where they are lifted and of the links, beside what
 * is known of them.
 * @param {PlannerNetwork} network
 * @param {{edge: number, row: number, at: number}[]} steps Those of its path.
 * @param {number} wanted Shipped tonnes a year.
 * @returns {CapacityRecord[]}
 */
export function checksOf(network, steps, wanted) {
  const { record, arrays } = network;
  /** @param {number} edge */
  const linkOf = (edge) => (edge < 0 ? -1 : arrays.edge_link[edge]);
  const lifts = steps
    .filter(({ edge, row }) => linkOf(edge) < 0 && arrays.row_start[row] < arrays.row_start[row + 1])
    .map(({ at }) => arrays.state_place[at]);
  const links = steps.map(({ edge }) => linkOf(edge)).filter((link) => link >= 0);
  return [
    ...[...new Set(lifts)].filter((place) => arrays.place_checked[place])
      .map((place) => checkOf(record, record.places[place], "lift", wanted)),
    ...[...new Set(links)].filter((link) => arrays.link_checked[link])
      .map((link) => checkOf(record, record.links[link], "passage", wanted)),
  ];
}

/**
 * @param {Pick<PlannerRecord, "capacities">} record
 * @param {string} id
 * @param {CapacityRecord["kind"]} kind
 * @param {number} wanted
 * @returns {CapacityRecord}
 */
function checkOf({ capacities }, id, kind, wanted) {
  const [room, roomYear, traffic, trafficYear] = capacities[id] ?? [null, null, null, null];
  return {
    id,
    kind,
    wanted_t_per_y: wanted,
    capacity_t_per_y: room,
    largest_traffic_t_per_y: traffic,
    year: room === null ? trafficYear : roomYear,
    verdict: verdictOf(wanted * (1 - CAPACITY_ROUNDING), room, traffic),
  };
}

/**
 * Return one check for each place and link, of what several plans want of it together.
 * @param {Pick<PlannerRecord, "capacities">} record
 * @param {CapacityRecord[]} checks
 * @returns {CapacityRecord[]}
 */
export function together(record, checks) {
  /** @type {Map<string, CapacityRecord>} */
  const all = new Map();
  for (const check of checks) {
    const wanted = (all.get(check.id)?.wanted_t_per_y ?? 0) + check.wanted_t_per_y;
    all.set(check.id, checkOf(record, check.id, check.kind, wanted));
  }
  return [...all.values()];
}

/**
 * @param {number} wanted
 * @param {number|null} room
 * @param {number|null} traffic
 * @returns {CapacityRecord["verdict"]}
 */
function verdictOf(wanted, room, traffic) {
  if (room !== null) return wanted > room ? "exceeded" : "fits";
  if (traffic === null) return "unknown";
  return wanted > traffic ? "above_known_traffic" : "within_known_traffic";
}
