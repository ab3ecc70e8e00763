"""What changed between two results, atlases or rate cards, as a record, rows and text."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.inert import inert_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = 1
MOST_SHOWN, WIDEST, WIDEST_WHY = 30, 60, 160
CHANGED, ADDED, REMOVED = "changed", "added", "removed"
DECIMAL_FROM, WHOLE_FROM = 100, 10_000


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not the same on both sides, or one row that only one of them has.

    Parameters
    ----------
    of
        Table, or case.
    row
        Which row of it; "" for a case as a whole.
    kind
        changed, added or removed.
    column
        Which cell; "" for a whole row.
    before, after
        What stands there; None for what nobody knows.
    change, change_pct
        By how much a number rose, and in percent of what it was; None where there is no such.
    why
        What else is not the same: options, tables, rates, source.
    """

    of: str
    row: str
    kind: str
    column: str = ""
    before: float | str | bool | None = None
    after: float | str | bool | None = None
    change: float | None = None
    change_pct: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRecord:
    """Answer of `diff`.

    Parameters
    ----------
    schema
        Version of the names in the record.
    kind
        What was compared: results, atlases or rate cards.
    before, after
        What both sides are called.
    compared_rows
        How many rows both sides have.
    changes
        Everything that is not the same.
    """

    schema: int = SCHEMA
    kind: str
    before: str
    after: str
    compared_rows: int
    changes: tuple[Change, ...]


def cell_change(
    of: str, row: str, column: str, cells: tuple[Any, Any], *, why: str = ""
) -> Change | None:
    """Return the change of a cell, or None where it is the same.

    Parameters
    ----------
    of, row, column
        Where it stands.
    cells
        What stands there before and after; None for unknown.
    why
        What else is not the same.
    """
    before, after = cells
    if before == after and (before is None) == (after is None):
        return None
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in cells)
    change = after - before if numbers else None
    share = change / abs(before) if change is not None and before else None
    pct = None if share is None else 100 * share
    return Change(of, row, CHANGED, column, before, after, change, pct, why)


def diff_rows(record: DiffRecord) -> list[dict[str, Any]]:
    """Return a row for each change."""
    return [
        {
            "of": one.of,
            "row": one.row,
            "kind": one.kind,
            "column": one.column,
            "before": one.before,
            "after": one.after,
            "change": one.change,
            "change_pct": one.change_pct,
            "why": one.why,
        }
        for one in record.changes
    ]


def diff_csv(record: DiffRecord) -> str:
    """Return a row for each change as CSV, with a comment line that says what was compared."""
    import csv
    import io

    out = io.StringIO()
    heading = f"zimnik diff {record.before} {record.after} ({record.kind})"
    out.write(f"# {inert_cell(heading)}\n")
    rows = diff_rows(record)
    names = list(diff_columns())
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def diff_columns() -> dict[str, None]:
    """Return the names of the columns of a row."""
    names = "of row kind column before after change change_pct why"
    return dict.fromkeys(names.split())


def diff_text(record: DiffRecord) -> str:
    """Return what changed, columns first, then the largest changes with why."""
    lines = [f"{record.before} -> {record.after}: {record.kind}"]
    lines.append(f"{record.compared_rows:,} rows in both")
    if not record.changes:
        return "\n".join([*lines, "nothing differs"]) + "\n"
    for kind in (ADDED, REMOVED):
        found = [one for one in record.changes if one.kind == kind]
        if found:
            side = record.after if kind == ADDED else record.before
            named = [" ".join(part for part in (one.of, one.row) if part) for one in found]
            lines.append(f"{len(found):,} only in {side}: {_listed(named)}")
    changed = [one for one in record.changes if one.kind == CHANGED]
    whys = dict.fromkeys(one.why for one in changed if one.why)
    lines += _why_lines(changed, list(whys))
    lines += _column_lines(changed)
    lines += _largest_lines(changed, with_why=len(whys) > 1)
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str]) -> str:
    shown = 10
    more = f" and {len(names) - shown:,} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _why_lines(changed: Sequence[Change], whys: Sequence[str]) -> list[str]:
    """Return the reason that all changes share; several stand beside their changes."""
    if len(whys) != 1 or any(one.why != whys[0] for one in changed):
        return []
    return [f"why: {why_text(whys[0])}"]


def _column_lines(changed: Sequence[Change]) -> list[str]:
    columns: dict[str, list[Change]] = {}
    for one in changed:
        columns.setdefault(one.column, []).append(one)
    if not columns:
        return []
    lines = ["", "changed, by column:"]
    width = max(len(name) for name in columns)
    for name, found in columns.items():
        said = f"{len(found):,} cells"
        shares = [one.change_pct for one in found if one.change_pct is not None]
        if shares:
            said += f"; {min(shares):+.2f} to {max(shares):+.2f} %, half {median(shares):+.2f} %"
        lines.append(f"  {name:{width}}  {said}")
    return lines


def _largest_lines(changed: Sequence[Change], *, with_why: bool) -> list[str]:
    if not changed:
        return []
    heading, shown = "changes:", changed
    if len(changed) > MOST_SHOWN:
        # Of many columns the first number is what the answer is of.
        first = next((one.column for one in changed if one.change is not None), changed[0].column)
        heading = f"largest changes of {first}:"
        shown = [one for one in changed if one.column == first]
    ranked = sorted(shown, key=lambda one: -abs(one.change_pct or 0))
    lines = ["", heading]
    for one in ranked[:MOST_SHOWN]:
        place = " ".join(part for part in (one.of, one.row, one.column) if part)
        said = f"  {place}: {value_text(one.before)} -> {value_text(one.after)}"
        said += "" if one.change is None else f" ({one.change:+,.4g}{_pct(one.change_pct)})"
        lines.append(said + (f"; {why_text(one.why)}" if with_why and one.why else ""))
    more = len(changed) - len(ranked[:MOST_SHOWN])
    return [*lines, *([f"  and {more:,} more; --format csv has all"] if more > 0 else [])]


def _pct(pct: float | None) -> str:
    return "" if pct is None else f", {pct:+.2f} %"


def why_text(why: str) -> str:
    """Return a reason for a terminal or a page: a long one cut; the record has all of it."""
    return why if len(why) <= WIDEST_WHY else f"{why[: WIDEST_WHY - 3]}..."


def value_text(value: object) -> str:
    """Return a cell as text: a number to four digits at least, a long text cut."""
    if value is None or value == "":
        return "unknown"
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = str(value)
        return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."
    if isinstance(value, int) or abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= DECIMAL_FROM else f"{value:,.4g}"


def _cell(value: object) -> object:
    if value is None:
        return ""
    return inert_cell(value) if isinstance(value, str) else value
