"""The network of a campaign: stores where cargo may wait, and the runs between them.

Owns the contraction of the dated network for the campaign (docs/model.md, E12). Runs are made of
the edges that `geo.campaign.column_generation` has found worth a look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.campaign.layout import Laid, Wanted, reached
from zimnik.geo.campaign.runs import DESTINATION, ORIGIN, Run, runs_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class Contraction:
    """Stores and runs of one demand.

    Parameters
    ----------
    places
        Place of every store that is a node.
    runs
        Ways between stores, origin and destination.
    """

    places: Mapping[int, str]
    runs: tuple[Run, ...]


def contract(network: DatedNetwork, wanted: Wanted) -> Contraction:
    """Return the stores and runs that the edges of a demand make up.

    A run is left out where another from the same store to the same store leaves no earlier, is no
    dearer with the price of the days it waits for it, and passes nothing limited that the first
    does not. Cargo is set down and loaded again only where a link of its vehicle has a season or
    a limit.
    """
    laid = Laid.of(network, wanted)
    runs: list[Run] = []
    waiting, known = [ORIGIN], {ORIGIN, DESTINATION}
    while waiting:
        for run in runs_from(laid, waiting.pop()):
            runs.append(run)
            if run.head not in known:
                known.add(run.head)
                waiting.append(run.head)
    useful = _useful(runs)
    nodes = {run.tail for run in useful} - {ORIGIN}
    return Contraction({node: laid.place(node) for node in nodes}, useful)


def _useful(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs that lead on to the destination."""
    stores = sorted({store for run in runs for store in (run.tail, run.head)} | {DESTINATION})
    number = {store: i for i, store in enumerate(stores)}
    behind: list[list[int]] = [[] for _ in stores]
    for run in runs:
        behind[number[run.head]].append(number[run.tail])
    useful = reached(behind, [number[DESTINATION]])
    return tuple(run for run in runs if number[run.head] in useful)
