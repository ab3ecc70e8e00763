"""Where a long question is answered: here, by processes of this machine, or by a Dask cluster.

Owns the two options, and how the executor that they stand for begins and ends. The answers are the
same wherever they are made.
"""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.parallel import usable_cores
from zimnik.studies.options import Options, Reader, misread, option, optional, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

MOST_JOBS = 512
ALL, LOCAL = "all", "local"
REACHED_WITHIN_S = 5
# A worker here has one core and one task at a time: to look a hundred times a second at where it
# is, and fifty times whether anything is late, takes from that core and tells nobody.
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
}


def _jobs(given: object) -> int:
    if isinstance(given, str):
        given = usable_cores() if given.strip().casefold() == ALL else _as_whole(given)
    return int(whole(1, MOST_JOBS).read(given))


def _as_whole(given: str) -> int:
    try:
        return int(given)
    except ValueError:
        expected = f"a whole number 1 to {MOST_JOBS}, or '{ALL}'"
        raise misread(expected, "Give a number.") from None


@dataclass(frozen=True, slots=True)
class Workers(Options):
    """Where a question is answered.

    Parameters
    ----------
    jobs
        On how many processes of this machine; "all" for as many as it may use. The answer is the
        same on any number.
    dask
        Address of the scheduler of a Dask cluster to answer on, such as tcp://host:8786; "local"
        for one on this machine, with as many workers as jobs.
    """

    group: ClassVar[str] = "Workers"

    jobs: int = option(1, Reader(_jobs), told=False)
    dask: str | None = option(None, optional(text("the address of a scheduler")), told=False)


@contextmanager
def executor_of(workers: Workers) -> Iterator[Executor | None]:
    """Yield where to answer; None for here. What was started for it ends with the block.

    Raises
    ------
    InputError
        If no scheduler answers, Dask is not installed, a worker has another version; or if workers
        ended again and again on one task.
    """
    from zimnik.studies.execution.processes import process_pool

    try:
        if workers.dask is not None:
            with _dask(workers.dask, workers.jobs) as cluster:
                yield cluster
        else:
            with process_pool(workers.jobs if workers.jobs > 1 else 0) as pool:
                yield pool
    except BrokenExecutor:
        found = "processes that ended without one, again and again"
        remedy = "Ask on fewer jobs: each process needs memory of its own."
        raise InputError([Fault("jobs", "an answer from each process", found, remedy)]) from None


def workers(
    *, jobs: int | str = 1, dask: str | None = None
) -> AbstractContextManager[Executor | None]:
    """Return a context that gives the `executor` of questions, of a run and of a plan.

    Parameters
    ----------
    jobs
        Processes of this machine, or "all"; 1 is here.
    dask
        Address of a scheduler, or "local".

    Raises
    ------
    InputError
        If an option is wrong; in the block, as `executor_of`.
    """
    return executor_of(Workers(jobs=jobs, dask=dask))  # type: ignore[arg-type]  # read by its field


class DaskWorkers(Executor):
    """The executor of a cluster's client, which scatters what tasks share."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - distributed.Client, loaded where used
        self._client = client
        self._executor = client.get_executor(pure=False, retries=2)
        self.workers = max(sum(client.ncores().values()), 1)

    def share(self, data: bytes) -> Any:  # noqa: ANN401 - distributed.Future
        """Bring data to every worker once."""
        return self._client.scatter(data, broadcast=True)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as its base
        """Submit a call."""
        found: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return found


@contextmanager
def _dask(address: str, jobs: int) -> Iterator[DaskWorkers]:
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        remedy = "Install zimnik[cluster], or leave it out."
        raise InputError([Fault("dask", "Dask, which is installed", "none", remedy)]) from None
    if address == LOCAL:
        with (
            import_module("dask").config.set(_QUIET),
            _local_cluster(dask, jobs) as cluster,
            dask.Client(cluster) as client,
        ):
            yield DaskWorkers(client)
        return
    try:
        client = dask.Client(address, timeout=REACHED_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        found = f"'{address}': {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        remedy = "Start a scheduler (dask scheduler), or correct the address."
        raise InputError([Fault("dask", "a scheduler that answers", found, remedy)]) from None
    with client:
        _require_same_version(client.run(_known_version))
        yield DaskWorkers(client)


def _local_cluster(dask: Any, jobs: int) -> Any:  # noqa: ANN401 - distributed, loaded where used
    return dask.LocalCluster(
        n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
    )


def _known_version() -> str:
    return version("zimnik")


def _require_same_version(known: Mapping[str, str]) -> None:
    own = version("zimnik")
    others = sorted({found for found in known.values() if found != own})
    if not known:
        remedy = "Start workers (dask worker ADDRESS), or answer here."
        raise InputError([Fault("dask", "a scheduler with workers", "none", remedy)])
    if others:
        remedy = "Install one version on all machines."
        raise InputError([Fault("dask", f"workers with zimnik {own}", ", ".join(others), remedy)])
