"""The siting of a year in drawn worlds: the same arcs at other prices.

Owns what arcs and plants cost in every sample (docs/model.md, E72), the days and ways of each arc
being kept; which arcs there are in a year of some type is the siting's of that year.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.dynamic_siting.plants import sized_chain
from zimnik.geo.dynamic_siting.sizing import SizedProblem
from zimnik.geo.uncertainty.chain_prices import Feed, Repricing, drawn_bill
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs
    from zimnik.geo.siting.problem import SitingProblem
    from zimnik.geo.uncertainty.samples import Samples


def haulage_worlds(
    problem: SitingProblem,
    hauls: Sequence[tuple[Shipper, YearMean]],
    card: RateCard,
    samples: Samples,
) -> tuple[SizedProblem, ...]:
    """Return the siting by haulage alone in every sample; nothing has a size.

    Parameters
    ----------
    problem
        The question under the base card, of one stage.
    hauls
        Who sends over each arc, and the year of its haul.
    card, samples
        Rates, and draws of years of one type.
    """
    rates = sampled_rates(card, samples)
    costs = np.array(
        [
            (drawn_bill(year, samples) * shipper_prices(shipper, card, rates)).sum(axis=1)
            for shipper, year in hauls
        ]
    ).reshape(len(hauls), samples.count)
    (echelon,) = problem.echelons
    return tuple(
        SizedProblem(replace(problem, echelons=(replace(echelon, cost_usd_per_t=own),)), (None,))
        for own in costs.T
    )


def chain_worlds(
    problem: SitingProblem,
    given: ChainArcs,
    plants: Plants,
    card: RateCard,
    samples: Samples,
    *,
    standing: Collection[str] = (),
    step_t_per_y: float | None = None,
) -> tuple[SizedProblem, ...]:
    """Return the siting of hubs that work all stages, in every sample.

    The annuity of a plant is that of the sample, and its size is of base recoveries, as it is built
    before they are known.

    Parameters
    ----------
    problem, given
        The question under base prices, and its arcs.
    plants, card, samples
        Prices, and draws of years of one type.
    standing, step_t_per_y
        As for `sized_chain`.
    """
    repricing = Repricing.of(plants, card, samples)
    (arcs,) = given.hops
    priced = [_priced(arc, given.shippers[arc.shipper], repricing) for arc in arcs]
    found = []
    for number in range(samples.count):
        own = tuple(
            replace(
                arc, cost_usd_per_t=float(cost[number]), annuity_usd_per_t=float(annuity[number])
            )
            for arc, (cost, annuity) in zip(arcs, priced, strict=True)
        )
        costs = np.array([arc.cost_usd_per_t for arc in own])
        world = replace(problem, echelons=(replace(problem.echelons[0], cost_usd_per_t=costs),))
        found.append(
            sized_chain(
                world,
                replace(given, hops=(own,)),
                standing=(standing,),
                step_t_per_y=step_t_per_y,
            )
        )
    return tuple(found)


def _priced(arc: ChainArc, shipper: Shipper, repricing: Repricing) -> tuple[Vector, Vector]:
    """Return what a tonne over an arc costs in every sample, and the annuity in it."""
    if arc.hub_cost is None:
        message = "stages that are sited apart are not priced in drawn worlds"
        raise ValueError(message)
    count = repricing.samples.count
    cost = repricing.cost_usd_per_t(arc.hub_cost, Feed.of(shipper, repricing))
    return np.broadcast_to(cost, count), repricing.annuity_usd_per_t(arc.hub_cost)
