/**
 * A moment of a campaign on the map: which links are open, what moves on them, what lies in store.
 */

import { addLegendBox } from "../answer/legend_box.js";
import { lineSwatch, svgEl } from "../panel/svg.js";
import { dayOf, YEAR_D } from "../shared/calendar.js";
import { topCanvas } from "../shared/ground.js";
import { decodeLine, el, fill, number, TEXT } from "../shared/page.js";
import { lineLayer } from "../shared/plane_lines.js";
import { MODES } from "../shared/modes.js";

/** @import { CampaignRecord, PlaceSymbol } from "../types.js" */
/** @typedef {import("./player.js").Moment} Moment */

const MOST_PX = 9;
const STORE_PX = 26;
const TONNES_PER_KT = 1000;
// Less than this, of the fullest store, is a disc too small to have a number.
const TOLD_SHARE = 0.004;
const OPEN = { opacity: 0.6 };
const CLOSED = { opacity: 0.3, dashArray: "1 7" };
const [CARGO_SPACING_PX, CARGO_PX_A_SECOND, CARGO_PX] = [46, 55, 2.6];
const MOST_CARGO = 14;

const SIDES = /** @type {const} */ (["bottom", "top", "left"]);
// Room of a number with its disc.
const NUMBER_PX = { x: 70, y: 56 };

const words = () => TEXT.campaign;

/**
 * Whether a link is open on a day of the year; one without windows always is.
 * @param {[opens: string, closes: string][]} windows
 * @param {number} day
 */
export const isOpenOn = (windows, day) => windows.length === 0 || windows.some(([opens, closes]) => {
  const length = (dayOf(closes) - dayOf(opens) + YEAR_D) % YEAR_D;
  return (day - dayOf(opens) + YEAR_D) % YEAR_D <= length;
});

/**
 * Return what lies in store at a moment: stocks are those at the ends of weeks, and the year is a ring.
 * @param {number[]} tonnes
 * @param {Moment} moment
 */
export function storedAt(tonnes, { week, part }) {
  const before = tonnes[(week + tonnes.length - 1) % tonnes.length];
  return before + (tonnes[week] - before) * part;
}

/**
 * Return a function that gives the position at a share of a line's length on the map.
 * @param {L.Map} map
 * @param {L.LatLng[]} points
 */
function walkOf(map, points) {
  const flat = points.map((point) => map.project(point, 0));
  const ends = flat.reduce((/** @type {number[]} */ sums, point, i) =>
    [...sums, i ? sums[i - 1] + point.distanceTo(flat[i - 1]) : 0], []);
  const length = ends[ends.length - 1];
  return {
    length,
    /** @param {number} share */
    at(share) {
      const way = share * length;
      const after = Math.max(1, ends.findIndex((end) => end >= way));
      const [from, to] = [flat[after - 1], flat[after]];
      const part = (way - ends[after - 1]) / (ends[after] - ends[after - 1] || 1);
      return map.unproject(from.add(to.subtract(from).multiplyBy(part)), 0);
    },
  };
}

/**
 * Return a function that lets cargo move over the links that carry any, or takes it away.
 * @param {L.Map} map
 * @param {{tonnes: number[], points: L.LatLng[]}[]} links
 */
function cargoDrawer(map, links) {
  const pane = map.createPane("z-cargo");
  Object.assign(pane.style, { zIndex: "435", pointerEvents: "none" });
  const renderer = L.canvas({ pane: "z-cargo", padding: 0.1 });
  const lines = links.map(({ tonnes, points }) => ({ tonnes, walk: walkOf(map, points), dots: /** @type {L.CircleMarker[]} */ ([]) }));
  const style = { renderer, interactive: false, radius: CARGO_PX, weight: 1, color: "#16323f", fillColor: "#ffffff", fillOpacity: 1 };
  /** @param {Moment} moment */
  return ({ week, isPlaying }) => {
    const scale = map.getZoomScale(map.getZoom(), 0);
    const moved = (performance.now() / 1000) * CARGO_PX_A_SECOND;
    for (const { tonnes, walk, dots } of lines) {
      const length = walk.length * scale;
      const wanted = isPlaying && tonnes[week] > 0
        ? Math.min(MOST_CARGO, Math.max(1, Math.floor(length / CARGO_SPACING_PX))) : 0;
      while (dots.length > wanted) dots.pop()?.remove();
      while (dots.length < wanted) dots.push(L.circleMarker(map.getCenter(), style).addTo(map));
      dots.forEach((dot, i) => dot.setLatLng(walk.at(((moved / Math.max(length, 1)) + i / wanted) % 1)));
    }
  };
}

/**
 * Put numbers beside discs so that those of neighbours do not cover each other.
 * @param {L.Map} map
 * @param {{told: L.Tooltip, latlng: L.LatLng}[]} stores The greatest first.
 */
function spreadNumbers(map, stores) {
  const at = stores.map(({ latlng }) => map.latLngToContainerPoint(latlng));
  stores.forEach(({ told }, i) => {
    const before = at.slice(0, i).filter((point) => Math.abs(point.x - at[i].x) < NUMBER_PX.x && Math.abs(point.y - at[i].y) < NUMBER_PX.y);
    told.options.direction = SIDES[before.length % SIDES.length];
  });
}

/**
 * Return a function that shows what lies in store, as discs with their numbers.
 * @param {L.Map} map
 * @param {CampaignRecord} campaign
 * @param {PlaceSymbol[]} symbols
 * @param {L.Renderer} renderer
 * @param {number} fullest
 */
function storeDrawer(map, { stocks }, symbols, renderer, fullest) {
  const at = new Map(symbols.map((symbol) => [symbol.place.id, symbol.latlng]));
  const stores = stocks.flatMap(({ place_id: id, tonnes }) => {
    const latlng = at.get(id);
    if (!latlng) return [];
    const disc = L.circleMarker(latlng, { renderer, interactive: false, color: "#16323f", weight: 1, fillColor: "#f0e442", fillOpacity: 0.55 });
    const told = L.tooltip({ permanent: true, direction: "bottom", className: "z-store", interactive: false }).setLatLng(latlng);
    return [{ tonnes, latlng, disc: disc.addTo(map), told, text: "" }];
  });
  const spread = () => spreadNumbers(map, stores);
  map.on("zoomend", spread);
  spread();
  /** @param {Moment} moment */
  return (moment) => {
    for (const store of stores) {
      const tonnes = storedAt(store.tonnes, moment);
      const radius = STORE_PX * Math.sqrt(tonnes / fullest);
      store.disc.setRadius(radius);
      const text = tonnes > TOLD_SHARE * fullest ? fill(words().kt_of, { n: number(tonnes / TONNES_PER_KT, 1) }) : "";
      if (text === store.text) continue;
      store.text = text;
      const side = SIDES.findIndex((one) => one === store.told.options.direction);
      store.told.options.offset = L.point(side === 2 ? -radius : 0, [radius, -radius, 0][side]).round();
      store.told.setContent(text);
      if (text && !map.hasLayer(store.told)) store.told.addTo(map);
      if (!text) store.told.remove();
    }
  };
}

/**
 * Return a number near another that is quickly read: 1, 2 or 5 with noughts.
 * @param {number} value
 */
function roundly(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2].find((step) => step * power <= value) ?? 1) * power;
}

/**
 * Put the keys of widths, discs and lines on the map.
 * @param {L.Map} map
 * @param {number} most Tonnes a week of the widest line.
 * @param {number} fullest Tonnes of the largest disc.
 * @param {(tonnes: number) => number} widthOf
 */
function addKeys(map, most, fullest, widthOf) {
  const color = "currentColor";
  /** @param {number} radius */
  const disc = (radius) => svgEl("svg", { width: 2 * radius + 2, height: 2 * radius + 2, "aria-hidden": "true" },
    svgEl("circle", { cx: radius + 1, cy: radius + 1, r: radius, fill: "#f0e442", "fill-opacity": 0.55, stroke: color }));
  /** @param {number} width */
  const line = (width) => svgEl("svg", { width: 26, height: 12, "aria-hidden": "true" },
    svgEl("path", { d: "M0 6H26", stroke: color, "stroke-width": width }));
  /** @param {number} tonnes */
  const kt = (tonnes) => ` ${number(tonnes / TONNES_PER_KT, 3)}`;
  const [flow, stock] = [roundly(most), roundly(fullest / 5)];
  addLegendBox(map, el("div", { class: "z-year-keys" },
    el("div", {}, el("span", {}, words().key_flow), line(widthOf(flow)), kt(flow)),
    el("div", {}, el("span", {}, words().key_stock), disc(STORE_PX * Math.sqrt(stock / fullest)), kt(stock)),
    el("div", {}, lineSwatch(color, 2, null), ` ${words().key_open} `, lineSwatch(color, 2, CLOSED.dashArray), ` ${words().key_closed}`)));
}

/**
 * Return a function that draws a moment of the year over the links that the plan uses.
 * @param {L.Map} map
 * @param {CampaignRecord} campaign
 * @param {PlaceSymbol[]} symbols
 * @returns {(moment: Moment) => void}
 */
export function yearDrawer(map, campaign, symbols) {
  const renderer = topCanvas(map);
  const most = Math.max(1, ...campaign.flows.flatMap((link) => link.tonnes));
  const fullest = Math.max(1, ...campaign.stocks.flatMap((stock) => stock.tonnes));
  /** @param {number} tonnes */
  const widthOf = (tonnes) => 2.5 + MOST_PX * Math.sqrt(tonnes / most);
  const firsts = campaign.week_starts.map(dayOf);
  const links = campaign.flows.map((link) => {
    const points = decodeLine(link.line);
    const style = { ...MODES[link.mode], interactive: false, renderer };
    const base = lineLayer(points, { ...style, weight: 1.6, ...OPEN }).addTo(map);
    const line = lineLayer(points, { ...style, dashArray: undefined }).addTo(map);
    return { ...link, points, base, line, isOpen: true };
  });
  const [showCargo, showStores] = [cargoDrawer(map, links), storeDrawer(map, campaign, symbols, renderer, fullest)];
  if (links.length) addKeys(map, most, fullest, widthOf);
  let shown = -1;
  return (moment) => {
    const { week, part, isPlaying } = moment;
    const every = Array.from({ length: (firsts[week + 1] ?? YEAR_D) - firsts[week] }, (_, i) => firsts[week] + i);
    // A week at rest stands for all of its days.
    const days = isPlaying ? [every[Math.min(Math.floor(part * every.length), every.length - 1)]] : every;
    for (const link of links) {
      const isOpen = days.some((day) => isOpenOn(link.windows, day));
      if (isOpen !== link.isOpen) link.base.setStyle({ ...(isOpen ? { ...OPEN, dashArray: MODES[link.mode].dashArray } : CLOSED) });
      link.isOpen = isOpen;
      const tonnes = link.tonnes[week];
      if (week !== shown) link.line.setStyle({ opacity: tonnes > 0 ? 0.95 : 0, weight: widthOf(tonnes) });
    }
    shown = week;
    showCargo(moment);
    showStores(moment);
  };
}
