"""Ways of one family of vehicles between its terminals, at all prices at which they are sought.

Owns the prices (docs/model.md, E80), and which of the ways that were kept serve: those of the
lasting terminals whatever atlas is joined, and of them all but the few that lead by a link that is
to stay one of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.vocabulary import TKM_OF_VEHICLE, Vehicle
from zimnik.geo.static.connections import edges_between
from zimnik.geo.static.contraction import UNREACHABLE
from zimnik.geo.static.local_ways import (
    LocalQuestion,
    LocalWays,
    hubs_of,
    local_ways,
    ways_without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.static.contraction import Contraction
    from zimnik.geo.static.country import FamilyGraph

# Ways of lorries are sought at prices of gravel over paved road in steps of so much at most.
PRICE_STEP = 1.02
# A few terminals may lie at one end of a country, which each of their searches would go through;
# the distances between them are read from the hierarchy.
FEW_TERMINALS = 128
# Gravel over paved road where hubs are looked for.
HUB_PRICE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class FamilyTerminals:
    """Terminals of a family, by its own numbers of nodes.

    Parameters
    ----------
    lasting
        Those of the network itself.
    more
        Those that an atlas and its sites add.
    """

    lasting: Indices
    more: Indices

    @property
    def every(self) -> Indices:
        """All of them, ascending."""
        return np.union1d(self.lasting, self.more)


class KeptWays:
    """Ways that are known, and those that are found besides.

    Parameters
    ----------
    known
        Answers by the digest of their question.
    """

    def __init__(self, known: Mapping[str, LocalWays]) -> None:
        self._known = known
        self.found: dict[str, LocalWays] = {}

    def get(self, digest: str) -> LocalWays | None:
        """Return the answer to a question where it is known."""
        return self._known.get(digest)

    def answer(self, digest: str, find: Callable[[], LocalWays]) -> LocalWays:
        """Return the answer to a question, which is found where it is not known."""
        known = self._known.get(digest) or self.found.get(digest)
        if known is None:
            known = self.found[digest] = find()
        return known


def price_points(family: FamilyGraph, card: RateCard) -> tuple[Mapping[Vehicle, float], ...]:
    """Return prices of a kilometre by each vehicle at which ways of a family are sought.

    From a tonne whose time costs nothing to one whose money costs nothing, which holds for every
    cargo and for least days; relative prices are never more than `PRICE_STEP` apart. Between the
    two they are powers of it, so that other rates are sought at the same ones.
    """
    vehicles = [list(Vehicle)[number] for number in np.unique(family.vehicles)]
    if len(vehicles) < len((Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK)):
        return (dict.fromkeys(vehicles, 1.0),)
    usd = {vehicle: card.prices_usd[TKM_OF_VEHICLE[vehicle]].base for vehicle in vehicles}
    slow = {vehicle: 1.0 / card.speeds_km_per_d[vehicle].base for vehicle in vehicles}
    paved, gravel = Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK
    first, last = usd[gravel] / usd[paved], slow[gravel] / slow[paved]
    low, high = (math.log(ratio, PRICE_STEP) for ratio in sorted((first, last)))
    between = [PRICE_STEP**power for power in range(math.floor(low) + 1, math.ceil(high))]
    ratios = [first, *between, last] if first <= last else [first, *reversed(between), last]
    return tuple({paved: 1.0, gravel: ratio} for ratio in dict.fromkeys(ratios))


def family_ways(
    family: FamilyGraph,
    prices: tuple[Mapping[Vehicle, float], ...],
    terminals: FamilyTerminals,
    kept: KeptWays,
    *,
    own_edges: Indices,
    contraction: Contraction | None,
) -> Indices:
    """Return the edges of ways between neighbours at any of some prices, in order of their numbers.

    Parameters
    ----------
    family
        Graph and links.
    prices
        As `price_points` gives them.
    terminals
        Between which ways are sought.
    kept
        Ways that are known.
    own_edges
        Edges that no way takes, since they stay links of their own.
    contraction
        Hierarchy of the graph, where there is one.
    """
    if len(terminals.every) < len("ab"):
        return np.empty(0, np.int64)
    few = contraction is not None and len(terminals.every) <= FEW_TERMINALS
    weights = [family.weights(price_per_km) for price_per_km in prices]
    groups = () if few else _groups(family, terminals, kept)
    used = [np.empty(0, np.int64)]
    for at_price in weights:
        if contraction is not None and few:
            shut = _shut(at_price, own_edges)
            used.append(_of_few(family, shut, terminals.every, kept, contraction))
        used += [_of_many(asked._replace(weights=at_price), kept, own_edges) for asked in groups]
    return np.unique(np.concatenate(used))


def _shut(weights: Indices, edges: Indices) -> Indices:
    shut = weights.copy()
    shut[edges] = UNREACHABLE
    return shut


def _of_few(
    family: FamilyGraph,
    weights: Indices,
    every: Indices,
    kept: KeptWays,
    contraction: Contraction,
) -> Indices:
    asked = LocalQuestion(family.graph, weights, every, every)
    anywhere = np.full(len(every), UNREACHABLE)

    def found() -> LocalWays:
        return LocalWays(edges_between(contraction.metric(weights), every), anywhere)

    return kept.answer(asked.digest, found).used


def _groups(
    family: FamilyGraph, terminals: FamilyTerminals, kept: KeptWays
) -> tuple[LocalQuestion, LocalQuestion]:
    """Return from where ways are sought: lasting terminals, then others, each with their hubs.

    Any node may be a hub, so that those of one price serve every card.
    """
    none = np.empty(0, np.int64)
    weights = family.weights({**dict.fromkeys(Vehicle, 1.0), Vehicle.GRAVEL_TRUCK: HUB_PRICE})
    lasting = _with_hubs(LocalQuestion(family.graph, weights, none, terminals.lasting), kept)
    more = np.setdiff1d(terminals.more, lasting.terminals)
    return lasting, _with_hubs(lasting._replace(sources=more), kept)


def _with_hubs(asked: LocalQuestion, kept: KeptWays) -> LocalQuestion:
    """Return a question with its sources among the terminals, and hubs among both."""
    asked = asked._replace(terminals=np.union1d(asked.terminals, asked.sources))
    digest = f"{asked.digest}_hubs"
    hubs = kept.answer(digest, lambda: LocalWays(hubs_of(asked), np.empty(0, np.int64))).used
    return asked._replace(
        terminals=np.union1d(asked.terminals, hubs), sources=np.union1d(asked.sources, hubs)
    )


def _of_many(asked: LocalQuestion, kept: KeptWays, own_edges: Indices) -> Indices:
    shut = asked._replace(weights=_shut(asked.weights, own_edges))

    def found() -> LocalWays:
        known = kept.get(asked.digest)
        return local_ways(shut) if known is None else ways_without(asked, known, own_edges)

    return kept.answer(shut.digest, found).used
