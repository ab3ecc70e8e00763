"""The question that every search answers: a shipment, when, past what and without what.

Owns what routes, the matrix, campaigns, hauls and rankings ask of the network, and which shipments
the network refuses.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError, type_faults
from zimnik.geo.core.messages import Message
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.network.arrays import NetworkArrays


SAME_PLACE = Message("origin and destination are one place", "same_place")


@dataclass(frozen=True, slots=True)
class Shipment:
    """What travels from where to where, when, past what, and what it may not use.

    Parameters
    ----------
    origin_id
        Place where the cargo starts.
    destination_id
        Place where it ends; None where the cheapest of several is sought, which the search names.
    cargo
        What travels.
    dates
        When the cargo is ready and what the year is like.
    via
        What to pass in this order; each item is a set of places and links of which one is passed.
    closures
        What may not be used.

    Raises
    ------
    InputError
        If a field is of another type.
    """

    origin_id: str
    destination_id: str | None
    cargo: Cargo
    dates: Dates
    _: KW_ONLY
    via: Sequence[frozenset[str]] = ()
    closures: Closures = NO_CLOSURES

    def __post_init__(self) -> None:
        wanted = {"origin_id": str, "cargo": Cargo, "dates": Dates, "closures": Closures}
        if self.destination_id is not None:
            wanted["destination_id"] = str
        if faults := list(type_faults("shipment", self, wanted)):
            raise InputError(faults)

    def ready_on(self, ready_d: int | None) -> Shipment:
        """Return the shipment of cargo that is ready on a day, or on the best of the year."""
        return replace(self, dates=replace(self.dates, ready_d=ready_d))


def place_faults(arrays: NetworkArrays, shipment: Shipment) -> Iterator[Fault]:
    """Yield a fault for each set of places of a shipment of which some are unknown."""
    # Asked of each id, since a set of all places takes as long as a search on a large network.
    ends = {shipment.origin_id, shipment.destination_id} - {None}
    passable = arrays.kinds, arrays.links
    for ids, known in ((ends, passable[:1]), *((ids, passable) for ids in shipment.via)):
        if unknown := sorted(str(i) for i in ids if not any(i in one for one in known)):
            yield Fault("request", "places of the network", str(unknown), "Name another place.")


def same_place_faults(shipment: Shipment) -> Iterator[Fault]:
    """Yield a fault where both ends of a shipment have one id, which no search can join."""
    if shipment.origin_id == shipment.destination_id:
        found = f"'{shipment.origin_id}' twice"
        yield Fault("request", "two different places", found, "Name another destination.")
