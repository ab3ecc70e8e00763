"""What README shows in Python says what the command says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik

if TYPE_CHECKING:
    from zimnik import Study

README = Path(__file__).parents[1] / "README.md"
MOST_LINES = 4


def test_python_of_the_readme_is_short() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text("utf8"), re.DOTALL)
    assert len([line for line in snippet.splitlines() if line]) <= MOST_LINES


def test_methods_that_the_readme_names_are_there(study: Study) -> None:
    text = README.read_text("utf8")
    table = text[text.index("its methods are the questions") :].split("\n\n")[1]
    named = re.findall(r"`(\w+)`", table)
    assert named
    answer = study.route("tomtor", "krasnokamensk")
    missing = [name for name in named if not hasattr(study, name)]
    missing += [name for name in re.findall(r"`(to_\w+)\(", text) if not hasattr(answer, name)]
    assert missing == []


def test_python_of_the_readme_finds_the_route_of_the_command() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text("utf8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(snippet, names)  # noqa: S102 - our own text
    (route,) = names["answer"].routes  # type: ignore[attr-defined]
    told = zimnik("route", "tomtor", "krasnokamensk", "--format", "json").out
    total = json.loads(told)["routes"][0]["total"]
    assert route.cost_usd_per_t == pytest.approx(total["cost_usd_per_t"])
    assert f"US$ {total['cost_usd_per_t']:.0f} per t" in README.read_text("utf8")
