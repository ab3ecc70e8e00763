"""Whether a plan holds in other years, on a drawn road whose tonnes are known by hand (E38)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import drawn_links, drawn_places, exactly, link, parts, round_card
from zimnik.geo.campaign.reliability import (
    Reliability,
    ReliabilityAsked,
    YearAsked,
    YearPlan,
    plan_of_year,
    reliability_of,
)
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.network.dated_closures import DatedClosure
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.years.gauges import Shift
from zimnik.studies.execution.processes import process_pool

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard

ROAD, RIVER = "mine-plant", "mine-market"
# 90 days of a road of a day: 89 days of departure at 10 loads of 20 t.
WANTED_T = 89 * 200.0
ORE = Cargo("ore", WANTED_T, 1000.0)
# Ten years, so many days shorter than the median: six hold the plan.
SHORTER_D = (0, 5, 0, 20, 0, 1, 0, 0, 10, 0)


def card() -> RateCard:
    """Return the round card with ten loads a day, storage at US$ 1 and as much for capital."""
    return replace(
        round_card(),
        winter_road_loads_per_d=exactly(10.0),
        storage_usd_per_t_d=exactly(1.0),
        interest_pct_per_y=exactly(36.5),
    )


def asked(**terms: object) -> ReliabilityAsked:
    """Return  mine ~~winter road, 1 January to 31 March~~ plant."""
    places = drawn_places(mine="deposit", plant="hub")
    road = link(ROAD, Vehicle.WINTER_TRUCK, 100.0, season_open="01-01", season_close="03-31")
    request = CampaignRequest((Demand("mine", "plant", ORE),), **terms)  # type: ignore[arg-type]
    return ReliabilityAsked(*parts(places, drawn_links(road)), card(), request)


def shorter(year: int, days: int) -> YearAsked:
    """Return a year in which the road closes earlier."""
    moved = {"thaw": frozenset({ROAD})} if days else {}
    return YearAsked(year, {ROAD: Shift(0, -days)}, moved=moved)


def ten_years() -> list[YearAsked]:
    return [shorter(2000 + n, days) for n, days in enumerate(SHORTER_D)]


@pytest.fixture(scope="module")
def found() -> Reliability:
    return reliability_of(asked(), ten_years())


def test_a_year_delivers_so_many_loads_for_each_of_its_days(found: Reliability) -> None:
    assert found.plan.total_t == pytest.approx(WANTED_T)
    assert [year.total_t for year in found.years] == pytest.approx(
        [WANTED_T - 200 * days for days in SHORTER_D]
    )
    assert [year.year for year in found.years] == list(range(2000, 2010))


def test_the_plan_holds_in_six_of_ten_and_a_stock_of_ten_days_makes_it_nine(
    found: Reliability,
) -> None:
    """What is missing is 200, 1,000, 2,000 and 4,000 t; the year of 4,000 t is given up."""
    assert found.held_share == pytest.approx(0.6)
    assert found.stocks_t() == pytest.approx((2_000.0,), abs=0.1)
    assert found.stocks_t(0.8) == pytest.approx((1_000.0,), abs=0.1)
    assert found.stocks_t(0.81) == pytest.approx((2_000.0,), abs=0.1)
    assert found.stocks_t(0.6) == (0.0,)
    assert found.stocks_t(1.0) == pytest.approx((4_000.0,))
    # A day in store costs US$ 1, and US$ 1,000 at 36.5 % a year another.
    assert found.stock_usd_per_y() == pytest.approx(2_000 * 2 * 365)


def test_the_worst_year_names_what_decides_it(found: Reliability) -> None:
    assert found.worst.year == 2003
    assert found.deciding is not None
    assert (found.deciding.cause, found.deciding.link_id) == ("thaw", ROAD)
    assert found.deciding.regained_t == pytest.approx(4_000.0)


def test_of_two_causes_the_one_that_costs_more_tonnes_decides() -> None:
    """Closed two days early, 400 t; shut for a week within, of which one part more loses a day."""
    week = DatedClosure(ROAD, day_of("02-01"), 7)
    thaw, storm = {"thaw": frozenset({ROAD})}, {"storm": (week,)}
    year = YearAsked(1, {ROAD: Shift(0, -2)}, moved=thaw, shut=storm)
    found = reliability_of(asked(), [year])
    assert found.worst.total_t == pytest.approx(WANTED_T - 200 * (2 + 7 + 1))
    assert found.deciding is not None
    assert found.deciding.cause == "storm"
    assert found.deciding.regained_t == pytest.approx(200 * 8)


def test_a_road_that_the_plan_does_not_build_helps_in_no_year() -> None:
    """The mine may build a second road, open as long as ever; the plan takes the cheaper one.

    Without the first a plan of its own would build the second.
    """
    places = drawn_places(mine="deposit", plant="hub")
    days = {"season_open": "01-01", "season_close": "03-31", "dedicated": True, "only_for": "mine"}
    roads = drawn_links(
        link(ROAD, Vehicle.WINTER_TRUCK, 100.0, **days),
        link("mine-plant-longer", Vehicle.WINTER_TRUCK, 110.0, **days),
    )
    request = CampaignRequest((Demand("mine", "plant", ORE),))
    both = ReliabilityAsked(*parts(places, roads), card(), request)
    found = reliability_of(both, [shorter(1, 30)])
    assert found.plan.link_ids == {ROAD}
    assert found.worst.total_t == pytest.approx(200 * 59)
    assert plan_of_year(both, shorter(1, 90)).total_t > 17_000


def test_a_price_of_storage_at_the_destination_is_that_of_the_stock() -> None:
    dear = reliability_of(asked(storage_usd_per_t_d={"plant": 3.0}), ten_years())
    assert dear.stock_usd_per_y() == pytest.approx(2_000 * (3 + 1) * 365)


def test_a_capacity_loses_with_the_days_of_the_year_and_gains_none() -> None:
    """A river that passes 3,660 t in 122 days passes 1,770 in 59, and no more in 150."""
    places = drawn_places(mine="deposit", market="market")
    river = link(
        RIVER,
        Vehicle.BARGE,
        100.0,
        season_open="06-01",
        season_close="09-30",
        capacity_t_per_y=3_660.0,
    )
    request = CampaignRequest((Demand("mine", "market", ORE),))
    of_table = ReliabilityAsked(*parts(places, drawn_links(river)), card(), request)
    unlimited = {**river, "capacity_t_per_y": float("nan")}
    given = CampaignRequest((Demand("mine", "market", ORE),), capacities_t_per_y={RIVER: 3_660.0})
    of_user = ReliabilityAsked(*parts(places, drawn_links(unlimited)), card(), given)
    for one in (of_table, of_user):
        tonnes = [
            plan_of_year(one, YearAsked(1, {RIVER: Shift(0, later_d)})).total_t
            for later_d in (0, -63, 28)
        ]
        assert tonnes == pytest.approx([3_660.0, 1_770.0, 3_660.0], abs=1.0)


def test_a_year_without_a_season_delivers_nothing() -> None:
    found = reliability_of(asked(), [shorter(1, 90), shorter(2, 0)])
    assert [year.total_t for year in found.years] == pytest.approx([0.0, WANTED_T])
    assert found.stocks_t() == pytest.approx((WANTED_T,))
    assert found.years[0].cost_usd_per_t is None


def test_another_process_plans_the_same_years(found: Reliability) -> None:
    with process_pool(1) as executor:
        beside = reliability_of(asked(), ten_years(), executor=executor)
    assert beside == found


def test_two_cargoes_have_a_stock_each_of_the_years_that_are_kept() -> None:
    """Given up is the year in which both together miss most; of the rest each keeps its most."""
    plan = YearPlan(None, (100.0, 100.0), 0.0)
    short = [(0, 0)] * 7 + [(30, 0), (0, 20), (40, 40)]
    years = tuple(
        YearPlan(n, (100.0 - one, 100.0 - other), 0.0) for n, (one, other) in enumerate(short)
    )
    found = Reliability(plan, years, (1.0, 2.0))
    assert found.stocks_t() == pytest.approx((30.0, 20.0))
    assert found.stock_usd_per_y() == pytest.approx(30 + 2 * 20)
    assert found.held_share == pytest.approx(0.7)
    assert found.worst.year == 9
