/**
 * Cividis, the colours that those who do not tell red from green see as others do.
 *
 * Nunez, Anderton and Renslow, PLoS ONE 13(7), 2018; ten of its colours, those between them mixed.
 */

const COLORS = ["#00204d", "#00336f", "#39486b", "#575d6d", "#707173",
  "#8a8779", "#a69d75", "#c4b56c", "#e4cf5b", "#ffea46"]
  .map((text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16)));

/**
 * Return red, green and blue of how remote something is: 0 is near and light, 1 far and dark.
 * @param {number} share
 * @returns {number[]}
 */
export function remoteColor(share) {
  const at = (1 - Math.max(0, Math.min(1, share))) * (COLORS.length - 1);
  const i = Math.min(Math.floor(at), COLORS.length - 2);
  return COLORS[i].map((part, k) => Math.round(part + (at - i) * (COLORS[i + 1][k] - part)));
}

/**
 * Return a colour as CSS writes it.
 * @param {number[]} rgb
 */
export const cssColor = (rgb) => `rgb(${rgb.join(", ")})`;
