"""How sure it is which hub is cheapest to feed: stored years re-priced in Monte Carlo samples.

Owns the question of ranking hubs. Samples are `geo.uncertainty.samples`', the years
`geo.uncertainty.haulage_years`'s, and what follows from costs by sample and hub is
`geo.uncertainty.ranking`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.ranking import (
    HubRank,
    Swing,
    evpi,
    evppi,
    rank_hubs,
    tornado,
)
from zimnik.geo.uncertainty.sampled_rates import sampled_card
from zimnik.geo.uncertainty.samples import one_at_a_time, year_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions
    from zimnik.geo.uncertainty.samples import Samples


# Pairs of deposit and hub, and samples, that are routed again to test the stored years.
TESTED_PAIRS, TESTED_SAMPLES = 12, 4
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
    """How far re-pricing of stored years is from routing anew, over some of the samples.

    Parameters
    ----------
    cases
        Deposits, hubs and samples compared.
    most, mean
        Largest and mean share by which the stored years are more expensive.
    """

    cases: int
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class RankingAnswer:
    """What many samples say of hubs.

    Parameters
    ----------
    hubs
        Every hub, the least mean cost first.
    swings
        What moves the lead of the first over the second, all else at its base; widest first.
    value_usd_per_t
        Expected value of partial perfect information of each input (EVPPI), and under ``""`` of
        perfect information of all (EVPI).
    deposit_ids
        Deposits counted, by their tonnage.
    left_out
        Deposits that not all hubs can be fed from, with the reason.
    draws, seed
        Samples.
    agreement
        Test of the stored years, where it was asked for.
    """

    hubs: tuple[HubRank, ...]
    swings: tuple[Swing, ...]
    value_usd_per_t: Mapping[str, float]
    deposit_ids: tuple[str, ...]
    left_out: Mapping[str, str]
    draws: int
    seed: int
    agreement: Agreement | None = None

    def __post_init__(self) -> None:
        freeze_mappings(self)


def corner_cards(card: RateCard) -> tuple[RateCard, ...]:
    """Return the card, one in which water is cheapest and land most expensive, and the reverse.

    The years that are best under one of them are stored; few samples have another best route.
    """

    def leaning(own: RateCard, *, water_low: bool) -> RateCard:
        prices = {
            quantity: price.low if (quantity in WATER) is water_low else price.high
            for quantity, price in own.prices_usd.items()
        }
        exact = {quantity: Range(usd, usd, usd) for quantity, usd in prices.items()}
        elsewhere = {
            region: leaning(other, water_low=water_low) for region, other in own.elsewhere.items()
        }
        return replace(own, prices_usd=exact, elsewhere=elsewhere)

    return card, leaning(card, water_low=True), leaning(card, water_low=False)


def reachable_everywhere(haulage: Haulage) -> tuple[Haulage, dict[str, str]]:
    """Return the haulage of the deposits that every hub can be fed from, and why others are not.

    Costs of hubs compare only over the same deposits.
    """
    left_out: dict[str, str] = {}
    for (deposit, hub, year_type), reason in haulage.reasons.items():
        left_out.setdefault(deposit, f"no route to {hub} in a {year_type} year: {reason}")
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


def hub_costs_usd_per_t(haulage: Haulage, card: RateCard, samples: Samples) -> Vector:
    """Return what a tonne costs to bring to each hub (column) in every sample, by tonnage."""
    tonnes = np.array([shipper.tonnes_per_y for shipper in haulage.shippers])
    costs = haulage.sampled_costs_usd_per_t(card, samples)
    return np.asarray(np.einsum("s,dsh->dh", tonnes / tonnes.sum(), costs), float)


def rank_by_draws(
    haulage: Haulage, card: RateCard, samples: Samples, *, seed: int
) -> RankingAnswer:
    """Rank hubs by Monte Carlo samples of the prices of stored years (docs/model.md, E19).

    Raises
    ------
    InputError
        If no deposit can feed all hubs.
    """
    counted, left_out = reachable_everywhere(haulage)
    costs_of = partial(hub_costs_usd_per_t, counted, card)
    answer = rank_samples(counted.hub_ids, samples, costs_of, seed=seed)
    ids = tuple(shipper.deposit_id for shipper in counted.shippers)
    return replace(answer, deposit_ids=ids, left_out=left_out)


def rank_samples(
    hub_ids: Sequence[str],
    samples: Samples,
    costs_usd_per_t: Callable[[Samples], Vector],
    *,
    seed: int,
) -> RankingAnswer:
    """Return what samples say of hubs whose costs in them are known.

    Parameters
    ----------
    hub_ids
        Hubs.
    samples, seed
        Draws, and the seed that they came from.
    costs_usd_per_t
        Cost of every hub (column) in every sample (row).
    """
    costs = costs_usd_per_t(samples)
    hubs = rank_hubs(hub_ids, costs)
    swings: tuple[Swing, ...] = ()
    if len(hubs) > 1:
        first, second = (hub_ids.index(hub.hub_id) for hub in hubs[:2])
        at_ends = costs_usd_per_t(one_at_a_time(samples.inputs))
        swings = tornado(samples.inputs, at_ends[:, second] - at_ends[:, first])
    values = {
        given.name: evppi(samples.values[:, column], costs)
        for column, given in enumerate(samples.inputs)
    }
    return RankingAnswer(
        hubs=hubs,
        swings=swings,
        value_usd_per_t={"": evpi(costs), **values},
        deposit_ids=(),
        left_out={},
        draws=samples.count,
        seed=seed,
    )


def compare_with_routing(
    haulage: Haulage,
    arrays: NetworkArrays,
    card: RateCard,
    samples: Samples,
    options: RoutingOptions,
    *,
    seed: int,
) -> Agreement:
    """Return how far the stored years are from routing anew, over samples drawn by the seed."""
    random = np.random.default_rng([seed, samples.count])
    networks = {year: dated_network(arrays, card, year).compiled() for year in options.closures}
    excess = []
    for number in random.integers(samples.count, size=TESTED_SAMPLES):
        sample = samples.sample(int(number))
        year = year_type_of(sample)
        drawn = sampled_card(card, sample)
        for pair in random.integers(
            len(haulage.shippers) * len(haulage.hub_ids), size=TESTED_PAIRS // TESTED_SAMPLES
        ):
            shipper = haulage.shippers[int(pair) // len(haulage.hub_ids)]
            hub = haulage.hub_ids[int(pair) % len(haulage.hub_ids)]
            stored = replace(haulage, shippers=(shipper,), hub_ids=(hub,))
            ((before,),) = stored.costs_usd_per_t(drawn, year)
            after = _routed_usd_per_t(networks[year], drawn, (shipper, hub), options)
            if after is not None:
                excess.append(float(before) / after - 1)
    return Agreement(len(excess), max(excess, default=0.0), float(np.mean(excess or [0.0])))


def _routed_usd_per_t(
    network: DatedNetwork, card: RateCard, ends: tuple[Shipper, str], options: RoutingOptions
) -> float | None:
    """Return what a tonne costs in the mean of the year by the router, or None."""
    shipper, hub = ends
    cargo = shipper.cargo(card)
    shipment = Shipment(
        shipper.deposit_id,
        hub,
        cargo,
        closures=options.closures[network.year_type],
        dates=Dates(None, network.year_type, options.max_d),
    )
    searches = YearSearches(replace(network, card=card))
    year = searches.mean(shipment, ready_d=options.ready.of(cargo))
    return None if isinstance(year, str) else year.mean_usd_per_t
