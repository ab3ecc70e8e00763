"""What surfaces say, by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.maps.drawn_pages import asked
from tests.regions import SIBERIAN_CONIC
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.records import to_json
from zimnik.maps.reports.surface import surface_record, surface_rows, surface_text

HEADING = Heading(asked("surface"), {}, 11.0)


def surface(
    values: list[float], quantity: SurfaceQuantity = SurfaceQuantity.COST
) -> RemotenessSurface:
    """Return a row of cells of a thousand square kilometres."""
    return RemotenessSurface(
        values=np.array([values]),
        crs=SIBERIAN_CONIC,
        west_m=0.0,
        north_m=0.0,
        cell_km=float(np.sqrt(1000.0)),
        quantity=quantity,
        goal="all_season_road",
        ready_d=181,
        year_type=YearType.NORMAL,
        tonnes_per_y=100_000.0,
    )


JULY = surface([10.0, 60.0, 200.0, 201.0, np.inf, np.nan])


BOUNDS_DEG = (60.0, 48.0, 190.0, 78.0)


def test_land_beyond_values_by_hand() -> None:
    """Five cells of land; the limit itself is not beyond it, and what has no route always is."""
    (row,) = surface_rows(surface_record([JULY], HEADING, BOUNDS_DEG))
    assert row["land_km2"] == pytest.approx(5000)
    assert row["beyond_50_km2"] == pytest.approx(4000)
    assert row["beyond_200_km2"] == pytest.approx(2000)
    assert row["beyond_800_km2"] == row["no_route_km2"] == pytest.approx(1000)
    assert row["median"] == 200
    assert row["ready"] == "07-01"


def test_where_half_has_no_route_there_is_no_median() -> None:
    shut = surface([10.0, np.inf])
    document = json.loads(to_json(surface_record([shut], HEADING, BOUNDS_DEG)))
    assert document["surfaces"][0]["median"] is None
    assert surface_text(surface_record([shut], HEADING, BOUNDS_DEG)).splitlines()[6].endswith("-")


def test_text_names_goal_unit_and_land() -> None:
    text = surface_text(surface_record([JULY], HEADING, BOUNDS_DEG))
    where = "60 E to 170 W, 48 N to 78 N"
    assert text.startswith(f"Land by US$ per t to the cheapest all season road, {where}")
    # Thousands beyond 50, 100, 200, 400 and 800, without a route, and the median.
    assert text.splitlines()[6].split() == ["07-01", "4", "3", "2", "1", "1", "1", "200"]
    assert "of 5; land without a route" in text
    hours = surface_text(
        surface_record([surface([30.0], SurfaceQuantity.TIME)], HEADING, BOUNDS_DEG)
    )
    assert hours.startswith("Land by hours")
