"""Percentiles of an answer over worlds, draws or years.

Owns the one rule by which they are told: between two ranks by proportion, and none where a world of
either rank has no number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Number = TypeVar("Number", float, "float | None")

SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Percentiles(Generic[Number]):
    """10th, 50th and 90th percentile; None where a world of that rank has no number."""

    p10: Number
    p50: Number
    p90: Number


def percentiles_of(values: Iterable[float]) -> Percentiles[float | None]:
    """Return the percentiles of some values.

    Parameters
    ----------
    values
        One a world. What has no number is infinite: above all others, or below them.

    Examples
    --------
    >>> percentiles_of([4.0, 2.0, 3.0])
    Percentiles(p10=2.2, p50=3.0, p90=3.8)
    >>> percentiles_of([4.0, 2.0, math.inf])
    Percentiles(p10=2.4, p50=4.0, p90=None)
    """
    ranked = np.sort(np.fromiter(values, float)).tolist()
    p10, p50, p90 = (_at(ranked, share) for share in SHARES)
    return Percentiles(p10, p50, p90)


def finite_percentiles(values: Iterable[float]) -> Percentiles[float]:
    """Return the percentiles of some values that are all finite, as `percentiles_of`."""
    found = percentiles_of(values)
    if found.p10 is None or found.p50 is None or found.p90 is None:
        message = "no value, or one that is not finite"
        raise ValueError(message)
    return Percentiles(found.p10, found.p50, found.p90)


def _at(ranked: Sequence[float], share: float) -> float | None:
    if not ranked:
        return None
    at = share * (len(ranked) - 1)
    low, high = ranked[math.floor(at)], ranked[math.ceil(at)]
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return low + (high - low) * (at - math.floor(at))
