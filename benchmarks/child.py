"""A command of zimnik in a process of its own: its processor time, the wall and its most memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENDED = 1_000  # kB in a MB, as Linux tells the most memory of a process


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took.

    Parameters
    ----------
    processor_s, wall_s
        Time of the processor, that of its own processes in it, and on the clock.
    peak_mb
        Most memory of the process.
    said
        What it wrote to its outputs.
    status
        Exit status.
    """

    processor_s: float
    wall_s: float
    peak_mb: float
    said: str
    status: int


def run(arguments: Sequence[str | Path]) -> Run:
    """Run a command of zimnik and return what it took."""
    command = [sys.executable, "-m", "zimnik", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    return Run(
        used.ru_utime + used.ru_stime, wall_s, used.ru_maxrss / ENDED, said, process.returncode
    )
