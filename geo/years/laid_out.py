"""Networks laid out for searches by date and kept: one more year is the days of its links alone.

Owns what of a network serves other seasons and other prices: all but when its links are open.
Topology, bills and days under way are made once for places, links and speeds; for another year
only the rows of links whose season differs are looked at again, for other prices none. A network
that is made so is the one that `geo.routing.time_expanded.dated_network` would make.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.links import Link
from zimnik.geo.network.rides import rides_of
from zimnik.geo.routing.time_expanded import dated_network, in_seasons_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Each takes some 10 MB.
MOST_NETWORKS = 8
# Times that one is asked for from which on it pays to search it compiled.
MANY = 3
_BUT_SEASON = attrgetter(*(one.name for one in fields(Link) if one.name != "season"))


class _LinkRows(NamedTuple):
    """Rows of a link there and back, in the order of its rides, and what their bills hang on."""

    there: list[int]
    back: list[int]
    rides: list[tuple[object, ...]]


@dataclass(slots=True, eq=False)
class _Kept:
    """A network with what it was made of."""

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    network: DatedNetwork
    asked_count: int = 1
    _rows: Mapping[str, _LinkRows] | None = None

    @property
    def rows(self) -> Mapping[str, _LinkRows]:
        """Rows of each link."""
        if self._rows is None:
            self._rows = _rows_of(self.network, self.links, self.network.card)
        return self._rows


@dataclass(slots=True, eq=False)
class LaidOutNetworks:
    """Networks that were laid out, each for the next question over the same places and links.

    No answer hangs on what is kept, and a copy in another process begins with nothing.
    """

    _kept: OrderedDict[tuple[object, ...], _Kept] = field(init=False, default_factory=OrderedDict)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __reduce__(self) -> tuple[type[LaidOutNetworks], tuple[()]]:
        """Return how to make an empty one."""
        return LaidOutNetworks, ()

    def of(
        self, places: Sequence[Place], links: Sequence[Link], card: RateCard, year_type: YearType
    ) -> DatedNetwork:
        """Return a network laid out for a kind of year; it raises as `dated_network`.

        Parameters
        ----------
        places, links, card
            As `geo.network.arrays.network_arrays`.
        year_type
            Which of the published dates of seasons hold.
        """
        key = (tuple(link.id for link in links), year_type)
        with self._lock:
            kept = self._kept.get(key)
            again = None if kept is None else _again(kept, places, links, card)
            if again is None:
                again = dated_network(network_arrays(places, links, card), card, year_type)
                self._kept[key] = _Kept(tuple(places), tuple(links), again)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_NETWORKS:
                self._kept.popitem(last=False)
            return again


def _again(
    kept: _Kept, places: Sequence[Place], links: Sequence[Link], card: RateCard
) -> DatedNetwork | None:
    """Return a network from one that is kept; None where more differs than seasons and prices."""
    if not _is_of(kept, places, card):
        return None
    edges = _with_seasons(kept, links, card)
    if edges is None:
        return None
    kept.places = tuple(places)
    kept.asked_count += 1
    if kept.asked_count == MANY:
        kept.network = kept.network.compiled()
    return replace(in_seasons_of(kept.network, edges), card=card)


def _is_of(kept: _Kept, places: Sequence[Place], card: RateCard) -> bool:
    arrays, own = kept.network.arrays, kept.network.card
    return (
        (own is card or (card.pace == arrays.pace and list(card.elsewhere) == list(own.elsewhere)))
        and kept.places == tuple(places)
    )  # fmt: skip


def _rows_of(network: DatedNetwork, links: Sequence[Link], card: RateCard) -> dict[str, _LinkRows]:
    found = {link.id: _LinkRows([], [], list(_told_of(link, card))) for link in links}
    for row, edge in enumerate(network.arrays.edges):
        if edge.link is not None:
            there, back, _ = found[edge.link.id]
            (there if edge.tail.place_id == edge.link.from_id else back).append(row)
    return found


def _told_of(link: Link, card: RateCard) -> Iterator[tuple[object, ...]]:
    """Yield of each ride of a link what its edges and bills hang on."""
    for ride in rides_of(link, card.of(link.region)):
        yield (
            ride.key, ride.season is None, ride.km_per_d, ride.tkm_per_km, ride.escort_zones,
            ride.light_load, ride.rail_service,
        )  # fmt: skip


def _with_seasons(kept: _Kept, links: Sequence[Link], card: RateCard) -> dict[int, Edge] | None:
    """Return by row the edges whose season differs; None where more does."""
    edges = kept.network.arrays.edges
    changed: dict[int, Edge] = {}
    for link, known in zip(links, kept.links, strict=True):
        if link is known:
            continue
        if _BUT_SEASON(link) != _BUT_SEASON(known):
            return None
        if link.season == known.season:
            continue
        rows = kept.rows[link.id]
        if list(_told_of(link, card)) != rows.rides:
            return None
        for numbers in (rows.there, rows.back):
            rides = rides_of(link, card.of(link.region))
            for row, ride in zip(numbers, rides, strict=True):
                changed[row] = replace(edges[row], link=link, season=ride.season)
    return changed
