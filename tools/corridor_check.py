"""Corridors over the shipped terrain against the published lengths of winter roads.

Run: python tools/corridor_check.py [CELL_KM]. For each winter road whose length was published for
itself (not shared out by geodesic, not an estimate of this project, no crossing), finds the
corridor between its ends, as if the road were not there, and prints both lengths with their ratio.
Nothing of the road enters the corridor but its ends. Then the errors: of the corridor as it is, of
the corridor times the winding that the other roads have, and of the plain rule of access.
"""

from __future__ import annotations

import statistics
import sys

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.terrain.corridor import Corridors
from zimnik.geo.terrain.grid import WINTER_ROAD
from zimnik.layers import load_atlas, places
from zimnik.layers.rasters.terrain import load_terrain

CELL_KM = 4.0
LEAST_KM = 50.0
DETOUR = 1.35


def main() -> None:
    """Print the table."""
    cell_km = float(sys.argv[1]) if len(sys.argv) > 1 else CELL_KM
    atlas = load_atlas()
    points = places(atlas).set_index("id").geometry
    roads = atlas.links[(atlas.links["mode"] == "winter_road") & ~atlas.links["dedicated"]]
    ratios: list[float] = []
    rule: list[float] = []
    print(
        "| road | confidence | published km | geodesic km | corridor km | corridor over published |"
    )
    print("|---|---|---|---|---|---|")
    for road in roads.sort_values("id").itertuples():
        by_geodesic = "geodesic" in road.note or "estimate" in road.source
        if road.length_km < LEAST_KM or by_geodesic:
            continue
        one, other = points[road.from_id], points[road.to_id]
        direct_km = float(geodesic_km(one.x, one.y, other.x, other.y))
        middle = ((one.x + other.x) / 2, (one.y + other.y) / 2)
        terrain = load_terrain(
            *middle, atlas.links, reach_km=direct_km / 2 + 150, cell_km=cell_km, region=atlas.region
        )
        start, end = (terrain.shore_cell(point.x, point.y) for point in (one, other))
        way = Corridors(terrain, WINTER_ROAD, start).to(end) if start and end else None
        if way is None:
            print(
                f"| {road.id} | {road.confidence} | {road.length_km:.0f} | {direct_km:.0f} | - | |"
            )
            continue
        ratios.append(way.length_km / road.length_km)
        rule.append(direct_km * DETOUR / road.length_km - 1)
        print(
            f"| {road.id.removeprefix('winter_road_')} | {road.confidence} | {road.length_km:.0f} "
            f"| {direct_km:.0f} | {way.length_km:.0f} | {ratios[-1]:.2f} |"
        )
    others = [statistics.median(ratios[:i] + ratios[i + 1 :]) for i in range(len(ratios))]
    wound = [ratio / other - 1 for ratio, other in zip(ratios, others, strict=True)]
    print(f"winding {1 / statistics.median(ratios):.2f}, the median of {len(ratios)} roads")
    named = {"corridor": [r - 1 for r in ratios], "corridor times winding": wound, "rule": rule}
    for name, errors in named.items():
        absolute = statistics.median(map(abs, errors))
        print(f"{name}: median error {statistics.median(errors):+.1%}, absolute {absolute:.1%}")


if __name__ == "__main__":
    main()
