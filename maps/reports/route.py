"""Routes as JSON, text and CSV.

Owns how an answer reads outside a page. It formats stored numbers and computes none but the ratios
of a stored cost to the grade of the cargo.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import YEAR_D, text_of
from zimnik.geo.core.units import PERCENT
from zimnik.geo.routing.itinerary import Transfer
from zimnik.maps.reports.heading import SCHEMA, Heading, day_after, spreadsheet_safe
from zimnik.maps.reports.stretches import stretches_of

if TYPE_CHECKING:
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.routing.itinerary import Leg, Route, RouteAnswer

CSV_COLUMNS = (
    "route",
    "part",
    "from_id",
    "from_name",
    "to_id",
    "to_name",
    "mode",
    "vehicle",
    "distance_km",
    "depart_day",
    "arrive_day",
    "cost_usd_per_t",
    "estimated",
)


def route_json(answer: RouteAnswer, heading: Heading) -> str:
    """Return the answer as JSON of the documented contract (docs/model.md, the JSON contract)."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "origin": _place(answer.origin_id, heading),
        "destination": _place(answer.destination_id, heading),
        "ready": day_after(answer.dates.ready_d if answer.dates else None),
        "product": {
            "name": answer.cargo.product,
            "reo_grade_pct": answer.cargo.reo_grade_pct,
        },
        "tonnes_per_y": answer.cargo.tonnes_per_y,
        "warnings": list(answer.warnings),
        "reachable": answer.reachable,
        "reason": answer.reason,
        "routes": [_route(route, answer, heading) for route in answer.routes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def _place(place_id: str, heading: Heading) -> dict[str, str]:
    return {"id": place_id, "name": heading.names[place_id]}


def _route(route: Route, answer: RouteAnswer, heading: Heading) -> dict[str, Any]:
    return {
        "best_ready": [text_of(day) for day in route.best_ready_d] if route.best_ready_d else None,
        "total": {
            "cost_usd_per_t": route.cost_usd_per_t,
            "distance_km": route.distance_km,
            "duration_d": route.duration_d,
            "waiting_d": route.waiting_d,
            "co2_kg_per_t": route.co2_kg_per_t,
            **reo_costs(route, answer, heading),
        },
        "range": {"low_usd_per_t": route.low_usd_per_t, "high_usd_per_t": route.high_usd_per_t},
        "components": {
            f"{name}_usd_per_t": cost for name, cost in route.components_usd_per_t.items()
        },
        "legs": [leg_record(leg) for leg in route.legs],
        "transfers": [transfer_record(transfer) for transfer in route.transfers],
        "corridors": list(route.corridors),
        "warnings": list(route.warnings),
    }


def leg_record(leg: Leg) -> dict[str, Any]:
    """Return a leg as JSON and the page read it; days count from readiness."""
    return {
        "mode": leg.mode.value,
        "vehicle": leg.vehicle.value,
        "from_id": leg.from_id,
        "to_id": leg.to_id,
        "link_ids": list(leg.link_ids),
        "distance_km": leg.distance_km,
        "estimated": leg.estimated,
        "depart_day": leg.depart_day,
        "arrive_day": leg.arrive_day,
        "depart": leg.days and text_of(leg.days[0]),
        "arrive": leg.days and text_of(leg.days[1]),
        "cost_usd_per_t": leg.cost_usd_per_t,
        "seasons": [
            {
                "link_id": season.link_id,
                "opens": season.opens,
                "closes": season.closes,
                "basis": season.basis or None,
                "light_load": season.light_load,
            }
            for season in leg.seasons
        ],
    }


def transfer_record(transfer: Transfer) -> dict[str, Any]:
    """Return a change of vehicle, a loading or an unloading as JSON and the page read it."""
    return {
        "at_id": transfer.at_id,
        "from_vehicle": transfer.from_vehicle and transfer.from_vehicle.value,
        "to_vehicle": transfer.to_vehicle and transfer.to_vehicle.value,
        "dwell_d": transfer.dwell_d,
        "waiting_d": transfer.waiting_d,
        "cost_usd_per_t": transfer.cost_usd_per_t,
    }


def reo_costs(route: Route, answer: RouteAnswer, heading: Heading) -> dict[str, float | None]:
    """Return the cost per kg REO contained and recovered, and the latter over the benchmark.

    None where the grade, or the recovery, is not known.
    """
    contained_kg = answer.cargo.reo_kg_per_t
    recovery = answer.cargo.reo_recovery_pct
    contained = route.cost_usd_per_t / contained_kg if contained_kg else None
    recovered = contained / (recovery / PERCENT) if contained is not None and recovery else None
    return {
        "cost_usd_per_kg_reo_contained": contained,
        "cost_usd_per_kg_reo_recovered": recovered,
        "share_of_benchmark": (
            recovered / heading.benchmark_usd_per_kg_reo if recovered is not None else None
        ),
    }


def route_text(answer: RouteAnswer, heading: Heading) -> str:
    """Return the answer as text for a terminal: totals, legs and transfers, components."""
    names = heading.names
    lines = [
        f"{names[answer.origin_id]} -> {names[answer.destination_id]}",
        (
            f"{answer.cargo.product}, {answer.cargo.tonnes_per_y:,.0f} t a year; "
            f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}"
        ),
    ]
    if not answer.reachable:
        lines += ["", f"No route: {answer.reason}."]
    for number, route in enumerate(answer.routes, start=1):
        title = f"Route {number} of {len(answer.routes)}" if len(answer.routes) > 1 else "Route"
        lines += ["", f"{title} by {_way_text(route, heading)}"]
        lines += [*_total_lines(route, answer, heading), "", *_way_lines(route, heading)]
        lines += ["", *_component_lines(route)]
        lines += [f"! {warning}" for warning in route.warnings]
    lines += ["", *(f"! {warning}" for warning in answer.warnings)]
    return "\n".join(lines).rstrip() + "\n"


def _way_text(route: Route, heading: Heading) -> str:
    return ", ".join(
        f"{mode.replace('_', ' ')} to {heading.names[place_id]}"
        for mode, place_id in stretches_of(route)
    )


def _total_lines(route: Route, answer: RouteAnswer, heading: Heading) -> list[str]:
    lines = [
        (
            f"  US$ {route.cost_usd_per_t:,.0f} per t (US$ {route.low_usd_per_t:,.0f} to "
            f"{route.high_usd_per_t:,.0f} with all rates low or high)"
        ),
        (
            f"  {route.distance_km:,.0f} km, {route.duration_d:,.0f} days"
            f"{f', {route.waiting_d:,.0f} of them waiting' if route.waiting_d else ''}, "
            f"{route.co2_kg_per_t:,.0f} kg CO2e per t"
        ),
    ]
    if route.ready_d is not None:
        lines.append(f"  {_ready_text(route)}")
    reo = reo_costs(route, answer, heading)
    contained, recovered = (
        reo["cost_usd_per_kg_reo_contained"],
        reo["cost_usd_per_kg_reo_recovered"],
    )
    if contained is not None:
        text = f"  US$ {contained:,.2f} per kg REO contained"
        if recovered is not None:
            text += (
                f", US$ {recovered:,.2f} recovered: {reo['share_of_benchmark']:.0%} of "
                f"US$ {heading.benchmark_usd_per_kg_reo:,.0f}"
            )
        lines.append(text)
    return lines


def _ready_text(route: Route) -> str:
    days = route.best_ready_d
    if days is None:
        return f"ready on {day_after(route.ready_d)}"
    first, last = (text_of(day) for day in days)
    if days[1] - days[0] >= YEAR_D - 1:
        return "the same whenever it is ready"
    return f"cheapest when ready on {first}" + (f" to {last}" if first != last else "")


def _way_lines(route: Route, heading: Heading) -> list[str]:
    lines = [f"  {'date':>5}  {'day':>5}  {'km':>6}  {'US$/t':>7}  way"]
    day = 0.0
    for part in route.parts:
        if isinstance(part, Transfer):
            if part.cost_usd_per_t:
                lines.append(_transfer_line(part, heading, route, day))
        else:
            lines.append(_leg_line(part, heading, route))
            day = part.arrive_day
    return lines


def _leg_line(leg: Leg, heading: Heading, route: Route) -> str:
    season = f" [{_season_text(leg)}]" if leg.seasons else ""
    light = ", light load" if leg.light_load else ""
    estimate = " (estimate)" if leg.estimated else ""
    return (
        f"{_moment(route, leg.depart_day)}  {leg.distance_km:6,.0f}  {leg.cost_usd_per_t:7.1f}  "
        f"{leg.mode.replace('_', ' ')} by {leg.vehicle.replace('_', ' ')} to "
        f"{heading.names[leg.to_id]}{light}{season}{estimate}"
    )


def _moment(route: Route, day: float) -> str:
    return f"  {day_after(route.ready_d, day) or '':>5}  {day:5.0f}"


def _season_text(leg: Leg) -> str:
    """Return when the links of a leg are open, in the order in which the cargo meets them.

    A window that holds all days of one before it says nothing more.
    """
    derived = ", by climate" if any(s.basis == "derived" for s in leg.seasons) else ""
    told: list[Window] = []
    for season in leg.seasons:
        if not any(season.window.holds(window) for window in told):
            told.append(season.window)
    spans = ", ".join(f"{window.opens} to {window.closes}" for window in told)
    return f"open {spans}{derived}"


def _transfer_line(transfer: Transfer, heading: Heading, route: Route, day: float) -> str:
    if transfer.from_vehicle is None:
        act = "load"
    elif transfer.to_vehicle is None:
        act = "unload"
    elif transfer.from_vehicle is transfer.to_vehicle:
        act = "set down and load again"
    else:
        act = f"to {transfer.to_vehicle.replace('_', ' ')}"
    dwell = f", {transfer.dwell_d:.0f} d dwell" if transfer.dwell_d else ""
    dwell += f", waits {transfer.waiting_d:.0f} d" if transfer.waiting_d else ""
    return (
        f"{_moment(route, day)}  {'':6}  {transfer.cost_usd_per_t:7.1f}  "
        f"{act} at {heading.names[transfer.at_id]}{dwell}"
    )


def _component_lines(route: Route) -> list[str]:
    parts = sorted(route.components_usd_per_t.items(), key=lambda item: -item[1])
    return [f"  {cost:8.1f}  {name.replace('_', ' ')}" for name, cost in parts if cost] + [
        f"  {route.cost_usd_per_t:8.1f}  total US$ per t"
    ]


def route_csv(answer: RouteAnswer, heading: Heading) -> str:
    """Return the legs and transfers of every route as CSV, in the order of travel."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for number, route in enumerate(answer.routes, start=1):
        writer.writerows([number, *_csv_row(part, heading)] for part in route.parts)
    return out.getvalue()


def _csv_row(part: Leg | Transfer, heading: Heading) -> list[object]:
    if isinstance(part, Transfer):
        place = [part.at_id, spreadsheet_safe(heading.names[part.at_id])]
        vehicle = part.to_vehicle or part.from_vehicle
        return ["transfer", *place, *place, "", vehicle, "", "", "", part.cost_usd_per_t, ""]
    return [
        "leg",
        part.from_id,
        spreadsheet_safe(heading.names[part.from_id]),
        part.to_id,
        spreadsheet_safe(heading.names[part.to_id]),
        part.mode,
        part.vehicle,
        part.distance_km,
        part.depart_day,
        part.arrive_day,
        part.cost_usd_per_t,
        part.estimated,
    ]
