"""The land: what the maps draw below everything and the sea links keep off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.atlas import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

LAND_FILE = "land.parquet"


def load_land(*, folder: Path = SHIPPED) -> gpd.GeoDataFrame:
    """Return the shipped land: polygons in EPSG:4326 with `kind`, cut at the antimeridian.

    Raises
    ------
    InputError
        If the file is not there or is no GeoParquet.
    """
    try:
        return gpd.read_parquet(folder / LAND_FILE)
    except (OSError, ValueError) as error:
        fault = Fault(LAND_FILE, "the shipped land", str(error), "Install zimnik anew.")
        raise InputError([fault]) from error
