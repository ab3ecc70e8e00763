"""What the page of an answer says, as codes with parameters: the words stand in `answers_*.json`.

Owns the parts of a story, as `Story` in `maps/js/types.d.ts` has them: what is said, key figures,
charts and their states. It computes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.vocabulary import apart
from zimnik.geo.network.capacities import IN_DOUBT, Handling, Verdict
from zimnik.maps.reports.records import messages_told, named, to_builtins

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.maps.reports.capacities import CapacityRecord
    from zimnik.maps.reports.needs import NeedRecord

# Something that is said: a code, or text as it stands.
Said = dict[str, Any] | str
MILLION = 1e6
# What the page says of a capacity.
CHECKED = (
    "id", "kind", "verdict", "wanted_t_per_y", "capacity_t_per_y", "largest_traffic_t_per_y", "year"
)  # fmt: skip
# Colours of a table end where so many per cent of its numbers lie.
RAMP_PCT = (2, 95)
MONTHS = tuple(range(1, 13))


def word(key: str, **values: Said) -> Said:
    """Return a sentence of the words with what it is filled with."""
    return {"word": key, "with": values} if values else {"word": key}


def place(place_id: str) -> Said:
    """Return a place by its name in the reader's language."""
    return {"place": place_id}


def number(value: float, digits: int = 0) -> Said:
    """Return a number with so many decimals."""
    return {"number": float(value), "digits": digits}


def millions(value: float, digits: int = 0) -> Said:
    """Return a number in millions."""
    return number(value / MILLION, digits)


def share(value: float) -> Said:
    """Return a share, 0 to 1, as per cent."""
    return {"share": float(value)}


def calendar_year(year: int) -> Said:
    """Return a year, which no thousands are marked in."""
    return {"year": year}


def code(value: str) -> Said:
    """Return a word of the vocabulary, such as a stage or a mode."""
    return {"code": value}


def written(text: str) -> Said:
    """Return a text of the tables, which pages tell in the reader's language where it is known."""
    return {"written": text}


def message(text: str) -> Said:
    """Return a sentence that an answer says, by its code where it has one."""
    (told,) = messages_told([text])
    return {"message": told}


def stage(name: str) -> Said:
    """Return the stages that a name stands for."""
    return listed(code(one) for one in apart(name))


def listed(parts: Iterable[Said], between: str = ", ") -> Said:
    """Return several things that are said, one after another."""
    return {"list": list(parts), "between": between}


def months() -> list[Said]:
    """Return the twelve months."""
    return [{"month": month} for month in MONTHS]


def ready_day(day: str) -> Said:
    """Return a day of the year, given as MM-DD."""
    return {"day": day}


def figure(label: Said, value: Said, around: Said | None = None) -> dict[str, Any]:
    """Return a key figure with its range."""
    return {"label": label, "value": value, "range": around}


def chart(
    title: Said, drawn: dict[str, Any], *, unit: Said | None = None, note: Said | None = None
) -> dict[str, Any]:
    """Return a chart that has one state."""
    return choice(title, [(None, drawn)], unit=unit, note=note)


def choice(
    title: Said,
    states: Sequence[tuple[Said | None, dict[str, Any]]],
    *,
    by: Said | None = None,
    opens: int = 0,
    shared: dict[str, Any] | None = None,
    unit: Said | None = None,
    note: Said | None = None,
) -> dict[str, Any]:
    """Return a chart in several states, of which the reader chooses one.

    Parameters
    ----------
    title, unit, note
        What stands over and under it.
    states
        Each with its name.
    by
        What is chosen.
    opens
        Number of the state that the page opens with.
    shared
        What all states of the chart have, so that it is written once.
    """
    return {
        "title": title,
        "unit": unit,
        "note": note,
        "choice": by if len(states) > 1 else None,
        "states": [{"label": label, "chart": drawn} for label, drawn in states],
        "shared": shared or {},
        "opens": opens,
    }


def dots(
    rows: Iterable[tuple[Said, float | None, float | None, float | None]],
    columns: Sequence[Said],
    *,
    digits: int = 0,
    marks: Sequence[tuple[Said, float]] = (),
    strong: int | None = None,
    from_zero: bool = True,
) -> dict[str, Any]:
    """Return ranges with a dot between: label, low, middle, high of each row."""
    return {
        "kind": "dots",
        "rows": [
            {"label": label, "low": low, "mid": mid, "high": high, "strong": i == strong}
            for i, (label, low, mid, high) in enumerate(rows)
        ],
        "marks": [{"label": label, "value": value} for label, value in marks],
        "columns": list(columns),
        "digits": digits,
        "from_zero": from_zero,
    }


def heat(
    rows: Sequence[Said],
    columns: Sequence[Said],
    corner: Said,
    known: Sequence[float],
    values: Sequence[Sequence[float | None]] = (),
) -> dict[str, Any]:
    """Return a table whose cells are coloured, with the ends of its colours.

    Parameters
    ----------
    rows, columns, corner
        Names of rows and of columns, and of both.
    known
        All numbers that it holds in any state: colours end where few lie beyond.
    values
        The cells, where they are the same in every state.
    """
    ends = [float(end) for end in np.percentile(known, RAMP_PCT)] if known else None
    beyond = [min(known) < ends[0], max(known) > ends[1]] if ends else [False, False]
    head = {"kind": "heat", "rows": list(rows), "columns": list(columns), "corner": corner}
    return {**head, "scale": ends, "beyond": beyond, **(heat_values(values) if values else {})}


def heat_values(values: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """Return the cells of one state of a coloured table, as whole numbers."""
    return {"values": [[None if one is None else round(one) for one in row] for row in values]}


def bars(
    places: Sequence[Said],
    series: Sequence[tuple[Said, Sequence[float | None]]],
    *,
    x: Said,
    y: Said,
    line: tuple[Said, Sequence[float]] | None = None,
    digits: int = 0,
) -> dict[str, Any]:
    """Return stacked bars over places of an axis, with a line over them."""
    return {
        "kind": "bars",
        "places": list(places),
        "series": [{"label": label, "values": list(values)} for label, values in series],
        "line": None if line is None else {"label": line[0], "values": list(line[1])},
        "x": x,
        "y": y,
        "digits": digits,
    }


def table(columns: Sequence[Said], rows: Iterable[Sequence[Said]]) -> dict[str, Any]:
    """Return a table that no chart draws."""
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows]}


def story(
    kicker: Said,
    finding: Said,
    figures: Sequence[dict[str, Any]],
    charts: Sequence[dict[str, Any]],
    *,
    notes: Sequence[Said] = (),
    needs: Sequence[NeedRecord] | None = None,
    checks: Sequence[tuple[str, Sequence[CapacityRecord]]] = (),
) -> dict[str, Any]:
    """Return a whole story.

    Parameters
    ----------
    kicker, finding
        What was asked, and the title.
    figures, charts
        Key figures, and what is drawn.
    notes
        What else has to be said.
    needs
        What must be there first; None where the answer does not know.
    checks
        What an answer wants of places and links, by whose it is; those that fit are left out.
    """
    return {
        "kicker": kicker,
        "finding": finding,
        "figures": list(figures),
        "charts": list(charts),
        "notes": list(notes),
        "needs_first": None if needs is None else to_builtins(needs),
        "capacity_checks": [
            [whose, [_check(one, i) for i, one in enumerate(own) if one.verdict in IN_DOUBT]]
            for whose, own in checks
        ],
    }


def _check(check: CapacityRecord, place: int) -> dict[str, Any]:
    """Return what the page says of a capacity; links of which nothing is known are but counted."""
    if check.kind == Handling.PASSAGE and check.verdict == Verdict.UNKNOWN:
        return {"id": str(place), "kind": check.kind, "verdict": check.verdict}
    found = named(check, CHECKED)
    return {key: value for key, value in found.items() if value is not None}
