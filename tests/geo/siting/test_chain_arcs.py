"""Arcs of the value chain: what is closed is not used (E18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.siting.chain_arcs import without

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_without_a_link_nothing_goes_over_it(card: RateCard) -> None:
    closed = without(QUESTION, {"mine-uphub"})
    cost = cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", closed)
    assert cost.reason
