"""The stretches of a route in a few words: by which mode to where."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.routing.itinerary import Route

# The last miles to a yard or a plant tell no two routes apart.
SHORT_LEG_KM = 25.0


def stretches_of(route: Route) -> list[tuple[Mode, str]]:
    """Return the modes of a route in turn, each with the id of the place that it leads to.

    Legs of one mode that follow one another are one stretch, and legs shorter than `SHORT_LEG_KM`
    are left out where there are longer ones.
    """
    long = [leg for leg in route.legs if leg.distance_km >= SHORT_LEG_KM]
    stretches: list[tuple[Mode, str]] = []
    for leg in long or route.legs:
        if stretches and stretches[-1][0] is leg.mode:
            stretches.pop()
        stretches.append((leg.mode, leg.to_id))
    return stretches
