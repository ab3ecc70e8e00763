"""Links in a year that was read (E30, A70): windows by hand, and what the search waits for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import drawn_links, drawn_places, link, round_card
from tests.geo.years.drawn_years import FIRST, gauge
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import GaugeKind, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.links import Link, Season
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.years.deciding import deciding_link
from zimnik.geo.years.evidence import Evidence, season_evidence
from zimnik.geo.years.gauges import Shift
from zimnik.geo.years.season_years import (
    ObservedYear,
    in_drawn_year,
    in_year,
    observed_year,
    require_year,
)
from zimnik.layers.atlas.network import typed_links, typed_places

# mine -road- port -river- town, -sea- cape: cargo waits at the port for the river, or for the sea.
PLACES = typed_places(
    drawn_places(mine="deposit", port="river_port", town="river_port", cape="sea_port").assign(
        storage=True
    )
)
LINKS = typed_links(
    drawn_links(
        link("mine-port", Vehicle.TRUCK, 100.0),
        link("port-town", Vehicle.BARGE, 100.0, season_open="06-09", season_close="10-05"),
        link(
            "port-cape", Vehicle.SHIP, 100.0, season_open="07-20", season_close="09-25",
            corridor="lane",
        ),
    )
)  # fmt: skip
READ = gauge("lena", lon=1.5)
LATE = FIRST + 4
ORE = Cargo("ore", 100_000.0, 1000.0)


def in_1984() -> tuple[ObservedYear, Evidence]:
    """Return the drawn links in the year in which the river broke up nine days late."""
    evidence = season_evidence(LINKS, PLACES, [READ])
    return observed_year(LINKS, evidence, LATE), evidence


def window(links: tuple[Link, ...], link_id: str, year: YearType = YearType.NORMAL) -> Window:
    """Return when a link is open in a year."""
    season = next(one.season for one in links if one.id == link_id)
    found = season.window(year) if season is not None else None
    assert found is not None
    return found


def test_the_river_moves_and_the_sea_keeps_its_median_days() -> None:
    year, _ = in_1984()
    assert window(year.links, "port-town") == Window.of_season("06-18", "10-14")
    assert window(year.links, "port-cape") == Window.of_season("07-20", "09-25")
    assert (year.shifts, year.gauge_ids, year.kept) == (
        {"port-town": Shift(9, 9)},
        ("lena",),
        ("port-cape",),
    )
    assert year.kept_by_mode() == {"sea": 1}


def test_every_type_of_year_is_that_year() -> None:
    year, _ = in_1984()
    for kind in YearType:
        assert window(year.links, "port-town", kind) == window(year.links, "port-town")


def test_the_inputs_stay_as_they_were() -> None:
    in_1984()
    assert window(LINKS, "port-town") == Window.of_season("06-09", "10-05")


@pytest.mark.parametrize(("year", "expected"), [(1979, "1980 to 1984"), (1985, "1980 to 1984")])
def test_a_year_that_nobody_read_is_a_fault(year: int, expected: str) -> None:
    evidence = season_evidence(LINKS, PLACES, [READ])
    with pytest.raises(InputError, match=expected):
        observed_year(LINKS, evidence, year)


def test_a_year_of_a_gauge_that_nothing_follows_is_none() -> None:
    road = gauge("far_road", lon=None, kind=GaugeKind.WINTER_ROAD, first=2000)
    evidence = season_evidence(LINKS, PLACES, [READ, road])
    with pytest.raises(InputError, match="1980 to 1984"):
        observed_year(LINKS, evidence, 2000)
    with pytest.raises(InputError, match="Add gauges"):
        observed_year(LINKS, season_evidence(LINKS, PLACES, []), 1984)


def route_waits(links: tuple[Link, ...], end: str, ready_d: int) -> dict[str, float]:
    """Return for what cargo waits that is ready at the mine on a day."""
    card = round_card()
    arrays = network_arrays(PLACES, links, card)
    shipment = Shipment("mine", end, ORE, Dates(ready_d, YearType.NORMAL, 700.0))
    (route,) = find_routes(arrays, card, shipment).routes
    assert route.waiting_d == pytest.approx(sum(route.waited_for_d.values()))
    return dict(route.waited_for_d)


def test_cargo_waits_nine_days_longer_for_a_river_that_breaks_up_nine_days_late() -> None:
    """Ready on day 100: a day of loading, a day on the road, a day of lift; there on day 103."""
    year, _ = in_1984()
    assert route_waits(LINKS, "town", 100) == {"port-town": pytest.approx(159 - 103)}
    assert route_waits(year.links, "town", 100) == {"port-town": pytest.approx(168 - 103)}


def test_the_link_that_decides_is_named_with_how_its_day_is_known() -> None:
    year, evidence = in_1984()
    river = deciding_link(year, evidence, route_waits(year.links, "town", 100))
    sea = deciding_link(year, evidence, route_waits(year.links, "cape", 100))
    assert river is not None
    assert sea is not None
    assert (river.link_id, river.opens_d, river.gauge_id) == ("port-town", 168, "lena")
    assert (river.opens_later_d, river.earliest_d, river.latest_d) == (9, -4, 9)
    assert (sea.link_id, sea.opens_d, sea.gauge_id, sea.opens_later_d) == ("port-cape", 200, "", 0)
    assert deciding_link(year, evidence, {}) is None


def test_of_links_that_are_waited_for_the_one_of_the_longest_wait_decides() -> None:
    year, evidence = in_1984()
    for longest in ("port-cape", "port-town"):
        waits_d = {**dict.fromkeys(("port-cape", "port-town"), 5.0), longest: 60.0}
        found = deciding_link(year, evidence, waits_d)
        assert found is not None
        assert (found.link_id, found.waits_d) == (longest, 60.0)
    # A road that is open all year opens on no day.
    assert deciding_link(year, evidence, {"mine-port": 9.0}) is None


def test_a_year_waits_in_the_mean_for_what_its_days_wait_for() -> None:
    card = round_card()
    year, _ = in_1984()
    network = dated_network(network_arrays(PLACES, year.links, card), card, YearType.NORMAL)
    shipment = Shipment("mine", "town", ORE, Dates(None, YearType.NORMAL, 700.0))
    found = YearSearches(network).find(shipment, ready_d=(100, 130, 170))
    assert not isinstance(found, str)
    assert found.waited_for_d == {"port-town": pytest.approx((65 + 35 + 0) / 3)}
    assert sum(found.waited_for_d.values()) == pytest.approx(found.waiting_d)


def test_full_loads_move_with_the_road() -> None:
    road = typed_links(
        drawn_links(
            link(
                "mine-port", Vehicle.WINTER_TRUCK, 100.0, season_open="12-20", season_close="04-20",
                full_load_from="01-15", full_load_to="04-05", light_load_share=0.5,
            )
        )
    )  # fmt: skip
    (moved,) = in_year(road, {"mine-port": Shift(3, -5)})
    assert moved.season is not None
    assert moved.season.loads is not None
    assert moved.season.loads.full[YearType.SHORT] == Window.of_season("01-18", "03-31")


def test_years_that_were_read_are_told_in_runs() -> None:
    for later_d, told in (((0,), "1985"), ((0, 1, 2), "1985 to 1987")):
        evidence = season_evidence(LINKS, PLACES, [gauge("read", first=1985, later_d=later_d)])
        with pytest.raises(InputError, match=f"one of the years {told}, of which"):
            require_year(evidence, 1900)


def test_open_water_moves_and_a_lane_that_ships_pass_in_ice_stays_open() -> None:
    lane = typed_links(
        drawn_links(
            link(
                "port-cape", Vehicle.ICE_CLASS_SHIP, 100.0,
                open_water_from="07-10", open_water_to="10-25",
            )
        )
    )  # fmt: skip
    (moved,) = in_year(lane, {"port-cape": Shift(6, -10)})
    assert moved.season is not None
    assert moved.season.windows[YearType.NORMAL].is_all_year  # type: ignore[union-attr]
    assert moved.season.open_water == dict.fromkeys(YearType, Window.of_season("07-16", "10-15"))


@settings(max_examples=examples(100), deadline=None)
@given(later_d=st.integers(-20, 20), closes_later_d=st.integers(-20, 20))
def test_no_shift_of_a_drawn_year_touches_what_has_no_season(
    later_d: int, closes_later_d: int
) -> None:
    evidence = season_evidence(LINKS, PLACES, [READ])
    drawn = dict.fromkeys(evidence.groups, 0)
    moved = in_drawn_year(LINKS, evidence, drawn)
    assert [one.id for one in moved] == [one.id for one in LINKS]
    assert moved[0] == LINKS[0]
    again = in_year(LINKS, {"port-town": Shift(later_d, closes_later_d)})
    season = again[1].season
    assert isinstance(season, Season)
    assert season.windows[YearType.NORMAL] == Shift(later_d, closes_later_d).of(
        window(LINKS, "port-town")
    )
