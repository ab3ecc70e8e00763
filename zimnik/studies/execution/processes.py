"""Processes to run tasks in, that end with the one that started them.

Owns that a process that dies costs what it was at and no more, that an interrupt of the keyboard is
left to the one process that has the terminal, and that none outlives it.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import tempfile
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

# A call that is at hand when a process dies need not be the cause; one that is each time is.
MOST_TRIES = 3


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
    with tempfile.TemporaryDirectory(prefix="zimnik-", ignore_cleanup_errors=True) as folder:
        pool = _Processes(workers, Path(folder))
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        else:
            pool.shutdown()
        finally:
            pool.release()


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    """A call that was submitted, what waits for it, and how often it was sent."""

    work: Callable[[], Any]
    answer: Future[Any]
    tries: int = 1


class _Processes(Executor):
    """Processes of which one that dies is replaced, and what it was at is sent again."""

    def __init__(self, workers: int, folder: Path) -> None:
        self.workers = workers
        self._folder = folder
        self._context = multiprocessing.get_context("spawn")
        self._watched, self._held = self._context.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._pool: _Pool | None = None
        self._waiting: set[Future[Any]] = set()
        self._is_left = False

    def share(self, data: bytes) -> bytes | Callable[[], bytes]:
        """Write data where every process finds them; where there is no room they go with calls."""
        path = self._folder / hashlib.sha256(data).hexdigest()
        try:
            if not path.exists():
                path.write_bytes(data)
        except OSError:
            return data
        return path.read_bytes

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as its base
        """Submit a call, which outlives the process that is at it."""
        answer: Future[Any] = Future()
        self._waiting.add(answer)
        answer.add_done_callback(self._waiting.discard)
        self._send(_Call(partial(fn, *args, **kwargs), answer))
        return answer

    def _send(self, call: _Call) -> None:
        with self._lock:
            try:
                pool = self._pool or self._renewed()
                sent = pool.submit(call.work)
            except BrokenProcessPool:
                pool = self._renewed()
                sent = pool.submit(call.work)
        sent.add_done_callback(partial(self._take, call, pool))

    def _renewed(self) -> _Pool:
        self._pool = _Pool(self.workers, self._context, _end_with, (self._watched,))
        return self._pool

    def _take(self, call: _Call, pool: _Pool, sent: Future[Any]) -> None:
        error = None if sent.cancelled() else sent.exception()
        broken = isinstance(error, BrokenProcessPool)
        if broken and call.tries < MOST_TRIES and not self._is_left:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            self._send(replace(call, tries=call.tries + 1))
            return
        if sent.cancelled():
            call.answer.cancel()
        if not call.answer.set_running_or_notify_cancel():
            return
        if error is not None:
            call.answer.set_exception(error)
        else:
            call.answer.set_result(sent.result())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base
        """End the processes, when all is done or at once."""
        if wait and not cancel_futures:
            _wait(self._waiting)
        # From here on processes end because they are to.
        self._is_left = True
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def release(self) -> None:
        """Close what the processes watch, at which those that are left end."""
        self._held.close()
        self._watched.close()


def _wait(pending: Iterable[Future[Any]]) -> None:
    wait(list(pending))


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
