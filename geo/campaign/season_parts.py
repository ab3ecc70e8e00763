"""Parts of a season that runs are made of: where one is, the others of the link are too.

Owns that cargo which a full link, or a store, holds back may go once the link is open again
(docs/model.md, E36): no least-cost path of any day leads over the part after a closure where the
part before it has room for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zimnik.geo.routing.time_expanded import DatedNetwork


def with_other_parts(network: DatedNetwork, rows: Iterable[int]) -> frozenset[int]:
    """Return rows of edges with those that are the same ride in another part of its season.

    Parameters
    ----------
    network
        The network of one kind of year.
    rows
        Rows of edges.
    """
    known = frozenset(rows)
    return known.union(*(_other_parts(network, row) for row in known))


def _other_parts(network: DatedNetwork, row: int) -> Iterator[int]:
    edges, bills = network.arrays.edges, network.arrays.bills
    own = edges[row]
    if own.link is None or own.link.season is None or not own.link.season.shut:
        return
    for other in network.rows_by_name[own.link.id]:
        is_same = edges[other].link is own.link and edges[other].tail == own.tail
        if is_same and bills[other] == bills[row]:
            yield other
