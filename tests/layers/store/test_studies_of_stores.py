"""Studies and commands of a store: what they tell of it, and that they stay as they were loaded."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest

import zimnik
from tests import commands
from tests.layers.drawn_atlas import deposit, write_table
from tests.layers.store.server import PASSWORD, TOLD, USER, execute
from zimnik.layers.store.address import read_address
from zimnik.layers.store.reading import read_snapshot
from zimnik.studies.model import edition_of
from zimnik.studies.route import RouteQuestion
from zimnik.studies.scenarios.cases import Case
from zimnik.studies.scenarios.results import CaseResult
from zimnik.studies.scenarios.running import answered_here, tasks_of
from zimnik.studies.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = (PASSWORD, TOLD, TOLD.partition(":")[2], "p%40ss", USER)


def first(tmp_path: Path, note: str = "") -> Path:
    return write_table(tmp_path / "deposits.csv", [deposit("first", "124.6", "71.2", note=note)])


@pytest.fixture
def store(url: str, tmp_path: Path) -> str:
    """Return a store with one deposit, which is what its readers have over the shipped atlas."""
    rows = first(tmp_path)
    columns = ", ".join(rows.read_text("utf8").splitlines()[0].split(","))
    values = rows.read_text("utf8").splitlines()[1].split(",")
    name = read_address(url).schema
    execute(url, f"CREATE SCHEMA {name}")
    # Text alone, as a sheet that somebody copied into a database.
    told = ", ".join(
        f"'{value}' AS {one}" for value, one in zip(values, columns.split(", "), strict=True)
    )
    execute(url, f"CREATE TABLE {name}.deposits AS SELECT {told}")
    return url


def test_an_answer_names_the_store_and_neither_user_nor_password(store: str) -> None:
    done = commands.zimnik("route", "first", "baotou", "--atlas", store, "--format", "json")
    answer = json.loads(done.out)
    told = str(read_address(store))
    assert answer["asked"]["options"]["atlas"] == told
    assert answer["asked"]["command"].endswith(f"--atlas '{told}'")
    assert not any(secret in f"{done.out}{done.err}" for secret in SECRETS)


def test_a_study_stays_as_it_was_loaded_and_its_edition_follows_the_rows(store: str) -> None:
    study = zimnik.load(atlas=store)
    same = read_snapshot(read_address(store))
    execute(
        store, f"UPDATE {read_address(store).schema}.deposits SET name_en = 'Other', lon = '125'"
    )
    other = zimnik.load(atlas=store)
    names = [
        one.layers["deposits"].set_index("id").loc["first", "name_en"] for one in (study, other)
    ]
    assert names == ["First", "Other"]
    assert study.model.sources.atlas == same
    assert study.model.edition != other.model.edition
    # A study travels to other processes with what was read.
    again = pickle.loads(pickle.dumps(study.model.sources))  # noqa: S301 - our own
    assert again == study.model.sources
    assert not any(secret in repr(again) for secret in SECRETS)


def test_faults_of_a_store_are_told_by_its_table_and_row(store: str) -> None:
    execute(store, f"UPDATE {read_address(store).schema}.deposits SET lat = '95'")
    for words in (("check", store), ("route", "first", "baotou", "--atlas", store)):
        done = commands.zimnik(*words, status=2)
        assert f"{read_address(store)}, table deposits, row first (row 1), column 'lat'" in done.err
        assert not any(secret in f"{done.out}{done.err}" for secret in SECRETS)


@pytest.mark.parametrize(
    "words",
    [
        ("route", "tomtor", "baotou", "--atlas", "postgresql://u:s/e@c@h"),
        ("route", "tomtor", "baotou", "postgresql://u:s/e@c@h/d"),
        ("check", "postgresql://u:s/e@c@h:port/d"),
        ("layers", "export", "postgresql://u:s/e@c@127.0.0.1:1/d"),
        ("layers", "export", "postgresql://u:s%2Fe%40c@127.0.0.1:1/d"),
        ("route", "tomtor", "baotou", "--atlas", "postgresql://u:s%2Fe%40c@127.0.0.1:1/d"),
        ("diff", "postgresql://u:s%2Fe%40c@127.0.0.1:1/d", "shipped"),
    ],
)
def test_no_message_of_a_command_holds_a_password(words: tuple[str, ...]) -> None:
    done = commands.zimnik(*words, status=2)
    assert not any(
        secret in f"{done.out}{done.err}" for secret in ("s/e", "@c", "s%2Fe", "%40c", "Trace")
    )


@pytest.mark.proof
def test_two_commands_write_into_one_store_and_a_third_reads_it_as_files(
    url: str, tmp_path: Path
) -> None:
    empty = commands.zimnik("layers", "export", url)
    told = str(read_address(url))
    assert empty.out.startswith(f"{told}: ")
    assert empty.out.endswith("rows added, 0 changed\n")
    file = first(tmp_path)
    assert (
        commands.zimnik("layers", "export", url, "--atlas", str(file)).out
        == f"{told}: 1 rows added, 0 changed\n"
    )
    said = commands.zimnik("diff", "shipped", url).out
    assert "first" in said
    from_file, from_store = (
        commands.zimnik("route", "first", "baotou", "--atlas", one, "--format", "csv").out.split(
            "\n", 1
        )[1]
        for one in (str(file), url)
    )
    assert from_store == from_file
    plan = tmp_path / "plan.toml"
    plan.write_text(
        f'question = "route"\n[options]\norigin = "first"\ndestination = "baotou"\natlas = "{url}"\n',
        encoding="utf-8",
    )
    commands.zimnik("run", str(plan), "--out", str(tmp_path / "results.parquet"))
    written = (tmp_path / "results.parquet").read_bytes()
    assert not any(secret.encode() in written for secret in SECRETS)


@pytest.mark.proof
def test_a_case_of_a_plan_is_not_answered_of_other_tables_than_the_plan_began_with(
    store: str,
) -> None:
    sources = Sources(atlas=store)
    case = Case("one", RouteQuestion("first", "baotou"), sources, {})
    (task,) = tasks_of([case], {"one": edition_of(sources)})
    execute(store, f"UPDATE {read_address(store).schema}.deposits SET lon = '125'")
    refused = answered_here(task)
    assert isinstance(refused, tuple)
    assert [fault.found for fault in refused] == ["others: somebody has changed them"]
    (task,) = tasks_of([case], {"one": edition_of(sources)})
    answered = answered_here(task)
    assert isinstance(answered, CaseResult)
    assert answered.record.case == "one"
