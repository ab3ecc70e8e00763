"""What is taken from a page: pictures as drawings, workbooks, what a map shows as GeoJSON."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.maps.drawn_answers import document
from tests.maps.drawn_pages import HOSTILE, IMPRINT, answer, heading, hostile_context, page_context
from tests.maps.every_page import DRAWN
from tests.maps.modules import with_modules
from tests.maps.node import node
from tests.maps.planner_pages import small_planner
from zimnik.maps.page.scripts import script_of
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.reports.route import route_record

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages

SVG = "{http://www.w3.org/2000/svg}"
# Two sheets whose names a workbook may not have as they are, and cells that tempt a spreadsheet.
WORKBOOK = """
const rows = [["Text", "t a year"], ["=1+1", 1.5], ["<Томтор & co>", -2e-7], [null, 0], ["a\\u0001b", 1e21]];
const name = "A / b: [a name that is far longer than a sheet may have]";
const parts = zimnik.workbookOf([{ name, rows, head: 1 }, { name: name.toUpperCase(), rows: [["x"]], head: 0 }]);
process.stdout.write(Buffer.concat(parts).toString("base64"));
"""


def saved(page: Page, act: str) -> Path:
    """Return the file that a button saves, under the name that it gives it."""
    with page.expect_download() as started:
        page.locator(f"[data-act={act}]").first.click()
    path = Path(started.value.path())
    return path.rename(path.with_name(started.value.suggested_filename))


def drawing(path: Path) -> tuple[ET.Element, list[str]]:
    """Return a drawing, and the texts that stand in it."""
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - made by the page itself
    return root, ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def test_a_map_leaves_as_a_drawing_with_finding_numbers_scale_legend_and_source(
    pages: OpenPages,
) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    path = saved(page, "svg")
    assert path.name == "a-small-atlas.svg"
    root, texts = drawing(path)
    assert texts[0] == page.title()
    told = " ".join(texts)
    for part in ("US$", "Krasnokamensk", "Railway", IMPRINT.attribution, IMPRINT.command):
        assert part in told
    assert page.locator(".z-scale span").inner_text() in texts
    # Lines are lines: no part of this map is an image of a canvas.
    assert list(root.iter(f"{SVG}image")) == []
    assert {"#7a1f3d", "rgb(122,31,61)", "rgb(122, 31, 61)"} & {
        one.get("stroke", "") for one in root.iter(f"{SVG}path")
    }


def test_a_chart_of_the_panel_leaves_on_its_own(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    choice = page.get_by_label("Picture of", exact=True)
    choice.focus()
    choice.select_option("Calendar of the route")
    path = saved(page, "svg")
    assert path.name == "a-small-atlas-calendar-of-the-route.svg"
    root, texts = drawing(path)
    # A title that is longer than the picture is broken into lines.
    assert " ".join(texts).startswith(f"{page.title()} Calendar of the route")
    shown = page.locator(".z-route-calendar text").all_text_contents()
    assert set(shown) <= set(texts)
    assert root.find(f".//{SVG}pattern") is not None


def test_a_picture_has_the_colours_of_the_day_and_the_screen_keeps_those_of_the_night(
    pages: OpenPages,
) -> None:
    page = pages.open(document("ranking"))
    page.emulate_media(color_scheme="dark")
    ink = "getComputedStyle(document.body).color"
    night = page.evaluate(ink)
    root, _ = drawing(saved(page, "svg"))
    paper, *_ = root.iter(f"{SVG}rect")
    assert paper.get("fill") == "rgb(255, 253, 248)"
    assert night not in {one.get("fill") for one in root.iter(f"{SVG}text")}
    assert page.evaluate(ink) == night


def test_hostile_names_are_text_in_a_drawing_and_a_workbook(pages: OpenPages) -> None:
    page = pages.open(ROUTE.draw(hostile_context(), route_record(answer(), heading())))
    root, texts = drawing(saved(page, "svg"))
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "text", "line", "linearGradient", "stop"}
    assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)
    assert any(name[:8] in text for name in HOSTILE for text in texts)
    book = openpyxl.load_workbook(saved(page, "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_workbook_holds_the_table_with_numbers_as_numbers_and_what_was_asked(
    pages: OpenPages,
) -> None:
    page = pages.open(small_planner())
    text = saved(page, "csv").read_text(encoding="utf-8-sig")
    (head, *rows) = csv.reader(io.StringIO(text))
    path = saved(page, "xlsx")
    book = openpyxl.load_workbook(path)
    table, about = book.worksheets
    told = [["" if cell is None else cell for cell in row] for row in table.values]
    assert told[0] == head
    at = head.index("cost_usd_per_t")
    costs = [row[at] for row in told[1:]]
    assert all(isinstance(cost, (int, float)) for cost in costs if cost != "")
    assert [str(cost) for cost in costs] == [row[at] for row in rows]
    assert table.freeze_panes == "A2"
    assert IMPRINT.command in [cell for row in about.values for cell in row]


def test_workbooks_keep_texts_as_texts_and_sheets_apart(tmp_path: Path) -> None:
    done = node("-e", script_of(["panel/workbook.js"]) + WORKBOOK)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "book.xlsx"
    path.write_bytes(base64.b64decode(done.stdout))
    assert zipfile.ZipFile(path).testzip() is None
    book = openpyxl.load_workbook(path)
    first, second = book.sheetnames
    assert len(first) <= 31
    assert len(second) <= 31
    assert first.lower() != second.lower()
    values = [(cell.value, cell.data_type) for row in book[first].iter_rows() for cell in row]
    assert values == [
        ("Text", "s"), ("t a year", "s"), ("=1+1", "s"), (1.5, "n"), ("<Томтор & co>", "s"),
        (-2e-7, "n"), (None, "n"), (0, "n"), ("a\ufffdb", "s"), (1e21, "n"),
    ]  # fmt: skip
    assert book[first]["A1"].font.b
    assert not book[first]["A2"].font.b


def test_what_a_planner_shows_leaves_as_places_and_the_chosen_way(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    page.locator("tr[data-id=lovozero] .z-row-name").click()
    page.locator(".z-route-calendar").wait_for()
    path = saved(page, "geojson")
    assert path.name.startswith("lovozero-")
    told: Any = json.loads(path.read_text(encoding="utf-8"))
    points = {
        one["properties"]["id"]: one["geometry"]["coordinates"]
        for one in told["features"]
        if one["geometry"]["type"] == "Point"
    }
    places = page_context().places.set_index("id").geometry
    assert "lovozero" in points
    for place, at in points.items():
        # In degrees of the atlas, longitude first, which is at most 180.
        assert at == pytest.approx([places[place].x, places[place].y], abs=1e-3)
    ways = [one for one in told["features"] if one["geometry"]["type"] == "MultiLineString"]
    assert ways
    assert all(way["properties"]["mode"] for way in ways)


def test_names_of_files_are_words_of_the_question_and_end_with_a_whole_one(
    pages: OpenPages,
) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    long = "Куда? ../../etc: <b>" + " wordy" * 40
    act = f"zimnik.save(new Blob(['a']), {json.dumps(long)}, 'csv')"
    with page.expect_download() as started:
        page.evaluate(with_modules(["panel/table_file.js"], act))
    name = started.value.suggested_filename
    assert name.startswith("куда-etc-b-wordy-wordy")
    assert name.endswith("-wordy.csv")
    assert len(name) < 120
