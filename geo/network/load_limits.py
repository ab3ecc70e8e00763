"""Loads that change through the season: early and late ice bears light lorries only.

Owns docs/model.md, E11. A winter road with a window of full loads is two ways: one open in the
window at the full payload, one open all season at the light one, on which the same tonne takes more
runs. Which of them a route takes on a date follows from the search, which knows nothing of loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from zimnik.geo.core.calendar import YEAR_D, Window, day_of, text_of
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.routing.dates import SEASON_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Loaded(NamedTuple):
    """A link at one payload.

    `key` is unique among edges of the network, `record` the row with the season of this payload and
    `light_load`, `payload_share` the payload over the full one.
    """

    key: str
    record: dict[str, Any]
    payload_share: float


def loaded_ways(row: dict[str, Any]) -> Iterator[Loaded]:
    """Yield a link at each payload that its season allows: one, or full and light.

    Parameters
    ----------
    row
        Row of a link. Without `light_load_share`, or where it is 1, one payload holds all season;
        with it and without a window no load is ever full.
    """
    cell = row.get("light_load_share")
    share = 1.0 if cell is None or pd.isna(cell) else float(cell)
    if row["mode"] != Mode.WINTER_ROAD or share == 1.0:
        yield Loaded(row["id"], row, 1.0)
        return
    if row.get("full_load_from") and row.get("full_load_to"):
        yield Loaded(row["id"], {**row, **_full_load_season(row)}, 1.0)
    yield Loaded(f"{row['id']} light load", {**row, "light_load": True}, share)


def _full_load_season(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the season columns of full loads: their window, moved in a short or long year alike.

    Where nothing is left of the window in a type of year, its last day stands.
    """
    medians = [str(row[name]) for name in SEASON_COLUMNS[YearType.NORMAL]]
    window = Window.of_season(str(row["full_load_from"]), str(row["full_load_to"]))
    cells: dict[str, str] = {}
    for names in SEASON_COLUMNS.values():
        later_d, longer_d = (
            _between_d(median, str(row.get(name) or median))
            for name, median in zip(names, medians, strict=True)
        )
        end_d = window.opens_d + window.length_d - 1.0 + longer_d
        start_d = min(window.opens_d + later_d, end_d)
        cells.update(zip(names, (text_of(start_d), text_of(end_d)), strict=True))
    return cells


def _between_d(day: str, other: str) -> float:
    """Return days from one day to another, negative where the other comes before."""
    half = YEAR_D // 2
    return (day_of(other) - day_of(day) + half) % YEAR_D - half
