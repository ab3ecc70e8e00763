"""A plane for lines anywhere: the Mercator projection, and how much longer a metre is in it.

Owns that a tolerance in metres means the same at every latitude. The projection is conformal, so a
small circle stays one, and only its size has to be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.geodesy import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Nearer to a pole the plane has no end; no network is there.
NEAREST_POLE_DEG = 89.5
# Each round of the latitude gains more than two digits.
ROUNDS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Points in the plane: metres at the equator, and how many of them a metre there is."""

    xy: NDArray[np.float64]
    scale: NDArray[np.float64]


def plane_of(lonlat: NDArray[np.float64]) -> Plane:
    """Return points in degrees, longitudes counting on, in the plane."""
    lon, lat = np.radians(lonlat.T)
    lat = np.clip(lat, *np.radians([-NEAREST_POLE_DEG, NEAREST_POLE_DEG]))
    e = np.sqrt(WGS84.es)
    y = np.arctanh(np.sin(lat)) - e * np.arctanh(e * np.sin(lat))
    scale = np.sqrt(1.0 - WGS84.es * np.sin(lat) ** 2) / np.cos(lat)
    return Plane(WGS84.a * np.column_stack([lon, y]), scale)


def lonlat_of(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of the plane in degrees, longitudes counting on."""
    lon, y = (xy / WGS84.a).T
    e = np.sqrt(WGS84.es)
    sine = np.tanh(y)
    for _ in range(ROUNDS):
        sine = np.tanh(y + e * np.arctanh(e * sine))
    return np.asarray(np.degrees(np.column_stack([lon, np.arcsin(sine)])))


def geocentric_m(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on the ellipsoid in metres from its centre: near is near at every meridian."""
    lon, lat = np.radians(lonlat.T)
    normal = WGS84.a / np.sqrt(1.0 - WGS84.es * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1.0 - WGS84.es) * np.sin(lat),
        ]
    )
