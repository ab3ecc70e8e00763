/**
 * The deposits on the map by what they pay and by what they send, and the legend of both.
 */

import { classBounds, classColor, NO_ANSWER } from "../answer/classes.js";
import { joinSites } from "../answer/clusters.js";
import { addLegend } from "../answer/legend.js";
import { TEXT } from "../shared/page.js";
import { radiusScale, widthScale } from "./flows.js";

/** @import { CargoRecord, Ground, PlannerAnswer } from "../types.js" */

// With more sites than this, those that would cover one another stand as one.
const MOST_APART = 300;

/**
 * Return the round number of tonnes a year below a number, and a tenth of it.
 * @param {number} most
 */
function roundTonnes(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [power / 10, power];
}

/**
 * Return a function that colours deposits by what they pay, in the classes of the opening view, so
 * that a slider shows its effect; and the width of flows.
 * @param {L.Map} map
 * @param {Ground} ground
 * @param {CargoRecord[]} cargoes
 * @param {(PlannerAnswer|null)[]} opening
 * @param {number} mostFlow Tonnes a year of the greatest flow at the opening.
 */
export function plannerSites(map, ground, cargoes, opening, mostFlow) {
  const bounds = classBounds(opening.flatMap((answer) => (answer ? [answer.cost] : [])));
  const mostSite = cargoes.reduce((most, cargo) => Math.max(most, cargo.shipped_t_per_y), 0);
  const radiusOf = radiusScale(mostSite);
  const widthOf = widthScale(mostFlow);
  addLegend(map, { title: TEXT.planner.legend, bounds, radiusOf, widthOf,
    sites: roundTonnes(mostSite), flows: roundTonnes(mostFlow) });
  const ids = new Set(cargoes.map(({ id }) => id));
  const many = cargoes.length > MOST_APART ? joinSites(map, ground.symbols.filter(({ place }) => ids.has(place.id))) : null;
  const symbols = new Map(ground.symbols.map((symbol) => [symbol.place.id, symbol]));
  return {
    widthOf,
    /** @param {(PlannerAnswer|null)[]} answers */
    paint(answers) {
      cargoes.forEach(({ id, shipped_t_per_y: tonnes }, i) => {
        const answer = answers[i];
        symbols.get(id)?.paint({ radius: radiusOf(tonnes),
          fillColor: answer ? classColor(bounds, answer.cost) : NO_ANSWER });
      });
      many?.recolor();
    },
    /** @param {string|null} id */
    choose(id) {
      many?.leaveOut(id);
    },
  };
}
