"""The page of differences: what changed most, by how much in each column, and why."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    Said,
    chart,
    dots,
    figure,
    listed,
    number,
    story,
    table,
    word,
)
from zimnik.maps.reports.scenarios.diff import ADDED, CHANGED, REMOVED, value_text, why_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.maps.reports.scenarios.diff import Change, DiffRecord

MOST_COLUMNS, MOST_CHANGES, MOST_WHYS = 30, 60, 8
DIGITS = 2
KINDS = {
    "results": "diff_results",
    "atlases": "diff_atlases",
    "rate cards": "diff_rates",
}
# What columns of results are called.
COLUMN_WORDS = {
    "cost_usd_per_t": "column_cost",
    "best_usd_per_t": "column_best",
    "worst_usd_per_t": "column_worst",
    "duration_d": "column_duration",
    "waiting_d": "column_waiting",
    "co2_kg_per_t": "column_co2",
    "distance_km": "column_distance",
}
COST_OF_MONTH = re.compile(r"month_(\d\d)_usd_per_t")


def diff_story(record: DiffRecord) -> dict[str, Any]:
    """Return what the page says of differences."""
    changed = [one for one in record.changes if one.kind == CHANGED]
    return story(
        word(
            "diff_kicker", what=word(KINDS[record.kind]), before=record.before, after=record.after
        ),
        _finding(record, changed),
        _figures(record, changed),
        _charts(record, changed),
        notes=_notes(changed),
    )


def _pct(one: Change) -> float:
    return abs(one.change_pct or 0.0)


def _finding(record: DiffRecord, changed: Sequence[Change]) -> Said:
    if not record.changes:
        return word("diff_nothing", n=number(record.compared_rows))
    ranked = [one for one in changed if one.change_pct is not None]
    if not ranked:
        return word("diff_some", n=number(len(record.changes)))
    most = max(ranked, key=_pct)
    return word(
        "diff_most",
        what=_where(most),
        column=_column(most.column),
        before=value_text(most.before),
        after=value_text(most.after),
        pct=_signed(most.change_pct),
        n=number(len(record.changes)),
    )


def _where(one: Change) -> Said:
    return " ".join(part for part in (one.of, one.row) if part)


def _column(name: str) -> Said:
    """Return what a column is called; one of a user's own tables has its own name."""
    if month := COST_OF_MONTH.fullmatch(name):
        return word("column_month", month={"month": int(month[1])})
    return word(COLUMN_WORDS[name]) if name in COLUMN_WORDS else name


def _counted(name: str, count: int) -> Said:
    return listed([_column(name), f"({count:,})"], between=" ")


def _signed(pct: float | None) -> Said:
    return "" if pct is None else f"{pct:+.2f} %".replace("-", "−")


def _figures(record: DiffRecord, changed: Sequence[Change]) -> list[dict[str, Any]]:
    counts = [
        ("diff_cells", len(changed)),
        ("diff_added", sum(one.kind == ADDED for one in record.changes)),
        ("diff_removed", sum(one.kind == REMOVED for one in record.changes)),
    ]
    return [
        figure(word("diff_rows"), number(record.compared_rows)),
        *(figure(word(key), number(count)) for key, count in counts),
    ]


def _charts(record: DiffRecord, changed: Sequence[Change]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    columns: dict[str, list[float]] = {}
    for one in changed:
        if one.change_pct is not None:
            columns.setdefault(one.column, []).append(one.change_pct)
    if columns:
        rows = [
            (_counted(name, len(own)), min(own), median(own), max(own))
            for name, own in list(columns.items())[:MOST_COLUMNS]
        ]
        heads = [word("diff_column"), word("diff_least"), word("diff_half"), word("diff_greatest")]
        drawn = dots(rows, heads, digits=DIGITS)
        found.append(chart(word("diff_by_column"), drawn, unit=word("diff_by_column_unit")))
    ranked = sorted(changed, key=_pct, reverse=True)
    others = [one for one in record.changes if one.kind != CHANGED]
    shown = [*ranked, *others][:MOST_CHANGES]
    if shown:
        found.append(
            chart(
                word("diff_changes"),
                _table(shown),
                unit=word(
                    "diff_changes_unit", n=number(len(shown)), of=number(len(record.changes))
                ),
            )
        )
    return found


def _table(changes: Sequence[Change]) -> dict[str, Any]:
    heads = ["diff_what", "diff_column", "diff_before", "diff_after", "diff_pct"]
    words = {ADDED: "diff_is_added", REMOVED: "diff_is_removed"}
    rows: list[list[Said]] = []
    for one in changes:
        if one.kind == CHANGED:
            cells: list[Said] = [_column(one.column), value_text(one.before), value_text(one.after)]
        else:
            cells = [word(words[one.kind]), "", ""]
        rows.append([_where(one), *cells, _signed(one.change_pct)])
    return table([word(head) for head in heads], rows)


def _notes(changed: Sequence[Change]) -> list[Said]:
    """Return the reasons, each once with how many changes it has."""
    counts: dict[str, int] = {}
    for one in changed:
        if one.why:
            counts[one.why] = counts.get(one.why, 0) + 1
    most = sorted(counts.items(), key=lambda pair: -pair[1])
    found: list[Said] = [
        word("diff_why", why=why_text(why), n=number(count)) for why, count in most[:MOST_WHYS]
    ]
    if len(most) > MOST_WHYS:
        found.append(word("diff_more_whys", n=number(len(most) - MOST_WHYS)))
    return found


DIFF = AnswerPage(name="diff", story=diff_story)
