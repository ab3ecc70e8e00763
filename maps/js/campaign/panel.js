/**
 * The account of a campaign: what is delivered and why not all, costs, what binds, the fleet.
 */

import { capacityWarnings } from "../panel/capacities.js";
import { needSection } from "../panel/needs.js";
import { fleetName, poolName } from "../panel/fleet_names.js";
import { messageText, nameOfAny } from "../panel/messages.js";
import { componentsOf, numberCell, section, warningSection } from "../panel/parts.js";
import { spreadLines, swingSection } from "../panel/spread.js";
import { el, fill, fixed, monthDay, number, product, TEXT, wordOf } from "../shared/page.js";
import { asWritten } from "../shared/written.js";

/** @import { BindingRecord, CampaignRecord, DemandRecord, NameOf, ReliabilityRecord, Series } from "../types.js" */

const text = () => TEXT.campaign;
const MILLION = 1e6;
/** @param {number} usd */
const money = (usd) => fixed(usd, Math.abs(usd) < 100 ? 1 : 0);
/**
 * @param {string[]} columns
 * @param {number[]} numeric
 * @param {Node[]} rows
 */
function table(columns, numeric, rows) {
  const head = columns.map((label, i) =>
    el("th", { scope: "col", ...(numeric.includes(i) ? { class: "z-num" } : {}) }, label));
  return el("table", { class: "z-table z-campaign" }, el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows));
}

/**
 * @param {DemandRecord} demand
 * @param {NameOf} nameOf
 * @param {boolean} isOne
 */
function demandText(demand, nameOf, isOne) {
  const words = text();
  const parts = [el("div", {}, fill(demand.inbound ? words.inbound : words.delivered, {
    done: number(demand.delivered_t, 0), wanted: number(demand.wanted_t, 0), product: product(demand.product),
    from: nameOf(demand.origin_id), to: nameOf(demand.destination_id),
  }))];
  if (!isOne && demand.cost_usd_per_t !== null) {
    parts.push(el("p", { class: "z-note" }, `${fill(words.per_t, { n: money(demand.cost_usd_per_t) })}, `
      + fill(words.a_year, { n: fixed(demand.cost_usd / MILLION, 1) })));
  }
  if (demand.reason) parts.push(el("p", { class: "z-none" }, `${words.short}: ${messageText(demand.reason, nameOf)}`));
  return parts;
}

/**
 * Return what is delivered and what a tonne of it costs.
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
export function campaignHead(campaign, nameOf) {
  const words = text();
  const head = el("div", { class: "z-panel-head" },
    ...campaign.demands.flatMap((demand) => demandText(demand, nameOf, campaign.demands.length === 1)));
  if (campaign.total.cost_usd_per_t === null) return head;
  /**
   * @param {string} label
   * @param {string} value
   * @param {string} [note]
   */
  const cell = (label, value, note = "") => {
    const content = el("dd", {}, value);
    if (note) content.append(el("small", {}, note));
    return el("div", {}, el("dt", {}, label), content);
  };
  const total = cell(words.cost, fill(words.per_t, { n: money(campaign.total.cost_usd_per_t) }),
    fill(words.a_year, { n: fixed(campaign.total.cost_usd / MILLION, 1) }));
  const idle = campaign.total.cost_usd - campaign.total.even_use_usd;
  if (idle >= 1) {
    total.append(el("small", {}, fill(words.idle_part, { n: money(idle / campaign.delivered_t) })));
  }
  total.className = "z-total";
  head.append(el("dl", { class: "z-figures" }, total,
    cell(words.co2, fill(words.co2_unit, { n: number(campaign.total.co2_t / 1000, 1) }))), ...spreadLines(campaign.spread));
  return head;
}

/**
 * @param {BindingRecord} binding
 * @param {0|1} side
 */
function change(binding, side) {
  const tonnes = binding.delivered_t_per_t[side];
  const usd = binding.cost_usd_per_t[side];
  if (tonnes === null) return text().nothing_less;
  const sign = side ? 1 : -1;
  return fill(text().change, { tonnes: fixed(sign * tonnes, 2), usd: money(sign * usd) });
}

/**
 * @param {BindingRecord[]} bindings
 * @param {NameOf} nameOf
 */
function bindingSection(bindings, nameOf) {
  const words = text();
  if (bindings.length === 0) return section(words.binding, el("p", {}, words.nothing_binds));
  const rows = bindings.map((binding) => el("tr", {},
    el("td", {}, binding.kind === "fleet" ? poolName(binding.name, nameOf) : nameOfAny(binding.name, nameOf), el("small", {}, fill(binding.kind === "fleet" ? words.used_fleet : words.used, {
      used: number(binding.used_t, 0), upper: number(binding.upper_t, 0), kind: wordOf(binding.kind, words.kinds),
    }))),
    el("td", {}, change(binding, 0)), el("td", {}, change(binding, 1))));
  return section(words.binding, table(words.binding_columns, [], rows));
}

/** @param {CampaignRecord} campaign */
function componentSection(campaign) {
  const rows = componentsOf(campaign.components)
    .map(([name, usd]) => el("tr", {}, el("td", {}, name),
      numberCell(fixed(usd / campaign.delivered_t, 1)), numberCell(fixed(usd / MILLION, 2))));
  return section(text().components, table(text().component_columns, [1, 2], rows));
}

/**
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
function fleetSection({ fleet, demands }, nameOf) {
  const words = text();
  /** @param {DemandRecord} demand */
  const ofDemand = (demand) => el("tr", {}, el("td", { colspan: "5" }, el("strong", {}, fill(words.leg, {
    vehicle: demand.product, from: nameOf(demand.origin_id), to: nameOf(demand.destination_id),
  }))));
  const rows = fleet.flatMap((line, i) => [
    ...(demands.length > 1 && line.demands[0] !== fleet[i - 1]?.demands[0]
      ? [ofDemand(demands[line.demands[0]])] : []),
    el("tr", {}, el("td", {}, fill(words.leg, { vehicle: wordOf(line.vehicle), from: nameOf(line.from_id), to: nameOf(line.to_id) })),
    numberCell(number(line.loads, 0)), numberCell(fixed(line.trips_per_d, 1)),
    numberCell(number(line.vehicles, 0)), numberCell(number(line.busiest_vehicles, 0)))]);
  const told = section(words.fleet, table(words.fleet_columns, [1, 2, 3, 4], rows),
    el("p", { class: "z-note" }, words.fleet_note));
  // A sheet of paper has no room for it.
  told.classList.add("z-loads");
  return told;
}

/**
 * Return what is asked of every fleet, beside what is known of it, and who is at work when.
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
function fleetNeedSection({ fleets, week_starts: weeks }, nameOf) {
  const words = text();
  const rows = fleets.map((need) => {
    const known = need.known_vehicles === null ? words.unknown_fleet : number(need.known_vehicles, 0);
    const cell = numberCell(known);
    if (need.is_short) cell.classList.add("z-none");
    const owners = need.known.flatMap(({ name, year }, i) => [i ? ", " : "", asWritten(name), year ? ` ${year}` : ""]);
    return el("tr", {}, el("td", {}, fleetName(need, nameOf), el("small", {}, ...owners)),
      numberCell(number(need.vehicles, 0)),
      numberCell(`${fixed((100 * need.worked_d) / need.hired_d, 0)} %`),
      numberCell(fixed(need.idle_usd / MILLION, 2)), cell);
  });
  const byWeek = weeks.map((day, i) => el("tr", {}, el("td", {}, monthDay(day)),
    ...fleets.map((need) => numberCell(number(Math.ceil(need.at_work[i] - 1e-6), 0)))));
  const columns = fleets.map((need) => fleetName(need, nameOf));
  return section(words.fleets, table(words.fleets_columns, [1, 2, 3, 4], rows),
    el("p", { class: "z-note" }, words.fleets_note),
    el("details", { class: "z-more" }, el("summary", {}, words.fleet_week_table),
      el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words.fleet_week_table },
        table([words.week, ...columns], columns.map((_, i) => i + 1), byWeek))));
}

/**
 * Return what decides the worst year, by the ends of its link.
 * @param {ReliabilityRecord} reliability
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
function decidingText({ deciding, kind, worst_year: year, worst_delivered_t: tonnes }, campaign, nameOf) {
  const words = text().years;
  const worst = fill(words.worst[kind], { year: String(year), n: number(tonnes, 0) });
  if (deciding === null) return worst;
  const link = campaign.flows.find((flow) => flow.link_id === deciding.link_id);
  const ends = link ? `${nameOf(link.from_id)} – ${nameOf(link.to_id)}` : wordOf(deciding.link_id);
  const signed = (/** @type {number|null} */ days) => `${(days ?? 0) < 0 ? "−" : "+"}${number(Math.abs(days ?? 0), 0)}`;
  const how = deciding.shut_from === null
    ? fill(words.moved, { opens: signed(deciding.opens_later_d), closes: signed(deciding.closes_later_d) })
    : fill(words.shut, { day: monthDay(deciding.shut_from), n: number(deciding.shut_d ?? 0, 0) });
  const gain = deciding.regained_t > 0
    ? fill(words.regained, { n: number(deciding.regained_t, 0) })
    : fill(words.saved, { n: fixed(deciding.saved_usd / MILLION, 2) });
  return `${worst}. ${fill(words.deciding, { ends, how, gain })}`;
}

/**
 * Return in how many years the plan holds, the stock that makes it hold, and each year.
 * @param {ReliabilityRecord} reliability
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
function yearsSection(reliability, campaign, nameOf) {
  const words = text().years;
  const { kind, count, plan_t: plan, held_years: held, carry_over: stocks } = reliability;
  const share = number(100 * reliability.stock_held_share, 0);
  const needed = stocks.filter((stock) => stock.stock_t > 0).map((stock) => fill(words.stock, {
    n: number(stock.stock_t, 0), product: product(stock.product), place: nameOf(stock.destination_id),
  }));
  const kept = needed.length
    ? fill(words.kept, { stocks: needed.join(", "), share, usd: fixed(reliability.carry_over_usd_per_y / MILLION, 2) })
    : fill(words.no_stock, { share });
  const rows = reliability.by_year.map((year) => el("tr", {}, el("td", {}, String(year.year)),
    numberCell(number(year.delivered_t, 0)), numberCell(fixed(year.cost_usd / MILLION, 1)),
    el("td", {}, year.holds ? words.yes : words.no)));
  const label = words.table;
  return section(words.title,
    el("p", {}, fill(words[kind], { n: number(count, 0), plan: number(plan, 0), held: number(held, 0) })),
    el("p", {}, kept), el("p", {}, decidingText(reliability, campaign, nameOf)),
    el("details", { class: "z-more" }, el("summary", {}, label),
      el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": label },
        table(words.columns, [1, 2], rows))),
    el("p", { class: "z-note" }, words.note));
}

/**
 * Return the weeks as a table: stock of every place and tonnes of every mode, kilotonnes.
 * @param {string[]} weeks
 * @param {Series[]} series
 */
export function weekTable(weeks, series) {
  const rows = weeks.map((day, i) => el("tr", {}, el("td", {}, monthDay(day)),
    ...series.map(({ tonnes }) => numberCell(fixed(tonnes[i] / 1000, 1)))));
  const columns = [text().week, ...series.map(({ name }) => name)];
  return el("details", { class: "z-more" }, el("summary", {}, text().week_table),
    el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": text().week_table },
      table(columns, series.map((_, i) => i + 1), rows)));
}

/**
 * Return the account that follows the charts.
 * @param {CampaignRecord} campaign
 * @param {NameOf} nameOf
 */
export function campaignAccount(campaign, nameOf) {
  const parts = campaign.reliability ? [yearsSection(campaign.reliability, campaign, nameOf)] : [];
  parts.push(...swingSection(campaign.spread));
  parts.push(bindingSection(campaign.binding, nameOf));
  if (campaign.delivered_t > 0) parts.push(componentSection(campaign), fleetSection(campaign, nameOf), fleetNeedSection(campaign, nameOf));
  if (campaign.delivered_t > 0) parts.push(needSection(campaign.needs_first, nameOf));
  return [...parts, ...warningSection([
    ...campaign.warnings, ...capacityWarnings([["", campaign.capacity_checks]], nameOf),
  ], nameOf)];
}
