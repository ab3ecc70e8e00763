"""A path through the network: which edges, where cargo waits before the next, what it consumes.

Owns what a search hands on, whether it knew dates or not, and the one sum of what a path consumes:
loading, its rows in order, unloading (docs/model.md, E1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.core.calendar import ROUNDING_D, YEAR_D
from zimnik.geo.core.messages import Message
from zimnik.geo.network.radioactive_ports import lift_warnings
from zimnik.geo.network.split_rows import split_rows
from zimnik.geo.pricing.bill import days_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import Mode, Vehicle
    from zimnik.geo.network.arrays import Edge, NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.split_bills import SplitBill
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of a path.

    Parameters
    ----------
    row
        Row of the quantities of the dated network that it consumes.
    edge
        Number of the edge of the network; None where cargo is set down and loaded again.
    waiting_d
        Days that the cargo waits before the step.
    window
        Window that the search held the step to; None where it may take place at any time.
    """

    row: int
    edge: int | None
    waiting_d: float = 0.0
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A path from the state in which cargo is loaded to that from which it is unloaded.

    Parameters
    ----------
    start, end
        The states, by number.
    steps
        In the order of travel.
    ready_d
        Whole day of readiness from 1 January; None where the search knew no date.
    best_ready_d
        First and last of the days that cost the same, where the search chose the day.
    gap_pct
        By how much at most another path may be cheaper, where the search was ended by its bound.
    """

    start: int
    end: int
    steps: tuple[PathStep, ...]
    ready_d: int | None = None
    best_ready_d: tuple[int, int] | None = None
    gap_pct: float = 0.0

    @property
    def edges(self) -> tuple[int, ...]:
        """Numbers of the edges of the network in the order of travel."""
        return tuple(step.edge for step in self.steps if step.edge is not None)

    @property
    def waiting_d(self) -> float:
        """Days waited on the whole of it."""
        return sum(step.waiting_d for step in self.steps)


def undated_path(arrays: NetworkArrays, edges: Sequence[int]) -> Path:
    """Return a path of at least one edge that waits nowhere."""
    steps = tuple(PathStep(edge, edge) for edge in edges)
    return Path(int(arrays.tails[edges[0]]), int(arrays.heads[edges[-1]]), steps)


def waited_for(
    network: DatedNetwork,
    start: int,
    steps: Iterable[tuple[PathStep, Vector]],
    ready_d: Vector,
) -> dict[str, float]:
    """Return the days that cargo waits on a path for the opening of each link, by its id.

    A wait ends when all is open up to the next one; what it was for is the link that the cargo
    then enters in the moment of its opening, the first where there are several.

    Parameters
    ----------
    network
        The network.
    start
        State in which cargo is loaded, by number.
    steps
        Steps in the order of travel, each with the days waited before it for each day of readiness.
    ready_d
        Days of readiness, over which the waits are summed.
    """
    edges = network.arrays.edges
    found_d: dict[str, float] = {}
    pending_d = np.zeros(len(ready_d))
    at_d = ready_d + float(days_in(network.arrays.loading[start]))
    for step, waits_d in steps:
        at_d = at_d + waits_d
        pending_d = np.where(waits_d > 0, waits_d, pending_d)
        link = edges[step.edge].link if step.edge is not None else None
        if link is not None and step.window is not None and pending_d.any():
            since_d = (at_d - step.window.opens_d + ROUNDING_D) % YEAR_D
            ended = (pending_d > 0) & (since_d <= 2 * ROUNDING_D)
            if ended.any():
                found_d[link.id] = found_d.get(link.id, 0.0) + float(pending_d[ended].sum())
                pending_d = np.where(ended, 0.0, pending_d)
        at_d = at_d + network.durations_d[step.row]
    return found_d


def waited_for_on(network: DatedNetwork, path: Path) -> dict[str, float]:
    """Return the same of one path on its day; nothing where it has no day."""
    if path.ready_d is None or not path.waiting_d:
        return {}
    steps = ((step, np.array([step.waiting_d])) for step in path.steps)
    return waited_for(network, path.start, steps, np.array([float(path.ready_d)]))


def path_quantities(
    network: DatedNetwork, rows: Sequence[int], *, start: int | None = None, end: int | None = None
) -> Vector:
    """Return what each part of a path consumes, without its waits.

    Parameters
    ----------
    network
        The network.
    rows
        Rows of its quantities in the order of travel.
    start, end
        States in which cargo is loaded at the first place and unloaded at the last, by number;
        None where it stays as it is.

    Returns
    -------
    numpy.ndarray
        A row a part (loading, the rows, unloading) and a column a quantity, in the order of
        `geo.pricing.bill.QUANTITIES`.
    """
    arrays = network.arrays
    loading = [] if start is None else [arrays.loading[[start]]]
    unloading = [] if end is None else [arrays.unloading[[end]]]
    return np.concatenate([*loading, network.quantities[list(rows)], *unloading])


def split_quantities(
    network: DatedNetwork, rows: Sequence[int], *, start: int | None = None, end: int | None = None
) -> SplitBill:
    """Return what a path consumes without its waits, split by what it follows.

    The parameters are those of `path_quantities`.
    """
    edges = network.arrays.edges
    parts: list[Edge | None] = [edges[row] if row < len(edges) else None for row in rows]
    ends: tuple[list[None], list[None]] = (
        [] if start is None else [None],
        [] if end is None else [None],
    )
    consumed = path_quantities(network, rows, start=start, end=end)
    return split_rows([*ends[0], *parts, *ends[1]], consumed, network.arrays.pace)


class RowFacts(NamedTuple):
    """What a row of the dated network is.

    Parameters
    ----------
    lifted_at
        Place where cargo is lifted in it: it goes onto another vehicle, or is set down and
        reloaded. None for a link, and where a lorry drives on from one kind of road to another.
    link
        Link, where it is one.
    estimate
        What has to be said of a link that no source describes.
    """

    lifted_at: str | None
    link: Link | None
    estimate: str | None


@dataclass(slots=True, eq=False)
class PathFacts:
    """What is to be told of paths through a network by their rows, each row looked at once.

    Parameters
    ----------
    network
        The network.
    """

    network: DatedNetwork
    _known: dict[int, RowFacts] = field(init=False, default_factory=dict)

    @classmethod
    def of(cls, network: DatedNetwork) -> PathFacts:
        """Return those of a network as known so far."""
        return network.memo.of("facts", lambda: cls(network))

    def along(self, rows: Iterable[int]) -> list[RowFacts]:
        """Return what each row of a path is."""
        known, found = self._known, []
        for row in rows:
            facts = known.get(row)
            if facts is None:
                facts = known[row] = _facts_of(self.network, row)
            found.append(facts)
        return found


def handled_of(
    facts: Iterable[RowFacts], *, first_id: str | None, last_id: str | None
) -> list[str]:
    """Return the places where a path lifts cargo, then its links, each once, in order of travel.

    What rolls through a place takes none of its room (docs/model.md, A36).

    Parameters
    ----------
    facts
        What its rows are.
    first_id, last_id
        Places where the cargo is loaded and unloaded; None where it stays as it is.
    """
    places = [] if first_id is None else [first_id]
    links = []
    for lifted_at, link, _ in facts:
        if link is not None:
            links.append(link.id)
        elif lifted_at is not None:
            places.append(lifted_at)
    if last_id is not None:
        places.append(last_id)
    return list(dict.fromkeys((*places, *links)))


def estimates_of(facts: Iterable[RowFacts]) -> tuple[str, ...]:
    """Return what has to be said of each link of a path that no source describes."""
    return tuple(one.estimate for one in facts if one.estimate is not None)


def _facts_of(network: DatedNetwork, row: int) -> RowFacts:
    arrays = network.arrays
    edge = arrays.edges[row] if row < len(arrays.edges) else None
    if edge is not None and edge.link is not None:
        return RowFacts(None, edge.link, _estimate_of(edge, edge.link))
    if not network.quantities[row].any():
        return RowFacts(None, None, None)
    if edge is not None:
        return RowFacts(edge.tail.place_id, None, None)
    state = network.reloading_states[row - len(arrays.edges)]
    return RowFacts(arrays.states[state].place_id, None, None)


def _estimate_of(edge: Edge, link: Link) -> str | None:
    if not link.estimated:
        return None
    return Message(
        f"{edge.tail.place_id} to {edge.head.place_id}: no link is known, "
        f"{link.length_km:.0f} km is an estimate from the geodesic",
        "estimated_link",
        from_place_id=edge.tail.place_id,
        to_place_id=edge.head.place_id,
        length_km=link.length_km,
    )


def is_lift(network: DatedNetwork, row: int) -> bool:
    """Whether cargo is lifted in a row, as `RowFacts.lifted_at` tells it."""
    return _facts_of(network, row).lifted_at is not None


def handled_along(
    network: DatedNetwork, rows: Iterable[int], *, start: int | None = None, end: int | None = None
) -> tuple[str, ...]:
    """Return what a path handles, as `handled_of`; its other parameters as `path_quantities`."""
    ends = (None if state is None else network.arrays.states[state] for state in (start, end))
    first_id, last_id = (None if state is None else state.place_id for state in ends)
    facts = PathFacts.of(network).along(rows)
    return tuple(handled_of(facts, first_id=first_id, last_id=last_id))


def estimates_along(network: DatedNetwork, rows: Iterable[int]) -> tuple[str, ...]:
    """Return what has to be said of each link of a path that no source describes."""
    return estimates_of(PathFacts.of(network).along(rows))


def said_of(
    arrays: NetworkArrays,
    cargo: Cargo,
    handled_ids: Iterable[str],
    *,
    estimates: Iterable[str],
    gap_pct: float,
) -> tuple[str, ...]:
    """Return what has to be said of what travels over one path or several, each once.

    Parameters
    ----------
    arrays
        Compiled network.
    cargo
        What travels.
    handled_ids
        Where it is lifted, as `handled_along` gives it.
    estimates
        What `estimates_along` says.
    gap_pct
        By how much at most another path may be cheaper.
    """
    lifts = lift_warnings(arrays.barred, cargo, handled_ids)
    return tuple(dict.fromkeys((*estimates, *gap_warnings(gap_pct), *lifts)))


def gap_warnings(gap_pct: float) -> Iterator[str]:
    """Yield what has to be said where a search ended at its bound."""
    if gap_pct:
        yield Message(
            "the search was ended at its bound: another route that arrives in time may be up to "
            f"{gap_pct:.0f} % cheaper",
            "search_ended",
            gap_pct=gap_pct,
        )


def leg_of(link: Link | None) -> tuple[Mode, Vehicle, str] | None:
    """Return what links in a row have in common that make up one leg; None for a transfer.

    An estimated link is a leg of its own, so that its length stands apart from what is known and
    the place between two of them is named.
    """
    return None if link is None else (link.mode, link.vehicle, link.id if link.estimated else "")
