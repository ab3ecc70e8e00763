"""Signals that reach what is started here, also where the shell that began all this ignores them."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What `nohup` and the `&` of a script ignore.
IGNORED_BY_SHELLS = ("SIGINT", "SIGHUP")


@contextmanager
def children_hear() -> Iterator[None]:
    """Let processes started within begin with the default of signals that this one ignores.

    Ignored signals are handed down, and a test of interrupts would wait for ever. A handler that
    does nothing ignores them here as before, and is not handed down.
    """
    numbers = [getattr(signal, name) for name in IGNORED_BY_SHELLS if hasattr(signal, name)]
    ignored = [number for number in numbers if signal.getsignal(number) == signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, lambda *_: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
