"""What each seasonal link follows from year to year: a gauge, or the spread of its kind.

Owns docs/model.md, E30: which gauge a link follows, which of its two days moves with what, and what
stands in where nobody watched. Links that follow the same evidence move together, as one group.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import day_of, days_between
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.geodesy import geodesic_km, middles
from zimnik.geo.core.vocabulary import GaugeKind, Mode, YearType
from zimnik.geo.years.gauges import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.years.gauges import Gauge

# Break-ups of gauges nearer than this correlate by more than a half (docs/years.md).
FOLLOWS_KM = 500.0
# What opens so long after the ice of the river has gone waits for other ice, that of a bar or bay.
OTHER_ICE_D = 30
# Rivers that close before they could freeze close when the flood has run off.
FLOOD_ENDS_D = day_of("09-01")
SEA = "sea"
KIND_OF_MODE: dict[Mode, GaugeKind] = {
    Mode.RIVER: GaugeKind.RIVER,
    # Ferries, and roads that need one.
    Mode.ROAD: GaugeKind.RIVER,
    Mode.WINTER_ROAD: GaugeKind.WINTER_ROAD,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Links that move together, and the shifts of which one holds in a year.

    Parameters
    ----------
    id
        Of its gauge, or its kind and corridor.
    kind
        "river", "winter_road" or "sea".
    gauge_id
        Gauge that it follows; "" where the spread of its kind stands in.
    years
        Calendar year of each shift; none where the spread of its kind stands in.
    shifts
        Shifts, each as likely as another.
    """

    id: str
    kind: str
    gauge_id: str
    years: tuple[int, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """What one link follows.

    Parameters
    ----------
    link_id
        The link.
    group_id
        Group that it moves with.
    shifts
        Its own shift for each of the group; they differ where one of its days does not follow.
    """

    link_id: str
    group_id: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What all seasonal links of a network follow, by id, and their groups with all gauges'."""

    links: Mapping[str, LinkEvidence]
    groups: Mapping[str, Group]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def group_of(self, link_id: str) -> Group:
        """Return the group of a seasonal link."""
        return self.groups[self.links[link_id].group_id]


@dataclass(frozen=True, slots=True)
class SeaSpread:
    """Days by which published ranges of sea links open and close early and late."""

    opens_late_d: int
    opens_early_d: int
    closes_early_d: int
    closes_late_d: int

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """All pairs of an early, two median and a late opening and closing.

        A median day is twice as likely as either end (docs/model.md, A42), and within one water
        late opening and early closing have nothing to do with one another.
        """
        opens = (self.opens_late_d, 0, 0, -self.opens_early_d)
        closes = (-self.closes_early_d, 0, 0, self.closes_late_d)
        return tuple(Shift(*pair) for pair in product(opens, closes))


def is_seasonal(link: Link) -> bool:
    """Whether the dates of a link depend on the year: it has a season, or ice for part of it."""
    if link.season is None:
        return False
    window = link.season.window(YearType.NORMAL)
    return link.season.open_water is not None or (window is not None and not window.is_all_year)


def season_evidence(
    links: Iterable[Link], places: Iterable[Place], gauges: Sequence[Gauge]
) -> Evidence:
    """Return what each seasonal link follows (docs/model.md, E30).

    Parameters
    ----------
    links
        Links of a network; those that are not seasonal are left out.
    places
        Ends of them all.
    gauges
        What was read.
    """
    seasonal = [link for link in links if is_seasonal(link)]
    spreads = sea_spreads(seasonal)
    follows = followed_gauges(seasonal, places, gauges)
    groups = {gauge.id: _group_of_gauge(gauge) for gauge in gauges}
    found: dict[str, LinkEvidence] = {}
    for link in seasonal:
        gauge = follows.get(link.id)
        group = _group_of_kind(link, gauges, spreads) if gauge is None else groups[gauge.id]
        groups.setdefault(group.id, group)
        shifts = spreads[link.id].shifts if group.kind == SEA else group.shifts
        found[link.id] = LinkEvidence(
            link.id, group.id, tuple(followed(link, shift, gauge) for shift in shifts)
        )
    return Evidence(found, groups)


def followed_gauges(
    links: Sequence[Link], places: Iterable[Place], gauges: Sequence[Gauge]
) -> dict[str, Gauge]:
    """Return the gauge that each link follows, by the id of the link, for those that follow one.

    The nearest one of its own water goes before the nearest of another; a winter road follows only
    a road of its corridor, for a road is opened by its builders, and sea ice only a gauge of the
    river in whose mouth it lies.

    Parameters
    ----------
    links
        Seasonal links.
    places
        Ends of them all.
    gauges
        What was read.
    """
    distances_km = _distances_km(links, places, gauges)
    found = {}
    for link, row in zip(links, distances_km.tolist(), strict=True):
        kind = KIND_OF_MODE.get(link.mode, GaugeKind.RIVER)
        only_own = link.mode in {Mode.SEA, Mode.WINTER_ROAD}
        near = [
            (link.corridor not in gauge.corridors, km, number)
            for number, (gauge, km) in enumerate(zip(gauges, row, strict=True))
            if gauge.kind == kind
            and (km <= FOLLOWS_KM or kind is GaugeKind.WINTER_ROAD)
            and (link.corridor in gauge.corridors or not only_own)
        ]
        if near:
            found[link.id] = gauges[min(near)[-1]]
    return found


def _distances_km(
    links: Sequence[Link], places: Iterable[Place], gauges: Sequence[Gauge]
) -> Vector:
    """Return how far each gauge is from the middle of each link, a row a link; NaN for unknown."""
    if not links:
        return np.empty((0, len(gauges)))
    points = {place.id: place.lonlat for place in places}
    ends = ([points[link.from_id] for link in links], [points[link.to_id] for link in links])
    lon, lat = middles(*ends).T
    at = np.array([(gauge.lon_deg, gauge.lat_deg) for gauge in gauges], np.float64).reshape(-1, 2)
    km = geodesic_km(lon[:, None], lat[:, None], *np.nan_to_num(at).T)
    return np.where(np.isnan(at).any(axis=1), np.nan, km)


def _group_of_gauge(gauge: Gauge) -> Group:
    return Group(gauge.id, gauge.kind.value, gauge.id, gauge.years, tuple(gauge.shifts.values()))


def _group_of_kind(link: Link, gauges: Sequence[Gauge], spreads: Mapping[str, SeaSpread]) -> Group:
    kind = KIND_OF_MODE[link.mode].value if link.mode in KIND_OF_MODE else SEA
    shifts = (
        spreads[link.id].shifts
        if kind == SEA
        else tuple(
            shift for gauge in gauges if gauge.kind == kind for shift in gauge.shifts.values()
        )
    )
    return Group(f"{kind} {link.corridor or link.id}", kind, "", (), shifts or (Shift(),))


def followed(link: Link, shift: Shift, gauge: Gauge | None) -> Shift:
    """Return what of a shift moves the days of a link; without a gauge it is one of its kind."""
    window = link.season.window(YearType.NORMAL) if link.season is not None else None
    if window is None or link.mode not in {Mode.RIVER, Mode.SEA}:
        return shift
    opens_later_d = shift.opens_later_d
    if gauge is not None and days_between(gauge.median.opens_d, window.opens_d) > OTHER_ICE_D:
        opens_later_d = 0
    is_of_flood = link.mode is Mode.RIVER and window.opens_d <= window.last_d < FLOOD_ENDS_D
    return Shift(opens_later_d, opens_later_d if is_of_flood else shift.closes_later_d)


def sea_spreads(links: Sequence[Link]) -> dict[str, SeaSpread]:
    """Return the spread of each sea link: its own range of days, else the median of their kind."""
    seas = [link for link in links if link.mode is Mode.SEA]
    own = np.array([_range_d(link) for link in seas]).reshape(len(seas), 4)
    usual = [round(float(np.median(side[side > 0]))) if side.any() else 0 for side in own.T]
    return {
        link.id: SeaSpread(*(day or kind for day, kind in zip(row, usual, strict=True)))
        for link, row in zip(seas, own.tolist(), strict=True)
    }


def _range_d(link: Link) -> tuple[int, int, int, int]:
    """Return the published range of a link: days late and early, of opening and of closing."""
    windows: Mapping[YearType, Window | None] = link.season.windows if link.season else {}
    normal, short, long = (
        windows.get(year) for year in (YearType.NORMAL, YearType.SHORT, YearType.LONG)
    )
    if normal is None or short is None or long is None:
        return 0, 0, 0, 0
    return (
        days_between(normal.opens_d, short.opens_d),
        days_between(long.opens_d, normal.opens_d),
        days_between(short.last_d, normal.last_d),
        days_between(normal.last_d, long.last_d),
    )
