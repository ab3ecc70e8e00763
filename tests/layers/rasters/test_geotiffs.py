"""Rasters that hold a CRS and no place, as a screenshot or a scan does."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from rasterio.control import GroundControlPoint

from zimnik.geo.core.errors import InputError
from zimnik.layers.rasters.geotiffs import opened_raster

if TYPE_CHECKING:
    from pathlib import Path

CELLS = ((3, 3), rasterio.Affine(1.0, 0.0, 116.0, 0.0, -1.0, 72.0), "EPSG:4326")
CORNERS = [
    GroundControlPoint(row, column, 116.0 + column, 72.0 - row)
    for row, column in ((0, 0), (0, 3), (3, 0))
]


@pytest.mark.parametrize(("points", "found"), [([], "no place"), (CORNERS, "control points alone")])
def test_a_raster_that_does_not_say_where_it_lies_is_refused(
    points: list[GroundControlPoint], found: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.tif"
    profile = {"count": 1, "dtype": "float32", "height": 3, "width": 3, "crs": "EPSG:4326"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(path, "w", driver="GTiff", gcps=points, **profile) as file:
            file.write(np.ones((3, 3), dtype="float32"), 1)
    expected = f"where its corners lie, found {found}"
    with pytest.raises(InputError, match=expected), opened_raster(path, CELLS):
        pytest.fail("it is not to be read")
