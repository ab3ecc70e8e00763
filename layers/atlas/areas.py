"""Licence areas: the polygons of places, beside the points that the places are taken by.

Owns the layer of areas that an export writes and any atlas may have, and what makes it right. The
polygons of a table of sites itself are read by `layers.readers.geo_files`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault
from zimnik.layers.readers.cells import nearest, shown
from zimnik.layers.schema.columns import id_column
from zimnik.layers.schema.schema import Table
from zimnik.layers.schema.tables import PLACE_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from zimnik.layers.readers.cells import Cells

CRS = "EPSG:4326"
AREAS = Table(
    "areas",
    "The licence area of a place",
    ("id",),
    (id_column("id", "The deposit, hub, market or terminal"),),
    geometry="Polygon",
)
# Every table that a user's atlas may have, by its name.
READ_TABLES = {**TABLES, AREAS.name: AREAS}


def no_areas() -> gpd.GeoDataFrame:
    """Return areas of no place."""
    return gpd.GeoDataFrame({"id": pd.Series(dtype="str")}, geometry=[], crs=CRS)


def with_areas(
    areas: gpd.GeoDataFrame, tables: Collection[Cells], good: Mapping[str, list[int]]
) -> gpd.GeoDataFrame:
    """Return areas with those of a user's good rows in the place of what stood there.

    Parameters
    ----------
    areas
        Areas of the atlas underneath.
    tables
        The user's tables. An area of a layer of areas goes before one of a table of places.
    good
        Numbers of the rows to take, by table.
    """
    own: dict[str, object] = {}
    replaced: set[str] = set()
    for name in (*PLACE_TABLES, AREAS.name):
        for cells in (cells for cells in tables if cells.table.name == name):
            ids = cells.frame.loc[good[name], "id"]
            replaced |= set(ids)
            if cells.areas is not None:
                taken = cells.areas[cells.areas.index.isin(good[name])]
                own |= dict(zip(ids.loc[taken.index], taken, strict=True))
    kept = areas[~areas["id"].isin(replaced)]
    return gpd.GeoDataFrame(
        {"id": pd.Series([*kept["id"], *own], dtype="str")},
        geometry=[*kept.geometry, *own.values()],
        crs=areas.crs,
    )


def area_faults(cells: Cells, known: Collection[str]) -> Iterator[Fault]:
    """Yield faults of a layer of areas: rows of no known place, and rows without an area.

    Parameters
    ----------
    cells
        The layer.
    known
        Ids of all places.
    """
    has_area = set() if cells.areas is None else set(cells.areas.index)
    told = {fault.row for fault in cells.faults if fault.column == "geometry"}
    for number, place_id in cells.row_keys():
        row = cells.label(number)
        if place_id and place_id not in known:
            near = nearest(place_id, sorted(known))
            remedy = f"Is '{near}' meant?" if near else "Add the place or drop the area."
            found = f"'{shown(place_id)}'"
            yield Fault(cells.where, "the id of a place", found, remedy, row=row, column="id")
        if number not in has_area and f"{cells.numbering} {number}" not in told:
            remedy = "Draw the area or drop the row."
            yield Fault(cells.where, "an area", "none", remedy, row=row, column="geometry")
