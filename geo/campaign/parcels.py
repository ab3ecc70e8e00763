"""The cargo of a plan in parcels: what is made together and goes the same way in the same weeks.

Owns which tonne of a plan is which (docs/model.md, E39). A plan knows tonnes by week and run, not
whose they are. Out of every store goes what has lain there longest, and what leaves in one week is
shared alike by the runs of it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.programme import TOLERANCE, UNSCHEDULED
from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.intervals import WEEK_D, departures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Openings, Weeks


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run that a parcel makes.

    Parameters
    ----------
    activity
        Its number in the campaign.
    leaves_d
        Day on which the parcel leaves.
    at_once
        Whether it leaves in the week in which it comes, so that the plan lets it not wait.
    """

    activity: int
    leaves_d: float
    at_once: bool


@dataclass(frozen=True, slots=True)
class Parcel:
    """Tonnes of a demand that are made in one week and make the same runs in the same weeks.

    Days are counted from 1 January of the year in which the parcel is made, and go on after its
    end; each is the middle of what is open in a week.

    Parameters
    ----------
    demand
        Number of the demand.
    tonnes_t
        Dry tonnes.
    ready_d
        Day on which it is made, or bought.
    runs
        What it travels by, in order.
    used_d
        Day on which it is used where it arrives; None where it is welcome at any time.
    """

    demand: int
    tonnes_t: float
    ready_d: float
    runs: tuple[PlannedRun, ...] = ()
    used_d: float | None = None


@dataclass(frozen=True, slots=True)
class _Lot:
    """A parcel under way: the store that it came to, and the week, counted on from year to year."""

    week: int
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class _Sharing:
    """What leaves a store in each week: by the numbers of runs, None for what is used there."""

    leaving_t: Mapping[int | None, Vector]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def total_t(self) -> Vector:
        total: Vector = np.sum(list(self.leaving_t.values()), axis=0)
        return total

    def shares(self, week: int) -> Iterator[tuple[int | None, float]]:
        total_t = float(self.total_t[week])
        for number, tonnes in self.leaving_t.items():
            if tonnes[week] > 0:
                yield number, float(tonnes[week]) / total_t


def parcels_of(
    campaign: CampaignProgramme, plan: Plan, request: CampaignRequest
) -> tuple[Parcel, ...]:
    """Return the cargo of a plan in parcels; none where cargo goes in circles between stores.

    Parameters
    ----------
    campaign, plan
        What moves, and how much of it.
    request
        How the year is cut, and when mines work.
    """
    return _Parcelling(campaign, plan, request).parcels()


class _Parcelling:
    """One plan, store by store."""

    def __init__(self, campaign: CampaignProgramme, plan: Plan, request: CampaignRequest) -> None:
        self.campaign, self.plan, self.weeks = campaign, plan, request.weeks
        self.least_t = TOLERANCE * campaign.programme.greatest_wanted_t
        self.flows_t = np.where(plan.flows_t > self.least_t, plan.flows_t, 0.0)
        self.middles_d = [_middles_d(request.weeks, made.run.openings) for made in campaign.runs]
        self.working_d = [
            _middles_d(request.weeks, departures(request.season_of(one.demand), 0.0))
            for one in campaign.demands
        ]
        self.arrived: list[Parcel] = []
        self.lots: dict[int, list[_Lot]] = {}

    def parcels(self) -> tuple[Parcel, ...]:
        order = self._stores_in_order()
        if order is None:
            return ()
        self._make()
        for store in order:
            sharing = self._sharing(store)
            for lot, week, tonnes in _first_in_first_out(
                self.lots.get(store, []), sharing.total_t, self.plan.stocks_t[store], self.least_t
            ):
                for number, share in sharing.shares(week % self.weeks.count):
                    parcel = replace(lot.parcel, tonnes_t=tonnes * share)
                    if number is None:
                        used_d = self._day(self.working_d[parcel.demand], week)
                        self.arrived.append(replace(parcel, used_d=used_d))
                    else:
                        self._send(parcel, number, week, came=lot.week)
        return tuple(self.arrived)

    def _stores_in_order(self) -> list[int] | None:
        before: dict[int, set[int]] = {number: set() for number in range(len(self.campaign.stores))}
        for activity, flow in zip(self.campaign.programme.activities, self.flows_t, strict=True):
            if flow.any() and UNSCHEDULED not in {activity.tail, activity.head}:
                before[activity.head].add(activity.tail)
        try:
            return [*TopologicalSorter(before).static_order()]
        except CycleError:
            return None

    def _make(self) -> None:
        """Make what is supplied by week, and buy what leaves when it suits."""
        programme, weeks = self.campaign.programme, range(self.weeks.count)
        for demand, commodity in enumerate(programme.commodities):
            made_t = self.plan.delivered_t[demand] * commodity.supplied
            for week in weeks:
                if commodity.source != UNSCHEDULED and made_t[week] > self.least_t:
                    ready_d = self._day(self.working_d[demand], week)
                    parcel = Parcel(demand, float(made_t[week]), ready_d)
                    self.lots.setdefault(commodity.source, []).append(_Lot(week, parcel))
        for number, activity in enumerate(programme.activities):
            if activity.tail == UNSCHEDULED:
                for week in np.flatnonzero(self.flows_t[number]).tolist():
                    ready_d = self._day(self.middles_d[number], week)
                    tonnes = float(self.flows_t[number][week])
                    demand = self.campaign.runs[number].demand
                    self._send(Parcel(demand, tonnes, ready_d), number, week, came=week)

    def _sharing(self, store: int) -> _Sharing:
        leaving: dict[int | None, Vector] = {
            number: self.flows_t[number]
            for number, activity in enumerate(self.campaign.programme.activities)
            if activity.tail == store
        }
        for demand, commodity in enumerate(self.campaign.programme.commodities):
            if commodity.sink == store:
                leaving[None] = self.plan.delivered_t[demand] * commodity.used
        return _Sharing(leaving or {None: np.zeros(self.weeks.count)})

    def _send(self, parcel: Parcel, number: int, week: int, *, came: int) -> None:
        """Let a parcel that came in some week leave by a run, and come to where the run ends."""
        leaves_d = self._day(self.middles_d[number], week)
        made = PlannedRun(number, leaves_d, at_once=came == week)
        parcel = replace(parcel, runs=(*parcel.runs, made))
        activity = self.campaign.programme.activities[number]
        if activity.head == UNSCHEDULED:
            self.arrived.append(parcel)
            return
        there_d = leaves_d + self.campaign.runs[number].run.duration_d
        arrivals = activity.arrivals
        for at in np.flatnonzero(arrivals.left == week % self.weeks.count).tolist():
            then = int(arrivals.came[at])
            middle_d = float(self.weeks.starts_d[then] + self.weeks.lengths_d[then] / 2)
            then += self.weeks.count * round((there_d - middle_d) / YEAR_D)
            part = replace(parcel, tonnes_t=parcel.tonnes_t * float(arrivals.shares[at]))
            self.lots.setdefault(activity.head, []).append(_Lot(then, part))

    def _day(self, middles_d: Vector, week: int) -> float:
        years, within = divmod(week, self.weeks.count)
        return float(middles_d[within]) + years * YEAR_D


def _middles_d(weeks: Weeks, openings: Openings) -> Vector:
    """Return the mean open day of every week; its middle where none is open."""
    left, first_d, last_d = weeks.pieces(openings)
    open_d = np.bincount(left, last_d - first_d, minlength=weeks.count)
    moment_d = np.bincount(left, (last_d**2 - first_d**2) / 2, minlength=weeks.count)
    middles_d = weeks.starts_d + weeks.lengths_d / 2
    return np.divide(moment_d, open_d, out=middles_d, where=open_d > 0)


def _first_in_first_out(
    lots: Iterable[_Lot], leaving_t: Vector, stock_t: Vector, least_t: float
) -> Iterator[tuple[_Lot, int, float]]:
    """Yield which part of each lot leaves in which week, counted on from that of its lot.

    The year is a cycle. It is begun after the week at the end of which least lies in store; what
    lies even then never moves.
    """
    weeks = len(leaving_t)
    begin = int(np.argmin(stock_t)) + 1
    by_place: dict[int, list[_Lot]] = {}
    for lot in lots:
        by_place.setdefault((lot.week - begin) % weeks, []).append(lot)
    lying: deque[tuple[_Lot, float]] = deque()
    for place in range(weeks):
        # Of what comes in one week the oldest leaves first.
        coming = sorted(
            by_place.get(place, ()), key=lambda lot: lot.parcel.ready_d - lot.week * WEEK_D
        )
        lying.extend((lot, lot.parcel.tonnes_t) for lot in coming)
        left_t = float(leaving_t[(begin + place) % weeks])
        while left_t > least_t and lying:
            lot, tonnes = lying.popleft()
            taken_t = min(tonnes, left_t)
            yield lot, lot.week + place - (lot.week - begin) % weeks, taken_t
            left_t -= taken_t
            if tonnes - taken_t > least_t:
                lying.appendleft((lot, tonnes - taken_t))
