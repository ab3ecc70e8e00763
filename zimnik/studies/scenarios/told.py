"""Plans and results as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.studies.scenarios.plans import Plan
    from zimnik.studies.scenarios.results import CaseResult, Results

MOST_LINES, MOST_FIGURES, WIDEST = 40, 4, 48
DECIMAL_FROM, WHOLE_FROM = 100, 10_000
# How many links follow a gauge says what was asked, and not what was found.
OF_THE_YEAR = "observed_year."


class _Line(NamedTuple):
    case: str
    row: str
    numbers: dict[str, float | int | None]


def cases_text(plan: Plan) -> str:
    """Return the cases of a plan, the first of many, each as the command that it stands for."""
    swept = f"; swept: {', '.join(plan.swept)}" if plan.swept else ""
    lines = [f"{plan.name}: {plan.question}, {len(plan.cases):,} cases{swept}"]
    lines += [f"  {case.name}" for case in plan.cases[:MOST_LINES]]
    return "\n".join([*lines, *_more(len(plan.cases))]) + "\n"


def results_text(results: Results) -> str:
    """Return a line for each case with the figures that differ, or for each row of its table."""
    cases = results.cases
    none = [one.record.case for one in cases if not one.record.answered]
    lines = [f"{results.question}: {len(cases):,} cases, {len(cases) - len(none):,} answered"]
    shown, names = _lines(cases)
    if shown and names:
        lines += ["", *_table(shown[:MOST_LINES], names), *_more(len(shown))]
    if none:
        lines += ["", f"no answer: {', '.join(none[:MOST_LINES])}", *_more(len(none))]
    warnings = dict.fromkeys(text for one in cases for text in one.record.warnings)
    if warnings:
        lines += ["", f"{len(warnings):,} different warnings, in the column record of the file"]
    if cases:
        lines += ["", f"asked first: {cases[0].record.asked_record().line()}"]
    return "\n".join(lines) + "\n"


def _more(count: int) -> list[str]:
    return [f"  and {count - MOST_LINES:,} more"] if count > MOST_LINES else []


def _lines(cases: Sequence[CaseResult]) -> tuple[list[_Line], list[str]]:
    """Return what to show of each case, and the names of the figures that differ.

    Figures of the answer as a whole come first; where it has none that differ, the rows of its
    table stand for it.
    """
    whole = [_Line(one.record.case, "", dict(one.record.figures)) for one in cases]
    # What was swept stands in the names of the cases.
    swept = {name for one in cases for name in one.record.swept}
    names = [
        name
        for name in _differing(whole)
        if name.rpartition(".")[2] not in swept and not name.startswith(OF_THE_YEAR)
    ]
    names = names[:MOST_FIGURES]
    if names:
        return whole, names
    rows = [
        _Line(one.record.case, _row_name(row), _numbers(row)) for one in cases for row in one.rows()
    ]
    return rows, _differing(rows)[:MOST_FIGURES] or list(rows[0].numbers if rows else ())[
        :MOST_FIGURES
    ]


def _numbers(row: dict[str, Any]) -> dict[str, float | int | None]:
    return {
        name: value
        for name, value in row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _row_name(row: dict[str, Any]) -> str:
    """Return what a row is of, by its ids; by its first text where it has none."""
    ids = [str(value) for name, value in row.items() if name.endswith("_id") and value]
    texts = [value for value in row.values() if isinstance(value, str) and value]
    return " -> ".join(ids[:2]) or (texts[0] if texts else "")


def _differing(lines: Sequence[_Line]) -> list[str]:
    """Return the figures that are not the same in all lines."""
    names = dict.fromkeys(name for line in lines for name in line.numbers)
    return [name for name in names if len({line.numbers.get(name) for line in lines}) > 1]


def _table(lines: Sequence[_Line], names: Sequence[str]) -> list[str]:
    """Return lines in columns: texts to the left, figures to the right."""
    texts = [("case", *(_cut(line.case) for line in lines))]
    if any(line.row for line in lines):
        texts.append(("", *(_cut(line.row) for line in lines)))
    figures = [(name, *(number_text(line.numbers.get(name)) for line in lines)) for name in names]
    left = [[f"{cell:{max(map(len, column))}}" for cell in column] for column in texts]
    right = [[f"{cell:>{max(map(len, column))}}" for cell in column] for column in figures]
    return ["  ".join(cells) for cells in zip(*left, *right, strict=True)]


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def number_text(value: float | None) -> str:
    """Return a number to four digits at least, or what stands for one that nobody knows."""
    if value is None:
        return "unknown"
    if isinstance(value, int) or abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= DECIMAL_FROM else f"{value:,.4g}"
