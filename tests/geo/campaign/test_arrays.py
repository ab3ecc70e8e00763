"""The programme as columns and rows, each number by hand (E12)."""

from __future__ import annotations

import numpy as np
import pytest

from zimnik.geo.campaign.arrays import Arrays
from zimnik.geo.campaign.limits import CapacityLimit, FlowUse, StoreUse
from zimnik.geo.campaign.programme import (
    UNSCHEDULED,
    Activity,
    Commodity,
    Programme,
    Road,
    RoadUse,
    Store,
)
from zimnik.geo.core.intervals import Arrivals

WEEKS = np.arange(2)
A_WEEK_LATER = Arrivals(WEEKS, (WEEKS + 1) % 2, np.ones(2))


def programme() -> Programme:
    """Return two weeks of ore from a mine to a plant's store, which uses it evenly.

    The lorry leaves in both weeks over a road and arrives in the other; the ship leaves in the first
    alone.
    """
    return Programme(
        periods=2,
        stores=(Store(np.array([3.0, 4.0])), Store(np.array([5.0, 6.0]))),
        activities=(
            Activity(0, 1, np.array([10.0, 20.0]), A_WEEK_LATER),
            Activity(0, 1, np.array([7.0, np.inf]), A_WEEK_LATER),
        ),
        commodities=(Commodity(100.0, 0, np.array([0.25, 0.75]), 1, np.array([0.5, 0.5])),),
        limits=(
            CapacityLimit(
                "port", "throughput", np.array([80.0]), flows=(FlowUse(1, A_WEEK_LATER, 2.0),)
            ),
            CapacityLimit(
                "road", "rate", np.array([30.0, 40.0]), flows=(FlowUse(0, A_WEEK_LATER, 1.0),)
            ),
            CapacityLimit("mine", "storage", np.full(2, 60.0), stores=(StoreUse(0, 1.5),)),
        ),
        roads=(Road("road", 900.0, (RoadUse(0, (0,), 70.0),)),),
    )


# Lorries of both weeks and the ship; stock of mine and plant by week; delivered; share of the road.
COLUMNS = np.array([1.0, 2.0, 3.0, 11.0, 12.0, 13.0, 14.0, 50.0, 0.5])


def test_columns_are_departures_stocks_deliveries_and_roads() -> None:
    arrays = Arrays.of(programme(), most_t=100.0)
    assert arrays.columns.costs.tolist() == [10, 20, 7, 3, 4, 5, 6, 0, 900]
    assert arrays.columns.upper.tolist() == [np.inf] * 7 + [100, np.inf]
    assert (arrays.first_stock, arrays.first_delivered, arrays.first_road) == (3, 7, 8)
    assert arrays.activity.tolist() == [0, 0, 1]
    assert arrays.period.tolist() == [0, 1, 0]
    assert arrays.columns_of((0,)).tolist() == [0, 1]
    assert not arrays.columns.whole.any()


def test_stock_is_that_of_the_week_before_and_what_comes_less_what_leaves() -> None:
    """The first week follows the second; what left in one week comes in the other."""
    balance = Arrays.of(programme(), most_t=100.0).balance
    assert balance.lower.tolist() == balance.upper.tolist() == [0.0] * 4
    assert balance.totals(COLUMNS).tolist() == pytest.approx(
        [
            11 - 12 + (1 + 3) - 0.25 * 50,
            12 - 11 + 2 - 0.75 * 50,
            13 - 14 - 2 + 0.5 * 50,
            14 - 13 - (1 + 3) + 0.5 * 50,
        ]
    )


def test_limits_are_by_year_by_week_and_of_stock() -> None:
    arrays = Arrays.of(programme(), most_t=100.0)
    assert arrays.limits.upper.tolist() == [80, 30, 40, 60, 60]
    assert arrays.limit_of_row.tolist() == [0, 1, 1, 2, 2]
    assert arrays.limits.totals(COLUMNS).tolist() == [2 * 3, 2, 1, 1.5 * 11, 1.5 * 12]


@pytest.mark.parametrize(("most_t", "passes_t"), [(100.0, 70.0), (60.0, 60.0)])
def test_road_takes_no_more_than_its_share_of_the_most_that_may_pass(
    most_t: float, passes_t: float
) -> None:
    """The least of what is wanted, what can be delivered and what the road has room for."""
    arrays = Arrays.of(programme(), most_t=most_t)
    assert arrays.tied.totals(COLUMNS).tolist() == [1 + 2 - 0.5 * passes_t]
    assert arrays.tied.upper.tolist() == [0.0]
    assert arrays.tie_rows == slice(5, 6)


def test_what_is_delivered_is_one_row() -> None:
    arrays = Arrays.of(programme(), most_t=100.0)
    assert arrays.delivery.totals(COLUMNS).tolist() == [50.0]
    assert arrays.is_delivered.tolist() == [0] * 7 + [1, 0]


def test_programme_of_nothing_has_no_columns() -> None:
    nothing = Programme(52, (), (), (), ())
    assert Arrays.of(nothing, most_t=0.0).columns.count == 0


def test_source_and_end_that_are_not_scheduled_have_no_row() -> None:
    commodity = Commodity(10.0, UNSCHEDULED, np.zeros(2), UNSCHEDULED, np.zeros(2))
    activity = Activity(UNSCHEDULED, UNSCHEDULED, np.ones(2), A_WEEK_LATER)
    arrays = Arrays.of(Programme(2, (), (activity,), (commodity,), ()), most_t=10.0)
    assert arrays.balance.count == 0
    assert len(arrays.balance.values) == 0
