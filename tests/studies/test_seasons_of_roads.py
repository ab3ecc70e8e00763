"""Winter roads on the command line: warming, seasons by climate, loads through the season."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands import zimnik

BY_ROAD = ("zhigansk", "tiksi", "--without", "river", "--without", "sea", "--without", "air")


def route(*arguments: str) -> dict[str, Any]:
    document = json.loads(zimnik("route", *arguments, "--format", "json").out)
    found: dict[str, Any] = document["routes"][0]
    return found


def winter_days(found: dict[str, Any]) -> list[tuple[str, str]]:
    legs = (leg for leg in found["legs"] if leg["mode"] == "winter_road")
    return [(season["opens"], season["closes"]) for leg in legs for season in leg["seasons"]]


def test_warming_shortens_winter_roads_and_never_makes_a_way_over_them_cheaper() -> None:
    now, warmer = (route("tomtor", "krasnokamensk", "--warming", w) for w in ("0", "2"))
    ((opens, closes),), ((opens_then, closes_then),) = winter_days(now), winter_days(warmer)
    assert "12-20" == opens < opens_then
    assert closes_then < closes == "04-22"
    by_land = ("--without", "river", "--without", "sea", "--ready", "06-01", "--warming")
    cold, mild = (route("tomtor", "krasnokamensk", *by_land, w)["total"] for w in ("0", "2"))
    assert mild["cost_usd_per_t"] > cold["cost_usd_per_t"]


def test_warming_opens_rivers_ten_days_earlier_at_two_degrees() -> None:
    """6.5 days in the hundred years of 1.2 degrees (Magnuson and others 2000)."""
    by_water = ("--without", "winter_road", "--warming")
    now, warmer = (
        route("zhigansk", "kyusyur", *by_water, w)["legs"][0]["seasons"][0] for w in ("0", "2")
    )
    opens, closes, opens_then, closes_then = (
        one[end] for one in (now, warmer) for end in ("opens", "closes")
    )
    assert (opens, opens_then) == ("06-12", "06-02")
    assert (closes, closes_then) == ("10-10", "10-19")


@pytest.mark.parametrize("warming", ["-1", "10.5", "nan"])
def test_warming_out_of_range_is_bad_input(warming: str) -> None:
    done = zimnik("route", "tomtor", "krasnokamensk", f"--warming={warming}", status=2)
    assert "--warming: expected a number 0 to 10" in done.err


def test_road_to_a_place_without_links_has_the_season_of_its_climate() -> None:
    haul = route("71.05,116.57", "saskylakh")["legs"][0]
    ((season),) = haul["seasons"]
    assert haul["estimated"]
    assert season["basis"] == "derived"
    assert season["opens"] > "12-01"
    assert season["closes"] < "06-01"
    assert "by climate] (estimate)" in zimnik("route", "71.05,116.57", "saskylakh").out


def test_road_that_warming_closes_is_named_in_the_reason() -> None:
    without = ("--without", "road", "--without", "rail", "--warming", "10")
    done = zimnik("route", "zashikh", "tulun_st", *without, status=1)
    assert "winter_road_zashikh_tulun_st" in done.out
    assert "the winter makes no road of" in done.out


def test_late_haul_goes_with_light_loads_and_says_so() -> None:
    """The road carries full loads to 5 April and stays open to 15 April; boarding is left out."""
    free = ("--rate", "winter_truck_haul=0")
    full, light = (route(*BY_ROAD, *free, "--ready", day) for day in ("03-01", "04-07"))
    assert [leg["link_ids"] for leg in full["legs"]] == [leg["link_ids"] for leg in light["legs"]]
    assert {season["light_load"] for season in light["legs"][0]["seasons"]} == {True}
    assert {season["light_load"] for season in full["legs"][0]["seasons"]} == {False}
    haul = [found["components"]["winter_road_usd_per_t"] for found in (full, light)]
    assert haul[1] == pytest.approx(haul[0] / 0.67)
    assert "Tiksi port, light load [open" in zimnik("route", *BY_ROAD, "--ready", "04-07").out
