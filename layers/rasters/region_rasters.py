"""Land, climate and terrain of a region: its own files, and what is shipped for the whole North.

Owns which file tells of which place: the region's own; that of the North where it has none; in a
joined region those of each, the first that knows a place. What no file tells of is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.layers.rasters.climate import CLIMATE_FILE, load_climate
from zimnik.layers.rasters.land import LAND_FILE, load_land
from zimnik.layers.regions.finding import NORTH

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.climate.climate import Climate
    from zimnik.layers.regions.region import Region

TERRAIN_FILE = "terrain.tif"


def climate_of(region: Region) -> Climate:
    """Return the climate of a region.

    Raises
    ------
    InputError
        If a file holds no whole grid.
    """
    grids = [load_climate(folder=folder) for folder in _folders(region, CLIMATE_FILE)]
    return replace(grids[0], beside=tuple(grids[1:]))


def land_of(region: Region) -> gpd.GeoDataFrame:
    """Return the land of a region: polygons in EPSG:4326 with `kind`, cut at the antimeridian.

    Regions have land files of their own instead of that of the North, not beside it, for land that
    is drawn twice would have two coasts.

    Raises
    ------
    InputError
        If a file is no GeoParquet.
    """
    folders = _folders(region, LAND_FILE)
    parts = [load_land(folder=f) for f in ([NORTH] if NORTH in folders else folders)]
    if len(parts) == 1:
        return parts[0]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=parts[0].crs)


def terrain_files_of(region: Region) -> tuple[Path, ...]:
    """Return the files of heights of a region, the first that knows a place before the others."""
    return tuple(folder / TERRAIN_FILE for folder in _folders(region, TERRAIN_FILE))


def _folders(region: Region, name: str) -> list[Path]:
    own = [folder for folder in region.folders if (folder / name).is_file()]
    return own if len(own) == len(region.folders) else [*own, NORTH]
