"""The notebooks of `examples` run, are short, and hold no output of another day."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zimnik

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik import Study

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))
# The others are run whole by test-full, and all by make docs.
USUAL = ("1_route_and_year",)
# What takes seconds, or draws a page, carries this tag.
LONG = "long"
MOST_LINES = 4
TASKS = 10


def notebook(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.ipynb").read_text("utf8"))
    return found


def code(name: str, *, long: bool = True) -> Iterator[str]:
    """Yield the code of the cells of a notebook, in order."""
    for cell in notebook(name)["cells"]:
        if cell["cell_type"] == "code" and (long or LONG not in cell["metadata"].get("tags", ())):
            yield "".join(cell["source"])


def run(name: str, *, long: bool) -> None:
    """Run the cells as plain Python; what ends a cell is shown as a notebook shows it."""
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in code(name, long=long):
        body = ast.parse(cell).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)  # noqa: S102 - our own text
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307
            shown_as = getattr(shown, "_repr_html_", shown.__repr__)
            assert shown is None or shown_as()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, study: Study) -> None:
    """Stand in the folder of the notebooks, where nothing given means the study of all tests."""
    load = zimnik.load
    monkeypatch.setattr(zimnik, "load", lambda **given: load(**given) if given else study)
    monkeypatch.chdir(EXAMPLES)


def test_there_are_five_tutorials_and_the_tasks() -> None:
    assert [name[0] for name in NAMES] == ["1", "2", "3", "4", "5", "t"]


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short_and_import_zimnik_once(name: str) -> None:
    cells = list(code(name))
    for cell in cells:
        assert len([line for line in cell.splitlines() if line.strip()]) <= MOST_LINES, cell
    whole = ast.walk(ast.parse("\n".join(cells)))
    imported = [
        alias.name for node in whole if isinstance(node, ast.Import) for alias in node.names
    ]
    assert [one for one in imported if one.split(".")[0] == "zimnik"] == ["zimnik"]
    assert not any("from zimnik" in cell for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_no_output_is_kept(name: str) -> None:
    cells = [cell for cell in notebook(name)["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"]] == []


def test_each_task_is_one_cell() -> None:
    """Told by a number in bold; the cell follows."""
    cells = notebook("ten_tasks")["cells"]
    tasks = [
        number
        for number, cell in enumerate(cells)
        if "".join(cell["source"]).startswith("**") and cell["cell_type"] == "markdown"
    ]
    assert len(tasks) >= TASKS
    assert all(cells[number + 1]["cell_type"] == "code" for number in tasks)
    assert all(after - before == 2 for before, after in itertools.pairwise(tasks))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", USUAL)
def test_a_notebook_runs_but_for_its_long_cells(name: str) -> None:
    run(name, long=False)


@pytest.mark.proof
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_whole(name: str) -> None:
    run(name, long=True)
