"""Cash spent on a tonne by the time it leaves its site: what is stated, published, or estimated."""

from __future__ import annotations

import pytest

from zimnik.geo.core.vocabulary import MiningItem, ValueBasis
from zimnik.geo.pricing.cargo_value import MineCost
from zimnik.geo.pricing.rates import Range

ITEMS = {
    MiningItem.OPEN_PIT: Range(5.0, 10.0, 20.0),
    MiningItem.REMOTE_OPEN_PIT: Range(30.0, 60.0, 90.0),
    MiningItem.UNDERGROUND: Range(20.0, 40.0, 80.0),
    MiningItem.STOCKPILE: Range(1.0, 2.0, 3.0),
    MiningItem.UNKNOWN_METHOD: Range(5.0, 25.0, 80.0),
    MiningItem.DRESSING: Range(1.0, 5.0, 10.0),
    MiningItem.ORE_PER_CONCENTRATE: Range(2.0, 10.0, 50.0),
}


# Tests (E3).
@pytest.mark.parametrize(
    ("cost", "value"),
    [
        (MineCost(), ITEMS[MiningItem.UNKNOWN_METHOD]),
        (MineCost(method=MiningItem.OPEN_PIT), ITEMS[MiningItem.OPEN_PIT]),
        # 33 t of ore, mined and dressed
        (
            MineCost(method=MiningItem.UNDERGROUND, ore_t_per_t=33.0, is_concentrate=True),
            Range(33 * 21.0, 33 * 45.0, 33 * 90.0),
        ),
        # an unknown number of tonnes, which has a range of its own
        (
            MineCost(method=MiningItem.STOCKPILE, is_concentrate=True),
            Range(2 * 2.0, 10 * 7.0, 50 * 13.0),
        ),
        (MineCost(published_usd_per_t=70.0, method=MiningItem.OPEN_PIT), Range(70.0, 70.0, 70.0)),
        (MineCost(9.0, 70.0), Range(9.0, 9.0, 9.0)),
        (MineCost(0.0, 70.0), Range(0.0, 0.0, 0.0)),
    ],
    ids=["nothing", "method", "concentrate", "unknown pull", "published", "stated", "stated 0"],
)
def test_cash_spent_by_hand(cost: MineCost, value: Range) -> None:
    assert cost.range_usd_per_t(ITEMS) == value


@pytest.mark.parametrize(
    ("cost", "basis", "said"),
    [
        (MineCost(), ValueBasis.DEFAULT, "US$ 25 per t (5 to 80): its cost is not published"),
        (MineCost(is_concentrate=True), ValueBasis.DEFAULT, " and its dressing is taken"),
        (MineCost(None, 70.0), ValueBasis.MINING_COST, "published cost, US$ 70 per t"),
        (MineCost(9.0), ValueBasis.STATED, "stated, US$ 9 per t"),
    ],
)
def test_basis_is_said(cost: MineCost, basis: ValueBasis, said: str) -> None:
    assert cost.basis is basis
    assert said in cost.note(cost.range_usd_per_t(ITEMS))
