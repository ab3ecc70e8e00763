"""Tasks here or in an executor: the same results in the same order, what is shared sent once."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.parallel import dealt, mapped, usable_cores, workers_of
from zimnik.studies.execution.processes import process_pool


def more_than(common: float, task: float) -> float:
    return task - common


class Counted:
    """Counts in each process how often it is unpickled there."""

    made = 0

    def __init__(self, size: int) -> None:
        self.filled = b"x" * size

    def __setstate__(self, state: dict[str, Any]) -> None:
        type(self).made += 1
        self.__dict__.update(state)


def made_here(common: Counted, task: int) -> tuple[int, int, int]:
    return os.getpid(), common.made, len(common.filled) + task


def test_results_come_in_the_order_of_the_tasks_here_and_in_processes() -> None:
    tasks = [9.0, 4.0, 1.0, 0.0]
    with process_pool(2) as executor:
        assert executor is not None
        assert workers_of(executor) == 2
        beside = list(mapped(more_than, 1.0, tasks, executor=executor))
        ids = {executor.submit(os.getpid).result() for _ in range(2)}
    assert beside == list(mapped(more_than, 1.0, tasks)) == [8.0, 3.0, 0.0, -1.0]
    assert os.getpid() not in ids


def test_without_workers_tasks_run_in_this_process() -> None:
    with process_pool(0) as executor:
        assert executor is None
        assert workers_of(executor) == 1
        found = mapped(lambda common, task: (common, task, os.getpid()), 5, [1], executor=executor)
        assert list(found) == [(5, 1, os.getpid())]


def test_what_tasks_share_is_unpickled_once_a_worker() -> None:
    with process_pool(1) as executor:
        found = list(mapped(made_here, Counted(1_000_000), range(6), executor=executor))
    assert {(process != os.getpid(), made) for process, made, _ in found} == {(True, 1)}
    assert [size for *_, size in found] == [1_000_000 + task for task in range(6)]


def test_any_executor_of_the_standard_library_will_do() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert workers_of(executor) == 3
        assert list(mapped(more_than, 2.0, [3.0, 2.0], executor=executor)) == [1.0, 0.0]


def test_an_error_of_a_task_leaves_the_others_unasked() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(ZeroDivisionError):
        list(mapped(partial(divmod), 1, [1, 0, 2], executor=executor))


@given(
    groups=st.lists(st.lists(st.integers(), max_size=9), max_size=9),
    parts=st.integers(1, 5),
)
def test_tasks_are_dealt_each_once_and_evenly(groups: list[list[int]], parts: int) -> None:
    found = dealt(groups, parts)
    every = [task for group in groups for task in group]
    assert Counter(task for part in found for task in part) == Counter(every)
    assert len(found) == min(parts, len(found))
    assert all(found)
    # No part is more than a piece above the mean, and a piece is a part at most.
    assert all(len(part) < 2 * max(-(-len(every) // parts), 1) for part in found)


def test_a_group_is_cut_only_where_it_is_larger_than_a_part() -> None:
    assert sorted(map(sorted, dealt([[1, 2, 3], [4, 5], [6]], 2))) == [[1, 2, 3], [4, 5, 6]]
    assert sorted(map(sorted, dealt([[1, 2, 3, 4]], 2))) == [[1, 2], [3, 4]]


def test_cores_are_those_of_the_machine_where_a_process_cannot_ask_for_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert usable_cores() == 7
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert usable_cores() == 1
