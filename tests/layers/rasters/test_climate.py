"""The shipped climate: a whole grid, near to what weather stations publish."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from zimnik.geo.climate.climate import WINTER_FROM_D, daily_c, winter
from zimnik.geo.climate.road_seasons import road_winters
from zimnik.geo.core.calendar import YEAR_D, day_of
from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas, load_climate, places
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.atlas.network import typed_links, typed_places
from zimnik.layers.rasters.climate import CLIMATE_FILE

DOCS = Path(__file__).parents[3] / "docs"


def test_shipped_grid_covers_the_north_from_the_baltic_to_alaska() -> None:
    climate = load_climate()
    corners = climate.monthly_at([25.0, -170.0, 100.0], [48.0, 66.0, 78.0])
    assert not np.isnan(corners).any()
    assert np.isnan(climate.monthly_at(24.0, 60.0)).all()
    assert np.isnan(climate.monthly_at(100.0, 47.0)).all()


def test_shipped_climate_is_as_cold_as_its_stations() -> None:
    """SP 131.13330.2012 publishes the days below 0 deg C of each station, and their mean."""
    with (DOCS / "climate_stations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lon, lat, below_d, mean_c = (
        np.array([float(row[name]) for row in rows])
        for name in ("lon", "lat", "below_0_d", "mean_below_0_c")
    )
    daily = daily_c(load_climate().monthly_at(lon, lat))
    cold = daily < 0
    means = np.where(cold, daily, 0.0).sum(axis=1) / cold.sum(axis=1)
    assert np.abs(cold.sum(axis=1) - below_d).mean() < 4
    assert np.abs(means - mean_c).mean() < 1


def test_yakutsk_has_a_winter_road_and_the_dniester_none() -> None:
    climate = load_climate()
    made = winter(climate.monthly_at([129.7, 28.0], [62.0, 48.0]), warming_c=4.0)
    assert made.holds.tolist() == [True, False]


@pytest.mark.parametrize("rows", [None, "", "lon,lat\n1,2\n", "not,a,grid\n" * 3])
def test_missing_or_broken_file_is_a_fault(tmp_path: Path, rows: str | None) -> None:
    if rows is not None:
        (tmp_path / CLIMATE_FILE).write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match="the shipped climate"):
        load_climate(folder=tmp_path)


def test_rows_that_leave_a_hole_in_the_grid_are_a_fault(tmp_path: Path) -> None:
    head, *rows = (SHIPPED / CLIMATE_FILE).read_text().splitlines()
    (tmp_path / CLIMATE_FILE).write_text("\n".join([head, *rows[:-1]]), encoding="utf-8")
    with pytest.raises(InputError, match="rows that are no grid"):
        load_climate(folder=tmp_path)


@pytest.mark.parametrize(("event", "abs_error_d"), [("open", 18), ("close", 7)])
def test_rule_leaves_no_bias_against_the_published_days(event: str, abs_error_d: float) -> None:
    """The days of docs/season_dates.csv, against the figures of docs/seasons.md."""
    with (DOCS / "season_dates.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["event"] == event]
    atlas = load_atlas(drawn=False)
    links = atlas.links.set_index("id", drop=False).loc[[row["link_id"] for row in rows]]
    road = road_winters(typed_links(links), typed_places(places(atlas)), load_climate())
    rule_d = np.ceil(road.opens_d) if event == "open" else np.floor(road.closes_d) - 1
    published_d = np.array([(day_of(row["day"]) - WINTER_FROM_D) % YEAR_D for row in rows])
    late_d = rule_d - published_d
    assert abs(np.median(late_d)) <= 1
    assert np.median(np.abs(late_d)) == abs_error_d
