"""Closures as text, JSON, CSV and on the ground."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from tests.geo.drawn_year import year_of
from tests.maps.drawn_pages import asked
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.criticality import CriticalityReport, Impact, Rerouting, SiteYear
from zimnik.geo.criticality.disruptions import Disruption, DisruptionKind
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.records import csv_text, to_json
from zimnik.maps.reports.stress import stress_record, stress_rows, stress_shapes, stress_text

HEADING = Heading(
    asked=asked("stress"),
    names={"mine": "=Mine", "port": "Port", "isle": "Isle"},
    benchmark_usd_per_kg_reo=11.0,
)


@pytest.fixture
def report() -> CriticalityReport:
    """Return a terminal that cuts the mine off and a corridor that makes its route more expensive."""
    port = Disruption(DisruptionKind.TERMINAL, "port", NO_CLOSURES, frozenset({"a", "b"}))
    coast = Disruption(DisruptionKind.CORRIDOR, "coast", NO_CLOSURES, frozenset({"a"}))
    return CriticalityReport(
        impacts=(
            Impact(port, (Rerouting("mine", 1000, 50.0, None, None),)),
            Impact(coast, (Rerouting("mine", 1000, 50.0, 2050.0, "port"),)),
        ),
        examined=7,
        sites=(SiteYear("mine", 1000, "port", year_of(50.0, 20.0)),),
        unreached=("isle",),
        year_type=YearType.NORMAL,
    )


def test_text_ranks_by_tonnes_and_by_money(report: CriticalityReport) -> None:
    text = stress_text(stress_record(report, HEADING, warnings=["take care"]), most=5)
    cut, raised = text.split("Greatest rise of cost (1 ")
    assert "terminal Port: =Mine" in cut
    assert "corridor coast" not in cut
    assert "2.0" in raised
    assert "corridor coast: =Mine" in raised
    assert "Isle reaches no hub" in text
    assert "7 closures, one at a time; mean of the year, made on all 365 days, normal year" in text
    assert "! take care\n\nasked: zimnik stress (" in text


def test_json_tells_each_detour(report: CriticalityReport) -> None:
    document = json.loads(to_json(stress_record(report, HEADING)))
    assert document["closures_examined"] == 7
    assert document["unreached"] == [{"id": "isle", "name": "Isle"}]
    port, coast = document["closures"]
    assert port["cut_off_t_per_y"] == 1000
    assert port["detours"][0]["after_usd_per_t"] is None
    assert coast["rise_usd_per_y"] == pytest.approx(2_000_000)


def test_json_tells_the_year_of_each_site(report: CriticalityReport) -> None:
    document = json.loads(to_json(stress_record(report, HEADING)))
    assert (document["basis"], document["ready"], document["working_d"]) == ("year", None, 365)
    assert (document["cost_usd_per_y"], document["tonnes_per_y"]) == (50_000, 1000)
    (mine,) = document["sites"]
    assert (mine["hub_id"], mine["cost_usd_per_t"]) == ("port", 50)
    assert (mine["year"]["best_usd_per_t"], mine["year"]["worst_usd_per_t"]) == (40, 60)
    assert len(mine["year"]["by_month"]) == 12


def test_a_day_has_no_year(report: CriticalityReport) -> None:
    record = stress_record(report, HEADING, basis="day", ready_d=31)
    document = json.loads(to_json(record))
    assert (document["basis"], document["ready"], document["working_d"]) == ("day", "02-01", None)
    assert document["sites"][0]["year"] is None
    assert "one at a time; ready on 02-01, normal year" in stress_text(record, most=5)
    best = stress_record(report, HEADING, basis="day")
    assert "ready on the best day for each" in stress_text(best, most=5)


def test_csv_has_a_row_a_closure(report: CriticalityReport) -> None:
    record = stress_record(report, HEADING)
    comment, _, table = csv_text(stress_rows(record), record.asked).partition("\n")
    assert comment.startswith("# zimnik stress (")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["cut_off_sites"] for row in rows] == ["mine", ""]


def test_terminals_are_points_and_corridors_lines(report: CriticalityReport) -> None:
    places = gpd.GeoDataFrame({"id": ["port"]}, geometry=[Point(1, 2)], crs=4326)
    links = gpd.GeoDataFrame(
        {"id": ["a", "b"]}, geometry=[LineString([(0, 0), (1, 2)])] * 2, crs=4326
    )
    shapes = stress_shapes(stress_record(report, HEADING), places, links)
    assert shapes.geometry.geom_type.tolist() == ["Point", "MultiLineString"]
