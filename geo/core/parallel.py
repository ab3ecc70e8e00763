"""Where tasks run: here, one after the other, or in an executor that somebody else keeps.

Owns how what all tasks share travels to a process once. Which tasks there are is for who computes
to say, and how many processes there are for who starts them.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

Task = TypeVar("Task")
Result = TypeVar("Result")


def mapped(
    task_of: Callable[[Task], Result], tasks: Iterable[Task], *, executor: Executor | None = None
) -> Iterator[Result]:
    """Yield what a function returns for each task, in their order, on any number of processes.

    Parameters
    ----------
    task_of
        The function, which an executor of processes must be able to send.
    tasks
        What it is called with.
    executor
        Where it runs; None for here, one task after the other.
    """
    return map(task_of, tasks) if executor is None else executor.map(task_of, tasks)


@contextmanager
def process_pool(workers: int) -> Iterator[Executor | None]:
    """Yield an executor of some processes besides this one, or None where there are to be none.

    They are spawned and not forked: the threads of NumPy do not survive a fork. Each starts when it
    is first needed.
    """
    if workers < 1:
        yield None
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield pool
