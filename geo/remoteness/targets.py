"""What remoteness is measured to: railheads, all-season roads, ports; and what is open when.

Owns which places of a network count as what (docs/model.md, E21), and on how many days of the year
a site is joined by surface to the network that is open all year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.vocabulary import Mode, PlaceKind, YearType
from zimnik.geo.routing.dates import season_window

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    from numpy.typing import NDArray

SEA_PORTS = frozenset({PlaceKind.SEA_PORT, PlaceKind.ARCTIC_PORT})
PORTS = SEA_PORTS | {PlaceKind.RIVER_PORT}
# Where a lorry can be met: not the middle of a water, not a runway.
ROAD_PLACES = PORTS | {PlaceKind.STATION, PlaceKind.ROAD_JUNCTION, PlaceKind.BORDER}


class Surface:
    """The surface links of a network: all but air, without the estimated roads of single places.

    Parameters
    ----------
    places
        Sites and terminals with `id` and `kind`.
    links
        Links with `from_id`, `to_id`, `mode` and season; those `estimated` are left aside.
    year_type
        Which of the published dates of seasons hold.
    closed
        Links that do not open in such a year.
    """

    def __init__(
        self,
        places: pd.DataFrame,
        links: pd.DataFrame,
        year_type: YearType = YearType.NORMAL,
        closed: Collection[str] = (),
    ) -> None:
        known = links[
            (links["mode"] != Mode.AIR) & ~links["estimated"] & ~links["id"].isin(list(closed))
        ]
        self.ids = places["id"].to_numpy()
        self.kinds = dict(zip(places["id"], places["kind"], strict=True))
        self.links = known
        self.open = open_days(known, year_type)
        self._at = pd.Index(self.ids)
        self._year_round: NDArray[np.bool_] = np.asarray(self.open.all(axis=1))
        self.main = self._largest(self._year_round)

    def railheads(self) -> frozenset[str]:
        """Return what touches the largest railway that is open all year."""
        rail = self._year_round & (self.links["mode"] == Mode.RAIL).to_numpy()
        return self._largest(rail)

    def all_season_roads(self) -> frozenset[str]:
        """Return what a road open all year touches in the network that is joined all year."""
        road = self._year_round & (self.links["mode"] == Mode.ROAD).to_numpy()
        return self._ends(road) & self.main

    def all_season_road_ids(self) -> frozenset[str]:
        """Return the links that are such roads."""
        road = self._year_round & (self.links["mode"] == Mode.ROAD).to_numpy()
        joined = self.links["from_id"].isin(self.main).to_numpy()
        return frozenset(self.links.loc[road & joined, "id"])

    def year_round_ports(self) -> frozenset[str]:
        """Return sea ports that a sea link open all year touches."""
        sea = self._year_round & (self.links["mode"] == Mode.SEA).to_numpy()
        return frozenset(i for i in self._ends(sea) if self.kinds[i] in SEA_PORTS)

    def days_joined(self, access: pd.DataFrame, year_type: YearType) -> dict[str, int]:
        """Return on how many days of the year each place is joined to the main network.

        A place is joined on a day if a chain of surface links open on that day leads from it to the
        largest part of the network that is open all year; how long a lorry takes is left aside.

        Parameters
        ----------
        access
            Estimated access links, each of which counts for its own `from_id` only.
        year_type
            Which of the published dates of seasons hold.
        """
        anchor = self._at.get_indexer([min(self.main)])[0]
        # On most days the same links are open as on the day before.
        distinct, of_day = np.unique(self.open, axis=1, return_inverse=True)
        parts = np.stack([self._parts(opened) for opened in distinct.T], axis=1)
        joined = (parts == parts[anchor])[:, of_day]
        days = joined.copy()
        own = open_days(access, year_type)
        start, end = (self._at.get_indexer(access[column]) for column in ("from_id", "to_id"))
        np.logical_or.at(days, start, own & joined[end])
        return dict(zip(self.ids.tolist(), days.sum(axis=1).tolist(), strict=True))

    def _ends(self, chosen: NDArray[np.bool_]) -> frozenset[str]:
        rows = self.links[chosen]
        return frozenset(rows["from_id"]) | frozenset(rows["to_id"])

    def _parts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
        rows = self.links[chosen]
        ends = (self._at.get_indexer(rows["from_id"]), self._at.get_indexer(rows["to_id"]))
        count = len(self.ids)
        graph = coo_array((np.ones(len(rows)), ends), shape=(count, count))
        _, part = connected_components(graph, directed=False)
        return np.asarray(part)

    def _largest(self, chosen: NDArray[np.bool_]) -> frozenset[str]:
        part = self._parts(chosen)
        return frozenset(self.ids[part == np.bincount(part).argmax()].tolist())


def open_days(links: pd.DataFrame, year_type: YearType) -> NDArray[np.bool_]:
    """Return whether each link is open on each day of the year, one row a link."""
    days = np.arange(YEAR_D)
    columns = [str(name) for name in links.columns if "season" in str(name)]
    opened = np.ones((len(links), len(days)), dtype=bool)
    for row, record in enumerate(links[columns].to_dict("records")):
        window = season_window({str(name): day for name, day in record.items()}, year_type)
        if window is not None:
            opened[row] = (days - window.opens_d) % YEAR_D < window.length_d
    return opened


def all_season_road_km(sites: gpd.GeoDataFrame, links: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return the distance from each site to the nearest all-season road that is known, in km.

    Parameters
    ----------
    sites
        Points in EPSG:4326 with `id`.
    links
        Links with lines in EPSG:4326; of a road that is not drawn (`drawn_source` is empty) only
        the ends count. Estimated roads do not count at all.

    Returns
    -------
    numpy.ndarray
        0 where such a road starts at the site; infinite where there is no road.
    """
    roads = links[(links["mode"] == Mode.ROAD) & ~links["estimated"]]
    roads = roads[open_days(roads, YearType.NORMAL).all(axis=1)]
    if roads.empty:
        return np.full(len(sites), np.inf)
    drawn = (roads["drawn_source"] != "").to_numpy()
    lines = roads.geometry.to_numpy()
    shapes = shapely.union_all(np.where(drawn, lines, shapely.boundary(lines)))
    touched = sites["id"].isin({*roads["from_id"], *roads["to_id"]}).to_numpy()
    points = shapely.get_coordinates(sites.geometry)
    return np.array(
        [
            0.0 if is_touched else _true_km(lon, lat, shapes)
            for (lon, lat), is_touched in zip(points, touched, strict=True)
        ]
    )


def _true_km(lon: float, lat: float, shape: shapely.Geometry) -> float:
    """Return the geodesic from a point to a shape, in a projection true from there."""
    project = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84", always_xy=True
    )
    flat = shapely.transform(shape, lambda xy: np.column_stack(project.transform(*xy.T)))
    return float(shapely.distance(shapely.Point(0.0, 0.0), flat)) / M_PER_KM
