"""Differences: every one and no other, by how much and why."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zimnik
from tests.commands import zimnik as command
from tools.json_schemas import FOLDER
from zimnik.layers.schema.tables import TABLES
from zimnik.maps.reports.scenarios.diff import Change, cell_change
from zimnik.studies.differences.tables import table_changes
from zimnik.studies.matrix import MatrixQuestion
from zimnik.studies.scenarios.result_files import read_results

if TYPE_CHECKING:
    from pathlib import Path

RATES = "group,item,low,base,high,unit,currency,price_year,note,source,confidence\n"
TRUCK = "price,truck_tkm,0.037,{base},0.14,t-km,USD,2025,a note,{source},C\n"
NUMBERS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 2), st.sampled_from([1.0, 2.0, None]))
)


def card(path: Path, *, base: float = 0.05, source: str = "a quote") -> Path:
    path.write_text(RATES + TRUCK.format(base=base, source=source), "utf8")
    return path


def test_a_rate_is_changed_by_so_much_because_of_its_source(tmp_path: Path) -> None:
    one = card(tmp_path / "one.csv")
    two = card(tmp_path / "two.csv", base=0.06, source="a better one")
    (found,) = zimnik.diff(one, two).record.changes
    assert replace(found, change=0, change_pct=0) == Change(
        "rates", "price truck_tkm", "changed", "base", 0.05, 0.06, 0, 0,
        "source: a quote -> a better one",
    )  # fmt: skip
    assert found.change == pytest.approx(0.01)
    assert found.change_pct == pytest.approx(20)


def test_rates_are_compared_as_they_are_used(tmp_path: Path) -> None:
    """A card of one row changes one row of the shipped card, and takes none of it away."""
    done = zimnik.diff("shipped", card(tmp_path / "one.csv", base=0.11)).record
    (base,) = (one for one in done.changes if one.column == "base")
    assert (base.before, base.after) == (0.055, 0.11)
    assert base.change_pct == pytest.approx(100)
    assert {one.row for one in done.changes} == {"price truck_tkm"}


def test_shipped_stands_for_the_region_that_is_named(tmp_path: Path) -> None:
    """Trains of Canada are 0.0436 CAD a tonne-km; the first region's card has those of China."""
    path = tmp_path / "trains.csv"
    row = "price,rail_1435_tkm,0.0305,0.05,0.0654,t-km,CAD,2024,a note,a quote,C\n"
    path.write_text(RATES + row, "utf8")
    done = zimnik.diff("shipped", path, region="north-america-arctic")
    (base,) = (one for one in done.record.changes if one.column == "base")
    assert (base.before, base.after) == (0.0436, 0.05)
    assert "currency" not in {one.column for one in done.record.changes}


def test_the_same_card_differs_in_nothing(tmp_path: Path) -> None:
    one = card(tmp_path / "one.csv")
    assert "nothing differs" in command("diff", str(one), str(one)).out


@given(NUMBERS, NUMBERS)
def test_a_table_changes_where_its_cells_do(
    before: dict[str, tuple[int, float | None]], after: dict[str, tuple[int, float | None]]
) -> None:
    """Held against the rows themselves: sets of keys, and cells that are not equal."""
    table = replace(TABLES["rates"], key=("id",))

    def frame(rows: dict[str, tuple[int, float | None]]) -> pd.DataFrame:
        told = [{"id": key, "n": n, "x": x} for key, (n, x) in rows.items()]
        return pd.DataFrame(told, columns=["id", "n", "x"]).astype({"n": float, "x": float})

    rows, found = table_changes(table, frame(before), frame(after))
    assert rows == len(before.keys() & after.keys())
    kinds = {kind: {c.row for c in found if c.kind == kind} for kind in ("added", "removed")}
    assert kinds == {"added": after.keys() - before.keys(), "removed": before.keys() - after.keys()}
    changed = {(c.row, c.column): (c.before, c.after) for c in found if c.kind == "changed"}
    assert changed == {
        (key, column): (one, other)
        for key in before.keys() & after.keys()
        for column, one, other in zip(("n", "x"), before[key], after[key], strict=True)
        if one != other
    }


@pytest.mark.parametrize(
    ("cells", "change", "pct"),
    [
        ((200.0, 210.0), 10.0, 5.0),
        ((-4.0, -3.0), 1.0, 25.0),
        ((0.0, 3.0), 3.0, None),
        ((None, 3.0), None, None),
        (("rail", "road"), None, None),
        ((False, True), None, None),
    ],
)
def test_by_how_much(cells: tuple[Any, Any], change: float | None, pct: float | None) -> None:
    found = cell_change("case", "", "column", cells)
    assert found is not None
    assert (found.change, found.change_pct) == (change, pct)


@pytest.mark.parametrize("value", [1.0, "rail", None, True])
def test_what_is_the_same_is_no_change(value: Any) -> None:
    assert cell_change("case", "", "column", (value, value)) is None


def test_a_moved_deposit_and_a_new_one(tmp_path: Path) -> None:
    """One minute of latitude at 66 degrees is 1.859 km on WGS 84."""
    head = "id,name_en,country,region,lon,lat,source,confidence\n"
    row = "deposit_north,North,RU,Yakutia,114.9,{lat},a list,C\n"
    more = "deposit_south,South,RU,Yakutia,116.2,66.1,a list,C\n"
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(head + row.format(lat=66), "utf8")
    two.write_text(head + row.format(lat=f"{66 + 1 / 60:.7f}") + more, "utf8")
    added, moved = sorted(zimnik.diff(one, two).record.changes, key=lambda change: change.kind)
    assert (added.of, added.row, added.kind) == ("deposits", "deposit_south", "added")
    assert (moved.row, moved.column) == ("deposit_north", "moved_km")
    assert moved.change == pytest.approx(1.859, abs=0.001)


@pytest.fixture(scope="module")
def results(study: zimnik.Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return results of two days, and of one of them and a third at another value of cargo."""
    folder = tmp_path_factory.mktemp("results")

    def asked(day: str, value: float) -> MatrixQuestion:
        hub = "krasnokamensk"
        return MatrixQuestion(
            origins="tomtor", destinations=hub, ready=(day,), value_usd_per_t=value
        )

    old = study.run({"summer": asked("07-01", 75), "winter": asked("01-15", 75)})
    new = study.run({"summer": asked("07-01", 150), "autumn": asked("10-01", 75)})
    return old.to_parquet(folder / "old.parquet"), new.to_parquet(folder / "new.parquet")


def test_results_change_by_what_was_asked_otherwise(results: tuple[Path, Path]) -> None:
    done = zimnik.diff(*results)
    kinds = {(c.of, c.kind) for c in done.record.changes if not c.row}
    assert kinds == {("winter", "removed"), ("autumn", "added")}
    cells = {c.column: c for c in done.record.changes if c.row}
    assert {c.of for c in cells.values()} == {"summer"}
    assert {c.why for c in cells.values()} == {"value_usd_per_t 75 -> 150"}
    cost = cells["cost_usd_per_t"]
    frames = [read_results(one).to_frame() for one in results]
    before, after = (f.loc[f["case"] == "summer", "cost_usd_per_t"].item() for f in frames)
    assert (cost.before, cost.after, cost.change) == (before, after, after - before)
    assert after > before


def test_a_difference_is_the_same_in_all_formats(results: tuple[Path, Path]) -> None:
    words = ("diff", *map(str, results), "--format")
    told = json.loads(command(*words, "json").out)
    frame = pd.read_csv(io.StringIO(command(*words, "csv").out), skiprows=1)
    assert len(frame) == len(told["changes"]) == len(zimnik.diff(*results).to_frame())
    costs = [one["change"] for one in told["changes"] if one["column"] == "cost_usd_per_t"]
    assert frame.loc[frame["column"] == "cost_usd_per_t", "change"].to_list() == costs
    text = command(*words, "text").out
    assert "why: value_usd_per_t 75 -> 150" in text
    assert "1 only in old.parquet: winter" in text
    assert "1 only in new.parquet: autumn" in text


def test_sides_that_cannot_be_compared(results: tuple[Path, Path], tmp_path: Path) -> None:
    one = card(tmp_path / "one.csv")
    for words, said in (
        (("shipped", "shipped"), "found shipped twice"),
        ((str(results[0]), str(one)), "found results and rate cards"),
        ((str(results[0]), "shipped"), "shipped, which has none"),
        (("none.csv", "nor.csv"), "expected a file or folder that is there, found 'nor.csv'"),
        ((str(one), str(one), "--format", "geojson"), "--format: expected one of text, json, csv"),
    ):
        assert said in command("diff", *words, status=2).err


def test_a_difference_is_a_workbook_and_a_page_too(
    results: tuple[Path, Path], tmp_path: Path
) -> None:
    told = json.loads(command("diff", *map(str, results), "--format", "json").out)
    schema = json.loads((FOLDER / "diff.json").read_text("utf8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    book, page = tmp_path / "diff.xlsx", tmp_path / "diff.html"
    command("diff", *map(str, results), "--out", str(book))
    frame = pd.read_excel(book, sheet_name="changes")
    assert frame["change"].dropna().to_list() == pytest.approx(
        [one["change"] for one in told["changes"] if one["change"] is not None], rel=1e-15
    )
    command("diff", *map(str, results), "--out", str(page))
    assert "old.parquet" in page.read_text("utf8")
