/**
 * What all deposits together send over each link.
 */

/** @import { CargoRecord, PlannerAnswer } from "../types.js" */

const LEAST_PX = 2;
const MOST_PX = 11;
const LEAST_RADIUS_PX = 4.5;
const MOST_RADIUS_PX = 16;

/** @typedef {{tonnes: number, deposits: Set<number>}} Flow */

/**
 * Return tonnes a year and deposits by link; a deposit divides its cargo as its year does.
 * @param {(PlannerAnswer|null)[]} answers
 * @param {CargoRecord[]} cargoes
 * @returns {Map<number, Flow>}
 */
export function flowsOf(answers, cargoes) {
  /** @type {Map<number, Flow>} */
  const flows = new Map();
  answers.forEach((answer, cargo) => {
    answer?.ways.forEach((way, i) => {
      const share = answer.year ? answer.year.shares[i].share : 1;
      for (const link of new Set(way)) {
        const flow = flows.get(link) ?? { tonnes: 0, deposits: new Set() };
        flow.tonnes += share * cargoes[cargo].shipped_t_per_y;
        flow.deposits.add(cargo);
        flows.set(link, flow);
      }
    });
  });
  return flows;
}

/**
 * Return a function that gives the width of a flow, whose square grows with its tonnes, so that
 * small ones are still seen beside great ones; in steps of half a pixel.
 * @param {number} most Tonnes a year of the widest.
 * @returns {(tonnes: number) => number}
 */
export const widthScale = (most) => (tonnes) =>
  Math.round(2 * Math.max(LEAST_PX, MOST_PX * Math.sqrt(Math.min(1, tonnes / Math.max(1, most))))) / 2;

/**
 * Return a function that gives the radius of a disc whose area grows with the tonnes of a deposit.
 * @param {number} most Tonnes a year of the largest.
 * @returns {(tonnes: number) => number}
 */
export const radiusScale = (most) => (tonnes) => Math.max(LEAST_RADIUS_PX, MOST_RADIUS_PX * Math.sqrt(tonnes / Math.max(1, most)));
