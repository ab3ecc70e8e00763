"""Every equation of docs/model.md is cited by a test that can find it wrong."""

from __future__ import annotations

import pytest

from tools.equations import (
    ASSUMPTIONS,
    ROOMS,
    TITLES,
    cited,
    equation_table,
    in_code,
    in_tests,
)


def test_every_equation_has_a_test() -> None:
    tests = in_tests()
    assert len(TITLES) > 20
    assert [number for number in TITLES if number not in tests] == []


def test_tests_cite_only_what_the_model_has() -> None:
    assert in_tests().keys() - {*TITLES, *ASSUMPTIONS} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_code_cites_only_what_the_model_has(room: str) -> None:
    assert in_code([room]).keys() - {*TITLES, *ASSUMPTIONS} == set()


def test_the_table_leads_from_every_equation_to_its_code_and_tests() -> None:
    rows = equation_table().splitlines()[-len(TITLES) :]
    assert [row.split(".")[0] for row in rows] == [f"| {number}" for number in TITLES]
    assert rows[0].startswith("| E1. Cost is a bill times prices |")
    assert "](../geo/pricing/bill.py)" in rows[0]
    assert [row for row in rows if "| - |" in row] == []


def test_citations_are_found_wherever_they_may_stand() -> None:
    source = (
        '"""Of the campaign (E12)."""\n'
        "# Tests (E1, A4).\n@mark\ndef test_a():\n    pass\n"
        'def test_b():\n    """By hand (E2)."""\n'
        "# Tests (E3) far above.\n\ndef test_c():\n    pass\n"
        "def other():\n    '''Not a test (E9).'''\n"
    )
    assert cited(source) == {
        "test_a": {"E12", "E1", "A4"},
        "test_b": {"E12", "E2"},
        "test_c": {"E12"},
    }
