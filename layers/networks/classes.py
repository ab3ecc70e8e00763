"""The table of classes: what mode, vehicle and season a class of lines has, for the user to edit.

Owns what a class means where nobody has edited the table. A class without a mode is left out. What
may be shut for part of the year has a season: that of its tags, else that of the table, which is
the median of such links in the shipped atlas and its spread (docs/model.md, A110); never none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import YEAR_D, day_of, text_of
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import MODES_OF_VEHICLE, Mode, Vehicle
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.checks.season_checks import season_faults
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.loading.shipped import shipped_atlas
from zimnik.layers.networks.tags import FERRY, ICE, LESSER_ROADS, POLAR, ROADS, WINTER
from zimnik.layers.readers.csv_files import read_csv
from zimnik.layers.readers.keys import repeated_keys
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.schema.columns import day, text, word
from zimnik.layers.schema.schema import Fill, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits

SEASON = (
    "season_open",
    "season_close",
    "season_open_early",
    "season_open_late",
    "season_close_early",
    "season_close_late",
)
CLASSES = Table(
    "import_classes",
    "What a class of imported lines is",
    ("class_name",),
    (
        text("class_name", "Class of lines, as the report of the import names it", Fill.REQUIRED),
        word("mode", tuple(Mode), "What the reader sees; empty: left out", Fill.OPTIONAL),
        word("vehicle", tuple(Vehicle), "What carries the cargo", Fill.OPTIONAL),
        day("season_open", "First day, where tags state none; empty: open all year"),
        day("season_close", "Last day"),
        day("season_open_early", "Earliest first day"),
        day("season_open_late", "Latest first day"),
        day("season_close_early", "Earliest last day"),
        day("season_close_late", "Latest last day"),
        text("note", "What rows of the links say"),
    ),
)
# Counted from these days no season of a winter road, and none of any other link, wraps.
WINTER_FROM, SUMMER_FROM = day_of("08-01"), day_of("04-01")
# The spread that ranges have (docs/model.md): of ten links one opens earlier, one later.
LOW, HIGH = 0.1, 0.9
RAIL = "rail"
GAUGE_1435 = "gauge=1435"
# Wagons of the one run on the other: Finland and Russia exchange them.
BROAD_GAUGES = ("gauge=1520", "gauge=1524")
OTHER_USES = ("service=", "usage=tourism", "usage=military", "usage=test")


@dataclass(frozen=True, slots=True)
class LineClass:
    """What a class of lines is; texts are empty where nothing is said."""

    class_name: str
    mode: str = ""
    vehicle: str = ""
    season_open: str = ""
    season_close: str = ""
    season_open_early: str = ""
    season_open_late: str = ""
    season_close_early: str = ""
    season_close_late: str = ""
    note: str = ""


def read_classes(path: Path, limits: Limits = LIMITS) -> dict[str, LineClass]:
    """Return the classes of a table, by name.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    cells = read_csv(path, CLASSES, path.name, limits)
    faults = [*cells.faults, *cell_faults(cells).faults, *repeated_keys(cells).values()]
    rows = [
        {str(name): str(cell) for name, cell in row.items()}
        for row in cells.frame.to_dict("records")
    ]
    if not faults:
        numbered = zip(cells.frame.index.tolist(), rows, strict=True)
        faults = [fault for number, row in numbered for fault in _row_faults(cells, number, row)]
    if faults:
        raise InputError(faults)
    return {row["class_name"]: LineClass(**row) for row in rows}


def _row_faults(cells: Cells, number: int, row: dict[str, str]) -> list[Fault]:
    label, where = cells.label(number), cells.where
    if not row["mode"]:
        return []
    if not row["vehicle"]:
        return [Fault(where, "a vehicle", "none", "Name what carries the cargo.", label, "vehicle")]
    modes = MODES_OF_VEHICLE[Vehicle(row["vehicle"])]
    faults = []
    if row["mode"] not in modes:
        expected = f"a mode of {row['vehicle']}: {', '.join(sorted(modes))}"
        faults.append(Fault(where, expected, row["mode"], "Correct one of them.", label, "mode"))
    nothing = dict.fromkeys(
        ("full_load_from", "full_load_to", "downstream", "open_water_from", "open_water_to"), ""
    )
    own = {**row, **nothing, "light_load_share": None, "id": row["class_name"]}
    return [*faults, *(_at(fault, where, label) for fault in season_faults(own))]


def _at(fault: Fault, where: str, label: str) -> Fault:
    return Fault(where, fault.expected, fault.found, fault.remedy, label, fault.column)


def default_class(name: str, *, mode: Mode | None, vehicle: Vehicle | None) -> LineClass:
    """Return what a class is where no table says it.

    Parameters
    ----------
    name
        The class, as `layers.networks.tags.class_of` names it.
    mode, vehicle
        What lines are whose class says nothing that is known.
    """
    plain = name.removeprefix("seasonal ")
    key, _, rest = plain.partition("=")
    known = {
        WINTER: _winter,
        ICE: _winter,
        "highway": _highway,
        "railway": _railway,
        "waterway": _waterway,
        "route": _route,
    }.get(key)
    if known is not None:
        found = known(name, rest)
        return _with_season(found, "road") if name != plain and found.mode else found
    if mode is None or vehicle is None:
        return LineClass(name, note="not known; give it a mode and a vehicle")
    made = LineClass(name, mode.value, vehicle.value)
    icebound = mode is Mode.RIVER or (mode is Mode.SEA and name.endswith(POLAR))
    return _with_season(made, mode.value) if icebound else made


def _winter(name: str, rest: str) -> LineClass:
    del rest
    note = "on ice" if name == ICE else ""
    # Days are left to the climate where one is known (docs/model.md, E10).
    return LineClass(name, Mode.WINTER_ROAD.value, Vehicle.WINTER_TRUCK.value, note=note)


def _highway(name: str, rest: str) -> LineClass:
    word, _, said = rest.partition(" ")
    word = word.removesuffix("_link")
    if "closed to lorries" in said or word not in (*ROADS, *LESSER_ROADS):
        return LineClass(name)
    paved = "unpaved" not in said and (word in ROADS or "paved" in said)
    vehicle = Vehicle.TRUCK if paved else Vehicle.GRAVEL_TRUCK
    return LineClass(name, Mode.ROAD.value, vehicle.value)


def _railway(name: str, rest: str) -> LineClass:
    if rest.partition(" ")[0] != RAIL or any(one in rest for one in OTHER_USES):
        return LineClass(name)
    if GAUGE_1435 in rest:
        return LineClass(name, Mode.RAIL.value, Vehicle.RAIL_1435.value)
    broad = any(gauge in rest for gauge in BROAD_GAUGES)
    if broad or "gauge=" not in rest:
        note = "" if broad else "gauge not told"
        return LineClass(name, Mode.RAIL.value, Vehicle.RAIL_1520.value, note=note)
    return LineClass(name, note="a gauge without a rate")


def _waterway(name: str, rest: str) -> LineClass:
    word, *said = rest.split(" ")
    sailed = any(one.startswith(("ship=", "cemt=")) and not one.endswith("=no") for one in said)
    if word not in {"river", "canal", "fairway"} or not sailed:
        return LineClass(name)
    return _with_season(LineClass(name, Mode.RIVER.value, Vehicle.BARGE.value), "river")


def _route(name: str, rest: str) -> LineClass:
    del rest
    if name != FERRY:
        return LineClass(name)
    made = LineClass(name, Mode.ROAD.value, Vehicle.TRUCK.value, note="ferry")
    return _with_season(made, "road")


def _with_season(found: LineClass, mode: str) -> LineClass:
    days = default_season(mode)
    return LineClass(**{**_row(found), **days})


def _row(found: LineClass) -> dict[str, str]:
    return {one.name: getattr(found, one.name) for one in fields(found)}


def rows_of(classes: Iterable[LineClass]) -> list[dict[str, str]]:
    """Return classes as rows of their table."""
    return [_row(one) for one in classes]


@cache
def default_season(mode: str) -> Mapping[str, str]:
    """Return the season of a link of a mode that is shut for part of the year, and its spread.

    The medians of the first and the last days of all links of that mode in the shipped atlas that
    have a season, with the days that a tenth of them come before and a tenth after; its roads with
    a season are ferries.
    """
    links = shipped_atlas(folder=SHIPPED, drawn=False).links
    own = links[(links["mode"] == mode) & (links["season_open"] != "")]
    offset = WINTER_FROM if mode == Mode.WINTER_ROAD else SUMMER_FROM
    opens, closes = (_days(own[name], offset) for name in ("season_open", "season_close"))
    found = {
        "season_open": np.median(opens),
        "season_close": np.median(closes),
        "season_open_early": np.quantile(opens, LOW),
        "season_open_late": np.quantile(opens, HIGH),
        "season_close_early": np.quantile(closes, LOW),
        "season_close_late": np.quantile(closes, HIGH),
    }
    return {name: text_of(round(float(d)) + offset) for name, d in found.items()}


def _days(texts: pd.Series, offset: int) -> np.ndarray:
    return np.array([(day_of(text) - offset) % YEAR_D for text in texts])
