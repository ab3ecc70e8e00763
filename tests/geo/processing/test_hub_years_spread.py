"""Hubs over many years (E63): in how many each costs least, by hand."""

from __future__ import annotations

from zimnik.geo.processing.hub_years_spread import cheapest_shares
from zimnik.geo.years.many_years import YearCost, YearsCost


def over(*usd_per_t: float) -> YearsCost:
    """Return what a hub costs in some years."""
    return YearsCost(tuple(YearCost(n, usd, "", 0.0, 0) for n, usd in enumerate(usd_per_t)))


def test_each_year_counts_for_the_hub_that_costs_least_in_it() -> None:
    inf = float("inf")
    costs = {"near": over(5, 9, 7, inf), "far": over(6, 8, 7, 9), "none": over(inf, inf, inf, inf)}
    # The first, the second, both alike and so the first named, and the only one that can be had.
    assert cheapest_shares(costs) == {"near": 0.5, "far": 0.5, "none": 0.0}


def test_without_hubs_there_is_no_share() -> None:
    assert cheapest_shares({}) == {}
