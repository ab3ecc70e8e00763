"""Plans: what cases they make, and every fault told at once, with its line."""

from __future__ import annotations

import re
import tomllib
from math import prod
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import ROOT
from zimnik import InputError
from zimnik.cli.catalogue import COMMANDS
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.studies.answers import Format
from zimnik.studies.matrix import MatrixQuestion
from zimnik.studies.scenarios.plans import read_plan
from zimnik.studies.scenarios.questions import QUESTIONS, asking
from zimnik.studies.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path

MATRIX: dict[str, Any] = {"origins": "tomtor", "destinations": "baotou", "ready": "07-01"}


def plan(**told: Any) -> dict[str, Any]:
    return {"question": "matrix", "options": MATRIX, **told}


def faults_of(told: Any, **options: Any) -> list[str]:
    with pytest.raises(InputError) as raised:
        read_plan(told, **options)
    return str(raised.value).split("\n")


def test_a_plan_asks_what_the_command_line_asks() -> None:
    """All commands that answer with a table, but for the list of tables, which has no cases."""
    made = {name: make() for name, make in COMMANDS.items()}
    tables = {n for n, one in made.items() if Format.CSV in one.question.answer_class.formats}
    assert set(QUESTIONS) == tables - {"layers list"}
    for name in QUESTIONS:
        assert asking(name) == (made[name].question, made[name].answer)


def test_sweeps_are_crossed_within_each_named_case() -> None:
    told = plan(
        case=[{"name": "as it is"}, {"name": "no sea", "without": ["sea"]}],
        sweep={"year-type": ["short", "long"], "rate": {"truck_tkm": [0.05, 0.06]}},
    )
    found = read_plan(told)
    assert found.swept == ("year-type", "rate.truck_tkm")
    assert [case.name for case in found.cases] == [
        f"{name}, year-type={year_type}, rate.truck_tkm={rate}"
        for name in ("as it is", "no sea")
        for year_type in ("short", "long")
        for rate in (0.05, 0.06)
    ]
    case = found.cases[6]
    assert case.question == MatrixQuestion(**MATRIX, without=(Mode.SEA,), year_type=YearType.LONG)
    assert case.sources == Sources(rate={"truck_tkm": 0.05})
    assert dict(case.swept) == {"year-type": "long", "rate.truck_tkm": 0.05}


def test_a_swept_rate_stands_beside_the_rates_that_are_set() -> None:
    told = plan(
        options={**MATRIX, "rate": {"storage": 0.1, "truck_tkm": 0.9}},
        sweep={"rate": {"truck_tkm": [0.05]}},
    )
    (case,) = read_plan(told).cases
    assert dict(case.sources.rate) == {"storage": 0.1, "truck_tkm": 0.05}


def test_options_have_the_names_of_the_command_line_and_of_python() -> None:
    spellings = ("working-season", "working_season"), ("tonnes", "tonnes_per_y")
    for season, tonnes in zip(*spellings, strict=True):
        options = {"origins": "tomtor", season: "06-01:09-30", tonnes: 5_000}
        (case,) = read_plan(plan(options=options)).cases
        assert case.question == MatrixQuestion(
            origins="tomtor", working_season="06-01:09-30", tonnes_per_y=5_000
        )


def test_the_plan_of_the_guide_is_one() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text("utf8")
    (told,) = re.findall(r"```toml\n(question.*?)```", guide, re.DOTALL)
    found = read_plan(tomllib.loads(told))
    assert len(found.cases) == 30
    assert found.cases[0].name == "as today, year=1976"
    assert found.cases[-1].name == "no road to Zhigansk, year=1990"


def test_files_are_named_from_where_the_plan_stands(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text('question = "matrix"\noptions.atlas = "my"\nsweep.rates = ["a.csv", "b.csv"]\n')
    cases = read_plan(file).cases
    assert [case.sources.rates for case in cases] == [tmp_path / "a.csv", tmp_path / "b.csv"]
    assert {case.sources.atlas for case in cases} == {tmp_path / "my"}
    assert [case.name for case in cases] == ["rates=a.csv", "rates=b.csv"]


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 12), st.sampled_from([10, 100]))
def test_a_range_has_every_step_up_to_its_last(
    first: int, more: int, step: int, scale: int
) -> None:
    """In whole numbers of the smallest place, so that no sum of decimals is trusted."""
    told = {"from": first / scale, "to": (first + more) / scale, "step": step / scale}
    found = read_plan(plan(sweep={"warming": told}))
    values = [case.sources.warming_c for case in found.cases]
    assert values == [n / scale for n in range(first, first + more + 1, step)]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.integers(0, 3), st.integers(1, 80))
def test_too_many_cases_are_counted_and_refused(lengths: list[int], named: int, most: int) -> None:
    options = ("warming", "tonnes", "value")
    sweep = {o: list(range(1, n + 1)) for o, n in zip(options, lengths, strict=False)}
    told = plan(sweep=sweep, case=[{"name": f"n{n}"} for n in range(named)])
    count = prod(lengths) * max(1, named)
    if count <= most:
        assert len(read_plan(told, most_cases=most).cases) == count
    else:
        (said,) = faults_of(told, most_cases=most)
        assert f"max_cases: expected at least {count} for" in said
        assert all(f"{n} {o}" in said for o, n in zip(options, lengths, strict=False))


def test_a_range_that_explodes_is_never_counted_out() -> None:
    (said,) = faults_of(plan(sweep={"tonnes": {"from": 1, "to": 10**15}}))
    assert "1,000,000,000,000,000 tonnes" in said


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(
        """question = "matrix"
titel = "x"
[options]
origin = "tomtor"
max-days = -3
[sweep]
tonnes = [0, 160_000]
year = {from = 1980, too = 1990}
year-typ = ["short"]
[[case]]
name = "wrong"
avoid = 5
[[case]]
ready = "7-1"
""",
        "utf8",
    )
    told = faults_of(file)
    lines = {line: [one for one in told if f"row {line}," in one] for line in range(1, 15)}
    assert [line for line, said in lines.items() if said] == [2, 4, 5, 7, 8, 9, 12, 13, 14]
    assert len(told) == 9
    assert "'origins'" in lines[4][0]
    assert "found -3" in lines[5][0]
    assert "found 0" in lines[7][0]
    assert "Did you mean 'year_type'?" in lines[9][0]


def test_what_contradicts_itself_is_told_once_with_its_case() -> None:
    told = plan(options={**MATRIX, "year": 1984}, sweep={"year_type": ["normal", "long", "short"]})
    first, second = faults_of(told)
    assert "year_type=long" in first
    assert "year_type=short" in second


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"options": {}}, "column 'question': expected one of route,"),
        ({"question": "matrx"}, "Did you mean 'matrix'?"),
        (
            {"question": "route", "options": {"origin": "tomtor"}},
            "destination, which has no default",
        ),
        (plan(ready="07-01"), "found 'ready'. Write it under [options]."),
        (plan(destinatons="baotou"), "Did you mean 'destinations', under [options]?"),
        (plan(sweep={"rate.truck_tkm": [0.05]}), "Write rate.truck_tkm without quotes."),
        (plan(options=5), "column 'options': expected a table of options"),
        (plan(sweep=[1]), "column 'sweep': expected a table of options"),
        (plan(case={"name": "x"}), "column 'case': expected a list of cases"),
        (plan(sweep={"tonnes": 5}), "expected a list of values"),
        (plan(sweep={"tonnes": [5, 5]}), "expected each value once, found 5 twice"),
        (plan(sweep={"tonnes": [5], "tonnes_per_y": [6]}), "expected each option swept once"),
        (plan(case=[{"name": "a"}, {"name": "a"}]), "a name that no other case has, found 'a'"),
        (plan(case=[{"name": "a", "tonnes": 5}], sweep={"tonnes": [6]}), "the case 'a' sets"),
        (plan(options={"tonnes": 5, "tonnes_per_y": 6}), "expected each option once"),
    ],
)
def test_plans_that_say_nothing_right(told: dict[str, Any], said: str) -> None:
    (fault,) = faults_of(told)
    assert said in fault


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"question = \n", "line 1"),
        (b"a = [" + b"[" * 20_000, "plan in TOML"),
        ("question = 'до'".encode("cp1251"), "not UTF-8 at byte"),
        (b"question = 'matrix'\n\x00", "plan in TOML"),
        (b"", "column 'question'"),
    ],
)
def test_files_that_are_no_plans(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(data)
    (fault,) = faults_of(file)
    assert said in fault
    assert fault.startswith("plan.toml")


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in faults_of(tmp_path / "none.toml")[0]
    assert "plan in TOML" in faults_of(tmp_path)[0]
