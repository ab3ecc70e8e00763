"""The best and the worst day are the first of those that cost alike."""

from __future__ import annotations

from zimnik.geo.core.daily_costs import DailyCosts


def test_of_days_that_cost_alike_but_for_rounding_the_first_counts() -> None:
    costs = DailyCosts((3, 50, 51, 52), (7.0, 5.0 + 1e-9, 5.0, 7.0 + 1e-9))
    assert (costs.best_ready_d, costs.worst_ready_d) == (50, 3)
    assert (costs.best_usd_per_t, costs.worst_usd_per_t) == (5.0, 7.0 + 1e-9)
