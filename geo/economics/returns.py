"""Net present value, internal rate of return and payback of yearly flows.

Owns what is made of flows that are known (docs/model.md, E43). A root is bracketed by SciPy: the
common library for this returns one root of several, or none, without saying which.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import PERCENT

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector

# A root of a polynomial is real where its imaginary part is no more than rounding.
_REAL = 1e-9
# Share by which a factor, or a sum of flows, may be off nothing by rounding.
_AT_NOTHING = 1e-9
# Discount factors between which a rate mostly lies, and beyond which nobody reckons.
_USUAL_FACTORS = 0.3, 2.0
_LEAST_FACTOR, _MOST_FACTOR, _MOST_POWER = 1e-9, 1e9, 1e290


class RateOutcome(StrEnum):
    """Whether there is a rate at which flows are worth nothing."""

    FOUND = "found"
    NEVER_POSITIVE = "never_positive"
    NEVER_NEGATIVE = "never_negative"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class InternalRate:
    """The internal rate of return, or why there is none.

    Parameters
    ----------
    outcome
        Flows that never change their sign have no rate; flows that change it often may have several
        or none.
    pct_per_y
        The rate; None unless there is exactly one, or one that is not below nothing.
    """

    outcome: RateOutcome
    pct_per_y: float | None = None


def npv_usd(flows_usd: Vector, discount_pct_per_y: float) -> Vector:
    """Return the net present value of flows at the ends of years 1, 2 and so on (E43).

    Parameters
    ----------
    flows_usd
        Years along the last axis.
    discount_pct_per_y
        Real rate.

    Examples
    --------
    >>> round(float(npv_usd(np.array([-100.0, 121.0]), 10.0)), 6)
    9.090909
    """
    years = np.arange(1, flows_usd.shape[-1] + 1)
    return np.asarray(flows_usd @ (1 + discount_pct_per_y / PERCENT) ** -years, float)


def internal_rate(flows_usd: Vector) -> InternalRate:
    """Return the rate at which flows of one project are worth nothing, or why there is none (E43).

    References
    ----------
    Norstrom, A sufficient condition for a unique nonnegative internal rate of return, Journal of
    Financial and Quantitative Analysis 7 (1972), 1835-1839.

    Examples
    --------
    >>> round(internal_rate(np.array([-100.0, 110.0])).pct_per_y, 6)
    10.0
    """
    known = flows_usd[flows_usd != 0]
    if not np.any(known > 0):
        return InternalRate(RateOutcome.NEVER_POSITIVE)
    if not np.any(known < 0):
        return InternalRate(RateOutcome.NEVER_NEGATIVE)
    changes = int(np.count_nonzero(np.diff(np.sign(known))))
    if changes == 1:
        return InternalRate(RateOutcome.FOUND, _only_rate_pct(flows_usd))
    factors = _discount_factors(flows_usd)
    if len(factors) > 1 and _earns_back_once(known):
        # What closing costs at the end gives a project a second rate, far below nothing.
        factors = factors[:1]
    if len(factors) == 1:
        return InternalRate(RateOutcome.FOUND, (1 / factors[0] - 1) * PERCENT)
    # Of a project that never earns back what was spent, rates below nothing alone are none.
    lost = not factors or (factors[0] > 1 + _AT_NOTHING and known[0] < 0)
    return InternalRate(RateOutcome.NONE if lost else RateOutcome.SEVERAL)


def _earns_back_once(flows_usd: Vector) -> bool:
    """Whether sums of flows turn from below to above nothing once, and so have one rate above it.

    Norstrom's criterion: the rate above nothing is the highest there is.
    """
    sums = np.cumsum(flows_usd)
    rounding = _AT_NOTHING * np.max(np.abs(sums))
    signs = np.sign(sums[np.abs(sums) > rounding])
    turns = np.count_nonzero(np.diff(signs))
    return bool(sums[0] < 0 and sums[-1] > rounding) and turns == 1


def _only_rate_pct(flows_usd: Vector) -> float | None:
    """Return the rate of flows that change their sign once: one by the rule of Descartes."""
    from scipy.optimize import brentq  # noqa: PLC0415 - only who asks for a rate pays for SciPy

    scaled = flows_usd / np.max(np.abs(flows_usd))
    years = np.arange(len(scaled))

    def worth(factor: float) -> float:
        return float(scaled @ factor**years)

    first = np.sign(scaled[np.flatnonzero(scaled)[0]])
    # A power of it has to be a number.
    most = min(_MOST_FACTOR, _MOST_POWER ** (1 / len(scaled)))
    if np.sign(worth(most)) == first:
        # What comes back is next to nothing: the rate is that of a loss of all.
        return -PERCENT
    low, high = _USUAL_FACTORS
    low = low if np.sign(worth(low)) == first else _LEAST_FACTOR
    high = high if np.sign(worth(high)) == -first else most
    factor = brentq(worth, low, high, xtol=1e-14, maxiter=500)
    return float((1 / factor - 1) * PERCENT)


def _discount_factors(flows_usd: Vector) -> list[float]:
    """Return every factor 1 / (1 + rate) above nothing at which the flows are worth nothing."""
    roots = np.roots(flows_usd[::-1])
    real = roots[np.abs(roots.imag) <= _REAL * np.maximum(np.abs(roots), 1.0)].real
    found = sorted(float(x) for x in real if _LEAST_FACTOR < x < _MOST_FACTOR)
    # A double root is met twice, a little apart.
    return [x for n, x in enumerate(found) if not n or x - found[n - 1] > 1e-6 * x]


def payback_y(flows_usd: Vector, built_y: int) -> float | None:
    """Return after how many years of output all that was spent is back; None where it never is.

    Parameters
    ----------
    flows_usd
        Of one project, not discounted.
    built_y
        Years before the first output.
    """
    spent = np.concatenate([[0.0], np.cumsum(flows_usd)])
    back = np.flatnonzero(spent[built_y + 1 :] >= 0)
    if not back.size:
        return None
    year = built_y + 1 + int(back[0])
    before, earned = spent[year - 1], spent[year] - spent[year - 1]
    share = float(-before / earned) if before < 0 else 0.0
    return year - 1 - built_y + share
