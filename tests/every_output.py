"""Every output of zimnik, written by one process: what the tests of determinism compare.

Run: python -m tests.every_output WORKERS [SOURCES...] in an empty folder. Every question is written
in every format that its answer has, with the further files beside it; so are the tables of the
atlas, a network, a region, a run and what is told of it. A question is answered once for all of its
formats, and the atlas is loaded once: each is a command as a user runs it in all else.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from tests.commands import zimnik
from zimnik.cli import catalogue
from zimnik.cli.catalogue import every_command
from zimnik.studies import model as models
from zimnik.studies.answers import EXECUTOR, SUFFIXES, Format
from zimnik.studies.scenarios.result_files import read_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from zimnik.cli.commands import Command

ROADS = Path(__file__).parent / "corpus" / "network_geojson" / "roads.geojson"
QUESTIONS = {
    "route": ("tomtor", "krasnokamensk", "--draws", "100", "--alternatives", "2"),
    "matrix": ("--destinations", "krasnokamensk,solikamsk"),
    "campaign": ("tomtor", "krasnokamensk", "--tonnes", "10000"),
    "stress": ("--deposit", "tomtor", "--hub", "baotou", "--kind", "border"),
    "remoteness": (),
    "surface": ("--window", "112,70,118,72", "--cell-km", "10"),
    "map": ("--story", "tomtor-waits"),
    "layers list": (),
    "access": ("tomtor",),
    "hubs compare": ("krasnokamensk", "baotou", "--deposit", "tomtor"),
    "hubs rank": ("solikamsk", "krasnokamensk", "--draws", "100"),
    "hubs site": ("--open", "1", "--deposit", "lovozero", "--deposit", "tomtor"),
    "hubs invest": ("solikamsk", "--deposit", "lovozero", "--draws", "50"),
    "outlook": ("--year", "2030"),
}
OF_PAGES = {"remoteness": ("--cell-km", "50")}
BESIDE = {
    "access": (("--links", "links.gpkg"),),
    "surface": (
        ("--raster", "surface.tif", "--contours", "bands.gpkg"),
        ("--contours", "bands.geojson"),
        ("--contours", "bands.kml"),
    ),
}
TABLES = ("a.gpkg", "a.xlsx", "a", "a.parquet", "a.geojson", "a.fgb", "a.kml")
PLAN = """\
question = "route"

[options]
origin = "tomtor"
destination = "krasnokamensk"
draws = 100

[sweep]
tonnes = [1000, 2000]
"""


def main() -> None:
    """Write every output into the folder that this runs in."""
    workers, *sources = sys.argv[1:]
    kept: dict[str, Any] = {}
    load = models.load_model
    once = [_once(one, kept) for one in every_command()]
    made = {one.name: lambda one=one: one for one in once}
    with (
        mock.patch.object(catalogue, "COMMANDS", made),
        mock.patch.object(
            models, "load_model", lambda one: _of(kept, repr(one), lambda: load(one))
        ),
    ):
        for command in every_command():
            for words in _lines(command, workers):
                zimnik(*words, *sources, status=None if command.name == "outlook" else 0)
    if not sources:
        _tables()
        _run(workers)


def _of(kept: dict[str, Any], key: str, make: Callable[[], Any]) -> Any:
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _once(command: Command, kept: dict[str, Any]) -> Command:
    """Return a command that answers each question once."""

    def answered(loaded: Any, question: Any, **given: Any) -> Any:
        return _of(
            kept, f"{command.name} {question}", lambda: command.answer(loaded, question, **given)
        )

    def spread(loaded: Any, question: Any, *, executor: Any = None) -> Any:
        return answered(loaded, question, **{EXECUTOR: executor})

    return replace(command, answer=spread if command.is_spread else answered)


def _lines(command: Command, workers: str) -> Iterator[tuple[str, ...]]:
    """Yield command lines that together write all that a command can write."""
    words = (*command.name.split(), *QUESTIONS[command.name])
    if command.is_spread:
        words += ("--jobs", workers)
    endings = {form: ending for ending, form in SUFFIXES.items()}
    for form in command.question.answer_class.formats:
        of_page = OF_PAGES.get(command.name, ()) if form is Format.HTML else ()
        yield (*words, *of_page, "--out", f"{command.name.replace(' ', '_')}{endings[form]}")
    for more in BESIDE.get(command.name, ()):
        yield (*words, *more)


def _tables() -> None:
    for name in TABLES:
        zimnik("layers", "export", name)
    zimnik("layers", "template", "template")
    zimnik("regions", "new", "here", "--extent", "100,60,120,70")
    shutil.copy(ROADS, ".")
    zimnik("network", "import", ROADS.name, "--out", "net")
    zimnik("network", "build", "net")
    Path("dictionary.txt").write_text(zimnik("layers", "dictionary").out, "utf-8")
    Path("check.txt").write_text(zimnik("check", status=None).out, "utf-8")


def _run(workers: str) -> None:
    """Run a plan and report it; how long each case took is all that may differ."""
    Path("plan.toml").write_text(PLAN, "utf-8")
    zimnik("run", "plan.toml", "--out", "run.parquet", "--jobs", workers)
    found = read_results("run.parquet")
    cases = [replace(one, record=replace(one.record, seconds=0.0)) for one in found.cases]
    replace(found, cases=tuple(cases)).to_parquet("run.parquet")
    for ending in (".txt", ".json", ".xlsx", ".html"):
        zimnik("report", "run.parquet", "--out", f"report{ending}")
    zimnik("diff", "run.parquet", "run.parquet", "--out", "diff.json")


if __name__ == "__main__":
    main()
