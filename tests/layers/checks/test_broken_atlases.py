"""The drawn atlas broken in one way at a time: the fault is named, and nothing else is blamed.

Each case exchanges cells of one row, or puts rows in, and says where the fault must be: file, row
and column as `zimnik check` prints them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pytest
from shapely import LineString

from tests.examples import some
from tests.layers.drawn_atlas import (
    DRAWN,
    SOURCED,
    Row,
    deposit,
    link,
    terminal,
    write_atlas,
    write_table,
)
from zimnik.layers import check_path

if TYPE_CHECKING:
    from pathlib import Path

ZIMNIK, RIVER, RAIL = "zimnik (line 2)", "river (line 3)", "rail (line 4)"
RATE = "price rail_1520_tkm (line 2)"
LEAST_CASES = 40


class Case(NamedTuple):
    """One way to break an atlas.

    `line` is the line of the file that is changed, 0 where the row is added at its end; row and
    column are where the fault must be.
    """

    table: str
    line: int
    cells: Row
    row: str
    column: str

    def __str__(self) -> str:
        cells = ",".join(f"{name}={value}" for name, value in self.cells.items())
        return f"{self.table}-{self.line or 'new'}-{cells}"[:70]


def new(table: str, cells: Row, row: str, column: str) -> Case:
    return Case(table, 0, cells, row, column)


MINE, LANDING, PLANT = "mine (line 2)", "landing (line 2)", "plant (line 2)"
CASES = [
    # Cells of a site.
    *(
        Case("deposits", 2, cells, MINE, next(iter(cells)))
        for cells in (
            {"name_en": ""},
            {"lat": ""},
            {"lat": "north"},
            {"lat": "91"},
            {"lon": "181"},
            {"lon": "1e999"},
            {"lon": "116°30"},
            {"lat": "116.5", "lon": "71"},
            {"country": "Ruritania"},
            {"country": ""},
            {"region": ""},
            # The mine is at 116.5 E, 71 N.
            {"region": "Murmansk oblast"},
            {"region": "Амурская область, Тында"},
            {"country": "KZ"},
            {"commodities": ""},
            {"status": "prospct"},
            {"source": ""},
            {"confidence": "D"},
            {"coord_precision_km": "-1"},
            {"moisture_pct": "101"},
            {"grade_reo_pct": "rich"},
            {"planned_product_t_per_y": "0"},
            {"ore_mt": "1,000,000"},
        )
    ),
    # What a wrong id leaves without its end is not blamed.
    Case("markets", 2, {"id": ""}, "line 2", "id"),
    Case("deposits", 2, {"id": ""}, "line 2", "id"),
    Case("deposits", 2, {"id": "the mine"}, "the mine (line 2)", "id"),
    Case("terminals", 2, {"id": ""}, "line 2", "id"),
    Case("terminals", 3, {"id": ""}, "line 3", "id"),
    Case("hubs", 2, {"id": "завод"}, "завод (line 2)", "id"),
    Case("hubs", 2, {"stages": "cracking;melting"}, PLANT, "stages"),
    Case("hubs", 2, {"status": "closed"}, PLANT, "status"),
    Case("hubs", 2, {"capacity_t_per_y": "many"}, PLANT, "capacity_t_per_y"),
    Case("markets", 2, {"coord_source": ""}, "abroad_market (line 2)", "coord_source"),
    # Cells of a terminal.
    Case("terminals", 2, {"kind": "harbour"}, LANDING, "kind"),
    Case("terminals", 2, {"storage": "perhaps"}, LANDING, "storage"),
    Case("terminals", 2, {"draft_m": "0"}, LANDING, "draft_m"),
    Case("terminals", 2, {"state": "dreamt"}, LANDING, "state"),
    # Links: ends, way, length, season.
    *(
        Case("links", 2, cells, ZIMNIK, next(iter(cells)))
        for cells in (
            {"to_id": "landng"},
            {"to_id": "mine"},
            {"mode": "rail"},
            {"mode": "sledge"},
            {"vehicle": "reindeer"},
            {"length_km": "0"},
            {"length_km": "-300"},
            {"length_km": "200"},
            {"length_km": "900"},
            {"dedicated": "often"},
            {"season_open": "02-29"},
            {"season_open": "20.12"},
            {"season_close": ""},
            {"season_open": "04-10", "season_close": "12-20", "season_open_early": ""},
            {"season_open": "06-20", "season_close": "07-20", "season_open_early": ""},
            {"season_close": "12-20"},
            {"season_open": "12-05"},
            {"load_limit_t": "0"},
            {"escort_zones": "8"},
            {"border": "china"},
            {"corridor": ""},
            {"state": ""},
            {"line": "nowhere"},
        )
    ),
    Case("links", 3, {"dedicated": "yes"}, RIVER, "dedicated"),
    Case("links", 4, {"length_km": "141"}, RAIL, "length_km"),
    Case("links", 4, {"loads_per_day": "5"}, RAIL, "loads_per_day"),
    # Posts, rates, money.
    Case("posts", 2, {"terminal_id": "nobody"}, "main nobody (line 2)", "terminal_id"),
    Case("posts", 3, {"km_post": "km 1140"}, "main plant (line 3)", "km_post"),
    new(
        "posts",
        {"line": "main", "terminal_id": "port", "km_post": "1140", **SOURCED},
        "main port (line 4)",
        "km_post",
    ),
    Case("rates", 2, {"unit": "mile"}, RATE, "unit"),
    Case("rates", 2, {"low": "5"}, RATE, "base"),
    Case("rates", 2, {"currency": "XXX"}, RATE, "currency"),
    Case("rates", 2, {"currency": "RUB", "price_year": "2021"}, RATE, "price_year"),
    Case("rates", 2, {"currency": ""}, RATE, "currency"),
    Case("rates", 2, {"price_year": ""}, RATE, "price_year"),
    Case("exchange_rates", 2, {"units_per_usd": "0"}, "RUB 2020 (line 2)", "units_per_usd"),
    Case("deflators", 2, {"gdp_deflator_index": ""}, "USD 2020 (line 2)", "gdp_deflator_index"),
    # Rows against rows.
    new("deposits", deposit("mine", "100", "60"), "mine (line 3)", "id"),
    new("deposits", deposit("twin", "116.501", "71.001"), "twin (line 3)", ""),
    new("deposits", deposit("far", "20", "69"), "far (line 3)", ""),
    new("terminals", terminal("idle", "station", "117", "68"), "idle (line 7)", ""),
    Case("terminals", 5, {"name_en": "Mine"}, "bay (line 5)", "name_en"),
    new("links", link("rail", ("port", "bay"), ("sea", "ship"), "240"), "rail (line 8)", "id"),
    new(
        "outputs",
        {"deposit_id": "myne", "product": "ore", "basis": "plan", **SOURCED},
        "myne ore (line 2)",
        "deposit_id",
    ),
    new(
        "exceptions",
        {"rule": "island", "id": "bay", "reason": "so", **SOURCED},
        "island bay (line 2)",
        "id",
    ),
]


def broken(folder: Path, case: Case) -> Path:
    rows = list(DRAWN.get(case.table, []))
    if case.line:
        rows[case.line - 2] = {**rows[case.line - 2], **case.cells}
    else:
        rows.append(case.cells)
    return write_atlas(folder, {**DRAWN, case.table: rows})


def test_there_are_at_least_forty_cases() -> None:
    assert len({str(case) for case in CASES}) == len(CASES) >= LEAST_CASES


def test_drawn_atlas_is_right_before_it_is_broken(base: Path) -> None:
    assert check_path(base=base).faults == ()


@pytest.mark.parametrize("case", some(CASES, 4), ids=str)
def test_fault_is_named_and_nothing_else_is_blamed(tmp_path: Path, case: Case) -> None:
    faults = check_path(base=broken(tmp_path / "atlas", case)).faults
    found = [(fault.where, fault.row, fault.column) for fault in faults]
    assert found == [(f"{case.table}.csv", case.row, case.column)]
    assert all(fault.expected and fault.found and fault.remedy for fault in faults)


CELLS = [case for case in CASES if case.line == 2 and case.table in {"deposits", "links", "hubs"}]
# What a user may leave empty, and what only the shipped atlas must fill.
LEFT_EMPTY = {"country", "region", "commodities", "corridor", "state"}


@pytest.mark.parametrize("case", CELLS[::5], ids=str)
def test_same_fault_is_named_in_a_file_over_the_atlas(
    base: Path, tmp_path: Path, case: Case
) -> None:
    row = {**DRAWN[case.table][0], **case.cells}
    file = write_table(tmp_path / f"{case.table}.csv", [row])
    found = [(f.where, f.row, f.column) for f in check_path(given=file, base=base).faults]
    allowed = case.column in LEFT_EMPTY and not row[case.column]
    assert found == ([] if allowed else [(f"{case.table}.csv", case.row, case.column)])


ASTRAY = {
    "too long": [(116.5, 71.0), (130.0, 70.2), (117.0, 69.0)],
    "misses its end": [(116.5, 71.0), (120.0, 70.2), (117.0, 69.2)],
}


@pytest.mark.parametrize("coords", ASTRAY.values(), ids=ASTRAY)
def test_fault_of_a_drawn_line_is_that_of_its_link(
    tmp_path: Path, coords: list[tuple[float, float]]
) -> None:
    folder = write_atlas(tmp_path / "atlas", DRAWN)
    line = {"link_id": ["zimnik"], "drawn_source": ["survey"]}
    frame = gpd.GeoDataFrame(line, geometry=[LineString(coords)], crs=4326)
    frame.to_parquet(folder / "link_lines.parquet")
    faults = check_path(base=folder).faults
    assert [(f.where, f.row, f.column) for f in faults] == [("links.csv", ZIMNIK, "geometry")]


@pytest.mark.parametrize(
    ("column", "table"), [("lat", "deposits"), ("kind", "terminals"), ("length_km", "links")]
)
def test_missing_column_is_one_fault_of_its_file(tmp_path: Path, column: str, table: str) -> None:
    folder = write_atlas(tmp_path / "atlas", DRAWN)
    file = folder / f"{table}.csv"
    text = file.read_text(encoding="utf-8").replace(f",{column},", f",no_{column}_here,", 1)
    file.write_text(text, encoding="utf-8")
    faults = check_path(base=folder).faults
    assert [(f.where, f.row, f.column) for f in faults] == [(file.name, "", column)]


def test_part_apart_is_named_once(tmp_path: Path) -> None:
    isles = [terminal(f"isle{i}", "station", f"15{i}", "65") for i in range(2)]
    way = link("isle", ("isle0", "isle1"), ("rail", "rail_1520"), "60")
    tables = {
        **DRAWN,
        "terminals": [*DRAWN["terminals"], *isles],
        "links": [*DRAWN["links"], way],
    }
    (fault,) = check_path(base=write_atlas(tmp_path / "atlas", tables)).faults
    assert (fault.row, fault.expected[:11]) == ("isle0", "one network")
