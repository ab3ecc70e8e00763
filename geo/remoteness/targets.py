"""What remoteness is measured to: railheads, all-season roads, ports; and what is open when.

Owns which places of a network count as what (docs/model.md, E21), and on how many days of the year
a site is joined by surface to the network that is open all year.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.vocabulary import Mode, PlaceKind, YearType
from zimnik.geo.network.links import touched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.network.links import Link, Place

SEA_PORTS = frozenset({PlaceKind.SEA_PORT, PlaceKind.ARCTIC_PORT})
PORTS = SEA_PORTS | {PlaceKind.RIVER_PORT}
# Where a lorry can be met: not the middle of a water, not a runway.
ROAD_PLACES = PORTS | {PlaceKind.STATION, PlaceKind.ROAD_JUNCTION, PlaceKind.BORDER}


class SurfaceNetwork:
    """The surface links of a network: all but air, without those that belong to single sites.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Links; those that belong to a site are left aside.
    year_type
        Which of the published dates of seasons hold; a link that does not open in such a year is
        open on none of its days.
    parts
        Ids of the places of each region of several. Each has a main network and a main railway of
        its own: those with most of its places.
    """

    def __init__(
        self,
        places: Sequence[Place],
        links: Iterable[Link],
        year_type: YearType = YearType.NORMAL,
        *,
        parts: Sequence[Collection[str]] = (),
    ) -> None:
        known = [link for link in links if link.mode is not Mode.AIR and not link.only_for]
        self.links = tuple(link for link in known if link.opens_in(year_type))
        self.year_type = year_type
        self.kinds = {place.id: place.kind for place in places}
        self.open = open_days(self.links, year_type)
        self._ids = np.array([place.id for place in places])
        self._at = {place.id: number for number, place in enumerate(places)}
        self._regions = [np.isin(self._ids, sorted(part)) for part in parts] or [
            np.ones(len(self._ids), dtype=np.bool_)
        ]
        self._year_round: NDArray[np.bool_] = np.asarray(self.open.all(axis=1))
        self._mains = self._largest_of_each(self._year_round)
        self.main = frozenset[str]().union(*self._mains)

    def railheads(self) -> frozenset[str]:
        """Return what touches the largest railway that is open all year."""
        return frozenset[str]().union(*self._largest_of_each(self._lasting(Mode.RAIL)))

    def all_season_roads(self) -> frozenset[str]:
        """Return what a road open all year touches in the network that is joined all year."""
        return touched(self._chosen(self._lasting(Mode.ROAD))) & self.main

    def all_season_road_ids(self) -> frozenset[str]:
        """Return the links that are such roads."""
        roads = self._chosen(self._lasting(Mode.ROAD))
        return frozenset(link.id for link in roads if link.from_id in self.main)

    def year_round_ports(self) -> frozenset[str]:
        """Return sea ports that a sea link open all year touches."""
        ends = touched(self._chosen(self._lasting(Mode.SEA)))
        return frozenset(i for i in ends if self.kinds[i] in SEA_PORTS)

    def days_joined(self, own: Sequence[Link]) -> dict[str, int]:
        """Return on how many days of the year each place is joined to the main network.

        A place is joined on a day if a chain of surface links open on that day leads from it to the
        largest part of the network that is open all year; how long a lorry takes is left aside.

        Parameters
        ----------
        own
            Links that belong to sites, each of which counts for its site only.
        """
        anchors = [self._at[min(main)] for main in self._mains]
        # On most days the same links are open as on the day before.
        distinct, of_day = np.unique(self.open, axis=1, return_inverse=True)
        parts = np.stack([self._parts(opened) for opened in distinct.T], axis=1)
        joined = np.logical_or.reduce([parts == parts[anchor] for anchor in anchors])[:, of_day]
        days = joined.copy()
        of_site: dict[str, list[Link]] = {}
        for link in own:
            of_site.setdefault(link.only_for, []).append(link)
        for site_id, links in of_site.items():
            days[self._at[site_id]] = self._reached(joined, links)[self._at[site_id]]
        return dict(zip(self._ids.tolist(), days.sum(axis=1).tolist(), strict=True))

    def _reached(self, joined: NDArray[np.bool_], own: Sequence[Link]) -> NDArray[np.bool_]:
        """Return on which days each place is joined where a site has its own links besides."""
        reached, opened = joined.copy(), open_days(own, self.year_type)
        start, end = self._ends(own)
        # A chain of so many links has carried from one end to the other by the last round.
        for _ in own:
            np.logical_or.at(reached, start, opened & reached[end])
            np.logical_or.at(reached, end, opened & reached[start])
        return reached

    def _lasting(self, mode: Mode) -> NDArray[np.bool_]:
        of_mode = np.array([link.mode is mode for link in self.links], dtype=np.bool_)
        return np.logical_and(self._year_round, of_mode)

    def _chosen(self, chosen: NDArray[np.bool_]) -> list[Link]:
        return list(compress(self.links, chosen.tolist()))

    def _ends(self, links: Sequence[Link]) -> NDArray[np.intp]:
        """Return the numbers of the places where links start, and of those where they end."""
        ends = [(self._at[link.from_id], self._at[link.to_id]) for link in links]
        return np.array(ends, dtype=np.intp).reshape(-1, 2).T

    def _parts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
        start, end = self._ends(self.links)
        count = len(self._ids)
        ends = (start[chosen], end[chosen])
        graph = coo_array((np.ones(int(chosen.sum())), ends), shape=(count, count))
        _, part = connected_components(graph, directed=False)
        return np.asarray(part)

    def _largest_of_each(self, chosen: NDArray[np.bool_]) -> list[frozenset[str]]:
        """Return of each region what chosen links join to most of its places."""
        part = self._parts(chosen)
        most = [np.bincount(part[region]).argmax() for region in self._regions if region.any()]
        return [frozenset(self._ids[part == number].tolist()) for number in most]


def open_days(links: Sequence[Link], year_type: YearType) -> NDArray[np.bool_]:
    """Return whether each link is open on each day of the year, one row a link."""
    days = np.arange(YEAR_D)
    opened = np.ones((len(links), YEAR_D), dtype=bool)
    for row, link in enumerate(links):
        if link.season is not None:
            opened[row] = False
            for window in link.season.open_windows(year_type):
                opened[row] |= (days - window.opens_d) % YEAR_D < window.length_d
    return opened


def all_season_road_km(
    site_ids: Sequence[str],
    places: Iterable[Place],
    links: Iterable[Link],
    lines: Mapping[str, shapely.LineString],
) -> NDArray[np.float64]:
    """Return the distance from each site to the nearest all-season road that is known, in km.

    Parameters
    ----------
    site_ids
        The sites, among the places.
    places, links
        The network. Roads that belong to a site do not count.
    lines
        Lines in EPSG:4326 of the links that are drawn, by id; of a road that is not drawn only the
        ends count.

    Returns
    -------
    numpy.ndarray
        0 where such a road starts at the site; infinite where there is no road.
    """
    points = {place.id: place.lonlat for place in places}
    known = [link for link in links if link.mode is Mode.ROAD and not link.only_for]
    lasting = np.asarray(open_days(known, YearType.NORMAL).all(axis=1))
    roads = list(compress(known, lasting.tolist()))
    if not roads:
        return np.full(len(site_ids), np.inf)
    shapes = shapely.union_all(
        [
            lines.get(road.id, shapely.MultiPoint([points[end] for end in road.ends]))
            for road in roads
        ]
    )
    ends = touched(roads)
    return np.array([0.0 if i in ends else _true_km(*points[i], shapes) for i in site_ids])


def _true_km(lon: float, lat: float, shape: shapely.Geometry) -> float:
    """Return the geodesic from a point to a shape, in a projection true from there."""
    project = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84", always_xy=True
    )
    flat = shapely.transform(shape, lambda xy: np.column_stack(project.transform(*xy.T)))
    return float(shapely.distance(shapely.Point(0.0, 0.0), flat)) / M_PER_KM
