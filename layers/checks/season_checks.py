"""Rules on the seasons of links: days in order, loads within them, climate where no day is given.

Owns what makes the calendar of a link believable. A winter road without days takes the season that
the climate makes (`geo.climate.road_seasons`), so it is a fault only where the climate makes none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zimnik.geo.climate.road_seasons import road_winters
from zimnik.geo.core.calendar import Window, days_after, in_order
from zimnik.geo.core.errors import Fault
from zimnik.geo.core.vocabulary import Mode
from zimnik.layers.atlas.network import typed_links, typed_places
from zimnik.layers.rasters.region_rasters import climate_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zimnik.layers.regions.region import Region

WHERE = "links"
RANGES = (
    ("season_open_early", "season_open", "season_open_late"),
    ("season_close_early", "season_close", "season_close_late"),
)
OPEN_WATER = ("open_water_from", "open_water_to")
FULL_LOAD = ("full_load_from", "full_load_to")
JULY = Window.of_season("07-01", "07-31")
SHORT_FROST = "nothing, and frost is too short"
REMEDY = "Give its days."


def season_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the days of a link, all of them being days of the year."""
    opens, closes = str(row["season_open"]), str(row["season_close"])
    if bool(opens) != bool(closes):
        empty = "season_close" if opens else "season_open"
        yield _fault(row, empty, "both days of a season or none", "nothing", "Give the other day.")
    ranges = list(_range_faults(row))
    yield from ranges
    if opens and closes:
        yield from _span_faults(row, opens, closes)
        if not ranges and opens != closes:
            yield from _short_year_faults(row, opens, closes)
    yield from _load_faults(row, opens, closes)
    yield from _water_faults(row)


def unmade_seasons(links: pd.DataFrame, places: gpd.GeoDataFrame, region: Region) -> list[Fault]:
    """Return the winter roads without days of which the climate makes none either.

    Parameters
    ----------
    links, places, region
        As `layers.checks.link_checks.link_faults`; roads with an end that is not known are left
        out, and those that no climate reaches, which have the stated default.
    """
    known = links["from_id"].isin(places["id"]) & links["to_id"].isin(places["id"])
    bare = (links["season_open"] == "") & (links["season_close"] == "")
    roads = links[(links["mode"] == Mode.WINTER_ROAD) & bare & known]
    if roads.empty:
        return []
    road = road_winters(typed_links(roads), typed_places(places), climate_of(region))
    unmade = ~road.holds & ~np.isnan(road.closes_d)
    return [
        _fault(row, "season_open", "the season of a winter road", SHORT_FROST, REMEDY)
        for row, is_unmade in zip(roads.to_dict("records"), unmade, strict=True)
        if is_unmade
    ]


def _fault(row: dict[Any, Any], column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault(WHERE, expected, found, remedy, row=str(row["id"]), column=column)


def _span_faults(row: dict[Any, Any], opens: str, closes: str) -> Iterator[Fault]:
    found = f"{opens} to {closes}"
    if opens == closes:
        yield _fault(
            row,
            "season_close",
            "a season of more than a day, or none where it is open all year",
            found,
            "Correct the days or leave both empty.",
        )
    if row["mode"] == Mode.WINTER_ROAD and Window.of_season(opens, closes).meets(JULY):
        yield _fault(
            row,
            "season_open",
            "a winter road that is closed in July",
            found,
            "Are the two days exchanged?",
        )


def _range_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    for early, middle, late in RANGES:
        days = [str(row[name]) for name in (early, middle, late)]
        if any(days) and not days[1]:
            yield _fault(
                row, middle, "the median day of a range of days", "nothing", "Give the day."
            )
        elif not in_order(*(day for day in days if day)):
            found = ", ".join(day for day in days if day)
            yield _fault(row, middle, "early, median and late day in order", found, "Correct them.")


def _short_year_faults(row: dict[Any, Any], opens: str, closes: str) -> Iterator[Fault]:
    late, early = str(row["season_open_late"]) or opens, str(row["season_close_early"]) or closes
    if not _within(opens, closes, late, early):
        yield _fault(
            row,
            "season_open_late",
            "a season in a short year too, from the late opening to the early closing",
            f"{late} to {early}",
            "Correct the days.",
        )


def _load_faults(row: dict[Any, Any], opens: str, closes: str) -> Iterator[Fault]:
    window = [str(row[name]) for name in FULL_LOAD]
    given = [*(name for name in FULL_LOAD if row[name]), *_if_number(row, "light_load_share")]
    if not given:
        return
    if row["mode"] != Mode.WINTER_ROAD:
        yield _fault(
            row, given[0], "nothing: only winter roads limit loads by date", "a value", "Empty it."
        )
    if missing := [name for name in (*FULL_LOAD, "light_load_share") if name not in given]:
        yield _fault(
            row,
            missing[0],
            "both days of full loads and the share of a light load, or none of them",
            "nothing",
            "Give it or empty the others.",
        )
    elif not (opens and closes):
        yield _fault(row, "season_open", "the season that holds the full loads", "nothing", REMEDY)
    elif window[0] == window[1] or not _within(opens, closes, *window):
        yield _fault(
            row,
            "full_load_from",
            f"days of more than one, in order, within the season of {opens} to {closes}",
            " to ".join(window),
            "Correct the days.",
        )


def _within(opens: str, closes: str, first: str, last: str) -> bool:
    """Whether two days follow one another within a season."""
    end = days_after(opens, closes)
    return days_after(opens, first) <= days_after(opens, last) <= end


def _if_number(row: dict[Any, Any], column: str) -> list[str]:
    return [] if pd.isna(row[column]) else [column]


def _water_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the current of a river and the open water of a sea link."""
    days = [str(row[name]) for name in OPEN_WATER]
    if any(days) and not all(days):
        empty = OPEN_WATER[days.index("")]
        yield _fault(
            row, empty, "both days of open water or none", "nothing", "Give the other day."
        )
    for column, mode, found in (
        ("downstream", Mode.RIVER, str(row["downstream"])),
        (OPEN_WATER[0], Mode.SEA, days[0]),
    ):
        if found and row["mode"] != mode:
            expected = f"a link of mode {mode}, or nothing"
            yield _fault(row, column, expected, found, "Leave it empty, or correct the mode.")
