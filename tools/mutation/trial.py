"""One mutant shown to its tests, in a process of its own and a copy of the tree.

A copy, since tests start processes of their own, which have to find the fault too, and since work
goes on in the tree meanwhile. The time is that of the processor, so that a loaded machine kills no
mutant that tests would have let live.
"""

from __future__ import annotations

import json
import os
import py_compile
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.mutation.only_these import ONLY_TESTS, PROCESSOR_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tools.mutation.mutants import Mutant
    from tools.mutation.selection import Suite

# Set-up and the shipped atlas, then what the tests took while they were measured, which is several
# times what they take: measured are lines too, and by the clock. A process that waits for another
# uses no processor, so that the clock ends it, much later.
SET_UP_S = 8
TIMES_LONGER = 1
CLOCK_TIMES_LONGER = 20
# A fault may gather lists without end.
MEMORY_BYTES = 8 << 30
KILLED, SURVIVED, UNJUDGED = "killed", "survived", "unjudged"
# None of the first few tests has killed it, and the others are still to be asked.
OPEN = "open"
_BY_CONTENT = py_compile.PycInvalidationMode.CHECKED_HASH
# How pytest ends: a test failed, or a module or conftest could not be read.
_TEST_FAILED = 1
_NOT_READ = (2, 4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial ended: killed, survived, open, or not to be judged; and by what."""

    verdict: str
    by: str
    processor_s: float


class Tree:
    """A copy of the files that git knows, in which mutants are tried one after another."""

    def __init__(self, root: Path, folder: Path, *, like: Tree | None = None) -> None:
        self._root = root
        self.folder = folder
        self._only = folder / ".only_tests"
        self._warm: subprocess.Popen[str] | None = None
        if like is not None and not folder.exists():
            shutil.copytree(like.folder, folder, symlinks=True)
        if self._renewed():
            self._read_tests()

    def _renewed(self) -> bool:
        """Copy what differs, a fault that was left too, and return whether tests did."""
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        told = subprocess.run(  # noqa: S603
            listed, cwd=self._root, capture_output=True, check=True, text=True
        )
        names = {name for name in told.stdout.split("\0") if name and (self._root / name).exists()}
        for old in self.folder.rglob("*.py"):
            if old.is_file() and old.relative_to(self.folder).as_posix() not in names:
                old.unlink()
        changed = [name for name in names if _differ(self._root / name, self.folder / name)]
        for name in changed:
            copy = self.folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self._root / name, copy, follow_symlinks=False)
            if copy.suffix == ".py":
                # Compiled once and taken only where the text is the same to the byte.
                py_compile.compile(str(copy), invalidation_mode=_BY_CONTENT, quiet=1)
        return any(name.startswith("tests/") for name in changed)

    def _read_tests(self) -> None:
        """Let pytest write down the tests as it rewrites them, once for every trial."""
        asked = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--collect-only",
            "tests/geo",
            "tests/studies",
        ]
        environment = self._environment()
        del environment["PYTHONDONTWRITEBYTECODE"], environment[ONLY_TESTS]
        subprocess.run(asked, cwd=self.folder, env=environment, capture_output=True, check=False)  # noqa: S603

    def end(self) -> None:
        """End the trial that is running."""
        if self._warm is not None:
            self._warm.terminate()

    def tried(self, mutant: Mutant, parts: Sequence[Suite]) -> Outcome:
        """Return what some tests say of a mutant: those that come first, and then the others."""
        outcome, processor_s = Outcome(SURVIVED, "no test goes there", 0.0), 0.0
        with self._with_fault(mutant):
            for part in parts:
                outcome = self.asked(part)
                processor_s += outcome.processor_s
                if outcome.verdict != SURVIVED:
                    break
        return replace(outcome, processor_s=round(processor_s, 1))

    def asked(self, suite: Suite) -> Outcome:
        """Return what the tests say of the tree as it stands."""
        self._only.write_text("\n".join(suite.tests), "utf8")
        shutil.rmtree(self.folder / ".hypothesis", ignore_errors=True)
        limit_s = round(SET_UP_S + TIMES_LONGER * suite.takes_s)
        files = dict.fromkeys(test.partition("::")[0] for test in suite.tests)
        out = self.folder / ".said"
        trial = {
            "arguments": [
                *("-x", "-q", "--tb=line", "--hypothesis-seed=0"),
                *("-p", "tools.mutation.only_these", *files),
            ],
            "out": str(out),
            "limit_s": limit_s,
            "clock_s": limit_s * CLOCK_TIMES_LONGER,
            "memory": MEMORY_BYTES,
        }
        status = self._told(trial)
        if status is None:
            return Outcome(KILLED, "the clock", 0.0)
        return _outcome(status, out.read_text("utf8", errors="replace"), limit_s=limit_s)

    def _told(self, trial: dict[str, Any]) -> int | None:
        """Return what the process that has read the libraries says of a trial."""
        if self._warm is None:
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "tools.mutation.warm"],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        warm = self._warm
        if warm.stdin is None or warm.stdout is None:
            raise BrokenPipeError
        warm.stdin.write(json.dumps(trial) + "\n")
        warm.stdin.flush()
        status: int | None = json.loads(warm.stdout.readline())
        return status

    @contextmanager
    def _with_fault(self, mutant: Mutant) -> Iterator[None]:
        """Write a fault into the copy, and take it out again."""
        place = self.folder / mutant.path
        source = place.read_bytes()
        place.write_bytes(mutant.written_into(source))
        try:
            yield
        finally:
            place.write_bytes(source)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "NUMBA_DISABLE_JIT": "1",
            "ZIMNIK_HYPOTHESIS": "quick",
            "OPENBLAS_NUM_THREADS": "1",
            ONLY_TESTS: str(self._only),
        }


def _differ(file: Path, copy: Path) -> bool:
    """Return whether a copy is missing, or of another size or time."""
    if not os.path.lexists(copy):
        return True
    if file.is_symlink():
        return file.readlink() != copy.readlink()
    one, other = file.lstat(), copy.lstat()
    return (one.st_size, one.st_mtime_ns) != (other.st_size, other.st_mtime_ns)


def _outcome(status: int, out: str, *, limit_s: float) -> Outcome:
    """Return what the end of pytest says of a mutant."""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+\.py.*?)(?: - |$)", out, re.MULTILINE)
    told = re.search(rf"^{PROCESSOR_S} (\S+)$", out, re.MULTILINE)
    processor_s = float(told[1]) if told else 0.0
    if status == 0:
        return Outcome(SURVIVED, "", processor_s)
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return Outcome(KILLED, "the time of the processor", limit_s)
    if status < 0:
        return Outcome(KILLED, signal.Signals(-status).name, processor_s)
    if status == _TEST_FAILED and failed:
        return Outcome(KILLED, failed[1], processor_s)
    if status in _NOT_READ and ("ERROR collecting" in out or "ImportError while loading" in out):
        return Outcome(KILLED, "a module could not be read", processor_s)
    return Outcome("unjudged", f"pytest ended with {status}: {out[-300:]}", processor_s)
