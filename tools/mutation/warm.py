"""A process that has read the libraries already, and forks once for every trial.

To read pandas, numba and the others takes longer than most trials do. Nothing of zimnik and nothing
that pytest rewrites is read before a fork, so that each trial reads its own fault. A trial is a
line of JSON in, and how it ended a line of JSON out.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress

import pytest

LIBRARIES = (
    "geopandas",
    "highspy",
    "networkx",
    "numba",
    "pandas",
    "playwright.sync_api",
    "pyarrow",
    "pyproj",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "scipy.spatial",
    "scipy.stats",
    "shapely",
)
_LOOKS_EVERY_S = 0.05


def main() -> None:
    """Take trials for as long as there are any; a trial ends with this process."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for name in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    # What is here stays, so that no trial looks through it for what to throw away.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_tried(**json.loads(line))), flush=True)


def _tried(
    *, arguments: list[str], out: str, limit_s: int, clock_s: int, memory: int
) -> int | None:
    """Return how pytest ended in a process of its own; None if the clock ended it."""
    process = os.fork()
    if not process:
        os._exit(_asked(arguments, out=out, limit_s=limit_s, memory=memory))
    ends_s = time.monotonic() + clock_s
    try:
        while time.monotonic() < ends_s:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(_LOOKS_EVERY_S)
    finally:
        _end_all(process)
    os.waitpid(process, 0)
    return None


def _asked(arguments: list[str], *, out: str, limit_s: int, memory: int) -> int:
    """Run pytest within its limits, and return how it ended."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for kind, limit in ((resource.RLIMIT_CPU, limit_s), (resource.RLIMIT_AS, memory)):
        resource.setrlimit(kind, (limit, limit))
    file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    status = int(pytest.main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _end_all(process: int) -> None:
    """End what a trial may have left running."""
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)


if __name__ == "__main__":
    main()
