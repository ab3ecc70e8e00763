"""The rules of `zimnik check`, on the drawn atlas broken in one way at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, box

from tests.layers.drawn_atlas import (
    DRAWN,
    SOURCED,
    Row,
    changed,
    deposit,
    link,
    terminal,
    write_atlas,
    write_table,
)
from zimnik.layers import Atlas, check_atlas, check_path, load_atlas
from zimnik.layers.checks.sea_checks import sea_over_land
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = list[tuple[str, str, str]]
FULL = {"full_load_from": "02-01", "full_load_to": "04-01", "light_load_share": "0.5"}


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., Said]:
    """Return where, row and column of the faults of the drawn atlas with tables exchanged."""

    def said(**tables: list[Row]) -> Said:
        atlas = load_atlas(base=write_atlas(tmp_path / "atlas", changed(DRAWN, **tables)))
        return [(fault.where, fault.row, fault.column) for fault in check_atlas(atlas)]

    return said


def with_cells(name: str, row_id: str, **cells: str) -> list[Row]:
    return [{**row, **cells} if row.get("id") == row_id else row for row in DRAWN[name]]


def test_drawn_atlas_has_no_faults(atlas: Atlas) -> None:
    assert check_atlas(atlas) == []


@pytest.mark.parametrize("column", ["working_from", "working_to", "working_source"])
def test_working_season_has_both_its_days_and_a_source(
    said: Callable[..., Said], column: str
) -> None:
    season = {"working_from": "06-01", "working_to": "09-30", "working_source": "drawn"}
    assert said(deposits=with_cells("deposits", "mine", **season)) == []
    half = with_cells("deposits", "mine", **{**season, column: ""})
    assert said(deposits=half) == [("deposits", "mine", column)]


@pytest.mark.parametrize("column", ["source", "confidence", "country", "region", "status"])
def test_cell_that_the_shipped_atlas_always_fills_must_be_filled(
    said: Callable[..., Said], column: str
) -> None:
    assert said(deposits=with_cells("deposits", "mine", **{column: ""})) == [
        ("deposits", "mine (row 1)", column)
    ]


@pytest.mark.parametrize("column", ["source", "source_date", "confidence"])
def test_a_price_says_what_it_rests_on_and_how_old_that_is(
    said: Callable[..., Said], column: str
) -> None:
    first, *rest = DRAWN["rates"]
    label = f"{first['group']} {first['item']} (row 1)"
    assert said(rates=[{**first, column: ""}, *rest]) == [("rates", label, column)]


@pytest.mark.parametrize(
    "name",
    ["rates", "plant_prices", "product_prices", "project_terms", "borders", "works"],
)
def test_every_price_and_cost_that_is_shipped_has_a_source_a_date_and_a_confidence(
    name: str,
) -> None:
    frame = load_atlas().table(name)
    assert len(frame)
    for column in ("source", "source_date", "confidence"):
        assert list(frame.index[frame[column].fillna("") == ""]) == []
    dates = frame["source_date"].str.fullmatch(r"(19|20)\d\d(-[01]\d(-[0-3]\d)?)?.*")
    assert dates.all()


def test_link_shorter_than_the_geodesic(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "river", length_km="220")) == [
        ("links", "river", "length_km")
    ]


def test_long_link_needs_a_reason(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "river", length_km="600")) == [
        ("links", "river", "length_km")
    ]
    assert said(links=with_cells("links", "river", length_km="600", detour_reason="bends")) == []


def test_length_that_is_not_the_difference_of_its_posts(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "rail", length_km="141")) == [
        ("links", "rail", "length_km")
    ]


def test_line_without_a_post(said: Callable[..., Said]) -> None:
    assert said(posts=DRAWN["posts"][:1]) == [("links", "rail", "line")]


def test_posts_out_of_order(said: Callable[..., Said]) -> None:
    rows = [
        {"line": "other", "terminal_id": place, "km_post": km, **SOURCED}
        for place, km in (("town_st", "10"), ("landing", "30"), ("port", "20"), ("bay", "40"))
    ]
    assert said(posts=[*DRAWN["posts"], *rows]) == [("posts", "other port", "km_post")]


def test_posts_may_fall_along_a_line(said: Callable[..., Said]) -> None:
    rows = [
        {"line": "other", "terminal_id": place, "km_post": km, **SOURCED}
        for place, km in (("town_st", "30"), ("landing", "20"), ("port", "10"))
    ]
    assert said(posts=[*DRAWN["posts"], *rows]) == []


def test_post_at_the_same_kilometre(said: Callable[..., Said]) -> None:
    rows = [{**DRAWN["posts"][1], "terminal_id": "port"}]
    assert said(posts=[*DRAWN["posts"], *rows]) == [("posts", "main port", "km_post")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"season_open": "05-01", "season_close": "07-01", "season_open_early": ""}, "season_open"),
        ({"season_open_early": "12-25"}, "season_open"),
        ({"season_close_early": "04-01", "season_close_late": "04-05"}, "season_close"),
        ({"season_open_late": "03-20", "season_close_early": "03-10"}, "season_open_late"),
    ],
)
def test_winter_road_without_a_sane_season(
    said: Callable[..., Said], cells: dict[str, str], column: str
) -> None:
    assert said(links=with_cells("links", "zimnik", **cells)) == [("links", "zimnik", column)]


def test_winter_road_without_days_takes_the_season_of_its_climate(
    said: Callable[..., Said],
) -> None:
    blank = {"season_open": "", "season_close": "", "season_open_early": ""}
    assert said(links=with_cells("links", "zimnik", **blank)) == []
    mild = with_cells("deposits", "mine", lon="28", lat="48.2")
    landing = with_cells("terminals", "landing", lon="30", lat="48.2")
    links = with_cells("links", "zimnik", length_km="180", **blank)
    found = said(deposits=mild, terminals=landing, links=links)
    assert ("links", "zimnik", "season_open") in found


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"full_load_from": "02-01"}, "full_load_to"),
        ({"full_load_from": "02-01", "full_load_to": "04-01"}, "light_load_share"),
        ({"light_load_share": "0.5"}, "full_load_from"),
        ({**FULL, "full_load_from": "12-01"}, "full_load_from"),
        ({**FULL, "full_load_to": "04-11"}, "full_load_from"),
        ({**FULL, "full_load_to": "02-01"}, "full_load_from"),
        ({**FULL, "full_load_from": "03-01", "full_load_to": "02-01"}, "full_load_from"),
        ({**FULL, "season_open": "", "season_close": "", "season_open_early": ""}, "season_open"),
    ],
)
def test_loads_that_the_season_does_not_hold(
    said: Callable[..., Said], cells: dict[str, str], column: str
) -> None:
    assert said(links=with_cells("links", "zimnik", **cells)) == [("links", "zimnik", column)]


def test_loads_within_the_season_are_sound(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "zimnik", **FULL)) == []
    whole = {**FULL, "full_load_from": "12-20", "full_load_to": "04-10"}
    assert said(links=with_cells("links", "zimnik", **whole)) == []


def test_only_winter_roads_limit_loads(said: Callable[..., Said]) -> None:
    river = {**FULL, "season_open": "01-01", "season_close": "12-30"}
    assert said(links=with_cells("links", "river", **river)) == [
        ("links", "river", "full_load_from")
    ]


@pytest.mark.parametrize(
    ("link_id", "cells", "column"),
    [
        ("zimnik", {"downstream": "from_to"}, "downstream"),
        ("river", {"open_water_from": "06-01", "open_water_to": "10-01"}, "open_water_from"),
        ("sea", {"open_water_from": "06-01"}, "open_water_to"),
    ],
)
def test_only_rivers_run_and_only_seas_are_without_ice(
    said: Callable[..., Said], link_id: str, cells: dict[str, str], column: str
) -> None:
    assert said(links=with_cells("links", link_id, **cells)) == [("links", link_id, column)]


def test_current_and_open_water_in_their_place_are_sound(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "river", downstream="to_from")) == []
    open_water = {"open_water_from": "06-01", "open_water_to": "10-01"}
    assert said(links=with_cells("links", "sea", **open_water)) == []


def test_dedicated_road_that_is_no_winter_road(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "river", dedicated="yes")) == [
        ("links", "river", "dedicated")
    ]


def test_part_apart_from_the_network_must_be_declared(said: Callable[..., Said]) -> None:
    terminals = [terminal(f"isle{i}", "station", f"15{i}", "65") for i in range(2)]
    isle = link("isle", ("isle0", "isle1"), ("rail", "rail_1520"), "60")
    tables = {
        "terminals": [*DRAWN["terminals"], *terminals],
        "links": [*DRAWN["links"], isle],
    }
    assert said(**tables) == [("links", "isle0", "")]


def test_declared_island_is_no_fault(tmp_path: Path) -> None:
    terminals = [terminal(f"isle{i}", "station", f"15{i}", "65") for i in range(2)]
    isle = link("isle", ("isle0", "isle1"), ("rail", "rail_1520"), "60")
    tables = changed(
        {**DRAWN, "exceptions": [{"rule": "island", "id": "isle1", "reason": "so", **SOURCED}]},
        terminals=[*DRAWN["terminals"], *terminals],
        links=[*DRAWN["links"], isle],
    )
    assert check_atlas(load_atlas(base=write_atlas(tmp_path / "a", tables))) == []


def test_declared_island_that_is_none(tmp_path: Path) -> None:
    exceptions = [{"rule": "island", "id": "bay", "reason": "so", **SOURCED}]
    folder = write_atlas(tmp_path / "a", {**DRAWN, "exceptions": exceptions})
    (fault,) = check_atlas(load_atlas(base=folder))
    assert (fault.where, fault.row) == ("exceptions", "island bay")


def test_terminal_that_no_link_touches(said: Callable[..., Said]) -> None:
    idle = terminal("idle", "station", "117", "68")
    assert said(terminals=[*DRAWN["terminals"], idle]) == [("terminals", "idle", "")]


def test_planned_link_joins_nothing(said: Callable[..., Said]) -> None:
    assert said(links=with_cells("links", "sea", state="planned")) == [("terminals", "bay", "")]


def test_site_out_of_reach(said: Callable[..., Said]) -> None:
    far = deposit("far", "20", "69")
    assert said(deposits=[*DRAWN["deposits"], far]) == [("deposits", "far", "")]


@pytest.mark.parametrize(
    "twin", [deposit("twin", "116.501", "71.001"), deposit("twin", "120", "66", name_en="MINE")]
)
def test_site_twice_under_two_ids(said: Callable[..., Said], twin: Row) -> None:
    assert said(deposits=[*DRAWN["deposits"], twin]) == [("deposits", "twin", "")]


def test_deposit_and_hub_at_one_spot_are_two_sites(said: Callable[..., Said]) -> None:
    hub = {**DRAWN["hubs"][0], "id": "mill", "name_en": "Mill", "lon": "116.5", "lat": "71"}
    assert said(hubs=[*DRAWN["hubs"], hub]) == []


def test_terminal_named_like_a_site_id(said: Callable[..., Said]) -> None:
    assert said(terminals=with_cells("terminals", "bay", name_en="Mine")) == [
        ("terminals", "bay", "name_en")
    ]


def test_rate_card_must_be_whole(said: Callable[..., Said]) -> None:
    rates = [row for row in DRAWN["rates"] if row["item"] != "barge"]
    assert said(rates=rates) == [("rates", "speed barge", ""), ("rates", "payload barge", "")]


def lane(*coords: tuple[float, float], link_id: str = "lane", mode: str = "sea") -> Any:
    return gpd.GeoDataFrame(
        {"id": [link_id], "mode": [mode]}, geometry=[LineString(coords)], crs=4326
    )


LAND = gpd.GeoDataFrame(geometry=[box(100, 70, 102, 72), box(-172, 64, -170, 66)], crs=4326)
NO_WATERS = pd.DataFrame({"link_id": [], "lon": [], "lat": [], "radius_km": []})


def test_sea_link_over_land_is_a_fault() -> None:
    (fault,) = sea_over_land(lane((99, 71), (103, 71)), LAND, NO_WATERS)
    assert (fault.row, fault.column) == ("lane", "geometry")
    assert fault.found.startswith("72.7 km on land near lat 71.00, lon 101.00")


@pytest.mark.parametrize(
    "line",
    [
        lane((99, 73), (103, 73)),
        lane((99, 70), (100, 70)),
        lane((99, 71), (103, 71), mode="rail"),
    ],
)
def test_link_off_land_along_the_coast_or_of_another_mode_is_none(line: gpd.GeoDataFrame) -> None:
    assert sea_over_land(line, LAND, NO_WATERS) == []


def test_land_beyond_the_antimeridian_is_met() -> None:
    assert len(sea_over_land(lane((186, 65), (191, 65)), LAND, NO_WATERS)) == 1


@pytest.mark.parametrize(
    ("link_id", "radius_km", "faults"), [("lane", 40.0, 0), ("lane", 30.0, 1), ("other", 40.0, 1)]
)
def test_named_water_excuses_its_own_link_within_its_radius(
    link_id: str, radius_km: float, faults: int
) -> None:
    water = pd.DataFrame({"link_id": [link_id], "lon": 101.0, "lat": 71.0, "radius_km": radius_km})
    assert len(sea_over_land(lane((99, 71), (103, 71)), LAND, water)) == faults


def test_path_of_the_atlas_itself_is_checked_by_line(tmp_path: Path) -> None:
    tables = changed(DRAWN, deposits=with_cells("deposits", "mine", source="", lat="x"))
    folder = write_atlas(tmp_path / "a", tables)
    faults = check_path(base=folder).faults
    assert [(f.where, f.row, f.column) for f in faults] == [
        ("deposits.csv", "mine (line 2)", "lat"),
        ("deposits.csv", "mine (line 2)", "source"),
    ]


def test_users_rows_need_a_source_when_checked_and_no_more(base: Path, tmp_path: Path) -> None:
    row = {"id": "new", "name_en": "New", "lon": "117", "lat": "70"}
    examined = check_path(given=write_table(tmp_path / "deposits.csv", [row]), base=base)
    assert {fault.column for fault in examined.faults} == {"source", "confidence"}


def test_users_atlas_is_not_blamed_for_the_one_underneath(tmp_path: Path) -> None:
    broken = changed(DRAWN, links=with_cells("links", "river", length_km="220"))
    folder = write_atlas(tmp_path / "a", broken)
    user = write_table(tmp_path / "deposits.csv", [deposit("new", "117", "70")])
    assert check_path(given=user, base=folder).faults == ()
    twin = write_table(tmp_path / "sites.csv", [deposit("twin", "116.5", "71")])
    (fault,) = check_path(given=twin, base=folder).faults
    assert (fault.where, fault.row) == ("sites.csv (read as deposits)", "twin (line 2)")


def test_unreadable_path_is_among_what_is_found(base: Path, tmp_path: Path) -> None:
    assert len(check_path(given=tmp_path / "none", base=base).faults) == 1


def test_check_does_not_change_the_atlas(atlas: Atlas) -> None:
    copies = {name: atlas.table(name).copy() for name in TABLES}
    check_atlas(atlas)
    for name, copy in copies.items():
        pd.testing.assert_frame_equal(atlas.table(name), copy)


def test_wrong_cell_in_memory_is_found(atlas: Atlas) -> None:
    links = atlas.links.assign(length_km=-1.0)
    faults = check_atlas(replace(atlas, links=links))
    assert {(fault.where, fault.column) for fault in faults} == {("links", "length_km")}
