"""The stretches of a route in a few words: by which mode to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.routing.itinerary import Route

# The last miles to a yard or a plant tell no two routes apart.
SHORT_LEG_KM = 25.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a route in a few words: by which mode to where."""

    mode: str
    to_id: str
    to_name: str


def named_stretches(route: Route, names: Mapping[str, str]) -> tuple[Stretch, ...]:
    """Return the stretches of a route with the names of the places that they lead to."""
    return tuple(Stretch(mode.value, i, names[i]) for mode, i in stretches_of(route))


def stretches_text(stretches: tuple[Stretch, ...]) -> str:
    """Return stretches in words."""
    return ", ".join(f"{one.mode.replace('_', ' ')} to {one.to_name}" for one in stretches)


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
