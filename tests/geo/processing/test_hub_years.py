"""The year of a hub (E17, E28): deposits count by what they make, by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from zimnik.geo.processing.hub_years import FedYear, hub_year
from zimnik.geo.routing.year import MonthCost


def year(costs_usd_per_t: tuple[float, ...], duration_d: float) -> Any:
    """Return a year of cargo made on the first days of January."""
    days = len(costs_usd_per_t)
    month = MonthCost(1, days, sum(costs_usd_per_t) / days, duration_d)
    return SimpleNamespace(
        ready_d=tuple(range(days)), costs_usd_per_t=costs_usd_per_t, months=(month,)
    )


def test_a_month_and_a_day_are_the_mean_of_a_tonne() -> None:
    """On day 0 both make 100 t, on day 1 the near one alone; its 200 t take two days, others 8."""
    near, far = FedYear(200.0, year((10.0, 20.0), 2.0)), FedYear(100.0, year((40.0,), 8.0))
    found = hub_year([near, far])
    assert found is not None
    assert found.ready_d == (0, 1)
    assert found.costs_usd_per_t == pytest.approx((25.0, 20.0))
    assert found.mean_usd_per_t == pytest.approx(7_000 / 300)
    (january,) = found.months
    assert january.working_d == 2
    assert january.mean_usd_per_t == pytest.approx((15 * 200 + 40 * 100) / 300)
    assert january.mean_duration_d == pytest.approx((2 * 200 + 8 * 100) / 300)
