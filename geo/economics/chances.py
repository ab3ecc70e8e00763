"""What many worlds say of an investment: percentiles of value, rate and payback.

Owns how a rate that is not there is counted, and what one number moves (docs/model.md, E44).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.percentiles import percentiles_of
from zimnik.geo.economics.returns import RateOutcome, internal_rate, npv_usd, payback_y

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.percentiles import Percentiles
    from zimnik.geo.uncertainty.samples import Input

# What moves less is rounding.
LEAST_SWING_USD = 1.0


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

    npv_usd: Percentiles[float | None]
    irr_pct_per_y: Percentiles[float | None]
    payback_y: Percentiles[float | None]
    pays_share: float
    no_rate_share: float
    draws: int


@dataclass(frozen=True, slots=True)
class NpvSwing:
    """What an investment is worth with one number at its low and at its high, others at base."""

    input: Input
    at_low_usd: float
    at_high_usd: float

    @property
    def width_usd(self) -> float:
        """Difference that it makes."""
        return abs(self.at_high_usd - self.at_low_usd)


def npv_swings(
    inputs: Sequence[Input], flows_usd: Vector, discount_pct_per_y: float
) -> tuple[NpvSwing, ...]:
    """Return how far each number alone moves the value, the widest first (docs/model.md, E44).

    Parameters
    ----------
    inputs
        What may be low or high.
    flows_usd
        Years along the last axis, a row for each sample of `one_at_a_time`.
    discount_pct_per_y
        Real rate.
    """
    ends = npv_usd(flows_usd, discount_pct_per_y).reshape(-1, 2).tolist()
    swings = (NpvSwing(one, low, high) for one, (low, high) in zip(inputs, ends, strict=True))
    moving = [swing for swing in swings if swing.width_usd >= LEAST_SWING_USD]
    return tuple(sorted(moving, key=lambda swing: (-round(swing.width_usd), swing.input.name)))


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
        npv_usd=percentiles_of(values.tolist()),
        irr_pct_per_y=percentiles_of(ranked),
        payback_y=percentiles_of([math.inf if y is None else y for y in back]),
        pays_share=float(np.mean(values > 0)),
        no_rate_share=sum(one.outcome is not RateOutcome.FOUND for one in rates) / len(rates),
        draws=len(values),
    )
