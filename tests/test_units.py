"""The name of every number in `geo` ends with its unit, or says that it has none.

Names that do neither stand in `UNNAMED`, by the class that owns them. The list may only become
shorter: a name on it that is corrected or gone has to be taken off.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING

import zimnik.geo

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = "zimnik.geo."
NUMBER = re.compile(r"(float|int)( \| None)?")
# "day" is a day of the year and "hours" and "days" are durations.
UNITS = frozenset(
    ["c", "d", "day", "days", "deg", "h", "hours", "kg", "km", "m", "pct", "s", "t", "usd", "y"]
)
# What has no unit, by the last word of its name.
NO_UNIT = {
    "correlation": "of two series, -1 to 1",
    "count": "so many of something",
    "factor": "so many times as much",
    "gap": "a share of a cost",
    "index": "a scale of its own",
    "kendall": "a rank correlation",
    "level": "a scale of its own",
    "score": "a scale of its own",
    "seed": "begins the random numbers",
    "share": "a part of a whole, 0 to 1",
    "spearman": "a rank correlation",
    "population": "so many people",
    "year": "a year of the calendar",
    "zones": "so many zones of a tariff",
}
# Whole numbers that are places in an array, by the last word of their name.
POSITIONS = frozenset(
    [
        "activity",
        "commodity",
        "demand",
        "edge",
        "fleet",
        "head",
        "hub",
        "node",
        "road",
        "row",
        "season",
        "shipper",
        "sink",
        "source",
        "store",
        "stretch",
        "tail",
        "week",
    ]
)
# Of any unit, which is said where the number is given.
OF_ANY_UNIT = {
    "core.solver.Outcome": {"bound", "cost"},
    "economics.outlook.Figure": {"high", "low", "value"},
    "pricing.rates.Range": {"base", "high", "low"},
    "siting.pareto.FrontPoint": {"other"},
    "siting.problem.SumLimit": {"least", "most"},
    "uncertainty.samples.Input": {"most"},
    "uncertainty.spread.CostSwing": {"base", "high", "low"},
}
UNNAMED = {
    "campaign.arrays.Arrays": {"first_delivered", "first_hire", "first_stock"},
    "campaign.fleet.FleetLine": {"loads", "trips"},
    "campaign.legs.VehicleNorm": {"consist"},
    "criticality.criticality.CriticalityReport": {"examined"},
    "processing.comparison.BreakEvenFactor": {"value"},
    "remoteness.sites.SiteRemoteness": {"days_joined"},
    "routing._matrix_core._Search": {"pushed"},
    "routing.labels.SearchLimits": {"max_labels"},
    "routing.matrix_cells.CostedPath": {"end", "start"},
    "routing.path_calendar.PathCalendar": {"end", "start"},
    "routing.paths.Path": {"end", "start"},
    "routing.year.MonthCost": {"month"},
    "siting.problem.Stage": {"open_exactly"},
    "siting.problem.StageChoice": {"open_exactly"},
    "uncertainty.hub_ranking.Agreement": {"mean", "most"},
    "years.many_years.YearCost": {"links_moved"},
    "years.year_types.YearTypes": {"by_gauge", "by_kind", "by_range", "kept"},
}


def numbers() -> Iterator[tuple[str, str, bool]]:
    """Yield module and class, name, and whether it is whole, of each number of a dataclass."""
    for found in pkgutil.walk_packages(zimnik.geo.__path__, ROOM):
        module = importlib.import_module(found.name)
        for owner in vars(module).values():
            if not (inspect.isclass(owner) and dataclasses.is_dataclass(owner)):
                continue
            if owner.__module__ != found.name:
                continue
            for field in dataclasses.fields(owner):
                assert isinstance(field.type, str), "annotations are read as they are written"
                kind = NUMBER.fullmatch(field.type)
                if kind:
                    yield (
                        f"{found.name.removeprefix(ROOM)}.{owner.__name__}",
                        field.name,
                        kind[1] == "int",
                    )


def is_named(name: str, *, whole: bool) -> bool:
    """Whether the name of a number says its unit or that it has none."""
    last = name.rsplit("_", 1)[-1]
    counts = whole and last.endswith("s")
    return last in UNITS or last in NO_UNIT or counts or (whole and last in POSITIONS)


def test_every_number_has_its_unit_in_its_name() -> None:
    unnamed: dict[str, set[str]] = {}
    for owner, name, whole in numbers():
        if not is_named(name, whole=whole):
            unnamed.setdefault(owner, set()).add(name)
    assert unnamed == OF_ANY_UNIT | UNNAMED


def test_names_are_judged_by_their_last_word() -> None:
    assert is_named("cost_usd_per_t", whole=False)
    assert is_named("light_load_share", whole=False)
    assert not is_named("cost", whole=False)
    assert is_named("sites", whole=True)
    assert not is_named("sites", whole=False)
    assert not is_named("row", whole=False)
