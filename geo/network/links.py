"""Links and places as types: what `geo` knows of a stretch of the network and of its ends.

Owns `Place`, `Link` and what hangs on them. They are made once, where data come in
(`layers.atlas.typed`), and by whatever adds links to a network. A season is one object: its windows
are what is searched, printed and drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import FrozenDict, frozen
from zimnik.geo.core.vocabulary import Existence, YearType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import Downstream, Mode, PlaceKind, TariffGroup, Vehicle

    Windows = Mapping[YearType, Window | None]

DERIVED = "derived"
# What is taken for a winter road of which neither days nor climate are known.
DEFAULT = "default"
BASES = ("published", "estimate", DERIVED, DEFAULT)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a place can pass on in a year, how much of it its community takes, and of which year."""

    total_t_per_y: float
    community_t_per_y: float = 0.0
    year: int | None = None

    @property
    def free_t_per_y(self) -> float:
        """What the community's own traffic leaves for other cargo."""
        return self.total_t_per_y - self.community_t_per_y


@dataclass(frozen=True, slots=True)
class Traffic:
    """The largest traffic of a year that is known of a place or link, and its year."""

    t_per_y: float
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A site, where cargo starts or ends, or a terminal, where links meet.

    Parameters
    ----------
    id
        Unique among all places.
    kind
        What it is; it decides which lift a transfer there takes.
    lon_deg, lat_deg
        Degrees in EPSG:4326.
    country
        ISO code of the country; "" where it is not known.
    storage
        Whether cargo can be stored there.
    capacity
        What it can pass on in a year; None where that is not known.
    status
        Whether it stands.
    tariff_group
        Which tariffs of lifts and storage an order sets for it; None where none does and its kind
        decides.
    lifts
        Whether cargo may be lifted there; not where nothing stands and links only lead through
        (docs/model.md, A82).
    lifts_class7
        Whether radioactive cargo may be lifted there; None where that is not known.
    traffic
        Largest traffic that is known; None where none is.
    region
        Region whose card prices what is done there, where several are joined.
    """

    id: str
    kind: PlaceKind
    lon_deg: float
    lat_deg: float
    country: str = ""
    storage: bool = False
    capacity: Capacity | None = None
    status: Existence = Existence.EXISTING
    tariff_group: TariffGroup | None = None
    lifts: bool = True
    lifts_class7: bool | None = None
    traffic: Traffic | None = None
    region: str = ""

    @property
    def lonlat(self) -> tuple[float, float]:
        """Longitude and latitude in degrees."""
        return self.lon_deg, self.lat_deg


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """When the ice of a winter road bears full loads, and what it bears on other days.

    Parameters
    ----------
    light_share
        Payload on other days of the season over the full payload, above 0 and below 1.
    full
        When loads are full in each type of year, None in a type in which they never are.
    """

    light_share: float
    full: Windows

    def __post_init__(self) -> None:
        object.__setattr__(self, "full", _of_all_years("full loads", self.full))


@dataclass(frozen=True, slots=True)
class Season:
    """When a link is open in a year of each type, how that is known, and how much it then bears.

    Parameters
    ----------
    windows
        Open days in each type of year, None in a type in which it does not open at all
        (docs/model.md, A7).
    basis
        Where the days come from, one of `BASES`; "" where it is not said.
    loads
        Limits of the loads; None where all are full.
    open_water
        When a ship needs no icebreaker in each type of year; None where it needs none all season.
    shut
        Days inside the windows on which it is closed in any type of year (docs/model.md, E36).

    Raises
    ------
    InputError
        If a type of year is left out.
    """

    windows: Windows
    basis: str = ""
    loads: LoadLimits | None = None
    open_water: Windows | None = None
    shut: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", _of_all_years("season", self.windows))
        if self.open_water is not None:
            object.__setattr__(self, "open_water", _of_all_years("open water", self.open_water))

    def window(self, year_type: YearType) -> Window | None:
        """Return from its first to its last open day in a year of a type; None where it has none.

        On the days of `shut` it is closed all the same.
        """
        return self.windows[year_type]

    def open_windows(self, year_type: YearType) -> tuple[Window, ...]:
        """Return the stretches in which it is open in a year of a type, `shut` left out."""
        window = self.windows[year_type]
        parts: tuple[Window, ...] = () if window is None else (window,)
        for shut in self.shut:
            parts = tuple(left for part in parts for left in part.without(shut))
        return parts

    def of(self, windows: Windows) -> Season:
        """Return the season of a way to ride the link on some of its days, closed as it is."""
        return Season(windows, self.basis, shut=self.shut)

    def parts(self) -> tuple[Season, ...]:
        """Return the season cut at the days on which it is shut, each part open throughout.

        A type of year that has fewer parts than another lacks the last ones.
        """
        if not self.shut:
            return (self,)
        cut = {year: self.open_windows(year) for year in YearType}
        return tuple(
            Season(
                {
                    year: parts[number] if number < len(parts) else None
                    for year, parts in cut.items()
                },
                self.basis,
            )
            for number in range(max(1, *(len(parts) for parts in cut.values())))
        )


def _of_all_years(where: str, windows: Windows) -> FrozenDict[YearType, Window | None]:
    if missing := [year.value for year in YearType if year not in windows]:
        expected = f"a window or None for each of {', '.join(YearType)}"
        raise InputError([Fault(where, expected, f"none for {missing}", "Give the others too.")])
    return frozen(windows)


NEVER: FrozenDict[YearType, Window | None] = FrozenDict(dict.fromkeys(YearType))


@dataclass(frozen=True, slots=True)
class Link:
    """A two-way stretch of one mode between two places, for one vehicle; its line is elsewhere.

    Parameters
    ----------
    id
        Unique among all links.
    from_id, to_id
        Its ends.
    mode, vehicle
        What the reader sees, and what carries the cargo.
    length_km
        Length on the ground.
    corridor
        Trunk line that it belongs to; "" where it belongs to none.
    dedicated
        Whether the cargo that uses it pays for it by the year.
    only_for
        Site that it belongs to: no cargo takes it but that of the site, from there or to there
        (docs/model.md, A81); "" where anyone may.
    escort_zones
        Zones of the Northern Sea Route in which an icebreaker escorts.
    border
        Border that it crosses, such as RU-CN; "" where it crosses none.
    capacity_t_per_y, capacity_year
        What it takes in a year, and of which year that is; None where that is not known.
    loads_per_day
        Loads that a winter road takes in a day; None for those of the rate card.
    traffic
        Largest traffic that is known; None where none is.
    status
        Whether it stands.
    season
        When it is open; None where that is all year.
    estimated
        Whether no source describes it (docs/model.md, E5).
    direct
        Whether it joins two ends of a question, so that only cargo from one to the other takes it.
    note
        What a reader has to know of a link that was derived.
    downstream
        Which way its water runs; None where there is no current to speak of.
    region
        Region whose card prices it, where several are joined.
    """

    id: str
    from_id: str
    to_id: str
    mode: Mode
    vehicle: Vehicle
    length_km: float
    corridor: str = ""
    dedicated: bool = False
    only_for: str = ""
    escort_zones: float = 0.0
    border: str = ""
    capacity_t_per_y: float | None = None
    capacity_year: int | None = None
    loads_per_day: float | None = None
    traffic: Traffic | None = None
    status: Existence = Existence.EXISTING
    season: Season | None = None
    estimated: bool = False
    direct: bool = False
    note: str = ""
    downstream: Downstream | None = None
    region: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends, in the order of the link."""
        return self.from_id, self.to_id

    def opens_in(self, year_type: YearType) -> bool:
        """Whether it opens at all in a year of a type."""
        return self.season is None or bool(self.season.open_windows(year_type))

    def is_open_on(self, day: int, year_type: YearType) -> bool:
        """Whether it is open on a day, 0 to 364, of a year of a type."""
        if self.season is None:
            return True
        return any(window.has_day(day) for window in self.season.open_windows(year_type))


def touched(links: Iterable[Link]) -> frozenset[str]:
    """Return the ids of the places that links touch."""
    return frozenset(place_id for link in links for place_id in link.ends)
