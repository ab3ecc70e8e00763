"""The network of an atlas as types: cells read once, and links as a table again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from shapely import LineString

from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import (
    Downstream,
    Existence,
    Mode,
    PlaceKind,
    TariffGroup,
    Vehicle,
    YearType,
)
from zimnik.geo.network.links import NEVER, Capacity, Link, LoadLimits, Place, Season, Traffic
from zimnik.layers import load_atlas, places
from zimnik.layers.atlas.network import (
    drawn_lines,
    links_table,
    typed_links,
    typed_places,
    typed_towns,
)

YEARS = {
    "season_open": "12-20",
    "season_close": "04-20",
    "season_open_late": "01-10",
    "season_close_early": "04-10",
    "season_open_early": "12-10",
}
SHORT, NORMAL, LONG = YearType.SHORT, YearType.NORMAL, YearType.LONG


def test_place_has_what_its_row_says() -> None:
    table = drawn_places(a="station", b="sea_port").assign(
        country=["RU", ""],
        storage=pd.array([True, pd.NA], dtype="boolean"),
        capacity_t_per_y=[100.0, float("nan")],
        community_t_per_y=[30.0, 5.0],
        capacity_year=[float("nan"), 2001.0],
        largest_traffic_t_per_y=[float("nan"), 7.0],
        traffic_year=[float("nan"), 2022.0],
        state=["existing", "planned"],
        tariff_group=["", "far_north"],
        class7=pd.array([pd.NA, False], dtype="boolean"),
    )
    a, b = typed_places(table)
    assert a == Place(
        "a", PlaceKind.STATION, 0.0, 0.0, "RU", storage=True, capacity=Capacity(100.0, 30.0)
    )
    assert a.capacity is not None
    assert a.capacity.free_t_per_y == 70.0
    far_north, traffic = TariffGroup.FAR_NORTH, Traffic(7.0, 2022)
    assert b == Place(
        "b",
        PlaceKind.SEA_PORT,
        1.0,
        0.0,
        status=Existence.PLANNED,
        tariff_group=far_north,
        lifts_class7=False,
        traffic=traffic,
    )
    with pytest.raises(InputError, match="one of basin, far_north"):
        typed_places(table.assign(tariff_group=["", "north"]))


def test_capacity_and_traffic_of_a_link_have_their_years() -> None:
    row = link("a-b", Vehicle.RAIL_1520, 200.0, capacity_t_per_y=9.0)
    known = {"capacity_year": 2025.0, "largest_traffic_t_per_y": 7.0, "traffic_year": 2022.0}
    (rail,) = typed_links(drawn_links(row).assign(**known))
    assert (rail.capacity_t_per_y, rail.capacity_year) == (9.0, 2025)
    assert rail.traffic == Traffic(7.0, 2022)


def test_link_has_what_its_row_says_and_nothing_that_is_missing() -> None:
    row = link("a-b", Vehicle.ICE_CLASS_SHIP, 200.0, escort_zones=float("nan"), border="RU-CN")
    (lane,) = typed_links(drawn_links(row))
    assert lane == Link(
        "a-b", "a", "b", Mode.SEA, Vehicle.ICE_CLASS_SHIP, 200.0, "main", border="RU-CN"
    )


def test_season_has_its_days_in_every_type_of_year() -> None:
    """Where a day of a long or a short year is not published, that of the median stands in."""
    (road,) = typed_links(
        drawn_links(link("a-b", Vehicle.WINTER_TRUCK, 9.0, season_basis="published", **YEARS))
    )
    assert road.season == Season(
        {
            SHORT: Window.of_season("01-10", "04-10"),
            NORMAL: Window.of_season("12-20", "04-20"),
            LONG: Window.of_season("12-10", "04-20"),
        },
        "published",
    )


def test_load_limits_come_with_the_season() -> None:
    cells = {**YEARS, "light_load_share": 0.5}
    never = link("a-b", Vehicle.WINTER_TRUCK, 9.0, **cells)
    full = {**never, "full_load_from": "02-01", "full_load_to": "03-01"}
    one, other = (typed_links(drawn_links(row))[0].season for row in (never, full))
    assert one is not None
    assert one.loads == LoadLimits(0.5, NEVER)
    assert other is not None
    assert other.loads is not None
    # The short year opens 21 days later and closes 10 sooner than the median.
    assert other.loads.full[NORMAL] == Window.of_season("02-01", "03-01")
    assert other.loads.full[SHORT] == Window.of_season("02-19", "02-19")
    assert other.loads.full[LONG] == Window.of_season("01-22", "03-01")


def test_all_wrong_words_and_columns_are_named() -> None:
    table = drawn_links(link("a-b", Vehicle.TRUCK, 9.0), link("b-c", Vehicle.TRUCK, 9.0))
    with pytest.raises(InputError) as raised:
        typed_links(table.assign(mode=["lorry", "cart"]))
    assert [(fault.row, fault.found) for fault in raised.value.faults] == [
        ("a-b", "'lorry'"),
        ("b-c", "'cart'"),
    ]
    for column in ("id", "length_km", "border"):
        with pytest.raises(InputError, match=column):
            typed_links(table.drop(columns=column))
    with pytest.raises(InputError, match="pier"):
        typed_places(drawn_places(a="pier"))


def test_every_row_of_the_shipped_atlas_is_typed_and_comes_back() -> None:
    atlas = load_atlas(drawn=False)
    links = typed_links(atlas.links)
    seasonal = (atlas.links["season_open"] != "") | (atlas.links["open_water_from"] != "")
    assert [known.season is not None for known in links] == seasonal.tolist()
    table = links_table(links, atlas.links, places(atlas))
    days = [name for name in table.columns if name.startswith("season_")]
    assert_geodataframe_equal(
        table.drop(columns=[*days, "estimated"]), atlas.links.drop(columns=days)
    )
    again = typed_links(table)
    assert again == links
    assert len(typed_places(places(atlas))) == len(places(atlas))
    assert len(typed_towns(atlas.towns)) == len(atlas.towns)


def test_table_has_new_links_and_the_days_that_a_climate_gave() -> None:
    """A chord and a line of its own; a road that never opens has no days."""
    at = drawn_places(a="station", b="station", c="deposit")
    known = drawn_links(
        link("a-b", Vehicle.WINTER_TRUCK, 9.0, note="known", season_basis="published", **YEARS)
    )
    (old,) = typed_links(known)
    assert old.season is not None
    later = Season({**old.season.windows, NORMAL: Window.of_season("01-01", "04-01")}, "published")
    shut = Link("c-a", "c", "a", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 5.0, note="new")
    shut = replace(shut, season=Season(NEVER, "derived"), estimated=True)
    plain = Link("c-b", "c", "b", Mode.ROAD, Vehicle.TRUCK, 4.0, estimated=True)
    bent = LineString([(2, 0), (1.5, 1), (1, 0)])
    links = (replace(old, season=later), shut, plain)
    table = links_table(links, known, at, lines={"c-b": bent}).set_index("id")
    assert table["season_open"].tolist() == ["01-01", "", ""]
    assert table["season_close"].tolist() == ["04-01", "", ""]
    assert table["season_basis"].tolist() == ["published", "derived", ""]
    assert table["note"].tolist() == ["known", "new", ""]
    assert table["estimated"].tolist() == [False, True, True]
    assert table.geometry["c-a"].equals(LineString([(2, 0), (0, 0)]))
    assert table.geometry["c-b"].equals(bent)


def test_lines_are_those_of_links_that_are_drawn() -> None:
    line = LineString([(0, 0), (1, 1)])
    table = drawn_links(
        link("a-b", Vehicle.TRUCK, 9.0, drawn_source="map", geometry=line),
        link("b-c", Vehicle.TRUCK, 9.0, drawn_source=""),
    )
    assert drawn_lines(table) == {"a-b": line}


def test_open_water_and_current_come_with_their_link() -> None:
    """Without a season of its own a lane is open all year, in ice outside the days of open water."""
    still = {"open_water_from": "", "open_water_to": "", "downstream": ""}
    clear = {**still, "open_water_from": "07-01", "open_water_to": "10-10"}
    lane, river = typed_links(
        drawn_links(
            link("a-b", Vehicle.ICE_CLASS_SHIP, 200.0, **clear),
            link("b-c", Vehicle.BARGE, 100.0, **{**still, "downstream": "to_from"}),
        )
    )
    assert lane.season is not None
    assert lane.season.open_water == dict.fromkeys(YearType, Window.of_season("07-01", "10-10"))
    assert all(window is not None and window.is_all_year for window in lane.season.windows.values())
    assert (lane.downstream, river.downstream) == (None, Downstream.TO_FROM)
