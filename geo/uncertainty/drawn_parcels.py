"""The parcels of a plan in Monte Carlo samples: when each leaves, and when it arrives.

Owns how a plan is timed where speeds, dwell times and lengths are drawn (docs/model.md, E39). A
parcel makes the runs that the plan gives it. It leaves each store on the planned day, or, where it
comes too late for that, with the first run that goes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.parcels import parcels_of
from zimnik.geo.campaign.programme import UNSCHEDULED
from zimnik.geo.campaign.runs import ORIGIN
from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.uncertainty.drawn_ways import DrawnRun
from zimnik.geo.uncertainty.kept_ways import drawn_days
from zimnik.geo.uncertainty.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.campaign.parcels import Parcel
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.arrays import Flags, Vector
    from zimnik.geo.core.calendar import Window

# What has no sample is at its base.
_BASE = Samples((), np.zeros((1, 0)))
# Samples times parcels that are timed in one go: what fits a cache is done in half the time.
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class TimedPlan:
    """The parcels of a plan in every sample.

    Parameters
    ----------
    duration_d
        Days of a mean tonne from when it is made to its arrival; of what is bought when it suits,
        from when it leaves.
    in_time_share
        Share of the tonnes that takes no more days than were asked for.
    waited_t_d
        Tonnes times days in each store, by its number.
    """

    duration_d: Vector
    in_time_share: Vector
    waited_t_d: Mapping[int, Vector]

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Convoy:
    """Parcels that make the same runs: what is planned of them by run (row) and parcel (column)."""

    demand: int
    runs: tuple[int, ...]
    tonnes_t: Vector
    ready_d: Vector
    leaves_d: Vector
    at_once: Flags
    used_d: Vector | None

    @classmethod
    def of(cls, parcels: Sequence[Parcel]) -> _Convoy:
        first, used_d = parcels[0], [one.used_d for one in parcels if one.used_d is not None]
        return cls(
            first.demand,
            tuple(run.activity for run in first.runs),
            np.array([one.tonnes_t for one in parcels]),
            np.array([one.ready_d for one in parcels]),
            np.array([[run.leaves_d for run in one.runs] for one in parcels]).T,
            np.array([[run.at_once for run in one.runs] for one in parcels]).T,
            np.array(used_d) if used_d else None,
        )

    def journey(
        self, runs: Mapping[int, DrawnRun], part: slice, count: int, ahead_d: Sequence[Vector] = ()
    ) -> _Journey:
        """Return when its parcels wait, and arrive, in some samples.

        Parameters
        ----------
        runs
            The runs in every sample, by number.
        part, count
            Which samples, and how many they are.
        ahead_d
            By how much each parcel leaves in the plan before it comes, or after it but in the same
            week: a plan of weeks does not mind. Without it these are found.
        """
        there_d = np.broadcast_to(self.ready_d, (count, len(self.ready_d)))
        found_d, waits_d, days = [], [], np.zeros_like(there_d)
        for place, number in enumerate(self.runs):
            planned_d, at_once = self.leaves_d[place], self.at_once[place]
            if ahead_d:
                before_d = ahead_d[place]
            else:
                before_d = there_d[0] - planned_d
                before_d = np.where(at_once, before_d, np.maximum(before_d, 0.0))
            come_d = there_d - before_d
            kept_d = np.where(at_once, 0.0, np.maximum(planned_d - come_d, 0.0))
            from_d = come_d + kept_d
            wait_d = kept_d + runs[number].waits_d(from_d, part)
            moving_d = runs[number].moving_d[part, np.newaxis]
            found_d.append(before_d)
            waits_d.append(wait_d)
            there_d = come_d + wait_d + moving_d
            days += wait_d + moving_d
        return _Journey(tuple(found_d), tuple(waits_d), there_d, days)


@dataclass(frozen=True, slots=True, eq=False)
class _Journey:
    """What parcels (column) take, by sample (row).

    Parameters
    ----------
    ahead_d
        As `_Convoy.journey` takes it.
    waits_d
        Days that they lie before each run.
    there_d
        When they arrive.
    days
        Days of all runs and waits.
    """

    ahead_d: tuple[Vector, ...]
    waits_d: tuple[Vector, ...]
    there_d: Vector
    days: Vector


@dataclass(frozen=True, slots=True, eq=False)
class DrawnParcels:
    """The parcels of a plan, to be timed in any samples.

    Parameters
    ----------
    campaign
        What the numbers of runs and stores stand for.
    convoys
        Parcels, those of the same runs together.
    """

    campaign: CampaignProgramme
    convoys: tuple[_Convoy, ...]

    @classmethod
    def of(
        cls, campaign: CampaignProgramme, plan: Plan, request: CampaignRequest
    ) -> DrawnParcels | None:
        """Return the parcels of a plan; None where cargo goes in circles."""
        together: dict[tuple[int, ...], list[Parcel]] = {}
        for parcel in parcels_of(campaign, plan, request):
            together.setdefault(tuple(run.activity for run in parcel.runs), []).append(parcel)
        convoys = tuple(_Convoy.of(parcels) for parcels in together.values())
        return cls(campaign, convoys) if convoys else None

    def at_base(self) -> TimedPlan:
        """Return when all arrives by the plan itself."""
        return self.timed(_BASE)

    def timed(self, samples: Samples, *, within_d: float = DEFAULT_MAX_D) -> TimedPlan:
        """Return when all arrives, and how long it lies where, in every sample.

        Parameters
        ----------
        samples
            Draws, of which speeds, dwell times, factors and lengths are read.
        within_d
            The most days asked for.
        """
        base, drawn = self._runs(_BASE), self._runs(samples)
        count, total_t = samples.count, sum(float(one.tonnes_t.sum()) for one in self.convoys)
        days, in_time = np.zeros(count), np.zeros(count)
        waited: dict[int, Vector] = {}
        for convoy in self.convoys:
            ahead_d = convoy.journey(base, slice(None), 1).ahead_d
            stride = max(1, _AT_ONCE // len(convoy.tonnes_t))
            for start in range(0, count, stride):
                part = slice(start, min(start + stride, count))
                journey = convoy.journey(drawn, part, part.stop - start, ahead_d)
                taken_d = journey.days
                for store, waits_d in self._stored(convoy, journey):
                    lain = waited.setdefault(store, np.zeros(count))
                    lain[part] += waits_d @ convoy.tonnes_t
                if self._tail(convoy, 0) == UNSCHEDULED:
                    bought_d = np.where(np.isfinite(taken_d), journey.waits_d[0], 0.0)
                    taken_d = taken_d - bought_d
                days[part] += taken_d @ convoy.tonnes_t
                in_time[part] += (taken_d <= within_d) @ convoy.tonnes_t
        return TimedPlan(days / total_t, in_time / total_t, waited)

    def _stored(self, convoy: _Convoy, journey: _Journey) -> Iterator[tuple[int, Vector]]:
        """Yield the stores of a convoy with the days that each parcel lies in them."""
        for place, waits_d in enumerate(journey.waits_d):
            store = self._tail(convoy, place)
            if store != UNSCHEDULED:
                yield store, waits_d
        if convoy.used_d is not None:
            sink = self.campaign.programme.commodities[convoy.demand].sink
            yield sink, np.maximum(convoy.used_d - journey.there_d, 0.0)

    def _tail(self, convoy: _Convoy, place: int) -> int:
        return self.campaign.programme.activities[convoy.runs[place]].tail

    def _runs(self, samples: Samples) -> dict[int, DrawnRun]:
        ratios, count = samples.ratios(), samples.count
        numbers = {number for convoy in self.convoys for number in convoy.runs}
        return {
            number: self._run(self.campaign.runs[number].run, ratios, count) for number in numbers
        }

    def _run(self, run: Run, ratios: Mapping[str, Vector], count: int) -> DrawnRun:
        network = self.campaign.network
        arrays, pace = network.arrays, network.arrays.pace
        windows: list[Window | None] = []
        moves_d: list[Vector] = []
        if run.tail == ORIGIN:
            first = next(row for row in run.rows if row < len(arrays.edges))
            loading = arrays.loading[arrays.states.index(arrays.edges[first].tail)]
            windows.append(None)
            moves_d.append(drawn_days(None, loading, pace, ratios, count))
        for row in run.rows:
            edge = arrays.edges[row] if row < len(arrays.edges) else None
            windows.append(network.window_of(row))
            moves_d.append(drawn_days(edge, network.quantities[row], pace, ratios, count))
        return DrawnRun.of(windows, moves_d, count)
