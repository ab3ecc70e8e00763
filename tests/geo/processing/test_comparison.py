"""Hubs side by side: differences, break-evens against bisection, means over deposits (E17)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import around
from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.infrastructure.projects import Project
from zimnik.geo.network.capacities import CapacityCheck, Handling, Throughput
from zimnik.geo.pricing.bill import COMPONENTS as ROUTE_COMPONENTS
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.processing.borders import BORDERS
from zimnik.geo.processing.comparison import COMPONENTS, Comparison, HubRow, break_evens
from zimnik.geo.processing.hub_cost_results import FEED, Haul, HubCost
from zimnik.geo.processing.shared_projects import with_projects
from zimnik.geo.routing.itinerary import Route
from zimnik.geo.routing.year import WHOLE_YEAR_D, year_of_route

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def row_of(hub_id: str, tonnes: float = 100.0, **usd: float) -> HubRow:
    """Return a hub whose feed costs so much by component and nothing else is paid."""
    route = Route(
        parts=(),
        bill={},
        components_usd_per_t={**dict.fromkeys(ROUTE_COMPONENTS, 0.0), **usd},
        low_usd_per_t=0.0,
        high_usd_per_t=0.0,
        distance_km=0.0,
        duration_d=0.0,
        waiting_d=0.0,
        co2_kg_per_t=0.0,
        co2_low_kg_per_t=0.0,
        co2_high_kg_per_t=0.0,
        corridors=(),
    )
    year = year_of_route(route, WHOLE_YEAR_D)
    haul = Haul(FEED, Cargo("ore", 1000.0, 0.0), "mine", hub_id, 1.0, year)
    return HubRow(hub_id, (HubCost("mine", hub_id, "", tonnes, hauls=(haul,)),))


def test_rate_that_makes_two_equal_by_hand() -> None:
    # 30 by rail and 100 by winter road against 40 by rail and 50 by sea: the second is 40 cheaper.
    # Its rail is 10 more, so rail must rise by 40 / 10 of itself; and so for the others.
    first = row_of("a", rail=30.0, winter_road=100.0)
    other = row_of("b", rail=40.0, sea=50.0)
    found = {change.name: change.factor for change in break_evens(first, other)}
    assert found["rail"] == pytest.approx(1 + 40 / 10)
    assert found["sea"] == pytest.approx(1 + 40 / 50)
    assert found["winter_road"] == pytest.approx(1 - 40 / 100)
    # The least change first: 1 / 0.6 is less than 1.8, and that less than 5.
    assert [change.name for change in break_evens(first, other)] == ["winter_road", "sea", "rail"]


def test_tonnage_that_makes_two_equal_by_hand() -> None:
    # A dedicated road of US$ 6,000 a year at 100 t is 60 a tonne; against 20 more by rail it pays
    # from the tonnage at which it costs 20: 300 t.
    first = row_of("a", dedicated_road=60.0, rail=10.0)
    other = row_of("b", rail=30.0)
    found = {change.name: change for change in break_evens(first, other)}
    assert found["tonnes_per_y"].value == pytest.approx(300.0)


def test_equal_hubs_need_no_change_and_a_hopeless_one_has_none() -> None:
    same = row_of("a", rail=10.0)
    assert break_evens(same, row_of("b", rail=10.0)) == ()
    # Whatever rail costs above nothing, 20 of it is more than 10 of it.
    assert break_evens(same, row_of("b", rail=20.0)) == ()


def test_break_even_of_a_rate_agrees_with_pricing_anew(card: RateCard) -> None:
    def rows(rail: float) -> tuple[HubRow, HubRow]:
        priced = replace(card, prices_usd={**card.prices_usd, Quantity.RAIL_1520_TKM: around(rail)})
        network = railway(priced)
        up, down = (
            HubRow(hub, (cost_at(network, priced, PLANTS, SHIPPER, hub, QUESTION),))
            for hub in ("uphub", "downhub")
        )
        return up, replace(down, costs=(_dearer(down.costs[0], -5.0),))

    def gap(rail: float) -> float:
        up, down = rows(rail)
        return up.cost_usd_per_t - down.cost_usd_per_t

    change = next(found for found in break_evens(*rows(0.01)) if found.name == "rail")
    low, high = 0.0001, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) * gap(low) > 0 else (low, middle)
    assert change.factor == pytest.approx(low / 0.01, rel=1e-6)


def _dearer(cost: HubCost, usd: float) -> HubCost:
    other = dict(cost.other_usd_per_t)
    return replace(cost, other_usd_per_t={**other, "residue": other["residue"] + usd})


def test_deposits_weigh_by_their_tonnes() -> None:
    little, much = row_of("a", 100.0, rail=10.0), row_of("a", 300.0, rail=30.0)
    much_cost = replace(much.costs[0], deposit_id="pit")
    both = HubRow("a", (little.costs[0], much_cost))
    assert both.cost_usd_per_t == pytest.approx((100 * 10 + 300 * 30) / 400)
    assert (both.best_deposit, both.worst_deposit) == ("mine", "pit")


def test_deposits_share_a_capacity() -> None:
    # 80 t of room: either deposit alone has it for its 60, both together for two thirds.
    def using(deposit_id: str) -> HubCost:
        check = CapacityCheck("port", 60.0, Throughput(Handling.LIFT, 80.0))
        cost = row_of("a", 60.0, rail=1.0).costs[0]
        return replace(cost, deposit_id=deposit_id, capacity_checks=(check,))

    alone, both = HubRow("a", (using("mine"),)), HubRow("a", (using("mine"), using("pit")))
    assert alone.unserved_feed_t_per_y == 0.0
    assert both.unserved_feed_t_per_y == pytest.approx(120.0 - 80.0)
    assert [check.id for check in both.bottlenecks] == ["port"]


def test_differences_are_to_the_first_that_has_an_answer() -> None:
    lost = HubRow("x", (HubCost("mine", "x", "", 100.0, reason="no way"),))
    first, other = row_of("a", rail=10.0), row_of("b", rail=30.0)
    compared = Comparison(("mine",), ("cracking",), (lost, first, other), "year", None, "normal")
    assert compared.answered == (first, other)
    assert lost.reasons == ("mine: no way",)
    differences = compared.differences_usd_per_t(other)
    assert differences["feed_in"] == pytest.approx(20.0)
    assert sum(differences.values()) == pytest.approx(other.cost_usd_per_t - first.cost_usd_per_t)


def test_readers_order_names_every_component(card: RateCard) -> None:
    asked = replace(QUESTION, return_load_share=0.5)
    cost = cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", asked)
    road = Project("road", frozenset({"mine-uphub"}), frozenset(), 0.0, 1.0)
    (cost,) = with_projects([cost], [road])
    # What a border takes stands where one is crossed.
    assert {*cost.components_usd_per_t, BORDERS} == set(COMPONENTS)
