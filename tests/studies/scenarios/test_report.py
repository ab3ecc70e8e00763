"""Reports of runs: the best and the worst by hand, in every format, through the command."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zimnik
from tests.commands import zimnik as command
from tests.maps.drawn_pages import asked
from tools.json_schemas import FOLDER
from zimnik.maps.pages.answers.report import report_story
from zimnik.maps.reports.records import to_builtins
from zimnik.studies.scenarios.results import METADATA, CaseRecord, CaseResult, Results

if TYPE_CHECKING:
    from pathlib import Path

# US$ per t by year at two hubs; nobody knows one of them.
COSTS = {1979: (120.0, 150.0), 1980: (100.0, 140.0), 1981: (None, 160.0)}
HUBS = ("solikamsk", "krasnokamensk")


def case(name: str, rows: list[dict[str, Any]], **swept: Any) -> CaseResult:
    """Return a case whose answer has a table of rows."""
    table = pa.Table.from_pylist(rows) if rows else pa.table({})
    record = CaseRecord(
        case=name,
        sha256=name,
        swept=swept,
        asked=to_builtins(replace(asked("matrix"), command=f"zimnik matrix --case {name}")),
        answered=bool(rows),
        warnings=("moisture is not published",),
        figures={},
        columns={field.name: str(field.type) for field in table.schema},
        seconds=0.5,
    )
    return CaseResult(record, table)


def matrix_row(hub: str, usd_per_t: float | None) -> dict[str, Any]:
    return {
        "origin_id": "tomtor",
        "origin_name": "Tomtor",
        "destination_id": hub,
        "destination_name": hub.title(),
        "ready": "year",
        "cost_usd_per_t": usd_per_t,
        "duration_d": 10.0,
    }


@pytest.fixture
def results() -> Results:
    """Return the costs of two hubs in three years, and a fourth year without an answer."""
    cases = [
        case(
            f"year={year}", [matrix_row(*pair) for pair in zip(HUBS, costs, strict=True)], year=year
        )
        for year, costs in COSTS.items()
    ]
    return Results("matrix", (*cases, case("year=1982", [], year=1982)))


def test_the_best_and_the_worst_are_those_of_what_is_known(results: Results) -> None:
    """By hand: 100 at Solikamsk in 1980; 160 at Krasnokamensk in 1981; the unknown is neither."""
    record = zimnik.report(results).record
    assert record.best is not None
    assert record.worst is not None
    assert (record.best.value, dict(record.best.at)) == (
        100.0, {"destination_id": "solikamsk", "year": 1980},
    )  # fmt: skip
    assert (record.worst.value, record.worst.at["year"]) == (160.0, 1981)
    assert (record.case_count, record.answered, record.unanswered) == (4, 3, ("year=1982",))


def test_what_moves_the_figure_is_a_mean_over_what_is_known_everywhere(results: Results) -> None:
    """By hand: both hubs are known in 1979 and 1980, (120 + 100) / 2 and (150 + 140) / 2.

    Of the hubs only Krasnokamensk is known in all three years: 140 to 160.
    """
    effects = {one.axis: one for one in zimnik.report(results).record.effects}
    hubs, years = effects["destination_id"], effects["year"]
    assert (hubs.least, hubs.most, hubs.least_at) == (110.0, 145.0, "solikamsk")
    assert (years.least, years.most, years.least_at, years.most_at) == (140.0, 160.0, 1980, 1981)


def test_a_warning_is_said_once_with_its_cases(results: Results) -> None:
    (told,) = zimnik.report(results).record.told
    assert (told.text, told.cases) == ("moisture is not published", 4)
    assert zimnik.report(results).to_text().count("moisture is not published") == 1


def test_high_is_best_where_a_planner_wants_it_high() -> None:
    values = {"poor": -5e6, "rich": 7e6}
    cases = [case(name, [{"hub_id": "solikamsk", "npv_usd": npv}]) for name, npv in values.items()]
    record = zimnik.report(Results("hubs invest", tuple(cases))).record
    assert record.best is not None
    assert (record.best.case, record.unit) == ("rich", "US$")


def test_a_measure_that_nobody_can_call_good_has_ends(results: Results) -> None:
    record = zimnik.report(results, measure="duration_d").record
    assert (record.better, record.unit) == ("", "days")
    assert report_story(record)["finding"]["word"] == "report_same"


def test_every_format_holds_the_same_cells(results: Results, tmp_path: Path) -> None:
    file = str(results.to_parquet(tmp_path / "run.parquet"))
    told = json.loads(command("report", file, "--format", "json").out)
    schema = json.loads((FOLDER / "report.json").read_text("utf8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    costs = [one["value"] for one in told["cells"]]
    assert costs == [cost for pair in COSTS.values() for cost in pair]
    command("report", file, "--out", str(tmp_path / "run.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    assert book.sheetnames == ["finding", "main figure", "cells", "cases", "asked"]
    heading, *rows = book["cells"].iter_rows(values_only=True)
    assert [row[heading.index("cost_usd_per_t")] for row in rows] == costs
    pivot = list(book["main figure"].iter_rows(values_only=True))
    assert pivot == [
        ("year", "Solikamsk", "Krasnokamensk"), (1979, 120, 150), (1980, 100, 140), (1981, None, 160),
    ]  # fmt: skip
    with zipfile.ZipFile(tmp_path / "run.xlsx") as parts:
        assert [name for name in parts.namelist() if "/charts/chart" in name]
    text = command("report", file).out
    assert text.startswith("100.0 US$ per t at Solikamsk, year 1980; 160.0 at Krasnokamensk")
    command("report", file, "--out", str(tmp_path / "run.html"))
    page = (tmp_path / "run.html").read_text("utf8")
    assert "Соликамский магниевый завод" not in page
    assert "zimnik report run.parquet" in page


def test_faults_of_a_report_are_told(results: Results, tmp_path: Path) -> None:
    file = results.to_parquet(tmp_path / "run.parquet")
    for words, expected in (
        ((str(file), "--measure", "cost_usd_per_ton"), "Did you mean 'cost_usd_per_t'?"),
        ((str(tmp_path / "no.parquet"),), "no such file or directory"),
        ((str(file), "--out", "report.csv"), "expected one of text, json, xlsx, html, found 'csv'"),
        ((str(file), "--format", "xlsx"), "--out: expected a name in .xlsx for a workbook"),
    ):
        done = command("report", *words, status=2)
        assert expected in done.err
        assert done.out == ""


def test_results_of_another_version_are_refused_by_report_and_diff(tmp_path: Path) -> None:
    file = tmp_path / "old.parquet"
    metadata = {METADATA: json.dumps({"format": 99, "question": "matrix"}).encode()}
    pq.write_table(pa.table({"case": ["a"]}).replace_schema_metadata(metadata), file)
    for words in (("report", str(file)), ("diff", str(file), str(file))):
        assert "results in format 99, of another version" in command(*words, status=2).err


def test_a_report_on_a_full_disk_is_status_3(results: Results, tmp_path: Path) -> None:
    file = str(results.to_parquet(tmp_path / "run.parquet"))
    for ending in ("xlsx", "html"):
        link = tmp_path / f"full.{ending}"
        link.symlink_to("/dev/full")
        assert "no space left" in command("report", file, "--out", str(link), status=3).err
