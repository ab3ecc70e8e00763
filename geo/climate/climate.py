"""The season of a winter road from climate: freezing degree-days of monthly mean temperatures.

Owns the rule of docs/model.md, E10, for points: the grid of temperatures, how a month becomes days,
and when a winter lets a road open and makes it close. What a season means for a link stands in
`geo.climate.road_seasons`. The winter runs from 1 August; its time is days from there, so that no
season wraps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D, day_of
from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Values = NDArray[np.float64]

MONTHS = 12
WINTER_FROM_D = day_of("08-01")
HIGHEST_WARMING_C = 10.0


@dataclass(frozen=True, slots=True)
class Climate:
    """Monthly mean air temperatures on a regular grid.

    Parameters
    ----------
    lon, lat
        Degrees, ascending; longitudes run on beyond 180.
    monthly_c
        Degrees Celsius, shaped latitudes by longitudes by 12 months.
    beside
        Other grids, which tell of points outside this one, the first that knows a point.
    """

    lon: Values
    lat: Values
    monthly_c: Values
    beside: tuple[Climate, ...] = ()

    def monthly_at(self, lon: ArrayLike, lat: ArrayLike) -> Values:
        """Return the 12 means at each point, bilinear; NaN outside every grid."""
        means = self._of_grid(lon, lat)
        for other in self.beside:
            unknown = np.isnan(means)
            if not unknown.any():
                break
            means = np.where(unknown, other.monthly_at(lon, lat), means)
        return means

    def _of_grid(self, lon: ArrayLike, lat: ArrayLike) -> Values:
        east = np.mod(np.asarray(lon, np.float64) - self.lon[0], 360.0) + self.lon[0]
        north = np.asarray(lat, np.float64)
        column, right = _between(self.lon, east)
        row, up = _between(self.lat, north)
        corners = (
            ((1 - up) * (1 - right), row, column),
            ((1 - up) * right, row, column + 1),
            (up * (1 - right), row + 1, column),
            (up * right, row + 1, column + 1),
        )
        means = sum(
            (share[..., None] * self.monthly_c[i, j] for share, i, j in corners),
            np.zeros((*np.shape(east), MONTHS)),
        )
        inside = (east <= self.lon[-1]) & (north >= self.lat[0]) & (north <= self.lat[-1])
        return np.where(inside[..., None], means, np.nan)


@dataclass(frozen=True, slots=True)
class WinterRule:
    """When a winter road opens and closes (docs/model.md, E10 names the sources).

    Parameters
    ----------
    degree_days
        Freezing degree-days, deg C, at which the ground and the ice bear the machines that build.
    by_d
        Latest end of the day, in days of the winter, by which they must be reached for a road.
    building_d
        Days from there to the first lorry.
    decay_d
        Days that a road closes before the mean daily temperature rises past 0 deg C.
    """

    degree_days: float = 380.0
    by_d: float = YEAR_D - WINTER_FROM_D
    building_d: float = 50.0
    decay_d: float = 20.0


RULE = WinterRule()


@dataclass(frozen=True, slots=True)
class Winter:
    """What a winter lets a road do at points, in days from 1 August; NaN where it never does.

    `opens_d` and `closes_d` are the moments of opening and closing, `holds` whether the winter
    makes a road at all.
    """

    opens_d: Values
    closes_d: Values
    holds: NDArray[np.bool_]


def winter(monthly_c: Values, *, warming_c: float = 0.0, rule: WinterRule = RULE) -> Winter:
    """Return when a winter road would open and close at points (docs/model.md, E10).

    Parameters
    ----------
    monthly_c
        Monthly means at the points, one point a row; NaN where no climate is known.
    warming_c
        Added to every month, 0 to 10 deg C.
    rule
        Thresholds.

    Notes
    -----
    More warming opens no road earlier and closes none later: each day has fewer freezing degrees,
    and the temperature, which does not change its shape, passes 0 sooner.

    Raises
    ------
    InputError
        If the warming is out of range.
    """
    check_warming(warming_c)
    warmed_c = np.roll(daily_c(monthly_c), -WINTER_FROM_D, axis=-1) + warming_c
    built_from_d = _reached(np.cumsum(np.maximum(-warmed_c, 0.0), axis=-1), rule.degree_days)
    opens_d = built_from_d + rule.building_d
    closes_d = _thaw(warmed_c) - rule.decay_d
    holds = (built_from_d <= rule.by_d) & (opens_d < closes_d)
    return Winter(opens_d, closes_d, holds)


def check_warming(warming_c: float) -> None:
    """Raise InputError unless a warming is a number from 0 to 10 deg C."""
    if not 0.0 <= warming_c <= HIGHEST_WARMING_C:
        raise InputError(
            [
                Fault(
                    "warming",
                    f"0 to {HIGHEST_WARMING_C:g} degrees Celsius",
                    f"{warming_c:g}",
                    "Give another warming.",
                )
            ]
        )


def daily_c(monthly_c: Values) -> Values:
    """Return the 365 daily temperatures that 12 monthly means stand for, along the last axis.

    A constant and the harmonics of one to six cycles a year whose means over the months are the
    means given, exactly: the method of Epstein (1991, J. Climate 4, 365-368), which NOAA uses for
    its daily normals (Arguez and Applequist 2013).
    """
    return np.asarray(monthly_c @ _days_of_months().T)


@cache
def _days_of_months() -> Values:
    """Return the matrix, 365 by 12, that turns monthly means into days."""
    phase = 2.0 * math.pi * (np.arange(YEAR_D) + 0.5) / YEAR_D
    half = MONTHS // 2
    waves = [np.ones(YEAR_D)]
    for cycles in range(1, half):
        waves += [np.cos(cycles * phase), np.sin(cycles * phase)]
    # At its height in the middle of months: that of a cosine has almost no mean over any of them.
    waves.append(np.sin(half * phase))
    basis = np.stack(waves, axis=1)
    month = np.repeat(np.arange(MONTHS), np.diff([*MONTH_STARTS_D, YEAR_D]))
    means = np.stack([basis[month == i].mean(axis=0) for i in range(MONTHS)])
    return np.asarray(basis @ np.linalg.inv(means))


def _between(axis: Values, at: Values) -> tuple[NDArray[np.intp], Values]:
    """Return the grid line before each coordinate and the share of the way to the next."""
    step = axis[1] - axis[0]
    before = np.clip((at - axis[0]) // step, 0, len(axis) - 2).astype(np.intp)
    return before, (at - axis[before]) / step


def _reached(totals: Values, threshold: float) -> Values:
    """Return the moment when totals by the end of each day reach a threshold; NaN for never."""
    day = np.argmax(totals >= threshold, axis=-1)
    at = np.take_along_axis(totals, day[..., None], -1)[..., 0]
    previous = np.take_along_axis(totals, np.maximum(day - 1, 0)[..., None], -1)[..., 0]
    before = np.where(day > 0, previous, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        moment = day + (threshold - before) / (at - before)
    return np.where(at >= threshold, moment, np.nan)


def _thaw(warmed_c: Values) -> Values:
    """Return the moment after the coldest day when the temperature passes 0 deg C, or the last.

    A day's temperature is that of its noon.
    """
    days = np.arange(YEAR_D)
    coldest = np.argmin(warmed_c, axis=-1)
    thawing = (warmed_c >= 0.0) & (days > coldest[..., None])
    day = np.where(thawing.any(axis=-1), np.argmax(thawing, axis=-1), YEAR_D - 1)
    after = np.take_along_axis(warmed_c, day[..., None], -1)[..., 0]
    before = np.take_along_axis(warmed_c, np.maximum(day - 1, 0)[..., None], -1)[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        back = np.clip(after / (after - before), 0.0, 1.0)
    return np.where(np.isnan(after), np.nan, day + 0.5 - np.where(after > 0.0, back, 0.0))
