"""Two results of plans compared: cases by their names, rows by what they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.records import SHA_SHOWN
from zimnik.maps.reports.scenarios.diff import ADDED, REMOVED, Change, cell_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.studies.scenarios.results import CaseRecord, CaseResult, Results

# What a row is of, in the tables of all answers; the other columns are what was found of it.
KEYS = frozenset(
    {
        "id",
        "kind",
        "closed",
        "ready",
        "month",
        "route",
        "part",
        "table",
        "demand",
        "week",
        "quantity",
        "region",
        "year",
        "hub",
        "site",
        "stage",
        "mode",
        "vehicle",
        "target",
        "entry",
        "market",
        "item",
        "split",
    }
)


def result_changes(before: Results, after: Results) -> tuple[int, list[Change]]:
    """Return how many rows two results share, and what is not the same.

    Parameters
    ----------
    before, after
        The results, of one question.
    """
    old = {one.record.case: one for one in before.cases}
    new = {one.record.case: one for one in after.cases}
    found = [Change(name, "", REMOVED) for name in old if name not in new]
    found += [Change(name, "", ADDED) for name in new if name not in old]
    rows = 0
    for name, one in old.items():
        if name in new:
            both, changes = _case_changes(name, one, new[name])
            rows += both
            found += changes
    return rows, found


def why_of(before: CaseRecord, after: CaseRecord) -> str:
    """Return what was asked otherwise in two cases of one name: options, tables, rates, version."""
    old, new = before.asked, after.asked
    said = [
        f"{name} {_shown(one)} -> {_shown(other)}"
        for name in dict.fromkeys((*old["options"], *new["options"]))
        if (one := old["options"].get(name)) != (other := new["options"].get(name))
    ]
    for name, word in (("atlas_sha256", "tables"), ("rates_sha256", "rates")):
        if old[name] != new[name]:
            said.append(f"other {word} ({old[name][:SHA_SHOWN]} -> {new[name][:SHA_SHOWN]})")
    if old["zimnik_version"] != new["zimnik_version"]:
        said.append(f"zimnik {old['zimnik_version']} -> {new['zimnik_version']}")
    return "; ".join(said) or "asked the same, of the same data"


def _case_changes(name: str, old: CaseResult, new: CaseResult) -> tuple[int, list[Change]]:
    why = why_of(old.record, new.record)
    pairs: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]
    pairs = [("", dict(old.record.figures), dict(new.record.figures))]
    before, after = _by_key(old), _by_key(new)
    pairs += [(key, row, after[key]) for key, row in before.items() if key in after]
    both = len(pairs) - 1
    found = [Change(name, key, REMOVED, why=why) for key in before if key not in after]
    found += [Change(name, key, ADDED, why=why) for key in after if key not in before]
    for key, one, other in pairs:
        cells = (
            cell_change(name, key, column, (one.get(column), other.get(column)), why=why)
            for column in dict.fromkeys((*one, *other))
        )
        found += [change for change in cells if change is not None]
    return both, found


def _by_key(one: CaseResult) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a case by what they are of; alike ones are numbered."""
    found: dict[str, Mapping[str, Any]] = {}
    counts: dict[str, int] = {}
    rows = one.rows()
    for row in rows:
        key = _key(row)
        counts[key] = counts.get(key, 0) + 1
        found[key if counts[key] == 1 else f"{key} #{counts[key]}"] = row
    return found


def _key(row: Mapping[str, Any]) -> str:
    words = [
        str(value)
        for name, value in row.items()
        if value is not None and (name in KEYS or name.endswith("_id"))
    ]
    return " ".join(words) or "row"


def _shown(value: object) -> str:
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, dict):
        return _listed([f"{name}={one}" for name, one in value.items()])
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return _listed([str(one) for one in value]) if isinstance(value, list) else str(value)


def _listed(words: Sequence[str]) -> str:
    return " ".join(words)
