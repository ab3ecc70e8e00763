"""Another process for an answer that is long enough to be worth it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor


@contextmanager
def one_more_process(begin: Callable[[], object]) -> Iterator[Executor | None]:
    """Give one more process where there is a core for it, else None.

    Parameters
    ----------
    begin
        What it does first, at once: such as to import what it will need.
    """
    if (os.cpu_count() or 1) == 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned and not forked: the threads of NumPy do not survive a fork.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(begin)
        yield pool
