"""The empty atlas to fill in, and the counts of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.layers.drawn_atlas import DRAWN, write_table
from zimnik.geo.core.errors import InputError, OutputError
from zimnik.layers import Atlas, check_path, count_rows, load_atlas, write_template
from zimnik.layers.checks.validation import expectation
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

FILLED_BY_USERS = {"deposits", "hubs", "markets", "terminals", "links", "posts", "rates"}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return a template as written."""
    write_template(tmp_path / "mine")
    return tmp_path / "mine"


def test_template_is_a_heading_for_each_table_and_a_readme(template: Path) -> None:
    found = {file.name: file.read_text(encoding="utf-8") for file in template.iterdir()}
    assert set(found) == {"README.md", *(f"{name}.csv" for name in FILLED_BY_USERS)}
    for name in FILLED_BY_USERS:
        assert found[f"{name}.csv"] == ",".join(TABLES[name].names) + "\n"
        for column in TABLES[name].columns:
            assert f"| `{column.name}` | {expectation(column)} |" in found["README.md"]


def test_empty_template_loads_and_checks_without_faults(
    base: Path, atlas: Atlas, template: Path
) -> None:
    examined = check_path(given=template, base=base)
    assert (examined.faults, examined.notes) == ((), ())
    loaded = load_atlas(given=template, base=base)
    assert {name: len(loaded.table(name)) for name in TABLES} == {
        name: len(atlas.table(name)) for name in TABLES
    }


def test_template_filled_in_is_an_atlas(base: Path, template: Path) -> None:
    for name in FILLED_BY_USERS:
        write_table(template / f"{name}.csv", DRAWN[name], TABLES[name].names)
    assert check_path(given=template, base=base).faults == ()


def test_template_fills_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    write_template(tmp_path / "mine")
    assert (tmp_path / "mine" / "links.csv").is_file()
    assert [child.name for child in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ["taken", "taken/file.txt", "none/deeper"])
def test_template_is_written_to_a_free_place_or_not_at_all(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file.txt").write_text("kept", encoding="utf-8")
    with pytest.raises((InputError, OutputError), match="expected "):
        write_template(tmp_path / name)
    assert [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.rglob("*"))] == [
        "taken",
        "taken/file.txt",
    ]
    assert (tmp_path / "taken" / "file.txt").read_text(encoding="utf-8") == "kept"


def test_rows_are_counted_by_table_and_confidence(atlas: Atlas) -> None:
    links = atlas.links.copy()
    links.loc[:3, "confidence"] = ["A", "A", "B", ""]
    counts = count_rows(replace(atlas, links=links)).to_dict("index")
    assert counts["links"] == {"rows": 6, "A": 2, "B": 1, "C": 2}
    assert list(counts) == list(TABLES)
