"""Equal-area projections by their parameters: what maps are drawn in and surfaces computed on.

Owns the two that a region may choose from, and how PROJ is told of them; the pages draw the same
two from the same parameters (`maps/js/shared/projection.js`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

_ELLIPSOID = "+datum=WGS84 +units=m"


@dataclass(frozen=True, slots=True)
class Albers:
    """The Albers equal-area conic projection, for what is wider than high.

    Parameters
    ----------
    south_parallel_deg, north_parallel_deg
        Standard parallels, on which lengths are true.
    latitude_of_origin_deg, central_meridian_deg
        Where northings begin, and the meridian that stands upright.

    Examples
    --------
    >>> Albers(52, 64, 60, 100).proj
    '+proj=aea +lat_1=52 +lat_2=64 +lat_0=60 +lon_0=100 +datum=WGS84 +units=m'
    """

    south_parallel_deg: float
    north_parallel_deg: float
    latitude_of_origin_deg: float
    central_meridian_deg: float

    @property
    def meridian_deg(self) -> float:
        """The meridian that stands upright; maps are cut opposite it."""
        return self.central_meridian_deg

    @property
    def proj(self) -> str:
        """The projection as PROJ reads it, in metres."""
        return (
            f"+proj=aea +lat_1={self.south_parallel_deg:g} +lat_2={self.north_parallel_deg:g} "
            f"+lat_0={self.latitude_of_origin_deg:g} +lon_0={self.central_meridian_deg:g} "
            f"{_ELLIPSOID}"
        )


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """The Lambert azimuthal equal-area projection, for what is about as high as wide.

    Parameters
    ----------
    latitude_deg, longitude_deg
        Its centre; at 90 the pole, and the meridian that stands upright.

    Examples
    --------
    >>> Azimuthal(90, 90).proj
    '+proj=laea +lat_0=90 +lon_0=90 +datum=WGS84 +units=m'
    """

    latitude_deg: float
    longitude_deg: float

    @property
    def meridian_deg(self) -> float:
        """The meridian that stands upright; maps are cut opposite it."""
        return self.longitude_deg

    @property
    def proj(self) -> str:
        """The projection as PROJ reads it, in metres."""
        return f"+proj=laea +lat_0={self.latitude_deg:g} +lon_0={self.longitude_deg:g} {_ELLIPSOID}"


Projection: TypeAlias = "Albers | Azimuthal"
