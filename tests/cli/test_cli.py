"""The commands as a user meets them: answers, exit statuses, and what bad input says."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.commands import zimnik
from tests.golden.regenerate import GOLDEN, kept
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers import load_atlas, places


def answer(*arguments: str, status: int = 0) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        zimnik("route", *arguments, "--format", "json", status=status).out
    )
    return document


def test_module_runs_as_a_command_of_its_own() -> None:
    """A new process, so that what the tests imported before cannot help it."""
    command = [sys.executable, "-m", "zimnik", "route", "tomtro", "solikamsk"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Tomtor" in done.stderr


@pytest.mark.parametrize("question", json.loads(GOLDEN.read_text("utf8")))
def test_route_of_the_shipped_atlas_is_golden(question: str) -> None:
    assert kept(answer(*question.split())) == json.loads(GOLDEN.read_text("utf8"))[question]


def test_route_answers_the_contract() -> None:
    document = answer("tomtor", "krasnokamensk")
    assert document["schema"] == 2
    assert document["origin"] == {"id": "tomtor", "name": "Tomtor (Buranny)"}
    assert document["tonnes_per_y"] == 160_000
    assert document["ready"] is None
    (route,) = document["routes"]
    total = route["total"]["cost_usd_per_t"]
    assert abs(sum(route["components"].values()) - total) < 0.005
    legs = route["legs"]
    assert [leg["to_id"] for leg in legs[:-1]] == [leg["from_id"] for leg in legs[1:]]
    assert legs[0]["from_id"] == "tomtor"
    assert legs[-1]["to_id"] == "krasnokamensk"
    assert route["range"]["low_usd_per_t"] < total < route["range"]["high_usd_per_t"]


def test_route_by_date_is_one_chain_with_its_wait() -> None:
    document = answer("tomtor", "krasnokamensk", "--ready", "02-01")
    (route,) = document["routes"]
    assert document["ready"] == "02-01"
    assert route["legs"][0]["mode"] == "winter_road"
    assert route["total"]["waiting_d"] > 100
    best = answer("tomtor", "krasnokamensk")["routes"][0]
    assert best["best_ready"] is not None
    assert best["total"]["cost_usd_per_t"] < route["total"]["cost_usd_per_t"]
    assert answer("tomtor", "krasnokamensk", "--ready", best["best_ready"][0])["routes"][0][
        "total"
    ]["cost_usd_per_t"] == pytest.approx(best["total"]["cost_usd_per_t"])


def test_short_year_never_costs_less_than_a_long_one() -> None:
    costs = [
        answer("tomtor", "krasnokamensk", "--ready", "02-01", "--year-type", year_type)["routes"][
            0
        ]["total"]["cost_usd_per_t"]
        for year_type in ("long", "normal", "short")
    ]
    assert costs == sorted(costs)


def test_too_few_days_is_answered_with_the_reason() -> None:
    none = answer("tomtor", "krasnokamensk", "--ready", "07-01", "--max-days", "100", status=1)
    assert "within 100 days" in none["reason"]


def test_russian_names_give_the_same_route() -> None:
    assert (
        answer("Томтор", "Краснокаменск")["routes"] == answer("tomtor", "krasnokamensk")["routes"]
    )


def test_alternatives_come_cheapest_first_and_differ_by_corridor() -> None:
    routes = answer("tomtor", "krasnokamensk", "--alternatives", "4")["routes"]
    costs = [route["total"]["cost_usd_per_t"] for route in routes]
    assert len(routes) == 4
    assert costs == sorted(costs)
    assert len({tuple(route["corridors"]) for route in routes}) == 4


def test_plan_of_2018_is_priced_as_it_was_drawn() -> None:
    drawn = ["winter_road_tomtor_khatanga_port", "arkhangelsk_port"]
    vias = [word for via in drawn for word in ("--via", via)]
    (route,) = answer("tomtor", "krasnokamensk", *vias)["routes"]
    assert 10_700 < route["total"]["distance_km"] < 11_900  # about 11,300 km as published
    modes = [mode for mode, _ in groupby(leg["mode"] for leg in route["legs"])]
    assert modes == ["winter_road", "river", "sea", "rail", "road"]


def test_moscow_to_vladivostok_is_9288_km_along_its_posts() -> None:
    legs = answer("moscow", "vladivostok_st", "--via", "chita2", "--avoid", "bam")["routes"][0][
        "legs"
    ]
    assert sum(leg["distance_km"] for leg in legs if leg["mode"] == "rail") == pytest.approx(9288)


def test_no_link_is_shorter_than_its_geodesic() -> None:
    atlas = load_atlas(drawn=False)
    points = places(atlas).set_index("id").geometry
    tails, heads = points[atlas.links["from_id"]], points[atlas.links["to_id"]]
    direct_km = geodesic_km(tails.x, tails.y, heads.x, heads.y)
    assert (atlas.links["length_km"].to_numpy() >= direct_km - 0.05).all()


def test_forbidden_border_changes_the_way_or_ends_it() -> None:
    free = answer("tomtor", "baotou")["routes"][0]
    by_manzhouli = answer("tomtor", "baotou", "--avoid", "RU-MN")["routes"][0]
    assert free["total"]["cost_usd_per_t"] <= by_manzhouli["total"]["cost_usd_per_t"]
    none = answer("tomtor", "baotou", "--avoid", "CN", status=1)
    assert none["reachable"] is False
    assert "closed" in none["reason"]


def test_more_tonnes_share_the_road() -> None:
    few = answer("tomtor", "krasnokamensk", "--tonnes", "50000")["routes"][0]["total"]
    many = answer("tomtor", "krasnokamensk", "--tonnes", "160000")["routes"][0]["total"]
    assert many["cost_usd_per_t"] < few["cost_usd_per_t"]


def test_geojson_draws_the_legs(tmp_path: Path) -> None:
    out = tmp_path / "route.geojson"
    zimnik("route", "lovozero", "solikamsk", "--format", "geojson", "--out", str(out))
    features = json.loads(out.read_text("utf8"))["features"]
    assert [feature["properties"]["mode"] for feature in features] == ["road", "rail", "road"]
    assert len(features[1]["geometry"]["coordinates"]) > 50


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tomtro", "solikamsk"), "Tomtor"),
        (("116.57,71.05", "murmansk"), "swapped"),
        (("99,500", "murmansk"), "latitude"),
        (("tomtor", "tomtor", "--via", "khatanga"), "two different places"),
        (("tomtor", "solikamsk", "--tonnes", "-5"), "--tonnes: expected a number 1 to"),
        (("tomtor", "solikamsk", "--value", "-5"), "--value: expected a number 0 to"),
        (("tomtor", "solikamsk", "--tonnes", "nan"), "--tonnes: expected a number 1 to"),
        (("tomtor", "solikamsk", "--alternatives", "0"), "a whole number 1 to 20"),
        (("tomtor", "solikamsk", "--ready", "02-29"), "02-28"),
        (("tomtor", "solikamsk", "--ready", "summer"), "MM-DD"),
        (("tomtor", "solikamsk", "--max-days", "-1"), "max-days"),
        (("tomtor", "solikamsk", "--avoid", "atlantis"), "atlantis"),
        (("tomtor", "solikamsk", "--via", "atlantis"), "atlantis"),
        (("tomtor", "solikamsk", "--atlas", "no/such/folder"), "none of that name"),
        (("tomtor", "solikamsk", "--rates", "no/such.csv"), "such.csv"),
        (("tomtor", "solikamsk", "--out", "/proc/nowhere/route.json"), "route.json"),
        (("tomtor", "solikamsk", "--without", "teleport"), "teleport"),
    ],
)
def test_bad_input_ends_with_status_2_and_a_remedy(arguments: tuple[str, ...], said: str) -> None:
    done = zimnik("route", *arguments, status=2)
    assert said in done.err
    assert done.out == ""


# Tests (E3).
def test_value_of_the_cargo_says_what_it_rests_on() -> None:
    """Capital is charged on cash spent: ten times the value costs more, and the answer says so."""
    estimated = json.loads(zimnik("route", "tomtor", "krasnokamensk", "--format", "json").out)
    stated = json.loads(
        zimnik("route", "tomtor", "krasnokamensk", "--value", "3000", "--format", "json").out
    )
    assert estimated["product"]["value_basis"] == "default"
    assert "its cost is not published" in " ".join(estimated["warnings"])
    assert (stated["product"]["value_basis"], stated["product"]["value_usd_per_t"]) == (
        "stated",
        3000.0,
    )
    assert "the value that is stated, US$ 3,000 per t" in " ".join(stated["warnings"])
    costs = [answer["routes"][0]["total"]["cost_usd_per_t"] for answer in (estimated, stated)]
    assert costs[1] > costs[0]


def test_one_place_twice_is_answered() -> None:
    done = zimnik("route", "tomtor", "tomtor")
    assert "US$ 0 per t" in done.out
    assert "! origin and destination are one place" in done.out


def test_unknown_tonnage_and_grade_are_said() -> None:
    warnings = answer("71.05,116.57", "murmansk")["warnings"]
    assert sum("tonnes_per_y" in warning for warning in warnings) == 1
    assert any("REO grade" in warning for warning in warnings)


def test_map_writes_the_page_and_prints_its_path(tmp_path: Path) -> None:
    done = zimnik("map", "--out", str(tmp_path / "new" / "folder"))
    page = Path(done.out.strip())
    assert page == tmp_path / "new" / "folder" / "atlas.html"
    assert page.stat().st_size < 1_500_000


def test_shipped_atlas_has_no_faults() -> None:
    assert "no faults" in zimnik("check").out


def test_broken_atlas_is_refused_with_every_fault(tmp_path: Path) -> None:
    (tmp_path / "terminals.csv").write_text(
        "id,name_en,kind,country,lon,lat,state,source,confidence\n"
        "a,A,station,RU,100,60,existing,own,C\n"
        "a,A,palace,RU,100,60,existing,own,C\n"
        "b,B,station,RU,60,100,existing,own,C\n",
        encoding="utf-8",
    )
    said = zimnik("check", str(tmp_path), status=2).err
    for word in ("palace", "no other row", "swapped"):
        assert word in said


def test_export_comes_back_the_same(tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"
    zimnik("layers", "export", str(copy))
    here = answer("lovozero", "solikamsk")["routes"]
    there = answer("lovozero", "solikamsk", "--atlas", str(copy))["routes"]
    assert math.isclose(
        here[0]["total"]["cost_usd_per_t"], there[0]["total"]["cost_usd_per_t"], rel_tol=1e-12
    )


def test_template_is_an_atlas_that_checks_without_faults(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    zimnik("layers", "template", str(folder))
    assert "no faults" in zimnik("check", str(folder)).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("route", "75,80", "murmansk"), "off the land"),
        (("route", "tomtor", "murmansk", "--alternatives", "1000"), "a whole number 1 to 20"),
        (("route", "tomtor", "murmansk", "--max-days", "1e9"), "above 0 to 3,650"),
        (("route", "tomtor", "murmansk", "--ready", ""), "a day MM-DD"),
        (("route", "tomtor", "murmansk", "--format", "json", "--out", "x.html"), "a name in .json"),
        (("route", "tomtor", "murmansk", "--out", "x.pdf"), "a name in .txt"),
        (("matrix", "--format", "csv", "--out", "x.json"), "a name in .csv"),
        (("route", "tomtor", "baotou", "--max-days", "300", "400"), "further word, found '400'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_remedy(
    arguments: tuple[str, ...], said: str
) -> None:
    assert said in zimnik(*arguments, status=2).err


def test_every_unknown_name_is_told_and_cannot_steer_the_terminal() -> None:
    err = zimnik("route", "nowhere\x1b[31m", "nix", status=2).err
    assert len(err.splitlines()) == 2
    assert "nix" in err
    assert "\x1b" not in err
