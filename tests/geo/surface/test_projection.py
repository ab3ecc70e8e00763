"""A surface in another projection: what was computed, where it belongs."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from tests.regions import SIBERIAN_CONIC
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.surface.projection import in_projection
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity

POLAR = "+proj=laea +lat_0=90 +lon_0=90 +datum=WGS84 +units=m"


def surface() -> RemotenessSurface:
    """Return cells numbered from the north west, some water and some without a way."""
    values = np.arange(20 * 40, dtype=np.float64).reshape(20, 40)
    values[3:6, 3:6], values[10:13, 10:13] = np.nan, np.inf
    return RemotenessSurface(
        values, SIBERIAN_CONIC, -2_000_000.0, 1_500_000.0, 100.0,
        SurfaceQuantity.COST, "railhead", 0, YearType.NORMAL, 1000.0,
    )  # fmt: skip


def at(found: RemotenessSurface, lon: float, lat: float) -> float:
    """Return the value of the cell that holds a place."""
    x, y = Transformer.from_crs("EPSG:4326", found.crs, always_xy=True).transform(lon, lat)
    size_m = found.cell_km * 1000
    return float(
        found.values[int((found.north_m - y) // size_m), int((x - found.west_m) // size_m)]
    )


def test_nothing_is_done_in_its_own_projection() -> None:
    given = surface()
    assert in_projection(given, SIBERIAN_CONIC) is given


def test_cells_hold_what_the_surface_has_at_their_middles() -> None:
    given = surface()
    polar = in_projection(given, POLAR)
    rows, columns = polar.values.shape
    back = Transformer.from_crs(POLAR, "EPSG:4326", always_xy=True)
    size_m = polar.cell_km * 1000
    checked = 0
    for row in range(0, rows, 2):
        for column in range(0, columns, 2):
            x = polar.west_m + (column + 0.5) * size_m
            y = polar.north_m - (row + 0.5) * size_m
            value = polar.values[row, column]
            if not np.isnan(value):
                assert at(given, *back.transform(x, y)) == value
                checked += 1
    assert checked > 100
    assert np.isinf(polar.values).any()


@pytest.mark.parametrize("lonlat", [(100.0, 60.0), (75.0, 65.0), (120.0, 55.0), (110.0, 70.0)])
def test_places_keep_their_values_to_a_cell(lonlat: tuple[float, float]) -> None:
    given = surface()
    difference = at(in_projection(given, POLAR), *lonlat) - at(given, *lonlat)
    # A row holds forty cells: at most one row and one column off.
    assert abs(difference) in {0, 1, 39, 40, 41}
