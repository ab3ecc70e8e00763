"""`zimnik remoteness` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path

LEAST = ("karnasurt", "afrikanda", "seligdar")


@pytest.fixture(scope="module")
def sites() -> dict[str, dict[str, Any]]:
    """Return Tomtor and three sites that are known to be near everything, ready on 1 February."""
    named = [word for name in ("tomtor", *LEAST) for word in ("--deposit", name)]
    done = zimnik("remoteness", *named, "--ready", "02-01", "--format", "json")
    document = json.loads(done.out)
    assert len(document["sites"]) == 1 + len(LEAST)
    return {row["site_id"]: row for row in document["sites"]}


@pytest.mark.parametrize("other", LEAST)
@pytest.mark.parametrize(
    "index",
    [
        "railhead_usd_per_t",
        "railhead_hours",
        "all_season_road_usd_per_t",
        "year_round_port_usd_per_t",
        "port_usd_per_t",
        "town_10k_usd_per_t",
        "hub_usd_per_t",
        "market_usd_per_t",
        "aria_score",
        "gravity_index",
        "all_season_road_km",
    ],
)
def test_tomtor_is_remoter_than_sites_beside_a_railway(
    sites: dict[str, dict[str, Any]], index: str, other: str
) -> None:
    assert sites["tomtor"][index] > sites[other][index]


def test_tomtor_is_joined_in_winter_only(sites: dict[str, dict[str, Any]]) -> None:
    assert 0 < sites["tomtor"]["days_joined"] < 180
    assert all(sites[name]["days_joined"] == 365 for name in LEAST)
    assert sites["tomtor"]["far_level"] == 4
    assert not sites["tomtor"]["rural_access"]


def test_towns_without_population_are_refused(tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text(
        "id,name_en,country,lon,lat,population,source,confidence\nx,X,RU,100,60,,me,C\n", "utf8"
    )
    done = zimnik("remoteness", "--atlas", str(tmp_path), status=2)
    assert "population" in done.err


def test_unknown_deposit_is_refused() -> None:
    assert "Tomtor" in zimnik("remoteness", "--deposit", "tomtro", status=2).err


def test_months_of_a_goal() -> None:
    done = zimnik("remoteness", "--deposit", "tomtor", "--monthly", "railhead", "--format", "json")
    months = json.loads(done.out)["months"]
    assert [month["ready"] for month in months] == [f"{month:02d}-01" for month in range(1, 13)]
    costs = [month["cost_usd_per_t"] for month in months]
    # Just after the winter road has closed cargo waits longest, for the ships of another year.
    assert costs.index(max(costs)) + 1 in {5, 6}
    assert "railhead" in zimnik("remoteness", "--monthly", "harbour", status=2).err
