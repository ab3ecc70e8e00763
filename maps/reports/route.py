"""Routes as a record, text and rows.

Owns how an answer reads outside a page. It formats stored numbers and computes none but the ratios
of a stored cost to the grade of the cargo.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import YEAR_D, text_of
from zimnik.geo.core.units import PERCENT
from zimnik.geo.routing.itinerary import Leg, Transfer
from zimnik.maps.reports.capacities import CapacityRecord, capacity_lines, capacity_records
from zimnik.maps.reports.heading import day_after
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records
from zimnik.maps.reports.products import ProductRecord, product_record
from zimnik.maps.reports.ranges.spread import (
    DrawsRecord,
    spread_columns,
    spread_lines,
    spread_record,
    swing_lines,
)
from zimnik.maps.reports.records import PlaceRef, Record
from zimnik.maps.reports.stretches import Stretch, named_stretches, stretches_text
from zimnik.maps.reports.year import (
    ShareRecord,
    YearRecord,
    mean_lines,
    month_lines,
    share_lines,
    share_records,
    year_record,
)
from zimnik.maps.reports.years.many import ManyYearsRecord, many_years_lines
from zimnik.maps.reports.years.observed import observed_year_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.infrastructure.needs import Need
    from zimnik.geo.routing.itinerary import Route, RouteAnswer
    from zimnik.geo.routing.year import RouteYear
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.maps.reports.heading import Heading

# Places that a leg is said to pass in a terminal, and where the line of them begins.
MOST_PASSED = 4
PASSED_COLUMN = 35


@dataclass(frozen=True, slots=True)
class SeasonRecord:
    """When a link of a leg is open, when the cargo is on it, and how the window is known."""

    link_id: str
    opens: str
    closes: str
    first_day: str
    last_day: str
    basis: str | None
    light_load: bool


@dataclass(frozen=True, slots=True)
class LegRecord:
    """A run of links on one mode; days count from readiness, dates are MM-DD.

    `passes` are the places between its ends. `windows` are those of its seasons in the order of
    travel; one that holds all days of one before it says nothing more and is left out.
    """

    position: int
    mode: str
    vehicle: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    passes: tuple[PlaceRef, ...]
    link_ids: tuple[str, ...]
    distance_km: float
    estimated: bool
    depart_day: float
    arrive_day: float
    depart: str | None
    arrive: str | None
    cost_usd_per_t: float
    seasons: tuple[SeasonRecord, ...]
    windows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """A loading, a change of vehicle, a wait or an unloading."""

    position: int
    at_id: str
    at_name: str
    from_vehicle: str | None
    to_vehicle: str | None
    dwell_d: float
    waiting_d: float
    depart_day: float
    depart: str | None
    cost_usd_per_t: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a route per dry tonne of product; per kg REO where grade and recovery are known."""

    cost_usd_per_t: float
    distance_km: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    cost_usd_per_kg_reo_contained: float | None
    cost_usd_per_kg_reo_recovered: float | None
    share_of_benchmark: float | None


@dataclass(frozen=True, slots=True)
class CostRange:
    """The same route with every rate at its low and at its high end: the outer bound.

    So for CO2, with every emission factor at its low and at its high.
    """

    low_usd_per_t: float
    high_usd_per_t: float
    co2_low_kg_per_t: float
    co2_high_kg_per_t: float


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """One route; the positions of legs and transfers, from 1, give the order of travel."""

    ready: str | None
    best_ready: tuple[str, str] | None
    same_all_year: bool
    total: Totals
    range: CostRange
    components: dict[str, float]
    by_way_of: tuple[Stretch, ...]
    legs: tuple[LegRecord, ...]
    transfers: tuple[TransferRecord, ...]
    corridors: tuple[str, ...]
    capacity_checks: tuple[CapacityRecord, ...]
    warnings: tuple[str, ...]
    needs_first: tuple[NeedRecord, ...]

    @property
    def parts(self) -> list[LegRecord | TransferRecord]:
        """Legs and transfers in the order of travel."""
        return sorted((*self.legs, *self.transfers), key=lambda part: part.position)


@dataclass(frozen=True, slots=True)
class YearTotals(YearRecord):
    """The year of a route with its components; per kg REO where grade and recovery are known.

    `capacity_checks` are what the year's tonnes want, each route its share of them.
    """

    components: dict[str, float]
    capacity_checks: tuple[CapacityRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    warnings: tuple[str, ...]
    cost_usd_per_kg_reo_contained: float | None
    cost_usd_per_kg_reo_recovered: float | None
    share_of_benchmark: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAnswerRecord(Record):
    """Answer of `route`: routes, cheapest first, or the reason why there is none.

    On the basis of a year `year` is the mean of all cargo, `shares` says which way how much of it
    goes, and the routes are those of the best day; on the basis of a day they are None and empty.
    """

    origin: PlaceRef
    destination: PlaceRef
    basis: str
    year: YearTotals | None
    shares: tuple[ShareRecord, ...]
    ready: str | None
    product: ProductRecord
    tonnes_per_y: float
    benchmark_usd_per_kg_reo: float
    reachable: bool
    reason: str | None
    routes: tuple[RouteRecord, ...]
    many_years: ManyYearsRecord | None = None
    spread: DrawsRecord | None = None


def route_record(
    answer: RouteAnswer,
    heading: Heading,
    *,
    basis: str = "day",
    year: RouteYear | None = None,
    many_years: ManyYearsRecord | None = None,
    spread: Spread | None = None,
) -> RouteAnswerRecord:
    """Return the record of an answer, which text, JSON, CSV and the page read.

    Parameters
    ----------
    answer
        Routes of one day, or of the best day of a year.
    heading
        What stands over every answer.
    basis
        "year" or "day".
    year
        The year, where that is the basis and there is a route.
    many_years
        What a tonne costs over many years, where that was asked.
    spread
        The range over draws, if there is one.
    """
    cargo = answer.cargo
    return RouteAnswerRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=answer.warnings,
        origin=PlaceRef(answer.origin_id, heading.names[answer.origin_id]),
        destination=PlaceRef(answer.destination_id, heading.names[answer.destination_id]),
        basis=basis,
        year=_year(year, answer, heading) if year else None,
        shares=share_records(year, heading.names) if year else (),
        ready=day_after(answer.dates.ready_d if answer.dates else None),
        product=product_record(cargo),
        tonnes_per_y=cargo.tonnes_per_y,
        benchmark_usd_per_kg_reo=heading.benchmark_usd_per_kg_reo,
        reachable=answer.reachable,
        reason=answer.reason,
        routes=tuple(_route(route, answer, heading) for route in answer.routes),
        many_years=many_years,
        spread=spread_record(spread, "route"),
    )


def _year(year: RouteYear, answer: RouteAnswer, heading: Heading) -> YearTotals:
    record = year_record(year)
    stored: dict[str, Any] = {one.name: getattr(record, one.name) for one in fields(record)}
    stored |= _reo_costs(year.mean_usd_per_t, answer, heading)
    return YearTotals(
        **stored,
        components={f"{name}_usd_per_t": c for name, c in year.components_usd_per_t.items()},
        capacity_checks=capacity_records(year.capacity_checks, heading.names),
        needs_first=need_records(_needs(year, heading), heading.names),
        warnings=year.warnings,
    )


def _needs(year: RouteYear, heading: Heading) -> list[Need]:
    needs = (need for part in year.shares for need in heading.needs.of_route(part.route))
    return list({(need.item_id, need.stage): need for need in needs}.values())


def _route(route: Route, answer: RouteAnswer, heading: Heading) -> RouteRecord:
    best, parts = route.best_ready_d, part_records(route, heading.names)
    return RouteRecord(
        ready=day_after(route.ready_d),
        best_ready=(text_of(best[0]), text_of(best[1])) if best else None,
        same_all_year=bool(best and best[1] - best[0] >= YEAR_D - 1),
        total=Totals(
            cost_usd_per_t=route.cost_usd_per_t,
            distance_km=route.distance_km,
            duration_d=route.duration_d,
            waiting_d=route.waiting_d,
            co2_kg_per_t=route.co2_kg_per_t,
            **_reo_costs(route.cost_usd_per_t, answer, heading),
        ),
        range=CostRange(
            route.low_usd_per_t,
            route.high_usd_per_t,
            route.co2_low_kg_per_t,
            route.co2_high_kg_per_t,
        ),
        components={f"{name}_usd_per_t": c for name, c in route.components_usd_per_t.items()},
        by_way_of=named_stretches(route, heading.names),
        legs=tuple(part for part in parts if isinstance(part, LegRecord)),
        transfers=tuple(part for part in parts if isinstance(part, TransferRecord)),
        corridors=route.corridors,
        capacity_checks=capacity_records(route.capacity_checks, heading.names),
        warnings=route.warnings,
        needs_first=need_records(heading.needs.of_route(route), heading.names),
    )


def part_records(route: Route, names: Mapping[str, str]) -> list[LegRecord | TransferRecord]:
    """Return legs and transfers in the order of travel, their places by id and name."""
    parts: list[LegRecord | TransferRecord] = []
    day = 0.0
    for position, part in enumerate(route.parts, start=1):
        if isinstance(part, Leg):
            parts.append(_leg(part, position, names))
            day = part.arrive_day
        else:
            parts.append(_transfer(part, position, route, names, day))
    return parts


def _leg(leg: Leg, position: int, names: Mapping[str, str]) -> LegRecord:
    return LegRecord(
        position=position,
        mode=leg.mode.value,
        vehicle=leg.vehicle.value,
        from_id=leg.from_id,
        from_name=names[leg.from_id],
        to_id=leg.to_id,
        to_name=names[leg.to_id],
        passes=tuple(PlaceRef(i, names.get(i, i)) for i in leg.place_ids[1:-1]),
        link_ids=leg.link_ids,
        distance_km=leg.distance_km,
        estimated=leg.estimated,
        depart_day=leg.depart_day,
        arrive_day=leg.arrive_day,
        depart=leg.days and text_of(leg.days[0]),
        arrive=leg.days and text_of(leg.days[1]),
        cost_usd_per_t=leg.cost_usd_per_t,
        seasons=tuple(
            SeasonRecord(
                link_id=one.link_id,
                opens=one.opens,
                closes=one.closes,
                first_day=text_of(one.days[0]),
                last_day=text_of(one.days[1]),
                basis=one.basis or None,
                light_load=one.light_load,
            )
            for one in leg.seasons
        ),
        windows=tuple((window.opens, window.closes) for window in _telling(leg)),
    )


def _telling(leg: Leg) -> list[Window]:
    """Return the windows of a leg but for those that hold all days of one before them."""
    told: list[Window] = []
    for season in leg.seasons:
        if not any(season.window.holds(window) for window in told):
            told.append(season.window)
    return told


def _transfer(
    transfer: Transfer, position: int, route: Route, names: Mapping[str, str], day: float
) -> TransferRecord:
    return TransferRecord(
        position=position,
        at_id=transfer.at_id,
        at_name=names[transfer.at_id],
        from_vehicle=transfer.from_vehicle and transfer.from_vehicle.value,
        to_vehicle=transfer.to_vehicle and transfer.to_vehicle.value,
        dwell_d=transfer.dwell_d,
        waiting_d=transfer.waiting_d,
        depart_day=day,
        depart=day_after(route.ready_d, after_d=day),
        cost_usd_per_t=transfer.cost_usd_per_t,
    )


def _reo_costs(
    cost_usd_per_t: float, answer: RouteAnswer, heading: Heading
) -> dict[str, float | None]:
    """Return the cost per kg REO contained and recovered, and the latter over the benchmark.

    None where the grade, or the recovery, is not known.
    """
    contained_kg = answer.cargo.reo_kg_per_t
    recovery = answer.cargo.reo_recovery_pct
    contained = cost_usd_per_t / contained_kg if contained_kg else None
    recovered = contained / (recovery / PERCENT) if contained is not None and recovery else None
    return {
        "cost_usd_per_kg_reo_contained": contained,
        "cost_usd_per_kg_reo_recovered": recovered,
        "share_of_benchmark": (
            recovered / heading.benchmark_usd_per_kg_reo if recovered is not None else None
        ),
    }


def route_text(record: RouteAnswerRecord) -> str:
    """Return the answer as text for a terminal: totals, legs and transfers, components."""
    lines = [
        f"{record.origin.name} -> {record.destination.name}",
        (
            f"{record.product.name}, {record.tonnes_per_y:,.0f} t a year; {record.asked.currency}, "
            f"atlas {record.asked.atlas_version} of {record.asked.atlas_date}"
        ),
    ]
    if not record.reachable:
        lines += ["", f"No route: {record.reason}."]
    if record.observed_year is not None:
        lines += ["", *observed_year_lines(record.observed_year)]
    if record.many_years is not None:
        lines += ["", *many_years_lines(record.many_years)]
    if record.year is not None:
        lines += ["", *_year_lines(record.year, record)]
    elif record.spread is not None:
        lines += [
            "",
            "Cheapest route",
            *spread_lines(record.spread),
            "",
            *swing_lines(record.spread),
        ]
    for number, route in enumerate(record.routes, start=1):
        title = f"Route {number} of {len(record.routes)}" if len(record.routes) > 1 else "Route"
        title += " of the best day" if record.year is not None else ""
        by_way = f" by {stretches_text(route.by_way_of)}" if route.by_way_of else ""
        lines += ["", f"{title}{by_way}"]
        lines += _total_lines(route, record)
        if route.parts:
            lines += ["", *_part_lines(route)]
            lines += ["", *_component_lines(route.components)] if record.year is None else []
        if record.year is None or number > 1:
            said = (*route.warnings, *capacity_lines(route.capacity_checks))
            lines += [f"! {warning}" for warning in said]
            lines += ["", *need_lines(route.needs_first, indent="  ")]
    said = record.warnings
    if record.year is not None:
        year = record.year
        lines += ["", *need_lines(year.needs_first)]
        said = (*capacity_lines(year.capacity_checks), *year.warnings, *record.warnings)
    lines += ["", *(f"! {warning}" for warning in dict.fromkeys(said))]
    return "\n".join(lines).rstrip() + "\n\n" + "\n".join(record.asked.footer()) + "\n"


def _year_lines(year: YearTotals, record: RouteAnswerRecord) -> list[str]:
    return [
        *mean_lines(year),
        *spread_lines(record.spread),
        *_reo_lines(year, record),
        *share_lines(record.shares),
        "",
        *month_lines(year),
        "",
        *_component_lines(year.components),
        "",
        *swing_lines(record.spread),
    ]


def _total_lines(route: RouteRecord, record: RouteAnswerRecord) -> list[str]:
    total = route.total
    lines = [
        (
            f"  US$ {total.cost_usd_per_t:,.0f} per t (US$ {route.range.low_usd_per_t:,.0f} to "
            f"{route.range.high_usd_per_t:,.0f} with all rates low or high)"
        ),
        (
            f"  {total.distance_km:,.0f} km, {total.duration_d:,.0f} days"
            f"{f', {total.waiting_d:,.0f} of them waiting' if total.waiting_d else ''}, "
            f"{total.co2_kg_per_t:,.0f} kg CO2e per t ({route.range.co2_low_kg_per_t:,.0f} to "
            f"{route.range.co2_high_kg_per_t:,.0f})"
        ),
    ]
    if route.ready is not None:
        lines.append(f"  {_ready_text(route)}")
    return lines + (_reo_lines(total, record) if record.year is None else [])


def _reo_lines(total: Totals | YearTotals, record: RouteAnswerRecord) -> list[str]:
    if total.cost_usd_per_kg_reo_contained is None:
        return []
    text = f"  US$ {total.cost_usd_per_kg_reo_contained:,.2f} per kg REO contained"
    if total.cost_usd_per_kg_reo_recovered is not None:
        text += (
            f", US$ {total.cost_usd_per_kg_reo_recovered:,.2f} recovered: "
            f"{total.share_of_benchmark:.0%} of US$ {record.benchmark_usd_per_kg_reo:,.0f}"
        )
    return [text]


def _ready_text(route: RouteRecord) -> str:
    if route.best_ready is None:
        return f"ready on {route.ready}"
    if route.same_all_year:
        return "the same whenever it is ready"
    first, last = route.best_ready
    return f"cheapest when ready on {first}" + (f" to {last}" if first != last else "")


def _part_lines(route: RouteRecord) -> list[str]:
    lines = [f"  {'date':>5}  {'day':>5}  {'km':>6}  {'US$/t':>7}  leg or transfer"]
    for part in route.parts:
        if isinstance(part, LegRecord):
            lines += [_leg_line(part), *_passed_lines(part)]
        elif part.cost_usd_per_t:
            lines.append(_transfer_line(part))
    return lines


def _leg_line(leg: LegRecord) -> str:
    season = f" [{_season_text(leg)}]" if leg.seasons else ""
    light = ", light load" if any(one.light_load for one in leg.seasons) else ""
    estimate = " (estimate)" if leg.estimated else ""
    return (
        f"  {leg.depart or '':>5}  {leg.depart_day:5.0f}  {leg.distance_km:6,.0f}  "
        f"{leg.cost_usd_per_t:7.1f}  {leg.mode.replace('_', ' ')} by "
        f"{leg.vehicle.replace('_', ' ')} to {leg.to_name}{light}{season}{estimate}"
    )


def _passed_lines(leg: LegRecord) -> list[str]:
    """Return what a leg passes."""
    shown, more = passed_names(place.name for place in leg.passes)
    said = f" and {more} more" if more else ""
    return [f"{'':{PASSED_COLUMN}}past {', '.join(shown)}{said}"] if shown else []


def passed_names(every: Iterable[str]) -> tuple[list[str], int]:
    """Return all of some names, or some spaced evenly and how many more; each name once."""
    names = list(dict.fromkeys(every))
    count = min(len(names), MOST_PASSED)
    shown = [names[len(names) * (2 * i + 1) // (2 * count)] for i in range(count)]
    return shown, len(names) - count


def _season_text(leg: LegRecord) -> str:
    """Return when the links of a leg are open, in the order in which the cargo meets them."""
    derived = ", by climate" if any(s.basis == "derived" for s in leg.seasons) else ""
    return f"open {', '.join(f'{opens} to {closes}' for opens, closes in leg.windows)}{derived}"


def _transfer_line(transfer: TransferRecord) -> str:
    if transfer.from_vehicle is None:
        act = "load"
    elif transfer.to_vehicle is None:
        act = "unload"
    elif transfer.from_vehicle == transfer.to_vehicle:
        act = "set down and load again"
    else:
        act = f"to {transfer.to_vehicle.replace('_', ' ')}"
    dwell = f", {transfer.dwell_d:.0f} d dwell" if transfer.dwell_d else ""
    dwell += f", waits {transfer.waiting_d:.0f} d" if transfer.waiting_d else ""
    return (
        f"  {transfer.depart or '':>5}  {transfer.depart_day:5.0f}  {'':6}  "
        f"{transfer.cost_usd_per_t:7.1f}  {act} at {transfer.at_name}{dwell}"
    )


def _component_lines(components: Mapping[str, float]) -> list[str]:
    parts = sorted(components.items(), key=lambda item: -item[1])
    return [
        f"  {cost:8.1f}  {name.removesuffix('_usd_per_t').replace('_', ' ')}"
        for name, cost in parts
        if cost
    ] + [f"  {sum(components.values()):8.1f}  total US$ per t"]


def route_rows(record: RouteAnswerRecord) -> list[dict[str, Any]]:
    """Return a row for each leg and transfer of every route, in the order of travel."""
    return [
        {"route": number, **_row(part), **spread_columns(record.spread if number == 1 else None)}
        for number, route in enumerate(record.routes, start=1)
        for part in route.parts
    ]


def _row(part: LegRecord | TransferRecord) -> dict[str, Any]:
    if isinstance(part, LegRecord):
        return {
            "part": "leg",
            "from_id": part.from_id,
            "from_name": part.from_name,
            "to_id": part.to_id,
            "to_name": part.to_name,
            "passes": "; ".join(place.name for place in part.passes),
            "mode": part.mode,
            "vehicle": part.vehicle,
            "distance_km": part.distance_km,
            "depart_day": part.depart_day,
            "arrive_day": part.arrive_day,
            "depart": part.depart,
            "arrive": part.arrive,
            "cost_usd_per_t": part.cost_usd_per_t,
            "estimated": part.estimated,
        }
    return {
        "part": "transfer",
        "from_id": part.at_id,
        "from_name": part.at_name,
        "to_id": part.at_id,
        "to_name": part.at_name,
        "passes": None,
        "mode": None,
        "vehicle": part.to_vehicle or part.from_vehicle,
        "distance_km": None,
        "depart_day": None,
        "arrive_day": None,
        "depart": None,
        "arrive": None,
        "cost_usd_per_t": part.cost_usd_per_t,
        "estimated": None,
    }
