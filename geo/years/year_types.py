"""Short, normal and long years: quantiles of the days that were read, for every seasonal link.

Owns docs/model.md, E61: which days of a short and of a long year a link has, and by what.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.links import LoadLimits, Season
from zimnik.geo.network.load_limits import full_load_windows
from zimnik.geo.years.evidence import (
    KIND_OF_MODE,
    followed,
    followed_gauges,
    is_seasonal,
    sea_spreads,
)
from zimnik.geo.years.gauges import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.links import Link, Place, Windows
    from zimnik.geo.years.gauges import Gauge

# A short year opens as late and closes as early as one in ten, a long year the other way round.
SELDOM_PCT, MOSTLY_PCT = 10, 90
NO_QUANTILES = (Shift(), Shift())


@dataclass(frozen=True, slots=True)
class YearTypes:
    """Links with the days of short and long years, and by what they have them.

    Parameters
    ----------
    links
        All links, in order.
    by_gauge
        Seasonal links with the quantiles of the gauge that they follow.
    by_range
        Those without a gauge of which early and late days are published.
    by_kind
        Those with the quantiles of all gauges, roads or sea lanes of their kind.
    kept
        Those of whose kind nothing was read: all years are as the median one.
    """

    links: tuple[Link, ...]
    by_gauge: int
    by_range: int
    by_kind: int
    kept: int


def with_year_types(
    links: Iterable[Link], places: Iterable[Place], gauges: Sequence[Gauge]
) -> YearTypes:
    """Return links with the days of short and long years (docs/model.md, E61).

    Parameters
    ----------
    links
        Links of a network.
    places
        Ends of them all.
    gauges
        What was read.
    """
    every = tuple(links)
    seasonal = [link for link in every if is_seasonal(link)]
    gauge_of = followed_gauges(seasonal, places, gauges)
    of_gauge = {gauge.id: _quantiles(gauge.shifts.values()) for gauge in gauges}
    of_kind = {
        kind: _quantiles(s for g in gauges if g.kind == kind for s in g.shifts.values())
        for kind in KIND_OF_MODE.values()
    }
    spreads = sea_spreads(seasonal)
    made: dict[str, Link] = {}
    counts = dict.fromkeys(("gauge", "range", "kind", "kept"), 0)
    for link in seasonal:
        gauge, kind = gauge_of.get(link.id), KIND_OF_MODE.get(link.mode)
        shifts, told = None, "kind"
        if gauge is not None:
            shifts, told = of_gauge[gauge.id], "gauge"
        elif _has_range(link):
            told = "range"
        else:
            spread = spreads.get(link.id)
            shifts = _quantiles(spread.shifts) if spread else of_kind.get(kind) if kind else None
            told = "kept" if shifts is None else "kind"
        counts[told] += 1
        if told != "range":
            own = (followed(link, shift, gauge) for shift in shifts or NO_QUANTILES)
            made[link.id] = _typed(link, *own)
    return YearTypes(
        tuple(made.get(link.id, link) for link in every),
        counts["gauge"],
        counts["range"],
        counts["kind"],
        counts["kept"],
    )


def _quantiles(shifts: Iterable[Shift]) -> tuple[Shift, Shift] | None:
    """Return the shifts of a short and of a long year; None of no years."""
    every = np.array([(one.opens_later_d, one.closes_later_d) for one in shifts])
    if not len(every):
        return None
    (opens_early, closes_early), (opens_late, closes_late) = (
        np.percentile(every, pct, axis=0).round().astype(int).tolist()
        for pct in (SELDOM_PCT, MOSTLY_PCT)
    )
    return Shift(opens_late, closes_early), Shift(opens_early, closes_late)


def _has_range(link: Link) -> bool:
    return link.season is not None and len({*link.season.windows.values()}) > 1


def _typed(link: Link, short: Shift, long: Shift) -> Link:
    """Return a link whose short and long years are its normal one, moved."""
    season = link.season
    if season is None:
        return link
    windows = _moved(season.windows, short, long)
    loads = season.loads
    full = None if loads is None else loads.full[YearType.NORMAL]
    if loads is not None and full is not None:
        loads = LoadLimits(loads.light_share, full_load_windows(full, windows))
    clear = None if season.open_water is None else _moved(season.open_water, short, long)
    return replace(link, season=Season(windows, season.basis, loads, clear, season.shut))


def _moved(windows: Windows, short: Shift, long: Shift) -> Mapping[YearType, Window | None]:
    normal = windows[YearType.NORMAL]
    return {
        YearType.SHORT: None if normal is None else short.of(normal),
        YearType.NORMAL: normal,
        YearType.LONG: None if normal is None else long.of(normal),
    }
