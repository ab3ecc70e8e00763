"""How sure it is which hub is cheapest to feed: stored ways re-priced in many worlds.

Owns the question of `zimnik hubs rank`. Worlds are `geo.uncertainty.samples`', the ways
`geo.uncertainty.stored_routes`'s, and what follows from costs by world and hub is
`geo.uncertainty.ranking`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.routes import RouteRequest, find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.uncertainty.ranking import (
    HubRank,
    Swing,
    rank_hubs,
    tornado,
    value_of_knowing,
    value_of_knowing_all,
)
from zimnik.geo.uncertainty.samples import Worlds, base_world, card_of, year_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.stored_routes import Haulage, RoutingOptions

    Vector = NDArray[np.float64]

# Pairs of deposit and hub, and worlds, that are routed anew to test the stored ways.
SAMPLE_PAIRS, SAMPLE_WORLDS = 12, 4
WATER = frozenset(
    {
        Quantity.BARGE_TKM,
        Quantity.RIVER_SEA_VESSEL_TKM,
        Quantity.ICE_CLASS_SHIP_TKM,
        Quantity.SHIP_TKM,
        Quantity.RIVER_PORT_LIFT,
        Quantity.SEA_PORT_LIFT,
        Quantity.ARCTIC_PORT_LIFT,
        Quantity.ESCORT_ZONE,
    }
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far re-pricing of stored ways is from routing anew, over a sample.

    Parameters
    ----------
    cases
        Deposits, hubs and worlds compared.
    most, mean
        Largest and mean share by which the stored ways are dearer.
    """

    cases: int
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class RankingAnswer:
    """What many worlds say of hubs.

    Parameters
    ----------
    hubs
        Every hub, the least mean cost first.
    swings
        What moves the lead of the first over the second in the base world, widest first.
    value_usd_per_t
        What it is worth to know each input, and ``""`` all of them.
    deposit_ids
        Deposits counted, by their tonnage.
    left_out
        Deposits that not all hubs can be fed from, with the reason.
    draws, seed
        Worlds.
    agreement
        Test of the stored ways, where it was asked for.
    """

    hubs: tuple[HubRank, ...]
    swings: tuple[Swing, ...]
    value_usd_per_t: Mapping[str, float]
    deposit_ids: tuple[str, ...]
    left_out: Mapping[str, str]
    draws: int
    seed: int
    agreement: Agreement | None = None


def corner_cards(card: RateCard) -> tuple[RateCard, ...]:
    """Return the card, and two in which water is as cheap and land as dear as may be, and reverse.

    The ways that are best under one of them are stored; few worlds have another best way.
    """

    def leaning(*, water_low: bool) -> RateCard:
        prices = {
            quantity: price.low if (quantity in WATER) is water_low else price.high
            for quantity, price in card.prices_usd.items()
        }
        exact = {quantity: Range(usd, usd, usd) for quantity, usd in prices.items()}
        return replace(card, prices_usd=exact)

    return card, leaning(water_low=True), leaning(water_low=False)


def reachable_everywhere(haulage: Haulage) -> tuple[Haulage, dict[str, str]]:
    """Return the haulage of the deposits that every hub can be fed from, and why others are not.

    Costs of hubs compare only over the same deposits.
    """
    left_out: dict[str, str] = {}
    for (deposit, hub, year_type), reason in haulage.reasons.items():
        left_out.setdefault(deposit, f"no way to {hub} in a {year_type} year: {reason}")
    kept = [s.deposit_id for s in haulage.shippers if s.deposit_id not in left_out]
    if not kept:
        raise InputError(
            [
                Fault(
                    "deposits", "one that every hub can be fed from", why, "Name other hubs.", row=d
                )
                for d, why in left_out.items()
            ]
        )
    return haulage.only(kept), left_out


def hub_costs_usd_per_t(haulage: Haulage, card: RateCard, world: Mapping[str, float]) -> Vector:
    """Return what a tonne costs to bring to each hub in a world, the mean by tonnage."""
    tonnes = np.array([shipper.tonnes_per_y for shipper in haulage.shippers])
    shares = tonnes / tonnes.sum()
    return np.asarray(shares @ haulage.world_costs_usd_per_t(card, world), float)


def rank_by_draws(haulage: Haulage, card: RateCard, worlds: Worlds, seed: int) -> RankingAnswer:
    """Return what the worlds say of the hubs of stored ways (docs/model.md, E19).

    Raises
    ------
    InputError
        If no deposit can feed all hubs.
    """
    counted, left_out = reachable_everywhere(haulage)
    answer = rank_worlds(counted.hub_ids, worlds, seed, partial(hub_costs_usd_per_t, counted, card))
    ids = tuple(shipper.deposit_id for shipper in counted.shippers)
    return replace(answer, deposit_ids=ids, left_out=left_out)


def rank_worlds(
    hub_ids: Sequence[str],
    worlds: Worlds,
    seed: int,
    costs_usd_per_t: Callable[[Mapping[str, float]], Vector],
) -> RankingAnswer:
    """Return what the worlds say of hubs whose costs in a world are known.

    Parameters
    ----------
    hub_ids
        Hubs.
    worlds, seed
        Draws, and the seed that they came from.
    costs_usd_per_t
        Cost of every hub in a world.
    """
    costs = np.array([costs_usd_per_t(worlds.world(n)) for n in range(worlds.count)])
    hubs = rank_hubs(hub_ids, costs)
    swings: tuple[Swing, ...] = ()
    if len(hubs) > 1:
        first, second = (hub_ids.index(hub.hub_id) for hub in hubs[:2])

        def lead_usd_per_t(world: Mapping[str, float]) -> float:
            every = costs_usd_per_t(world)
            return float(every[second] - every[first])

        swings = tornado(worlds.inputs, base_world(worlds.inputs), lead_usd_per_t)
    values = {
        given.name: value_of_knowing(worlds.values[:, column], costs)
        for column, given in enumerate(worlds.inputs)
    }
    return RankingAnswer(
        hubs=hubs,
        swings=swings,
        value_usd_per_t={"": value_of_knowing_all(costs), **values},
        deposit_ids=(),
        left_out={},
        draws=worlds.count,
        seed=seed,
    )


def compare_with_routing(
    haulage: Haulage,
    arrays: NetworkArrays,
    card: RateCard,
    worlds: Worlds,
    asking: RoutingOptions,
    seed: int,
) -> Agreement:
    """Return how far the stored ways are from routing anew, over a sample drawn by the seed."""
    random = np.random.default_rng([seed, worlds.count])
    networks = {year: dated_network(arrays, card, year) for year in asking.closures}
    excess = []
    for number in random.integers(worlds.count, size=SAMPLE_WORLDS):
        world = worlds.world(int(number))
        year = year_type_of(world)
        drawn = card_of(card, world)
        for pair in random.integers(
            len(haulage.shippers) * len(haulage.hub_ids), size=SAMPLE_PAIRS // SAMPLE_WORLDS
        ):
            shipper = haulage.shippers[int(pair) // len(haulage.hub_ids)]
            hub = haulage.hub_ids[int(pair) % len(haulage.hub_ids)]
            stored = replace(haulage, shippers=(shipper,), hub_ids=(hub,))
            ((before,),) = stored.costs_usd_per_t(drawn, year)
            after = _routed_usd_per_t(networks[year], drawn, (shipper, hub), asking)
            if after is not None:
                excess.append(float(before) / after - 1)
    return Agreement(len(excess), max(excess, default=0.0), float(np.mean(excess or [0.0])))


def _routed_usd_per_t(
    network: DatedNetwork, card: RateCard, ends: tuple[Shipper, str], asking: RoutingOptions
) -> float | None:
    """Return the cost of a tonne by the router, the mean of the days of readiness, or None."""
    shipper, hub = ends
    costs = []
    for day in asking.ready_d:
        request = RouteRequest(
            shipper.deposit_id,
            hub,
            shipper.cargo(card),
            closures=asking.closures[network.year_type],
            dates=Dates(day, network.year_type, asking.max_d),
        )
        routes = find_routes(network.arrays, card, request, network).routes
        if not routes:
            return None
        costs.append(routes[0].cost_usd_per_t)
    return fmean(costs)
