"""Rules on where places stand: within the region and the country that their row names.

Owns how the text of column `region` is understood and how far outside is a mistake. The shipped
layer knows the regions of a few countries; what it does not know is not judged.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import nearest_points
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.readers.cells import shown
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.regions.region import Region

REGION_FILE = "regions.parquet"
# Borders are simplified by up to 7 km, small islands are left out, and ports and straits lie off
# the coast.
SLACK_KM = 30.0
# No two points of the border that is measured to are farther apart than this.
BORDER_STEP_DEG = 0.1
WATERS = re.compile(r"\b(sea|ocean|strait|gulf|bay|море|океан|пролив|залив|губа)\b")
LISTED_REGIONS = 8
Key = TypeVar("Key", bound="Hashable")


def load_regions(*, folder: Path = SHIPPED) -> gpd.GeoDataFrame:
    """Return the shipped regions: `country`, `names` separated by ";", polygons in EPSG:4326.

    Raises
    ------
    InputError
        If the file is not there or is no GeoParquet.
    """
    try:
        return gpd.read_parquet(folder / REGION_FILE)
    except (OSError, ValueError) as error:
        fault = Fault(REGION_FILE, "the shipped regions", str(error), "Install zimnik anew.")
        raise InputError([fault]) from error


def provinces_of(region: Region) -> gpd.GeoDataFrame:
    """Return what a region knows of provinces, as `load_regions` does; it may know of none.

    Raises
    ------
    InputError
        If a file is no GeoParquet.
    """
    folders = [folder for folder in region.folders if (folder / REGION_FILE).is_file()]
    parts = [load_regions(folder=folder) for folder in folders]
    if not parts:
        return gpd.GeoDataFrame({"country": [], "names": []}, geometry=[], crs="EPSG:4326")
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=parts[0].crs)


def region_faults(atlas: Atlas, regions: gpd.GeoDataFrame) -> list[Fault]:
    """Return places that stand farther outside their region or country than maps differ.

    Parameters
    ----------
    atlas
        An atlas whose cells are valid.
    regions
        What `load_regions` gives. A region that it does not have under the country of the row is
        not judged, nor is a place in a country of which it has none. A place of a known region is
        not also judged by its country.
    """
    return [fault for name in PLACE_TABLES for fault in _table_faults(atlas, name, regions)]


def region_notes(tables: Sequence[Cells], regions: gpd.GeoDataFrame) -> list[str]:
    """Return notes on regions of a user's places that are not known, so that nobody relies on them.

    Waters are no regions, and a country of which no region is known is not asked after.
    """
    known, covered = set(_numbers(regions)), set(regions["country"])
    notes = []
    for cells in tables:
        if cells.table.name not in PLACE_TABLES:
            continue
        named = zip(cells.frame["country"], cells.frame["region"], strict=True)
        unknown = [
            f"'{shown(region)}'"
            for country, region in dict.fromkeys(named)
            if region and country in covered and (country, plain_region(region)) not in known
            if not WATERS.search(region.casefold())
        ]
        if unknown:
            more = ", ..." if len(unknown) > LISTED_REGIONS else ""
            listed = ", ".join(unknown[:LISTED_REGIONS])
            notes.append(
                f"{cells.where}: coordinates were not held against regions that are not known: "
                f"{listed}{more}"
            )
    return notes


def _table_faults(atlas: Atlas, name: str, regions: gpd.GeoDataFrame) -> Iterator[Fault]:
    frame, areas = atlas.table(name), regions.geometry.to_numpy()
    points, countries = frame.geometry.to_numpy(), frame["country"].tolist()
    numbers = _numbers(regions)
    named = {
        row: number
        for row, key in enumerate(zip(countries, map(plain_region, frame["region"]), strict=True))
        if (number := numbers.get(key)) is not None
    }
    around: dict[int, list[int]] = {}
    for row, number in zip(*shapely.STRtree(areas).query(points, "within").tolist(), strict=True):
        around.setdefault(row, []).append(number)
    of_country = regions["country"].tolist()
    # Far out at sea is nobody's.
    abroad = {
        row: countries[row]
        for row, within in around.items()
        if row not in named and countries[row] in of_country
        if countries[row] not in {of_country[number] for number in within}
    }
    away_km = {
        **_outside_km(points, named, {number: areas[number] for number in set(named.values())}),
        **_outside_km(points, abroad, _countries(regions, set(abroad.values()))),
    }
    for row in sorted(row for row, km in away_km.items() if km > SLACK_KM):
        column = "region" if row in named else "country"
        within = min(around.get(row, []), default=None)
        yield Fault(
            name,
            f"a point in {shown(frame[column].iloc[row])}, or within {SLACK_KM:g} km of it",
            f"{_spoken(points[row])}, {away_km[row]:.0f} km away{_where(regions, within)}",
            f"Correct the coordinates or the {column}.",
            row=frame["id"].iloc[row],
            column=column,
        )


def _countries(regions: gpd.GeoDataFrame, codes: set[str]) -> dict[str, shapely.Geometry]:
    return {
        code: shapely.union_all(regions.geometry.to_numpy()[regions["country"] == code])
        for code in codes
    }


def _numbers(regions: gpd.GeoDataFrame) -> dict[tuple[str, str], int]:
    """Return the position of each region by its country and each of its names."""
    return {
        (country, plain_region(name)): number
        for number, (country, names) in enumerate(
            zip(regions["country"], regions["names"], strict=True)
        )
        for name in names.split(";")
    }


def plain_region(text: str) -> str:
    """Return the name of a region as it is compared: "Yakutia, Olenek ulus" is "yakutia"."""
    letters = unicodedata.normalize("NFKD", text.partition(",")[0].casefold().strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _outside_km(
    points: NDArray[np.object_], area_of: Mapping[int, Key], areas: Mapping[Key, shapely.Geometry]
) -> dict[int, float]:
    """Return how far points are from their areas on the ground, to some 5 km; 0 within them."""
    rows_of: dict[Key, list[int]] = {}
    for row, key in area_of.items():
        rows_of.setdefault(key, []).append(row)
    away_km = dict.fromkeys(area_of, 0.0)
    for key, rows in rows_of.items():
        shapely.prepare(areas[key])
        outside = np.array(rows)[~shapely.contains(areas[key], points[rows])]
        if len(outside):
            border = shapely.get_coordinates(shapely.segmentize(areas[key], BORDER_STEP_DEG))
            at = shapely.get_coordinates(points[outside])
            found, _, km = nearest_points(at, border, most=1, reach_km=math.inf)
            away_km |= dict(zip(outside[found].tolist(), km.tolist(), strict=True))
    return away_km


def _where(regions: gpd.GeoDataFrame, number: int | None) -> str:
    if number is None:
        return ""
    name = regions["names"].iloc[number].partition(";")[0]
    return f", in {name} ({regions['country'].iloc[number]})"


def _spoken(point: shapely.Point) -> str:
    return f"lon {np.round(point.x, 4):g}, lat {np.round(point.y, 4):g}"
