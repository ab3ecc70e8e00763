"""What many worlds say of an investment: percentiles of value, rate and payback.

Owns how a rate that is not there is counted (docs/model.md, E44).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.economics.returns import RateOutcome, internal_rate, npv_usd, payback_y

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.arrays import Vector

PERCENTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """10th, 50th and 90th percentile over worlds; None where a world of that rank has no number."""

    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Chances:
    """What worlds say.

    Parameters
    ----------
    npv_usd, irr_pct_per_y, payback_y
        Percentiles. A world whose flows never turn positive has a rate below all others; one that
        is never paid back has a payback beyond all.
    pays_share
        Share of worlds in which NPV is above nothing.
    no_rate_share
        Share of worlds that have no rate, or several.
    draws
        Worlds.
    """

    npv_usd: Percentiles
    irr_pct_per_y: Percentiles
    payback_y: Percentiles
    pays_share: float
    no_rate_share: float
    draws: int


def chances_of(flows_usd: Vector, built_y: int, discount_pct_per_y: float) -> Chances:
    """Return what worlds say of flows, a row for each (docs/model.md, E44)."""
    values = npv_usd(flows_usd, discount_pct_per_y)
    rates = [internal_rate(flows) for flows in flows_usd]
    lost = {RateOutcome.NEVER_POSITIVE, RateOutcome.NONE}
    ranked = [
        one.pct_per_y
        if one.pct_per_y is not None
        else (-math.inf if one.outcome in lost else math.inf)
        for one in rates
        if one.outcome is not RateOutcome.SEVERAL
    ]
    back = [payback_y(flows, built_y) for flows in flows_usd]
    return Chances(
        npv_usd=_percentiles(values.tolist()),
        irr_pct_per_y=_percentiles(ranked),
        payback_y=_percentiles([math.inf if y is None else y for y in back]),
        pays_share=float(np.mean(values > 0)),
        no_rate_share=sum(one.outcome is not RateOutcome.FOUND for one in rates) / len(rates),
        draws=len(values),
    )


def _percentiles(values: Sequence[float]) -> Percentiles:
    if not values:
        return Percentiles(None, None, None)
    # A rank of its own, not a mean with what is beyond all.
    found = np.quantile(np.array(values), PERCENTILES, method="inverted_cdf")
    return Percentiles(*(float(x) if math.isfinite(x) else None for x in found))
