"""What surfaces of remoteness say, as a record, text and rows: how much land lies beyond what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.reports.heading import day_after
from zimnik.maps.reports.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.reports.heading import Heading

BEYOND = {
    SurfaceQuantity.COST: (50.0, 100.0, 200.0, 400.0, 800.0),
    SurfaceQuantity.TIME: (24.0, 168.0, 720.0, 2160.0, 4320.0),
}
WORDS = {SurfaceQuantity.COST.value: "US$ per t", SurfaceQuantity.TIME.value: "hours"}
THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class SurfaceRecord:
    """Land of one surface: beyond some values, without a route, and the value half lies beyond."""

    ready: str | None
    quantity: str
    land_km2: float
    median: float | None
    beyond_km2: dict[str, float]
    no_route_km2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceAnswerRecord(Record):
    """Answer of `surface`: one surface a day of readiness; `median` is null if half has no route.

    The keys of `beyond_km2` are values in the unit that ends the name of the quantity.
    """

    goal: str
    year_type: str
    tonnes_per_y: float
    cell_km: float
    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    surfaces: tuple[SurfaceRecord, ...]


def surface_record(
    surfaces: Sequence[RemotenessSurface],
    heading: Heading,
    bounds_deg: tuple[float, float, float, float],
    *,
    warnings: tuple[str, ...] = (),
) -> SurfaceAnswerRecord:
    """Return the record of surfaces of one goal and quantity, which text, JSON and CSV read.

    Bounds are west, south, east and north of what the surfaces tell of; east counts on beyond 180.
    """
    first = surfaces[0]
    west_deg, south_deg, east_deg, north_deg = bounds_deg
    return SurfaceAnswerRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        goal=first.goal,
        year_type=first.year_type.value,
        tonnes_per_y=first.tonnes_per_y,
        cell_km=first.cell_km,
        west_deg=west_deg,
        south_deg=south_deg,
        east_deg=east_deg,
        north_deg=north_deg,
        surfaces=tuple(_surface(surface) for surface in surfaces),
        warnings=warnings,
    )


def _surface(surface: RemotenessSurface) -> SurfaceRecord:
    return SurfaceRecord(
        ready=day_after(surface.ready_d),
        quantity=surface.quantity.value,
        land_km2=surface.land_km2,
        median=surface.median,
        beyond_km2={
            f"{value:g}": surface.area_beyond_km2(value) for value in BEYOND[surface.quantity]
        },
        no_route_km2=surface.no_route_km2,
    )


def _degrees(side_deg: float, directions: str) -> str:
    """Return a longitude or latitude with its direction, as 60 E or 170 W."""
    east_deg = (side_deg + HALF_TURN_DEG) % TURN_DEG - HALF_TURN_DEG
    return f"{abs(east_deg):.4g} {directions[0] if east_deg >= 0 else directions[1]}"


def surface_rows(record: SurfaceAnswerRecord) -> list[dict[str, Any]]:
    """Return a row for each surface."""
    return [
        {
            "goal": record.goal,
            "ready": one.ready,
            "quantity": one.quantity,
            "land_km2": one.land_km2,
            "median": one.median,
            **{f"beyond_{value}_km2": area for value, area in one.beyond_km2.items()},
            "no_route_km2": one.no_route_km2,
        }
        for one in record.surfaces
    ]


def surface_text(record: SurfaceAnswerRecord) -> str:
    """Return what surfaces say as a table for a terminal, a line a day."""
    first, asked = record.surfaces[0], record.asked
    tonnes = f"{record.tonnes_per_y:,.0f} t a year"
    lines = [
        (
            f"Land by {WORDS[first.quantity]} to the cheapest {record.goal.replace('_', ' ')}, "
            f"{_degrees(record.west_deg, 'EW')} to {_degrees(record.east_deg, 'EW')}, "
            f"{_degrees(record.south_deg, 'NS')} to {_degrees(record.north_deg, 'NS')}"
        ),
        f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}",
        f"cells of {record.cell_km:g} km, {record.year_type} year, {tonnes}",
        "",
        "Thousands of km2 that lie beyond",
        f"{'ready':8}"
        + "".join(f"{float(value):>9,.0f}" for value in first.beyond_km2)
        + f"{'no route':>9}{'median':>9}",
    ]
    for one in record.surfaces:
        areas = [*one.beyond_km2.values(), one.no_route_km2]
        cells = "".join(f"{area / THOUSAND:>9,.0f}" for area in areas)
        median = "-" if one.median is None else f"{one.median:,.0f}"
        lines.append(f"{one.ready or '':8}{cells}{median:>9}")
    lines += [
        "",
        f"of {first.land_km2 / THOUSAND:,.0f}; land without a route lies beyond every value.",
        *(f"! {warning}" for warning in record.warnings),
        "",
        *record.footer(),
    ]
    return "\n".join(lines) + "\n"
