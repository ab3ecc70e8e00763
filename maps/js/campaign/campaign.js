/**
 * The campaign page: what moves and what lies in store in the chosen week of the year.
 */

import { sayTitle } from "../answer/headline.js";
import { shareBar, tellingLines } from "../panel/share.js";
import { placeOfMap } from "../panel/map_place.js";
import { followMap, viewState, wholeOf } from "../panel/view_state.js";
import { drawGround, foldedLegend } from "../shared/ground.js";
import { byId, DATA, decodeLine, fill, monthDay, number, TEXT, wordOf } from "../shared/page.js";
import { MODES } from "../shared/modes.js";
import { weekChart } from "./chart.js";
import { campaignFinding } from "./finding.js";
import { campaignAccount, campaignHead, weekTable } from "./panel.js";
import { yearPlayer } from "./player.js";
import { yearDrawer } from "./year_map.js";

/** @import { CampaignRecord, MapFeature, NameOf, Series, View } from "../types.js" */

const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9"];
const DASHES = [null, "6 3", "2 3", "8 3 2 3"];

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
 * @returns {MapFeature[]}
 */
const flowLines = ({ flows }) => flows.map(({ link_id: id, mode, from_id, to_id, tonnes, line }) => ({
  lines: [decodeLine(line)],
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
  sayTitle(campaignFinding(campaign, nameOf));
  const draw = yearDrawer(map, campaign, symbols);
  const [stocks, modes] = [stockSeries(campaign, nameOf), modeSeries(campaign)];
  const charts = chartsOf(campaign, stocks, modes);
  /** @type {View<{week: number, at: string|null}>} */
  const view = viewState({ week: wholeOf(1, campaign.week_starts.length, 1), at: placeOfMap() }, show);
  const now = () => view.state().week - 1;
  const control = yearPlayer(campaign.week_starts, (moment) => {
    draw(moment);
    for (const chart of charts) chart.choose(moment.week, moment.isPlaying ? moment.part : 0);
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
    campaignHead(campaign, nameOf), control.element,
    shareBar([map], { cells: () => weekCells(campaign, nameOf), features: () => flowLines(campaign),
      said: () => numbersOfWeek(campaign, now()) }),
    ...charts.map(({ element }) => element),
    weekTable(campaign.week_starts, [...stocks, ...modes]),
    ...campaignAccount(campaign, nameOf),
    foldedLegend(legend));
  view.start();
  showPlace = followMap(map, view, reset);
}
