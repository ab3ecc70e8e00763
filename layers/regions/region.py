"""A region: what an atlas is of, and all that is true of it and not of the method.

Owns which facts those are. Each has its line in `region.toml` (`layers.regions.region_files`);
nothing in `geo`, `maps` or the command line knows them otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.projection import Azimuthal
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from zimnik.geo.core.projection import Projection
    from zimnik.geo.core.vocabulary import Vehicle, YearType
    from zimnik.geo.core.water_names import WaterName

POLE_DEG = 90.0
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Box:
    """A box of degrees; what crosses 180 degrees counts on beyond it, so that `east` is larger."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    def __str__(self) -> str:
        """Return the four sides as they are given on the command line."""
        return ",".join(f"{side:.10g}" for side in self.bounds)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the box, whichever way its longitude is counted.

        Examples
        --------
        >>> Box(10, 20, 190, 85).holds(-175, 66), Box(10, 20, 190, 85).holds(-150, 65)
        (True, False)
        """
        if not -TURN_DEG <= lon <= TURN_DEG:
            return False
        east_of_west = (lon - self.west_deg) % TURN_DEG
        across = east_of_west <= self.east_deg - self.west_deg
        return across and self.south_deg <= lat <= self.north_deg

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        return self.west_deg, self.south_deg, self.east_deg, self.north_deg


@dataclass(frozen=True, slots=True)
class Defaults:
    """Rows that a region takes from another where it has none of the same key.

    Parameters
    ----------
    region
        Name of the other region.
    tables
        The tables in which it does.
    """

    region: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What an atlas is of.

    Parameters
    ----------
    name
        Name of the region, which is that of its folder.
    titles
        Heading of its map by language; what is not in a language stands in English.
    languages
        Languages of its pages, English first.
    extent
        What it covers, which a surface of remoteness is computed for.
    accepted
        Where its coordinates may lie; points outside are refused.
    shown
        What its maps show.
    projection
        Equal-area projection of its maps and surfaces.
    polar_meridian_deg
        Meridian that stands upright on a map of the whole Arctic.
    home_countries
        ISO codes of the countries that it is at home in.
    countries
        Names of countries by ISO code and language.
    corridor_names
        What pages call corridors of links (a railway, a river, a sea lane), by language;
        one without a name is told by its mode and its ends.
    currency
        ISO code of the money that is paid in it, whose value moves what is paid together.
    paid_abroad
        Vehicles that are not paid in that money.
    spur_vehicle
        What runs on a new railway.
    most_escort_zones
        Zones in which an icebreaker may escort on one link; 0 where none are charged.
    attribution
        Whom its pages name for the data.
    waters
        Seas and lakes that its maps name.
    corridors
        Names that people have for rivers and sea lanes, by the corridor of the links on them.
    folders
        Where its own land, climate and terrain are looked for, the first that has one.
    default_winter
        First and last day MM-DD of a winter road of which neither days nor climate are known, in
        each type of year; without it the stated default (docs/model.md, A111).
    defaults
        Rows of another region that stand in for those that it lacks.
    """

    name: str
    titles: Mapping[str, str]
    extent: Box
    accepted: Box
    shown: Box
    projection: Projection
    home_countries: tuple[str, ...]
    currency: str
    spur_vehicle: Vehicle
    languages: tuple[str, ...] = (ENGLISH,)
    polar_meridian_deg: float = 0.0
    countries: Mapping[str, Mapping[str, str]] = field(default_factory=FrozenDict)
    corridor_names: Mapping[str, Mapping[str, str]] = field(default_factory=FrozenDict)
    paid_abroad: frozenset[Vehicle] = frozenset()
    most_escort_zones: float = 0.0
    attribution: str = ""
    waters: tuple[WaterName, ...] = ()
    corridors: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    folders: tuple[Path, ...] = ()
    default_winter: Mapping[YearType, tuple[str, str]] | None = None
    defaults: Defaults | None = None

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def polar(self) -> Azimuthal:
        """Projection of a map of the whole Arctic."""
        return Azimuthal(POLE_DEG, self.polar_meridian_deg)

    def title(self, language: str) -> str:
        """Return the heading of its map in a language, in English where it has none."""
        return self.titles.get(language) or self.titles[ENGLISH]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point may be one of the region."""
        return self.accepted.holds(lon, lat)

    def looks_swapped(self, lon: float, lat: float) -> bool:
        """Whether a point lies outside, or nowhere, but inside with lat and lon exchanged."""
        return not self.holds(lon, lat) and self.holds(lat, lon)


def joined(regions: Sequence[Region]) -> Region:
    """Return several regions as one; what they cannot share is that of the first.

    The pages lie in the azimuthal projection from the pole, on which any of them can stand beside
    any other. Money, gauge of a spur and default winter are those of the first region.
    """
    first, *others = regions
    if not others:
        return first
    box = _around([one.extent for one in regions])
    meridian = first.projection.meridian_deg
    return replace(
        first,
        name=",".join(one.name for one in regions),
        titles={ENGLISH: " + ".join(one.title(ENGLISH) for one in regions)},
        languages=tuple(
            one for one in first.languages if all(one in other.languages for other in others)
        ),
        extent=box,
        accepted=_around([one.accepted for one in regions]),
        shown=_round_the_pole(min(one.shown.south_deg for one in regions), meridian),
        projection=Azimuthal(POLE_DEG, meridian),
        home_countries=tuple(dict.fromkeys(c for one in regions for c in one.home_countries)),
        countries={
            code: names for one in reversed(regions) for code, names in one.countries.items()
        },
        corridor_names={
            corridor: names
            for one in reversed(regions)
            for corridor, names in one.corridor_names.items()
        },
        most_escort_zones=max(one.most_escort_zones for one in regions),
        attribution=_once(one.attribution for one in regions),
        waters=tuple({(w.lon_deg, w.lat_deg): w for one in regions for w in one.waters}.values()),
        corridors={
            name: words for one in reversed(regions) for name, words in one.corridors.items()
        },
        folders=tuple(folder for one in regions for folder in one.folders),
    )


def _around(boxes: Sequence[Box]) -> Box:
    """Return the narrowest box around boxes, which may reach round the world."""
    south, north = min(b.south_deg for b in boxes), max(b.north_deg for b in boxes)
    best = Box(-HALF_TURN_DEG, south, HALF_TURN_DEG, north)
    for start in boxes:
        east = max(
            start.west_deg
            + (one.west_deg - start.west_deg) % TURN_DEG
            + one.east_deg
            - one.west_deg
            for one in boxes
        )
        if east - start.west_deg < best.east_deg - best.west_deg:
            best = Box(start.west_deg, south, east, north)
    return best


def _round_the_pole(south_deg: float, meridian_deg: float) -> Box:
    west = meridian_deg - HALF_TURN_DEG
    return Box(west, south_deg, west + TURN_DEG, POLE_DEG)


def _once(texts: Iterable[str]) -> str:
    parts = [part.strip() for text in texts for part in text.split(",")]
    return ", ".join(dict.fromkeys(part for part in parts if part))
