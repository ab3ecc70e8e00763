"""What a page is given to draw: places, links, land and imprint as plain data.

Owns which columns a reader sees and the shape of the JSON that the scripts read. It keeps values
as they stand in the atlas, and units as its columns have them; the page adds words, from the file
of its language.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.vocabulary import Mode, PlaceKind
from zimnik.maps.page.ground import OWN, PROJECTIONS
from zimnik.maps.page.outline import encode_land, encode_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import geopandas as gpd

    from zimnik.maps.page.ground import Ground

CRS = "EPSG:4326"
COORDINATE_DECIMALS = 4
# The second language that names of places are in.
RUSSIAN = "ru"

# In the order of the popup; a column that a table has not, or a cell that is empty, is left out.
PLACE_FACTS = (
    "status",
    "status_note",
    "stages",
    "region",
    "country",
    "commodities",
    "product",
    "planned_product_t_per_y",
    "product_reo_grade_pct",
    "grade_reo_pct",
    "grade_nb2o5_pct",
    "ore_mt",
    "reo_kt",
    "nb2o5_kt",
    "dangerous_goods",
    "holder",
    "access_note",
    "state",
    "state_source",
    "state_payer",
    "storage",
    "draft_m",
    "least_parcel_t",
    "capacity_t_per_y",
    "community_t_per_y",
    "capacity_basis",
    "capacity_note",
    "note",
)
LINK_FACTS = (
    "vehicle",
    "length_km",
    "season_basis",
    "corridor",
    "state",
    "state_source",
    "state_payer",
    "dedicated",
    "capacity_t_per_y",
    "load_limit_t",
    "escort_zones",
    "border",
    "detour_reason",
    "note",
)
COLUMNS = tuple(dict.fromkeys(PLACE_FACTS + LINK_FACTS))
# What goes without saying.
_UNREMARKABLE = frozenset({("dedicated", "no"), ("escort_zones", 0), ("state", "existing")})


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page says of itself, so that a stale file can be told.

    Parameters
    ----------
    title
        Heading of the page.
    version, date
        Edition of the atlas.
    rates_year
        Year of the dollars of the rate card.
    command
        Command that made the page.
    attribution
        Whom to name for the data.
    titles
        The heading by other languages; where there is none, the English one stands.
    """

    title: str
    version: str
    date: date
    rates_year: int
    command: str
    attribution: str
    titles: Mapping[str, str] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True, eq=False)
class PageContext:
    """What every page draws and says: places, links, land, imprint, projection.

    Parameters
    ----------
    places
        Deposits, hubs, markets and terminals, EPSG:4326: `id`, `name_en`, `kind` and what else the
        atlas says of them (`status`, `stages`, `source`, `confidence`, ...).
    links
        Links, EPSG:4326, with `id`, `from_id`, `to_id`, `mode` and what else the atlas says.
    land
        Land polygons, EPSG:4326.
    imprint
        Title, edition, command and attribution, which the page shows.
    ground
        What the page knows of its region.
    units
        Units of columns by name, as the tables of the atlas give them ("t/y"); a column that is not
        among them has none.
    areas
        Licence areas, EPSG:4326, with the `id` of their place; by default none.
    projection
        "region" (the equal-area one of the region), "polar" (about the pole), or "mercator"
        (EPSG:3857), which lies over tiles of the web where there is one.
    """

    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    land: gpd.GeoDataFrame
    imprint: Imprint
    ground: Ground
    units: Mapping[str, str]
    areas: gpd.GeoDataFrame | None = None
    projection: str = OWN


def page_data(context: PageContext) -> dict[str, Any]:
    """Return what all pages draw: imprint, places, links and land.

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, a column is missing, or a kind, a mode or the projection is
        not known.
    """
    places, links, land = context.places, context.links, context.land
    faults = [
        *_crs_faults({"places": places, "links": links, "land": land}),
        *_column_faults("places", places, ("id", "name_en", "kind")),
        *_column_faults("links", links, ("id", "from_id", "to_id", "mode")),
    ]
    faults += [] if faults else _word_faults(places, links)
    if context.projection not in PROJECTIONS:
        faults.append(
            Fault("page", f"one of {PROJECTIONS}", context.projection, "Name one of them.")
        )
    if faults:
        raise InputError(faults)
    return {
        "imprint": {
            **asdict(context.imprint),
            "date": context.imprint.date.isoformat(),
            "projection": context.projection,
        },
        "columns": list(COLUMNS),
        "units": {column: context.units[column] for column in COLUMNS if column in context.units},
        "places": place_records(places, languages=context.ground.languages),
        "links": link_records(links),
        "land": encode_land(land, context.ground.shown_deg),
        "ground": context.ground.record(context.projection),
    }


def _crs_faults(frames: Mapping[str, gpd.GeoDataFrame]) -> Iterable[Fault]:
    for name, frame in frames.items():
        if frame.crs != CRS:
            yield Fault(name, CRS, str(frame.crs), f"Convert it with to_crs('{CRS}').")


def _column_faults(name: str, frame: gpd.GeoDataFrame, wanted: Sequence[str]) -> Iterable[Fault]:
    missing = [column for column in wanted if column not in frame]
    if missing:
        yield Fault(name, f"columns {wanted}", f"no {missing}", "Add the columns.")


def _word_faults(places: gpd.GeoDataFrame, links: gpd.GeoDataFrame) -> Iterable[Fault]:
    for frame, name, column, words in (
        (places, "places", "kind", PlaceKind),
        (links, "links", "mode", Mode),
    ):
        strange = sorted(set(frame[column].astype(str)) - set(words))
        if strange:
            yield Fault(
                name, f"one of {', '.join(words)}", str(strange), "Correct them.", column=column
            )


def place_records(
    places: gpd.GeoDataFrame, *, languages: Sequence[str] = ("en", RUSSIAN)
) -> list[dict[str, Any]]:
    """Return one record per place: id, kind, names, lon and lat in degrees, status, facts.

    A name in a language that the page has not is left out.
    """
    xs, ys = shapely.get_x(places.geometry.to_numpy()), shapely.get_y(places.geometry.to_numpy())
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "name_en": _text(row, "name_en"),
            "name_ru": _text(row, "name_ru") if RUSSIAN in languages else "",
            "aliases": _items(row, "aliases"),
            "at": [round(float(x), COORDINATE_DECIMALS), round(float(y), COORDINATE_DECIMALS)],
            "status": _text(row, "status"),
            "stages": _items(row, "stages"),
            **_facts_and_source(row, PLACE_FACTS),
        }
        for row, x, y in zip(_rows(places), xs, ys, strict=True)
    ]


def link_records(links: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return one record per link: id, mode, ends, season, facts, and its line as steps."""
    return [
        {
            "id": row["id"],
            "mode": row["mode"],
            "from_id": row["from_id"],
            "to_id": row["to_id"],
            "state": _text(row, "state"),
            "season": [_text(row, "season_open"), _text(row, "season_close")],
            **_facts_and_source(row, LINK_FACTS),
            "line": encode_line(shapely.get_coordinates(geometry)),
        }
        for row, geometry in zip(_rows(links), links.geometry, strict=True)
    ]


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.drop(columns=frame.geometry.name).to_dict("records")
    return rows


def _facts_and_source(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    facts = [
        [COLUMNS.index(column), value]
        for column in columns
        if (value := _cell(row.get(column))) != "" and (column, value) not in _UNREMARKABLE
    ]
    return {
        "facts": facts,
        "source": _text(row, "source"),
        "confidence": _text(row, "confidence"),
    }


def _cell(value: Any) -> str | float:  # noqa: ANN401 - a cell of any column
    """Return a cell as JSON can hold it; an unknown one as empty text."""
    if pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return value if isinstance(value, (int, float)) else str(value)


def _text(row: Mapping[str, Any], column: str) -> str:
    return str(_cell(row.get(column)))


def _items(row: Mapping[str, Any], column: str) -> list[str]:
    return [item for part in _text(row, column).split(";") if (item := part.strip())]
