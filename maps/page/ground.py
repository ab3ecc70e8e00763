"""What a page knows of its region: projection, what it shows, names of waters and countries.

Owns how that becomes the part of the data that the scripts read, and the projections that a page
may be drawn in.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.projection import Albers, Azimuthal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.projection import Projection
    from zimnik.geo.core.water_names import WaterName

OWN, POLAR, TILED = "region", "polar", "mercator"
PROJECTIONS = (OWN, POLAR, TILED)
POLE_DEG = 90.0
_RADIUS_M = 6_378_137.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page is drawn on.

    Parameters
    ----------
    projection
        Equal-area projection of the region.
    polar_meridian_deg
        Meridian that stands upright on a map of the whole Arctic.
    shown_deg
        West, south, east and north of what is shown; east counts on beyond 180.
    waters
        Names of waters.
    countries
        Names of countries by ISO code and language.
    corridors
        Names of corridors by their own and by language.
    languages
        Languages of the page, English first.
    words
        Words of a language beyond the shipped ones, by language, group and key; English stands in
        for what is not there.
    prose
        What the tables tell in English alone, by language and English text.
    """

    projection: Projection
    polar_meridian_deg: float
    shown_deg: tuple[float, float, float, float]
    waters: tuple[WaterName, ...] = ()
    countries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    corridors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prose: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def centre_latlon_deg(self) -> tuple[float, float]:
        """Latitude and longitude of the middle of what is shown."""
        west, south, east, north = self.shown_deg
        return (south + north) / 2, (west + east) / 2

    def crs(self, projection: str) -> str:
        """Return a projection of the page by its name, as PROJ reads it."""
        if projection == TILED:
            meridian = self.projection.meridian_deg
            return (
                f"+proj=merc +a={_RADIUS_M:.0f} +b={_RADIUS_M:.0f} +lon_0={meridian:g} "
                f"+x_0={_RADIUS_M * math.radians(meridian):.4f} +units=m +nadgrids=@null"
            )
        return self._drawn(projection).proj

    def record(self, projection: str) -> dict[str, Any]:
        """Return the ground as the scripts read it."""
        drawn = self._drawn(projection)
        kind = "albers" if isinstance(drawn, Albers) else "azimuthal"
        return {
            "projection": {"kind": kind, "parameters_deg": list(asdict(drawn).values())},
            "west_deg": self.shown_deg[0],
            "waters": [
                {"at": [one.lon_deg, one.lat_deg], "names": one.names, "is_small": one.is_small}
                for one in self.waters
            ],
            "corridors": self.corridors,
            **self.names_record(),
        }

    def names_record(self) -> dict[str, Any]:
        """Return what a page without a map knows of its ground."""
        return {"countries": self.countries, "languages": list(self.languages)}

    def _drawn(self, projection: str) -> Projection:
        if projection == POLAR:
            return Azimuthal(POLE_DEG, self.polar_meridian_deg)
        return self.projection
