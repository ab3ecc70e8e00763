"""The descriptions of the tables, and what is made from them."""

from __future__ import annotations

import pytest

from zimnik.layers import data_dictionary
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.checks.validation import expectation
from zimnik.layers.schema.schema import FILLED_TO_LOAD, FILLED_TO_SHIP, Fill, Kind, Table
from zimnik.layers.schema.tables import TABLES

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


@EVERY
def test_names_and_aliases_of_a_table_are_all_different(table: Table) -> None:
    names = [name for column in table.columns for name in (column.name, *column.aliases)]
    assert len(names) == len(set(names))
    assert all(name == name.casefold() for name in names)


@EVERY
def test_key_is_made_of_columns(table: Table) -> None:
    assert set(table.key) <= set(table.names)


@EVERY
def test_every_number_has_a_unit_and_every_column_a_meaning(table: Table) -> None:
    for column in table.columns:
        assert column.meaning
        assert column.unit or column.kind is not Kind.NUMBER


@EVERY
def test_every_table_has_source_and_confidence(table: Table) -> None:
    assert {"source", "confidence"} <= set(table.names)


@EVERY
def test_shipped_file_has_the_columns_of_the_description_in_their_order(table: Table) -> None:
    text = (SHIPPED / f"{table.name}.csv").read_text(encoding="utf-8")
    heading = text.split("\n", 1)[0].split(",")
    assert heading == [name for name in table.names if name in heading]
    never_left_out = {c.name for c in table.columns if c.fill is not Fill.OPTIONAL}
    assert never_left_out <= set(heading)


def test_shipped_atlas_is_held_to_more_filled_cells() -> None:
    assert FILLED_TO_LOAD < FILLED_TO_SHIP


def test_data_dictionary_names_every_table_and_column() -> None:
    text = data_dictionary()
    for table in TABLES.values():
        assert f"### {table.name}\n" in text
        for column in table.columns:
            assert f"| `{column.name}` | {expectation(column)} |" in text
