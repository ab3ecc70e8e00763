"""The house: what each room may import and what an import may cost."""

from __future__ import annotations

import subprocess
import sys

import pytest

# pandas itself loads pyarrow where it is installed.
HEAVY = ("folium", "scipy", "matplotlib", "jinja2")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in run.stdout.split()}


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


def test_command_line_starts_without_geopandas() -> None:
    assert "geopandas" not in modules_after("import zimnik")
