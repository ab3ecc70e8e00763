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
from zimnik.geo.static.country import VEHICLES
from zimnik.geo.static.graph import UNREACHABLE, StaticGraph
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
    from zimnik.geo.static.country import FamilyGraph

# Ways of lorries are sought at prices of gravel over paved road in steps of so much at most.
PRICE_STEP = 1.02
# So few terminals may lie at one end of a country that would be full of hubs; what hubs alone need
# is left out then, which takes a search through all ways from each.
MOST_THINNED = 256
# A search through more nodes looks for hubs; of half a million with 5,000 terminals it makes 4,000.
MOST_NODES = 4_000
# Searches from so few through the whole graph take less than hubs all over it.
FEW_SOURCES = 32
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
    vehicles = [VEHICLES[number] for number in np.unique(family.vehicles)]
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
    """
    if len(terminals.every) < len("ab"):
        return np.empty(0, np.int64)
    groups = _groups(family, terminals, kept)
    every = terminals.every
    with_hubs = np.union1d(*(asked.terminals for asked in groups))
    is_sparse = len(every) <= MOST_THINNED and len(with_hubs) > len("ab") * len(every)
    used = [np.empty(0, np.int64)]
    for price_per_km in prices:
        weights = family.weights(price_per_km)
        ways = [_of_many(asked._replace(weights=weights), kept, own_edges) for asked in groups]
        at_price = np.union1d(*ways)
        used.append(_thinned(family, weights, at_price, every, kept) if is_sparse else at_price)
    return np.unique(np.concatenate(used))


def _shut(weights: Indices, edges: Indices) -> Indices:
    shut = weights.copy()
    shut[edges] = UNREACHABLE
    return shut


def _thinned(
    family: FamilyGraph, weights: Indices, used: Indices, every: Indices, kept: KeptWays
) -> Indices:
    """Return which of some edges ways between terminals take, without those that hubs alone need.

    The edges hold a way of least weight between every two terminals.
    """
    nodes, ends = np.unique(family.graph.ends[used], return_inverse=True)
    graph = StaticGraph(ends.reshape(-1, 2).astype(np.int64), family.graph.lonlat[nodes])
    own = np.searchsorted(nodes, np.intersect1d(nodes, every)).astype(np.int64)
    asked = LocalQuestion(graph, weights[used], own, own)
    return used[kept.answer(asked.digest, lambda: local_ways(asked)).used]


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
    if len(asked.sources) <= FEW_SOURCES:
        return asked
    digest = f"{asked.digest}_hubs"
    hubs = kept.answer(
        digest, lambda: LocalWays(hubs_of(asked, MOST_NODES), np.empty(0, np.int64))
    ).used
    return asked._replace(
        terminals=np.union1d(asked.terminals, hubs), sources=np.union1d(asked.sources, hubs)
    )


def _of_many(asked: LocalQuestion, kept: KeptWays, own_edges: Indices) -> Indices:
    shut = asked._replace(weights=_shut(asked.weights, own_edges))

    def found() -> LocalWays:
        known = kept.get(asked.digest)
        return local_ways(shut) if known is None else ways_without(asked, known, own_edges)

    return kept.answer(shut.digest, found).used
