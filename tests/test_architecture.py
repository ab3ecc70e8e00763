"""The house: what each room may import, what an import may cost, and how large things may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROOMS = ("geo", "layers", "maps", "zimnik")
MOST_MODULES, MOST_CODE_LINES, LEAST_KEYWORD_ONLY = 25, 50, 0.6

# pandas itself loads pyarrow where it is installed.
HEAVY = ("folium", "scipy", "matplotlib", "jinja2")


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def modules_after(statement: str) -> set[str]:
    return {name.split(".")[0] for name in loaded_after(statement)}


@pytest.mark.parametrize(
    "room",
    [
        "zimnik",
        "zimnik.geo",
        "zimnik.layers",
        "zimnik.maps",
        "zimnik.maps.reports.route",
        "zimnik.cli.main",
    ],
)
def test_importing_a_room_loads_nothing_heavy(room: str) -> None:
    assert not modules_after(f"import {room}") & set(HEAVY)


def test_the_front_door_is_light() -> None:
    assert not modules_after("import zimnik") & {*HEAVY, "geopandas", "pandas", "cyclopts", "rich"}


def test_a_route_waits_for_no_other_question() -> None:
    """Nor is anything that reads tables loaded to understand the words of its command line."""
    loaded = loaded_after("from zimnik.cli.main import app; app(['route', 'tomtor', 'baotou'])")
    others = ("access", "campaign", "criticality", "hubs", "map", "matrix", "remoteness", "surface")
    assert not loaded & {f"zimnik.studies.{name}" for name in others}
    assert not loaded & {"pandas", "numpy", "networkx", "rich"}


def modules() -> Iterator[Path]:
    """Yield every module once, by the folder at the top level that holds it."""
    for room in ROOMS:
        for folder in (ROOT / room, *(d for d in (ROOT / room).rglob("*") if d.is_dir())):
            if not any(part.is_symlink() for part in (folder, *folder.parents)):
                yield from sorted(folder.glob("*.py"))


def functions() -> Iterator[tuple[Path, ast.FunctionDef, list[str]]]:
    """Yield every function with its module and its lines of code, without docstring or comments."""
    for module in modules():
        lines = module.read_text("utf8").splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                told = first if ast.get_docstring(node) is not None else None
                own = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                skipped = range(told.lineno, (told.end_lineno or 0) + 1) if told else range(0)
                code = [lines[number - 1].strip() for number in own if number not in skipped]
                yield module, node, [line for line in code if line and not line.startswith("#")]


def test_folders_are_small() -> None:
    sizes: dict[Path, int] = {}
    for module in modules():
        sizes[module.parent] = sizes.get(module.parent, 0) + 1
    assert len(sizes) > 25
    assert {folder: n for folder, n in sizes.items() if n > MOST_MODULES} == {}


def test_functions_fit_a_screen() -> None:
    long = {
        f"{module.relative_to(ROOT)}:{node.name}": len(code)
        for module, node, code in functions()
        if len(code) > MOST_CODE_LINES
    }
    assert long == {}


def test_what_is_optional_is_named() -> None:
    optional = [
        (node.args.defaults, node.args.kwonlyargs)
        for _, node, _ in functions()
        if not node.name.startswith("_")
        and (node.args.defaults or any(one is not None for one in node.args.kw_defaults))
    ]
    named = [one for one in optional if one[1] and not one[0]]
    assert len(optional) > 50
    assert len(named) / len(optional) >= LEAST_KEYWORD_ONLY
