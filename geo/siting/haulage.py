"""The siting question of deposits and hubs when haulage is all that counts.

Owns which arcs there are between a deposit and a hub (docs/model.md, E18): the year of the cheapest
routes, and of routes around places and links that have not room for all that may come.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.pricing.bill import price_vector
from zimnik.geo.siting.problem import (
    FREE,
    Echelon,
    Products,
    SitingProblem,
    Sources,
    SumLimit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.geo.uncertainty.haulage_years import Haulage

    # Routes from some deposits to some hubs where some places and links are closed.
    Again = Callable[[frozenset[str], Sequence[str], Sequence[str]], Haulage]
    Pair = tuple[str, str]

# Closures tried of one pair, none among them.
MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class HaulageArc:
    """A way from a deposit to a hub, the mean of the year.

    Parameters
    ----------
    deposit_id, hub_id
        Its ends.
    cost_usd_per_t
        Cost of a dry tonne.
    used_t_per_t
        Shipped tonnes at each place where it lifts cargo and over each link, for a dry tonne.
    year
        The year of which it is the mean.
    closed
        Places and links that were closed when it was found.
    """

    deposit_id: str
    hub_id: str
    cost_usd_per_t: float
    used_t_per_t: Mapping[str, float]
    year: YearMean
    closed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        freeze_mappings(self)


def haulage_arcs(
    haulage: Haulage,
    card: RateCard,
    year_type: YearType,
    *,
    rooms_t_per_y: Mapping[str, float],
    again: Again,
) -> tuple[HaulageArc, ...]:
    """Return the arcs of stored years, and others around what cannot take all that may come.

    Around each place or link that is too small for all deposits together there is the cheapest
    route that lifts nothing there, or avoids the link; around several, one around all of them and
    one around each.

    Parameters
    ----------
    haulage
        Deposits with their tonnage, hubs and routes.
    card, year_type
        Prices, and which years.
    rooms_t_per_y
        Shipped tonnes a year that places and links have room for, by id.
    again
        What finds the routes from some deposits to some hubs where some places and links are
        closed.
    """
    found: dict[Pair, list[HaulageArc]] = defaultdict(list)
    tried: dict[Pair, set[frozenset[str]]] = defaultdict(lambda: {frozenset()})
    for arc in _arcs(haulage, card, year_type, frozenset()):
        found[arc.deposit_id, arc.hub_id].append(arc)
    while waiting := _to_try(haulage, found, tried, rooms_t_per_y):
        for closed, pairs in waiting.items():
            deposits, hubs = (list(dict.fromkeys(ids)) for ids in zip(*pairs, strict=True))
            for arc in _arcs(again(closed, deposits, hubs), card, year_type, closed):
                if (arc.deposit_id, arc.hub_id) in pairs:
                    found[arc.deposit_id, arc.hub_id].append(arc)
            for pair in pairs:
                tried[pair].add(closed)
    return tuple(arc for arcs in found.values() for arc in arcs)


def _arcs(
    haulage: Haulage, card: RateCard, year_type: YearType, closed: frozenset[str]
) -> Iterator[HaulageArc]:
    for shipper in haulage.shippers:
        cargo = shipper.cargo(card)
        prices = price_vector(card, cargo)
        for hub in haulage.hub_ids:
            year = haulage.years.get((shipper.deposit_id, hub, year_type))
            if year is not None:
                used = {
                    name: share * cargo.shipped_t_per_t
                    for name, share in year.shares_over(prices).items()
                }
                cost = float(year.cost_usd_per_t(prices))
                yield HaulageArc(shipper.deposit_id, hub, cost, used, year.mean, closed)


def _to_try(
    haulage: Haulage,
    found: Mapping[Pair, Sequence[HaulageArc]],
    tried: Mapping[Pair, set[frozenset[str]]],
    rooms_t_per_y: Mapping[str, float],
) -> dict[frozenset[str], set[Pair]]:
    """Return the pairs to be routed anew, by what is closed for them."""
    too_small = too_small_for_all(
        haulage, (arc for arcs in found.values() for arc in arcs), rooms_t_per_y
    )
    waiting: dict[frozenset[str], set[Pair]] = defaultdict(set)
    for pair, arcs in found.items():
        wanted = dict.fromkeys(closed for arc in arcs for closed in _around(arc, too_small))
        more = [closed for closed in wanted if closed not in tried[pair]]
        for closed in more[: MOST_ALTERNATIVES - len(tried[pair])]:
            waiting[closed].add(pair)
    return waiting


def _around(arc: HaulageArc, too_small: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield what to close so as to go around all that is too small on an arc, then around each."""
    met = too_small & set(arc.used_t_per_t)
    if met:
        yield arc.closed | met
    yield from (arc.closed | {name} for name in sorted(met))


def too_small_for_all(
    haulage: Haulage, arcs: Iterable[HaulageArc], rooms_t_per_y: Mapping[str, float]
) -> frozenset[str]:
    """Return the places and links over which more may come from all deposits than they pass."""
    tonnes = {shipper.deposit_id: shipper.tonnes_per_y for shipper in haulage.shippers}
    most: dict[str, dict[str, float]] = defaultdict(dict)
    for arc in arcs:
        for name in arc.used_t_per_t.keys() & rooms_t_per_y.keys():
            used_t = arc.used_t_per_t[name] * tonnes[arc.deposit_id]
            most[name][arc.deposit_id] = max(used_t, most[name].get(arc.deposit_id, 0.0))
    return frozenset(
        name for name, by_deposit in most.items() if sum(by_deposit.values()) > rooms_t_per_y[name]
    )


def haulage_problem(
    haulage: Haulage,
    arcs: Sequence[HaulageArc],
    *,
    stage: str,
    rooms_t_per_y: Mapping[str, float] | None = None,
    choice: StageChoice = FREE,
    single_sourcing: bool = False,
) -> SitingProblem:
    """Return which hubs of one stage should take the product of the deposits at least haulage.

    Parameters
    ----------
    haulage
        Deposits with their tonnage, and hubs.
    arcs
        Ways from deposits to hubs.
    stage
        Name of the stage.
    rooms_t_per_y
        Shipped tonnes a year that places and links have room for, by id; none by default.
    choice
        What is fixed of the hubs.
    single_sourcing
        As in `geo.siting.problem`.
    """
    shippers = haulage.shippers
    ids = tuple(shipper.deposit_id for shipper in shippers)
    grades = [shipper.product.reo_grade_pct for shipper in shippers]
    tails = np.array([ids.index(arc.deposit_id) for arc in arcs], dtype=np.int64)
    heads = np.array([haulage.hub_ids.index(arc.hub_id) for arc in arcs], dtype=np.int64)
    rooms = rooms_t_per_y or {}
    return SitingProblem(
        sources=Sources(
            ids=ids,
            volumes_t_per_y=np.array([shipper.tonnes_per_y for shipper in shippers], float),
            products=np.arange(len(shippers)),
            required=np.ones(len(shippers), dtype=bool),
        ),
        products=Products(
            ids, np.zeros((len(shippers), 0)), np.array(grades, float)[:, None] / 100
        ),
        stages=(choice.stage(stage, haulage.hub_ids),),
        echelons=(Echelon(tails, heads, tails, np.array([arc.cost_usd_per_t for arc in arcs])),),
        limits=tuple(
            SumLimit(
                name,
                "t",
                (np.array([arc.used_t_per_t.get(name, 0.0) for arc in arcs]),),
                most=rooms[name],
            )
            for name in sorted(too_small_for_all(haulage, arcs, rooms))
        ),
        single_sourcing=single_sourcing,
    )
