"""Terms of borders out of their table, and what can be wrong with them.

Owns the rules of its rows. What a border takes of a haul is for `geo.processing.borders` to say.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import PERCENT
from zimnik.geo.pricing.rates import LEVELS, Range
from zimnik.geo.processing.border_terms import BorderCharge, BorderTerms
from zimnik.layers.atlas.atlas import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas

BORDERS = "borders"
_UNITS = {BorderCharge.VAT_CREDIT: "d", BorderCharge.CLASS7_LIMIT: "Bq/g"}
Row = dict[str, Any]


def load_border_terms(atlas: Atlas) -> BorderTerms:
    """Return the terms of borders; None where a row says that none was found.

    Raises
    ------
    InputError
        With everything that is wrong with them.
    """
    faults = border_faults(atlas)
    if faults:
        raise InputError(faults)
    return BorderTerms(
        {
            (row["charge"], row["from_country"], row["to_country"], row["goods"]): _range(row)
            for row in _rows(atlas.borders)
        }
    )


def border_faults(atlas: Atlas, *, also_known: frozenset[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with terms of borders.

    A row of no country that holds a place, numbers that are not in order or not all given, a wrong
    unit and more than all; `also_known` are ids of places that have faults of their own.
    """
    countries = {*places(atlas)["country"], ""}
    return [
        fault
        for row in _rows(atlas.borders)
        for fault in _row_faults(row, countries, is_whole=not also_known)
    ]


def _row_faults(row: Row, countries: set[str], *, is_whole: bool) -> Iterator[Fault]:
    label = " ".join(filter(None, (row["charge"], row["from_country"], row["to_country"])))

    def fault(column: str, expected: str, found: str, remedy: str) -> Fault:
        return Fault(BORDERS, expected, found, remedy, row=label, column=column)

    for column in ("from_country", "to_country"):
        if is_whole and row[column] not in countries:
            yield fault(column, "a country that has a place", f"'{row[column]}'", "Name one.")
    values = [float(row[level]) for level in LEVELS]
    gaps = sum(map(math.isnan, values))
    if gaps not in {0, len(values)}:
        yield fault("base", "three numbers or none", f"{len(values) - gaps}", "Give all three.")
    elif not gaps and sorted(values) != values:
        found = ", ".join(f"{value:g}" for value in values)
        yield fault("base", "low <= base <= high", found, "Correct the row.")
    unit = _UNITS.get(row["charge"], "%")
    if row["unit"] != unit:
        yield fault("unit", unit, f"'{row['unit']}'", "Convert the three numbers.")
    elif unit == "%" and values[-1] > PERCENT:
        yield fault("high", "100 % at most", f"{values[-1]:g}", "Correct it.")


def _range(row: Row) -> Range | None:
    low, base, high = (float(row[level]) for level in LEVELS)
    return None if math.isnan(base) else Range(low, base, high)


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
