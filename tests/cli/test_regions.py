"""A region that is not shipped, through the commands: what a planner of Canada's North gets."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik
from tests.drawn_north import TABLES_OF_NORTH, write_north
from tests.layers.drawn_atlas import link

if TYPE_CHECKING:
    from pathlib import Path

OTHER_WORDS = re.compile(r"[а-яё]{2}|russia|siberia", re.IGNORECASE)
# Water of 2 % of the wet mass and packaging of 2 % of the dry one.
SHIPPED_T_PER_T = 1.02 / 0.98


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_north(tmp_path_factory.mktemp("north") / "drawn-north")


def test_a_new_region_is_valid_and_listed_ones_are_too(tmp_path: Path) -> None:
    folder = tmp_path / "yukon"
    zimnik("regions", "new", str(folder), "--extent", "-142,58,-120,71", "--country", "CA")
    assert zimnik("regions", "check", str(folder)).out == f"{folder}: no faults\n"
    assert "russia-arctic" in zimnik("regions", "list").out
    assert (
        "expected a new folder"
        in zimnik("regions", "new", str(folder), "--extent", "1,2,3,4", status=2).err
    )


def test_a_new_region_needs_a_folder_to_stand_in(tmp_path: Path) -> None:
    place = str(tmp_path / "none" / "new")
    said = zimnik("regions", "new", place, "--extent", "100,60,120,70", status=2).err
    assert "a folder that is not there. Make the folder first." in said
    assert list(tmp_path.iterdir()) == []


def test_every_check_agrees_with_what_the_commands_accept(north: Path) -> None:
    for words in (("regions", "check"), ("check",)):
        assert "no faults" in zimnik(*words, str(north)).out
    assert "no faults" in zimnik("check", "--region", str(north)).out


def test_a_route_costs_what_the_tables_of_the_region_say(north: Path) -> None:
    done = zimnik(
        *("route", "nechalacho", "saskatoon", "--region", str(north), "--ready", "02-01"),
        *("--draws", "10", "--format", "json"),
    )
    document = json.loads(done.out)
    assert document["asked"]["options"]["region"] == ["drawn-north"]
    (route,) = document["routes"]
    # Two dollars a tonne-kilometre, and two for each haul.
    for name, usd in (("rail", 1610 * 2 + 2), ("road", 480 * 2 + 2), ("winter_road", 110 * 2 + 2)):
        assert route["components"][f"{name}_usd_per_t"] == pytest.approx(usd * SHIPPED_T_PER_T)
    # The winter road has no days of its own: the climate of the North gives them.
    (ice,) = (leg for leg in route["legs"] if leg["mode"] == "winter_road")
    assert ice["seasons"] != []


def test_a_road_of_unknown_winter_has_the_default_of_the_region(tmp_path: Path) -> None:
    """No climate is known south of 44.5 N: the stated days are taken, and said (A111)."""
    links = [
        *TABLES_OF_NORTH["links"],
        link("far", ("enterprise", "far_south"), ("winter_road", "winter_truck"), "3000"),
    ]
    terminals = [
        *TABLES_OF_NORTH["terminals"],
        {**TABLES_OF_NORTH["terminals"][0], "id": "far_south", "lat": "43.9", "lon": "-112"},
    ]
    folder = write_north(tmp_path / "far", links=links, terminals=terminals)
    done = zimnik("route", "far_south", "enterprise", "--region", str(folder), "--draws", "10")
    assert "no climate is known for far" in done.out
    assert "open from 01-30 to 04-01 in a normal year" in done.out


def test_its_pages_hold_nothing_of_another_region(north: Path, tmp_path: Path) -> None:
    zimnik("map", "--region", str(north), "--out", str(tmp_path))
    page = (tmp_path / "atlas.html").read_text("utf8")
    plain = re.search(r'id="z-data">(.*?)</script>', page, re.DOTALL)
    packed = re.search(r'id="z-packed">"?([^<"]*)"?<', page)
    assert plain is not None
    assert packed is not None
    text = zlib.decompress(base64.b64decode(packed[1])).decode()
    assert OTHER_WORDS.findall(page + text) == []
    data = {**json.loads(plain[1]), **json.loads(text)}
    assert data["imprint"]["title"] == "zimnik: ore of Canada's North"
    assert {place["id"] for place in data["places"]} == {
        row["id"] for table in ("deposits", "hubs", "terminals") for row in TABLES_OF_NORTH[table]
    }
    # Great Slave Lake is a hole in the land below the mine.
    assert any(len(rings) > 1 for rings in data["land"]["polygons"])
    assert data["ground"]["projection"]["parameters_deg"][3] == -116


def test_points_are_accepted_and_refused_by_its_own_bounds(north: Path) -> None:
    at = ("--region", str(north))
    done = zimnik("route", "62.5,-114.4", "saskatoon", *at, "--draws", "10")
    assert "62.5000, -114.4000 -> Saskatoon" in done.out
    for text, said in (("71,116", "longitude -141 to -91"), ("91,62", "latitude 43 to 81")):
        assert said in zimnik("route", text, "saskatoon", *at, status=2).err


@pytest.mark.proof
def test_remoteness_and_access_stand_on_its_own_land(north: Path) -> None:
    at = ("--region", str(north), "--format", "json")
    (site,) = json.loads(zimnik("remoteness", *at).out)["sites"]
    assert site["site_id"] == "nechalacho"
    told = zimnik("access", "nechalacho", "--region", str(north)).out
    assert "winter road" in told
    assert "rail spur" in told


def test_a_region_in_which_no_deposit_is_meant_asks_for_one() -> None:
    asked = ("hubs", "compare", "saskatoon", "becancour", "--region", "north-america-arctic")
    said = zimnik(*asked, status=2).err
    assert "--deposit: expected deposits with a known grade" in said
    assert "found none in north-america-arctic. Name deposits" in said


def test_regions_stand_beside_each_other(north: Path) -> None:
    done = zimnik("layers", "list", "--region", f"russia-arctic,{north}", "--format", "json")
    rows = {row["table"]: row["rows"] for row in json.loads(done.out)["tables"]}
    alone = zimnik("layers", "list", "--format", "json")
    shipped = {row["table"]: row["rows"] for row in json.loads(alone.out)["tables"]}
    assert rows["deposits"] == shipped["deposits"] + 1
    assert rows["rates"] == shipped["rates"]


def test_joined_regions_price_each_by_its_own_card(north: Path) -> None:
    """Two dollars a tonne-kilometre and two for each haul there; days are those of its card too."""
    asked = ("route", "nechalacho", "saskatoon", "--draws", "10", "--ready", "02-01")
    done = zimnik(*asked, "--region", f"russia-arctic,{north}", "--format", "json")
    alone = zimnik(*asked, "--region", str(north), "--format", "json")
    document = json.loads(done.out)
    (route,), (own,) = document["routes"], json.loads(alone.out)["routes"]
    shipped_t_per_t = (1 + 0.003) / (1 - 0.15)
    for name, usd in (("rail", 1610 * 2 + 2), ("road", 480 * 2 + 2), ("winter_road", 110 * 2 + 2)):
        assert route["components"][f"{name}_usd_per_t"] == pytest.approx(usd * shipped_t_per_t)
    days, own_days = (one["total"]["duration_d"] for one in (route, own))
    assert days == pytest.approx(own_days)
    names = {one["input"] for one in document["spread"]["swings"]}
    assert {"rail_1435_tkm@drawn-north", "currency@drawn-north"} <= names
    # What belongs to the cargo cannot be of two regions, and the answer says what that is.
    told = " ".join(document["warnings"])
    assert "what belongs to the cargo or to vehicles of a plan is that of russia-arctic" in told
    assert "default moisture_ore" in told
    assert "price rail_1435_tkm" not in told


def test_a_rate_that_a_user_gives_holds_in_every_region(north: Path) -> None:
    asked = ("route", "nechalacho", "saskatoon", "--draws", "10", "--ready", "02-01")
    joined = ("--region", f"russia-arctic,{north}", "--rate", "rail_1435_tkm=0", "--format", "json")
    (route,) = json.loads(zimnik(*asked, *joined).out)["routes"]
    assert route["components"]["rail_usd_per_t"] == pytest.approx(2 * (1 + 0.003) / (1 - 0.15))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("extent = [1, 2, 3]", "expected [west, south, east, north] in degrees"),
        ('currency = "dollars"', "column 'currency'"),
        ("homes = 1", "found 'homes'"),
        ('spur_vehicle = "maglev"', "one of rail_1435, rail_1520"),
    ],
)
def test_every_wrong_line_of_region_toml_is_told(
    north: Path, tmp_path: Path, line: str, said: str
) -> None:
    text = (north / "region.toml").read_text("utf8")
    name = line.partition(" ")[0]
    kept = "\n".join(one for one in text.split("\n") if not one.startswith(f"{name} ="))
    (tmp_path / "region.toml").write_text(f"{line}\n{kept}", "utf8")
    (tmp_path / "atlas.toml").write_text('version = "1"\ndate = 2026-01-01\n', "utf8")
    for words in (
        ("regions", "check", str(tmp_path)),
        ("layers", "list", "--region", str(tmp_path)),
    ):
        assert said in zimnik(*words, status=2).err


def test_a_region_that_is_none_is_refused_with_the_names_of_all() -> None:
    said = zimnik("route", "a", "b", "--region", "russia-artic", status=2).err
    assert said.startswith("zimnik: --region: expected one of russia-arctic")
    assert "Is 'russia-arctic' meant?" in said
