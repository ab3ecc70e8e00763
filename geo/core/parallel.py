"""Where tasks run: here, one after the other, or in an executor that somebody else keeps.

Owns how what all tasks share travels to a process once, and that no process outlives the one that
started it, whatever ends that. Which tasks there are is for who computes to say, and how many
processes there are for who starts them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future
    from multiprocessing.connection import Connection

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
    is first needed. They end with the block, at once where it is left by an error or an interrupt,
    and with this process, even where it is killed.
    """
    if workers < 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    pool = _Pool(workers, context, _end_with, (watched,))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    else:
        pool.shutdown()
    finally:
        held.close()
        watched.close()


class _Pool(ProcessPoolExecutor):
    """Processes that leave an interrupt of the keyboard to the one that started them."""

    def submit(self, fn: Any, /, *args: Any, **given: Any) -> Future[Any]:  # noqa: ANN401 - as its base
        """Submit a call; a process that it starts begins with interrupts held back."""
        with _interrupts_held():
            return super().submit(fn, *args, **given)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(watched: Connection) -> None:
    """End this process when the other end of a pipe closes: it is done with, or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        # Windows tells of the other end by an error.
        with suppress(OSError):
            watched.poll(None)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
