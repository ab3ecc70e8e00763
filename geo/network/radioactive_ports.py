"""Which ports may lift radioactive cargo (class 7), and what that says of a route.

Owns the rule (docs/model.md, A69). A port where that is not known is not taken for one that may.
Stations, road junctions and airfields have rules of their own, which the atlas does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.messages import Message, about
from zimnik.geo.core.vocabulary import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.cargo import Cargo

PORT_KINDS = frozenset(
    {PlaceKind.SEA_PORT, PlaceKind.ARCTIC_PORT, PlaceKind.RIVER_PORT, PlaceKind.ROADSTEAD}
)


def barred_of(places: Iterable[Place]) -> FrozenDict[str, bool]:
    """Return ports not known to lift radioactive cargo: whether each is known to be barred from it.

    Keys are ids of places.
    """
    return FrozenDict(
        {
            place.id: place.lifts_class7 is False
            for place in places
            if place.kind in PORT_KINDS and place.lifts_class7 is not True
        }
    )


def lift_warnings(
    barred: Mapping[str, bool], cargo: Cargo, lifted_at: Iterable[str], *, whose_id: str = ""
) -> Iterator[str]:
    """Yield what to say of each port where a cargo is lifted that is not known to be open for it.

    Parameters
    ----------
    barred
        Ports as `barred_of` gives them.
    cargo
        What is lifted; of a cargo that is not radioactive there is nothing to say.
    lifted_at
        Places where it is lifted, in the order of travel.
    whose_id
        Deposit whose cargo it is, where several are spoken of.
    """
    if not cargo.is_radioactive:
        return
    for place_id in dict.fromkeys(lifted_at):
        if place_id in barred:
            known = "is closed to it" if barred[place_id] else "is not known to be open for it"
            said = Message(
                f"radioactive cargo (class 7) is lifted at {place_id}, which {known}",
                "class7_closed" if barred[place_id] else "class7_unknown",
                place_id=place_id,
            )
            yield about(whose_id, said) if whose_id else said
