"""The network of an atlas as the types of `geo`, and links of `geo` as a table again.

Owns the door between tables and types: cells are read by name, missing values told apart and days
parsed here and nowhere behind it. Users see tables; what is priced are the types.
"""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import (
    Downstream,
    Existence,
    Mode,
    PlaceKind,
    TariffGroup,
    Vehicle,
    YearType,
)
from zimnik.geo.network.links import NEVER, Capacity, Link, LoadLimits, Place, Season, Traffic
from zimnik.geo.network.load_limits import full_load_windows
from zimnik.geo.remoteness.towns import Town
from zimnik.layers.atlas.link_lines import chords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from enum import StrEnum

    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")
ALL_YEAR = dict.fromkeys(YearType, Window(0, YEAR_D))
PLACE_COLUMNS = ("id", "kind")
LINK_COLUMNS = ("id", "from_id", "to_id", "mode", "vehicle", "length_km", "corridor", "border")
# Columns of the opening and the closing day; where a range is not published the median stands in
# (docs/model.md, A7).
SEASON_COLUMNS = {
    YearType.SHORT: ("season_open_late", "season_close_early"),
    YearType.NORMAL: ("season_open", "season_close"),
    YearType.LONG: ("season_open_early", "season_close_late"),
}


def typed_places(places: gpd.GeoDataFrame) -> tuple[Place, ...]:
    """Return places as `geo` takes them.

    Parameters
    ----------
    places
        Sites and terminals with `id`, `kind` and points in EPSG:4326, as
        `layers.atlas.atlas.places` gives them; a column that is missing is unknown throughout.

    Raises
    ------
    InputError
        If `id` or `kind` is missing, a kind is none of `PlaceKind`, or a tariff group none of
        `TariffGroup`.
    """
    _require_columns("places", places, PLACE_COLUMNS)
    _require_words("places", places, "kind", PlaceKind)
    _require_words("places", places, "tariff_group", TariffGroup, optional=True)
    lonlat = shapely.get_coordinates(places.geometry.to_numpy()).tolist()
    columns = {
        "id": _texts(places, "id"),
        "kind": map(PlaceKind, _texts(places, "kind")),
        "lon_deg": (lon for lon, _ in lonlat),
        "lat_deg": (lat for _, lat in lonlat),
        "country": _texts(places, "country"),
        "storage": _flags(places, "storage"),
        "capacity": _capacities(places),
        "status": _states(places),
        "tariff_group": (TariffGroup(g) if g else None for g in _texts(places, "tariff_group")),
        "lifts": (not passed for passed in _flags(places, "passed_only")),
        "lifts_class7": _answers(places, "class7"),
        "traffic": _traffics(places),
        # Of joined regions, which `layers.atlas.parts` tells; the column is a province.
        "region": [""] * len(places),
    }
    return _made(Place, columns)


def _capacities(places: pd.DataFrame) -> Iterator[Capacity | None]:
    """Yield the capacity of each place, None where it is not known."""
    columns = ("capacity_t_per_y", "community_t_per_y", "capacity_year")
    for total, community, year in zip(*(_numbers(places, name) for name in columns), strict=True):
        yield None if total is None else Capacity(total, community or 0.0, _whole(year))


def _traffics(frame: pd.DataFrame) -> Iterator[Traffic | None]:
    """Yield the largest traffic that is known of each place or link, None where none is."""
    columns = ("largest_traffic_t_per_y", "traffic_year")
    for largest, year in zip(*(_numbers(frame, name) for name in columns), strict=True):
        yield None if largest is None else Traffic(largest, _whole(year))


def _whole(year: float | None) -> int | None:
    return None if year is None else int(year)


def typed_towns(towns: gpd.GeoDataFrame) -> tuple[Town, ...]:
    """Return towns with `id`, `population` and points in EPSG:4326 as `geo` takes them."""
    lonlat = shapely.get_coordinates(towns.geometry.to_numpy()).tolist()
    people = towns["population"].to_numpy(dtype=np.float64, na_value=np.nan).tolist()
    return tuple(
        Town(town_id, lon, lat, population)
        for town_id, (lon, lat), population in zip(towns["id"], lonlat, people, strict=True)
    )


def typed_links(links: pd.DataFrame) -> tuple[Link, ...]:
    """Return links as `geo` takes them, each season with its window in every type of year.

    Parameters
    ----------
    links
        Rows with `LINK_COLUMNS`; other columns of the table that are missing are unknown
        throughout.

    Raises
    ------
    InputError
        If a column is missing, or a mode or vehicle is none that there is.
    """
    _require_columns("links", links, LINK_COLUMNS)
    _require_words("links", links, "mode", Mode)
    _require_words("links", links, "vehicle", Vehicle)
    _require_words("links", links, "downstream", Downstream, optional=True)
    columns = {
        "id": _texts(links, "id"),
        "from_id": _texts(links, "from_id"),
        "to_id": _texts(links, "to_id"),
        "mode": map(Mode, _texts(links, "mode")),
        "vehicle": map(Vehicle, _texts(links, "vehicle")),
        "length_km": links["length_km"].to_numpy(np.float64).tolist(),
        "corridor": _texts(links, "corridor"),
        "dedicated": _flags(links, "dedicated"),
        "escort_zones": (zones or 0.0 for zones in _numbers(links, "escort_zones")),
        "border": _texts(links, "border"),
        "capacity_t_per_y": _numbers(links, "capacity_t_per_y"),
        "capacity_year": map(_whole, _numbers(links, "capacity_year")),
        "loads_per_day": _numbers(links, "loads_per_day"),
        "traffic": _traffics(links),
        "only_for": _texts(links, "only_for"),
        "status": _states(links),
        "estimated": _flags(links, "estimated"),
        "note": _texts(links, "note"),
        "downstream": (Downstream(way) if way else None for way in _texts(links, "downstream")),
        "season": _seasons(links),
        "direct": [False] * len(links),
        "region": [""] * len(links),
    }
    return _made(Link, columns)


def _made(kind: type[Made], columns: Mapping[str, Iterable[Any]]) -> tuple[Made, ...]:
    """Return one thing of a dataclass for each row of columns, which are all of its fields."""
    in_order = [columns[one.name] for one in fields(kind)]
    return tuple(kind(*row) for row in zip(*in_order, strict=True))


def _states(table: pd.DataFrame) -> list[Existence]:
    return [Existence(state or Existence.EXISTING) for state in _texts(table, "state")]


def _seasons(links: pd.DataFrame) -> Iterator[Season | None]:
    """Yield the season of each link, None where it is open all year."""
    days = zip(
        *(_texts(links, name) for names in SEASON_COLUMNS.values() for name in names), strict=True
    )
    full = zip(_texts(links, "full_load_from"), _texts(links, "full_load_to"), strict=True)
    clear = zip(_texts(links, "open_water_from"), _texts(links, "open_water_to"), strict=True)
    shares = _numbers(links, "light_load_share")
    bases = _texts(links, "season_basis")
    for (late, early, opens, closes, first, last), loads, share, basis, free in zip(
        days, full, shares, bases, clear, strict=True
    ):
        open_water = dict.fromkeys(YearType, Window.of_season(*free)) if all(free) else None
        if not (opens and closes):
            yield None if open_water is None else Season(ALL_YEAR, basis, open_water=open_water)
            continue
        windows = {
            YearType.SHORT: Window.of_season(late or opens, early or closes),
            YearType.NORMAL: Window.of_season(opens, closes),
            YearType.LONG: Window.of_season(first or opens, last or closes),
        }
        yield Season(windows, basis, _load_limits(loads, share, windows), open_water)


def _load_limits(
    full: tuple[str, str], share: float | None, windows: Mapping[YearType, Window]
) -> LoadLimits | None:
    if share is None or share == 1.0:
        return None
    never = LoadLimits(share, NEVER)
    return (
        LoadLimits(share, full_load_windows(Window.of_season(*full), windows))
        if all(full)
        else never
    )


def links_table(
    links: Sequence[Link],
    known: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    *,
    lines: Mapping[str, shapely.LineString] | None = None,
) -> gpd.GeoDataFrame:
    """Return links as a table with lines, for maps and for those who read tables.

    Parameters
    ----------
    links
        Links of a network.
    known
        Rows of the atlas; a link among them keeps its row, but for the days of a winter road, which
        are those of the link.
    places
        Both ends of all links.
    lines
        Lines in EPSG:4326 of links that are not in `known`; others of them are chords.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of `known` and `estimated`, rows in the order of the links.
    """
    order = {link_id: row for row, link_id in enumerate(known["id"])}
    table = known.iloc[[order[link.id] for link in links if link.id in order]]
    new = [link for link in links if link.id not in order]
    if new:
        table = pd.concat([table, _rows(new, known, places, lines or {})], ignore_index=True)
        position = {link_id: row for row, link_id in enumerate(table["id"])}
        table = table.iloc[[position[link.id] for link in links]]
    table = table.reset_index(drop=True).assign(estimated=[link.estimated for link in links])
    return gpd.GeoDataFrame(_with_days(table, links), geometry="geometry", crs=known.crs)


def _rows(
    links: Sequence[Link],
    known: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    lines: Mapping[str, shapely.LineString],
) -> gpd.GeoDataFrame:
    """Return rows of links that no table has, with the dtypes of the known ones."""
    told: dict[str, list[Any]] = {
        "id": [link.id for link in links],
        "from_id": [link.from_id for link in links],
        "to_id": [link.to_id for link in links],
        "mode": [link.mode.value for link in links],
        "vehicle": [link.vehicle.value for link in links],
        "length_km": [link.length_km for link in links],
        "corridor": [link.corridor for link in links],
        "dedicated": [link.dedicated for link in links],
        "only_for": [link.only_for for link in links],
        "state": [link.status.value for link in links],
        "note": [link.note for link in links],
        "confidence": ["C"] * len(links),
    }
    unknown = {"str": "", "object": "", "float64": float("nan"), "boolean": pd.NA, "bool": False}
    plain = {
        str(name): pd.Series(told.get(str(name), [unknown[str(dtype)]] * len(links)), dtype=dtype)
        for name, dtype in known.dtypes.items()
        if name != "geometry"
    }
    drawn = chords(pd.DataFrame(plain), places[["id", "geometry"]])
    own = [lines.get(link.id, line) for link, line in zip(links, drawn.geometry, strict=True)]
    return drawn.set_geometry(gpd.GeoSeries(own, index=drawn.index, crs=known.crs))[
        list(known.columns)
    ]


def _with_days(table: gpd.GeoDataFrame, links: Sequence[Link]) -> gpd.GeoDataFrame:
    """Return a table where winter roads have the days of their links."""
    if "season_open" not in table.columns:
        return table
    cells: dict[str, list[str]] = {}
    for year, names in SEASON_COLUMNS.items():
        for column, name in enumerate(names):
            cells[name] = _texts(table, name)
            for row, link in enumerate(links):
                if link.mode is Mode.WINTER_ROAD and link.season is not None:
                    cells[name][row] = _days(link.season, year)[column]
    cells["season_basis"] = [link.season.basis if link.season is not None else "" for link in links]
    kept = {name: pd.Series(values, dtype="str") for name, values in cells.items()}
    return table.assign(**{name: kept[name] for name in kept if name in table.columns})


def _days(season: Season, year: YearType) -> tuple[str, str]:
    """Return the days of a season in a year, none where they are those of a normal one."""
    window, normal = season.window(year), season.window(YearType.NORMAL)
    if window is None:
        return "", ""
    days = window.opens, window.closes
    if year is YearType.NORMAL or normal is None:
        return days
    return (
        days[0] if days[0] != normal.opens else "",
        days[1] if days[1] != normal.closes else "",
    )


def drawn_lines(links: gpd.GeoDataFrame) -> dict[str, shapely.LineString]:
    """Return the lines of the links that are drawn, by id."""
    drawn = links[_texts_array(links, "drawn_source") != ""]
    return dict(zip(drawn["id"], drawn.geometry, strict=True))


def _require_columns(where: str, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        fault = Fault(where, f"columns {list(columns)}", f"no {missing}", "Add the columns.")
        raise InputError([fault])


def _require_words(
    where: str, frame: pd.DataFrame, column: str, words: type[StrEnum], *, optional: bool = False
) -> None:
    known = {word.value for word in words} | ({""} if optional else set())
    expected = f"one of {', '.join(sorted(known - {''}))}"
    faults = [
        Fault(where, expected, repr(word), "Correct the cell.", row=row, column=column)
        for row, word in zip(_texts(frame, "id"), _texts(frame, column), strict=True)
        if word not in known
    ]
    if faults:
        raise InputError(faults)


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    """Return a column as text, empty where the cell or the column is missing."""
    if column not in frame.columns:
        return [""] * len(frame)
    # Hardly a cell is anything but text, and to ask pandas of each takes most of the time.
    return [cell if type(cell) is str else _text(cell) for cell in frame[column].tolist()]


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def _texts_array(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    return pd.Series(_texts(frame, column), index=frame.index, dtype=object)


def _numbers(frame: pd.DataFrame, column: str) -> list[float | None]:
    """Return a column as numbers, None where the cell or the column is missing."""
    if column not in frame.columns:
        return [None] * len(frame)
    numbers = frame[column].to_numpy(dtype=np.float64, na_value=np.nan).tolist()
    return [None if math.isnan(number) else number for number in numbers]


def _answers(frame: pd.DataFrame, column: str) -> list[bool | None]:
    """Return a column as yes, no or not known."""
    if column not in frame.columns:
        return [None] * len(frame)
    cells = frame[column]
    return [
        None if is_missing else bool(cell)
        for cell, is_missing in zip(cells.tolist(), cells.isna().tolist(), strict=True)
    ]


def _flags(frame: pd.DataFrame, column: str) -> list[bool]:
    """Return a column as yes or no; no where the cell or the column is missing."""
    if column not in frame.columns:
        return [False] * len(frame)
    cells = frame[column]
    return [
        not is_missing and bool(cell)
        for cell, is_missing in zip(cells.tolist(), cells.isna().tolist(), strict=True)
    ]
