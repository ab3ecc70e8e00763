"""Short and long years (E61): quantiles by hand, and which links keep what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.geo.drawn import drawn_links, drawn_places, link
from tests.geo.years.drawn_years import gauge
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import GaugeKind, Vehicle, YearType
from zimnik.geo.years.year_types import with_year_types
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link

PLACES = typed_places(drawn_places(mine="deposit", port="river_port", town="sea_port"))
# Shifts of eleven years: the tenth and the ninetieth percentile are the second from either end.
LATER_D = (-10, -8, -5, -3, -1, 0, 1, 2, 4, 9, 12)
READ = gauge("lena", lon=1.5, corridors="main", later_d=LATER_D)


def typed(*rows: dict[str, object], read: bool = True) -> dict[str, Link]:
    """Return the links of some rows with their short and long years."""
    found = with_year_types(typed_links(drawn_links(*rows)), PLACES, [READ] if read else [])
    return {one.id: one for one in found.links}


def text(one: Link, year: YearType) -> str:
    """Return when a link is open in a type of year."""
    window = one.season.window(year) if one.season is not None else None
    assert window is not None
    return window.text


RIVER = link("port-town", Vehicle.BARGE, 100.0, season_open="06-09", season_close="10-05")


def test_a_short_year_opens_on_the_p90_day_of_its_gauge_and_closes_on_the_p10_day() -> None:
    river = typed(RIVER)["port-town"]
    # Nine days later than 9 June, eight days earlier than 5 October; and the other way round.
    assert text(river, YearType.SHORT) == "06-18 to 09-27"
    assert text(river, YearType.NORMAL) == "06-09 to 10-05"
    assert text(river, YearType.LONG) == "06-01 to 10-14"


def test_published_days_stay_where_no_gauge_is_near() -> None:
    row = link("port-town", Vehicle.SHIP, 100.0, season_open="07-20", season_close="09-25",
               season_open_late="08-01", season_close_early="09-20", season_open_early="07-10",
               season_close_late="10-05", corridor="lane")  # fmt: skip
    sea = typed(row)["port-town"]
    assert text(sea, YearType.SHORT) == "08-01 to 09-20"
    assert text(sea, YearType.LONG) == "07-10 to 10-05"


def test_a_flood_keeps_its_length() -> None:
    row = {**RIVER, "season_close": "07-20"}
    river = typed(row)["port-town"]
    windows = [river.season.window(year) for year in YearType] if river.season else []
    assert {window.length_d for window in windows if window} == {
        Window.of_season("06-09", "07-20").length_d
    }
    assert text(river, YearType.SHORT) == "06-18 to 07-29"


def test_every_seasonal_link_is_counted_once() -> None:
    road = link("mine-port", Vehicle.WINTER_TRUCK, 100.0, season_open="12-20",
                season_close="04-01", corridor="ice")  # fmt: skip
    found = with_year_types(typed_links(drawn_links(RIVER, road)), PLACES, [READ])
    assert (found.by_gauge, found.by_range, found.by_kind, found.kept) == (1, 0, 0, 1)
    ice = gauge("ice", lon=None, kind=GaugeKind.WINTER_ROAD, corridors="other", later_d=LATER_D)
    found = with_year_types(typed_links(drawn_links(RIVER, road)), PLACES, [READ, ice])
    assert (found.by_gauge, found.by_range, found.by_kind, found.kept) == (1, 0, 1, 0)
    moved = next(one for one in found.links if one.id == "mine-port")
    assert text(moved, YearType.SHORT) == "12-29 to 03-24"
    without = with_year_types(typed_links(drawn_links(RIVER)), PLACES, [])
    assert (without.kept, without.links) == (1, typed_links(drawn_links(RIVER)))
