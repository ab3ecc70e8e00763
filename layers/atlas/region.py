"""The part of the world that the project is about.

Owns how swapped coordinates give themselves away there.
"""

from __future__ import annotations

from zimnik.geo.core.units import TURN_DEG

WEST_DEG, EAST_DEG = 10.0, 190.0
SOUTH_DEG, NORTH_DEG = 20.0, 85.0
POLE_DEG = 90.0


def in_region(lon: float, lat: float) -> bool:
    """Whether a point lies between the Baltic, the Bering Strait, China and the pole."""
    eastward = lon + TURN_DEG if lon < EAST_DEG - TURN_DEG else lon
    return WEST_DEG <= eastward <= EAST_DEG and SOUTH_DEG <= lat <= NORTH_DEG


def looks_swapped(lon: float, lat: float) -> bool:
    """Whether a point lies outside the region, or the world, but not with lat and lon swapped."""
    return not in_region(lon, lat) and in_region(lat, lon)
