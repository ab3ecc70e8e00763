"""Processes that end with the one that started them, and of which one that dies is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.execution.processes import MOST_TRIES, process_pool

if TYPE_CHECKING:
    from pathlib import Path

BUSY = """
import sys, time
from zimnik.studies.execution.processes import process_pool
if __name__ == "__main__":
    with process_pool(2) as pool:
        waits = [pool.submit(time.sleep, 60.0) for _ in range(4)]
        print("started", flush=True)
        waits[0].result()
"""


def die_once(mark: Path) -> int:
    """End the process of this call the first time, without a word."""
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return 7


def die(mark: Path) -> None:
    """End the process of this call, and count how often."""
    with mark.open("a") as file:
        file.write("x")
    os._exit(9)


def refuse() -> None:
    raise InputError([Fault("day", "one of the year", "400", "Give another.")])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes end otherwise")
def test_a_process_that_dies_costs_what_it_was_at_only(tmp_path: Path) -> None:
    with process_pool(1) as pool:
        assert pool is not None
        before = pool.submit(abs, -1).result()
        dies, waits = pool.submit(die_once, tmp_path / "mark"), pool.submit(abs, -3)
        assert (before, dies.result(), waits.result()) == (1, 7, 3)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes end otherwise")
def test_a_call_that_always_ends_its_process_is_given_up(tmp_path: Path) -> None:
    with process_pool(1) as pool:
        assert pool is not None
        with pytest.raises(BrokenProcessPool):
            pool.submit(die, tmp_path / "mark").result()
        assert (tmp_path / "mark").read_text() == "x" * MOST_TRIES
        assert pool.submit(abs, -2).result() == 2


def test_faults_come_back_whole_from_a_process() -> None:
    with process_pool(1) as pool:
        assert pool is not None
        with pytest.raises(InputError, match="day: expected one of the year, found 400") as caught:
            pool.submit(refuse).result()
    assert [fault.where for fault in caught.value.faults] == ["day"]


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
