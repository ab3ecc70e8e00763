/**
 * Colours of series: those of Okabe and Ito that stand apart on paper, for all eyes.
 *
 * Okabe and Ito, Color Universal Design, 2008.
 */

// From first to last, then what is behind them all.
export const RANKS = ["#08306b", "#2171b5", "#6baed6", "#9ecae1", "#c6dbef", "#dfe3e4"];

export const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#9aa5aa"];
