"""Distances on the WGS84 ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WGS84 = Geod(ellps="WGS84")
M_PER_KM = 1000.0


def geodesic_km(
    from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike
) -> NDArray[np.float64]:
    """Return geodesic distances in km between points given in degrees, arrays broadcast.

    Accurate to nanometres (Karney 2013, doi 10.1007/s00190-012-0578-z, as PROJ implements it).
    """
    lon1, lat1, lon2, lat2 = np.broadcast_arrays(
        *(np.asarray(a, dtype=np.float64) for a in (from_lon, from_lat, to_lon, to_lat))
    )
    _, _, distance_m = WGS84.inv(lon1, lat1, lon2, lat2)
    return np.asarray(distance_m) / M_PER_KM
