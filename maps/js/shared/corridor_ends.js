/** Between which places a corridor runs. */

/** @import { LinkRecord, LonLat } from "../types.js" */

/**
 * Return the square of a distance that only compares: longitudes shrink towards the pole.
 * @param {LonLat} a
 * @param {LonLat} b
 */
function apart([lonA, latA], [lonB, latB]) {
  const east = ((lonB - lonA + 540) % 360) - 180;
  const shrunk = east * Math.cos(((latA + latB) / 2) * (Math.PI / 180));
  return shrunk ** 2 + (latB - latA) ** 2;
}

/**
 * Return the two places that links join in a row: of those where one link alone ends, of all where
 * there are no two such, the two that are farthest apart.
 * @param {Pick<LinkRecord, "from_id"|"to_id">[]} links
 * @param {Map<string, LonLat>} at Position of each place, degrees.
 * @returns {[string, string]}
 */
export function endsOf(links, at) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const id of links.flatMap((link) => [link.from_id, link.to_id])) counts.set(id, (counts.get(id) ?? 0) + 1);
  const every = [...counts.keys()].filter((id) => at.has(id));
  const single = every.filter((id) => counts.get(id) === 1);
  const of = single.length >= 2 ? single : every;
  /** @type {[string, string]} */
  let best = [links[0].from_id, links[0].to_id];
  let most = -1;
  of.forEach((a, i) => of.slice(i + 1).forEach((b) => {
    const far = apart(/** @type {LonLat} */ (at.get(a)), /** @type {LonLat} */ (at.get(b)));
    if (far > most) [best, most] = [[a, b], far];
  }));
  return best;
}
