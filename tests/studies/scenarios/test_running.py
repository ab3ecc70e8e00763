"""Runs: every case is what its command answers, on any number of processes, through any end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zimnik
from tests.commands import zimnik as command
from zimnik import InputError
from zimnik.studies.matrix import MatrixQuestion
from zimnik.studies.route import RouteQuestion
from zimnik.studies.scenarios import run as runs
from zimnik.studies.scenarios import running
from zimnik.studies.scenarios.measures import measure_of
from zimnik.studies.scenarios.result_files import read_results
from zimnik.studies.scenarios.results import CaseRecord, CaseResult

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.studies.scenarios.results import Results

TOML = """question = "matrix"
[options]
origins = "tomtor"
destinations = "krasnokamensk,baotou"
ready = "07-01"
[sweep]
year-type = ["short", "long"]
rate.truck_tkm = [0.05, 0.09]
"""
SINGLE = ("matrix", "--origins", "tomtor", "--destinations", "krasnokamensk,baotou")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(TOML, "utf8")
    return file


def csv_of(results: Results) -> list[str]:
    return [one.to_csv() for one in results.cases]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the cases that are answered."""
    heard: list[str] = []
    answer = running.answered_here

    def hear(task: running.Task, **given: Any) -> Any:
        heard.append(task.case.name)
        return answer(task, **given)

    monkeypatch.setattr(running, "answered_here", hear)
    return heard


def test_each_case_is_its_command_byte_for_byte(plan: Path) -> None:
    command("run", str(plan))
    found = read_results(plan.with_suffix(".parquet"))
    singles = [
        command(
            *SINGLE, "--ready", "07-01", "--year-type", year_type,
            "--rate", f"truck_tkm={rate}", "--format", "csv",
        ).out
        for year_type in ("short", "long")
        for rate in (0.05, 0.09)
    ]  # fmt: skip
    assert csv_of(found) == singles
    assert len(set(singles)) == 4


def test_two_processes_answer_the_same_in_the_same_order(plan: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    zimnik.run_plan(plan, out=here)
    with zimnik.workers(jobs=2) as executor:
        zimnik.run_plan(plan, out=there, executor=executor)
    one, two = read_results(here), read_results(there)
    assert csv_of(one) == csv_of(two)
    records = [[replace(c.record, seconds=0) for c in found.cases] for found in (one, two)]
    assert records[0] == records[1]
    pd.testing.assert_frame_equal(one.to_frame(), two.to_frame())


class _Here(Executor):
    """An executor that runs at once what it is given, and says it has two workers."""

    workers = 2

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.sizes.append(len(args[0]))
        found: Future[Any] = Future()
        found.set_result(fn(*args, **kwargs))
        return found


def test_cases_that_take_long_go_back_and_are_sent_again(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = csv_of(zimnik.run_plan(plan))
    monkeypatch.setattr(running, "ROUNDS", 1)
    monkeypatch.setattr(running, "TOGETHER_S", 0.0)
    executor = _Here()
    assert csv_of(zimnik.run_plan(plan, executor=executor)) == here
    # Two pieces of two cases of one model, and what each had not begun.
    assert sorted(executor.sizes) == [1, 1, 2, 2]


def test_what_a_file_holds_is_what_was_run(plan: Path) -> None:
    """Read without the project too: a row a row, and the record of each case as JSON."""
    out = plan.with_suffix(".parquet")
    results = zimnik.run_plan(plan, out=out)
    stored = read_results(out)
    assert [one.record for one in stored.cases] == [one.record for one in results.cases]
    frame = pd.read_parquet(out)
    assert frame["case"].to_list() == [c.record.case for c in results.cases for _ in range(2)]
    assert frame["asked.rate.truck_tkm"].to_list() == [0.05, 0.05, 0.09, 0.09] * 2
    told = [json.loads(one) for one in frame["record"].drop_duplicates()]
    assert [one["asked"]["rates_sha256"] for one in told] == [
        one.record.asked["rates_sha256"] for one in results.cases
    ]
    assert len({one["asked"]["rates_sha256"] for one in told}) == 2
    assert {one["asked"]["zimnik_version"] for one in told} == {zimnik.__version__}
    costs = results.to_frame().set_index(["case", "destination_id"])["cost_usd_per_t"]
    one = results.case("year-type=long, rate.truck_tkm=0.09").rows()[0]
    assert costs["year-type=long, rate.truck_tkm=0.09", "krasnokamensk"] == one["cost_usd_per_t"]


def test_finished_cases_are_not_run_again(plan: Path, answered: list[str]) -> None:
    out = plan.with_suffix(".parquet")
    first = zimnik.run_plan(plan, out=out)
    assert len(answered) == 4
    plan.write_text(TOML.replace('"long"', '"normal", "long"'), "utf8")
    more = zimnik.run_plan(plan, out=out)
    assert answered[4:] == [f"year-type=normal, rate.truck_tkm={rate}" for rate in (0.05, 0.09)]
    assert [csv_of(more)[place] for place in (0, 1, 4, 5)] == csv_of(first)
    zimnik.run_plan(plan, out=out)
    assert len(answered) == 6


def test_an_interrupt_keeps_what_is_finished(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = plan.with_suffix(".parquet")
    answer, asked = running.answered_here, list[str]()

    def interrupted(task: running.Task, **given: Any) -> Any:
        asked.append(task.case.name)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return answer(task, **given)

    monkeypatch.setattr(running, "answered_here", interrupted)
    # As if writing had taken so long that it is put off.
    monkeypatch.setattr(running, "SAVES_PER_TIME", 1e9)
    with pytest.raises(KeyboardInterrupt):
        zimnik.run_plan(plan, out=out)
    assert {one.record.case for one in read_results(out).cases} == set(asked[:3])


def test_a_full_disk_ends_a_run_with_status_3_and_what_stood_there_stands(plan: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits of a process")
    out = plan.with_suffix(".parquet")
    text = TOML.replace('"short", "long"', '"short"').replace("0.05, 0.09", "0.05")
    plan.write_text(text, "utf8")
    zimnik.run_plan(plan, out=out)
    kept = out.read_bytes()
    plan.write_text(text.replace("[0.05]", "[0.05, 0.06]"), "utf8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(kept) // 2, hard))
    try:
        done = command("run", str(plan), status=3)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(out) in done.err
    assert "Traceback" not in done.err
    assert out.read_bytes() == kept
    assert set(plan.parent.iterdir()) == {plan, out}
    assert len(zimnik.run_plan(plan, out=out).cases) == 2


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.proof)])
def test_a_run_that_is_killed_goes_on(plan: Path, jobs: int, answered: list[str]) -> None:
    """The process is killed outright when its first case is on disk."""
    days = [f"{month:02}-{day:02}" for month in range(1, 13) for day in (1, 15)]
    plan.write_text(f"{TOML.partition('ready')[0]}[sweep]\nready = {days}\n", "utf8")
    out = plan.with_suffix(".parquet")
    words = [sys.executable, "-m", "zimnik", "run", str(plan), "--jobs", str(jobs)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while not out.exists():
            assert run.poll() is None
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    kept = {one.record.case for one in read_results(out).cases}
    assert 1 <= len(kept) < len(days)
    results = zimnik.run_plan(plan, out=out)
    assert len(results.cases) == len(days)
    assert set(answered) == {one.record.case for one in results.cases} - kept
    assert pq.read_table(out).num_rows == 2 * len(days)


def test_results_of_another_version_or_of_other_data_are_refused(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = plan.with_suffix(".parquet")
    zimnik.run_plan(plan, out=out)
    before = out.read_bytes()

    def refused() -> str:
        done = command("run", str(plan), status=2)
        assert out.read_bytes() == before
        assert "Name another file, or have this one made anew." in done.err
        return done.err

    with monkeypatch.context() as patch:
        patch.setattr(runs, "version", lambda _: "9.9")
        patch.setattr(running, "version", lambda _: "9.9")
        said = f"with 4 of zimnik {zimnik.__version__}, and this is 9.9"
        assert said in refused()
    plan.write_text(TOML.replace('"07-01"', '"07-02"'), "utf8")
    assert "with 4 of other options" in refused()
    plan.write_text(TOML + "[options.rate]\nstorage_d = 0.001\n", "utf8")
    assert "with 4 of other rates" in refused()
    plan.write_text(TOML.replace("0.05, ", ""), "utf8")
    assert "with 2 others, the first 'year-type=short, rate.truck_tkm=0.05'" in refused()
    plan.write_text('question = "outlook"\n', "utf8")
    assert "expected results of outlook" in refused()
    plan.write_text(TOML.replace("0.05, ", ""), "utf8")
    command("run", str(plan), "--anew")
    assert len(read_results(out).cases) == 2


def test_another_parquet_is_never_replaced(plan: Path) -> None:
    out = plan.with_suffix(".parquet")
    pd.DataFrame({"a": [1]}).to_parquet(out)
    assert "Parquet of something else" in command("run", str(plan), status=2).err
    out.write_bytes(b"PAR1")
    assert "no Parquet, or a broken one" in command("run", str(plan), status=2).err
    assert out.read_bytes() == b"PAR1"


def test_cases_that_cannot_be_answered_are_told_together_and_the_others_kept(plan: Path) -> None:
    told = TOML.replace('destinations = "krasnokamensk,baotou"\n', "") + (
        'destinations = ["baotou", "nowhereville", "atlantisburg"]\n'
    )
    plan.write_text(told, "utf8")
    done = command("run", str(plan), status=2)
    assert done.err.count("nowhereville") == done.err.count("atlantisburg") == 2
    assert done.err.count("and 3 more cases: destinations: expected") == 2
    assert len(read_results(plan.with_suffix(".parquet")).cases) == 4


def test_tables_with_faults_stop_a_run_before_it_starts(plan: Path, answered: list[str]) -> None:
    plan.write_text(TOML.replace("rate.truck_tkm", "rate.truk_tkm"), "utf8")
    done = command("run", str(plan), status=2)
    assert "found 'truk_tkm'. Is 'truck_tkm' meant?" in done.err
    assert answered == []


def test_a_dry_run_lists_the_cases_and_runs_none(plan: Path, answered: list[str]) -> None:
    done = command("run", str(plan), "--dry-run")
    assert "matrix, 4 cases" in done.out
    assert "year-type=long, rate.truck_tkm=0.09" in done.out
    assert answered == []
    assert not plan.with_suffix(".parquet").exists()


def test_more_cases_than_the_limit_are_refused_by_the_name_of_the_option(plan: Path) -> None:
    done = command("run", str(plan), "--max-cases", "3", status=2)
    assert "--max-cases: expected at least 4 for the cases of plan.toml" in done.err
    assert "2 year-type x 2 rate.truck_tkm" in done.err


def test_questions_of_a_study_are_answered_as_it_answers_them(study: zimnik.Study) -> None:
    hubs = ("krasnokamensk", "baotou")
    asked = {hub: RouteQuestion("tomtor", hub, ready="07-01", draws=10) for hub in hubs}
    found = study.run(asked)
    singles = [study.route("tomtor", hub, ready="07-01", draws=10) for hub in hubs]
    assert csv_of(found) == [one.to_csv() for one in singles]
    figures = found.figures().set_index("case")
    # The main figure of a route is that of its cheapest way, as the route tells it.
    assert measure_of(found).name == "cheapest.total.cost_usd_per_t"
    assert figures["cheapest.total.cost_usd_per_t"].to_list() == [
        json.loads(one.to_json())["routes"][0]["total"]["cost_usd_per_t"] for one in singles
    ]
    assert figures["spread.p50_usd_per_t"].to_list() == [
        json.loads(one.to_json())["spread"]["p50_usd_per_t"] for one in singles
    ]


def test_questions_without_names_are_numbered(study: zimnik.Study) -> None:
    asked = [MatrixQuestion(origins="tomtor", destinations="baotou", ready="07-01")] * 2
    assert list(study.run(asked).figures()["case"]) == ["1", "2"]


def test_questions_of_two_kinds_are_not_run_together(study: zimnik.Study) -> None:
    with pytest.raises(InputError, match="found matrix and route"):
        study.run([RouteQuestion("tomtor", "baotou"), MatrixQuestion()])


def test_how_long_all_will_take_is_told_again_without_loading() -> None:
    """By hand: 1,499 x 20 s on two workers are 4.2 h; 1,485 x 0.4 s on two are 297 s."""
    said: list[str] = []
    teller = runs.Teller(1500, 2, said.append)
    for seconds in (20.0, 22.0, *[0.4] * 20):
        record = CaseRecord(
            "", "", {}, {}, answered=True, warnings=(), figures={}, columns={}, seconds=seconds
        )
        teller.hear(CaseResult(record, pa.table({})))
    assert said == [
        "the first took 20.0 s, loading included; at that rate 1,499 more take 4.2 h",
        "of 15 half took 0.4 s or less; at that rate 1,485 more take 5 min",
    ]
