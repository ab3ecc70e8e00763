"""The documentation site: the reference leaves nothing out, data sheets count, and it builds."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import zimnik
from tools.data_sheets import coverage_row, data_sheets, share
from tools.links import anchors, documents
from tools.site import build
from zimnik.layers.schema.tables import TABLES
from zimnik.studies.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# An entry may have a title of its own.
ENTRY = re.compile(r"^.*<(.+)>$")
TREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def described(page: str) -> set[str]:
    """Return the names that a page of the reference describes."""
    found = re.findall(r"^\.\. auto\w+:: (\S+)$", (DOCS / page).read_text("utf8"), re.MULTILINE)
    return {name.rpartition(".")[2] for name in found}


def questions() -> Iterator[Any]:
    for method in vars(Study).values():
        if hasattr(method, "question"):
            yield method.question


def test_the_reference_has_every_public_name() -> None:
    assert set(zimnik.__all__) - {"__version__"} <= described("api.md") | described("answers.md")


def test_the_reference_has_every_question_and_every_answer() -> None:
    asked = {question.__name__ for question in questions()}
    answers = {
        answer.__name__
        for question in questions()
        if hasattr(question, "answer_class")
        for answer in (question.answer_class, *question.other_answers.values())
    }
    assert len(asked) > 10
    assert asked <= described("questions.md")
    assert answers <= described("answers.md")


def in_trees() -> Iterator[Path]:
    for page in DOCS.rglob("*.md"):
        for tree in TREE.findall(page.read_text("utf8")):
            for line in tree.splitlines():
                if line and not line.startswith(":"):
                    entry = ENTRY.sub(r"\1", line)
                    yield from (
                        path.resolve()
                        for ending in (".md", ".ipynb")
                        for path in page.parent.glob(f"{entry}{ending}")
                    )


def test_every_document_is_reached_from_the_first_page() -> None:
    reached = {path.relative_to(ROOT).as_posix() for path in in_trees()}
    own = {name for name in documents() if name.startswith(("docs/", "examples/"))}
    assert own - reached == {"docs/index.md"}


def test_a_sheet_counts_rows_confidence_and_sources() -> None:
    rows = pd.DataFrame(
        {
            "source": ["https://a.org", "a book", "a book", ""],
            "confidence": ["A", "B", "B", "C"],
        }
    )
    assert coverage_row("drawn", rows) == "| drawn | 4 | 1 | 2 | 1 | 75 % | 25 % | 2 |"


def test_a_share_is_whole_only_of_all() -> None:
    assert [share(*of) for of in ((0, 9), (1, 900), (899, 900), (9, 9), (0, 0))] == [
        "0 %",
        "1 %",
        "99 %",
        "100 %",
        "-",
    ]


def test_every_table_and_column_has_its_sheet(tmp_path: Path) -> None:
    sheets = tmp_path / "tables.md"
    sheets.write_text(data_sheets(), "utf8")
    assert anchors(sheets) - {"data-sheets"} == set(TABLES)
    text = sheets.read_text("utf8")
    assert all(f"| `{column.name}` |" in text for t in TABLES.values() for column in t.columns)


@pytest.mark.proof
@pytest.mark.skipif(importlib.util.find_spec("myst_nb") is None, reason="needs zimnik[docs]")
def test_the_site_builds_without_a_warning_and_its_kernels_answer(tmp_path: Path) -> None:
    first = build(site=tmp_path / "site")
    assert (first.parent / "docs" / "index.html").is_file()
    # The mean of the year, as README prints it.
    told = re.search(r"Mean of the year: US\$ (\d+)", (ROOT / "README.md").read_text("utf8"))
    assert told
    shown = (first.parent / "examples" / "1_route_and_year.html").read_text("utf8")
    assert f"Mean of the year: US$ {told[1]} per t" in shown
    # An equation that a document cites leads to where it stands.
    guide, model = (
        (first.parent / "docs" / f"{name}.html").read_text("utf8") for name in ("guide", "model")
    )
    assert 'href="model.html#e28"' in guide
    assert 'id="e28"' in model
