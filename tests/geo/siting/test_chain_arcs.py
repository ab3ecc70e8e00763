"""Arcs of the value chain: what is closed is not used (E18)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.siting.chain_arcs import alternatives, without

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_without_a_link_nothing_goes_over_it(card: RateCard) -> None:
    closed = without(QUESTION, {"mine-uphub"})
    cost = cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", closed)
    assert cost.reason


def test_what_is_closed_in_vain_hides_no_other_way() -> None:
    """The cheapest way builds a road and overloads a quay; no way does without the road."""
    priced = {
        frozenset[str](): SimpleNamespace(
            used_t_per_t={"quay": 1.0, "rail": 1.0}, projects={"road"}
        ),
        frozenset({"quay"}): SimpleNamespace(used_t_per_t={"rail": 1.0}, projects=set()),
    }
    given: Any = SimpleNamespace(capacities_t_per_y={"quay": 99.0, "rail": 100.0}, ids_of=frozenset)
    asked: list[frozenset[str]] = []

    def price(closed: frozenset[str]) -> Any:
        asked.append(closed)
        return priced.get(closed)

    found: list[Any] = alternatives(given, 100.0, price)
    assert found == list(priced.values())
    assert asked == [frozenset(), frozenset({"road"}), frozenset({"quay"})]
