"""How long commands take and how much memory, by commit, and what changed between two of them.

    python -m benchmarks.history                    # measure this commit, and keep it
    python -m benchmarks.history --at COMMIT        # measure another, several by more of --at
    python -m benchmarks.history --compare A B      # measure both by turns: ratios of each command
    python -m benchmarks.history --compare HEAD .   # what is not yet committed against the commit
    python -m benchmarks.history --compare A B --kept    # the same of what was measured before
    python -m benchmarks.history --write            # the table of docs/reliability.md

A commit is named as git names it, and is checked out elsewhere; a point is this folder as it
stands, which is never kept. What is measured lies in `benchmarks/history.csv`, a row for each
commit and command. Seconds are of the processor, the least of some runs, and stand beside those
that a fixed piece of Python took at the same time: machines, and what else they do, differ, so that
only ratios to it are compared. Two commits run by turns, each command at one, then at the other.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
HISTORY = Path(__file__).with_name("history.csv")
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- history: begin -->", "<!-- history: end -->"
COLUMNS = ("commit", "day", "command", "seconds", "yardstick_s", "memory_mb")
COMMANDS = (
    "layers list",
    "route tomtor krasnokamensk",
    "matrix --origins tomtor,lovozero",
    "campaign tomtor krasnokamensk",
    "hubs compare krasnokamensk solikamsk --deposit tomtor",
    "map --out page.html",
)
# The first run of a fresh copy compiles its modules, and what it compiles is kept.
RUNS = 3
YARDSTICK_STEPS = 2_000_000
# From here on a ratio is told as a change.
CHANGED = 1.2
MB = 1_000_000
AS_IT_STANDS = "."


class Measured(NamedTuple):
    """What one run of a command took.

    Attributes
    ----------
    seconds
        Of the processor; no number where the command failed.
    yardstick_s
        What the fixed piece of Python took just before and after.
    memory_mb
        The most that it held.
    """

    seconds: float
    yardstick_s: float
    memory_mb: float

    @property
    def relative(self) -> float:
        """How often it takes the time of the yardstick."""
        return self.seconds / self.yardstick_s


FAILED = Measured(math.nan, math.nan, math.nan)


def yardstick_s() -> float:
    """Return the seconds of the processor that a fixed piece of Python takes now."""
    start_s = time.process_time()
    total = 0
    for step in range(YARDSTICK_STEPS):
        total += step % 7
    return time.process_time() - start_s


def run(command: str, checkout: Path) -> Measured:
    """Measure one run of a command.

    Parameters
    ----------
    command
        What follows `zimnik`.
    checkout
        Folder of the commit that it is measured at.
    """
    with tempfile.TemporaryDirectory() as place:
        before_s = yardstick_s()
        process = subprocess.Popen(
            [sys.executable, "-m", "zimnik", *command.split()],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return FAILED
        beside_s = (before_s + yardstick_s()) / 2
    return Measured(used.ru_utime + used.ru_stime, beside_s, used.ru_maxrss * 1024 / MB)


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Give a folder with a commit in it."""
    if commit == AS_IT_STANDS:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as place:
        _git("worktree", "add", "--detach", f"{place}/at", commit)
        try:
            yield Path(place) / "at"
        finally:
            _git("worktree", "remove", "--force", f"{place}/at")


def measure(commits: Sequence[str]) -> list[dict[str, str]]:
    """Measure every command at each commit by turns, and keep it in the place of what was before.

    Parameters
    ----------
    commits
        As `named` gives them.
    """
    rows = []
    with ExitStack() as open_now:
        folders = [open_now.enter_context(checked_out(commit)) for commit in commits]
        for command in COMMANDS:
            # By turns: what else the machine does then slows all of them alike.
            runs = [[run(command, folder) for folder in folders] for _ in range(RUNS)]
            for commit, taken in zip(commits, zip(*runs, strict=True), strict=True):
                best = min(taken, key=lambda one: one.relative)
                rows.append(_row(commit, command, best))
                print(*rows[-1].values(), flush=True)
    known = {row["commit"] for row in rows}
    kept = [row for row in history() if row["commit"] not in known]
    kept += [row for row in rows if row["commit"] != AS_IT_STANDS]
    with HISTORY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(kept, key=lambda row: row["day"]))
    return rows


def _row(commit: str, command: str, taken: Measured) -> dict[str, str]:
    day = "" if commit == AS_IT_STANDS else _git("log", "-1", "--format=%cI", commit)
    told = ("", "", "")
    if taken is not FAILED:
        told = (f"{taken.seconds:.2f}", f"{taken.yardstick_s:.3f}", f"{taken.memory_mb:.0f}")
    return dict(zip(COLUMNS, (commit, day, command, *told), strict=True))


def named(commit: str) -> str:
    """Return the short name of a commit; a point stays one.

    Raises
    ------
    SystemExit
        Where git knows no such commit.
    """
    if commit == AS_IT_STANDS:
        return commit
    try:
        return _git("rev-parse", "--verify", "--short=8", f"{commit}^{{commit}}")
    except subprocess.CalledProcessError:
        sys.exit(f"{commit}: expected a commit of this repository; git log names them")


def history() -> list[dict[str, str]]:
    """Return what was measured, as it is kept."""
    if not HISTORY.is_file():
        return []
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compared(
    before: Sequence[dict[str, str]], after: Sequence[dict[str, str]]
) -> list[tuple[str, ...]]:
    """Return a row for each command that was measured at both commits.

    Parameters
    ----------
    before, after
        What was measured at each.
    """
    old_rows, new_rows = ({row["command"]: row for row in rows} for rows in (before, after))
    found: list[tuple[str, ...]] = []
    for command in (name for name in COMMANDS if name in old_rows and name in new_rows):
        old, new = _taken(old_rows[command]), _taken(new_rows[command])
        if math.isnan(old.seconds) or math.isnan(new.seconds):
            failing = [
                where for where, one in (("before", old), ("after", new)) if math.isnan(one.seconds)
            ]
            told = ("", "", f"fails {' and '.join(failing)}")
        else:
            ratio = new.relative / old.relative
            said = "slower" if ratio > CHANGED else "faster" if ratio < 1 / CHANGED else "as before"
            told = (f"{ratio:.2f}", f"{new.memory_mb / old.memory_mb:.2f}", said)
        found.append((f"`zimnik {command}`", *told))
    return found


def history_rows() -> list[tuple[str, ...]]:
    """Return a row for each commit: what each command took where the yardstick takes 0.1 s."""
    rows = history()
    commits = dict.fromkeys((row["commit"], row["day"]) for row in rows)
    found = []
    for commit, day in commits:
        by = {row["command"]: row for row in rows if row["commit"] == commit}
        cells = [_cell(by[name]) if name in by else "" for name in COMMANDS]
        found.append((commit, day[:10], *cells))
    return found


def _taken(row: dict[str, str]) -> Measured:
    if not row["seconds"]:
        return FAILED
    return Measured(*(float(row[name]) for name in COLUMNS[-3:]))


def _cell(row: dict[str, str]) -> str:
    taken = _taken(row)
    return "fails" if taken is FAILED else f"{taken.relative / 10:.1f} s, {taken.memory_mb:.0f} MB"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.strip()


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table of Markdown.

    Notes
    -----
    Not that of `benchmarks.doors`, which loads what zimnik needs: the memory of a process counts
    from that of the one that began it, so that this one has to stay small.
    """
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Put the history into the page."""
    text = table(("commit", "day", *(f"`{name}`" for name in COMMANDS)), rows)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.history")
    asked.add_argument("--at", action="append", help="a commit; HEAD where none is named")
    asked.add_argument("--compare", nargs=2, metavar=("BEFORE", "AFTER"))
    asked.add_argument("--kept", action="store_true", help="compare what was measured before")
    asked.add_argument("--write", action="store_true", help="the table of docs/reliability.md")
    given = asked.parse_args()
    if given.compare:
        sides = [named(one) for one in given.compare]
        rows = history() if given.kept else measure(sides)
        missing = [side for side in sides if side not in {row["commit"] for row in rows}]
        if missing:
            sys.exit(f"not measured yet: {', '.join(missing)}; leave --kept out")
        old, new = ([row for row in rows if row["commit"] == side] for side in sides)
        print(table((f"{sides[0]} to {sides[1]}", "time", "memory", ""), compared(old, new)))
    elif given.write:
        write_table(history_rows())
    else:
        measure([named(one) for one in given.at or ["HEAD"]])


if __name__ == "__main__":
    main()
