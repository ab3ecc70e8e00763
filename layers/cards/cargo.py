"""What a site of the atlas ships, out of its row.

Owns which columns say so; how a rate card values it is `geo.pricing.cargo`'s.
"""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard

TEXTS = {"product": "a name", "dangerous_goods": "a class of dangerous goods"}
NUMBERS = (
    "planned_product_t_per_y",
    "product_reo_grade_pct",
    "reo_recovery_pct",
    "moisture_pct",
    "packaging_pct",
)


def product_of_site(site: Mapping[str, Any]) -> SiteProduct:
    """Return what a site ships; a column that it has not, or a cell without a value, is unknown.

    Only deposits have a column of products: of what leaves another place a tonne is one as shipped.

    Parameters
    ----------
    site
        Row of the place: the columns of `TEXTS` and of `NUMBERS`, percentages from 0 to 100.

    Raises
    ------
    InputError
        With every cell that holds something else than its column says.
    """
    faults = []
    texts: dict[str, str] = {}
    for column, expected in TEXTS.items():
        value = site.get(column)
        if isinstance(value, str):
            texts[column] = value
        elif not _is_unknown(value):
            faults.append(_fault(site, column, expected, value))
    numbers: dict[str, float] = {}
    for column in NUMBERS:
        value = site.get(column)
        if _is_unknown(value):
            continue
        if isinstance(value, Real) and not isinstance(value, bool):
            numbers[column] = float(value)
        else:
            faults.append(_fault(site, column, "a number", value))
    if faults:
        raise InputError(faults)
    return SiteProduct(
        product=texts.get("product") or "cargo",
        planned_t_per_y=numbers.get("planned_product_t_per_y"),
        reo_grade_pct=numbers.get("product_reo_grade_pct"),
        reo_recovery_pct=numbers.get("reo_recovery_pct"),
        moisture_pct=numbers.get("moisture_pct"),
        packaging_pct=numbers.get("packaging_pct"),
        as_shipped="product" not in site,
        dangerous_goods=texts.get("dangerous_goods", ""),
    )


def cargo_of_site(
    site: Mapping[str, Any], card: RateCard, *, tonnes_per_y: float | None = None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return the cargo that a site ships and what had to be taken for it.

    Parameters
    ----------
    site
        As that of `product_of_site`.
    card, tonnes_per_y
        As those of `geo.pricing.cargo.cargo_of_product`.

    Raises
    ------
    InputError
        As those two.
    """
    return cargo_of_product(product_of_site(site), card, tonnes_per_y=tonnes_per_y)


def _is_unknown(value: object) -> bool:
    return value is None or value is pd.NA or value != value  # noqa: PLR0124 - NaN


def _fault(site: Mapping[str, Any], column: str, expected: str, value: object) -> Fault:
    row = str(site.get("id") or "")
    return Fault("sites", expected, repr(value), "Correct the cell.", row=row, column=column)
