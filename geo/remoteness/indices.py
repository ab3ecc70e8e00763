"""Indices of remoteness, each by its published construction, on plain arrays (docs/model.md, E20).

Owns the arithmetic alone: what distances, hours and costs are and where they come from is for
`geo.remoteness.sites`. Indices stand side by side and are never blended into one; how far they
agree is for `rank_correlations` to say. A place that cannot be reached at all has the distance,
time or cost `inf`, which every index takes for what it is; NaN raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

ARIA_CLASSES = (250_000.0, 48_000.0, 18_000.0, 5_000.0, 1_000.0)
ARIA_CAP = 3.0
FAR_CLASSES = (50_000.0, 25_000.0, 10_000.0, 2_500.0)
FAR_HOURS = (1.0, 0.75, 0.5, 0.25)
ALL_SEASON_ROAD_KM = 2.0
LEAST_RANKED = 3


@dataclass(frozen=True, slots=True, eq=False)
class AriaScores:
    """Scores of sites, and the means that the distances were compared with.

    Parameters
    ----------
    scores
        0 (nothing is far) to `ARIA_CAP` times the number of classes, one a site.
    means_km
        Mean distance to each class over the sites that reach one; NaN where none does.
    """

    scores: NDArray[np.float64]
    means_km: NDArray[np.float64]


def aria_scores(distances_km: ArrayLike) -> AriaScores:
    """Return a score after the Accessibility/Remoteness Index of Australia (ARIA+).

    The distance to the nearest service centre of each class is divided by the mean distance to the
    class, the ratio is capped at 3, and the ratios are added up. Published ARIA+ takes the mean of
    all Australian localities; here it is that of the sites given, so a score compares them with
    each other and not with Australia.

    Parameters
    ----------
    distances_km
        One row a site, one column a class of `ARIA_CLASSES`: km to the nearest centre of the class
        or a larger one; infinite where none can be reached, which counts as the cap.

    Raises
    ------
    InputError
        If a distance is NaN or negative.

    References
    ----------
    Department of Health and Ageing, Accessibility Remoteness Index of Australia (ARIA) review,
    2011, section 2.3 (classes A to E: 250,000, 48,000, 18,000, 5,000 and 1,000 persons).
    """
    distances = _checked("distances_km", distances_km)
    reached = np.isfinite(distances)
    counts = reached.sum(axis=0)
    sums = np.where(reached, distances, 0.0).sum(axis=0)
    means = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    # Where every site stands at a centre the mean is 0, and none of them is far from one.
    scale = np.where(means > 0, means, 1.0)
    ratios = np.minimum(distances / scale, ARIA_CAP)
    return AriaScores(ratios.sum(axis=1), means)


def accessibility(
    populations: ArrayLike, costs: ArrayLike, *, limit: float, least_cost: float
) -> NDArray[np.float64]:
    """Return the accessibility of sites by gravity: people within reach over the cost to them.

    Parameters
    ----------
    populations
        People of each centre.
    costs
        One row a site, one column a centre: cost to reach it, infinite where that is impossible.
    limit
        Greatest cost, itself included, at which a centre is within reach. Of a site with none
        within reach the cheapest one beyond counts, and that alone.
    least_cost
        Cost that stands in for any lower one, since no trip costs nothing.

    Returns
    -------
    numpy.ndarray
        One number a site; 0 where no centre can be reached.

    Raises
    ------
    InputError
        If a number is NaN or negative, there is no centre, or `least_cost` is not above zero.

    References
    ----------
    Alasia, Bedard, Belanger, Guimond and Penney, Measuring remoteness and accessibility: a set of
    indices for Canadian communities, Statistics Canada 18-001-X, 2017.
    """
    people, paid = _checked("populations", populations), _checked("costs", costs)
    if not least_cost > 0 or paid.ndim != 2 or paid.shape[1:] != people.shape or not people.size:  # noqa: PLR2004 - sites by centres
        fault = Fault(
            "gravity",
            "a least cost above zero, and costs of at least one centre, one column a centre",
            f"least cost {least_cost}, costs {paid.shape}, populations {people.shape}",
            "Give a table of towns with population.",
        )
        raise InputError([fault])
    within = paid <= limit
    alone = np.argmin(paid, axis=1)
    none_within = ~within.any(axis=1)
    within[none_within, alone[none_within]] = True
    pull = people / np.maximum(paid, least_cost)
    gravity: NDArray[np.float64] = np.where(within, pull, 0.0).sum(axis=1)
    return gravity


def remoteness_index(accessibilities: ArrayLike) -> NDArray[np.float64]:
    """Return 0 for the most accessible site to 1 for the least, on the scale of the logarithm.

    Logarithm and min-max are those of the index of remoteness of Statistics Canada (see
    `accessibility`). A site from which no centre can be reached has accessibility 0 and index 1,
    and the scale is that of the others.
    """
    gravity = _checked("accessibilities", accessibilities)
    reached = gravity > 0
    index = np.ones(len(gravity))
    if reached.any():
        logs = np.log(gravity[reached])
        spread = logs.max() - logs.min()
        index[reached] = (logs.max() - logs) / (spread if spread > 0 else 1.0)
    return index


def far_levels(hours: ArrayLike) -> NDArray[np.int64]:
    """Return the level of frontier and remote (FAR) of sites: 0 for none, 4 for the most remote.

    Level 1 is an hour or more from every centre of 50,000 people or more; level 2 also three
    quarters from those of 25,000 up, level 3 half an hour from those of 10,000 up, level 4 a
    quarter from those of 2,500 up. A level needs all before it.

    Parameters
    ----------
    hours
        One row a site, one column a class of `FAR_CLASSES`: driving hours to the nearest centre of
        that many people or more; infinite where no road leads to one.

    Raises
    ------
    InputError
        If a time is NaN or negative.

    References
    ----------
    USDA Economic Research Service, Frontier and Remote Area Codes, documentation.
    """
    far = _checked("hours", hours) >= np.asarray(FAR_HOURS)
    levels: NDArray[np.int64] = np.cumprod(far, axis=1).sum(axis=1).astype(np.int64)
    return levels


def has_rural_access(distance_km: ArrayLike) -> NDArray[np.bool_]:
    """Return whether an all-season road is within 2 km.

    References
    ----------
    Rural Access Index, indicator 9.1.1 of the Sustainable Development Goals (World Bank).
    """
    near: NDArray[np.bool_] = _checked("distance_km", distance_km) <= ALL_SEASON_ROAD_KM
    return near


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """How far two indices rank sites alike: 1 the same order, -1 the reverse.

    `spearman` and `kendall` (tau-b, which allows for ties) are None where an index has one value
    for all sites or fewer than three sites have both.
    """

    one: str
    other: str
    sites: int
    spearman: float | None
    kendall: float | None


def rank_correlations(indices: pd.DataFrame) -> tuple[RankCorrelation, ...]:
    """Return the rank correlations of each pair of columns.

    Parameters
    ----------
    indices
        One row a site, one column an index that grows with remoteness. Infinite is remotest of
        all; a site of which an index is NaN is left out of its pairs.

    References
    ----------
    Spearman's rho and Kendall's tau-b as `scipy.stats` computes them.
    """
    names = [str(name) for name in indices.columns]
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    values = indices.to_numpy(dtype=np.float64)
    return tuple(_correlation(names[i], names[j], values[:, i], values[:, j]) for i, j in pairs)


def _correlation(
    one: str, other: str, left: NDArray[np.float64], right: NDArray[np.float64]
) -> RankCorrelation:
    known = ~(np.isnan(left) | np.isnan(right))
    # Ranks, since the correlation of scipy has no place for infinity.
    ranks = [stats.rankdata(values[known]) for values in (left, right)]
    count = int(known.sum())
    if count < LEAST_RANKED or any(np.ptp(rank) == 0 for rank in ranks):
        return RankCorrelation(one, other, count, None, None)
    return RankCorrelation(
        one,
        other,
        count,
        float(stats.spearmanr(*ranks).statistic),
        float(stats.kendalltau(*ranks).statistic),
    )


def _checked(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return numbers of 0 or more, infinity among them."""
    array = np.asarray(values, dtype=np.float64)
    if np.isnan(array).any() or (array < 0).any():
        fault = Fault(
            "index of remoteness",
            "numbers of 0 or more, infinite where out of reach",
            f"{int((~(array >= 0)).sum())} others among the {name}",
            "Correct what they are made of.",
        )
        raise InputError([fault])
    return array
