"""Rivers and seas that warm (E62): days per degree by hand, and what moves with the flood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.geo.drawn import drawn_links, link
from zimnik.geo.climate.warm_waters import warm_waters
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.links import Link, Season
from zimnik.layers.atlas.network import typed_links


def one(vehicle: Vehicle, opens: str, closes: str) -> Link:
    """Return a link of a vehicle that opens and closes on two days."""
    (made,) = typed_links(
        drawn_links(link("a-b", vehicle, 100.0, season_open=opens, season_close=closes))
    )
    return made


def text(made: Link, warming_c: float) -> str:
    """Return the days of a link in a warmer climate."""
    (warmed,) = warm_waters([made], warming_c).links
    assert warmed.season is not None
    window = warmed.season.window(YearType.NORMAL)
    assert window is not None
    return window.text


@pytest.mark.parametrize(
    ("vehicle", "days", "warming_c", "expected"),
    [
        # 5.42 days earlier and 4.83 later for each degree.
        (Vehicle.BARGE, ("06-10", "10-01"), 1.0, "06-05 to 10-05"),
        (Vehicle.BARGE, ("06-10", "10-01"), 2.0, "05-31 to 10-10"),
        (Vehicle.TRUCK, ("05-25", "10-20"), 2.0, "05-15 to 10-29"),
        # 3.95 days at either end at sea.
        (Vehicle.SHIP, ("07-20", "09-25"), 2.0, "07-13 to 10-02"),
        # Low water closes it: the season keeps its length.
        (Vehicle.BARGE, ("06-10", "07-20"), 2.0, "05-31 to 07-10"),
        # Open through the winter, shut for the drifting ice: the gap comes earlier.
        (Vehicle.SHIP, ("06-20", "05-20"), 2.0, "06-13 to 05-13"),
        (Vehicle.BARGE, ("06-10", "10-01"), 0.0, "06-10 to 10-01"),
        (Vehicle.SHIP, ("01-01", "12-31"), 5.0, "01-01 to 12-31"),
    ],
)
def test_days_by_hand(
    vehicle: Vehicle, days: tuple[str, str], warming_c: float, expected: str
) -> None:
    assert text(one(vehicle, *days), warming_c) == expected


def test_a_winter_road_is_left_to_its_own_rule() -> None:
    road = one(Vehicle.WINTER_TRUCK, "12-20", "04-01")
    assert warm_waters([road], 3.0).links == (road,)


def test_clear_water_grows_with_the_season_of_a_sea() -> None:
    made = one(Vehicle.SHIP, "07-01", "11-15")
    clear = dict.fromkeys(YearType, Window.of_season("08-01", "10-01"))
    assert made.season is not None
    made = replace(made, season=Season(made.season.windows, "", None, clear))
    (warmed,) = warm_waters([made], 2.0).links
    assert warmed.season is not None
    assert warmed.season.open_water is not None
    assert warmed.season.open_water[YearType.NORMAL] == Window.of_season("07-25", "10-08")


def test_what_warming_does_is_said() -> None:
    (said,) = warm_waters([], 2.0).warnings
    assert "rivers and ferries open 10 days earlier and close 9 later" in said
    assert warm_waters([], 0.0).warnings == ()
