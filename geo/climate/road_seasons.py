"""Seasons of winter roads: derived where none is published, and shortened by warming.

Owns what the climate of `geo.climate.climate` does to links (docs/model.md, E10). A road is as cold
as the mildest of its two ends and its middle: it opens when the last of them would and closes with
the first. Seasons of rivers and seas are left as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from zimnik.geo.climate.climate import WINTER_FROM_D, Winter, winter
from zimnik.geo.core.calendar import Window, day_of, text_of
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.routing.dates import SEASON_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from zimnik.geo.climate.climate import Climate

DERIVED = "derived"
BASES = ("published", "estimate", DERIVED)
# How much earlier or later a short and a long year open and close a derived season: about what
# the published dates of the Vilyui winter road spread.
OPENING_SPREAD_D = 10
CLOSING_SPREAD_D = 5
_OPENINGS = ("season_open", "season_open_early", "season_open_late", "full_load_from")
_CLOSINGS = ("season_close", "season_close_early", "season_close_late", "full_load_to")
_ROUNDING_D = 1e-6


@dataclass(frozen=True, slots=True)
class SeasonedLinks:
    """Links with the seasons that a climate gives them.

    Parameters
    ----------
    links
        The links, in order; those that never open keep their columns.
    closed
        For each type of year the ids of roads that do not open in it.
    warnings
        What the reader must know of them.
    """

    links: gpd.GeoDataFrame
    closed: Mapping[YearType, frozenset[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def roads_without_season(links: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which links are winter roads for which no season is given."""
    empty = (texts(links, "season_open") == "") & (texts(links, "season_close") == "")
    return np.asarray((links["mode"] == Mode.WINTER_ROAD) & empty)


def road_winters(
    links: pd.DataFrame, places: gpd.GeoDataFrame, climate: Climate, warming_c: float = 0.0
) -> Winter:
    """Return what the winter lets each link do, by the mildest of its ends and its middle.

    Parameters
    ----------
    links
        Links with `from_id` and `to_id`, both among the places.
    places
        Places with `id` and points in EPSG:4326.
    climate
        Monthly mean temperatures.
    warming_c
        Added to every month.
    """
    points = places.drop_duplicates("id").set_index("id").geometry
    ends = [shapely.get_coordinates(points.loc[links[name]]) for name in ("from_id", "to_id")]
    along = np.stack([*ends, _middles(*ends)])
    there = winter(climate.monthly_at(along[..., 0], along[..., 1]), warming_c)
    return Winter(
        np.max(there.opens_d, axis=0),
        np.min(there.closes_d, axis=0),
        there.holds.all(axis=0) & (np.max(there.opens_d, axis=0) < np.min(there.closes_d, axis=0)),
    )


def derive_seasons(
    links: gpd.GeoDataFrame, places: gpd.GeoDataFrame, climate: Climate, warming_c: float = 0.0
) -> SeasonedLinks:
    """Give winter roads without a season the one that the climate makes.

    Parameters
    ----------
    links, places, climate, warming_c
        As `road_winters`.

    Returns
    -------
    SeasonedLinks
        With `season_basis` "derived" where the season is. A road that the climate reaches and
        does not make is closed; one that no climate reaches stays open all year, with a warning.
    """
    rows = np.flatnonzero(roads_without_season(links))
    if not len(rows):
        return SeasonedLinks(links)
    ids = links["id"].to_numpy()
    road = road_winters(links.iloc[rows], places, climate, warming_c)
    cells = _cells(links)
    closed: dict[YearType, set[str]] = {year: set() for year in YearType}
    unknown = []
    for at, row in enumerate(rows):
        name = str(ids[row])
        # Whole days of the winter, the first and the last of them open.
        opens_d, closes_d = np.ceil(road.opens_d[at]), np.floor(road.closes_d[at]) - 1
        if np.isnan(closes_d):
            unknown.append(name)
        elif not road.holds[at] or opens_d > closes_d:
            for year in YearType:
                closed[year].add(name)
        else:
            _write_derived(cells, int(row), int(opens_d), int(closes_d))
            if opens_d + OPENING_SPREAD_D > closes_d - CLOSING_SPREAD_D:
                closed[YearType.SHORT].add(name)
    return _seasoned(links, cells, closed, unknown, warming_c, "they count as open all year")


def warm_seasons(
    links: gpd.GeoDataFrame, places: gpd.GeoDataFrame, climate: Climate, warming_c: float
) -> SeasonedLinks:
    """Shorten the given seasons of winter roads by what warming takes from the derived ones.

    Parameters
    ----------
    links, places, climate, warming_c
        As `road_winters`.

    Returns
    -------
    SeasonedLinks
        Openings later and closings earlier by the difference that the rule finds there between the
        warmed and the present climate, in whole days rounded up; so is the window of full loads. A
        road is closed in the years in which nothing is left of its season, and in all where the
        rule, which makes a road today, makes none.
    """
    given = (links["mode"] == Mode.WINTER_ROAD) & (texts(links, "season_open") != "")
    rows = np.flatnonzero(given)
    if not len(rows) or not warming_c:
        return SeasonedLinks(links)
    ids = links["id"].to_numpy()
    today = road_winters(links.iloc[rows], places, climate)
    then = road_winters(links.iloc[rows], places, climate, warming_c)
    cells = _cells(links)
    closed: dict[YearType, set[str]] = {year: set() for year in YearType}
    unknown = []
    for at, row in enumerate(rows):
        sooner_d = today.closes_d[at] - then.closes_d[at]
        if np.isnan(sooner_d):
            unknown.append(str(ids[row]))
            continue
        later_d = then.opens_d[at] - today.opens_d[at]
        thawed = np.isnan(then.opens_d[at]) and not np.isnan(today.opens_d[at])
        lost = thawed or (today.holds[at] and not then.holds[at])
        # Too little frost for the rule even today: it opens as much later as it closes sooner.
        later_d = sooner_d if np.isnan(later_d) else later_d
        shift = _whole(later_d), _whole(sooner_d)
        shut = {y for y in YearType if lost or _length_d(cells, int(row), y) - sum(shift) < 1}
        for year in shut:
            closed[year].add(str(ids[row]))
        if len(shut) < len(YearType):
            _shift(cells, int(row), *shift)
    return _seasoned(links, cells, closed, unknown, warming_c, "warming leaves them as they are")


def _seasoned(
    links: gpd.GeoDataFrame,
    cells: Mapping[str, list[str]],
    closed: Mapping[YearType, set[str]],
    unknown: list[str],
    warming_c: float,
    instead: str,
) -> SeasonedLinks:
    warmer = f" at {warming_c:g} deg C of warming" if warming_c else ""
    warnings = []
    if unknown:
        warnings.append(f"no climate is known for {', '.join(unknown)}, so {instead}")
    if shut := sorted(closed[YearType.NORMAL]):
        warnings.append(f"the winter makes no road of {', '.join(shut)}{warmer}")
    frozen = {year: frozenset(ids) for year, ids in closed.items()}
    return SeasonedLinks(links.assign(**cells), frozen, tuple(warnings))


def texts(links: pd.DataFrame, column: str) -> pd.Series[str]:
    """Return a column as text, empty where the cell or the column is missing."""
    if column not in links.columns:
        return pd.Series("", index=links.index, dtype=object)
    return links[column].astype(object).where(links[column].notna(), "")


def _cells(links: pd.DataFrame) -> dict[str, list[str]]:
    columns = (*_OPENINGS, *_CLOSINGS, "season_basis")
    return {name: texts(links, name).to_list() for name in columns}


def _write_derived(cells: Mapping[str, list[str]], row: int, first: int, last: int) -> None:
    early, late = first - OPENING_SPREAD_D, first + OPENING_SPREAD_D
    days = {
        "season_open": first,
        "season_open_early": early,
        "season_open_late": late,
        "season_close": last,
        "season_close_early": last - CLOSING_SPREAD_D,
        "season_close_late": last + CLOSING_SPREAD_D,
    }
    for name, day in days.items():
        cells[name][row] = text_of(float(day + WINTER_FROM_D))
    cells["season_basis"][row] = DERIVED


def _shift(cells: Mapping[str, list[str]], row: int, later_d: int, sooner_d: int) -> None:
    """Move openings later and closings sooner; drop a window of full loads that is used up."""
    window = cells["full_load_from"][row], cells["full_load_to"][row]
    used_up = all(window) and Window.of_season(*window).length_d - later_d - sooner_d < 1
    for names, shift_d in ((_OPENINGS, later_d), (_CLOSINGS, -sooner_d)):
        for name in names:
            if day := cells[name][row]:
                cells[name][row] = text_of(day_of(day) + shift_d)
    if used_up:
        cells["full_load_from"][row] = cells["full_load_to"][row] = ""


def _length_d(cells: Mapping[str, list[str]], row: int, year: YearType) -> float:
    opens, closes = (
        cells[name][row] or cells[median][row]
        for name, median in zip(SEASON_COLUMNS[year], SEASON_COLUMNS[YearType.NORMAL], strict=True)
    )
    return Window.of_season(opens, closes).length_d


def _middles(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points half-way along great circles, degrees."""
    lon, lat = np.radians(np.stack([start, end])).transpose(2, 0, 1)
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    x, y, z = x.sum(axis=0), y.sum(axis=0), z.sum(axis=0)
    return np.asarray(np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])).T


def _whole(days: float) -> int:
    return int(np.ceil(days - _ROUNDING_D))
