"""One mutant shown to its tests, in a process of its own and a copy of the tree.

A copy, since tests start processes of their own, which have to find the fault too, and since work
goes on in the tree meanwhile. The time is that of the processor, so that a loaded machine kills no
mutant that tests would have let live.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import re
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.mutation.only_these import ONLY_TESTS, PROCESSOR_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.mutation.mutants import Mutant
    from tools.mutation.selection import Suite

# Set-up and the shipped atlas, then several times what the tests take without a fault. A process
# that waits for another uses no processor, so that the clock ends it, much later.
SET_UP_S = 60
TIMES_LONGER = 4
CLOCK_TIMES_LONGER = 5
# A fault may gather lists without end.
MEMORY_BYTES = 8 << 30
COPIED = ("geo", "layers", "maps", "zimnik", "tests", "tools", "docs", "examples", "benchmarks")
# How pytest ends: a test failed, or a module or conftest could not be read.
_TEST_FAILED = 1
_NOT_READ = (2, 4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial ended: killed, survived, without a test, or not to be judged; and by what."""

    verdict: str
    by: str
    processor_s: float


class Tree:
    """A copy of the files that git knows, in which mutants are tried one after another."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._live: subprocess.Popen[str] | None = None
        shutil.rmtree(folder, ignore_errors=True)
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(listed, cwd=root, capture_output=True, check=True, text=True)  # noqa: S603
        for name in filter(None, names.stdout.split("\0")):
            if (root / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, folder / name, follow_symlinks=False)
        # Compiled once and taken only where the text is the same to the byte.
        by_content = py_compile.PycInvalidationMode.CHECKED_HASH
        for room in COPIED:
            compileall.compile_dir(folder / room, quiet=2, invalidation_mode=by_content)

    def end(self) -> None:
        """End the trial that is running."""
        if self._live is not None:
            _kill(self._live)

    def tried(self, mutant: Mutant, suite: Suite) -> Outcome:
        """Return what the tests say of a mutant."""
        if not suite.tests:
            return Outcome("survived", "no test goes there", 0.0)
        with self._with_fault(mutant):
            return self.asked(suite)

    def asked(self, suite: Suite) -> Outcome:
        """Return what the tests say of the tree as it stands."""
        only = self._folder / ".only_tests"
        only.write_text("\n".join(suite.tests), "utf8")
        shutil.rmtree(self._folder / ".hypothesis", ignore_errors=True)
        limit_s = round(SET_UP_S + TIMES_LONGER * suite.takes_s)
        files = dict.fromkeys(test.partition("::")[0] for test in suite.tests)
        self._live = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "--hypothesis-seed=0"),
                *("-p", "tools.mutation.only_these", *files),
            ],
            cwd=self._folder,
            env=self._environment(only),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        # After its start, since between fork and start no thread but this one would live on.
        for kind, limit in ((resource.RLIMIT_CPU, limit_s), (resource.RLIMIT_AS, MEMORY_BYTES)):
            with suppress(ProcessLookupError):
                resource.prlimit(self._live.pid, kind, (limit, limit))
        try:
            out, _ = self._live.communicate(timeout=limit_s * CLOCK_TIMES_LONGER)
        except subprocess.TimeoutExpired:
            _kill(self._live)
            self._live.communicate()
            return Outcome("killed", "the clock", 0.0)
        return _outcome(self._live.returncode, out, limit_s=limit_s)

    @contextmanager
    def _with_fault(self, mutant: Mutant) -> Iterator[None]:
        """Write a fault into the copy, and take it out again."""
        place = self._folder / mutant.path
        source = place.read_bytes()
        place.write_bytes(mutant.written_into(source))
        try:
            yield
        finally:
            place.write_bytes(source)

    def _environment(self, only: Path) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self._folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "NUMBA_DISABLE_JIT": "1",
            "ZIMNIK_HYPOTHESIS": "quick",
            ONLY_TESTS: str(only),
        }


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process and those it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _outcome(status: int, out: str, *, limit_s: float) -> Outcome:
    """Return what the end of pytest says of a mutant."""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+::.*?)(?: - |$)", out, re.MULTILINE)
    told = re.search(rf"^{PROCESSOR_S} (\S+)$", out, re.MULTILINE)
    processor_s = float(told[1]) if told else 0.0
    if status == 0:
        return Outcome("survived", "", processor_s)
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return Outcome("killed", "the time of the processor", limit_s)
    if status < 0:
        return Outcome("killed", signal.Signals(-status).name, processor_s)
    if status == _TEST_FAILED and failed:
        return Outcome("killed", failed[1], processor_s)
    if status in _NOT_READ and ("ERROR collecting" in out or "ImportError while loading" in out):
        return Outcome("killed", "a module could not be read", processor_s)
    return Outcome("unjudged", f"pytest ended with {status}: {out[-300:]}", processor_s)
