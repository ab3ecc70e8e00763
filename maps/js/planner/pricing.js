/**
 * Prices: what a unit of each quantity costs a cargo, and what every row of quantities costs then.
 *
 * The price vectors come with the page (`geo.pricing.bill.price_vector`, docs/model.md, E3). They are
 * linear in the rates, so a rate that is doubled doubles its part of the vector.
 */

/** @import { PlannerNetwork } from "../types.js" */

/**
 * Return the price vector of a cargo, its components more expensive or cheaper by a factor.
 * @param {PlannerNetwork} network
 * @param {number} cargo Number of the cargo.
 * @param {Object<string, number>} factors By component; 1 where none is given.
 * @param {"low"|"base"|"high"} level
 * @returns {Float64Array}
 */
export function priceVector({ record, arrays }, cargo, factors, level = "base") {
  const width = record.quantities.length;
  const prices = arrays[`prices_${level}`].slice(cargo * width, (cargo + 1) * width);
  for (const [component, factor] of Object.entries(factors)) {
    for (const quantity of record.components[component] || []) prices[quantity] *= factor;
  }
  return prices;
}

/**
 * Return the cost of every row of quantities: the product of docs/model.md, E1.
 * @param {PlannerNetwork} network
 * @param {Float64Array} prices
 * @returns {Float64Array}
 */
export function rowCosts(network, prices) {
  const costs = new Float64Array(network.arrays.row_start.length - 1);
  for (let row = 0; row < costs.length; row += 1) costs[row] = rowCost(network, prices, row);
  return costs;
}

/**
 * Return the cost of a row of quantities.
 * @param {Pick<PlannerNetwork, "arrays">} network
 * @param {Float64Array} prices
 * @param {number} row
 */
export function rowCost({ arrays }, prices, row) {
  const { row_start: start, row_quantity: quantity, row_amount: amount } = arrays;
  let cost = 0;
  for (let i = start[row]; i < start[row + 1]; i += 1) cost += amount[i] * prices[quantity[i]];
  return cost;
}

/**
 * Return the scalar product of docs/model.md, E1.
 * @param {Float64Array} bill
 * @param {Float64Array} prices
 */
export const costOf = (bill, prices) => bill.reduce((sum, amount, i) => sum + amount * prices[i], 0);

/**
 * Return what rows of quantities come to: amounts by quantity.
 * @param {PlannerNetwork} network
 * @param {number[]} rows
 */
export function billOf({ record, arrays }, rows) {
  const { row_start: start, row_quantity: quantity, row_amount: amount } = arrays;
  const bill = new Float64Array(record.quantities.length);
  for (const row of rows) {
    for (let i = start[row]; i < start[row + 1]; i += 1) bill[quantity[i]] += amount[i];
  }
  return bill;
}
