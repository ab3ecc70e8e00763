/**
 * The answer of the page of weak points in a line and four numbers.
 */

import { fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { StressRow, StressYear } from "../types.js" */
/** @typedef {import("../answer/headline.js").Finding} Finding */

const words = () => TEXT.stress;
const MILLION = 1e6;
const THOUSAND = 1e3;

/**
 * Return the finding of all closures by a measure.
 * @param {StressYear} year
 * @param {StressRow[]} rows
 * @param {(row: StressRow) => number} valueOf
 * @returns {Finding}
 */
export function stressFinding(year, rows, valueOf) {
  const { four } = words();
  const felt = rows.filter((row) => valueOf(row) > 0);
  const most = felt.length ? felt.reduce((one, other) => (valueOf(other) > valueOf(one) ? other : one)) : null;
  return {
    said: most ? fill(words().finding, { name: most.name, effect: most.effect }) : words().finding_none,
    figures: [
      [four.tried, number(year.closures_examined), ""],
      [four.felt, number(rows.length), ""],
      [four.tonnes, fill(words().mt, { n: number(year.tonnes_per_y / MILLION, 2) }), ""],
      [four.usd, fill(words().musd, { n: number(year.cost_usd_per_y / MILLION, 0) }), ""],
    ],
    range: null,
  };
}

/**
 * Return the finding of a chosen closure.
 * @param {StressRow} row
 * @returns {Finding}
 */
export function closureFinding(row) {
  const { four } = words();
  /** @param {number} tonnes */
  const kt = (tonnes) => fill(words().kt, { n: number(tonnes / THOUSAND, 1) });
  return {
    said: row.said,
    figures: [
      [four.rise, fill(words().musd, { n: fixed(row.rise / MILLION, 1) }), ""],
      [four.cut, kt(row.cut), ""],
      [four.diverted, kt(row.diverted), ""],
      [four.sites, number(row.detours.length), ""],
    ],
    range: null,
  };
}
