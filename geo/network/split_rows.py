"""What the amounts of each row of a network follow: which length, speed, dwell and factor.

Owns the reverse of `geo.network.rides` and `geo.pricing.step_bills`: of an edge and of what it
consumes, which numbers of the rate card and of the atlas its amounts were made with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import (
    HAUL_OF_VEHICLE,
    LIFTS,
    Downstream,
    Quantity,
    RailService,
    Vehicle,
)
from zimnik.geo.pricing.bill import BLOCK, QUANTITIES, QUANTITY_INDEX
from zimnik.geo.pricing.rates import (
    DOWNSTREAM_SPEED,
    DOWNSTREAM_TKM,
    ESCORT_IN_ICE,
    UPSTREAM_SPEED,
    UPSTREAM_TKM,
)
from zimnik.geo.pricing.split_bills import FIXED, SplitBill, of_region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import Pace
    from zimnik.geo.pricing.split_bills import Powers

LENGTH, SPEED, DWELL = "length_", "speed_", "dwell_"
ACCESS_DETOUR = "access_detour"
BLOCK_TRAIN, IN_ICE = "block_train", "in_ice"
_UNDER_WAY = QUANTITY_INDEX[Quantity.UNDER_WAY_D]
_ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]
_ESCORT = QUANTITY_INDEX[Quantity.ESCORT_ZONE]
_DWELL = QUANTITY_INDEX[Quantity.DWELL_D]
_HAULS = [QUANTITY_INDEX[haul] for haul in HAUL_OF_VEHICLE.values()]
_DWELLS = [QUANTITY_INDEX[q] for q in (Quantity.DWELL_D, Quantity.FAR_NORTH_STORAGE_D)]
_TKM = frozenset(QUANTITY_INDEX[q] for q in QUANTITIES if q.endswith("_tkm"))


def split_rows(edges: Sequence[Edge | None], rows: Vector, pace: Pace) -> SplitBill:
    """Return what some parts of a way consume, split by what the amounts follow.

    Parameters
    ----------
    edges
        Edge of each part; None for loading, unloading, and both at one place.
    rows
        What each part consumes, in the order of `QUANTITIES`.
    pace
        Base dwell of each lift and border, by which a dwell is shared between them, and the regions
        that have cards of their own: the name of what follows them ends in theirs.
    """
    parts: dict[Powers, Vector] = {}
    per_unit: dict[str, Vector] = {}
    for edge, row in zip(edges, rows, strict=True):
        for column in np.flatnonzero(row).tolist():
            for powers, share in _followed(edge, row, column, pace):
                held = parts.setdefault(powers, np.zeros(len(row)))
                held[column] += share * row[column]
        for name in _dwells_of_no_days(row, pace):
            held = per_unit.setdefault(name, np.zeros(len(row)))
            held[_DWELL] += 1.0
    return SplitBill(FrozenDict(parts), FrozenDict(per_unit))


def _followed(
    edge: Edge | None, row: Vector, column: int, pace: Pace
) -> Iterator[tuple[Powers, float]]:
    """Yield what an amount of a part follows, with the share of it that does."""
    # Which card prices it is another's question: what is followed is that of its quantity.
    column %= BLOCK
    if column in _DWELLS:
        yield from _dwell_shares(row, pace)
    elif edge is None or edge.link is None:
        yield FIXED, 1.0
    else:
        yield _powers(edge, edge.link, column), 1.0


def _dwells_of_no_days(row: Vector, pace: Pace) -> Iterator[str]:
    """Yield the dwells that take no day at the base, where cargo is lifted onto a vehicle."""
    for region, dwells_d, block in _blocks(row, pace):
        if block[_HAULS].any():
            for quantity in LIFTS:
                if block[QUANTITY_INDEX[quantity]] and dwells_d.get(quantity) == 0.0:
                    yield of_region(f"{DWELL}{quantity}", region)


def _blocks(row: Vector, pace: Pace) -> Iterator[tuple[str, Mapping[Quantity, float], Vector]]:
    """Yield the region of each block of a row, "" for the first, with its dwells."""
    every = {"": pace, **pace.elsewhere}
    for (region, own), block in zip(every.items(), row.reshape(-1, BLOCK), strict=True):
        yield region, own.dwells_d, block


def length_input(link: Link) -> str:
    """Return the name of the number that the length of a link follows."""
    return ACCESS_DETOUR if link.estimated else f"{LENGTH}{link.mode}"


def _powers(edge: Edge, link: Link, column: int) -> Powers:
    length = ((length_input(link), 1),)
    if column in _TKM:
        current = _current(edge, link, "tkm")
        return (*length, *((of_region(name, link.region), 1) for name in current))
    if column == _UNDER_WAY:
        slower = (_speed(edge, link), *_current(edge, link, "speed"))
        return (*length, *((of_region(name, link.region), -1) for name in slower))
    if column == _ROAD:
        return length
    if column == _ESCORT and _is_in_ice(edge):
        return ((of_region(ESCORT_IN_ICE, link.region), 1),)
    return FIXED


def _current(edge: Edge, link: Link, what: str) -> Iterator[str]:
    """Yield the factor that the current of a river puts on speed or t-km, where there is one."""
    if link.downstream is None:
        return
    forward = edge.tail.place_id == link.from_id
    if (link.downstream is Downstream.FROM_TO) == forward:
        yield DOWNSTREAM_TKM if what == "tkm" else DOWNSTREAM_SPEED
    else:
        yield UPSTREAM_TKM if what == "tkm" else UPSTREAM_SPEED


def _speed(edge: Edge, link: Link) -> str:
    if link.vehicle is Vehicle.RAIL_1520 and edge.rail_service is RailService.BLOCK_TRAIN:
        return f"{SPEED}{BLOCK_TRAIN}"
    return f"{SPEED}{IN_ICE}" if _is_in_ice(edge) else f"{SPEED}{link.vehicle}"


def _is_in_ice(edge: Edge) -> bool:
    return edge.season is not None and edge.season.open_water is not None


def _dwell_shares(row: Vector, pace: Pace) -> Iterator[tuple[Powers, float]]:
    """Yield each dwell that a row holds, with its share of the days."""
    held = {
        of_region(f"{DWELL}{quantity}", region): days
        for region, dwells_d, block in _blocks(row, pace)
        for quantity in (*LIFTS, Quantity.BORDER_CROSSING)
        if block[QUANTITY_INDEX[quantity]] and (days := dwells_d.get(quantity, 0.0))
    }
    total = sum(held.values())
    for name, days in held.items():
        yield ((name, 1),), days / total
    if not total:
        yield FIXED, 1.0
