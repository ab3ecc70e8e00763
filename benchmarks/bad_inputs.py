"""Bad input by kind: each has to end with status 2 and a line that says why, and print nothing.

Add a kind as a function that yields command lines, and name it in `KINDS`. A function may make
files: it is given an empty folder, in which the commands run.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from zimnik.cli import main as command_line
from zimnik.cli.catalogue import every_command, everything
from zimnik.studies.options import POSITIONAL, READER, option_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from dataclasses import Field
    from typing import Any

    from zimnik.cli.commands import Command

BAD_INPUT = 2
BAD_NUMBERS = ("nan", "1e999", "-1e308", "1;2", "")
BAD_WORDS = ("", "\x1b[2J", "ＲＡＩＬ")
BAD_NAMES = (
    "answer",
    "answer.docx",
    "answer.json.exe",
    ".json",
    "missing/answer.json",
    "taken.json",
    "answer.json/",
    "loop.json",
    "file.txt/answer.json",
    "a" * 300,
    "",
    "\x1b]0;x\x07.pdf",
)


def _required(command: Command) -> list[str]:
    """Return words for what a command needs by position."""
    needed = [one for one in fields(command.question) if one.metadata[POSITIONAL]]
    return ["x" for one in needed if one.default is MISSING]


def _options(command: Command) -> Iterator[Field[Any]]:
    for kind in command.kinds:
        for one in fields(kind):
            if not one.metadata[POSITIONAL]:
                yield one


def numbers(_: Path) -> Iterator[list[str]]:
    """Yield every option that is a number with every text that is none within its bounds."""
    for command in every_command():
        for one in _options(command):
            if one.metadata[READER].token in {int, float}:
                for bad in BAD_NUMBERS:
                    yield [*command.name.split(), *_required(command), f"{option_name(one)}={bad}"]


def words(_: Path) -> Iterator[list[str]]:
    """Yield every option that is a word of a list with words of none."""
    for command in every_command():
        for one in _options(command):
            if one.metadata[READER].choices:
                for bad in BAD_WORDS:
                    yield [*command.name.split(), *_required(command), f"{option_name(one)}={bad}"]


def unknown_options(_: Path) -> Iterator[list[str]]:
    """Yield every command with options that it does not have."""
    for command in everything():
        for bad in ("--no-such-option", "-x"):
            yield [*command.name.split(), bad]


def outputs(folder: Path) -> Iterator[list[str]]:
    """Yield every command with names that no answer can be written under."""
    (folder / "taken.json").mkdir()
    (folder / "file.txt").write_text("mine", encoding="utf-8")
    (folder / "loop.json").symlink_to("loop.json")
    for command in every_command():
        # The map makes the folder of its page, and has names of its own.
        for bad in BAD_NAMES if command.name != "map" else ("answer.docx", "taken.json/x.pdf"):
            yield [*command.name.split(), *_required(command), f"--out={bad}"]


def exports(folder: Path) -> Iterator[list[str]]:
    """Yield places that hold somebody's work, or are none, for tables and further files."""
    (folder / "own").mkdir()
    (folder / "own" / "deposits.csv").write_text("id\nmine\n", encoding="utf-8")
    (folder / "own.gpkg").write_text("mine", encoding="utf-8")
    (folder / "own.parquet").write_text("mine", encoding="utf-8")
    for path in ("own", "own.gpkg", "own.parquet", "x.docx", "none/x.gpkg", "none/x", "."):
        yield ["layers", "export", path]
    for path in ("own", "own.gpkg", "own.parquet"):
        yield ["layers", "template", path]
    for bad in ("own.gpkg", "x.shp", "none/x.gpkg", "own", "-"):
        yield ["access", "tomtor", f"--links={bad}"]
        yield ["surface", f"--contours={bad}"]
        yield ["surface", f"--raster={bad}"]


def given_files(folder: Path) -> Iterator[list[str]]:
    """Yield files and folders that are not there, are folders, or hold something else."""
    (folder / "mine").mkdir()
    for name in ("mine.toml", "mine.parquet", "mine.md", "mine.tif", "mine.geojson", "mine.csv"):
        (folder / name).write_text("mine\x00", encoding="utf-8")
    for bad in ("mine", "missing", "mine.csv"):
        yield ["route", "tomtor", "baotou", f"--network={bad}"]
        yield ["network", "build", bad]
        yield ["regions", "check", bad]
        yield ["route", "tomtor", "baotou", f"--region={bad}"]
    for bad in ("mine", "missing.toml", "mine.toml", "mine.csv", ""):
        yield ["run", bad, "--dry-run"]
    for bad in ("mine", "missing.parquet", "mine.parquet", "mine.csv", ""):
        yield ["report", bad]
        yield ["diff", bad, bad]
        yield ["route", "tomtor", "baotou", f"--rates={bad}"]
    for bad in ("mine", "missing.md", "mine.md", "mine.csv", "no-such-story"):
        yield ["map", f"--story={bad}"]
    for bad in ("mine", "missing.tif", "mine.tif", "mine.csv"):
        yield ["surface", "--cell-km=50", f"--heights={bad}"]
        yield ["access", "tomtor", f"--land-cover={bad}"]
    for bad in ("mine", "missing.geojson", "mine.geojson", "missing.osm.pbf", "mine.csv"):
        yield ["network", "import", bad]


def windows(folder: Path) -> Iterator[list[str]]:
    """Yield windows and extents that are none, and regions where something stands."""
    for bad in ("", "1,2,3", "a,b,c,d", "110,72,120,68", "110,68,110,72", "nan,68,120,72",
                "110,-100,120,72", "110;68;120;72"):  # fmt: skip
        yield ["surface", f"--window={bad}", "--cell-km=10"]
        yield ["regions", "new", "new", f"--extent={bad}"]
    (folder / "taken").mkdir()
    (folder / "taken" / "region.toml").write_text("mine", encoding="utf-8")
    yield ["regions", "new", "taken", "--extent=100,60,120,70"]
    yield ["regions", "new", "none/new", "--extent=100,60,120,70"]


def stores(_: Path) -> Iterator[list[str]]:
    """Yield addresses of stores that are none, or at which nobody answers."""
    nobody = "127.0.0.1:9/atlas"
    for bad in ("postgresql://", "postgresql:///", f"postgresql://{nobody}",
                f"postgresql://me:secret@{nobody}", "postgresql://127.0.0.1:99999/atlas",
                "postgresql://[::1/atlas", f"mysql://{nobody}"):  # fmt: skip
        yield ["check", bad]
        yield ["layers", "export", bad]


KINDS: dict[str, Callable[[Path], Iterator[list[str]]]] = {
    "options that are numbers": numbers,
    "options that are words": words,
    "options that there are not": unknown_options,
    "names of outputs": outputs,
    "places of tables and further files": exports,
    "files and folders that are read": given_files,
    "windows, extents and new regions": windows,
    "stores": stores,
}


def is_refused(line: list[str]) -> bool:
    """Whether a command line ends with status 2, says why, prints nothing and has no traceback."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["zimnik", *line]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            command_line.main()
        except SystemExit as ended:
            said = err.getvalue()
            return (
                ended.code == BAD_INPUT and bool(said) and not out.getvalue() and "\x1b" not in said
            )
        except Exception:  # noqa: BLE001 - what is counted
            return False
    return False


def bad_input_rows() -> list[tuple[str, ...]]:
    """Return a row for each kind: how many were tried, and how many were right."""
    rows, here = [], Path.cwd()
    for kind, lines_of in KINDS.items():
        with tempfile.TemporaryDirectory() as place:
            os.chdir(place)
            try:
                lines = list(lines_of(Path(place)))
                before = sorted(os.listdir(place))  # noqa: PTH208 - names
                wrong = [line for line in lines if not is_refused(line)]
                clean = sorted(os.listdir(place)) == before  # noqa: PTH208 - names
            finally:
                os.chdir(here)
        for line in wrong:
            print("wrong:", line, file=sys.stderr)
        rows.append((kind, f"{len(lines)}", f"{len(lines) - len(wrong) - (not clean)}"))
    total = [sum(int(row[column]) for row in rows) for column in (1, 2)]
    return [*rows, ("all", *(f"{number}" for number in total))]
