"""The recipe of docs/scenarios.md, run as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import zimnik
from zimnik.studies.scenarios.result_files import read_results

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "scenarios.md").read_text("utf8")
# It has a place of its own where its packages are not to be mixed with those of zimnik.
SNAKEMAKE = os.environ.get("ZIMNIK_SNAKEMAKE") or shutil.which("snakemake")
CASES = ("short", "normal", "long")


def blocks(language: str) -> list[str]:
    """Return the blocks of code of the document in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that the document describes, with a `zimnik` of this version."""
    (tmp_path / "plans").mkdir()
    for name, plan in zip(("today", "dear_trucks"), blocks("toml"), strict=True):
        (tmp_path / "plans" / f"{name}.toml").write_text(plan, "utf8")
    (snakefile,) = blocks("text")
    (tmp_path / "Snakefile").write_text(snakefile, "utf8")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "zimnik"
    (there,) = (str(Path(path).parent) for path in zimnik.__path__)
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{there}" exec "{sys.executable}" -m zimnik "$@"\n', "utf8"
    )
    script.chmod(0o755)
    return tmp_path


def plan_names(folder: Path) -> list[str]:
    return [one.record.case for one in read_results(folder / "results" / "today.parquet").cases]


def test_the_plans_of_the_recipe_are_plans() -> None:
    """The rest of it needs Snakemake, which only the longer proof asks for."""
    from tomllib import loads  # noqa: PLC0415 - of this test alone

    from zimnik.studies.scenarios.plans import read_plan  # noqa: PLC0415

    today, dear = (read_plan(loads(block)) for block in blocks("toml"))
    assert [case.name for case in today.cases] == [case.name for case in dear.cases]
    assert [case.swept["year-type"] for case in today.cases] == list(CASES)


@pytest.mark.proof
@pytest.mark.skipif(not SNAKEMAKE, reason="no snakemake on the path, nor in ZIMNIK_SNAKEMAKE")
def test_the_recipe_runs_and_goes_on(folder: Path) -> None:
    """By hand: 6 + 8 km by lorry, 1.18 t for each dry tonne: 0.025 x 14 x 1.18 = US$ 0.413."""

    def workflow() -> str:
        done = subprocess.run(
            [str(SNAKEMAKE), "--cores", "2", "--nocolor"],
            cwd=folder,
            env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    plan = folder / "plans" / "today.toml"
    whole = plan.read_text("utf8")
    plan.write_text(whole.replace(', "long"', ""), "utf8")
    workflow()
    assert len(plan_names(folder)) == len(CASES) - 1
    plan.write_text(whole, "utf8")
    assert "3 cases, 2 of them finished before" in workflow()
    assert (folder / "report.html").read_text("utf8").startswith("<!DOCTYPE html>")
    changes = pd.read_excel(folder / "changes.xlsx", sheet_name="changes")
    costs = changes[changes["column"] == "cost_usd_per_t"]
    assert sorted(costs["of"]) == sorted(plan_names(folder))
    assert costs["change"].to_numpy() == pytest.approx(0.413, abs=0.001)
    assert "Nothing to be done" in workflow()
