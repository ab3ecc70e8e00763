"""Monte Carlo samples: rates, paces, currency, seasons and recoveries drawn from their ranges.

Owns how an uncertain number is drawn (docs/model.md, E19), not which numbers are. Sample *i* of a
seed is the same however many are asked for, on whatever number of cores and whatever else is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.chance import Chance
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.pricing.rates import Range


# Correlation of two rates that one cause moves: an estimate (docs/model.md, A41).
SHARED = 0.5
YEAR = "year_type"
NORMAL = 0.5
# Low and high of a range are its 10th and 90th percentile: so many standard deviations away.
SPREAD_Z = 1.2815515655446004
# Shares of years that are short, normal and long: an estimate (docs/model.md, A42).
YEARS: Mapping[YearType, float] = {
    YearType.SHORT: 0.25,
    YearType.NORMAL: 0.5,
    YearType.LONG: 0.25,
}


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain number: its range, and the cause that it shares with others, where there is one.

    The year type is an input whose values 0, 0.5 and 1 stand for short, normal and long. No draw is
    above `most`, as where a share cannot exceed the whole.
    """

    name: str
    range: Range
    cause: str = ""
    most: float = math.inf


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Draws of every input: a row for each sample, a column for each of `inputs`."""

    inputs: tuple[Input, ...]
    values: Vector

    @property
    def count(self) -> int:
        """Number of samples."""
        return len(self.values)

    def sample(self, number: int) -> dict[str, float]:
        """Return the value of every input in one sample."""
        names = (given.name for given in self.inputs)
        return dict(zip(names, self.values[number].tolist(), strict=True))

    def take(self, rows: Sequence[int] | Indices) -> Samples:
        """Return some of the samples."""
        return replace(self, values=self.values[np.asarray(rows, dtype=np.int64)])

    def of(self, name: str, default: float) -> Vector:
        """Return an input in every sample; a default where it is not an input."""
        for column, given in enumerate(self.inputs):
            if given.name == name:
                return self.values[:, column]
        return np.full(self.count, default)

    def ratios(self) -> dict[str, Vector]:
        """Return every input over its base in every sample; the input itself where that is 0."""
        return {
            given.name: self.values[:, column] / (given.range.base or 1.0)
            for column, given in enumerate(self.inputs)
        }

    def by_year(self) -> dict[YearType, Indices]:
        """Return the numbers of the samples of each year type that there is any of."""
        kinds = np.rint(self.of(YEAR, NORMAL) * (len(YEARS) - 1))
        rows = {year: np.flatnonzero(kinds == place) for place, year in enumerate(YEARS)}
        return {year: own for year, own in rows.items() if own.size}


def require_draws(draws: int, seed: int) -> None:
    """Require that samples can be drawn; see `draw_samples`.

    Raises
    ------
    InputError
        If there is no draw, or the seed is negative.
    """
    if draws < 1 or seed < 0:
        raise InputError(
            [
                Fault(
                    "draws",
                    "one draw or more and a seed of 0 or more",
                    f"{draws} draws, seed {seed}",
                    "Give others.",
                )
            ]
        )


def draw_samples(inputs: Sequence[Input], draws: int, seed: int) -> Samples:
    """Return samples drawn from the ranges of inputs, joined by a Gaussian copula.

    Every input has the distribution of `two_piece`, the year type excepted, which has the stated
    shares. Inputs of one cause are correlated by the copula. Each input and each cause has its own
    stream of random numbers, so that what else is drawn does not move it (`Chance`).

    Parameters
    ----------
    inputs
        What is drawn.
    draws
        How many samples.
    seed
        Any whole number of 0 or more.

    Raises
    ------
    InputError
        If there is no draw, or the seed is negative.
    """
    require_draws(draws, seed)
    own, common = Chance(seed, "input"), Chance(seed, "cause")
    causes = {given.cause for given in inputs if given.cause}
    shared = {cause: common.of(cause).standard_normal(draws) for cause in causes}
    columns = []
    for given in inputs:
        z = own.of(given.name).standard_normal(draws)
        if given.cause:
            z = np.sqrt(SHARED) * shared[given.cause] + np.sqrt(1 - SHARED) * z
        columns.append(_drawn(given, z))
    return Samples(tuple(inputs), np.column_stack(columns))


def _drawn(given: Input, z: Vector) -> Vector:
    if given.name == YEAR:
        from scipy.special import ndtr  # noqa: PLC0415 - only who draws years pays for SciPy

        ends = np.cumsum(list(YEARS.values()))
        kinds: Vector = np.searchsorted(ends[:-1], ndtr(z), side="right") / (len(ends) - 1)
        return kinds
    return np.minimum(two_piece(given.range, z), given.most)


def two_piece(values: Range, z: Vector) -> Vector:
    """Return the value of a range that stands for a value of a standard normal variable (E19).

    The base is the median, low and high the 10th and the 90th percentile. On each side of the base
    the logarithm is normal with its own spread; where an end or the base is 0, which has no
    logarithm, the value itself is, cut off at 0.

    Examples
    --------
    >>> from zimnik.geo.pricing.rates import Range
    >>> two_piece(Range(1.0, 2.0, 8.0), np.array([-SPREAD_Z, 0.0, SPREAD_Z])).round(9).tolist()
    [1.0, 2.0, 8.0]
    """
    return np.where(
        z < 0, _one_side(values.base, values.low, z), _one_side(values.base, values.high, z)
    )


def _one_side(base: float, end: float, z: Vector) -> Vector:
    steps = np.abs(z) / SPREAD_Z
    if base > 0 and end > 0:
        return np.asarray(base * (end / base) ** steps, float)
    return np.maximum(base + (end - base) * steps, 0.0)


def base_sample(inputs: Iterable[Input]) -> dict[str, float]:
    """Return the sample in which every input has its base value."""
    return {given.name: given.range.base for given in inputs}


def one_at_a_time(inputs: Sequence[Input]) -> Samples:
    """Return samples in which one input is at an end of its range and all others at their base.

    Two for each input, in their order: first its low, then its high.
    """
    base = np.array([given.range.base for given in inputs])
    values = np.tile(base, (2 * len(inputs), 1))
    for column, given in enumerate(inputs):
        values[2 * column : 2 * column + 2, column] = given.range.low, given.range.high
    return Samples(tuple(inputs), values)


def year_type_of(sample: Mapping[str, float]) -> YearType:
    """Return the year type of a sample; a normal year where it is not an input."""
    years = list(YEARS)
    return years[round(sample.get(YEAR, NORMAL) * (len(years) - 1))]
