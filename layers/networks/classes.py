"""The table of classes: what mode, vehicle and season a class of lines has, for the user to edit.

Owns what a class means where nobody has edited the table. A class without a mode is left out. What
may be shut for part of the year has a season: that of its tags, else that of the table, which is
that of such links of the region (`layers.networks.default_seasons`); never none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import MODES_OF_VEHICLE, Mode, Vehicle
from zimnik.layers.checks.season_checks import season_faults
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.networks.tags import FERRY, ICE, LESSER_ROADS, POLAR, ROADS, WINTER
from zimnik.layers.readers.csv_files import read_csv
from zimnik.layers.readers.keys import repeated_keys
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.schema.columns import day, text, word
from zimnik.layers.schema.schema import Fill, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zimnik.layers.networks.default_seasons import DefaultSeasons
    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits

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


def default_class(
    name: str, *, mode: Mode | None, vehicle: Vehicle | None, seasons: DefaultSeasons
) -> LineClass:
    """Return what a class is where no table says it.

    Parameters
    ----------
    name
        The class, as `layers.networks.tags.class_of` names it.
    mode, vehicle
        What lines are whose class says nothing that is known.
    seasons
        Days of what states none.
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
        found = known(name, rest, seasons)
        return _with_season(found, seasons, "road") if name != plain and found.mode else found
    if mode is None or vehicle is None:
        return LineClass(name, note="not known; give it a mode and a vehicle")
    made = LineClass(name, mode.value, vehicle.value)
    icebound = mode is Mode.RIVER or (mode is Mode.SEA and name.endswith(POLAR))
    return _with_season(made, seasons, mode.value) if icebound else made


def _winter(name: str, rest: str, seasons: DefaultSeasons) -> LineClass:
    del rest, seasons
    note = "on ice" if name == ICE else ""
    # Days are left to the climate where one is known (docs/model.md, E10).
    return LineClass(name, Mode.WINTER_ROAD.value, Vehicle.WINTER_TRUCK.value, note=note)


def _highway(name: str, rest: str, seasons: DefaultSeasons) -> LineClass:
    del seasons
    word, _, said = rest.partition(" ")
    word = word.removesuffix("_link")
    if "closed to lorries" in said or word not in (*ROADS, *LESSER_ROADS):
        return LineClass(name)
    paved = "unpaved" not in said and (word in ROADS or "paved" in said)
    vehicle = Vehicle.TRUCK if paved else Vehicle.GRAVEL_TRUCK
    return LineClass(name, Mode.ROAD.value, vehicle.value)


def _railway(name: str, rest: str, seasons: DefaultSeasons) -> LineClass:
    del seasons
    if rest.partition(" ")[0] != RAIL or any(one in rest for one in OTHER_USES):
        return LineClass(name)
    if GAUGE_1435 in rest:
        return LineClass(name, Mode.RAIL.value, Vehicle.RAIL_1435.value)
    broad = any(gauge in rest for gauge in BROAD_GAUGES)
    if broad or "gauge=" not in rest:
        note = "" if broad else "gauge not told"
        return LineClass(name, Mode.RAIL.value, Vehicle.RAIL_1520.value, note=note)
    return LineClass(name, note="a gauge without a rate")


def _waterway(name: str, rest: str, seasons: DefaultSeasons) -> LineClass:
    word, *said = rest.split(" ")
    sailed = any(one.startswith(("ship=", "cemt=")) and not one.endswith("=no") for one in said)
    if word not in {"river", "canal", "fairway"} or not sailed:
        return LineClass(name)
    return _with_season(LineClass(name, Mode.RIVER.value, Vehicle.BARGE.value), seasons, "river")


def _route(name: str, rest: str, seasons: DefaultSeasons) -> LineClass:
    del rest
    if name != FERRY:
        return LineClass(name)
    made = LineClass(name, Mode.ROAD.value, Vehicle.TRUCK.value, note="ferry")
    return _with_season(made, seasons, "road")


def _with_season(found: LineClass, seasons: DefaultSeasons, mode: str) -> LineClass:
    return LineClass(**{**_row(found), **seasons.of(mode)})


def _row(found: LineClass) -> dict[str, str]:
    return {one.name: getattr(found, one.name) for one in fields(found)}


def rows_of(classes: Iterable[LineClass]) -> list[dict[str, str]]:
    """Return classes as rows of their table."""
    return [_row(one) for one in classes]
