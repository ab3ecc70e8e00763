"""Kinds of lines: all that matters of one to a route over it.

Owns what makes two lines alike, so that a chain of them is one link, and which season a line has:
that of its tags, else that of its class.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.core.vocabulary import Mode, Vehicle
from zimnik.layers.networks.default_seasons import SEASON
from zimnik.layers.networks.openings import opening_of
from zimnik.layers.networks.tags import load_limit_t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.layers.networks.classes import LineClass
    from zimnik.layers.networks.default_seasons import DefaultSeasons
    from zimnik.layers.networks.openings import Opening
    from zimnik.layers.networks.ways import Tags

LEFT_OUT = -1
PUBLISHED, ESTIMATE = "published", "estimate"


class Kind(NamedTuple):
    """All that matters of a line: lines of one kind in a row are one link."""

    mode: Mode
    vehicle: Vehicle
    note: str
    season: tuple[str, ...]
    basis: str
    load_limit_t: float


def kinds_of(
    combinations: Sequence[Tags],
    names: NDArray[np.object_],
    classes: Mapping[str, LineClass],
    seasons: DefaultSeasons,
) -> tuple[list[Kind], NDArray[np.intp], tuple[str, ...]]:
    """Return the kinds that occur, that of each combination of tags, and what is worth saying.

    Parameters
    ----------
    combinations
        Tags of lines.
    names
        Class of each combination.
    classes
        The classes by name.
    seasons
        Days of what is shut for part of the year and states none.
    """
    found: dict[Kind, int] = {}
    kind_of = np.full(len(combinations), LEFT_OUT)
    told: Counter[str] = Counter()
    for number, (tags, name) in enumerate(zip(combinations, names, strict=True)):
        own = classes[name]
        if not own.mode:
            continue
        opening = opening_of(tags)
        told.update(opening.told)
        season, basis = _season(own, opening, seasons)
        kind = Kind(
            Mode(own.mode), Vehicle(own.vehicle), own.note, season, basis, load_limit_t(tags) or 0.0
        )
        kind_of[number] = found.setdefault(kind, len(found))
    return list(found), kind_of, tuple(told)


def _season(
    own: LineClass, opening: Opening, seasons: DefaultSeasons
) -> tuple[tuple[str, ...], str]:
    """Return the six days of a season and its basis; empty where open all year, or by climate."""
    nothing = ("",) * len(SEASON)
    window = opening.window
    if window is not None and not window.is_all_year and window.length_d > 1:
        return (window.opens, window.closes, *nothing[2:]), PUBLISHED
    stated = tuple(getattr(own, name) for name in SEASON)
    if any(stated):
        return stated, ESTIMATE
    if opening.undated and own.mode != Mode.WINTER_ROAD:
        mode = own.mode if own.mode in {Mode.RIVER, Mode.SEA} else Mode.ROAD
        return tuple(seasons.of(str(mode)).values()), ESTIMATE
    return nothing, ""


def rank_of(kind: Kind) -> tuple[object, ...]:
    """Return the rank of a kind: what is open all year before what has a season."""
    vehicles = list(Vehicle)
    return (bool(kind.season[0]), vehicles.index(kind.vehicle), *map(str, kind))
