"""The figures of the mutants that were tried, for docs/mutation.md."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.mutation.trial import OPEN, SURVIVED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.mutation.mutants import Mutant

PAGE = "docs/mutation.md"
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
# What was thought of each survivor, by hand: equivalent, or a gap in the tests.
JUDGED = "tools/mutation/judged.csv"
EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody made of a survivor."""

    is_equivalent: bool
    why: str


def judged(root: Path) -> dict[str, Judged]:
    """Return what was thought of survivors, by their keys."""
    with (root / JUDGED).open(encoding="utf8", newline="") as file:
        return {
            row["key"]: Judged(row["verdict"] == EQUIVALENT, row["why"])
            for row in csv.DictReader(file)
        }


def tell(
    root: Path,
    sample: Sequence[Mutant],
    results: Mapping[str, Mapping[str, Any]],
    *,
    seed: int,
    write: bool,
) -> int:
    """Print the figures, or write them into the page."""
    told = "\n".join(lines(sample, results, judged(root), seed=seed))
    if not write:
        print(told)
        return 0
    page = root / PAGE
    before, _, rest = page.read_text("utf8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", "utf8")
    return 0


def lines(
    sample: Sequence[Mutant],
    results: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, Judged],
    *,
    seed: int,
) -> list[str]:
    """Return the figures as lines of Markdown."""
    equal = {key for key, thought in known.items() if thought.is_equivalent}
    tried = [one for one in sample if _is_done(results.get(one.key), is_equal=one.key in equal)]
    verdicts = Counter(results[one.key]["verdict"] for one in tried)
    survivors = [one for one in tried if results[one.key]["verdict"] in {SURVIVED, OPEN}]
    equivalent = [one for one in survivors if one.key in equal]
    judged_count = verdicts["killed"] + len(survivors) - len(equivalent)
    score = 100 * verdicts["killed"] / judged_count if judged_count else 0.0
    processor_s = sum(results[one.key]["processor_s"] for one in tried)
    told = (
        f"Seed {seed}: {len(tried)} of {len(sample)} mutants tried, {verdicts['killed']} killed, "
        f"{len(survivors)} survived, {len(equivalent)} of them equivalent, "
        f"{verdicts['unjudged']} not to be judged: score {score:.1f} % "
        f"({processor_s / 3600:.1f} hours of one processor)."
    )
    return [
        told,
        "",
        *_by_fault(tried, results),
        "",
        *_survivors(survivors, known),
    ]


def _is_done(result: Mapping[str, Any] | None, *, is_equal: bool) -> bool:
    """Return whether a mutant was tried to its end, or is left at that since it is equivalent."""
    return result is not None and (result["verdict"] != OPEN or is_equal)


def _by_fault(tried: Sequence[Mutant], results: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return how many of each kind of fault were tried and killed."""
    all_of = Counter(one.fault for one in tried)
    killed = Counter(one.fault for one in tried if results[one.key]["verdict"] == "killed")
    return [
        "| fault | tried | killed |",
        "| --- | ---: | ---: |",
        *(f"| {fault} | {count} | {killed[fault]} |" for fault, count in sorted(all_of.items())),
    ]


def _survivors(survivors: Sequence[Mutant], known: Mapping[str, Judged]) -> list[str]:
    """Return each survivor with what was thought of it."""
    rows = ["| survivor | in place of | stands | what it is |", "| --- | --- | --- | --- |"]
    for one in sorted(survivors, key=lambda mutant: (mutant.path, mutant.start)):
        thought = known.get(one.key)
        why = "not looked at yet"
        if thought is not None:
            why = f"{'equivalent' if thought.is_equivalent else 'a gap'}: {thought.why}"
        place = f"{one.path.removeprefix('geo/')} `{one.function or 'module'}`"
        rows.append(f"| {place} | {_cell(one.before)} | {_cell(one.after)} | {why} |")
    return rows


def _cell(text: str) -> str:
    """Return code as a cell of a table, cut where it is long."""
    longest = 90
    short = text if len(text) <= longest else f"{text[:longest]}..."
    return "`" + short.replace("|", "\\|") + "`"
