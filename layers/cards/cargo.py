"""What a site of the atlas ships, out of its row.

Owns which columns say so; how a rate card values it is `geo.pricing.cargo`'s.
"""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import MINING_METHODS, MiningItem, StoreKind
from zimnik.geo.pricing.cargo import SiteProduct
from zimnik.geo.pricing.cargo_value import MineCost

if TYPE_CHECKING:
    from collections.abc import Mapping


TEXTS = {
    "product": "a name",
    "dangerous_goods": "a class of dangerous goods",
    "mining_method": "a method of mining",
    "working_from": "a day MM-DD",
    "working_to": "a day MM-DD",
}
NUMBERS = (
    "planned_product_t_per_y",
    "product_reo_grade_pct",
    "reo_recovery_pct",
    "moisture_pct",
    "packaging_pct",
    "ore_t_per_t",
    "mining_cost_usd_per_t",
    "ore_mt",
)
T_PER_MT = 1e6
CONCENTRATE = "concentrate"
CLASS_7 = "Class 7"


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
    method = texts.get("mining_method") or MiningItem.UNKNOWN_METHOD
    if method not in (*MINING_METHODS, MiningItem.UNKNOWN_METHOD):
        faults.append(_fault(site, "mining_method", f"one of {', '.join(MINING_METHODS)}", method))
    if faults:
        raise InputError(faults)
    name, danger = texts.get("product") or "cargo", texts.get("dangerous_goods", "")
    return SiteProduct(
        product=name,
        planned_t_per_y=numbers.get("planned_product_t_per_y"),
        reo_grade_pct=numbers.get("product_reo_grade_pct"),
        reo_recovery_pct=numbers.get("reo_recovery_pct"),
        moisture_pct=numbers.get("moisture_pct"),
        packaging_pct=numbers.get("packaging_pct"),
        as_shipped="product" not in site,
        dangerous_goods=danger,
        cost=_mine_cost(name, MiningItem(method), numbers),
        store=_store(name, danger),
        season=_season(texts),
        stock_t=_stock_t(numbers),
    )


def _mine_cost(product: str, method: MiningItem, numbers: Mapping[str, float]) -> MineCost:
    return MineCost(
        published_usd_per_t=numbers.get("mining_cost_usd_per_t"),
        method=method,
        ore_t_per_t=numbers.get("ore_t_per_t"),
        is_concentrate=CONCENTRATE in product,
    )


def _stock_t(numbers: Mapping[str, float]) -> float | None:
    """Return the product that the ore makes; all of the ore where it is not known how much does."""
    ore_mt = numbers.get("ore_mt")
    return ore_mt * T_PER_MT / numbers.get("ore_t_per_t", 1.0) if ore_mt else None


def _season(texts: Mapping[str, str]) -> Window | None:
    opens, closes = texts.get("working_from"), texts.get("working_to")
    return Window.of_season(opens, closes) if opens and closes else None


def _store(product: str, dangerous_goods: str) -> StoreKind:
    """Return what a product stands in: ore lies in the open, all else wants a roof."""
    if dangerous_goods.startswith(CLASS_7):
        return StoreKind.CLASS_7
    return StoreKind.YARD if product == "ore" else StoreKind.SHED


def _is_unknown(value: object) -> bool:
    return value is None or value is pd.NA or value != value  # noqa: PLR0124 - NaN


def _fault(site: Mapping[str, Any], column: str, expected: str, value: object) -> Fault:
    row = str(site.get("id") or "")
    return Fault("sites", expected, repr(value), "Correct the cell.", row=row, column=column)
