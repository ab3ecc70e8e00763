"""What README shows in Python says what the command says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands import zimnik

README = Path(__file__).parents[1] / "README.md"


def test_python_of_the_readme_finds_the_route_of_the_command() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", README.read_text("utf8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(snippet, names)  # noqa: S102 - our own text
    (route,) = names["answer"].routes  # type: ignore[attr-defined]
    told = zimnik("route", "tomtor", "krasnokamensk", "--format", "json").out
    total = json.loads(told)["routes"][0]["total"]
    assert route.cost_usd_per_t == pytest.approx(total["cost_usd_per_t"])
    assert f"US$ {total['cost_usd_per_t']:.0f} per t" in README.read_text("utf8")
