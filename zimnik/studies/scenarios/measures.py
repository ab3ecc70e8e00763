"""The main figure of every question that a plan may ask: what a report of its cases is about.

Owns which number that is, in which columns its range stands, which rows are told apart, and whether
a planner wants it low or high.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.studies.scenarios.results import CaseResult, Results

LOW, HIGH = "low", "high"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that cases are held against each other by.

    Parameters
    ----------
    name
        Figure of the answer as a whole, or column of its table.
    keys
        Columns that tell the rows of the table apart; none for a figure of the whole.
    low, high
        Where its range stands, as the name; "" where it has none.
    better
        Whether low or high is better; "" where nobody can say.
    """

    name: str
    keys: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    better: str = LOW


# The first that a result has.
_MAIN: Mapping[str, tuple[Measure, ...]] = MappingProxyType(
    {
        "route": (
            Measure("year.mean_usd_per_t", (), "year.low_usd_per_t", "year.high_usd_per_t"),
            Measure(
                "cheapest.total.cost_usd_per_t", (), "spread.p10_usd_per_t", "spread.p90_usd_per_t"
            ),
            Measure("spread.p50_usd_per_t", (), "spread.p10_usd_per_t", "spread.p90_usd_per_t"),
            Measure("p50_usd_per_t", ("route",), "p10_usd_per_t", "p90_usd_per_t"),
        ),
        "matrix": (Measure("cost_usd_per_t", ("origin_id", "destination_id", "ready")),),
        "campaign": (
            Measure("total.cost_usd_per_t", (), "spread.p10_usd_per_t", "spread.p90_usd_per_t"),
        ),
        "stress": (Measure("rise_usd_per_y", ("kind", "closed")),),
        "remoteness": (Measure("railhead_usd_per_t", ("site_id",)),),
        "surface": (Measure("median", ("goal", "ready", "quantity")),),
        "access": (Measure("total_usd_per_t", ("kind", "entry_id")),),
        "hubs compare": (Measure("cost_usd_per_t", ("hub_id",), "p10_usd_per_t", "p90_usd_per_t"),),
        "hubs invest": (Measure("npv_usd", ("hub_id",), "npv_usd_p10", "npv_usd_p90", HIGH),),
        "hubs rank": (Measure("mean_usd_per_t", ("hub_id",), "p05_usd_per_t", "p95_usd_per_t"),),
        "hubs site": (Measure("cost_usd_per_y"),),
        "outlook": (Measure("separated_at_home_t_per_y", better=HIGH),),
    }
)


def measure_of(results: Results, asked: str = "") -> Measure:
    """Return what a report of some results is about.

    Parameters
    ----------
    results
        The results.
    asked
        A figure or a column that is asked for; "" for the main one of the question.

    Raises
    ------
    InputError
        If the results do not have it.
    """
    main = _MAIN.get(results.question, ())
    known = _names(results)
    if not asked:
        found = next((one for one in main if one.name in known), None)
        if found is None:
            remedy = "Name one with --measure." if known else "Run a plan whose cases have answers."
            expected = f"results with {' or '.join(one.name for one in main) or 'a main figure'}"
            listed = ", ".join(list(known)[:MOST_NAMED]) or "no numbers"
            raise InputError([Fault("measure", expected, listed, remedy)])
        return found
    if asked not in known:
        from zimnik.layers.readers.cells import nearest

        near = nearest(asked, list(known))
        remedy = f"Did you mean '{near}'?" if near else f"Name one of {', '.join(known)}."
        expected = f"a number of these results of {results.question}"
        raise InputError([Fault("measure", expected, f"'{asked}'", remedy)])
    same = next((one for one in main if one.name == asked), None)
    if same is not None:
        return same
    columns = {name for one in results.cases for name in one.record.columns}
    keys = next((one.keys for one in main if one.keys), ()) if asked in columns else ()
    return Measure(asked, keys, better="")


MOST_NAMED = 10


def values_of(
    one: CaseResult, measure: Measure
) -> list[tuple[tuple[str, ...], list[float | None]]]:
    """Return number, low and high of each row of a case by what the row is of.

    Parameters
    ----------
    one
        A case with its answer.
    measure
        What is read.
    """
    names = (measure.name, measure.low, measure.high)
    figures = one.record.figures
    if not measure.keys and measure.name not in one.record.columns:
        return [((), [_number(figures.get(name)) for name in names])]
    found: dict[tuple[str, ...], list[float | None]] = {}
    for row in one.rows():
        key = tuple(_word(row.get(name)) for name in measure.keys)
        found.setdefault(key, [_number(row.get(name)) for name in names])
    return list(found.items())


def _names(results: Results) -> dict[str, None]:
    """Return the numbers that any case has, those of the whole first."""
    figures = {name: None for one in results.cases for name in one.record.figures}
    columns = {
        name: None
        for one in results.cases
        for name, kind in one.record.columns.items()
        if kind in {"int64", "double"}
    }
    return {**figures, **columns}


def _number(value: Any) -> float | None:  # noqa: ANN401 - any cell
    return None if value is None or isinstance(value, bool | str) else float(value)


def _word(value: object) -> str:
    return "" if value is None else str(value)


def places_told_apart(keys: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """Return which parts of keys are not the same in all of them.

    Parameters
    ----------
    keys
        What rows are of, all of the same length.
    """
    parts = zip(*keys, strict=True)
    return tuple(place for place, part in enumerate(parts) if len(set(part)) > 1)
