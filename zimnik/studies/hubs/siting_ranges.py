"""The ranges of sited hubs: what a siting feeds over each arc, priced anew in the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.siting.results import Siting
    from zimnik.geo.uncertainty.samples import Input, Samples
    from zimnik.geo.uncertainty.spread import Outcome, Spread
    from zimnik.geo.uncertainty.way_searches import WaySearches
    from zimnik.studies.hubs.case import SitingCase


def siting_spreads(
    case: SitingCase, sitings: Sequence[Siting | None], *, draws: int, seed: int
) -> tuple[Spread | None, ...]:
    """Return the range of what a tonne of feed costs in each siting, its flows and plants kept.

    None where nothing is fed, or each stage is sited by itself: its feed follows the recoveries of
    the hubs before.

    Parameters
    ----------
    case, sitings
        The question, and its solutions.
    draws, seed
        How many draws, and their seed.
    """
    from zimnik.geo.siting.results import LEAST_T
    from zimnik.geo.uncertainty.samples import draw_samples, one_at_a_time
    from zimnik.geo.uncertainty.spread import mean_outcome, spread_from

    if len(case.problem.echelons) > 1:
        return (None,) * len(sitings)
    inputs = _inputs(case)
    samples, ends = draw_samples(inputs, draws, seed), one_at_a_time(inputs)
    arcs = DrawnArcs(case)
    drawn: dict[int, tuple[Outcome, Outcome]] = {}
    spreads: list[Spread | None] = []
    for siting in sitings:
        fed_t = np.zeros(0) if siting is None else siting.flows_t_per_y[0]
        used = np.flatnonzero(fed_t > LEAST_T).tolist()
        if siting is None or not used:
            spreads.append(None)
            continue
        for number in used:
            if number not in drawn:
                outcome_of = arcs.outcome_of(number)
                drawn[number] = outcome_of(samples), outcome_of(ends)
        fixed = sum(siting.fixed_costs_usd_per_y) + siting.works_usd_per_y
        tonnes = fed_t[used].tolist()
        both = zip(*(drawn[number] for number in used), strict=True)
        found, at_ends = (mean_outcome(part, tonnes, fixed_usd=fixed) for part in both)
        spreads.append(spread_from(found, at_ends, inputs, seed=seed))
    return tuple(spreads)


def _inputs(case: SitingCase) -> tuple[Input, ...]:
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.studies.hubs.chains import plants_of
    from zimnik.studies.ranges.draws import inputs_of

    plants = () if case.arcs is None else chain_inputs(plants_of(case.model))
    return (*inputs_of(case.model), *plants)


class DrawnArcs:
    """What a tonne over each arc of a siting comes to in some samples.

    Parameters
    ----------
    case
        The question.
    """

    def __init__(self, case: SitingCase) -> None:
        from zimnik.studies.hubs.chains import plants_of

        self.case = case
        self.plants = plants_of(case.model)
        self.searches = self._searches()
        # Of a room that others share no draw takes more than the plan gives.
        self.full = frozenset(limit.name for limit in case.problem.limits)

    def _searches(self) -> WaySearches:
        from zimnik.geo.routing.yearly import YearSearches
        from zimnik.geo.uncertainty.way_searches import WaySearches

        if self.case.network is None:
            message = "a siting whose network is not known"
            raise ValueError(message)
        return WaySearches.of(YearSearches(self.case.network))

    def outcome_of(self, number: int) -> Callable[[Samples], Outcome]:
        """Return what a tonne over an arc comes to in some samples."""
        return self._hauled(number) if self.case.arcs is None else self._worked(number)

    def _hauled(self, number: int) -> Callable[[Samples], Outcome]:
        from functools import partial

        from zimnik.geo.routing.request import Shipment
        from zimnik.geo.uncertainty.drawn_hauls import SentHaul

        case, card = self.case, self.case.model.card
        shipper, year = case.hauls[number]
        (echelon,), (stage,) = case.problem.echelons, case.problem.stages
        hub_id = stage.hub_ids[int(echelon.heads[number])]
        closures = case.closures[number]
        shipment = Shipment(
            shipper.deposit_id, hub_id, shipper.cargo(card), self._dates(), closures=closures
        )
        ways = self.searches.ways(shipment, year.ready_d, full=self.full)
        return partial(SentHaul(shipper, year, ways).outcome, card=card)

    def _worked(self, number: int) -> Callable[[Samples], Outcome]:
        from zimnik.geo.uncertainty.drawn_hubs import drawn_costs

        arc = self.case.chain.hops[0][number]
        if arc.hub_cost is None:
            message = "an arc of the chain without the cost of its hub"
            raise ValueError(message)
        shipper = self.case.chain.shippers[arc.shipper]
        (cost,) = drawn_costs(
            [arc.hub_cost],
            {shipper.deposit_id: shipper},
            self.plants,
            self.searches,
            dates=self._dates(),
            closures=arc.closures,
            full=self.full,
        )
        return cost.outcome

    def _dates(self) -> Dates:
        from zimnik.geo.routing.dates import Dates

        return Dates(None, self.searches.base.network.year_type, self.case.max_d)
