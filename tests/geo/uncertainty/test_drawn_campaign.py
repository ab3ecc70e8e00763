"""Plans in draws: each parcel leaves as planned, or with the next run that goes through (E39)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from tests.examples import examples
from tests.geo.campaign.test_results import small_years
from tests.geo.campaign_cases import storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik.geo.campaign.campaign import PlannedCampaign, build_campaign
from zimnik.geo.campaign.parcels import parcels_of
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo, Shipper, SiteProduct
from zimnik.geo.pricing.cargo_value import MineCost
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.drawn_campaign import DrawnPlan
from zimnik.geo.uncertainty.samples import Input, Samples

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.uncertainty.spread import Outcome

# A day of loading and twenty on a river, open on days 151 to 273: cargo leaves on days 150 to 252.
TONNES = 36_500.0
ORE = Cargo("ore", TONNES, 1000.0)
PRODUCT = SiteProduct("ore", cost=MineCost(stated_usd_per_t=1000.0))


def planned(
    *, inbound: bool = False, card: RateCard | None = None
) -> tuple[PlannedCampaign, CampaignRequest]:
    places = drawn_places(mine="deposit", plant="hub").assign(storage=False)
    season = {"season_open": "06-01", "season_close": "09-30"}
    links = drawn_links(link("mine-plant", Vehicle.BARGE, 2000.0, **season))
    request = CampaignRequest((Demand("mine", "plant", ORE, inbound=inbound),))
    card = card or storage_card()
    return build_campaign(compiled(places, links, card), card, request), request


def outcome(
    speed_km_per_d: float,
    *,
    within_d: float,
    inbound: bool = False,
    card: RateCard | None = None,
) -> Outcome:
    """Return what comes of the plan where barges are as fast as planned (row), and as said."""
    found, request = planned(inbound=inbound, card=card)
    shippers = [Shipper("mine", PRODUCT, TONNES)]
    plan = DrawnPlan.of(found.campaign, found.plan, shippers, request, max_d=within_d)
    speed = Input("speed_barge", Range(50.0, 100.0, 200.0))
    return plan.outcome(Samples((speed,), np.array([[100.0], [speed_km_per_d]])))


def test_slow_barges_leave_the_last_cargo_of_the_season_until_the_next() -> None:
    """At 80 km a day the last barge is loaded on day 247, five days earlier than in the plan.

    Cargo of the week that leaves on day 248.5 lies till day 515; all takes 5 days more.
    """
    found = outcome(80.0, within_d=100.0)
    waits_d = 7 / 365 * (515 - 248.5)
    assert found.duration_d is not None
    assert np.diff(found.duration_d)[0] == pytest.approx(5 + waits_d)
    assert np.diff(found.usd_per_t)[0] == pytest.approx(waits_d)


def test_a_dearer_day_of_storage_makes_every_day_of_waiting_dearer() -> None:
    dear = replace(storage_card(), storage_usd_per_t_d=exactly(3.0))
    usd = [outcome(80.0, within_d=100.0, card=card).usd_per_t for card in (storage_card(), dear)]
    assert np.diff(usd[1])[0] == pytest.approx(3 * np.diff(usd[0])[0])


def test_chance_is_the_share_of_weeks_whose_cargo_is_there_in_time() -> None:
    """The fifteen of the season, and those eleven that wait no more than 79 days for day 517.

    Slow barges lose the last week, and one of those that wait, since 74 days are left.
    """
    found = outcome(80.0, within_d=100.0)
    assert found.in_time_share == pytest.approx([7 * 26 / 365, 7 * 24 / 365])


def test_fast_barges_do_not_leave_before_their_week() -> None:
    found = outcome(200.0, within_d=100.0)
    assert found.duration_d is not None
    assert np.diff(found.duration_d)[0] == pytest.approx(-10)
    assert np.diff(found.usd_per_t)[0] == pytest.approx(0)


def test_supplies_take_the_days_under_way_and_lie_the_shorter_the_later_they_come() -> None:
    """What leaves in time comes later, and lies so much less where it is used."""
    found = outcome(99.0, within_d=100.0, inbound=True)
    slower_d = 2000 / 99 - 20
    assert found.duration_d == pytest.approx([21, 21 + slower_d])
    assert found.in_time_share == pytest.approx([1, 1])
    assert -slower_d < np.diff(found.usd_per_t)[0] < 0


def test_without_a_limit_no_chance_is_told() -> None:
    assert outcome(80.0, within_d=DEFAULT_MAX_D).in_time_share is None


@settings(max_examples=examples(10))
@given(small_years())
def test_parcels_are_the_flows_of_the_plan(case: tuple[NetworkArrays, CampaignRequest]) -> None:
    arrays, request = case
    found = build_campaign(arrays, storage_card(), request)
    parcels = parcels_of(found.campaign, found.plan, request)
    least_t = 1e-3 * max(found.plan.delivered_t.sum(), 1.0)
    for demand, tonnes in enumerate(found.plan.delivered_t):
        own = [one for one in parcels if one.demand == demand]
        assert sum(one.tonnes_t for one in own) == pytest.approx(tonnes, abs=least_t)
        assert all(
            np.diff([one.ready_d, *(run.leaves_d for run in one.runs)]).min() > -14 for one in own
        )
    leaving = np.zeros_like(found.plan.flows_t)
    for parcel in parcels:
        for run in parcel.runs:
            week = np.searchsorted(request.weeks.starts_d, run.leaves_d % 365, side="right") - 1
            leaving[run.activity, week] += parcel.tonnes_t
    assert leaving == pytest.approx(found.plan.flows_t, abs=least_t)
