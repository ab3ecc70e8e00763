"""Classes of land cover, and what each does to a way that is built and driven over it.

Owns the table of classes and factors (docs/model.md, E23). Class numbers are those that ESA
WorldCover and the global land cover of Copernicus give alike, so either raster can be read.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

UNKNOWN = 0


class Cover(IntEnum):
    """What covers the land, by its number in ESA WorldCover."""

    TREES = 10
    SHRUBS = 20
    GRASS = 30
    CROPS = 40
    BUILT_UP = 50
    BARE = 60
    SNOW_AND_ICE = 70
    WATER = 80
    WETLAND = 90
    MANGROVES = 95
    MOSS_AND_LICHEN = 100


# Forests of the Copernicus map, closed (111 to 116) and open (121 to 126), and its open sea.
FORESTS = (*range(111, 117), *range(121, 127))
OPEN_SEA = 200
KNOWN_CODES = (UNKNOWN, *Cover, *FORESTS, OPEN_SEA)
_CODES = 256


def classes_of(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return classes for the codes of a raster; those of forests become trees, open sea water.

    Raises
    ------
    InputError
        If a code is in neither map.
    """
    found = np.unique(codes)
    unknown = [int(code) for code in found if code not in KNOWN_CODES]
    if unknown:
        fault = Fault(
            "land cover",
            "class numbers of ESA WorldCover (10 to 100) or of Copernicus land cover (20 to 200)",
            f"{', '.join(map(str, unknown[:8]))}",
            "Give one of these maps, or renumber the classes of yours and set its nodata value.",
        )
        raise InputError([fault])
    table = np.arange(_CODES, dtype=np.uint8)
    table[list(FORESTS)] = Cover.TREES
    table[OPEN_SEA] = Cover.WATER
    return np.asarray(table[codes.astype(np.intp)])


def factor_table(factors: Mapping[Cover, float]) -> NDArray[np.float64]:
    """Return the factor of every class number, 1 where none is given."""
    table = np.ones(_CODES)
    for cover, factor in factors.items():
        table[cover] = factor
    return table
