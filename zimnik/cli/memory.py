"""What a command does where there is too little memory: it says so and ends, from the first moment.

Owns how a lack of memory is known among errors, since libraries tell of it in ways of their own.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress

BYTES_PER_MB = 1_000_000
# In less, libraries end the process, raise what tells of nothing, or (OpenBLAS) ask without end.
LEAST_MB = 550
SHORT = "there is not enough memory for this question; ask for less at a time"
TOO_SHORT = (
    f"a command needs {LEAST_MB} MB of memory at least, and most need 1,000; raise the limit "
    "(ulimit -v)"
)
# What loaders of libraries and threads say, whose errors have no kind of their own.
WORDS = (
    *("failed to map segment", "cannot allocate memory"),
    *("can't start new thread", "out of memory"),
)


def limit_mb() -> float:
    """Return how much memory this process may take; infinity where nothing limits it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return float("inf")
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return float("inf") if soft == resource.RLIM_INFINITY else soft / BYTES_PER_MB


def begin_within(most_mb: float) -> str:
    """Make do with the memory that there may be; return what to say where that cannot be done.

    Parameters
    ----------
    most_mb
        The most that this process may take.
    """
    if most_mb == float("inf"):
        return ""
    # Each thread of OpenBLAS takes memory at its start; answers do not depend on them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return TOO_SHORT if most_mb < LEAST_MB else ""


def is_short_of_memory(error: BaseException) -> bool:
    """Whether an error, or what it came from, tells of too little memory."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, MemoryError):
            return True
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return True
        with suppress(Exception):
            if any(word in str(error).casefold() for word in WORDS):
                return True
        error = error.__cause__ or error.__context__ or error
    return False
