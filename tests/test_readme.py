"""What README shows in Python says what the command says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik

if TYPE_CHECKING:
    from zimnik import Study

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MOST_LINES = 4
# Two screens: the questions, and the table of deposits at hubs that a planner quotes.
MOST_LINES_OF_README = 120


def test_the_readme_is_short() -> None:
    assert len(README.read_text("utf8").splitlines()) <= MOST_LINES_OF_README


def test_python_of_the_readme_is_short() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text("utf8"), re.DOTALL)
    assert len([line for line in snippet.splitlines() if line]) <= MOST_LINES


def test_methods_that_the_page_on_python_names_are_there(study: Study) -> None:
    text = (ROOT / "docs" / "python.md").read_text("utf8")
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
    answer: Any = names["answer"]
    told = json.loads(zimnik("route", "tomtor", "krasnokamensk", "--format", "json").out)
    (total,) = (route["total"] for route in told["routes"])
    assert [route.cost_usd_per_t for route in answer.routes] == [
        pytest.approx(total["cost_usd_per_t"])
    ]
    assert answer.year.mean_usd_per_t == pytest.approx(told["year"]["mean_usd_per_t"])
    assert f"US$ {answer.year.mean_usd_per_t:.0f} per t" in README.read_text("utf8")
