"""The second shipped region: rows are sourced, networks join, winters are the known ones."""

from __future__ import annotations

import csv
import json
import re
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from benchmarks.held_out import shortest_km
from benchmarks.published import KM_OF, Journey
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.atlas.network import typed_links
from zimnik.layers.loading.loading import check_path
from zimnik.layers.loading.shipped import shipped_atlas

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link
    from zimnik.layers.atlas.atlas import Atlas

FOLDER = SHIPPED.parent / "north-america-arctic"
ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "maps" / "page" / "text_en.json"
HELD_OUT = ROOT / "docs" / "held_out_north_america.csv"
# Ports of Europe that both regions ship to; a joined atlas joins there.
SHARED = {"deposits": set(), "hubs": {"sillamae"}, "markets": set()} | {
    "terminals": {"rotterdam_port", "sillamae_port"}
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """Return the region."""
    return shipped_atlas(folder=FOLDER, drawn=False)


@pytest.fixture(scope="module")
def links(atlas: Atlas) -> dict[str, Link]:
    """Return the links of the region by id."""
    return {link.id: link for link in typed_links(atlas.links)}


def is_open(link: Link, day: str, year_type: YearType = YearType.NORMAL) -> bool:
    """Whether a link is open on a day MM-DD."""
    if link.season is None:
        return True
    window = link.season.window(year_type)
    return window is not None and day_of(day) in window.days_d


def test_it_keeps_every_rule_of_a_shipped_atlas() -> None:
    # Source and confidence on every row, lengths no less than the geodesic, one network, each
    # site within reach, lanes clear of land: `zimnik check` asks all of them.
    assert [str(fault) for fault in check_path(base=FOLDER).faults] == []


def test_it_holds_what_a_planner_of_the_north_needs(atlas: Atlas) -> None:
    sizes = {name: len(atlas.table(name)) for name in ("deposits", "hubs", "terminals", "links")}
    assert sizes["deposits"] >= 20
    assert sizes["hubs"] >= 10
    assert sizes["terminals"] >= 150
    assert sizes["links"] >= 200
    known = {"nechalacho", "strange_lake", "ashram", "kipawa", "hoidas", "wicheeda", "bokan"}
    assert known | {"kvanefjeld", "tanbreez", "sarfartoq"} <= set(atlas.deposits["id"])
    assert {"saskatoon", "becancour", "kingston_on"} <= set(atlas.hubs["id"])
    assert set(atlas.links["mode"]) == {mode.value for mode in Mode}
    assert {"CAD", "USD"} <= set(atlas.rates["currency"])


def test_what_is_not_in_use_is_off(links: dict[str, Link]) -> None:
    assert links["rail_enterprise_st_hay_river_st"].status == "out_of_use"
    white_pass = [
        link for link in links.values() if link.mode is Mode.RAIL and "carcross" in link.id
    ]
    assert {link.status for link in white_pass} == {"out_of_use"}
    assert links["road_ashram_ungava_port"].status == "planned"
    assert links["road_strange_lake_strange_lake_port"].status == "planned"


@pytest.mark.parametrize(
    ("link_id", "open_on", "shut_on"),
    [
        ("winter_tibbitt_j_ekati_j", ("02-15", "03-20"), ("01-15", "05-01", "07-15")),
        ("winter_wrigley_j_tulita_j", ("01-15", "03-01"), ("12-01", "05-01")),
        ("river_norman_wells_port_fort_good_hope_port", ("07-15",), ("01-15", "11-01")),
        ("river_hay_river_port_nechalacho_dock", ("08-01",), ("02-01", "11-15")),
        ("sea_montreal_port_iqaluit_port", ("08-15",), ("02-15", "05-15")),
        ("sea_milne_inlet_port_rotterdam_port", ("09-01",), ("06-01", "12-01")),
        ("sea_vancouver_port_red_dog_port", ("08-01",), ("05-15", "11-15")),
        ("sea_montreal_port_deception_bay_port", ("01-15", "08-15"), ("04-15",)),
    ],
)
def test_seasons_are_those_of_the_north(
    links: dict[str, Link], link_id: str, open_on: tuple[str, ...], shut_on: tuple[str, ...]
) -> None:
    link = links[link_id]
    assert all(is_open(link, day) for day in open_on)
    assert not any(is_open(link, day) for day in shut_on)


def test_the_dempster_highway_has_no_crossing_at_break_up_and_freeze_up(
    links: dict[str, Link],
) -> None:
    crossings = [
        link
        for link in links.values()
        if {link.from_id, link.to_id} == {"ytnt_border_j", "fort_mcpherson_j"}
    ]
    days = {day: any(is_open(link, day) for link in crossings) for day in DEMPSTER}
    assert days == DEMPSTER


# A ferry from June to the middle of October, an ice bridge from the end of November to early May.
DEMPSTER = {"01-15": True, "05-20": False, "07-15": True, "11-01": False, "12-15": True}


def test_a_mild_year_shortens_the_road_to_the_diamond_mines(links: dict[str, Link]) -> None:
    season = links["winter_tibbitt_j_ekati_j"].season
    assert season is not None
    short, normal, long = (
        season.window(one) for one in (YearType.SHORT, YearType.NORMAL, YearType.LONG)
    )
    assert short is not None
    assert normal is not None
    assert long is not None
    # From 4 February to 24 March, from 30 January to 1 April, from 26 January to 16 April.
    assert [len(one.days_d) for one in (short, normal, long)] == [49, 62, 81]


def test_barges_wait_for_the_ice_to_go_and_leave_before_it_comes(
    atlas: Atlas, links: dict[str, Link]
) -> None:
    gauges = {
        row["id"]: row["corridors"].split(";")
        for row in atlas.gauges.to_dict("records")
        if row["kind"] == "river" and row["corridors"]
    }
    assert gauges
    for gauge_id, corridors in gauges.items():
        years = atlas.observed_years[atlas.observed_years["gauge_id"] == gauge_id]
        breaks_up_d, freezes_d = (
            statistics.median(day_of(day) for day in years[name] if day)
            for name in ("break_up", "freeze_up")
        )
        followed = [link for link in links.values() if link.corridor in corridors]
        assert followed, gauge_id
        for link in followed:
            assert link.season is not None, link.id
            window = link.season.window(YearType.NORMAL)
            assert window is not None
            assert breaks_up_d <= min(window.days_d), link.id
            assert max(window.days_d) <= freezes_d, link.id


def test_the_season_of_the_mines_is_the_median_of_its_observed_years(
    atlas: Atlas, links: dict[str, Link]
) -> None:
    season = links["winter_tibbitt_j_ekati_j"].season
    assert season is not None
    window = season.window(YearType.NORMAL)
    assert window is not None
    years = atlas.observed_years[atlas.observed_years["gauge_id"] == "tibbitt_contwoyto"]
    opened_d, closed_d = (
        statistics.median(day_of(day) for day in years[name]) for name in ("opened", "closed")
    )
    assert min(window.days_d) == pytest.approx(opened_d, abs=1)
    assert max(window.days_d) == pytest.approx(closed_d, abs=1)


def test_yellowknife_reaches_saskatoon_without_aircraft_and_iqaluit_only_by_sea(
    links: dict[str, Link],
) -> None:
    there = [link for link in links.values() if link.status == "existing"]
    ground = nx.Graph((link.from_id, link.to_id) for link in there if link.mode is not Mode.AIR)
    dry = nx.Graph(
        (link.from_id, link.to_id) for link in there if link.mode not in {Mode.AIR, Mode.SEA}
    )
    assert nx.has_path(ground, "yellowknife_j", "saskatoon_j")
    assert nx.has_path(dry, "yellowknife_j", "saskatoon_j")
    assert nx.has_path(ground, "iqaluit_port", "montreal_port")
    assert not nx.has_path(dry, "iqaluit_port", "iqaluit_air") or (
        "montreal_port" not in nx.node_connected_component(dry, "iqaluit_port")
    )


def test_a_place_of_both_regions_is_one_row(atlas: Atlas) -> None:
    first = shipped_atlas(drawn=False)
    for name, shared in SHARED.items():
        ours, theirs = (
            {row["id"]: row for row in one.table(name).to_dict("records")} for one in (atlas, first)
        )
        assert set(ours) & set(theirs) == shared
        for place_id in shared:
            assert ours[place_id]["name_en"] == theirs[place_id]["name_en"]
            assert ours[place_id]["geometry"].equals(theirs[place_id]["geometry"])
    assert not set(atlas.links["id"]) & set(first.links["id"])


def test_french_words_say_where_their_numbers_go() -> None:
    english, french = (
        holes_of(json.loads(path.read_text("utf8"))) for path in (ENGLISH, FOLDER / "words_fr.json")
    )
    shared = english.keys() & french.keys()
    assert len(shared) >= 270
    assert {key: french[key] for key in shared} == {key: english[key] for key in shared}


def holes_of(words: object, key: str = "") -> dict[str, list[str]]:
    """Return what is to be filled in, of every text of nested words by its keys."""
    if isinstance(words, dict):
        parts = [holes_of(one, f"{key}.{name}") for name, one in words.items()]
        return {name: holes for part in parts for name, holes in part.items()}
    return {key: sorted(set(re.findall(r"\{\w+\}", str(words))))}


def held_out() -> list[dict[str, str]]:
    """Return the published distances that the region was not built from."""
    with HELD_OUT.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_published_distances_that_it_was_not_built_from(links: dict[str, Link]) -> None:
    rows = held_out()
    assert len(rows) >= 15
    errors: dict[str, list[float]] = {"road": [], "sea": []}
    for row in rows:
        assert row["source"]
        assert row["published_on"]
        journey = Journey(row["id"], row["mode"], (row["from_id"], row["to_id"]))
        found = shortest_km(links.values(), journey)
        assert found is not None, row["id"]
        published_km = float(row["published"]) * KM_OF[row["unit"]]
        errors[row["mode"]].append(abs(found / published_km - 1))
    assert statistics.median(errors["road"]) <= 0.03
    # Lanes are few: a ship from Nome calls at Seattle before Prince Rupert.
    assert statistics.median(errors["sea"]) <= 0.10
