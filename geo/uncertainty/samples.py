"""Monte Carlo samples: rates, the rouble, seasons and recoveries drawn from their stated ranges.

Owns how an uncertain number is drawn (docs/model.md, E19), not which numbers are. Sample *i* of a
seed is the same however many are asked for and on whatever number of cores.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

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
# Shares of years that are short, normal and long: an estimate (docs/model.md, A42).
YEARS: Mapping[YearType, float] = {
    YearType.SHORT: 0.25,
    YearType.NORMAL: 0.5,
    YearType.LONG: 0.25,
}


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain number: its range, and the cause that it shares with others, where there is one.

    The year type is an input whose values 0, 0.5 and 1 stand for short, normal and long.
    """

    name: str
    range: Range
    cause: str = ""


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

    Every input is triangular with its base as mode, the year type excepted, which has the stated
    shares. Inputs of one cause are correlated by the copula. Each sample has its own stream of
    random numbers, spawned from the seed.

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
    from scipy.special import ndtr  # noqa: PLC0415 - only who draws pays for SciPy

    causes = sorted({given.cause for given in inputs if given.cause})
    streams = np.random.SeedSequence(seed).spawn(draws)
    count = len(causes) + len(inputs)
    normal = np.array([np.random.default_rng(s).standard_normal(count) for s in streams])
    shared, own = normal[:, : len(causes)], normal[:, len(causes) :]
    columns = []
    for number, given in enumerate(inputs):
        z = own[:, number]
        if given.cause:
            z = np.sqrt(SHARED) * shared[:, causes.index(given.cause)] + np.sqrt(1 - SHARED) * z
        columns.append(_quantile(given, ndtr(z)))
    return Samples(tuple(inputs), np.column_stack(columns))


def _quantile(given: Input, share: Vector) -> Vector:
    if given.name == YEAR:
        ends = np.cumsum(list(YEARS.values()))
        return np.searchsorted(ends[:-1], share, side="right") / (len(ends) - 1)
    return triangular(given.range, share)


def triangular(values: Range, share: Vector) -> Vector:
    """Return the value below which a share of a triangular distribution lies.

    Examples
    --------
    >>> from zimnik.geo.pricing.rates import Range
    >>> triangular(Range(0.0, 1.0, 2.0), np.array([0.0, 0.5, 1.0])).tolist()
    [0.0, 1.0, 2.0]
    """
    low, mode, high = values.low, values.base, values.high
    width = high - low
    if not width:
        return np.full_like(share, mode)
    rising = low + np.sqrt(share * width * (mode - low))
    falling = high - np.sqrt((1 - share) * width * (high - mode))
    return np.where(share < (mode - low) / width, rising, falling)


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
