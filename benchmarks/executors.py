"""Cases on one core, on two processes and on a Dask cluster of two workers, in one run.

Run: python -m benchmarks.executors [CASES]; 1,500 without it: Tomtor to five hubs in 15 observed
years under 20 rate cards. Prints times without the start of the workers, whether all answers are
the same, what a case is in bytes and seconds, and what follows for more workers by these figures.
Beside the clock, which other work on the machine slows, stand processor times: of the busiest
worker and of this process, which sends, collects and with Dask schedules. On as many free cores
as there are workers no run is done sooner than the busiest worker, nor than all of these times
together over the cores.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.parallel import workers_of
from zimnik.studies.matrix import MatrixQuestion
from zimnik.studies.model import edition_of
from zimnik.studies.scenarios.cases import Case
from zimnik.studies.scenarios.running import ROUNDS, run_tasks, tasks_of
from zimnik.studies.sources import Sources

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from zimnik.studies.scenarios.running import Task

HUBS = ("krasnokamensk", "baotou", "solikamsk", "krasnoyarsk_krastsvetmet", "khatanga")
YEARS = range(1979, 1994)
TRUCKS_USD_PER_TKM = np.linspace(0.04, 0.14, 20).round(3)
WORKERS, MANY_WORKERS, MANY_CASES = 2, (8, 1000), 1_000_000


def main() -> None:
    """Print the comparison."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    tasks = list(islice(_tasks(), count))
    _answers(tasks[: 2 * WORKERS], None)
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    here = _answers(tasks, None)
    serial_s, serial_cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    each_s = serial_cpu_s / len(tasks)
    print(
        f"{len(tasks):,} cases here: {serial_s:.1f} s by the clock, {serial_cpu_s:.1f} s of the "
        f"processor, {1000 * each_s:.1f} ms a case"
    )
    sizes = [len(pickle.dumps(task)) for task in tasks]
    print(f"a case is sent in {np.mean(sizes):,.0f} bytes")
    for name, asked in (("processes", {}), ("Dask workers", {"dask": "local"})):
        began_s = time.perf_counter()
        with zimnik.workers(jobs=WORKERS, **asked) as executor:  # type: ignore[arg-type]
            _warm(executor, tasks)
            begun_s = time.perf_counter() - began_s
            waits = [_empty_s(executor) for _ in range(20)]
            before_s = _worked_s(executor)
            began_s, began_cpu_s = time.perf_counter(), time.process_time()
            there = _answers(tasks, executor)
            took_s, own_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
            after_s = _worked_s(executor)
        worked_s = [after_s[one] - before_s.get(one, 0.0) for one in after_s]
        least_s = max(*worked_s, (sum(worked_s) + own_s) / WORKERS)
        same = "the same answers" if there == here else "OTHER ANSWERS"
        there_s = " and ".join(f"{one:.1f}" for one in worked_s)
        print(
            f"{WORKERS} {name}: {took_s:.1f} s by the clock, "
            f"{serial_s / took_s:.2f} times as fast; "
            f"{same}; begun in {begun_s:.1f} s\n"
            f"  of the processor {there_s} s there and {own_s:.1f} s here: on free cores "
            f"{serial_cpu_s / least_s:.2f} times as fast; an empty task takes "
            f"{1000 * float(np.median(waits)):.1f} ms"
        )
    for workers in MANY_WORKERS:
        pieces = workers * ROUNDS
        spread_s = (MANY_CASES * each_s) / workers
        sent_s = pieces * float(np.median(waits))
        print(
            f"on paper, {MANY_CASES:,} cases on {workers:,} workers: {spread_s / 3600:.2f} h of "
            f"work each, and {sent_s:.0f} s of the scheduler for {pieces:,} pieces"
        )


def _tasks() -> list[Task]:
    cases = []
    for usd_per_tkm in TRUCKS_USD_PER_TKM:
        sources = Sources(rate={"truck_tkm": float(usd_per_tkm)})
        edition = edition_of(sources)
        for hub, year in product(HUBS, YEARS):
            name = f"{hub}, {year}, {usd_per_tkm}"
            question = MatrixQuestion(origins="tomtor", destinations=hub, year=year)  # type: ignore[arg-type]
            cases.append((Case(name, question, sources, {}), edition))
    return tasks_of([case for case, _ in cases], {case.name: one for case, one in cases})


def _answers(tasks: list[Task], executor: Executor | None) -> list[str]:
    found, faults = run_tasks(tasks, executor=executor)
    if faults:
        raise SystemExit("\n".join(map(str, faults)))
    return [found[task.case.name].to_csv() for task in tasks]


def _warm(executor: Executor | None, tasks: list[Task]) -> None:
    """Have every worker import what a case needs, as a long run does in its first second."""
    _answers(tasks[: 4 * workers_of(executor) * ROUNDS], executor)


def _worked_s(executor: Executor | None) -> dict[int, float]:
    """Return the processor time of each worker so far, by its process."""
    if executor is None:
        return {}
    asked = [executor.submit(_pid_and_cpu_s, number) for number in range(8 * workers_of(executor))]
    return dict(sorted(one.result() for one in asked))


def _pid_and_cpu_s(number: int) -> tuple[int, float]:
    # So long that each worker gets some.
    time.sleep(0.05 + 0.0 * number)
    return os.getpid(), time.process_time()


def _empty_s(executor: Executor | None) -> float:
    if executor is None:
        return 0.0
    began_s = time.perf_counter()
    executor.submit(int).result()
    return time.perf_counter() - began_s


if __name__ == "__main__":
    main()
