"""Campaigns as JSON, text and CSV.

Owns how a year's plan reads outside a page. It formats stored numbers and computes none but totals
of stored tonnes.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import text_of
from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.campaign.fleet import FleetLine
    from zimnik.geo.campaign.results import Binding, CampaignAnswer, DemandResult
    from zimnik.maps.reports.heading import Heading

CSV_COLUMNS = ("table", "demand", "id", "from_id", "to_id", "vehicle", "week", "date", "tonnes")
MILLION = 1e6
KINDS = {"throughput": "passes in the year", "rate": "passes in open weeks", "storage": "in store"}


def campaign_json(answer: CampaignAnswer, heading: Heading) -> str:
    """Return the plan as JSON: deliveries, components, what binds, fleet, flows and stocks."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "week_starts": week_dates(answer),
        "delivered_t": answer.delivered_t,
        "total": {
            "cost_usd": answer.cost_usd,
            "cost_usd_per_t": answer.cost_usd_per_t,
            "co2_t": answer.co2_t,
        },
        "components": {f"{name}_usd": usd for name, usd in answer.components_usd.items()},
        "demands": demand_records(answer),
        "binding": [asdict(binding) for binding in answer.bindings],
        "fleet": [asdict(line) for line in answer.fleet],
        "flows": answer.flows.to_dict("records"),
        "stocks": answer.stocks.to_dict("records"),
        "warnings": list(answer.warnings),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def week_dates(answer: CampaignAnswer) -> list[str]:
    """Return the first day MM-DD of every week."""
    return [text_of(int(day)) for day in answer.weeks.starts_d.tolist()]


def campaign_text(answer: CampaignAnswer, heading: Heading) -> str:
    """Return the plan as text for a terminal: deliveries, cost, stocks, what binds, fleet."""
    blocks = [
        [_demand_line(demand, heading, answer) for demand in answer.demands]
        + [f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}"],
        list(_cost_lines(answer)),
        list(_way_lines(answer, heading)),
        list(_stock_lines(answer, heading)),
        list(_binding_lines(answer, heading)),
        [f"! {warning}" for warning in answer.warnings],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _demand_line(demand: DemandResult, heading: Heading, answer: CampaignAnswer) -> str:
    ends = f"{heading.names[demand.origin_id]} -> {heading.names[demand.destination_id]}"
    line = (
        f"{ends}: {demand.delivered_t:,.0f} of {demand.wanted_t:,.0f} t "
        f"{demand.product}{' inbound' if demand.inbound else ''} delivered a year"
    )
    if demand.cost_usd_per_t is not None and len(answer.demands) > 1:
        million = demand.cost_usd / MILLION
        line += f"\n  US$ {demand.cost_usd_per_t:,.0f} per t, US$ {million:,.1f} M a year"
    return f"{line}\n  not delivered: {demand.reason}" if demand.reason else line


def _cost_lines(answer: CampaignAnswer) -> Iterator[str]:
    if answer.cost_usd_per_t is None:
        return
    yield (
        f"US$ {answer.cost_usd_per_t:,.0f} per t delivered, US$ {answer.cost_usd / MILLION:,.1f} M "
        f"a year, {answer.co2_t:,.0f} t CO2e"
    )
    ordered = sorted(answer.components_usd.items(), key=lambda item: -item[1])
    for name, usd in ordered:
        if usd:
            per_t = usd / answer.delivered_t
            yield f"  {per_t:8.1f}  US$ per t  {name.replace('_', ' ')}"


def _way_lines(answer: CampaignAnswer, heading: Heading) -> Iterator[str]:
    if answer.fleet:
        yield (
            "What moves, in the order of travel (tonnes a year; loads, trips a day and vehicles if "
            "spread over open days)"
        )
        yield f"  {'t':>9}  {'loads':>7}  {'trips/d':>7}  {'vehicles':>8}  leg"
    of = None
    for line in answer.fleet:
        if len(answer.demands) > 1 and line.demands[:1] != of:
            of = line.demands[:1]
            yield f"  {_cargo_name(answer.demands[line.demands[0]], heading)}"
        yield (
            f"  {line.shipped_t:9,.0f}  {line.loads:7,.0f}  {line.trips_per_d:7,.1f}  "
            f"{line.vehicles:8,d}  {_leg_name(line, heading)}"
        )
        others = [answer.demands[number] for number in line.demands[1:]]
        if others:
            yield f"{'':33}with {', '.join(_cargo_name(other, heading) for other in others)}"


def _cargo_name(demand: DemandResult, heading: Heading) -> str:
    ends = f"{heading.names[demand.origin_id]} -> {heading.names[demand.destination_id]}"
    return f"{demand.product}{' inbound' if demand.inbound else ''} {ends}"


def _leg_name(line: FleetLine, heading: Heading) -> str:
    ends = f"{heading.names[line.from_id]} to {heading.names[line.to_id]}"
    return f"{line.vehicle.replace('_', ' ')} {ends}, {line.length_km:,.0f} km"


def _stock_lines(answer: CampaignAnswer, heading: Heading) -> Iterator[str]:
    peaks = stock_peaks(answer)
    if peaks:
        yield "Stockpiles at their fullest"
    for place_id, tonnes, week in peaks:
        date = week_dates(answer)[(week + 1) % answer.weeks.count]
        yield f"  {tonnes:9,.0f} t  {heading.names[place_id]}, before {date}"


def stock_peaks(answer: CampaignAnswer) -> list[tuple[str, float, int]]:
    """Return the fullest stock of every place in the year and its week, greatest first."""
    by_place = answer.stocks.pivot_table(
        index="place_id", columns="week", values="tonnes", aggfunc="sum", fill_value=0.0
    )
    peaks = [
        (str(place_id), float(row.max()), int(row.to_numpy().argmax()))
        for place_id, row in by_place.iterrows()
        if row.max() >= 1
    ]
    return sorted(peaks, key=lambda peak: -peak[1])


def _binding_lines(answer: CampaignAnswer, heading: Heading) -> Iterator[str]:
    if not answer.bindings:
        yield "No capacity that is known binds"
        return
    yield "What binds, and what one tonne less or more of it would change"
    for binding in answer.bindings:
        name = heading.names.get(binding.name, binding.name)
        yield (
            f"  {name} ({binding.name}): {binding.used_t:,.0f} of {binding.upper_t:,.0f} t "
            f"{KINDS[binding.kind]}"
        )
        yield f"    one tonne less: {_change(binding, 0)}"
        yield f"    one tonne more: {_change(binding, 1)}"


def _change(binding: Binding, side: int) -> str:
    tonnes, usd = binding.delivered_t_per_t[side], binding.cost_usd_per_t[side]
    if tonnes is None or usd is None:
        return "there is none"
    sign = 1 if side else -1
    return f"{_signed(sign * tonnes, '.2f')} t delivered, US$ {_signed(sign * usd, ',.0f')} a year"


def _signed(value: float, form: str) -> str:
    """Return a number with its sign, and zero without one."""
    text = format(value, f"+{form}")
    return format(0.0, form) if float(text.replace(",", "")) == 0 else text


def campaign_csv(answer: CampaignAnswer, _heading: Heading) -> str:
    """Return flows and stocks by week as CSV, one row each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    dates = week_dates(answer)
    for row in answer.flows.to_dict("records"):
        ends = [spreadsheet_safe(str(row[name])) for name in ("link_id", "from_id", "to_id")]
        where = [row["demand"], *ends, row["vehicle"], row["week"], dates[row["week"]]]
        writer.writerow(["flow", *where, row["tonnes"]])
    for row in answer.stocks.to_dict("records"):
        place = spreadsheet_safe(str(row["place_id"]))
        where = [row["demand"], place, "", "", "", row["week"], dates[row["week"]]]
        writer.writerow(["stock", *where, row["tonnes"]])
    return out.getvalue()


def demand_records(answer: CampaignAnswer) -> list[dict[str, Any]]:
    """Return what became of each demand as JSON and the page read it."""
    return [
        {
            **asdict(demand),
            "undelivered_t": demand.undelivered_t,
            "components_usd": dict(demand.components_usd),
            "cost_usd": demand.cost_usd,
            "cost_usd_per_t": demand.cost_usd_per_t,
        }
        for demand in answer.demands
    ]
