"""Closures as text, JSON, CSV and on the ground."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from zimnik.geo.criticality.criticality import CriticalityReport, Impact, Rerouting
from zimnik.geo.criticality.disruptions import Disruption, DisruptionKind
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import NO_CLOSURES
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.stress import stress_csv, stress_json, stress_shapes, stress_text

HEADING = Heading(
    atlas_version="1",
    atlas_date="2026-01-31",
    currency="USD 2025",
    names={"mine": "=Mine", "port": "Port", "isle": "Isle"},
    benchmark_usd_per_kg_reo=11.0,
)


@pytest.fixture
def report() -> CriticalityReport:
    """Return a terminal that cuts the mine off and a corridor that makes its way dearer."""
    port = Disruption(DisruptionKind.TERMINAL, "port", NO_CLOSURES, frozenset({"a", "b"}))
    coast = Disruption(DisruptionKind.CORRIDOR, "coast", NO_CLOSURES, frozenset({"a"}))
    return CriticalityReport(
        impacts=(
            Impact(port, (Rerouting("mine", 1000, 50.0, None, None),)),
            Impact(coast, (Rerouting("mine", 1000, 50.0, 2050.0, "port"),)),
        ),
        examined=7,
        cost_usd_per_y=50_000,
        tonnes_per_y=1000,
        unreached=("isle",),
        dates=Dates(None),
    )


def test_text_ranks_by_tonnes_and_by_money(report: CriticalityReport) -> None:
    text = stress_text(report, HEADING, ["take care"], most=5)
    cut, dearer = text.split("Greatest rise of cost (1 ")
    assert "terminal Port: =Mine" in cut
    assert "corridor coast" not in cut
    assert "2.0" in dearer
    assert "corridor coast: =Mine" in dearer
    assert "Isle reaches no hub" in text
    assert text.endswith("! take care\n")


def test_json_tells_each_rerouting(report: CriticalityReport) -> None:
    document = json.loads(stress_json(report, HEADING, []))
    assert document["closures_examined"] == 7
    assert document["unreached"] == ["isle"]
    port, coast = document["closures"]
    assert port["cut_off_t_per_y"] == 1000
    assert port["detours"][0]["after_usd_per_t"] is None
    assert coast["rise_usd_per_y"] == pytest.approx(2_000_000)


def test_csv_has_a_row_a_closure(report: CriticalityReport) -> None:
    rows = list(csv.DictReader(io.StringIO(stress_csv(report, HEADING))))
    assert [row["cut_off_sites"] for row in rows] == ["mine", ""]


def test_terminals_are_points_and_corridors_lines(report: CriticalityReport) -> None:
    places = gpd.GeoDataFrame({"id": ["port"]}, geometry=[Point(1, 2)], crs=4326)
    links = gpd.GeoDataFrame(
        {"id": ["a", "b"]}, geometry=[LineString([(0, 0), (1, 2)])] * 2, crs=4326
    )
    shapes = stress_shapes(report, HEADING, places, links)
    assert shapes.geometry.geom_type.tolist() == ["Point", "MultiLineString"]
