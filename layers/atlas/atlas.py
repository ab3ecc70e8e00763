"""The atlas: its tables as frames, and the places they make together.

Owns what an atlas is in memory and how the shipped one is read. Users' files come in through
`layers.loading.loading`, which validates them; the shipped tables are trusted here, since the tests
and `zimnik check` validate them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.layers.atlas.areas import no_areas
from zimnik.layers.atlas.link_lines import chords, with_lines
from zimnik.layers.regions.finding import DEFAULT, FOLDER
from zimnik.layers.schema.schema import LAT, LON
from zimnik.layers.schema.tables import SITE_TABLES, TABLES, TERMINALS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zimnik.layers.atlas.parts import AtlasPart
    from zimnik.layers.regions.region import Region
    from zimnik.layers.schema.schema import Column, Table

SHIPPED = FOLDER / DEFAULT
CRS = "EPSG:4326"
LINE_FILE = "link_lines.parquet"
VERSION_FILE = "atlas.toml"
PLACE_COLUMNS = (
    "id",
    "name_en",
    "name_ru",
    "aliases",
    "kind",
    "country",
    "region",
    "tariff_group",
    "class7",
    "storage",
    "capacity_t_per_y",
    "community_t_per_y",
    "capacity_year",
    "largest_traffic_t_per_y",
    "traffic_year",
    "draft_m",
    "least_parcel_t",
    "state",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Atlas:
    """All tables of an atlas, validated.

    Columns are those of `layers.schema.tables`, in that order, without `lon` and `lat` where there
    is a geometry. Text is `str` with "" for unknown, numbers are `float64` with NaN, yes/no is
    `boolean` with NA. Rows are numbered from 0.

    Parameters
    ----------
    deposits, hubs, markets, terminals, towns
        Points in EPSG:4326.
    links
        Lines in EPSG:4326 from `from_id` to `to_id`: as drawn where `drawn_source` says from where,
        else the chord. East of the antimeridian a line counts on beyond 180 degrees.
    posts, rates, exchange_rates, deflators, outputs, exceptions, sea_exceptions
        Tables without geometry.
    recipes, recipe_flows, plant_prices, works, hub_stages, gauges, observed_years, events,
    fleets
        Tables without geometry.
    element_shares, product_prices, project_terms, borders, outlook
        Tables without geometry.
    version, date
        Edition of the atlas.
    region
        What it is an atlas of.
    notes
        What was recognised in a user's files and is worth saying.
    areas
        Licence areas that places of a user's atlas were given by: `id` and polygons in EPSG:4326.
    parts
        The regions that are joined, in order; empty where there is one.
    warnings
        What answers must say of the atlas.
    """

    deposits: gpd.GeoDataFrame
    hubs: gpd.GeoDataFrame
    markets: gpd.GeoDataFrame
    terminals: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    posts: pd.DataFrame
    rates: pd.DataFrame
    exchange_rates: pd.DataFrame
    deflators: pd.DataFrame
    outputs: pd.DataFrame
    exceptions: pd.DataFrame
    sea_exceptions: pd.DataFrame
    towns: gpd.GeoDataFrame
    recipes: pd.DataFrame
    recipe_flows: pd.DataFrame
    plant_prices: pd.DataFrame
    works: pd.DataFrame
    hub_stages: pd.DataFrame
    gauges: pd.DataFrame
    observed_years: pd.DataFrame
    events: pd.DataFrame
    fleets: pd.DataFrame
    element_shares: pd.DataFrame
    product_prices: pd.DataFrame
    project_terms: pd.DataFrame
    borders: pd.DataFrame
    outlook: pd.DataFrame
    version: str
    date: date
    region: Region
    notes: tuple[str, ...] = ()
    areas: gpd.GeoDataFrame = field(default_factory=no_areas)
    parts: tuple[AtlasPart, ...] = ()
    warnings: tuple[str, ...] = ()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name."""
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def row_counts(self) -> dict[str, int]:
        """Return how many rows each table has, by its name."""
        return {name: len(self.table(name)) for name in TABLES}

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {rows:,}" for name, rows in self.row_counts().items() if rows)
        return f"<Atlas {self.version} of {self.date}: {counts}>"

    def _repr_html_(self) -> str:
        """Return the names of the tables with their rows, short enough for a notebook."""
        counts = pd.Series(self.row_counts(), name="rows").rename_axis("table")
        title = escape(f"Atlas {self.version} of {self.date}")
        return f"<p>{title}</p>{counts.to_frame().to_html(border=0)}"


def empty_atlas(version: str, day: date, region: Region) -> Atlas:
    """Return an atlas of tables without rows."""
    frames = {name: blank(table) for name, table in TABLES.items()}
    return make_atlas(frames, version, day, region)


def make_atlas(
    frames: dict[str, pd.DataFrame],
    version: str,
    day: date,
    region: Region,
    *,
    lines: pd.DataFrame | None = None,
    notes: tuple[str, ...] = (),
) -> Atlas:
    """Return an atlas of typed frames as `layers.readers.cells.typed` gives them.

    Parameters
    ----------
    frames
        Every table by its name; a table that already has a geometry keeps it.
    version, day
        Edition of the atlas.
    region
        What it is an atlas of.
    lines
        Drawn lines with columns `link_id`, `geometry`, `drawn_source` and `reason`; links without
        one are chords.
    notes
        What is worth saying.
    """
    made: dict[str, Any] = {
        name: with_points(frame, TABLES[name]) if TABLES[name].geometry == "Point" else frame
        for name, frame in frames.items()
    }
    ends = pd.concat([made[name][["id", "geometry"]] for name in (*SITE_TABLES, "terminals")])
    made["links"] = with_lines(chords(made["links"], ends), lines)
    return Atlas(**made, version=version, date=day, region=region, notes=notes)


def with_points(frame: pd.DataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return a table with points in the place of longitude and latitude."""
    if isinstance(frame, gpd.GeoDataFrame):
        return frame
    points = shapely.points(frame[LON].to_numpy(), frame[LAT].to_numpy())
    plain = frame[[column.name for column in table.attributes]]
    return gpd.GeoDataFrame(plain, geometry=points, crs=CRS)


def blank(table: Table) -> pd.DataFrame:
    """Return a table without rows, with its dtypes."""
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def sites(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return deposits, hubs and markets in one table with their `kind`.

    Columns are those of all three tables; what a table does not have is unknown.
    """
    columns: dict[str, Column] = {
        column.name: column for name in SITE_TABLES for column in TABLES[name].attributes
    }
    order = [columns.pop("id"), TERMINALS.column("kind"), *columns.values()]
    return _stacked([_of_kind(atlas, name) for name in SITE_TABLES], order)


def site_row(atlas: Atlas, place_id: str) -> dict[str, object]:
    """Return what its table knows of a deposit, hub or market; empty for any other place."""
    for name in SITE_TABLES:
        frame = atlas.table(name)
        for position in np.flatnonzero((frame["id"] == place_id).to_numpy()):
            return {str(key): cell for key, cell in frame.iloc[int(position)].items()}
    return {}


def places(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return sites and terminals, sites first, as the network takes them.

    Returns
    -------
    geopandas.GeoDataFrame
        `PLACE_COLUMNS`, `estimated` and `passed_only` false, and points in EPSG:4326.
        `capacity_t_per_y` is what a terminal can pass on; a site has none here, since the
        capacity of a plant counts its product. `kind` is a `PlaceKind`.
    """
    shared = ["id", "name_en", "name_ru", "aliases", "kind", "country", "region", "geometry"]
    parts = [_of_kind(atlas, name)[shared] for name in SITE_TABLES]
    order = [TERMINALS.column(name) for name in PLACE_COLUMNS]
    stacked = _stacked([*parts, pd.DataFrame(atlas.terminals)], order)
    stacked.insert(len(PLACE_COLUMNS), "estimated", value=False)
    stacked.insert(len(PLACE_COLUMNS) + 1, "passed_only", value=False)
    return stacked


def _of_kind(atlas: Atlas, name: str) -> pd.DataFrame:
    """Return a table of sites with their kind, as a plain frame, which is quicker to take apart."""
    frame = pd.DataFrame(atlas.table(name))
    return frame.assign(kind=pd.Series(SITE_TABLES[name], index=frame.index, dtype="str"))


def _stacked(parts: Sequence[pd.DataFrame], columns: Sequence[Column]) -> gpd.GeoDataFrame:
    stacked = {
        column.name: pd.concat(
            [
                part[column.name]
                if column.name in part.columns
                else pd.Series([column.unknown] * len(part), dtype=column.dtype)
                for part in parts
            ],
            ignore_index=True,
        )
        for column in columns
    }
    points = np.concatenate([part["geometry"].to_numpy() for part in parts])
    return gpd.GeoDataFrame(stacked, geometry=points, crs=CRS)
