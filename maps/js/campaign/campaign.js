/**
 * The campaign page: what moves and what lies in store in the chosen week of the year.
 */

import { shareBar, tellingLines } from "../panel/share.js";
import { placeOfMap } from "../panel/map_place.js";
import { followMap, viewState, wholeOf } from "../panel/view_state.js";
import { drawGround, foldedLegend, topCanvas } from "../shared/ground.js";
import { byId, DATA, decodeLine, el, fill, monthDay, number, TEXT, wordOf } from "../shared/page.js";
import { lineLayer } from "../shared/plane_lines.js";
import { MODES } from "../shared/symbols.js";
import { weekChart } from "./chart.js";
import { campaignAccount, campaignHead, weekTable } from "./panel.js";

/** @import { CampaignRecord, LineFeature, NameOf, PlaceSymbol, Series, View } from "../types.js" */

const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9"];
const DASHES = [null, "6 3", "2 3", "8 3 2 3"];
const PLAY_MS = 450;
const MOST_PX = 9;
const STORE_PX = 26;

/**
 * Return one series a mode: the most tonnes that any link of it takes in each week.
 * @param {CampaignRecord} campaign
 * @returns {Series[]}
 */
function modeSeries(campaign) {
  const modes = [...new Set(campaign.flows.map((link) => link.mode))];
  return modes.map((mode) => {
    const links = campaign.flows.filter((link) => link.mode === mode);
    const tonnes = campaign.week_starts.map((_, week) => Math.max(...links.map((link) => link.tonnes[week])));
    const { color, dashArray } = MODES[mode];
    return { name: wordOf(mode), color, dash: dashArray ?? null, tonnes };
  });
}

/**
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 * @returns {Series[]}
 */
const stockSeries = (campaign, nameOf) => campaign.stocks.map((stock, i) => ({
  name: nameOf(stock.place_id), color: COLORS[i % COLORS.length], dash: DASHES[i % DASHES.length],
  tonnes: stock.tonnes,
}));

/**
 * Return a function that draws the links and stores of a week over those of the year.
 * @param {L.Map} map
 * @param {CampaignRecord} campaign
 * @param {PlaceSymbol[]} symbols
 * @returns {(week: number) => void}
 */
function weekDrawer(map, campaign, symbols) {
  const renderer = topCanvas(map);
  const most = Math.max(1, ...campaign.flows.flatMap((link) => link.tonnes));
  const links = campaign.flows.map((link) => {
    const points = decodeLine(link.line);
    const style = MODES[link.mode];
    lineLayer(points, { ...style, weight: 1.6, opacity: 0.55, interactive: false, renderer }).addTo(map);
    const line = lineLayer(points, { ...style, dashArray: undefined, interactive: false, renderer }).addTo(map);
    return { link, line };
  });
  const fullest = Math.max(1, ...campaign.stocks.flatMap((stock) => stock.tonnes));
  const at = new Map(symbols.map((symbol) => [symbol.place.id, symbol.latlng]));
  const stores = campaign.stocks.filter((stock) => at.has(stock.place_id)).map((stock) => ({
    stock,
    ring: L.circleMarker(/** @type {L.LatLng} */ (at.get(stock.place_id)), {
      renderer, interactive: false, color: "#16323f", weight: 1, fillColor: "#f0e442", fillOpacity: 0.55,
    }).addTo(map),
  }));
  return (week) => {
    for (const { link, line } of links) {
      const tonnes = link.tonnes[week];
      line.setStyle({ opacity: tonnes > 0 ? 0.95 : 0, weight: 2.5 + MOST_PX * Math.sqrt(tonnes / most) });
    }
    for (const { stock, ring } of stores) {
      ring.setRadius(STORE_PX * Math.sqrt(stock.tonnes[week] / fullest));
    }
  };
}

/**
 * Return a slider over the weeks with a button that plays them.
 * @param {string[]} weeks
 * @param {(week: number) => void} choose Shows a week.
 * @param {(week: number) => void} picked Hears of one that the reader has chosen, not of one that is
 *   played.
 */
function weekControl(weeks, choose, picked) {
  const words = TEXT.campaign;
  const label = el("output", { id: "z-week", for: "z-week-slider" });
  const slider = el("input", {
    type: "range", id: "z-week-slider", min: "0", max: String(weeks.length - 1), value: "0",
    "aria-label": words.week,
  });
  const button = el("button", { type: "button", class: "z-play", "aria-pressed": "false" }, words.play);
  /** @type {number|null} */
  let timer = null;
  const show = () => {
    const week = Number(slider.value);
    const said = fill(words.week_of, { day: monthDay(weeks[week]) });
    label.textContent = said;
    slider.setAttribute("aria-valuetext", said);
    choose(week);
  };
  const stop = () => {
    if (timer !== null) {
      clearInterval(timer);
      picked(Number(slider.value));
    }
    timer = null;
    button.textContent = words.play;
    button.setAttribute("aria-pressed", "false");
  };
  const start = () => {
    button.textContent = words.pause;
    button.setAttribute("aria-pressed", "true");
    timer = window.setInterval(() => {
      slider.value = String((Number(slider.value) + 1) % weeks.length);
      show();
    }, PLAY_MS);
  };
  slider.addEventListener("input", () => {
    show();
    if (timer === null) picked(Number(slider.value));
  });
  button.addEventListener("click", () => (timer === null ? start() : stop()));
  /** @param {number} week */
  const set = (week) => {
    if (timer !== null) return;
    slider.value = String(week);
    show();
  };
  return { element: el("div", { class: "z-weeks" }, button, slider, label), set };
}

/**
 * @param {CampaignRecord} campaign
 * @param {Series[]} stocks
 * @param {Series[]} modes
 */
function chartsOf(campaign, stocks, modes) {
  const words = TEXT.campaign;
  const charts = [];
  if (stocks.length) charts.push({ title: words.stocks, unit: words.kt, series: stocks });
  if (modes.length) charts.push({ title: words.flows, unit: words.kt_a_week, series: modes });
  return charts.map((chart) => weekChart({ ...chart, weeks: campaign.week_starts }));
}

/** @param {CampaignRecord} campaign */
const placesOf = (campaign) => new Set([
  ...campaign.demands.flatMap((demand) => [demand.origin_id, demand.destination_id]),
  ...campaign.stocks.map((stock) => stock.place_id),
  ...campaign.fleet.flatMap((line) => [line.from_id, line.to_id]),
]);

/**
 * Return the rows of the table: what lies in each store and moves on each link, by week.
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
function weekCells({ week_starts: weeks, stocks, flows }, nameOf) {
  return [TEXT.share.week_columns, ...weeks.flatMap((day, week) => [
    ...stocks.map((stock) => [day, TEXT.share.stock, nameOf(stock.place_id), stock.tonnes[week]]),
    ...flows.map((flow) => [day, wordOf(flow.mode), `${nameOf(flow.from_id)} – ${nameOf(flow.to_id)}`,
      flow.tonnes[week]]),
  ].filter((row) => Number(row[3]) > 0))];
}

/**
 * Return the links of a campaign for a file, with the tonnes of the year.
 * @param {CampaignRecord} campaign
 * @returns {LineFeature[]}
 */
const flowLines = ({ flows }) => flows.map(({ link_id: id, mode, from_id, to_id, tonnes, line }) => ({
  points: decodeLine(line),
  properties: { id, mode, from_id, to_id, tonnes_per_y: tonnes.reduce((sum, t) => sum + t, 0) },
}));

/**
 * Return what is told of the links in a week.
 * @param {CampaignRecord} campaign
 * @param {number} week
 * @param {NameOf} nameOf
 */
const toldFlows = ({ flows }, week, nameOf) => flows.map((flow) => ({
  points: decodeLine(flow.line),
  title: fill(TEXT.share.flow_tip, { mode: wordOf(flow.mode), from: nameOf(flow.from_id), to: nameOf(flow.to_id) }),
  said: fill(TEXT.share.flow_said, { n: number(flow.tonnes[week], 0) }),
}));

/**
 * Return the week in numbers.
 * @param {CampaignRecord} campaign
 * @param {number} week
 */
function numbersOfWeek({ week_starts: weeks, total, delivered_t: delivered, stocks }, week) {
  const words = TEXT.campaign;
  const stored = stocks.reduce((sum, stock) => sum + stock.tonnes[week], 0);
  return [
    ...(total.cost_usd_per_t === null ? [] : [fill(words.per_t, { n: number(total.cost_usd_per_t, 0) })]),
    `${number(delivered, 0)} ${wordOf("t", TEXT.units)}`,
    fill(words.week_of, { day: monthDay(weeks[week]) }),
    `${TEXT.share.stock}: ${number(stored, 0)} ${wordOf("t", TEXT.units)}`,
  ].join(" · ");
}

/**
 * Draw a campaign on a map that folium made.
 * @param {L.Map} map
 */
export function drawPage(map) {
  const { campaign } = DATA;
  const shown = placesOf(campaign);
  const { nameOf, symbols, legend, pin, reset } = drawGround(map, {
    panelLabel: TEXT.campaign.panel, allOn: false, fit: { maxZoom: 7, padding: 40 },
    home: (all) => [
      ...campaign.flows.flatMap((link) => decodeLine(link.line)),
      ...all.filter(({ place }) => shown.has(place.id)).map(({ latlng }) => latlng),
    ],
  });
  pin(shown);
  const draw = weekDrawer(map, campaign, symbols);
  const [stocks, modes] = [stockSeries(campaign, nameOf), modeSeries(campaign)];
  const charts = chartsOf(campaign, stocks, modes);
  /** @type {View<{week: number, at: string|null}>} */
  const view = viewState({ week: wholeOf(1, campaign.week_starts.length, 1), at: placeOfMap() }, show);
  const now = () => view.state().week - 1;
  const control = weekControl(campaign.week_starts, (week) => {
    draw(week);
    for (const chart of charts) chart.choose(week);
  }, (week) => view.change({ week: week + 1 }));
  /** @type {(place: string|null) => void} */
  let showPlace = () => {};
  /** @type {L.LayerGroup|null} */
  let telling = null;

  /**
   * @param {{week: number, at: string|null}} state
   * @param {Set<string>} changed
   */
  function show(state, changed) {
    if (changed.has("at")) showPlace(state.at);
    if (!changed.has("week")) return;
    control.set(state.week - 1);
    telling?.remove();
    telling = tellingLines(map, toldFlows(campaign, state.week - 1, nameOf)).addTo(map);
  }
  byId("z-panel").append(
    campaignHead(campaign, nameOf),
    shareBar([map], { cells: () => weekCells(campaign, nameOf), lines: () => flowLines(campaign),
      said: () => numbersOfWeek(campaign, now()), legend: () => modes.map(({ name: label, color, dash }) =>
        ({ label, color, dashArray: dash })) }),
    control.element, ...charts.map(({ element }) => element),
    weekTable(campaign.week_starts, [...stocks, ...modes]),
    ...campaignAccount(campaign, nameOf),
    foldedLegend(legend));
  view.start();
  showPlace = followMap(map, view, reset);
}
