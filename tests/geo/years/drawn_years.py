"""Drawn gauges on the equator, and the years that were read of them."""

from __future__ import annotations

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import GaugeKind
from zimnik.geo.years.gauges import Gauge

# Opens on the median day of year, 150, so much later in each of five years.
LATER_D = (-4, -1, 0, 2, 9)
FIRST = 1980


def gauge(
    gauge_id: str,
    *,
    lon: float | None = 0.0,
    kind: GaugeKind = GaugeKind.RIVER,
    corridors: str = "",
    opens_d: int = 150,
    closes_d: int = 290,
    later_d: tuple[int, ...] = LATER_D,
    closes_later_d: tuple[int, ...] | None = None,
    first: int = FIRST,
) -> Gauge:
    """Return a gauge that opened so much later in each of some years, and closed as much later."""
    closing = closes_later_d or later_d
    return Gauge(
        gauge_id,
        gauge_id.title(),
        kind,
        lon,
        None if lon is None else 0.0,
        frozenset(corridors.split(";")) - {""},
        {
            first + n: Window.of_days(opens_d + d, closes_d + closing[n])
            for n, d in enumerate(later_d)
        },
    )
