"""What lies at a place within a week: the moments at which a stock may be at its fullest.

Owns how the stock at the end of a week becomes that of a moment before it (docs/model.md, E12). A
stock grows and shrinks evenly between moments, so that it is fullest at the end of a week or where
something begins to leave or ceases to come.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.limits import CapacityLimit, DeliveryUse, FlowUse, StoreUse
from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.intervals import Arrivals, departures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import DemandRun, DemandRuns, StoreAt
    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.intervals import Openings, Weeks

# Moments of one day nearer to each other than this are the same.
_SAME_D = 1e-6
# No part of its own: the end of a week.
_END = -1


@dataclass(frozen=True, slots=True)
class Change:
    """What takes from a stock or adds to it: departures or arrivals evenly over open days.

    Parameters
    ----------
    openings, after_d
        When what moves sets out, and days until it is out of the stock or in it.
    adds
        Whether it adds to the stock.
    standing_d
        Days that it stands at the place besides: after it is out of the stock, or before it is in.
    """

    openings: Openings
    after_d: float
    _: KW_ONLY
    adds: bool
    standing_d: float = 0.0

    @property
    def sign(self) -> float:
        """Return 1 where it adds, -1 where it takes."""
        return 1.0 if self.adds else -1.0

    def tops_d(self, weeks: Weeks) -> Vector:
        """Return the moments at which what stands there may begin to grow less than before."""
        if not self.adds:
            first_d = weeks.pieces(self.openings)[1]
            return np.asarray((first_d + self.standing_d) % YEAR_D)
        last_d = weeks.pieces(self.openings)[2]
        return np.asarray((last_d + self.after_d - self.standing_d) % YEAR_D)

    def standing(self, weeks: Weeks, moments_d: Vector) -> Arrivals:
        """Return what of each week's departures stands there at some moments, by their number."""
        left, first_d, last_d = weeks.pieces(self.openings)
        until_d = moments_d + (self.standing_d - self.after_d if self.adds else 0.0)
        overlap = np.zeros((len(left), len(moments_d)))
        # A year of standing at most: what set out in the year before may stand there yet.
        for years in range(-2, 1):
            end_d = until_d[None, :] - years * YEAR_D
            begin_d = end_d - self.standing_d
            met = np.minimum(end_d, last_d[:, None]) - np.maximum(begin_d, first_d[:, None])
            overlap += np.clip(met, 0.0, None)
        lengths_d = np.bincount(left, last_d - first_d, minlength=weeks.count)
        piece, moment = np.nonzero(overlap > _SAME_D)
        return Arrivals(left[piece], moment, overlap[piece, moment] / lengths_d[left[piece]])


@dataclass(frozen=True, slots=True)
class Piles:
    """The stores of a campaign, and all that moves into them and out of them."""

    demands: Sequence[DemandRuns]
    stores: Sequence[StoreAt]
    runs: Sequence[DemandRun]
    request: CampaignRequest

    def at(self, place_id: str, most_t: float, *, shipped: bool) -> tuple[CapacityLimit, Vector]:
        """Return the limit of what lies at a place, and the moments of its rows.

        Parameters
        ----------
        place_id, most_t
            The place, and what may lie there at most.
        shipped
            Whether the tonnes are shipped ones, rather than dry ones.
        """
        here = [n for n, store in enumerate(self.stores) if store.place_id == place_id]
        weeks = self.request.weeks
        flows = [moved for at in here for moved in self._flows(at)]
        made = [commodity for at in here for commodity in self._made(at)]
        changes = [change for _, change in (*flows, *made)]
        moments = _Moments.of(weeks, [change.tops_d(weeks) for change in changes])
        moments_d = moments.days_d(weeks)
        counts_for = [found.shipped_t_per_t if shipped else 1.0 for found in self.demands]

        def use(number: int, passing: Arrivals, sign: float) -> FlowUse:
            return FlowUse(number, passing, sign * counts_for[self.runs[number].demand])

        limit = CapacityLimit(
            name=place_id,
            kind="storage",
            upper_t=np.full(moments.count, most_t),
            flows=(
                *(use(n, moments.passed(weeks, moved), moved.sign) for n, moved in flows),
                *(use(n, moved.standing(weeks, moments_d), 1.0) for n, moved in flows),
            ),
            stores=tuple(
                StoreUse(at, counts_for[self.stores[at].demand], moments.since(weeks))
                for at in here
            ),
            deliveries=tuple(
                DeliveryUse(
                    commodity, moments.of_year(change) * change.sign * counts_for[commodity]
                )
                for commodity, change in made
            ),
        )
        return limit, moments_d

    def _flows(self, at: int) -> Iterator[tuple[int, Change]]:
        store = self.stores[at]
        for number, made in enumerate(self.runs):
            if made.demand == store.demand and made.run.tail == store.node:
                yield (
                    number,
                    Change(made.run.openings, 0.0, adds=False, standing_d=made.run.loading_d),
                )
            if made.demand == store.demand and made.run.head == store.node:
                run = made.run
                yield (
                    number,
                    Change(run.openings, run.duration_d, adds=True, standing_d=run.setting_down_d),
                )

    def _made(self, at: int) -> Iterator[tuple[int, Change]]:
        store = self.stores[at]
        # Piles at an origin or a destination have numbers below those of nodes.
        if store.node < 0:
            demand = self.demands[store.demand].demand
            openings = departures(self.request.season_of(demand), 0.0)
            yield store.demand, Change(openings, 0.0, adds=not demand.inbound)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Ends of weeks and then moments within them, and the parts into which these cut the year.

    Parameters
    ----------
    week, part
        Of each moment, its week and the number of the part that begins with it; the end of a week
        counts as that week with none of its parts before it, since the stock there is known.
    starts_d, week_of_part
        First moment and week of every part.
    """

    week: Indices
    part: Indices
    starts_d: Vector
    week_of_part: Indices

    @classmethod
    def of(cls, weeks: Weeks, days: Sequence[Vector]) -> _Moments:
        """Return the ends of weeks and these days, each once."""
        every = np.sort(np.concatenate([np.zeros(0), *days]))
        edges_d = np.append(weeks.starts_d, YEAR_D)
        off = np.abs(every[:, None] - edges_d[None, :]).min(axis=1, initial=YEAR_D) > _SAME_D
        moments_d = every[off & (np.diff(every, prepend=-1.0) > _SAME_D)]
        starts_d = np.sort(np.concatenate([weeks.starts_d, moments_d]))
        week_of_part = np.searchsorted(weeks.starts_d, starts_d, side="right") - 1
        part = np.searchsorted(starts_d, moments_d)
        every = np.arange(weeks.count)
        return cls(
            week=np.concatenate([every, week_of_part[part]]),
            part=np.concatenate([np.full(weeks.count, _END), part]),
            starts_d=starts_d,
            week_of_part=week_of_part,
        )

    @property
    def count(self) -> int:
        """Number of moments."""
        return len(self.week)

    def days_d(self, weeks: Weeks) -> Vector:
        """Return the moments in days from 1 January."""
        is_end = self.part == _END
        return np.where(is_end, weeks.ends_d[self.week], self.starts_d[self.part])

    def since(self, weeks: Weeks) -> Indices:
        """Return the week from whose end the stock of each moment goes on."""
        return np.where(self.part == _END, self.week, (self.week - 1) % weeks.count)

    def passed(self, weeks: Weeks, change: Change) -> Arrivals:
        """Return what of each week's departures moves in a moment's week before it."""
        moved = weeks.arrivals_in(self.starts_d, change.openings, change.after_d)
        entry, moment = self._until(moved.came)
        return Arrivals(moved.left[entry], moment, moved.shares[entry])

    def of_year(self, change: Change) -> Vector:
        """Return which share of a year's tonnes moves likewise, by moment."""
        ends_d = np.append(self.starts_d[1:], YEAR_D)
        open_d = np.zeros(len(ends_d))
        for span in change.openings:
            overlap = np.minimum(ends_d, span.last_d) - np.maximum(self.starts_d, span.first_d)
            open_d += np.clip(overlap, 0.0, None)
        entry, moment = self._until(np.arange(len(ends_d)))
        shares = np.bincount(moment, open_d[entry], minlength=self.count)
        return np.asarray(shares / open_d.sum())

    def _until(self, part: Indices) -> tuple[Indices, Indices]:
        """Return the pairs of an entry of `part` and a moment of the same week after it."""
        same_week = self.week_of_part[part][:, None] == self.week[None, :]
        entry, moment = np.nonzero(same_week & (part[:, None] < self.part[None, :]))
        return entry, moment


def storage_limits(piles: Piles) -> list[CapacityLimit]:
    """Return what may lie at places with a limited store, at its fullest, in shipped tonnes."""
    if piles.request.capacities_off:
        return []
    there = {store.place_id for store in piles.stores}
    limited = sorted(piles.request.storages_t.items())
    return [
        piles.at(place_id, most_t, shipped=True)[0]
        for place_id, most_t in limited
        if place_id in there
    ]
