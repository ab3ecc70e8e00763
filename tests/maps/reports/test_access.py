"""New links as a record, text, rows and lines."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point

from tests.maps.drawn_pages import heading
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.infrastructure.new_roads import (
    AccessAnswer,
    BreakEvenTonnage,
    NewLink,
    NewLinkKind,
    PricedLink,
)
from zimnik.geo.routing.itinerary import Route, Transfer
from zimnik.geo.terrain.corridor import Corridor
from zimnik.maps.reports.access import access_lines, access_record, access_rows, access_text

HEADING = replace(heading(), names={"mine": "Mine", "fork": "Fork", "yard": "Yard"})


def route(cost: float) -> Route:
    """Return a route of which only the end and the cost matter."""
    return Route(
        parts=(Transfer("yard", Vehicle.TRUCK, None, 0.0, 0.0, cost),),
        bill={},
        components_usd_per_t={"road": cost},
        low_usd_per_t=cost,
        high_usd_per_t=cost,
        distance_km=1.0,
        duration_d=2.0,
        waiting_d=0.0,
        co2_kg_per_t=0.0,
        co2_low_kg_per_t=0.0,
        co2_high_kg_per_t=0.0,
        corridors=(),
    )


@pytest.fixture
def answer() -> AccessAnswer:
    """Return a road and a flight, and a spur that is not possible."""
    line = np.array([(100.0, 60.0), (101.0, 60.5), (102.0, 60.0)])
    corridor = Corridor(line, 100.0, 120.0, 30.0, 10.0, 5.0, 2)
    road = NewLink(NewLinkKind.ALL_SEASON_ROAD, "fork", 133.0, corridor, 300e6, 40e6)
    air = NewLink(NewLinkKind.AIR, "yard", 90.0, None, 0.0, 0.0)
    links = (PricedLink(road, route(10.0), 1e6), PricedLink(air, route(100.0), 1e6))
    even = BreakEvenTonnage(NewLinkKind.AIR, NewLinkKind.ALL_SEASON_ROAD, 40e6 / 90)
    return AccessAnswer("mine", links, (even,), {NewLinkKind.RAIL_SPUR: "no station"})


def test_text_compares_and_says_what_is_not_possible(answer: AccessAnswer) -> None:
    text = access_text(access_record(answer, HEADING, warnings=("take care",)))
    (road,) = (line for line in text.splitlines() if line.startswith("all season road"))
    assert road.split()[3:10] == ["133", "30", "2", "300", "40.0", "40", "10"]
    assert road.endswith("50  Fork, on to Yard")
    assert "444,444  all season road instead of air" in text
    assert "rail spur: no station" in text
    assert "! take care\n" in text
    assert f"asked: {HEADING.asked.line()}" in text


def test_record_adds_up_and_knows_no_corridor_of_air(answer: AccessAnswer) -> None:
    record = access_record(answer, HEADING)
    road, air = record.new_links
    assert (road.link_usd_per_t, road.haul_usd_per_t, road.total_usd_per_t) == (40.0, 10.0, 50.0)
    assert air.corridor_km is None
    assert record.impossible == {"rail_spur": "no station"}


def test_rows_and_lines_are_of_the_links_in_their_order(answer: AccessAnswer) -> None:
    record = access_record(answer, HEADING)
    rows = access_rows(record)
    assert [row["kind"] for row in rows] == ["all_season_road", "air"]
    assert rows[1]["climb_m"] is None
    places = gpd.GeoDataFrame(
        {"id": ["mine", "yard"]}, geometry=[Point(100, 60), Point(100, 61)], crs=4326
    )
    lines = access_lines(record, answer, places)
    assert [len(line.coords) for line in lines.geometry] == [3, 2]
