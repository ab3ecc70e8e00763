"""Element shares, quotations and terms of projects out of their tables, and what can be wrong.

Owns the rules of their rows and the conversion of money. What a price makes of a deposit is for
`geo.economics` to say.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import PERCENT
from zimnik.geo.economics.prices import ElementSplit, PriceMarket, Quotation
from zimnik.geo.economics.terms import (
    CAPITAL,
    CLOSURE,
    PAYABLE,
    SCALE,
    SCHEDULE,
    SIZE,
    STOCK,
    SUSTAINING,
    TAX,
    TOLL,
    ProjectTerms,
)
from zimnik.geo.pricing.rates import LEVELS, Range
from zimnik.layers.atlas.atlas import places
from zimnik.layers.cards.money import money_of
from zimnik.layers.cards.rate_card import CARD_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.cards.money import Money

SHARES, PRICES, TERMS = "element_shares", "product_prices", "project_terms"
# Published shares of one assay add up to all of it but for rounding.
MOST_SHARES_PCT = 101.0
# In what a term is stated: the first is told where another is found.
_UNITS: dict[str, tuple[str, ...]] = {
    PAYABLE: ("%",),
    TOLL: ("kg REO",),
    CAPITAL: ("t/y",),
    SCHEDULE: ("y",),
    SUSTAINING: ("%/y",),
    CLOSURE: ("%",),
    STOCK: ("d",),
    SCALE: ("1",),
    SIZE: ("t/y",),
    TAX: ("%", "y", "1"),
}
_MONEY = frozenset({TOLL, CAPITAL})
Row = dict[str, Any]


def load_element_splits(atlas: Atlas) -> dict[str, tuple[ElementSplit, ...]]:
    """Return the published element shares by deposit, that which is used first.

    Raises
    ------
    InputError
        With everything that `share_faults` finds.
    """
    _require(share_faults(atlas))
    shares: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    used: dict[tuple[str, str], bool] = {}
    for row in _rows(atlas.element_shares):
        key = row["deposit_id"], row["split"]
        shares[key][row["oxide"]] = row["share_pct"] / PERCENT
        used[key] = bool(row["used"])
    found: dict[str, list[ElementSplit]] = defaultdict(list)
    for key in sorted(shares, key=lambda key: not used[key]):
        found[key[0]].append(ElementSplit(key[1], shares[key]))
    return {deposit_id: tuple(splits) for deposit_id, splits in found.items()}


def load_ndpr_shares(atlas: Atlas) -> dict[str, float]:
    """Return Nd and Pr oxides over all REO of the deposits of which they are published.

    Raises
    ------
    InputError
        With everything that is wrong with the shares.
    """
    found = {key: splits[0].nd_pr_share for key, splits in load_element_splits(atlas).items()}
    return {deposit_id: share for deposit_id, share in found.items() if share is not None}


def load_quotations(atlas: Atlas, *, year: int = CARD_YEAR) -> tuple[Quotation, ...]:
    """Return the quotations up to a year, without value added tax, in US dollars of that year.

    Raises
    ------
    InputError
        With everything that is wrong with the prices, or what is missing to convert them.
    """
    _require(quotation_faults(atlas, year=year))
    money = money_of(atlas.exchange_rates, atlas.deflators)
    return tuple(
        Quotation(
            row["item"],
            PriceMarket(row["market"]),
            row["date"],
            int(row["price_year"]),
            _usd(row, money, year, 1 + _number(row["vat_pct"]) / PERCENT),
        )
        for row in _rows(atlas.product_prices)
        if row["price_year"] <= year
    )


def load_project_terms(atlas: Atlas, *, year: int = CARD_YEAR) -> ProjectTerms:
    """Return the terms of projects, money in US dollars of a year.

    Raises
    ------
    InputError
        With everything that is wrong with the terms, or what is missing to convert them.
    """
    _require(term_faults(atlas, year=year))
    money = money_of(atlas.exchange_rates, atlas.deflators)
    return ProjectTerms(
        {
            (row["group"], row["item"], row["place"]): _usd(row, money, year, 1.0)
            if row["currency"]
            else Range(*(float(row[level]) for level in LEVELS))
            for row in _rows(atlas.project_terms)
        }
    )


def share_faults(atlas: Atlas, *, also_known: frozenset[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with element shares.

    A row of no deposit, two splits that are used or none, and shares of more than all; ids of
    `also_known` are of places that exist but have faults of their own.
    """
    deposits = {*atlas.deposits["id"], *also_known}
    faults: list[Fault] = []
    splits: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in _rows(atlas.element_shares):
        deposit, split = row["deposit_id"], row["split"]
        if deposit not in deposits:
            faults.append(
                _fault(SHARES, deposit, "deposit_id", "a deposit", f"'{deposit}'", "Name one.")
            )
        splits[deposit][split].add(bool(row["used"]))
        sums[deposit, split] += row["share_pct"]
    faults += [
        _fault(
            SHARES, f"{deposit} {split}", "share_pct", "no more than all REO", f"{total:g} %",
            "Correct the shares.",
        )
        for (deposit, split), total in sums.items()
        if total > MOST_SHARES_PCT
    ]  # fmt: skip
    for deposit, own in splits.items():
        count = sum(True in marks for marks in own.values())
        mixed = any(len(marks) > 1 for marks in own.values())
        if count != 1 or mixed:
            found = "rows of one split that differ" if mixed else f"{count}"
            faults.append(
                _fault(SHARES, deposit, "used", "one split that is used", found, "Mark one.")
            )
    return faults


def quotation_faults(atlas: Atlas, *, year: int = CARD_YEAR) -> list[Fault]:
    """Return what is wrong with quotations; those after the year are not converted."""
    money = money_of(atlas.exchange_rates, atlas.deflators)
    faults: list[Fault] = []
    for row in _rows(atlas.product_prices):
        label = f"{row['item']} {row['market']} {row['date']}"
        faults += _order_faults(PRICES, row, label)
        if row["price_year"] <= year:
            faults += _money_faults(PRICES, row, label, money, year)
    return faults


def term_faults(
    atlas: Atlas, *, also_known: frozenset[str] = frozenset(), year: int = CARD_YEAR
) -> list[Fault]:
    """Return what is wrong with terms of projects; `also_known` as in `share_faults`."""
    money = money_of(atlas.exchange_rates, atlas.deflators)
    every = places(atlas)
    areas = {*every["id"], *every["country"], *also_known, ""}
    faults: list[Fault] = []
    for row in _rows(atlas.project_terms):
        label = f"{row['group']} {row['item']} {row['place']}".strip()
        faults += _order_faults(TERMS, row, label)
        if row["place"] not in areas:
            remedy = "Name another."
            found = f"'{row['place']}'"
            faults.append(_fault(TERMS, label, "place", "a place or a country", found, remedy))
        units = _UNITS[row["group"]]
        if row["unit"] not in units:
            remedy = "Convert the three numbers."
            faults.append(
                _fault(TERMS, label, "unit", " or ".join(units), f"'{row['unit']}'", remedy)
            )
        if row["unit"] == "%" and row["high"] > PERCENT:
            found = f"{row['high']:g}"
            faults.append(_fault(TERMS, label, "high", "100 % at most", found, "Correct it."))
        if row["group"] in _MONEY:
            faults += _money_faults(TERMS, row, label, money, year)
        elif row["currency"]:
            found = f"'{row['currency']}'"
            faults.append(_fault(TERMS, label, "currency", "no currency", found, "Empty it."))
    return faults


def _money_faults(where: str, row: Row, label: str, money: Money, year: int) -> Iterator[Fault]:
    if not row["currency"] or math.isnan(row["price_year"]):
        yield _fault(where, label, "currency", "a currency and its year", "none", "Give both.")
        return
    for gap in money.lacks(row["currency"], int(row["price_year"]), year):
        expected = "an amount that can be converted"
        yield _fault(where, label, "price_year", expected, f"no {gap}", "Add it.")


def _order_faults(where: str, row: Row, label: str) -> Iterator[Fault]:
    values = [row[level] for level in LEVELS]
    if sorted(values) != values:
        found = ", ".join(f"{value:g}" for value in values)
        yield _fault(where, label, "base", "low <= base <= high", found, "Correct the row.")


def _fault(where: str, row: str, column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault(where, expected, found, remedy, row=row, column=column)


def _usd(row: Row, money: Money, year: int, divisor: float) -> Range:
    low, base, high = (
        money.usd(row[level], row["currency"], int(row["price_year"]), year) / divisor
        for level in LEVELS
    )
    return Range(low, base, high)


def _number(cell: float) -> float:
    return 0.0 if math.isnan(cell) else float(cell)


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _require(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError(faults)
