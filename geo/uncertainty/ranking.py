"""How sure a ranking of hubs is: rank acceptability, regret, tornado, EVPI and EVPPI.

Owns what follows from a table of costs by sample and hub (docs/model.md, E19). It neither draws
samples nor prices bills.

References
----------
Lahdelma and Salminen, SMAA-2, Operations Research 49 (2001), 444-454 (rank acceptability). Strong,
Oakley and Brennan, Estimating multiparameter partial expected value of perfect information,
Medical Decision Making 34 (2014), 311-326 (EVPPI of one input by regression).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.uncertainty.samples import Input


# Degree of the polynomial that takes the mean cost of a hub as a function of one input.
DEGREE = 3
# Swings that differ by less are as wide.
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class HubRank:
    """What the draws say of one hub; costs in US dollars per tonne.

    Parameters
    ----------
    hub_id
        The hub.
    mean_usd_per_t, low_usd_per_t, high_usd_per_t
        Mean, 5th and 95th percentile of its cost.
    rank_shares
        Share of the samples in which it is first, second, and so on; a tie is shared.
    mean_regret_usd_per_t, most_regret_usd_per_t
        Mean and largest excess over the best hub of each sample.
    """

    hub_id: str
    mean_usd_per_t: float
    low_usd_per_t: float
    high_usd_per_t: float
    rank_shares: tuple[float, ...]
    mean_regret_usd_per_t: float
    most_regret_usd_per_t: float


@dataclass(frozen=True, slots=True)
class Swing:
    """By how much the best hub leads the second when one input goes from low to high.

    A lead below zero is an overturn: the second is the better of the two.
    """

    name: str
    lead_at_low_usd_per_t: float
    lead_at_high_usd_per_t: float

    @property
    def width_usd_per_t(self) -> float:
        """Difference that the input makes."""
        return abs(self.lead_at_high_usd_per_t - self.lead_at_low_usd_per_t)

    @property
    def overturns(self) -> bool:
        """Whether the second hub is ahead at one end of the range."""
        return min(self.lead_at_low_usd_per_t, self.lead_at_high_usd_per_t) < 0


def rank_hubs(hub_ids: Sequence[str], costs_usd_per_t: Vector) -> tuple[HubRank, ...]:
    """Rank hubs by mean cost, with rank acceptability (SMAA) and regret, the least mean first.

    Parameters
    ----------
    hub_ids
        Hubs, the columns of the costs.
    costs_usd_per_t
        A row for each sample.

    Raises
    ------
    InputError
        If a cost is NaN or infinite: a hub that cannot be reached has no rank.
    """
    _require_costs(hub_ids, costs_usd_per_t)
    shares = rank_shares(costs_usd_per_t)
    regret = costs_usd_per_t - costs_usd_per_t.min(axis=1, keepdims=True)
    low, high = np.quantile(costs_usd_per_t, (0.05, 0.95), axis=0)
    ranked = [
        HubRank(
            hub_id=hub,
            mean_usd_per_t=float(costs_usd_per_t[:, column].mean()),
            low_usd_per_t=float(low[column]),
            high_usd_per_t=float(high[column]),
            rank_shares=tuple(shares[column].tolist()),
            mean_regret_usd_per_t=float(regret[:, column].mean()),
            most_regret_usd_per_t=float(regret[:, column].max()),
        )
        for column, hub in enumerate(hub_ids)
    ]
    return tuple(sorted(ranked, key=lambda hub: (hub.mean_usd_per_t, hub.hub_id)))


def rank_shares(costs_usd_per_t: Vector) -> Vector:
    """Return in which share of samples each hub (row) has each rank (column).

    Hubs that tie for some ranks share them equally.
    """
    cheaper = (costs_usd_per_t[:, None, :] < costs_usd_per_t[:, :, None]).sum(axis=2)
    equal = (costs_usd_per_t[:, None, :] == costs_usd_per_t[:, :, None]).sum(axis=2)
    ranks = np.arange(costs_usd_per_t.shape[1])
    has = (ranks >= cheaper[:, :, None]) & (ranks < (cheaper + equal)[:, :, None])
    return np.asarray((has / equal[:, :, None]).mean(axis=0), float)


def evpi(costs_usd_per_t: Vector) -> float:
    """Return the expected value of perfect information, US dollars per tonne.

    By so much the cost would fall on average, were the sample known before a hub is chosen.

    Parameters
    ----------
    costs_usd_per_t
        A row for each sample, a column for each hub.
    """
    worth = costs_usd_per_t.mean(axis=0).min() - costs_usd_per_t.min(axis=1).mean()
    return max(float(worth), 0.0)


def evppi(values: Vector, costs_usd_per_t: Vector) -> float:
    """Return the expected value of partial perfect information of one input, by regression.

    By so much the cost would fall on average, were the one input known before a hub is chosen. The
    mean cost of each hub given the input is a polynomial fitted to the samples; for an input of no
    more than four values it is the mean itself (Strong, Oakley and Brennan 2014).

    Parameters
    ----------
    values
        The input in each sample.
    costs_usd_per_t
        A row for each sample, a column for each hub.
    """
    distinct = len(np.unique(values))
    degree = min(DEGREE, distinct - 1)
    if degree < 1:
        return 0.0
    basis = np.polynomial.legendre.legvander(_scaled(values), degree)
    fitted = basis @ np.linalg.lstsq(basis, costs_usd_per_t, rcond=None)[0]
    return max(float(fitted.mean(axis=0).min() - fitted.min(axis=1).mean()), 0.0)


def _scaled(values: Vector) -> Vector:
    """Return values between -1 and 1, where Legendre polynomials are well behaved."""
    return np.asarray((values - values.min()) / np.ptp(values) * 2 - 1, float)


def tornado(inputs: Sequence[Input], leads_usd_per_t: Vector) -> tuple[Swing, ...]:
    """Return a tornado diagram: how far each input alone moves the lead of one hub over another.

    Parameters
    ----------
    inputs
        What may be low or high.
    leads_usd_per_t
        Lead of the best hub over the second in each sample of `geo.uncertainty.samples`'s
        `one_at_a_time`: with the first input low, with it high, and so on.

    Returns
    -------
    tuple
        A swing for each input, widest first; those as wide but for rounding by name.
    """
    swings = (
        Swing(given.name, float(low), float(high))
        for given, (low, high) in zip(inputs, leads_usd_per_t.reshape(-1, 2), strict=True)
    )
    return tuple(sorted(swings, key=lambda s: (-round(s.width_usd_per_t, DECIMALS), s.name)))


def _require_costs(hub_ids: Sequence[str], costs_usd_per_t: Vector) -> None:
    bad = [
        hub
        for hub, column in zip(hub_ids, costs_usd_per_t.T, strict=True)
        if not np.isfinite(column).all()
    ]
    if bad:
        raise InputError(
            [
                Fault("ranking", "a cost in every sample", "none", "Leave the hub out.", row=hub)
                for hub in bad
            ]
        )
