"""Every command by every format: answered in that format, or refused with exit status 2."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO
from unittest import mock

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from tests.commands import zimnik
from zimnik.cli import catalogue
from zimnik.cli.catalogue import every_command, every_task
from zimnik.cli.output import Output
from zimnik.layers.readers.markup.kml import read_kml
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.studies.answers import BINARY, SUFFIXES, Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zimnik.cli.commands import Command, Task
    from zimnik.studies.answers import Answer, Question
    from zimnik.studies.model import Model

# One question of each command that is soon answered, in every format that its answers have.
QUESTIONS = {
    "route": ("lovozero", "solikamsk"),
    "matrix": ("--origins", "lovozero", "--destinations", "solikamsk", "--ready", "07-01"),
    "campaign": ("lovozero", "solikamsk", "--tonnes", "1000"),
    "stress": ("--deposit", "tomtor", "--hub", "baotou", "--kind", "border", "--ready", "07-01"),
    "remoteness": ("--deposit", "lovozero", "--ready", "07-01"),
    "surface": ("--cell-km", "50", "--ready", "07-01"),
    "map": (),
    "layers list": (),
    "access": ("lovozero", "--ready", "07-01"),
    "hubs compare": ("solikamsk", "krasnokamensk", "--deposit", "lovozero", "--ready", "07-01"),
    "hubs rank": ("solikamsk", "krasnokamensk", "--deposit", "lovozero", "--draws", "10"),
    "hubs site": ("--open", "1", "--hub", "solikamsk", "--deposit", "lovozero"),
    "hubs invest": ("solikamsk", "--deposit", "lovozero", "--draws", "10"),
    "outlook": ("--year", "2030"),
}
ROUTE = catalogue.COMMANDS["route"]()
ALL_ENDINGS = "--out: expected a name in .txt, .json, .csv, .geojson, .xlsx, .parquet, .kml, .html"
ENDINGS = {form: ending for ending, form in SUFFIXES.items()}
COMMANDS = pytest.mark.parametrize("command", every_command(), ids=lambda one: one.name)
FORMATS = pytest.mark.parametrize("form", tuple(Format))
# What is computed for a file again, as for the standard output.
SLOW = (
    "surface",
    "remoteness",
    "stress",
    "campaign",
    "hubs rank",
    "hubs site",
    "hubs compare",
    "hubs invest",
)


def words(command: Command) -> tuple[str, ...]:
    name = command.question.command
    return (*name.split(), *QUESTIONS[name])


@pytest.fixture(scope="module")
def known() -> dict[str, Answer]:
    """Answers that were given before, by what was asked."""
    return {}


@pytest.fixture(autouse=True)
def asked_once(
    known: dict[str, Answer],
    at_once: None,  # noqa: ARG001 - it loads
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Answer each question once for all of its formats, and write into an empty folder."""

    def keeping(find: Callable[..., Answer]) -> Callable[..., Answer]:
        def kept(model: Model, question: Question) -> Answer:
            key = repr(question)
            if key not in known:
                known[key] = find(model, question)
            return known[key]

        return kept

    kept = [replace(one, answer=keeping(one.answer)) for one in every_command()]
    made = {one.name: lambda one=one: one for one in kept}
    monkeypatch.setattr(catalogue, "COMMANDS", made)
    # The surface under a page takes long, and has tests of its own.
    monkeypatch.setattr("zimnik.studies.remoteness.page_surfaces", lambda *_: [])
    monkeypatch.chdir(tmp_path)


def has(command: Command, form: Format) -> bool:
    return form in command.question.answer_class.formats


@contextlib.contextmanager
def stdout_of(stream: TextIO) -> Iterator[None]:
    """Let commands print on a stream."""
    with mock.patch.object(sys, "stdout", stream):
        yield


def require(form: Format, written: str) -> None:
    """Raise unless a text is an answer in a format, and says what was asked."""
    readers: dict[Format, Callable[[str], Any]] = {
        Format.TEXT: _require_text,
        Format.JSON: _require_json,
        Format.CSV: _require_csv,
        Format.GEOJSON: _require_geojson,
        Format.HTML: _require_html,
    }
    readers[form](written)


def require_file(form: Format, path: Path) -> None:
    """Raise unless a file is an answer in a format, and says what was asked."""
    if form is Format.XLSX:
        _require_workbook(path)
    elif form is Format.GEOPARQUET:
        frame = gpd.read_parquet(path)
        assert len(frame)
        assert frame.crs == "EPSG:4326"
        assert frame.attrs["asked"].startswith("zimnik ")
    elif form is Format.KML:
        marks, notes = read_kml(path, None, path.name, LIMITS)
        assert len(marks)
        assert notes == ()
        assert set(marks["description"].str.slice(0, 7)) == {"zimnik "}
        assert (marks["name"] != "").all()
        assert marks.geometry.is_valid.all()
    else:
        require(form, path.read_text("utf8"))


def _require_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    *tables, asked = book.worksheets
    assert asked.title == "asked"
    told = {row[0].value: row[1].value for row in asked.iter_rows()}
    assert str(told["command"]).startswith("zimnik ")
    assert len(str(told["atlas SHA-256"])) == 64
    for sheet in tables:
        assert sheet.freeze_panes == "B2"
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"n", "s", "b"}
        assert sheet.max_row > 1


def _require_text(written: str) -> None:
    assert "\nasked: zimnik " in written
    assert written.endswith("\n")
    assert not written.startswith(("{", "#", "<"))


def _require_json(written: str) -> None:
    document = json.loads(written)
    assert document["schema"] == 2
    assert document["asked"]["command"].startswith("zimnik ")


def _require_csv(written: str) -> None:
    comment, _, table = written.partition("\n")
    assert comment.startswith("# zimnik ")
    assert len(pd.read_csv(io.StringIO(table)))


def _require_geojson(written: str) -> None:
    document = json.loads(written)
    assert document["asked"]["command"].startswith("zimnik ")
    frame = gpd.GeoDataFrame.from_features(document["features"])
    assert len(frame)
    assert frame.geometry.is_valid.all()


def _require_html(written: str) -> None:
    assert written.startswith("<!DOCTYPE html>")
    assert written.rstrip().endswith("</html>")
    assert "zimnik.open" in written


def test_every_command_has_its_question_here() -> None:
    assert set(catalogue.COMMANDS) == set(QUESTIONS)


def test_a_command_is_called_as_its_question_and_made_alone() -> None:
    names = [one.name for one in catalogue.everything()]
    assert names == [*catalogue.COMMANDS, *catalogue.TASKS]
    for name in names:
        assert [one.name for one in catalogue.asked_for([*name.split(), "lovozero"])] == [name]


@pytest.mark.parametrize("words", [(), ("--help",), ("hubs",), ("hubs", "sort"), ("rout", "x")])
def test_words_that_name_no_command_are_answered_by_all(words: tuple[str, ...]) -> None:
    names = [one.name for one in catalogue.asked_for(words)]
    assert names == [*catalogue.COMMANDS, *catalogue.TASKS]


@FORMATS
@COMMANDS
def test_format_is_printed_or_refused(command: Command, form: Format, tmp_path: Path) -> None:
    """A page, a workbook, GeoParquet and KML are files, so that none is printed."""
    printed = has(command, form) and form not in {*BINARY, Format.HTML}
    if command.question.command == "map" and form is Format.HTML:
        pytest.skip("the map has a file of its own: out/atlas.html")
    asked = (*words(command), "--format", form)
    done = zimnik(*asked, status=0 if printed else 2)
    if printed:
        require(form, done.out)
    else:
        assert done.out == ""
        assert f"--out: expected a name in {ENDINGS[form]}" in done.err or form in done.err
    assert list(tmp_path.iterdir()) == []


@FORMATS
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(one, marks=pytest.mark.proof) if one.question.command in SLOW else one
        for one in every_command()
    ],
    ids=lambda one: one.name,
)
def test_name_of_a_file_decides_its_format(command: Command, form: Format, tmp_path: Path) -> None:
    path = tmp_path / f"answer{ENDINGS[form]}"
    done = zimnik(*words(command), "--out", str(path), status=0 if has(command, form) else 2)
    if has(command, form):
        assert done.out == f"{path}\n"
        require_file(form, path)
    else:
        assert form in done.err
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".docx", ".kmz", ".xls", ".jsonl"])
@COMMANDS
def test_unknown_endings_are_refused(command: Command, ending: str, tmp_path: Path) -> None:
    done = zimnik(*words(command), "--out", str(tmp_path / f"answer{ending}"), status=2)
    assert f"'answer{ending}'" in done.err
    assert ALL_ENDINGS in done.err
    assert list(tmp_path.iterdir()) == []


@COMMANDS
def test_a_name_that_promises_another_format_is_refused(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    done = zimnik(*words(command), "--format", "json", "--out", str(path), status=2)
    assert "--out: expected a name in .json, found 'answer.csv' for json" in done.err


@pytest.mark.parametrize(
    "task", [one for one in every_task() if Output not in one.kinds], ids=lambda one: one.name
)
def test_what_has_no_answer_has_no_format(task: Task, tmp_path: Path) -> None:
    done = zimnik(*task.name.split(), "--format", "json", status=2)
    assert "--format" in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_map_has_a_file_of_its_own(tmp_path: Path) -> None:
    done = zimnik("map", "--format", "html")
    assert done.out == "out/atlas.html\n"
    require(Format.HTML, (tmp_path / "out" / "atlas.html").read_text("utf8"))


def test_a_name_without_an_ending_is_refused(tmp_path: Path) -> None:
    done = zimnik(*words(ROUTE), "--out", str(tmp_path / "answer"), status=2)
    assert ALL_ENDINGS in done.err


def test_a_name_of_a_folder_is_refused(tmp_path: Path) -> None:
    done = zimnik(*words(ROUTE), "--out", f"{tmp_path / 'answer.json'}/", status=2)
    assert "--out: expected the name of a file" in done.err
    assert list(tmp_path.iterdir()) == []


def test_endings_may_be_of_any_case(tmp_path: Path) -> None:
    path = tmp_path / "ANSWER.JSON"
    zimnik(*words(ROUTE), "--out", str(path))
    require(Format.JSON, path.read_text("utf8"))


@COMMANDS
def test_full_output_of_every_command_is_status_3(command: Command) -> None:
    form = next(form for form in Format if has(command, form))
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - as a shell does
        asked = (*words(command), "--format", form, "--out", "-")
        printing = mock.patch.object(contextlib, "redirect_stdout", return_value=stdout_of(full))
        with printing:
            done = zimnik(*asked, status=3)
    assert len(done.err.splitlines()) == 1
    assert "no space left on device" in done.err


@COMMANDS
def test_answer_of_every_command_goes_through_a_pipe(command: Command, tmp_path: Path) -> None:
    form = next(form for form in Format if has(command, form))
    path = tmp_path / f"pipe{ENDINGS[form]}"
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf8")))
    reader.start()
    zimnik(*words(command), "--out", str(path))
    reader.join()
    require(form, read[0])
    assert path.is_fifo()


@pytest.mark.parametrize("form", BINARY)
@pytest.mark.parametrize("out", [(), ("--out", "-")])
def test_a_file_that_is_no_text_is_not_printed(form: Format, out: tuple[str, ...]) -> None:
    done = zimnik(*words(ROUTE), "--format", form, *out, status=2)
    assert f"--out: expected a name in {ENDINGS[form]} for" in done.err
    assert done.out == ""


def test_a_workbook_holds_the_cells_of_the_csv(tmp_path: Path) -> None:
    """Read back by pandas, which is nothing of ours: numbers to the last digit, texts as texts."""
    book, table = tmp_path / "answer.xlsx", tmp_path / "answer.csv"
    zimnik(*words(ROUTE), "--out", str(book))
    zimnik(*words(ROUTE), "--out", str(table))
    sheet = pd.read_excel(book, sheet_name="answer", dtype=object)
    told = pd.read_csv(table, skiprows=1)
    assert list(sheet.columns) == list(told.columns)
    numbers = [name for name in told if told[name].dtype == "float64"]
    pd.testing.assert_frame_equal(
        sheet[numbers].astype(float), told[numbers].astype(float), rtol=1e-15
    )
    assert sheet["from_name"].tolist() == told["from_name"].tolist()


def test_flows_and_stocks_of_a_campaign_are_sheets_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    zimnik("campaign", *QUESTIONS["campaign"], "--out", str(path))
    assert openpyxl.load_workbook(path, read_only=True).sheetnames == ["flow", "stock", "asked"]


def test_dash_is_the_standard_output(tmp_path: Path) -> None:
    done = zimnik(*words(ROUTE), "--format", "json", "--out", "-")
    require(Format.JSON, done.out)
    require(Format.HTML, zimnik("map", "--out", "-").out)
    assert list(tmp_path.iterdir()) == []


def test_a_device_takes_any_format(tmp_path: Path) -> None:
    """It has no ending that could promise another."""
    if os.geteuid() != 0:
        pytest.skip("only root may make devices")
    path = tmp_path / "null"
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    for form in (Format.TEXT, Format.JSON, Format.HTML):
        zimnik(*words(ROUTE), "--format", form, "--out", str(path))
    assert path.is_char_device()
