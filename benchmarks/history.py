"""How long commands take and how much memory, by commit, and what changed between two of them.

    python -m benchmarks.history                    # measure this commit, and keep it
    python -m benchmarks.history --at COMMIT        # measure another, checked out elsewhere
    python -m benchmarks.history --compare A B      # the ratio of every command
    python -m benchmarks.history --write            # the table of docs/reliability.md

What is measured lies in `benchmarks/history.csv`, a row for each commit and command. Seconds are of
the processor, the least of some runs, and stand beside those that a fixed piece of Python took at
the same time: machines, and what else they do, differ, so that only ratios to it are compared.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.doors import table

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
RUNS = 2
YARDSTICK_STEPS = 2_000_000
# From here on a ratio is told as a change.
CHANGED = 1.2
MB = 1_000_000


def yardstick_s() -> float:
    """Return the seconds of the processor that a fixed piece of Python takes now."""
    start_s = time.process_time()
    total = 0
    for step in range(YARDSTICK_STEPS):
        total += step % 7
    return time.process_time() - start_s


def measured(command: str, checkout: Path) -> tuple[float, float, float]:
    """Return the seconds of a command, those of the yardstick beside it, and its memory in MB.

    Parameters
    ----------
    command
        What follows `zimnik`.
    checkout
        Folder of the commit that it is measured at.
    """
    best = (float("inf"), 1.0, 0.0)
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            beside_s = yardstick_s()
            process = subprocess.Popen(
                [sys.executable, "-m", "zimnik", *command.split()],
                cwd=place,
                env={**os.environ, "PYTHONPATH": str(checkout)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            beside_s = (beside_s + yardstick_s()) / 2
        if process.returncode not in {0, 1}:
            return float("nan"), beside_s, float("nan")
        spent_s = used.ru_utime + used.ru_stime
        if spent_s / beside_s < best[0] / best[1]:
            best = (spent_s, beside_s, used.ru_maxrss * 1024 / MB)
    return best


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Give a folder with a commit in it; without one this folder."""
    if not commit:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as place:
        _git("worktree", "add", "--detach", f"{place}/at", commit)
        try:
            yield Path(place) / "at"
        finally:
            _git("worktree", "remove", "--force", f"{place}/at")


def measure(commit: str) -> None:
    """Measure every command at a commit, and keep it in the place of what was measured before."""
    name, _, day = _git("log", "-1", "--format=%h %cs", commit or "HEAD").partition(" ")
    rows = [row for row in history() if row["commit"] != name]
    with checked_out(commit) as folder:
        for command in COMMANDS:
            seconds, beside_s, memory_mb = measured(command, folder)
            told = f"{seconds:.2f}", f"{beside_s:.3f}", f"{memory_mb:.0f}"
            rows.append(dict(zip(COLUMNS, (name, day, command, *told), strict=True)))
            print(name, command, *told, flush=True)
    with HISTORY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def history() -> list[dict[str, str]]:
    """Return what was measured, as it is kept."""
    if not HISTORY.is_file():
        return []
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def relative(row: dict[str, str]) -> float:
    """Return how often a command takes the time of the yardstick."""
    return float(row["seconds"]) / float(row["yardstick_s"])


def compared(before: str, after: str) -> list[tuple[str, ...]]:
    """Return a row for each command that was measured at both commits.

    Parameters
    ----------
    before, after
        Commits, as the history has them or longer.
    """
    sides = [
        {row["command"]: row for row in history() if one.startswith(row["commit"])}
        for one in (before, after)
    ]
    rows = []
    for command in (name for name in COMMANDS if all(name in side for side in sides)):
        old, new = (side[command] for side in sides)
        ratio = relative(new) / relative(old)
        said = "slower" if ratio > CHANGED else "faster" if ratio < 1 / CHANGED else "as before"
        memory = float(new["memory_mb"]) / float(old["memory_mb"])
        rows.append((f"`zimnik {command}`", f"{ratio:.2f}", f"{memory:.2f}", said))
    return rows


def history_rows() -> list[tuple[str, ...]]:
    """Return a row for each commit: what each command took where the yardstick takes 0.1 s."""
    rows = history()
    commits = dict.fromkeys((row["commit"], row["day"]) for row in rows)
    found = []
    for commit, day in commits:
        by = {row["command"]: row for row in rows if row["commit"] == commit}
        cells = [_cell(by[name]) if name in by else "" for name in COMMANDS]
        found.append((commit, day, *cells))
    return found


def _cell(row: dict[str, str]) -> str:
    return f"{relative(row) / 10:.1f} s, {row['memory_mb']} MB"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.strip()


def write_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Put the history into the page."""
    text = table(("commit", "day", *(f"`{name}`" for name in COMMANDS)), rows)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.history")
    asked.add_argument("--at", default="")
    asked.add_argument("--compare", nargs=2, metavar=("BEFORE", "AFTER"))
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    if given.compare:
        print(table(("command", "time", "memory", ""), compared(*given.compare)))
    elif given.write:
        write_table(history_rows())
    else:
        measure(given.at)


if __name__ == "__main__":
    main()
