"""Of several ways in draws the one that is taken, sample by sample and day by day (E39)."""

from __future__ import annotations

import numpy as np

from zimnik.geo.uncertainty.drawn_ways import WayByDay, cheapest_way


def way(usd_per_t: list[float], days: list[float]) -> WayByDay:
    """Return a way that emits as many kg as it costs dollars."""
    usd = np.array([usd_per_t])
    return WayByDay(usd, usd, np.array([days]))


def test_the_cheapest_in_time_is_taken_and_of_late_ones_the_cheapest() -> None:
    first = way([10.0, 10.0, 10.0, 10.0], [50.0, 50.0, 150.0, 150.0])
    other = way([8.0, 12.0, 20.0, 8.0], [60.0, 60.0, 60.0, 160.0])
    for ways in ([first, other], [other, first]):
        found = cheapest_way(ways, 100.0)
        assert found.usd_per_t.tolist() == found.co2.tolist() == [[8.0, 10.0, 20.0, 8.0]]
        assert found.days.tolist() == [[60.0, 50.0, 60.0, 160.0]]
    assert first.usd_per_t.tolist() == [[10.0] * 4]
