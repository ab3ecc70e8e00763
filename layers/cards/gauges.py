"""Gauges of an atlas as the model takes them, and what can be wrong with their years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import GaugeKind
from zimnik.geo.years.gauges import LEAST_YEARS, Gauge
from zimnik.layers.readers.cells import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.layers.atlas.atlas import Atlas

GAUGES, YEARS = "gauges", "observed_years"
DAY_COLUMNS = {
    GaugeKind.RIVER: ("break_up", "freeze_up"),
    GaugeKind.WINTER_ROAD: ("opened", "closed"),
}


def load_gauges(atlas: Atlas) -> tuple[Gauge, ...]:
    """Return the gauges of an atlas with the years that were read of them.

    Raises
    ------
    InputError
        With everything that `gauge_faults` finds.
    """
    faults = gauge_faults(atlas)
    if faults:
        raise InputError(faults)
    seasons: dict[str, dict[int, Window]] = {}
    for row in _records(atlas.observed_years):
        days = [str(row[name]) for names in DAY_COLUMNS.values() for name in names if row[name]]
        seasons.setdefault(str(row["gauge_id"]), {})[int(row["year"])] = Window.of_season(*days)
    return tuple(
        Gauge(
            id=str(row["id"]),
            name=str(row["name_en"]),
            kind=GaugeKind(row["kind"]),
            lon_deg=_known(row["lon"]),
            lat_deg=_known(row["lat"]),
            corridors=_corridors(row),
            seasons=seasons[str(row["id"])],
        )
        for row in _records(atlas.gauges)
    )


def gauge_faults(atlas: Atlas, *, broken: frozenset[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with gauges and their years, every fault at once.

    Parameters
    ----------
    atlas
        Tables whose cells are valid.
    broken
        Tables of which rows are left out; rules that would miss them are not asked.
    """
    kinds = {str(row["id"]): GaugeKind(row["kind"]) for row in _records(atlas.gauges)}
    counts = atlas.observed_years["gauge_id"].value_counts()
    corridors = set(atlas.links["corridor"])
    whole = not broken & {GAUGES, YEARS}
    faults: list[Fault] = []
    for row in _records(atlas.gauges):
        faults += _position_faults(row)
        faults += [] if "links" in broken else _corridor_faults(row, corridors)
        read = int(counts.get(row["id"], 0))
        if read < LEAST_YEARS and whole:
            expected = f"{LEAST_YEARS} years or more in {YEARS}, of which a median can be taken"
            found, remedy = str(read), "Add years, or leave the gauge out."
            faults.append(Fault(GAUGES, expected, found, remedy, row=str(row["id"]), column="id"))
    for row in _records(atlas.observed_years):
        gauge_id = str(row["gauge_id"])
        if gauge_id in kinds:
            faults += _day_faults(row, kinds[gauge_id])
        elif GAUGES not in broken:
            faults.append(_unknown_gauge(row, kinds))
    return faults


def _unknown_gauge(row: dict[Any, Any], kinds: dict[str, GaugeKind]) -> Fault:
    gauge_id = str(row["gauge_id"])
    meant = nearest(gauge_id, list(kinds))
    remedy = f"Is '{meant}' meant?" if meant else "Add the gauge to the table gauges."
    return _fault(row, "gauge_id", "the id of a gauge", f"'{gauge_id}'", remedy)


def _position_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    if pd.isna(row["lon"]) != pd.isna(row["lat"]):
        empty = "lon" if pd.isna(row["lon"]) else "lat"
        expected, remedy = "longitude and latitude or neither", "Give the other."
        yield Fault(GAUGES, expected, "nothing", remedy, row=str(row["id"]), column=empty)


def _corridor_faults(row: dict[Any, Any], known: set[Any]) -> Iterator[Fault]:
    for name in sorted(_corridors(row) - known):
        expected = "corridors of links of the atlas"
        remedy = "Correct the name, or leave it out."
        yield Fault(GAUGES, expected, f"'{name}'", remedy, row=str(row["id"]), column="corridors")


def _day_faults(row: dict[Any, Any], kind: GaugeKind) -> Iterator[Fault]:
    for other, names in DAY_COLUMNS.items():
        for name in names:
            if other is kind and not row[name]:
                expected = f"both days of a {kind.value.replace('_', ' ')}"
                remedy = "Give the day, or leave the year out."
                yield _fault(row, name, expected, "nothing", remedy)
            elif other is not kind and row[name]:
                expected = f"nothing: the gauge is a {kind.value.replace('_', ' ')}"
                yield _fault(row, name, expected, str(row[name]), "Empty the cell.")


def _fault(row: dict[Any, Any], column: str, expected: str, found: str, remedy: str) -> Fault:
    label = f"{row['gauge_id']} {int(row['year'])}"
    return Fault(YEARS, expected, found, remedy, row=label, column=column)


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _known(cell: float) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _corridors(row: dict[Any, Any]) -> frozenset[str]:
    return frozenset(name.strip() for name in str(row["corridors"]).split(";") if name.strip())
