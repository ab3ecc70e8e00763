/**
 * Kinds of cargo: what is alike but for ways that belong to a place alone, is priced and bounded once for
 * all places.
 */

import { priceVector, rowCost, rowCosts } from "./pricing.js";

/** @import { PlannerNetwork } from "../types.js" */

const UNSEEN = -1;
const COMMON = -2;

/**
 * Return the place whose cargo alone uses each row of quantities, negative where others may.
 * @param {PlannerNetwork} network
 */
function ownersOfRows({ record, arrays, row, owner, onlyEnd, placeOf }) {
  const hubs = new Set(record.hubs.flatMap((id) => placeOf.get(id) ?? []));
  const origins = new Set(record.cargoes.flatMap(({ id }) => placeOf.get(id) ?? []));
  const found = new Int32Array(arrays.row_start.length - 1).fill(UNSEEN);
  for (const rows of [arrays.load_row, arrays.unload_row]) {
    for (const lift of rows) if (lift >= 0) found[lift] = COMMON;
  }
  owner.forEach((place, move) => {
    // The way back of a direct link is nobody's.
    if (onlyEnd[move] >= 0 && !(origins.has(place) && hubs.has(onlyEnd[move]))) return;
    const known = found[row[move]];
    const isOwn = origins.has(place) && !hubs.has(place) && (known === UNSEEN || known === place);
    found[row[move]] = isOwn ? place : COMMON;
  });
  return found;
}

/** Which cargoes pay the same wherever all may go, and what each pays on its own ways. */
export class CargoKinds {
  /** @param {PlannerNetwork} network */
  constructor(network) {
    this.network = network;
    const { record, arrays } = network;
    const rowOwners = ownersOfRows(network);
    const { row_start: start, row_quantity: quantity } = arrays;
    // No row holds waiting, which all cargo may do.
    /** @type {Set<number>} */
    const common = new Set([record.quantities.indexOf("waiting_d")]);
    rowOwners.forEach((place, row) => {
      if (place === COMMON) for (let i = start[row]; i < start[row + 1]; i += 1) common.add(quantity[i]);
    });
    /** @type {Map<number, number[]>} */
    this.ownRows = new Map();
    rowOwners.forEach((place, row) => {
      const isApart = quantity.subarray(start[row], start[row + 1]).some((one) => !common.has(one));
      if (place < 0 || !isApart) return;
      this.ownRows.set(place, [...this.ownRows.get(place) ?? [], row]);
    });
    /** @type {Map<string, number[]>} */
    const members = new Map();
    const width = record.quantities.length;
    const priced = [...common];
    record.cargoes.forEach(({ rail_service: service }, cargo) => {
      const key = [service, ...priced.map((one) => arrays.prices_base[cargo * width + one])].join();
      const alike = members.get(key);
      if (alike) alike.push(cargo);
      else members.set(key, [cargo]);
    });
    this.members = [...members.values()];
    this.kindOf = new Int32Array(record.cargoes.length);
    this.members.forEach((cargoes, kind) => cargoes.forEach((cargo) => {
      this.kindOf[cargo] = kind;
    }));
  }

  /**
   * Return the cost of every row for a kind, that of own ways for each of its cargoes.
   * @param {number} kind
   * @param {Object<string, number>} factors
   */
  costsOf(kind, factors) {
    const { network, members: { [kind]: [first, ...others] } } = this;
    const costs = rowCosts(network, priceVector(network, first, factors));
    for (const cargo of others) {
      const rows = this.ownRows.get(network.placeOf.get(network.record.cargoes[cargo].id) ?? UNSEEN);
      if (!rows) continue;
      const prices = priceVector(network, cargo, factors);
      for (const row of rows) costs[row] = rowCost(network, prices, row);
    }
    return costs;
  }
}
