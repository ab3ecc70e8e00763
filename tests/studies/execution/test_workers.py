"""Questions answered by workers: the same answers to the byte, here, in processes and by Dask."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from tests.commands import zimnik as command
from zimnik import InputError
from zimnik.cli.catalogue import every_command
from zimnik.geo.core.parallel import usable_cores
from zimnik.studies.execution.workers import Workers, executor_of
from zimnik.studies.matrix import MatrixQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

HUBS = ("krasnokamensk", "baotou")
# Every question that several workers can answer, small.
QUESTIONS: dict[str, dict[str, Any]] = {
    "matrix": {"origins": ("tomtor", "kundybai", "katugin"), "destinations": HUBS, "ready": "07-01"},
    "campaign": {"origin": "tomtor", "destination": "krasnokamensk", "years": 2, "draws": 2},
    "criticality": {"deposits": ("tomtor", "katugin"), "hubs": HUBS, "close": ("laptev_strait_lane",)},
    "surface": {"ready": "02-01", "cell_km": 50.0},
    "rank_hubs": {"deposits": ("tomtor", "katugin"), "hubs": HUBS, "draws": 20},
    "site_hubs": {"deposits": ("tomtor", "katugin"), "hubs": HUBS, "open_hubs": 1, "worlds": 3},
}  # fmt: skip
QUICK = ("matrix",)


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor | None]:
    with zimnik.workers(jobs=2) as executor:
        yield executor


def answered(study: zimnik.Study, question: str, executor: Executor | None) -> str:
    told = str(getattr(study, question)(**QUESTIONS[question], executor=executor).to_json())
    # The one number that is another each time, wherever it is answered.
    return re.sub(r'"solve_s": [\d.e-]+', "", told)


@pytest.mark.parametrize(
    "question",
    [one if one in QUICK else pytest.param(one, marks=pytest.mark.proof) for one in QUESTIONS],
)
def test_processes_answer_to_the_byte_what_is_answered_here(
    study: zimnik.Study, pool: Executor, question: str
) -> None:
    assert answered(study, question, pool) == answered(study, question, None)


def test_every_question_that_workers_can_answer_is_asked_above() -> None:
    spread = {one.name for one in every_command() if one.is_spread}
    named = {"criticality": "stress", "rank_hubs": "hubs rank", "site_hubs": "hubs site"}
    assert spread == {named.get(one, one) for one in QUESTIONS}


@pytest.mark.proof
def test_a_dask_cluster_answers_to_the_byte_what_is_answered_here(study: zimnik.Study) -> None:
    asked = [MatrixQuestion(origins="tomtor", destinations=hub, ready="07-01") for hub in HUBS]
    here = [one.to_csv() for one in study.run(asked).cases]
    with zimnik.workers(dask="local", jobs=2) as cluster:
        assert [one.to_csv() for one in study.run(asked, executor=cluster).cases] == here
        for question in QUESTIONS:
            assert answered(study, question, cluster) == answered(study, question, None)


@pytest.mark.proof
def test_a_command_takes_processes_by_an_option() -> None:
    ends = ("--origins", "tomtor,katugin", "--destinations", "baotou")
    words = ("matrix", *ends, "--ready", "07-01", "--format", "csv")
    here = command(*words).out
    assert command(*words, "--jobs", "2").out == here
    # How many workers there were is no part of the answer.
    assert "jobs" not in here


def begun(**asked: Any) -> None:
    with zimnik.workers(**asked):
        pass


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zimnik.studies.execution.workers.REACHED_WITHIN_S", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(InputError, match="dask: expected a scheduler that answers") as caught:
        begun(dask=address)
    assert address in str(caught.value)


def test_a_command_to_a_scheduler_that_is_dead_ends_with_status_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("zimnik.studies.execution.workers.REACHED_WITHIN_S", 0.5)
    plan = tmp_path / "plan.toml"
    asked = 'origins = "tomtor"\ndestinations = "baotou"\nready = "07-01"\n'
    plan.write_text(f'question = "matrix"\n[options]\n{asked}', "utf8")
    done = command("run", str(plan), "--dask", "tcp://127.0.0.1:1", status=2)
    assert "--dask: expected a scheduler that answers, found 'tcp://127.0.0.1:1'" in done.err
    assert "Start a scheduler (dask scheduler), or correct the address." in done.err
    assert not plan.with_suffix(".parquet").exists()


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"Install zimnik\[cluster\], or leave it out"):
        begun(dask="local")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity of processes")
def test_all_jobs_are_the_cores_that_this_process_may_use() -> None:
    code = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "from zimnik.studies.execution.workers import Workers; print(Workers(jobs='all').jobs)"
    )
    one = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert one.stdout == "1\n"
    assert usable_cores() == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "many", 10_000, True])
def test_numbers_of_processes_that_are_none_are_refused(jobs: Any) -> None:
    with pytest.raises(InputError, match="jobs: expected a whole number 1 to 512"):
        Workers(jobs=jobs)


def end_this_process() -> None:
    os._exit(9)


def asked_in_vain() -> None:
    with executor_of(Workers(jobs=2)) as executor:
        assert executor is not None
        executor.submit(end_this_process).result()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes end otherwise")
def test_processes_that_end_again_and_again_are_told_as_a_fault() -> None:
    with pytest.raises(InputError, match="jobs: expected an answer from each process") as caught:
        asked_in_vain()
    assert "fewer jobs" in str(caught.value)
