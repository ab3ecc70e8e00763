"""Nodes of a network that was built: a table that stays on the disk, and places made of its rows.

Owns that of half a million ends of links only those become places that a question needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from zimnik.geo.static.country import CountryNodes
from zimnik.layers.atlas.atlas import with_points
from zimnik.layers.atlas.network import typed_places
from zimnik.layers.schema.schema import LAT, LON
from zimnik.layers.schema.tables import TERMINALS

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.network.links import Place


class NodeTable:
    """Nodes by number, in the order of their rows.

    Parameters
    ----------
    table
        Rows of terminals, with longitude and latitude.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def rows(self, numbers: Indices) -> pd.DataFrame:
        """Return the rows of some nodes."""
        rows: pd.DataFrame = self.table.take(pa.array(numbers)).to_pandas()
        return rows

    def places_at(self, numbers: Indices) -> tuple[Place, ...]:
        """Return some nodes as `geo` takes them."""
        return typed_places(with_points(self.rows(numbers), TERMINALS))

    def country_nodes(self) -> CountryNodes:
        """Return all nodes, of which the places are made when they are asked for."""
        lonlat = np.column_stack([self.table[LON].to_numpy(), self.table[LAT].to_numpy()])
        return CountryNodes(tuple(self.table["id"].to_pylist()), lonlat, self.places_at)

    def among(self, places: gpd.GeoDataFrame, numbers: Indices) -> gpd.GeoDataFrame:
        """Return places with some nodes among them, of which no more than their name is known."""
        if not len(numbers):
            return places
        nodes, names = self.places_at(numbers), self.rows(numbers)["name_en"]
        given = {
            "id": [node.id for node in nodes],
            "name_en": list(names),
            "kind": [node.kind.value for node in nodes],
            "country": [node.country for node in nodes],
            "estimated": False,
            "passed_only": [not node.lifts for node in nodes],
            "geometry": shapely.points([node.lonlat for node in nodes]),
        }
        unknown = {"str": "", "object": "", "float64": np.nan, "boolean": pd.NA}
        columns = {
            name: given.get(str(name), [unknown.get(str(kind))] * len(nodes))
            for name, kind in places.dtypes.items()
        }
        new = gpd.GeoDataFrame(columns, crs=places.crs).astype(places.dtypes.to_dict())
        return pd.concat([places, new], ignore_index=True)
