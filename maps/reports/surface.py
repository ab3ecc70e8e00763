"""What surfaces of remoteness say, as text, JSON and CSV: how much land lies beyond what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.reports.heading import SCHEMA, day_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.reports.heading import Heading

BEYOND = {
    SurfaceQuantity.COST: (50.0, 100.0, 200.0, 400.0, 800.0),
    SurfaceQuantity.TIME: (24.0, 168.0, 720.0, 2160.0, 4320.0),
}
WORDS = {SurfaceQuantity.COST: "US$ per t", SurfaceQuantity.TIME: "hours"}
THOUSAND = 1000.0


def surface_records(surfaces: Sequence[RemotenessSurface]) -> list[dict[str, Any]]:
    """Return one flat record a surface: land beyond some values, without a way, and the median."""
    return [
        {
            "goal": surface.goal,
            "ready": day_after(surface.ready_d),
            "quantity": surface.quantity.value,
            "land_km2": surface.land_km2,
            "median": surface.median,
            **{
                f"beyond_{value:g}_km2": surface.area_beyond_km2(value)
                for value in BEYOND[surface.quantity]
            },
            "no_way_km2": surface.no_way_km2,
        }
        for surface in surfaces
    ]


def surface_json(surfaces: Sequence[RemotenessSurface], heading: Heading) -> str:
    """Return what surfaces say as JSON."""
    first = surfaces[0]
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "year_type": first.year_type.value,
        "tonnes_per_y": first.tonnes_per_y,
        "cell_km": first.cell_km,
        "surfaces": surface_records(surfaces),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def surface_text(surfaces: Sequence[RemotenessSurface], heading: Heading) -> str:
    """Return what surfaces say as a table for a terminal, a line a day."""
    first = surfaces[0]
    beyond = BEYOND[first.quantity]
    goal = first.goal.replace("_", " ")
    tonnes = f"{first.tonnes_per_y:,.0f} t a year"
    lines = [
        f"Land by {WORDS[first.quantity]} to the cheapest {goal}, 60 E to 170 W, 48 to 78 N",
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}",
        f"cells of {first.cell_km:g} km, {first.year_type} year, {tonnes}",
        "",
        "Thousands of km2 that lie beyond",
        f"{'ready':8}"
        + "".join(f"{value:>9,.0f}" for value in beyond)
        + f"{'no way':>9}{'median':>9}",
    ]
    for surface in surfaces:
        areas = [*(surface.area_beyond_km2(value) for value in beyond), surface.no_way_km2]
        cells = "".join(f"{area / THOUSAND:>9,.0f}" for area in areas)
        median = "-" if surface.median is None else f"{surface.median:,.0f}"
        lines.append(f"{day_after(surface.ready_d) or '':8}{cells}{median:>9}")
    lines += [
        "",
        f"of {first.land_km2 / THOUSAND:,.0f}; land without a way lies beyond every value.",
    ]
    return "\n".join(lines) + "\n"
