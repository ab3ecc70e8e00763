"""How a command is run with a fault in its surroundings, and judged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.faults.works import content, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.faults.works import Work

ROOT = Path(__file__).parents[2]
ZIMNIK = (sys.executable, "-m", "zimnik")
ANSWERED, BAD_INPUT, UNWRITTEN = 0, 2, 3
# On a machine that others use too.
MOST_S = 1500
DRAFT = re.compile(r"\.zimnik-.*")
# What a command said that is no word of its own.
FOREIGN = ("Traceback", "Exception ignored", "Error in sys.excepthook", "Warning:", "core dumped")
BUILT = "built"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that is injected.

    Parameters
    ----------
    kind
        Which row of the table it counts for.
    label
        What it is, and over what.
    inject
        Injects it in an empty folder that `prepare` filled; returns what was wrong, "" for nothing.
    """

    kind: str
    label: str
    inject: Callable[[Path], str]


def surroundings(**more: str) -> dict[str, str]:
    """Return the environment of a command, with more in it."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(
    words: str,
    folder: Path,
    *,
    before: Sequence[str] = (),
    shell: str = "",
    limits: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder and return how it ended.

    Parameters
    ----------
    words
        What follows `zimnik`.
    folder
        Where it runs.
    before
        A program that it is run by, such as strace.
    shell
        Words of a shell behind the command, such as a pipe.
    limits
        Run in its process before it begins.
    environment
        More of its environment.
    """
    command = [*before, *ZIMNIK, *words.split()]
    if shell:
        command = ["bash", "-o", "pipefail", "-c", f'"$@" {shell}', "bash", *command]
    return subprocess.run(
        command,
        cwd=folder,
        env=surroundings(**(environment or {})),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=MOST_S,
        preexec_fn=limits,
        start_new_session=True,
    )


def said_wrong(done: subprocess.CompletedProcess[str], *statuses: int) -> str:
    """Return what is wrong with how a command ended and what it said, "" for nothing."""
    if done.returncode not in statuses:
        return f"status {done.returncode} and not {statuses}: {done.stderr[-500:]}"
    foreign = [word for word in FOREIGN if word in done.stderr]
    if foreign:
        return f"{foreign[0]}: {done.stderr[-500:]}"
    lines = done.stderr.splitlines()
    if done.returncode and not lines:
        return f"status {done.returncode} and not a word"
    others = [line for line in lines if not line.startswith("zimnik: ")]
    return f"a line that is not its own: {others[0][:300]}" if others else ""


@cache
def expected(work: Work) -> tuple[str, str]:
    """Return what a work writes, undisturbed: the older content and the newer."""
    with prepared() as folder:
        older = standing_before(work, folder)
        done = run(work.new, folder)
        if done.returncode:
            message = f"{work.label} does not run undisturbed: {done.stderr}"
            raise RuntimeError(message)
        return older, content(folder / work.out)


@contextmanager
def prepared() -> Iterator[Path]:
    """Give a folder with what commands read, and remove it."""
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        prepare(folder)
        yield folder


def standing_before(work: Work, folder: Path) -> str:
    """Let the older output stand, and return its content."""
    if work.out.startswith(BUILT):
        run(f"network import roads.geojson --out {BUILT}", folder)
    if work.old:
        done = run(work.old, folder)
        if done.returncode:
            message = f"{work.label} does not run undisturbed: {done.stderr}"
            raise RuntimeError(message)
    return content(folder / work.out)


def left_wrong(work: Work, folder: Path, *, allowed: Sequence[str]) -> str:
    """Return what is wrong with what stands after a fault and after the next run."""
    stands = content(folder / work.out)
    if stands not in allowed:
        return f"what stands is neither the old nor the new: {stands}"
    new = expected(work)[1]
    if stands == new and not work.old:
        # A folder to fill in is not written twice.
        return litter(folder)
    done = run(work.new, folder)
    wrong = said_wrong(done, ANSWERED)
    if wrong:
        return f"the next run: {wrong}"
    if content(folder / work.out) != new:
        return "the next run wrote something else"
    return litter(folder)


def litter(folder: Path) -> str:
    """Return what was left beside the outputs, "" for nothing."""
    found = sorted(one.name for one in folder.iterdir() if DRAFT.fullmatch(one.name))
    return f"left: {', '.join(found)}" if found else ""
