"""`zimnik campaign` on the shipped atlas: Tomtor at 160,000 t, and what bad input says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands import zimnik

TOMTOR = ("campaign", "tomtor", "krasnokamensk", "--tonnes", "160000")
KHATANGA = (*TOMTOR, "--via", "khatanga_port")


# Room of the port in shipped tonnes, and shipped tonnes of a dry one: 15 % water, 0.3 % packaging.
ROOM_T, SHIPPED_T_PER_T = 32_700, 1.003 / 0.85


def plan(*arguments: str, status: int = 0) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(zimnik(*arguments, "--format", "json", status=status).out)
    return document


@pytest.fixture(scope="module")
def by_khatanga() -> dict[str, Any]:
    return plan(*KHATANGA)


def test_khatanga_port_binds_at_what_the_community_leaves(by_khatanga: dict[str, Any]) -> None:
    """95,000 t gross less 62,300 t of the community; ore comes wet."""
    assert by_khatanga["delivered_t"] == pytest.approx(ROOM_T / SHIPPED_T_PER_T, rel=1e-4)
    (binding,) = by_khatanga["binding"]
    assert binding["name"] == "khatanga_port"
    assert binding["delivered_t_per_t"] == pytest.approx([1 / SHIPPED_T_PER_T] * 2, rel=1e-3)
    assert "khatanga_port" in by_khatanga["demands"][0]["reason"]


@pytest.mark.proof
def test_its_shadow_prices_are_those_of_another_capacity(by_khatanga: dict[str, Any]) -> None:
    (binding,) = by_khatanga["binding"]
    for side, sign in ((0, -1), (1, 1)):
        step_t = sign * binding["step_t"]
        again = plan(*KHATANGA, "--capacity", f"khatanga_port={32_700 + step_t}")
        tonnes = (again["delivered_t"] - by_khatanga["delivered_t"]) / step_t
        usd = (again["total"]["cost_usd"] - by_khatanga["total"]["cost_usd"]) / step_t
        assert tonnes == pytest.approx(binding["delivered_t_per_t"][side], rel=1e-3)
        assert usd == pytest.approx(binding["cost_usd_per_t"][side], rel=1e-3)


def test_with_the_lena_open_no_port_binds() -> None:
    text = zimnik(*TOMTOR).out
    assert "160,000 of 160,000 t ore would be delivered a year" in text
    # Winter roads may be full on the days on which they alone are open; ports are limited by year.
    assert "passes in the year" not in text
    assert "barge Zhigansk to Yakutsk" in text


@pytest.mark.proof
def test_road_to_khatanga_is_paid_for_whole() -> None:
    """US$ 19,200 a km, though a fifth of the ore comes that way."""
    by_road = plan(*TOMTOR, "--via", "winter_road_tomtor_khatanga_port", "--via", "khatanga_port")
    assert by_road["delivered_t"] == pytest.approx(ROOM_T / SHIPPED_T_PER_T, rel=1e-4)
    assert by_road["components"]["dedicated_road_usd"] == pytest.approx(680 * 19_200, rel=0.01)


@pytest.mark.proof
def test_more_room_at_tiksi_is_never_more_expensive() -> None:
    with_room, without = (plan(*TOMTOR, "--capacity", f"tiksi={t}") for t in (100_000, 0))
    assert with_room["total"]["cost_usd"] <= without["total"]["cost_usd"] * (1 + 1e-6)


def test_no_week_has_more_loads_a_day_than_the_road_takes() -> None:
    """Its season ends on the first day of a week, which is not seven days' worth of loads."""
    question = ("campaign", "zhigansk", "tiksi", "--tonnes", "100000")
    (line,) = plan(*question, "--without", "river", "--without", "sea")["fleet"]
    assert line["busiest_trips_per_d"] <= 152 * (1 + 1e-6)
    assert line["trips_per_d"] <= line["busiest_trips_per_d"]


@pytest.mark.proof
def test_supplies_and_ore_compete_for_the_port(by_khatanga: dict[str, Any]) -> None:
    """Fuel for the mine takes the room of ore at the port."""
    fuel = ("--inbound", "arkhangelsk_port:khatanga_port:5000")
    both = plan(*KHATANGA, *fuel)
    ore, _ = both["demands"]
    assert ore["delivered_t"] < by_khatanga["delivered_t"] - 3_000
    assert both["delivered_t"] > by_khatanga["delivered_t"]


def test_nothing_that_can_be_delivered_ends_with_status_1() -> None:
    done = zimnik(*KHATANGA, "--capacity", "khatanga_port=0", status=1)
    assert "160,000 t have no room: khatanga_port" in done.out


def test_planned_page_is_written(tmp_path: Any) -> None:
    page = tmp_path / "campaign.html"
    zimnik(*TOMTOR, "--out", str(page))
    assert page.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--tonnes", "-5"), "a number 1 to 1e+09 (t a year)"),
        (("--capacity", "khatanga_port=-1"), "'khatanga_port=-1'"),
        (("--capacity", "khatanga_port"), "NAME=NUMBER"),
        (("--storage", "kachikatsy_st=nan"), "NAME=NUMBER"),
        (("--storage", "nowhere_at_all=5"), "nowhere_at_all"),
        (("--storage", "khatanga_bay=5"), "a place that has a store"),
        (("--working-season", "02-29:03-10"), "02-28 or 03-01"),
        (("--working-season", "03-10"), "two days MM-DD:MM-DD"),
        (("--also", "tomtor:solikamsk"), "FROM:TO:TONNES"),
        (("--inbound", "solikamsk:tomtor:-3"), "FROM:TO:TONNES"),
        (("--format", "geojson"), "one of text, json, csv, xlsx, html"),
        (("--tonnes", "1e30"), "a number 1 to 1e+09 (t a year)"),
        (("--tonnes", "1e-9"), "a number 1 to 1e+09 (t a year)"),
        (("--also", "tomtor:solikamsk:1e30"), "tonnes 1 to 1,000,000,000"),
        (("--storage-price", "saskylakh=1e30"), "the number 0 to 1e+06"),
        (("--capacity", "tiksi=1000", "--capacity", "Tiksi port=100000"), "named twice"),
        (("--without", "air", "--with-air"), "--with-air"),
        (("--storage", "krasnokamensk=0"), "no store of the plan"),
    ],
)
def test_bad_input_is_told_and_ends_with_status_2(arguments: tuple[str, ...], said: str) -> None:
    assert said in zimnik("campaign", "tomtor", "krasnokamensk", *arguments, status=2).err


@pytest.mark.parametrize("ready", ["04-01", "05-01"])
def test_plan_of_2017_as_drawn_needs_its_pier_and_its_road_and_saves_nothing(
    ready: str,
) -> None:
    question = ("route", *TOMTOR[1:], "--ready", ready)
    drawn = ("--via", "winter_road_tomtor_zhigansk", "--via", "kachikattsy")
    (found,) = plan(*question)["routes"]
    (planned,) = plan(*question, *drawn, "--with-planned")["routes"]
    cost_usd_per_t = found["total"]["cost_usd_per_t"]
    assert planned["total"]["cost_usd_per_t"] == pytest.approx(cost_usd_per_t, rel=0.01)
    needed = {need["id"] for need in planned["needs_first"]}
    assert {"winter_road_tomtor_zhigansk", "kachikattsy"} <= needed
    (passing,) = plan(*question, *drawn)["routes"]
    assert "kachikattsy" not in {lift["at_id"] for lift in passing["transfers"]}


def test_faults_of_all_options_are_told_at_once() -> None:
    options = (
        *("--also", "tomtor:solikamsk:-3"),
        *("--inbound", "solikamsk:tomtor:0"),
        *("--capacity", "khatanga_port=-1"),
        *("--storage", "tiksi"),
        *("--working-season", "02-29:03-10"),
        *("--format", "geojson"),
    )
    told = zimnik(*TOMTOR, *options, status=2).err
    for option in options[::2]:
        assert option in told or option == "--working-season", option
    assert "02-28 or 03-01" in told


@pytest.mark.proof
def test_aircraft_fly_only_where_they_are_let() -> None:
    by_khatanga = (*TOMTOR, "--via", "khatanga")
    grounded, flown = zimnik(*by_khatanga), zimnik(*by_khatanga, "--with-air")
    assert "aircraft are left out" in grounded.out
    assert "27,712 of 160,000 t" in grounded.out
    assert "aircraft are left out" not in flown.out
    # Of 188,800 t as shipped the port takes 32,700; the rest is flown.
    assert "160,000 of 160,000 t" in flown.out
    assert "156,100" in next(line for line in flown.out.splitlines() if "aircraft" in line)
