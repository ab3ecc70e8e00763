"""Where tasks run: here, one after the other, or in an executor that somebody else keeps.

Owns how what all tasks share travels to a worker once, how tasks are cut into parts, and that
compiled code takes the cores of a process that is nobody's worker. Which
tasks there are is for who computes to say, and how many workers there are for who starts them.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

Task = TypeVar("Task")
Result = TypeVar("Result")
Common = TypeVar("Common")

# What a worker keeps of what tasks share: a surface takes 60 MB.
MOST_OPENED = 2


@runtime_checkable
class Sharing(Protocol):
    """An executor that brings data to its workers by a way of its own."""

    def share(self, data: bytes) -> Any:  # noqa: ANN401 - what the executor makes bytes of, or a call
        """Return what stands for the data in calls; workers get bytes, or what returns them."""


def mapped(
    task_of: Callable[[Common, Task], Result],
    common: Common,
    tasks: Iterable[Task],
    *,
    executor: Executor | None = None,
) -> Iterator[Result]:
    """Yield what a function returns for each task, in their order, on any number of workers.

    Parameters
    ----------
    task_of
        The function, which an executor of processes must be able to send.
    common
        What it is called with first, the same for all: pickled once, and unpickled once a worker.
    tasks
        What it is called with.
    executor
        Where it runs; None for here, one task after the other.
    """
    if executor is None:
        return map(partial(task_of, common), tasks)
    data = pickle.dumps(common, protocol=pickle.HIGHEST_PROTOCOL)
    key = hashlib.sha256(data).hexdigest()
    sent = executor.share(data) if isinstance(executor, Sharing) else data
    pending = [executor.submit(_run, task_of, key, sent, task) for task in tasks]
    return _results(pending)


def _results(pending: Sequence[Future[Result]]) -> Iterator[Result]:
    try:
        for one in pending:
            yield one.result()
    finally:
        for one in pending:
            one.cancel()


# Each worker has its own; it holds what came with tasks, and no answer depends on it.
_opened: OrderedDict[str, Any] = OrderedDict()


def _run(
    task_of: Callable[[Any, Any], Any],
    key: str,
    sent: bytes | Callable[[], bytes],
    task: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    common = _opened.get(key)
    if key not in _opened:
        common = pickle.loads(sent if isinstance(sent, bytes) else sent())  # noqa: S301 - our own
        _opened[key] = common
        while len(_opened) > MOST_OPENED:
            _opened.popitem(last=False)
    return task_of(common, task)


def workers_of(executor: Executor | None) -> int:
    """Return how many tasks an executor runs at a time; 1 where there is none."""
    if executor is None:
        return 1
    known = getattr(executor, "workers", None) or getattr(executor, "_max_workers", None)
    return int(known or 1)


def usable_cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads_here() -> int:
    """Return how many threads compiled code may take: all cores, but one in a worker process."""
    return usable_cores() if multiprocessing.parent_process() is None else 1


def threaded(
    task_of: Callable[[Task], Result], tasks: Iterable[Task], threads: int
) -> list[Result]:
    """Return what a function returns for each task, in their order, on any number of threads."""
    every = list(tasks)
    if threads <= 1 or len(every) <= 1:
        return [task_of(task) for task in every]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(task_of, every))


def dealt(groups: Iterable[Sequence[Task]], parts: int) -> list[list[Task]]:
    """Return tasks in parts of about one size, those of a group together as far as can be.

    A group larger than a part is cut; then the largest goes first to the smallest part (Graham,
    Bounds on multiprocessing timing anomalies, 1969). No part is empty.

    Parameters
    ----------
    groups
        Tasks that share work.
    parts
        How many parts are wanted, one at least.
    """
    every = [list(group) for group in groups]
    most = max(-(-sum(map(len, every)) // parts), 1)
    pieces = [group[at : at + most] for group in every for at in range(0, len(group), most)]
    found: list[list[Task]] = [[] for _ in range(parts)]
    for piece in sorted(pieces, key=len, reverse=True):
        min(found, key=len).extend(piece)
    return [part for part in found if part]
