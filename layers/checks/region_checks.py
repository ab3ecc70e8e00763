"""Rules on where places stand: within the region and the country that their row names.

Owns how the text of column `region` is understood and how far outside is a mistake. The shipped
layer knows the regions of a few countries; what it does not know is not judged.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.readers.cells import shown
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

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
    frame = atlas.table(name)
    numbers = _numbers(regions)
    covered = set(regions["country"])
    points = frame.geometry.to_numpy()
    rows = zip(frame["id"], frame["country"], frame["region"], points, strict=True)
    for place_id, country, region, point in rows:
        number = numbers.get((country, plain_region(region)))
        if number is not None:
            yield from _region_fault(name, place_id, region, point, regions, number)
        elif country in covered:
            yield from _country_fault(name, place_id, country, point, regions)


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


def _region_fault(
    table: str,
    place_id: str,
    region: str,
    point: shapely.Point,
    regions: gpd.GeoDataFrame,
    number: int,
) -> Iterator[Fault]:
    away_km = _outside_km(point, regions.geometry.iloc[number])
    if away_km > SLACK_KM:
        yield Fault(
            table,
            f"a point in {shown(region)}, or within {SLACK_KM:g} km of it",
            f"{_spoken(point)}, {away_km:.0f} km away{_where(point, regions)}",
            "Correct the coordinates or the region.",
            row=place_id,
            column="region",
        )


def _country_fault(
    table: str, place_id: str, country: str, point: shapely.Point, regions: gpd.GeoDataFrame
) -> Iterator[Fault]:
    """Yield the fault of a place within another country; far out at sea is nobody's."""
    within = regions[shapely.contains(regions.geometry.to_numpy(), point)]
    if within.empty or country in set(within["country"]):
        return
    own = regions[regions["country"] == country]
    away_km = _outside_km(point, shapely.union_all(own.geometry.to_numpy()))
    if away_km > SLACK_KM:
        yield Fault(
            table,
            f"a point in {country}, or within {SLACK_KM:g} km of it",
            f"{_spoken(point)}, {away_km:.0f} km away{_where(point, regions)}",
            "Correct the coordinates or the country.",
            row=place_id,
            column="country",
        )


def _outside_km(point: shapely.Point, area: shapely.Geometry) -> float:
    """Return how far a point is from an area on the ground, to some 5 km; 0 within it."""
    if shapely.contains(area, point):
        return 0.0
    border = shapely.get_coordinates(shapely.segmentize(area, BORDER_STEP_DEG))
    return float(geodesic_km(point.x, point.y, border[:, 0], border[:, 1]).min())


def _where(point: shapely.Point, regions: gpd.GeoDataFrame) -> str:
    within = regions[shapely.contains(regions.geometry.to_numpy(), point)]
    names = [f"{names.partition(';')[0]} ({country})" for country, names in _named(within)]
    return f", in {names[0]}" if names else ""


def _named(regions: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(regions["country"], regions["names"], strict=True)


def _spoken(point: shapely.Point) -> str:
    return f"lon {np.round(point.x, 4):g}, lat {np.round(point.y, 4):g}"
