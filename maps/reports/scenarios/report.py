"""What a run has found, as a record and a text: the main figure of all cases, and what moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.maps.reports.records import PlaceRef, Record
from zimnik.maps.reports.scenarios.diff import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 40
# One version, one atlas, one rate card.
EDITIONS_OF_ONE = 3
NAMED = "case"
# What rows of tables are of.
ROWS = frozenset(
    {
        "closed",
        "destination_id",
        "entry_id",
        "goal",
        "hub_id",
        "kind",
        "origin_id",
        "quantity",
        "route",
        "site_id",
    }
)
BETWEEN = " > "
UNITS = {
    "usd_per_t": "US$ per t",
    "usd_per_y": "US$ a year",
    "usd_per_kg_reo": "US$ per kg REO",
    "usd": "US$",
    "t_per_y": "t a year",
    "kg_per_t": "kg per t",
    "hours": "hours",
    "days": "days",
    "d": "days",
    "km": "km",
}


@dataclass(frozen=True, slots=True)
class AxisRecord:
    """One thing in which cases differ, and every value that it takes.

    Parameters
    ----------
    name
        A swept option, such as `year` or `rate.truck_tkm`; "case" for the named cases; for the
        rows of the answers' tables the columns that tell them apart, such as `destination_id`.
    values
        The values, in the order of the plan.
    """

    name: str
    values: tuple[float | int | str | bool, ...]


@dataclass(frozen=True, slots=True)
class CellRecord:
    """The main figure of one row of one case.

    Parameters
    ----------
    case
        Name of the case.
    at
        Which value of every axis it has, by the axis's name.
    value, low, high
        The figure and its range; None for what nobody knows.
    """

    case: str
    at: Mapping[str, float | int | str | bool]
    value: float | None
    low: float | None
    high: float | None

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """How far one axis moves the main figure, all others being as they are.

    Parameters
    ----------
    axis
        Its name.
    least, most
        The least and the greatest mean over the cells that have one value of the axis.
    least_at, most_at
        At which values.
    """

    axis: str
    least: float
    most: float
    least_at: float | int | str | bool
    most_at: float | int | str | bool


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A warning or an edition of the data, and of how many cases it is true."""

    text: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord(Record):
    """Answer of `report`; `asked` is what the first case was asked.

    Parameters
    ----------
    name
        What the results are called.
    question
        Words of the command that all cases ask.
    case_count, answered
        How many cases there are, and how many of them have an answer.
    measure
        Name of the main figure, as in the cases.
    unit
        Its unit; "" where its name tells none.
    better
        "low" or "high", whichever is better; "" where nobody can say.
    axes
        In what the cases differ; those with one value are left out.
    cells
        The main figure everywhere.
    best, worst
        The best and the worst of them, or the lowest and the highest; None where none is known.
    effects
        How far each axis moves it, the largest first.
    unanswered
        Cases without an answer.
    told
        Every warning once, with the number of cases.
    editions
        Of what the cases were asked: each version of zimnik, atlas and rates with its cases.
    places
        Names of the places that cells are of.
    seconds
        How long all cases took together.
    """

    name: str
    question: str
    case_count: int
    answered: int
    measure: str
    unit: str
    better: str
    axes: tuple[AxisRecord, ...]
    cells: tuple[CellRecord, ...]
    best: CellRecord | None
    worst: CellRecord | None
    effects: tuple[EffectRecord, ...]
    unanswered: tuple[str, ...]
    told: tuple[CountedRecord, ...]
    editions: tuple[CountedRecord, ...]
    places: tuple[PlaceRef, ...]
    seconds: float


def unit_of(measure: str) -> str:
    """Return the unit that the name of a number ends in, or ""."""
    last = measure.rpartition(".")[2]
    return next((unit for ending, unit in UNITS.items() if last.endswith(f"_{ending}")), "")


def place_text(record: ReportRecord, cell: CellRecord) -> str:
    """Return where a cell stands, in words: its values on every axis, or its case."""
    names = {one.id: one.name for one in record.places}
    said = [
        axis_value_text(axis.name, cell.at[axis.name], names)
        for axis in record.axes
        if axis.name in cell.at
    ]
    return ", ".join(said) or cell.case


def is_of_rows(axis: str) -> bool:
    """Return whether an axis is the rows of the tables."""
    return not ROWS.isdisjoint(axis.split())


def axis_value_text(axis: str, value: object, names: Mapping[str, str]) -> str:
    """Return a value of an axis in words.

    Parameters
    ----------
    axis
        Name of the axis.
    value
        The value.
    names
        Names of places by id.
    """
    if axis == NAMED or is_of_rows(axis):
        return " to ".join(names.get(part, part) for part in str(value).split(BETWEEN))
    return f"{axis} {names.get(str(value), value)}"


def report_text(record: ReportRecord) -> str:
    """Return the finding, the best and the worst, what moves the figure, and every cell."""
    lines = [finding_text(record)]
    lines.append(
        f"{record.question}: {record.case_count:,} cases, {record.answered:,} answered; "
        f"{record.measure}{f', {record.unit}' if record.unit else ''}"
    )
    words = {"low": ("best", "worst"), "high": ("best", "worst")}
    for word, cell in zip(
        words.get(record.better, ("lowest", "highest")), (record.best, record.worst), strict=True
    ):
        if cell is not None:
            lines.append(f"{word}: {cell_text(cell)}  {place_text(record, cell)}")
    if record.effects:
        lines += ["", "what moves it (means over all other cases):"]
        lines += [f"  {effect_text(one)}" for one in record.effects]
    lines += ["", *_cell_lines(record), *_more_lines(record)]
    return "\n".join([*lines, *record.footer()]) + "\n"


def effect_text(effect: EffectRecord) -> str:
    """Return how far an axis moves the main figure."""
    if effect.least == effect.most:
        return f"{effect.axis}: not at all"
    return (
        f"{effect.axis}: {value_text(effect.least)} ({effect.least_at}) to "
        f"{value_text(effect.most)} ({effect.most_at})"
    )


def finding_text(record: ReportRecord) -> str:
    """Return the finding in one sentence."""
    best, worst = record.best, record.worst
    if best is None or worst is None:
        return f"{record.name}: no case has an answer"
    unit = f" {record.unit}" if record.unit else ""
    if best.value == worst.value:
        return f"{value_text(best.value)}{unit} in all {record.case_count:,} cases"
    return (
        f"{value_text(best.value)}{unit} at {place_text(record, best)}; "
        f"{value_text(worst.value)} at {place_text(record, worst)}"
    )


def cell_text(cell: CellRecord) -> str:
    """Return the figure of a cell with its range."""
    if cell.low is None or cell.high is None:
        return value_text(cell.value)
    return f"{value_text(cell.value)} ({value_text(cell.low)} to {value_text(cell.high)})"


def _cell_lines(record: ReportRecord) -> list[str]:
    shown: Sequence[CellRecord] = record.cells[:MOST_SHOWN]
    told = [(cell_text(one), place_text(record, one)) for one in shown]
    width = max((len(text) for text, _ in told), default=0)
    more = len(record.cells) - len(shown)
    lines = [f"  {text:>{width}}  {place}" for text, place in told]
    return [*lines, *([f"  and {more:,} more; --out report.xlsx has all"] if more > 0 else [])]


def _more_lines(record: ReportRecord) -> list[str]:
    lines: list[str] = []
    if record.unanswered:
        named = ", ".join(record.unanswered[:MOST_SHOWN])
        lines += ["", f"no answer: {named}{_rest(len(record.unanswered))}"]
    if record.told:
        lines += ["", "warnings:"]
        lines += _counted_lines(record.told)
    if len(record.editions) > EDITIONS_OF_ONE:
        lines += ["", "asked of:", *_counted_lines(record.editions)]
    return [*lines, ""]


def _counted_lines(told: Sequence[CountedRecord]) -> list[str]:
    lines = [f"  {one.text} ({one.cases:,} cases)" for one in told[:MOST_SHOWN]]
    return [*lines, *([f" {_rest(len(told))}"] if len(told) > MOST_SHOWN else [])]


def _rest(count: int) -> str:
    return f" and {count - MOST_SHOWN:,} more" if count > MOST_SHOWN else ""


def report_rows(record: ReportRecord) -> list[dict[str, Any]]:
    """Return a row for each cell: its case, its values on the axes, the figure and its range."""
    last = record.measure.rpartition(".")[2]
    return [
        {
            "case": cell.case,
            **{axis.name: cell.at.get(axis.name) for axis in record.axes if axis.name != NAMED},
            last: cell.value,
            f"low ({last})": cell.low,
            f"high ({last})": cell.high,
        }
        for cell in record.cells
    ]
