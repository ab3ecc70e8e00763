"""Tasks here or in processes: the same results in the same order."""

from __future__ import annotations

import math
import os

from zimnik.geo.core.parallel import mapped, process_pool


def test_results_come_in_the_order_of_the_tasks_here_and_in_processes() -> None:
    tasks = [9.0, 4.0, 1.0, 0.0]
    with process_pool(2) as executor:
        assert executor is not None
        beside = list(mapped(math.sqrt, tasks, executor=executor))
        ids = {executor.submit(os.getpid).result() for _ in range(2)}
    assert beside == list(mapped(math.sqrt, tasks)) == [3.0, 2.0, 1.0, 0.0]
    assert os.getpid() not in ids


def test_without_workers_tasks_run_in_this_process() -> None:
    with process_pool(0) as executor:
        assert executor is None
        assert list(mapped(lambda task: (task, os.getpid()), [1], executor=executor)) == [
            (1, os.getpid())
        ]
