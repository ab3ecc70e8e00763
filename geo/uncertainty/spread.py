"""The range of an answer: percentiles of many draws, and what moves it most.

Owns the one record and the one function by which a route, a campaign, compared hubs and chosen
sites tell their range (docs/model.md, E39). What costs what in a draw is theirs to say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.percentiles import finite_percentiles
from zimnik.geo.uncertainty.samples import draw_samples, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.percentiles import Percentiles
    from zimnik.geo.uncertainty.samples import Input, Samples

MOST_SWINGS = 10
_LEAST_USD = 5e-4


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a tonne costs, emits and takes in every sample.

    Parameters
    ----------
    usd_per_t, co2_kg_per_t
        One number a sample; the cost is infinite where not all of the cargo arrives.
    duration_d
        Days from readiness to arrival, the mean of the year; None where they are not known.
    in_time_share
        Share of the cargo that arrives within the most days asked, one number a sample; None where
        no limit was asked.
    within_d
        The limit.
    """

    usd_per_t: Vector
    co2_kg_per_t: Vector
    duration_d: Vector | None = None
    in_time_share: Vector | None = None
    within_d: float | None = None


def mean_outcome(
    parts: Sequence[Outcome], tonnes_t: Sequence[float], *, fixed_usd: float = 0.0
) -> Outcome:
    """Return what a tonne of several cargoes together comes to in every sample.

    Parameters
    ----------
    parts, tonnes_t
        Each cargo, and its tonnes. What does not travel is there in time; days that are not known
        of one of them are not known of all.
    fixed_usd
        What is paid besides for all of them.
    """
    shares = np.array(tonnes_t, float) / sum(tonnes_t)
    days = [one.duration_d for one in parts if one.duration_d is not None]
    limits = [one.within_d for one in parts if one.within_d is not None]
    here = np.ones(len(parts[0].usd_per_t))
    in_time = [here if one.in_time_share is None else one.in_time_share for one in parts]
    return Outcome(
        shares @ np.array([one.usd_per_t for one in parts]) + fixed_usd / sum(tonnes_t),
        shares @ np.array([one.co2_kg_per_t for one in parts]),
        shares @ np.array(days) if len(days) == len(parts) else None,
        shares @ np.array(in_time) if limits else None,
        limits[0] if limits else None,
    )


@dataclass(frozen=True, slots=True)
class CostSwing:
    """What a tonne costs with one input at its low and at its high, all others at their base.

    Parameters
    ----------
    name
        The input.
    low, base, high
        Its values.
    at_low_usd_per_t, at_high_usd_per_t
        Cost with it there.
    """

    name: str
    low: float
    base: float
    high: float
    at_low_usd_per_t: float
    at_high_usd_per_t: float

    @property
    def width_usd_per_t(self) -> float:
        """Difference that it makes."""
        return abs(self.at_high_usd_per_t - self.at_low_usd_per_t)


@dataclass(frozen=True, slots=True)
class Spread:
    """The range of an answer over many draws.

    Parameters
    ----------
    draws, seed
        How many, and of which seed.
    arrives_share
        Share of the draws in which all of the cargo arrives; percentiles are of these.
    usd_per_t, co2_kg_per_t
        Percentiles of what a tonne costs and emits.
    duration_d
        Percentiles of the days from readiness to arrival; None where they are not known.
    in_time_share
        Chance that a tonne arrives within the most days asked; None where no limit was asked.
    within_d
        The limit.
    swings
        What moves the cost most, the widest first.
    """

    draws: int
    seed: int
    arrives_share: float
    usd_per_t: Percentiles[float]
    co2_kg_per_t: Percentiles[float]
    duration_d: Percentiles[float] | None
    in_time_share: float | None
    within_d: float | None
    swings: tuple[CostSwing, ...]


def spread_of(
    outcome_of: Callable[[Samples], Outcome], inputs: Sequence[Input], *, draws: int, seed: int
) -> Spread:
    """Return the range of an answer.

    Parameters
    ----------
    outcome_of
        What costs what in some samples.
    inputs
        What is drawn.
    draws, seed
        How many samples, and their seed.

    Raises
    ------
    InputError
        If there is no draw, the seed is negative, or nothing arrives in any draw.
    """
    drawn = outcome_of(draw_samples(inputs, draws, seed))
    return spread_from(drawn, outcome_of(one_at_a_time(inputs)), inputs, seed=seed)


def spread_from(drawn: Outcome, at_ends: Outcome, inputs: Sequence[Input], *, seed: int) -> Spread:
    """Return the range of an answer of which draws are known.

    Parameters
    ----------
    drawn, at_ends
        What costs what in samples of the inputs, and with one of them at an end of its range.
    inputs, seed
        What was drawn, and the seed.

    Raises
    ------
    InputError
        If nothing arrives in any draw.
    """
    arrives = np.isfinite(drawn.usd_per_t)
    if not arrives.any():
        expected, remedy = "cargo that arrives in some draw", "Narrow the ranges of the rates."
        raise InputError([Fault("draws", expected, "none that does", remedy)])
    days, in_time = drawn.duration_d, drawn.in_time_share
    return Spread(
        draws=len(drawn.usd_per_t),
        seed=seed,
        arrives_share=float(arrives.mean()),
        usd_per_t=finite_percentiles(drawn.usd_per_t[arrives]),
        co2_kg_per_t=finite_percentiles(drawn.co2_kg_per_t[arrives]),
        duration_d=None if days is None else finite_percentiles(days[arrives]),
        in_time_share=None if in_time is None else float(np.mean(in_time)),
        within_d=drawn.within_d,
        swings=_swings(at_ends, inputs),
    )


def _swings(at_ends: Outcome, inputs: Sequence[Input]) -> tuple[CostSwing, ...]:
    ends = at_ends.usd_per_t.reshape(-1, 2).tolist()
    swings = (
        CostSwing(one.name, one.range.low, one.range.base, one.range.high, low, high)
        for one, (low, high) in zip(inputs, ends, strict=True)
    )
    moving = [swing for swing in swings if _LEAST_USD < swing.width_usd_per_t < math.inf]
    return tuple(sorted(moving, key=lambda s: (-round(s.width_usd_per_t, 6), s.name))[:MOST_SWINGS])
