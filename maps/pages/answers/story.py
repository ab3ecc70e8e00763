"""What the page of an answer says, as codes with parameters: the words stand in `answers_*.json`.

Owns the parts of a story, as `Story` in `maps/js/types.d.ts` has them: what is said, key figures,
charts and their states. It computes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.vocabulary import apart
from zimnik.geo.network.capacities import IN_DOUBT
from zimnik.maps.reports.records import named, to_builtins

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


def stage(name: str) -> Said:
    """Return the stages that a name stands for."""
    return listed(code(one) for one in apart(name))


def listed(parts: Iterable[Said], between: str = ", ") -> Said:
    """Return several things that are said, one after another."""
    return {"list": list(parts), "between": between}


def months() -> list[Said]:
    """Return the twelve months."""
    return [{"month": month} for month in MONTHS]


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
    """
    return {
        "title": title,
        "unit": unit,
        "note": note,
        "choice": by if len(states) > 1 else None,
        "states": [{"label": label, "chart": drawn} for label, drawn in states],
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
    rows: Iterable[tuple[Said, Sequence[float | None]]],
    columns: Sequence[Said],
    corner: Said,
    *,
    digits: int = 0,
    scale: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Return a table whose cells are coloured; several that share a scale compare."""
    return {
        "kind": "heat",
        "rows": [
            {"label": label, "values": [None if v is None else round(v, digits) for v in values]}
            for label, values in rows
        ],
        "columns": list(columns),
        "corner": corner,
        "digits": digits,
        "scale": scale,
    }


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
            [whose, [named(one, CHECKED) for one in own if one.verdict in IN_DOUBT]]
            for whose, own in checks
        ],
    }
