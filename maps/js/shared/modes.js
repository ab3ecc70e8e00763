/**
 * How modes look, on maps and in charts: their colour and dash.
 *
 * Colours are those of Okabe and Ito, which stay apart for colour-blind readers; dashes tell road from
 * winter road where colour cannot.
 */

/** @import { LineStyle, Mode } from "../types.js" */

/** @type {Record<Mode, LineStyle>} */
export const MODES = {
  rail: { color: "#000000", weight: 1.7, lineCap: "round" },
  road: { color: "#d55e00", weight: 1.8, lineCap: "round" },
  winter_road: { color: "#cc79a7", weight: 2.2, dashArray: "7 4", lineCap: "butt" },
  river: { color: "#0072b2", weight: 1.8, lineCap: "round" },
  sea: { color: "#009e73", weight: 1.8, dashArray: "10 3 2 3", lineCap: "butt" },
  air: { color: "#e69f00", weight: 2, dashArray: "1 5", lineCap: "round" },
};

/** The modes in the order of the legend. */
export const MODE_ORDER = /** @type {Mode[]} */ (Object.keys(MODES));
