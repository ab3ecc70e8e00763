"""Planned outputs out of their table: what is empty is unknown, what is of a wrong type is named."""

from __future__ import annotations

import pandas as pd
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.infrastructure.planned_outputs import OutputPlan
from zimnik.layers.cards.outputs import output_plans

NAN = float("nan")
ROW = {
    "deposit_id": "a",
    "year": 2028.0,
    "product": "ore",
    "output_t_per_y": 100.0,
    "reo_t_per_y": 2.0,
    "basis": "plan",
}


def test_empty_cells_are_unknown_and_superseded_plans_are_left_out() -> None:
    rows = [ROW, {**ROW, "year": NAN, "reo_t_per_y": NAN}, {**ROW, "basis": "superseded"}]
    assert output_plans(pd.DataFrame(rows)) == (
        OutputPlan("a", "ore", 2028, 100.0, 2.0),
        OutputPlan("a", "ore", None, 100.0, None),
    )


def test_every_cell_of_a_wrong_type_is_named() -> None:
    rows = [
        {**ROW, "year": 2028.5},
        {**ROW, "output_t_per_y": "100 t"},
        {**ROW, "output_t_per_y": NAN},
        {**ROW, "product": 7},
    ]
    with pytest.raises(InputError) as raised:
        output_plans(pd.DataFrame(rows, dtype=object))
    assert [(fault.column, fault.expected) for fault in raised.value.faults] == [
        ("year", "a whole year"),
        ("output_t_per_y", "a number"),
        ("output_t_per_y", "the tonnes that the REO are contained in"),
        ("product", "a text"),
    ]
