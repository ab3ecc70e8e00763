"""Which paths of a cargo are kept for its draws: the best under the base card and under two others.

Owns docs/model.md, E39, as far as it says between which ways a draw chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.routing.paths import handled_along
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.hub_ranking import corner_cards
from zimnik.geo.uncertainty.kept_ways import KeptWays

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths


@dataclass(frozen=True, slots=True)
class WaySearches:
    """Searches for the paths that draws choose between.

    Parameters
    ----------
    base
        Those under the base card.
    corners
        Those under the other cards.
    """

    base: YearSearches
    corners: tuple[YearSearches, ...]

    @classmethod
    def of(cls, base: YearSearches) -> WaySearches:
        """Return the searches of a network; its own may know the year already."""
        network = base.network
        cards = corner_cards(network.card)[1:]
        return cls(base, tuple(YearSearches(replace(network, card=card)) for card in cards))

    def ways(
        self, shipment: Shipment, ready_d: Sequence[int], *, full: Collection[str] = ()
    ) -> KeptWays | None:
        """Return the paths that are kept of a shipment; None where it stays, or never arrives.

        Parameters
        ----------
        shipment
            What travels.
        ready_d
            Days on which it is made.
        full
            Places and links at which other cargo takes part of a limited room: of the other cards
            no path is kept that needs one of them where the base does not.
        """
        network, end_id = self.base.network, shipment.destination_id
        if end_id is None or network.arrays.is_one_place(shipment.origin_id, end_id):
            return None
        base = self.base.paths(shipment, ready_d=ready_d)
        if isinstance(base, str):
            return None
        found, taken = [base], _handled(network, base)
        # What is in time is asked of each draw; to ask it of the other cards costs a long search.
        at_leisure = replace(shipment, dates=replace(shipment.dates, max_d=DEFAULT_MAX_D))
        for searches in self.corners:
            paths = searches.paths(at_leisure, ready_d=ready_d)
            if not isinstance(paths, str) and not (_handled(network, paths) - taken) & {*full}:
                found.append(paths)
        return KeptWays.of(network, found, max_d=shipment.dates.max_d)


def _handled(network: DatedNetwork, found: YearPaths) -> frozenset[str]:
    """Return the places and links that some of the paths need room at."""
    states, total = len(network.arrays.states), frozenset[str]()
    for path in found.calendars:
        start, end = (node // HOLDS % states for node in (path.start, path.end))
        total |= frozenset(handled_along(network, path.rows, start=start, end=end))
    return total
