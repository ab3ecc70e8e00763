"""Remoteness as text, JSON, CSV and points: what is out of reach is never a number."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import fields

import geopandas as gpd
import pytest
from shapely.geometry import Point

from tests.geo.drawn_year import year_of
from tests.maps.drawn_pages import asked
from zimnik.geo.core.vocabulary import Goal, YearType
from zimnik.geo.remoteness.indices import ARIA_CLASSES, rank_correlations
from zimnik.geo.remoteness.sites import GOALS, Nearest, Remoteness, SiteRemoteness, index_frame
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.records import csv_text, to_json
from zimnik.maps.reports.remoteness import (
    RemotenessRecord,
    SiteRecord,
    months_record,
    remoteness_points,
    remoteness_record,
    remoteness_rows,
)
from zimnik.maps.reports.remoteness_text import months_text, remoteness_text

HEADING = Heading(
    asked=asked("remoteness"),
    names={"near": "=Near", "far": "Far", "isle": "Isle"},
    benchmark_usd_per_kg_reo=11.0,
)


def site(site_id: str, cost: float | None, days: int) -> SiteRemoteness:
    """Return a site as far from everything as a cost; None is out of reach."""
    near = None
    if cost is not None:
        near = Nearest("yard", cost, cost * 2, year_of(cost, cost), ("yard",) * 12)
    return SiteRemoteness(
        site_id=site_id,
        nearest=dict.fromkeys(GOALS, near),
        days_joined=days,
        aria_score=1.5,
        gravity_index=0.25,
        far_level=4,
        road_km=math.inf if cost is None else 1.0,
        rural_access=cost is not None,
    )


def csv_rows(record: RemotenessRecord) -> list[dict[str, str]]:
    """Return the rows of the CSV of a record, under its comment."""
    comment, _, table = csv_text(remoteness_rows(record), record.asked).partition("\n")
    assert comment.startswith("# zimnik remoteness (")
    return list(csv.DictReader(io.StringIO(table)))


@pytest.fixture
def found() -> RemotenessRecord:
    """Return three sites, one of them out of reach, and one class that nobody reaches."""
    rows = (site("near", 10.0, 365), site("far", 100.0, 100), site("isle", None, 0))
    means = (math.nan, *([50.0] * (len(ARIA_CLASSES) - 1)))
    result = Remoteness(rows, means, rank_correlations(index_frame(rows)), YearType.NORMAL)
    return remoteness_record(result, HEADING, warnings=["take care"])


def test_every_kind_of_place_has_its_three_columns() -> None:
    names = [field.name for field in fields(SiteRecord)]
    wanted = [f"{goal}_{of}" for goal in Goal for of in ("id", "usd_per_t", "hours")]
    assert names[2 : 2 + len(wanted)] == wanted


def test_json_knows_no_infinity(found: RemotenessRecord) -> None:
    document = json.loads(to_json(found))
    assert [row["site_id"] for row in document["sites"]] == ["isle", "far", "near"]
    isle, far, _ = document["sites"]
    assert isle["railhead_usd_per_t"] is None
    assert isle["all_season_road_km"] is None
    assert far["railhead_hours"] == 200
    assert (document["basis"], document["ready"], document["working_d"]) == ("year", None, 365)
    assert isle["years"]["railhead"] is None
    year = far["years"]["railhead"]
    assert (year["mean_usd_per_t"], year["best_usd_per_t"], year["worst_usd_per_t"]) == (
        100,
        50,
        150,
    )
    assert len(year["by_month"]) == 12
    assert document["aria_classes"][0] == {"people": 250_000, "mean_km": None}
    assert document["warnings"] == ["take care"]
    pairs = {tuple(pair["indices"]): pair for pair in document["rank_correlations"]}
    assert pairs["railhead_usd_per_t", "days_cut_off"]["spearman"] == pytest.approx(1)
    assert pairs["aria_score", "far_level"]["spearman"] is None


def test_csv_is_safe_and_leaves_what_is_out_of_reach_empty(found: RemotenessRecord) -> None:
    rows = csv_rows(found)
    assert rows[0]["hub_usd_per_t"] == ""
    assert rows[2]["name"] == "'=Near"
    assert (rows[1]["hub_best_usd_per_t"], rows[1]["hub_worst_usd_per_t"]) == ("50.0", "150.0")
    assert rows[0]["hub_best_usd_per_t"] == ""
    assert "years" not in rows[0]


def test_points_have_every_index(found: RemotenessRecord) -> None:
    places = gpd.GeoDataFrame(
        {"id": ["near", "far", "isle"]}, geometry=[Point(i, 60) for i in range(3)], crs=4326
    )
    points = remoteness_points(found, places)
    assert points.geometry.x.tolist() == [2, 1, 0]
    assert {"aria_score", "days_joined", "port_usd_per_t"} <= set(points.columns)


def test_text_says_what_is_out_of_reach_and_what_agrees(found: RemotenessRecord) -> None:
    lines = remoteness_text(found).splitlines()
    (isle,) = (line for line in lines if line.startswith("Isle"))
    assert isle.split()[1 : 1 + len(GOALS)] == ["-"] * len(GOALS)
    assert any("none reached" in line for line in lines)
    (rail,) = (line for line in lines if line.startswith("railhead"))
    assert rail.split()[1:] == ["1.00", "-", "-", "-"]
    assert "! take care" in lines
    assert lines[0] == "Remoteness of 3 sites, mean of the year, made on all 365 days, normal year"
    assert max(len(line) for line in lines[:-2]) <= 125


def test_a_day_has_no_year() -> None:
    rows = (site("near", 10.0, 365),)
    result = Remoteness(rows, (50.0,) * len(ARIA_CLASSES), (), YearType.NORMAL)
    record = remoteness_record(result, HEADING, basis="day", ready_d=31)
    assert (record.basis, record.ready, record.working_d) == ("day", "02-01", None)
    assert "Remoteness of 1 sites, ready on 02-01, normal year" in remoteness_text(record)
    best = remoteness_record(result, HEADING, basis="day")
    assert "ready on the best day for each" in remoteness_text(best)


def test_months_stand_in_columns_and_are_records_elsewhere() -> None:
    months = {"near": (Nearest("yard", 10.0, 24.0), None, *[Nearest("yard", 7.0, 9.0)] * 10)}
    record = months_record(months, HEADING, "port", "normal")
    (line,) = (line for line in months_text(record).splitlines() if line[:5] == "=Near")
    assert line.split()[1:4] == ["10", "-", "7"]
    document = json.loads(to_json(record))
    assert document["goal"] == "port"
    assert [row["cost_usd_per_t"] for row in document["months"]][:3] == [10, None, 7]
    rows = csv_rows(record)
    assert rows[1]["month"] == "2"
    assert rows[1]["cost_usd_per_t"] == ""
    assert rows[0]["name"] == "'=Near"
