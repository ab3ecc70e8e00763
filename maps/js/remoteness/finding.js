/**
 * The answer of the page of remoteness in a line and four numbers.
 */

import { shortName } from "../answer/headline.js";
import { fill, fixed, number, TEXT } from "../shared/page.js";

/** @import { Index, NameOf, RemotenessRecord, RemotenessState, SiteRecord } from "../types.js" */
/** @typedef {import("../answer/headline.js").Finding} Finding */

const words = () => TEXT.remoteness;

/**
 * Return the finding of all sites by an index.
 * @param {RemotenessRecord} record
 * @param {Index} index
 * @param {NameOf} nameOf
 * @returns {Finding}
 */
export function remotenessFinding(record, index, nameOf) {
  const known = record.sites.flatMap((site) => {
    const value = index.valueOf(site);
    return value === null ? [] : [{ name: shortName(nameOf(site.site_id)), value }];
  });
  if (known.length === 0) return { said: `${index.said}: ${words().out_of_reach}`, figures: [], range: null };
  known.sort((a, b) => index.shareOf(a.value) - index.shareOf(b.value) || a.value - b.value);
  const [near, middle, far] = [known[0], known[Math.floor((known.length - 1) / 2)], known[known.length - 1]];
  const [least, mid, most] = [near, middle, far].map(({ value }) => index.text(value));
  const { four } = words();
  return {
    said: fill(words().finding, { index: index.said, far: far.name, n: record.sites.length, most, mid }),
    figures: [
      [four.far, most, far.name],
      [four.middle, mid, middle.name],
      [four.near, least, near.name],
      [four.reached, number(known.length), fill(words().of, { n: record.sites.length })],
    ],
    range: { low: index.shareOf(near.value), mid: index.shareOf(middle.value), high: index.shareOf(far.value),
      said: fill(words().range, { least, near: near.name, most, far: far.name }) },
  };
}

/**
 * Return the finding of the chosen site.
 * @param {SiteRecord} site
 * @param {{index: Index, indices: Index[], state: RemotenessState, nameOf: NameOf}} view
 * @returns {Finding}
 */
export function siteFinding(site, { index, indices, state, nameOf }) {
  /** @param {Index} one */
  const textOf = (one) => {
    const value = one.valueOf(site);
    return value === null ? words().out_of_reach : one.text(value);
  };
  const others = indices.filter(({ key }) => key !== index.key && ["railhead", "hub", "year_round_port", "days_joined"].includes(key));
  const extremes = state.month === 0 && state.quantity === "cost_usd_per_t" ? site.extremes[index.key] : null;
  const value = index.valueOf(site);
  return {
    said: fill(words().finding_one, { name: shortName(nameOf(site.site_id)), index: index.said, value: textOf(index) }),
    figures: [index, ...others].slice(0, 4).map((one) => [one.said, textOf(one), ""]),
    range: extremes && value !== null ? { low: extremes[0], mid: value, high: extremes[1],
      said: fill(words().range_one, { low: fixed(extremes[0], 0), high: fixed(extremes[1], 0) }) } : null,
  };
}
