"""Build russia-arctic/land.parquet: the coast as the maps draw it and the sea check reads it.

Natural Earth 1:10m land less the large lakes, simplified, small islands dropped, cut at the
antimeridian and rounded to a thousandth of a degree. Longitudes run from -180 to 180. Run it as
``python tools/build_land.py``; it takes no options and gives the same file each time.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from natural_earth import (
    EAST_DEG,
    HALF_TURN_DEG,
    NORTH_DEG,
    SOUTH_DEG,
    TURN_DEG,
    lakes,
    land,
)
from pyproj import Transformer
from view import VIEW

DATA = Path(__file__).parent.parent / "layers" / "data" / "regions" / "russia-arctic"
TARGET = DATA / "land.parquet"
# Metres of the working projection: on the ground 1.3 km at 75 N, 2.5 km at 60 N.
TOLERANCE_M = 5_000.0
LEAST_ISLAND_M2 = 150e6
# West of the Gulf of Finland, south of Vladivostok and in Alaska the coast is only a backdrop.
FOCUS_DEG = (27.0, 43.0, 192.0, 83.5)
BACKDROP_TOLERANCE_M = 11_000.0
BACKDROP_LEAST_ISLAND_M2 = 1_500e6
LEAST_LAKE_KM2 = 2_500.0
# Three decimals of a degree: 111 m north-south, and what the page writes.
GRID_DEG = 0.001
# The straight edges of the window bend in a conic projection.
EDGE_DEG = 2.0


def _simplified_m(polygons_m: np.ndarray, tolerance_m: float, least_m2: float) -> shapely.Geometry:
    large = polygons_m[shapely.area(polygons_m) >= least_m2]
    return shapely.make_valid(
        shapely.simplify(shapely.union_all(large), tolerance_m, preserve_topology=True)
    )


def simplified(polygons: np.ndarray) -> shapely.Geometry:
    """Return the polygons simplified, in degrees, longitudes 0 to 210.

    The fine and the coarse coast meet at the edge of the focus, where a small step may show.
    """
    to_metres = Transformer.from_crs(4326, VIEW.mercator, always_xy=True)

    def forward(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1]))

    def back(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_metres.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack([np.mod(lon, TURN_DEG), lat])

    metres = shapely.transform(polygons, forward)
    focus = shapely.transform(shapely.box(*FOCUS_DEG), forward)
    fine = _simplified_m(metres, TOLERANCE_M, LEAST_ISLAND_M2)
    coarse = _simplified_m(metres, BACKDROP_TOLERANCE_M, BACKDROP_LEAST_ISLAND_M2)
    joined = shapely.union(shapely.intersection(fine, focus), shapely.difference(coarse, focus))
    return shapely.transform(joined, back)


def split_at_antimeridian(shape: shapely.Geometry) -> np.ndarray:
    """Return valid polygons in longitudes -180 to 180 on the grid of a thousandth of a degree."""
    east = shapely.intersection(
        shape, shapely.box(0.0, SOUTH_DEG, HALF_TURN_DEG, NORTH_DEG), grid_size=GRID_DEG
    )
    west = shapely.intersection(
        shape, shapely.box(HALF_TURN_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG), grid_size=GRID_DEG
    )
    west = shapely.set_precision(
        shapely.transform(west, lambda xy: xy - np.array([TURN_DEG, 0.0])), GRID_DEG
    )
    parts = np.concatenate([shapely.get_parts(east), shapely.get_parts(west)])
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return np.asarray(shapely.set_precision(shapely.segmentize(polygons, EDGE_DEG), GRID_DEG))


def build() -> gpd.GeoDataFrame:
    """Return the land layer: columns kind and geometry, EPSG:4326, largest polygon first."""
    dry = shapely.difference(shapely.union_all(land()), shapely.union_all(lakes(LEAST_LAKE_KM2)))
    parts = split_at_antimeridian(simplified(shapely.get_parts(dry)))
    parts = shapely.normalize(parts[np.argsort(-shapely.area(parts), kind="stable")])
    return gpd.GeoDataFrame({"kind": ["land"] * len(parts)}, geometry=parts, crs=4326)


def main() -> None:
    """Write the layer and print its size."""
    layer = build()
    layer.to_parquet(TARGET, compression="zstd", index=False)
    vertices = int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum())
    print(f"{len(layer)} polygons, {vertices} vertices, {TARGET.stat().st_size} bytes")
    print(f"all valid: {bool(layer.is_valid.all())}; bounds: {layer.total_bounds.tolist()}")


if __name__ == "__main__":
    main()
