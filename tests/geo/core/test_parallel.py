"""Tasks here or in processes: the same results in the same order."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time

import pytest

from zimnik.geo.core.parallel import mapped, process_pool

BUSY = """
import sys, time
from zimnik.geo.core.parallel import process_pool
if __name__ == "__main__":
    with process_pool(2) as pool:
        waits = [pool.submit(time.sleep, 600.0) for _ in range(4)]
        print("started", flush=True)
        waits[0].result()
"""


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


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_processes_end_with_the_one_that_started_them(name: str) -> None:
    """They would hold its standard output open, and whoever reads it would wait for ever."""
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.send_signal(getattr(signal, name))
        rest, said = process.communicate(timeout=30)
    assert rest == b""
    assert said.count(b"Traceback") == (1 if name == "SIGINT" else 0), said.decode()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes")
@pytest.mark.parametrize("wait_s", [0.0, 0.05, 0.1, 0.2, 0.4, 0.8])
def test_interrupt_of_the_keyboard_is_left_to_the_one_process(wait_s: float) -> None:
    """The keyboard interrupts all processes of a terminal, also those that only begin."""
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(wait_s)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    told = said.decode()
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert "spawn_main" not in told


def test_processes_end_at_once_when_the_block_fails() -> None:
    def fail() -> None:
        with process_pool(1) as executor:
            assert executor is not None
            executor.submit(time.sleep, 60.0)
            executor.submit(time.sleep, 60.0)
            raise ZeroDivisionError

    start_s = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert time.monotonic() - start_s < 30
