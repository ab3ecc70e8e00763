"""Numbers that overflow, vanish or cannot be are faults where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers import check_path, load_atlas, load_rates

if TYPE_CHECKING:
    from pathlib import Path

SITE = {"id": "new", "name_en": "New", "lon": "110", "lat": "65"}
RATE = {"group": "price", "item": "rail_tkm", "low": "1", "base": "1", "high": "1", "unit": "tkm"}


def written(folder: Path, name: str, **row: str) -> Path:
    path = folder / f"{name}.csv"
    pd.DataFrame([row]).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("moisture_pct", "100", "a number from 0 to 99 (%)"),
        ("moisture_pct", "99.5", "a number from 0 to 99 (%)"),
        (
            "planned_product_t_per_y",
            "5e-324",
            "a number from 1 to 1e+09 (t/y), 0 or 1e-12 to 1e+12",
        ),
        ("planned_product_t_per_y", "0.5", "a number from 1 to 1e+09 (t/y)"),
        ("planned_product_t_per_y", "1e10", "a number from 1 to 1e+09 (t/y)"),
        ("packaging_pct", "1e308", "a number of 0 or more (%), 0 or 1e-12 to 1e+12"),
        ("ore_mt", "1e13", "a number of 0 or more (Mt), 0 or 1e-12 to 1e+12"),
        ("ore_mt", "1e999", "a number of 0 or more (Mt), 0 or 1e-12 to 1e+12"),
        ("coord_precision_km", "1e-308", "a number of 0 or more (km), 0 or 1e-12 to 1e+12"),
    ],
)
def test_impossible_number_of_a_site_is_a_fault_of_its_row(
    base: Path, tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    path = written(tmp_path, "deposits", **SITE, **{column: cell})
    with pytest.raises(InputError) as caught:
        load_atlas(given=path, base=base)
    (fault,) = caught.value.faults
    assert fault.place == f"deposits.csv, row new (line 2), column '{column}'"
    assert (fault.expected, fault.found) == (expected, f"'{cell}'")
    assert fault in check_path(given=path, base=base).faults


@pytest.mark.parametrize("cell", ["0", "1e-12", "1e12", "0.00000001"])
def test_amounts_within_the_bounds_are_taken(base: Path, tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, "deposits", **SITE, ore_mt=cell)
    assert load_atlas(given=path, base=base).deposits["ore_mt"].iloc[-1] == float(cell)


@pytest.mark.parametrize("cell", ["1e308", "1e-308"])
def test_rate_that_overflows_or_vanishes_is_a_fault_of_its_row(tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, "rates", **RATE | {"high": "1e12", "base": cell})
    with pytest.raises(InputError, match=r"rates.csv, row price rail_tkm \(line 2\)") as caught:
        load_rates(path)
    assert "1e-12 to 1e+12" in caught.value.faults[0].expected
