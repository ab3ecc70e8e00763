"""Drawn years: a cost that rises evenly through the year."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import Mode, Quantity
from zimnik.geo.routing.year import WHOLE_YEAR_D, MonthCost, YearMean


def year_of(mean_usd_per_t: float, rise_usd_per_t: float = 0.0) -> YearMean:
    """Return a year whose cost rises evenly by so much about its mean, under way for 10 days."""
    last = len(WHOLE_YEAR_D) - 1
    costs = tuple(mean_usd_per_t + rise_usd_per_t * (day / last - 0.5) for day in WHOLE_YEAR_D)
    months = tuple(
        MonthCost(month, 30, mean_usd_per_t + rise_usd_per_t * ((month - 0.5) / 12 - 0.5), 10.0)
        for month in range(1, 13)
    )
    return YearMean(
        ready_d=WHOLE_YEAR_D,
        costs_usd_per_t=costs,
        months=months,
        bill={Quantity.UNDER_WAY_D: 10.0},
        components_usd_per_t={"freight": mean_usd_per_t},
        low_usd_per_t=mean_usd_per_t * 0.7,
        high_usd_per_t=mean_usd_per_t * 1.5,
        distance_km=1000.0,
        duration_d=10.0,
        waiting_d=0.0,
        co2_kg_per_t=50.0,
        co2_low_kg_per_t=40.0,
        co2_high_kg_per_t=60.0,
        modes=(Mode.RAIL,),
        gap_pct=0.0,
    )
