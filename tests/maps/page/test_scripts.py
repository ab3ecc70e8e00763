"""The modules of a page become one script, and modules that do not fit together are refused."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from tests.maps.node import node
from zimnik.maps.page.added.layers import ENTRIES
from zimnik.maps.page.document import ENTRY
from zimnik.maps.page.document import ON_DEMAND as ON_DEMAND_OF_ANSWERS
from zimnik.maps.page.frame import ON_DEMAND, OPENING
from zimnik.maps.page.scripts import ModuleGraphError, script_of, with_later
from zimnik.maps.pages.registry import PAGES

if TYPE_CHECKING:
    from collections.abc import Mapping


def bundled(modules: Mapping[str, str], *entries: str) -> str:
    """Return the script of modules that are given as texts by path."""
    return script_of(entries or ("main.js",), handle="made", read=lambda path: modules[path])


def run(script: str, expression: str) -> str:
    """Return what an expression prints after a script, in Node."""
    done = node("-e", f"{script}console.log({expression});")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


TWO = {
    "main.js": 'import { twice as double } from "./sums/twice.js";\n'
    "const own = 4;\nexport const eight = double(own);\n",
    "sums/twice.js": 'import { one } from "../one.js";\n'
    "const own = 2 * one;\nexport function twice(x) {\n  return own * x;\n}\n",
    "one.js": "export const one = 1;\n",
}


def test_modules_stand_after_those_they_import() -> None:
    script = bundled(TWO)
    assert script.index("// one.js") < script.index("// sums/twice.js") < script.index("// main.js")
    assert bundled(TWO) == script


def test_each_module_keeps_its_own_names() -> None:
    # Both modules have a constant `own`: 2 there and 4 here make eight.
    assert run(bundled(TWO), "made.eight") == "8"


def test_a_module_that_two_import_stands_once() -> None:
    modules = {
        "main.js": 'import { b } from "./b.js";\nimport { one } from "./one.js";\nexport const c = b + one;\n',
        "b.js": 'import { one } from "./one.js";\nexport const b = one;\n',
        "one.js": "export const one = 1;\n",
    }
    assert bundled(modules).count("// one.js") == 1
    assert run(bundled(modules), "made.c") == "2"


def test_exports_of_all_entries_are_handed_over() -> None:
    assert run(bundled(TWO, "main.js", "one.js"), "made.eight + made.one") == "9"


def test_a_script_runs_strictly() -> None:
    done = node("-e", bundled({"main.js": "undeclared = 1;\n"}))
    assert "ReferenceError" in done.stderr


def test_types_stay_out_of_the_page() -> None:
    modules = {"main.js": '/** @import { Place } from "./types.js" */\n\nexport const one = 1;\n'}
    assert "@import" not in bundled(modules)


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (
            {
                "main.js": 'import { b } from "./b.js";\nexport const a = b;\n',
                "b.js": 'import { a } from "./main.js";\nexport const b = a;\n',
            },
            "main.js -> b.js -> main.js",
        ),
        (
            {
                "main.js": 'import { two } from "./one.js";\n',
                "one.js": "export const one = 1;\n",
            },
            "one.js exports no two",
        ),
        (
            {
                "main.js": 'import "./a.js";\nimport "./b.js";\n',
                "a.js": "export const one = 1;\n",
                "b.js": "export const one = 1;\n",
            },
            "a.js and b.js both export one",
        ),
        (
            {
                "main.js": 'import { one } from "./one.js";\nconst one = 2;\n',
                "one.js": "export const one = 1;\n",
            },
            "main.js: one has two meanings",
        ),
        ({"main.js": 'import { one } from "one";\n'}, "no relative path"),
        ({"main.js": 'import * as all from "./one.js";\n'}, "not read"),
        ({"main.js": "export default 1;\n"}, "not read"),
        ({"main.js": "export let one = 1;\n"}, "not read"),
        ({"main.js": 'const one = await import("./one.js");\n'}, "not read"),
        ({"main.js": 'const text = "</script>";\n'}, "end the script"),
    ],
)
def test_what_does_not_fit_together_is_refused(modules: dict[str, str], said: str) -> None:
    with pytest.raises(ModuleGraphError, match=said):
        bundled(modules)


def test_a_later_script_adds_its_exports_and_takes_what_stands_already() -> None:
    modules = {
        "main.js": 'import { add } from "./count.js";\nadd();\nexport const main = 1;\n',
        "count.js": "let n = 0;\nexport const add = () => (n += 1);\n",
        "late.js": 'import { add } from "./count.js";\nimport { two } from "./two.js";\n'
        "export const late = () => add() + two;\n",
        "two.js": "export const two = 20;\n",
    }
    first, second = with_later(["main.js"], ["late.js"], read=lambda path: modules[path])
    assert "// late.js" not in first
    assert "// count.js" not in second
    # The count goes on where the first script left it: 2, and 20.
    assert run(f"{first}{second}", "zimnik.main + zimnik.late()") == "23"


def test_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(ModuleGraphError, match=r"no module planner/nothing\.js"):
        script_of(["planner/nothing.js"])


def test_every_module_is_on_some_page() -> None:
    scripts = "".join(script_of([OPENING, page.entry]) for page in PAGES)
    scripts += (
        script_of(ENTRIES)
        + script_of([ENTRY])
        + script_of(ON_DEMAND)
        + script_of(ON_DEMAND_OF_ANSWERS)
    )
    root = files("zimnik.maps").joinpath("js")
    modules = [
        f"{folder.name}/{file.name}"
        for folder in root.iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
    ]
    assert len(modules) > 50
    assert [path for path in modules if f"// {path}\n" not in scripts] == []
