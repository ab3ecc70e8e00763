"""Who pays for what is built: the hauls that go over it, each tonne alike, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.plants import ORE, PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.infrastructure.projects import Project
from zimnik.geo.pricing.cargo import Shipper
from zimnik.geo.processing.comparison import HubRow, break_evens
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS, used_projects, with_projects

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost


SHORT = Project("line", frozenset({"mine-uphub"}), frozenset(), 0.0, 500_000.0)
PORT = Project("market", frozenset(), frozenset({"market"}), 0.0, 80_000.0)


def at(card: RateCard, hub_id: str, shipper: Shipper = SHIPPER) -> HubCost:
    return cost_at(railway(card), card, PLANTS, shipper, hub_id, QUESTION)


def test_a_hub_pays_once_for_what_its_hauls_go_over(card: RateCard) -> None:
    cost = at(card, "uphub")
    (paid,) = with_projects([cost], [SHORT, PORT])
    assert paid.components_usd_per_t[ROADS_AND_PORTS] == pytest.approx(580_000 / 100_000)
    assert paid.cost_usd_per_t == pytest.approx(cost.cost_usd_per_t + 5.8)
    unused = Project("elsewhere", frozenset({"nowhere"}), frozenset(), 0.0, 1e9)
    assert with_projects([cost], [unused]) == (cost,)
    assert used_projects([cost], [SHORT, unused, PORT]) == (SHORT, PORT)


def test_deposits_share_by_the_tonnes_they_bring_over_it(card: RateCard) -> None:
    less = Shipper("mine", ORE, 25_000.0)
    costs = with_projects([at(card, "uphub"), at(card, "uphub", less)], [SHORT])
    # Each tonne of either pays the same, and together they pay it all.
    per_t = [cost.components_usd_per_t[ROADS_AND_PORTS] for cost in costs]
    assert per_t == pytest.approx([4.0, 4.0])
    yearly = sum(usd * cost.tonnes_per_y for usd, cost in zip(per_t, costs, strict=True))
    assert yearly == pytest.approx(SHORT.yearly_usd)


def test_what_is_built_pays_from_the_tonnes_at_which_its_cost_is_saved(card: RateCard) -> None:
    cost = at(card, "uphub")
    dear = cost.cost_usd_per_t + 20.0
    row = HubRow("uphub", with_projects([cost], [SHORT]), (SHORT,), dear)
    # US$ 20 a tonne are saved, and US$ 500,000 a year to be paid.
    assert row.pays_from_t_per_y == pytest.approx(25_000.0)
    assert replace(row, without_projects_usd_per_t=cost.cost_usd_per_t).pays_from_t_per_y is None
    assert HubRow("uphub", (cost,)).pays_from_t_per_y is None


def test_more_tonnes_make_a_hub_with_a_yard_equal_to_one_without(card: RateCard) -> None:
    cheap, dear = sorted(
        (at(card, hub) for hub in ("uphub", "downhub")), key=lambda cost: cost.cost_usd_per_t
    )
    gap = dear.cost_usd_per_t - cheap.cost_usd_per_t
    assert gap > 0
    yard = Project("yard", frozenset(), frozenset({cheap.hub_id}), 0.0, 3 * gap * 100_000)
    first, other = HubRow("dear", (dear,)), HubRow("cheap", with_projects([cheap], [yard]))
    change = next(b for b in break_evens(first, other) if b.name == "tonnes_per_y")
    # At three times the tonnage the yard costs as much a tonne as the hub saves.
    assert change.value == pytest.approx(300_000.0)
