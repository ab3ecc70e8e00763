"""Where the equations of docs/model.md stand in the code, and which tests could find them wrong.

Run: python -m tools.equations FILE, which writes a table as Markdown, as make docs does. Code cites
an equation as `docs/model.md, E8`, or as (E8); a test in brackets, as (E8) or (E3, A4): in its
docstring, in a comment right above it, or in the docstring of its module where all tests there are
of one equation.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
ROOMS = ("geo", "layers", "maps")
MODEL = (ROOT / "docs" / "model.md").read_text("utf8")
TITLES: dict[str, str] = dict(re.findall(r"^\*\*(E\d+)\. (.+?)\.?\*\*", MODEL, re.MULTILINE))
ASSUMPTIONS: list[str] = re.findall(r"^- \*\*(A\d+)\.\*\* ", MODEL, re.MULTILINE)
_CITED = re.compile(r"\(([EA]\d+(?:, [EA]\d+)*)\)")
# A number of the model in the text of a module; "A4" alone may also be a size of paper.
_NUMBER = re.compile(r"[EA]\d+")
_NAMED = re.compile(r"model\.md,?\s+((?:[EA]\d+(?:,| and| to|)\s*)+)")
# What is about citations cites nothing.
_OF_CITATIONS = TESTS / "test_equations.py"

INTRODUCTION = """# Equations in code and tests

Where each equation of [the model](model.md) stands: the modules that say they follow it, and the
files with a test that cites it, which is one that could find it wrong. Made from code and tests by
`python -m tools.equations`.

| equation | code | tests |
| --- | --- | --- |
"""


def numbers(text: str) -> set[str]:
    """Return the numbers that a text cites in brackets."""
    return {number for found in _CITED.findall(text) for number in found.split(", ")}


def cited(source: str) -> dict[str, set[str]]:
    """Return what each test of a module cites, by its name."""
    tree, lines = ast.parse(source), source.split("\n")
    whole = numbers(ast.get_docstring(tree) or "")
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            first = min([node.lineno, *(line.lineno for line in node.decorator_list)])
            above = " ".join(_comments_above(lines, first - 1))
            found[node.name] = whole | numbers(above) | numbers(ast.get_docstring(node) or "")
    return found


def _comments_above(lines: list[str], row: int) -> Iterator[str]:
    while row and lines[row - 1].startswith("#"):
        row -= 1
        yield lines[row]


def in_tests() -> dict[str, set[tuple[str, str]]]:
    """Return file and name of the tests that cite each number."""
    tests: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if path == _OF_CITATIONS:
            continue
        for name, found in cited(path.read_text("utf8")).items():
            for number in found:
                tests.setdefault(number, set()).add((path.relative_to(ROOT).as_posix(), name))
    return tests


def in_code(rooms: Iterable[str] = ROOMS) -> dict[str, set[str]]:
    """Return the modules of some rooms that name each number."""
    modules: dict[str, set[str]] = {}
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text("utf8")
            named = {one for found in _NAMED.findall(text) for one in _NUMBER.findall(found)}
            # In brackets an A and a number may be anything.
            for number in named | {one for one in numbers(text) if one.startswith("E")}:
                modules.setdefault(number, set()).add(path.relative_to(ROOT).as_posix())
    return modules


def equation_table() -> str:
    """Return a row for each equation: its title, its modules and the files of its tests."""
    code, tests = in_code(), in_tests()
    rows = []
    for number, title in TITLES.items():
        files = {file for file, _ in tests.get(number, ())}
        cells = (f"{number}. {title}", _linked(code.get(number, ())), _linked(files))
        rows.append(f"| {' | '.join(cells)} |\n")
    return INTRODUCTION + "".join(rows)


def _linked(files: Iterable[str]) -> str:
    return "<br>".join(f"[{file}](../{file})" for file in sorted(files)) or "-"


def main() -> None:
    """Write the table."""
    if len(sys.argv[1:]) != 1:
        sys.exit("say: python -m tools.equations FILE")
    Path(sys.argv[1]).write_text(equation_table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
