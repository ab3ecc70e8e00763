"""Surfaces of remoteness as a page carries them: one band a cell and month, and what bands mean.

Owns the bands. The page paints its picture and reads the value under the pointer from one and the
same array, so that they cannot differ. Numbers of one cell stand together, month after month: as
most cells change little through the year, they take a fifth of the bytes of twelve pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.page.packing import NONE, pack
from zimnik.maps.reports.heading import day_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zimnik.geo.surface.surface import RemotenessSurface

# Where bands begin; below the first is a band of its own. Of US$ per t and of hours, which are
# whole days from one day on; finest where most land lies.
# fmt: off
BANDS: dict[SurfaceQuantity, tuple[float, ...]] = {
    SurfaceQuantity.COST: (
        10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 175, 200, 225, 250, 275, 300, 350, 400,
        450, 500, 600, 800,
    ),
    SurfaceQuantity.TIME: (
        12, 24, 72, 168, 360, 720, 1080, 1440, 1800, 2160, 2520, 2880, 3240, 3600, 3960, 4320,
        4800, 5280, 5760, 6240, 6720, 7200, 7920, 8760,
    ),
}
# fmt: on
NO_ROUTE = 254


def band_bounds() -> dict[str, list[float]]:
    """Return where the bands of each quantity begin, by its name."""
    return {quantity.value: list(bounds) for quantity, bounds in BANDS.items()}


def band_of(values: NDArray[np.float64], bounds: Sequence[float]) -> NDArray[np.int64]:
    """Return the number of the band of each value: `NO_ROUTE` of infinity, `NONE` of NaN.

    A value at which a band begins belongs to it.
    """
    bands = np.searchsorted(bounds, values, side="right").astype(np.int64)
    bands[np.isinf(values)] = NO_ROUTE
    bands[np.isnan(values)] = NONE
    return bands


def surface_record(surfaces: Sequence[RemotenessSurface], crs: str) -> dict[str, Any]:
    """Return surfaces of one goal and grid, one a month and quantity, as the page reads them.

    Parameters
    ----------
    surfaces
        In the projection of the page.
    crs
        That projection, as `Ground.crs` gives it.

    Raises
    ------
    InputError
        If a surface is in another projection, or they differ in grid, goal or days.
    """
    first = surfaces[0]
    found = {(s.crs, s.west_m, s.north_m, s.cell_km, s.values.shape, s.goal) for s in surfaces}
    of = {q: [s for s in surfaces if s.quantity is q] for q in SurfaceQuantity}
    days = {q: [s.ready_d for s in some] for q, some in of.items() if some}
    if len(found) > 1 or first.crs != crs or len(set(map(str, days.values()))) > 1:
        expected = f"surfaces of one goal on one grid in {crs}"
        remedy = "Compute them together, and bring them to the projection of the page."
        raise InputError([Fault("surface", expected, str(sorted(found)), remedy)])
    rows, columns = first.values.shape
    arrays = {
        quantity.value: np.stack([band_of(s.values, BANDS[quantity]) for s in some], axis=-1)
        for quantity, some in of.items()
        if some
    }
    return {
        "goal": first.goal,
        "tonnes_per_y": first.tonnes_per_y,
        "days": [day_after(day) for day in next(iter(days.values()))],
        "rows": rows,
        "columns": columns,
        "west_m": first.west_m,
        "north_m": first.north_m,
        "cell_m": first.cell_km * M_PER_KM,
        "no_route": NO_ROUTE,
        **pack({name: bands.ravel() for name, bands in arrays.items()}),
    }
