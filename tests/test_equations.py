"""Every equation of docs/model.md is cited by a test that can find it wrong.

A test cites what it tests by number and in brackets, as in (E8) or (E3, A4): in its docstring, in a
comment right above it, or in the docstring of its module where all tests there are of one equation.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
ROOT = TESTS.parent
MODEL = (ROOT / "docs" / "model.md").read_text("utf8")
EQUATIONS = re.findall(r"^\*\*(E\d+)\. ", MODEL, re.MULTILINE)
ASSUMPTIONS = re.findall(r"^- \*\*(A\d+)\.\*\* ", MODEL, re.MULTILINE)
_CITED = re.compile(r"\(([EA]\d+(?:, [EA]\d+)*)\)")
# A number of the model in the text of a module; "A4" alone may also be a size of paper.
_NAMED = re.compile(r"model\.md,? ((?:[EA]\d+(?:,| and|) ?)+)")


def numbers(text: str) -> set[str]:
    return {number for found in _CITED.findall(text) for number in found.split(", ")}


def cited(source: str) -> dict[str, set[str]]:
    """Return what each test of a module cites, by its name."""
    tree, lines = ast.parse(source), source.split("\n")
    whole = numbers(ast.get_docstring(tree) or "")
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            first = min([node.lineno, *(line.lineno for line in node.decorator_list)])
            above = " ".join(comments_above(lines, first - 1))
            found[node.name] = whole | numbers(above) | numbers(ast.get_docstring(node) or "")
    return found


def comments_above(lines: list[str], row: int) -> Iterator[str]:
    while row and lines[row - 1].startswith("#"):
        row -= 1
        yield lines[row]


def every_citation() -> dict[str, set[str]]:
    """Return the tests that cite each number."""
    tests: dict[str, set[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if path == Path(__file__):
            continue
        for name, found in cited(path.read_text("utf8")).items():
            for number in found:
                tests.setdefault(number, set()).add(f"{path.relative_to(ROOT)}::{name}")
    return tests


def test_every_equation_has_a_test() -> None:
    tests = every_citation()
    assert len(EQUATIONS) > 20
    assert [number for number in EQUATIONS if number not in tests] == []


def test_tests_cite_only_what_the_model_has() -> None:
    assert every_citation().keys() - {*EQUATIONS, *ASSUMPTIONS} == set()


@pytest.mark.parametrize("room", ["geo", "layers", "maps"])
def test_code_cites_only_what_the_model_has(room: str) -> None:
    named = {
        number
        for path in (ROOT / room).rglob("*.py")
        for found in _NAMED.findall(path.read_text("utf8"))
        for number in re.findall(r"[EA]\d+", found)
    }
    assert named - {*EQUATIONS, *ASSUMPTIONS} == set()


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
