"""Rows of an atlas for a graph of lines: terminals, links, drawn lines and islands.

Owns ids that do not change with the order of the lines or with what lies elsewhere: they are hashes
of where a thing is. Rows are those of `layers.schema.tables`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.climate.road_seasons import road_winters
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.core.vocabulary import Mode, PlaceKind
from zimnik.geo.lines.plane import geocentric_m
from zimnik.layers.atlas.network import typed_links, typed_places
from zimnik.layers.checks.link_checks import DETOUR_LIMIT
from zimnik.layers.networks.default_seasons import SEASON
from zimnik.layers.rasters.climate import load_climate
from zimnik.layers.rasters.region_rasters import climate_of
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zimnik.geo.lines.graph import LineGraph
    from zimnik.layers.networks.default_seasons import DefaultSeasons
    from zimnik.layers.networks.kinds import Kind
    from zimnik.layers.networks.ways import Landmark
    from zimnik.layers.regions.region import Region

CRS = "EPSG:4326"
# A ten-millionth of a degree is a centimetre: coordinates of one place may differ by rounding.
DECIMALS = 7
ID_BYTES = 8
# A winter is made of every day of the year at three points of a road.
ROADS_AT_ONCE = 2_000
# To the millimetre: streets may be some metres long.
KM_DECIMALS = 6
NEAR_M = 0.05
# What ends or meets on lines of a mode, where the file names no place; the first that is there.
NODE_KINDS = (
    (Mode.RAIL, PlaceKind.STATION),
    (Mode.ROAD, PlaceKind.ROAD_JUNCTION),
    (Mode.WINTER_ROAD, PlaceKind.ROAD_JUNCTION),
    (Mode.AIR, PlaceKind.AIRFIELD),
    (Mode.RIVER, PlaceKind.WAYPOINT),
    (Mode.SEA, PlaceKind.WAYPOINT),
)
SPOKEN = {
    PlaceKind.STATION: "Station",
    PlaceKind.ROAD_JUNCTION: "Junction",
    PlaceKind.AIRFIELD: "Airfield",
    PlaceKind.WAYPOINT: "Waypoint",
}


@dataclass(frozen=True, slots=True, eq=False)
class NetworkTables:
    """Tables of an atlas: terminals as points, links as lines, and the islands among them."""

    terminals: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    exceptions: pd.DataFrame


def tables_of(
    graph: LineGraph,
    kinds: Sequence[Kind],
    landmarks: Sequence[Landmark],
    source: str,
    *,
    seasons: DefaultSeasons,
    region: Region | None = None,
) -> tuple[NetworkTables, tuple[str, ...]]:
    """Return the tables of a graph, and what the reader must know of them.

    Parameters
    ----------
    graph
        The graph, its groups numbering the kinds.
    kinds
        What its lines are.
    landmarks
        Named places that are nodes of it.
    source
        Where the lines come from.
    seasons
        Days of winter roads of which neither days nor climate are known.
    region
        Whose climate makes winter roads; the usual region without it.
    """
    mode = np.array([kinds[group].mode for group in graph.lines.group], dtype=object)
    lonlat = np.column_stack([_wrapped(graph.nodes[:, 0]), graph.nodes[:, 1]])
    named = _landmark_nodes(graph, landmarks)
    terminals = _terminals(graph, mode, lonlat, named, source)
    links = _links(graph, kinds, terminals["id"].to_numpy(), source)
    links, warnings = _with_winters(links, terminals, seasons, region)
    known = np.zeros(len(terminals), bool)
    known[[node for node, landmark in named if landmark.id]] = True
    islands = _islands(graph, terminals, known, source)
    own = terminals.loc[~known].reset_index(drop=True)
    return NetworkTables(own, links, islands), warnings


def _wrapped(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    return (lon + HALF_TURN_DEG) % TURN_DEG - HALF_TURN_DEG


def _hashed(prefix: str, content: bytes) -> str:
    return f"{prefix}_{hashlib.blake2b(content, digest_size=ID_BYTES).hexdigest()}"


def _rounded(lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return points as whole numbers, so that a hash of them is that of the place."""
    lon = _wrapped(lonlat[:, 0])
    units = np.rint(np.column_stack([lon, lonlat[:, 1]]) * 10.0**DECIMALS).astype(np.int64)
    # The antimeridian is one meridian.
    units[units[:, 0] == round(HALF_TURN_DEG * 10**DECIMALS), 0] *= -1
    return units


def _terminals(
    graph: LineGraph,
    mode: NDArray[np.object_],
    lonlat: NDArray[np.float64],
    landmarks: Sequence[tuple[int, Landmark]],
    source: str,
) -> gpd.GeoDataFrame:
    """Return a row for each node, named by its landmark or by where it is."""
    units = _rounded(graph.nodes)
    families = np.full(len(units), np.iinfo(np.int64).max)
    np.minimum.at(families, graph.ends, graph.lines.family[:, None])
    ids = [
        _hashed("n", np.append(one, family).tobytes())
        for one, family in zip(units, families, strict=True)
    ]
    kind = np.full(len(ids), "", dtype=object)
    for of, found in reversed(NODE_KINDS):
        kind[graph.ends[mode == of].ravel()] = found.value
    named = zip(kind, *lonlat.T.tolist(), strict=True)
    names = np.array([_place_name(*one) for one in named], dtype=object)
    for at, landmark in landmarks:
        kind[at] = landmark.kind
        names[at] = landmark.name or names[at]
        ids[at] = landmark.id or ids[at]
    columns = {
        "id": ids,
        "name_en": names,
        "kind": kind,
        "coord_source": source,
        "state": "existing",
        "source": source,
        "confidence": "A",
    }
    frame = _filled("terminals", columns, len(ids))
    return gpd.GeoDataFrame(frame, geometry=shapely.points(lonlat), crs=CRS)


def _place_name(kind: str, lon: float, lat: float) -> str:
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    return f"{SPOKEN[PlaceKind(kind)]} {abs(lat):.4f} {north} {abs(lon):.4f} {east}"


def _landmark_nodes(graph: LineGraph, landmarks: Sequence[Landmark]) -> list[tuple[int, Landmark]]:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import

    if not landmarks:
        return []
    at = np.array([[one.lon_deg, one.lat_deg] for one in landmarks])
    apart_m, node = cKDTree(geocentric_m(graph.nodes)).query(geocentric_m(at))
    found = zip(node.tolist(), landmarks, apart_m.tolist(), strict=True)
    return [(number, one) for number, one, away_m in found if away_m <= NEAR_M]


def _links(
    graph: LineGraph, kinds: Sequence[Kind], node_ids: NDArray[np.object_], source: str
) -> gpd.GeoDataFrame:
    lines = graph.lines
    units = _rounded(lines.lonlat)
    owner = lines.owners
    west = np.minimum.reduceat(lines.lonlat[:, 0], lines.starts[:-1])
    shift = TURN_DEG * np.floor((west + HALF_TURN_DEG) / TURN_DEG)
    lonlat = lines.lonlat - np.column_stack([shift[owner], np.zeros(len(owner))])
    of = [kinds[group] for group in lines.group]
    start, end = lines.lonlat[lines.starts[:-1]], lines.lonlat[lines.starts[1:] - 1]
    detour = graph.length_km > DETOUR_LIMIT * geodesic_km(*start.T, *end.T)
    columns = {
        "id": _link_ids(units, lines.starts, of),
        "from_id": node_ids[graph.ends[:, 0]],
        "to_id": node_ids[graph.ends[:, 1]],
        "mode": [kind.mode.value for kind in of],
        "vehicle": [kind.vehicle.value for kind in of],
        "length_km": graph.length_km.round(KM_DECIMALS),
        "dedicated": False,
        "state": "existing",
        **{name: [kind.season[i] for kind in of] for i, name in enumerate(SEASON)},
        "season_basis": [kind.basis for kind in of],
        "load_limit_t": [kind.load_limit_t or np.nan for kind in of],
        "detour_reason": np.where(detour, "as drawn", ""),
        "note": [kind.note for kind in of],
        "source": source,
        "confidence": ["C" if kind.basis == "estimate" else "A" for kind in of],
        "drawn_source": source,
    }
    drawn = shapely.linestrings(lonlat, indices=owner)
    frame = _filled("links", columns, len(of))
    return gpd.GeoDataFrame(frame, geometry=drawn, crs=CRS)


def _link_ids(
    units: NDArray[np.int64], starts: NDArray[np.intp], kinds: Sequence[Kind]
) -> list[str]:
    """Return ids by line and kind, the same in whichever direction a line is drawn."""
    told = {kind: " ".join(map(str, kind)).encode() for kind in set(kinds)}
    ids = []
    for first, behind, kind in zip(starts[:-1].tolist(), starts[1:].tolist(), kinds, strict=True):
        forward, backward = units[first:behind].tobytes(), units[first:behind][::-1].tobytes()
        ids.append(_hashed("l", min(forward, backward) + told[kind]))
    return ids


def _filled(name: str, columns: dict[str, object], count: int) -> pd.DataFrame:
    """Return a frame with all attributes of a table, those not given unknown."""
    index = pd.RangeIndex(count)
    return pd.DataFrame(
        {
            column.name: pd.Series(
                columns.get(column.name, column.unknown), index=index, dtype=column.dtype
            )
            for column in TABLES[name].attributes
        }
    )


def _with_winters(
    links: gpd.GeoDataFrame,
    terminals: gpd.GeoDataFrame,
    seasons: DefaultSeasons,
    region: Region | None,
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Return links of which every winter road has days, or a climate that makes them."""
    bare = (links["mode"] == Mode.WINTER_ROAD) & (links["season_open"] == "")
    if not bare.any():
        return links, ()
    roads = links[bare]
    used = terminals[terminals["id"].isin({*roads["from_id"], *roads["to_id"]})]
    places = typed_places(used)
    climate = load_climate() if region is None else climate_of(region)
    starts = range(0, len(roads), ROADS_AT_ONCE)
    parts = (roads.iloc[start : start + ROADS_AT_ONCE] for start in starts)
    holds = [road_winters(typed_links(part), places, climate).holds for part in parts]
    unmade = roads.index[~np.concatenate(holds)]
    if unmade.empty:
        return links, ()
    days = seasons.of(Mode.WINTER_ROAD)
    made = links.copy()
    for column, text in {**days, "season_basis": "estimate", "confidence": "C"}.items():
        made.loc[unmade, column] = text
    told = (
        f"winter roads with neither days nor a climate that makes one, {len(unmade):,} of them, "
        f"are taken as open from {days['season_open']} to {days['season_close']} (from "
        f"{days['season_open_late']} to {days['season_close_early']} in a short year, from "
        f"{days['season_open_early']} to {days['season_close_late']} in a long one), "
        f"{seasons.origin(Mode.WINTER_ROAD)}"
    )
    return made, (told,)


def _islands(
    graph: LineGraph, terminals: gpd.GeoDataFrame, known: NDArray[np.bool_], source: str
) -> pd.DataFrame:
    """Return the declarations of parts that no known terminal is in, each by its first terminal."""
    parts, first = np.unique(graph.component, return_index=True)
    first = first[~np.isin(parts, graph.component[known])]
    columns = {
        "rule": "island",
        "id": terminals["id"].to_numpy()[first],
        "reason": "imported lines, joined to nothing else",
        "source": source,
        "confidence": "A",
    }
    return _filled("exceptions", columns, len(first))
