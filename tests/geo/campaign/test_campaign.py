"""Campaigns on drawn networks: costs and stocks by hand, the router as oracle (E12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.geo.campaign_cases import ORE, WITHOUT_WAITING_USD_PER_T, drawn, planned, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.results import imbalances
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes


def test_open_network_costs_what_the_route_costs() -> None:
    answer = planned(drawn())
    assert answer.delivered_t == pytest.approx(52_000)
    assert answer.cost_usd_per_t == pytest.approx(WITHOUT_WAITING_USD_PER_T)
    assert answer.bindings == ()


@pytest.mark.parametrize(("weeks", "within"), [(52, 0.015), (365, 0.006)])
def test_without_capacities_it_costs_the_mean_of_the_router_over_the_year(
    weeks: int, within: float
) -> None:
    """The router leaves at the first moment of a day, the campaign at any: half a day of the wait."""
    arrays = drawn(("06-01", "09-30"))
    answer = planned(arrays, weeks=Weeks(weeks), capacities_off=True)
    costs = [
        find_routes(arrays, storage_card(), Shipment("mine", "plant", ORE, dates=Dates(day)))
        .routes[0]
        .cost_usd_per_t
        for day in range(365)
    ]
    assert answer.cost_usd_per_t == pytest.approx(np.mean(costs), rel=within)


def test_goods_are_sent_before_the_season_closes() -> None:
    """Made from June to January, when the river is open to September: the rest lies till June."""
    answer = planned(drawn(("06-01", "09-30")), season=Window.of_season("06-01", "01-31"))
    by_place = answer.stocks.groupby("week")["tonnes"].sum()
    after_close_t = 52_000 * 123 / 245
    assert by_place.max() == pytest.approx(after_close_t, rel=0.03)
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    starts = Weeks().starts_d
    assert starts[river["week"].min()] + 7 >= 151
    assert starts[river["week"].max()] <= 273 - 2


def test_supplies_that_come_in_season_are_stocked_where_they_are_used() -> None:
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    request = CampaignRequest((Demand("plant", "mine", fuel, inbound=True),))
    answer = plan_campaign(drawn(("06-01", "09-30")), storage_card(), request)
    peak = answer.stocks.groupby("week")["tonnes"].sum().max()
    assert peak == pytest.approx(10_000 * 243 / 365, rel=0.04)
    assert imbalances(answer)["gap"].abs().max() < 1e-3


def test_supplies_sent_before_the_season_closes_lie_as_the_closed_form_says() -> None:
    """A river of twenty days, open 122: supplies come on 102 days and are used on 365.

    What is used on the other 263 lies where it is used, a triangle of stock: at US$ 1 a day
    T / 365 * 263**2 / 2, and at its fullest T * 263 / 365.
    """
    places = drawn_places(plant="hub", mine="deposit").assign(storage=False)
    season = {"season_open": "06-01", "season_close": "09-30"}
    links = drawn_links(link("plant-mine", Vehicle.BARGE, 2000.0, **season))
    fuel = Cargo("fuel", 36_500.0, 1000.0)
    request = CampaignRequest((Demand("plant", "mine", fuel, inbound=True),), weeks=Weeks(365))
    answer = plan_campaign(compiled(places, links, storage_card()), storage_card(), request)
    closed_d = 365 - (122 - 20)
    assert answer.delivered_t == pytest.approx(36_500)
    assert answer.components_usd["waiting"] == pytest.approx(100 * closed_d**2 / 2, rel=0.01)
    assert answer.stocks["tonnes"].max() == pytest.approx(100 * closed_d, rel=0.01)


def test_link_season_that_wraps_the_year_is_one_season() -> None:
    """What is made in summer leaves from November on, across the new year, evenly if need be."""
    answer = planned(drawn(("11-01", "02-28")), capacities_t_per_y={"port-plant": 60_000.0})
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    weeks = set(river["week"])
    assert answer.delivered_t == pytest.approx(52_000, rel=1e-4)
    assert weeks & set(range(9))
    assert weeks & set(range(43, 52))
    assert not weeks & set(range(10, 42))
    # Links that are open all year are left out.
    assert {i: [w.text for w in found] for i, found in answer.windows.items()} == {
        "port-plant": ["11-01 to 02-28"]
    }


def test_costlier_storage_moves_the_stock_elsewhere() -> None:
    arrays = drawn(("06-01", "09-30"))
    answer = planned(arrays, storage_usd_per_t_d={"port": 5.0})
    peaks = answer.stocks.groupby("place_id")["tonnes"].max()
    assert peaks["mine"] > 10 * peaks.get("port", 0.0)


def test_no_way_and_no_room_at_once_name_the_way() -> None:
    answer = planned(drawn(("06-01", "06-01")), capacities_t_per_y={"port": 0.0})
    assert answer.bindings == ()
    assert "longer than its season" in str(answer.demands[0].reason)


def test_season_shorter_than_the_traversal_is_the_reason_for_nothing() -> None:
    answer = planned(drawn(("06-01", "06-01")))
    assert answer.delivered_t == 0
    assert "longer than its season" in str(answer.demands[0].reason)
