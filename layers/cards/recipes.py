"""Recipes and plant prices out of their tables, and the rules that their rows must keep.

Owns what each row must be measured in and how the rows join: a flow to its recipe, a reagent to
its supplier. What a plant costs is for `geo` to say.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.plants import HEAT, POWER, PlantPrices, Supply
from zimnik.geo.processing.recipes import Recipe
from zimnik.layers.atlas.atlas import places
from zimnik.layers.cards.money import money_of
from zimnik.layers.cards.rate_card import CARD_YEAR, LEVELS
from zimnik.layers.readers.cells import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.cards.money import Money

UNITS = {
    "reagent": "t",
    "product": "kg",
    "residue": "t",
    "capex": "t/y",
    "upkeep": "%/y",
    "life": "y",
    "royalty": "%",
}
ENERGY_UNITS = {POWER: "kWh", HEAT: "GJ"}
MONEY_GROUPS = frozenset({"reagent", "product", "energy", "residue", "capex"})
FULL = 100.0
Row = dict[str, Any]


def load_recipes(atlas: Atlas) -> tuple[Recipe, ...]:
    """Return the recipes of an atlas.

    Raises
    ------
    InputError
        With everything that is wrong with them, as `zimnik check` finds it.
    """
    _require(recipe_faults(atlas))
    flows = _rows(atlas.recipe_flows)
    return tuple(_recipe(row, flows) for row in _rows(atlas.recipes))


def load_plant_prices(atlas: Atlas, *, year: int = CARD_YEAR) -> PlantPrices:
    """Return what plants pay, in US dollars of one year.

    Raises
    ------
    InputError
        With everything that is wrong with the prices, or what is missing to convert them.
    """
    money = money_of(atlas.exchange_rates, atlas.deflators)
    _require(price_faults(atlas, year=year))
    rows = _rows(atlas.plant_prices)
    return PlantPrices(
        supplies=tuple(
            Supply(row["item"], row["place"], _usd(row, money, year), _strength(row))
            for row in rows
            if row["group"] == "reagent"
        ),
        local={
            (row["group"], row["item"], row["place"]): _usd(row, money, year)
            for row in rows
            if row["group"] != "reagent"
        },
    )


def recipe_faults(atlas: Atlas, *, also_known: frozenset[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with recipes and their flows, row by row.

    Ids of `also_known` are of places that exist but have faults of their own.
    """
    deposits, recipes = {*atlas.deposits["id"], *also_known}, set(atlas.recipes["id"])
    reagents = {row["item"] for row in _rows(atlas.plant_prices) if row["group"] == "reagent"}
    products = {row["item"] for row in _rows(atlas.plant_prices) if row["group"] == "product"}
    known = {"in": reagents, "out": products}
    return [
        *(fault for row in _rows(atlas.recipes) for fault in _recipe_row_faults(row, deposits)),
        *(
            fault
            for row in _rows(atlas.recipe_flows)
            for fault in _flow_faults(row, recipes, known)
        ),
        *_yield_faults(atlas),
    ]


def price_faults(
    atlas: Atlas, *, also_known: frozenset[str] = frozenset(), year: int = CARD_YEAR
) -> list[Fault]:
    """Return what is wrong with plant prices, row by row; `also_known` as in `recipe_faults`."""
    money = money_of(atlas.exchange_rates, atlas.deflators)
    every_place = places(atlas)
    suppliers = {*every_place["id"], *also_known}
    areas = {*every_place["region"], *every_place["country"], ""}
    return [
        fault
        for row in _rows(atlas.plant_prices)
        for fault in _price_row_faults(row, money, year, suppliers, areas)
    ]


def _recipe_row_faults(row: Row, deposits: set[str]) -> Iterator[Fault]:
    def fault(column: str, expected: str, found: str, remedy: str) -> Fault:
        return Fault("recipes", expected, found, remedy, row=row["id"], column=column)

    if row["deposit_id"] and row["deposit_id"] not in deposits:
        yield fault("deposit_id", "a deposit", f"'{row['deposit_id']}'", "Name a deposit, or none.")
    grade, pull = row["product_reo_grade_pct"], row["mass_pull_t_per_t"]
    if math.isnan(grade) == math.isnan(pull):
        found = "both" if not math.isnan(pull) else "neither"
        yield fault(
            "mass_pull_t_per_t", "the grade of the product or the pull", found, "Give one of them."
        )
    if pull > 1:
        yield fault(
            "mass_pull_t_per_t", "1 t or less for a tonne fed", f"{pull:g}", "Correct the pull."
        )
    recoveries = [row[f"reo_recovery_{level}_pct"] for level in LEVELS]
    if any(math.isnan(value) for value in recoveries) or sorted(recoveries) != recoveries:
        found = ", ".join(f"{value:g}" for value in recoveries)
        yield fault("reo_recovery_base_pct", "low <= base <= high", found, "Correct the recovery.")


def _flow_faults(row: Row, recipes: set[str], known: Mapping[str, set[str]]) -> Iterator[Fault]:
    label = f"{row['recipe_id']} {row['direction']} {row['item']}"

    def fault(column: str, expected: str, found: str, remedy: str) -> Fault:
        return Fault("recipe_flows", expected, found, remedy, row=label, column=column)

    if row["recipe_id"] not in recipes:
        yield fault("recipe_id", "a recipe", f"'{row['recipe_id']}'", "Add it, or name another.")
    energy = ENERGY_UNITS if row["direction"] == "in" else {}
    items = known[row["direction"]] | set(energy)
    if row["item"] not in items:
        near = nearest(row["item"], sorted(items))
        kind = "a reagent with a supplier" if row["direction"] == "in" else "a product with a price"
        remedy = f"Is '{near}' meant?" if near else "Add a row to plant_prices."
        yield fault("item", kind, f"'{row['item']}'", remedy)
    unit = f"{energy.get(row['item'], 't')}/t"
    if row["unit"] != unit:
        yield fault("unit", unit, f"'{row['unit']}'", "Convert the three numbers.")
    yield from _order_faults("recipe_flows", row, label)


def _yield_faults(atlas: Atlas) -> Iterator[Fault]:
    """Yield the recipes of which more tonnes leave than go in."""
    flows = _rows(atlas.recipe_flows)
    for row in _rows(atlas.recipes):
        own = [flow for flow in flows if flow["recipe_id"] == row["id"]]
        made = sum(flow["base"] for flow in own if flow["direction"] == "out")
        fed = 1.0 + sum(
            flow["base"]
            for flow in own
            if flow["direction"] == "in" and flow["item"] not in ENERGY_UNITS
        )
        pull, residue = row["mass_pull_t_per_t"], row["residue_t_per_t"]
        leaves = made + sum(value for value in (pull, residue) if not math.isnan(value))
        if leaves > fed:
            yield Fault(
                "recipes",
                f"no more than the {fed:g} t that go in for a tonne fed",
                f"{leaves:g} t that leave",
                "Correct pull, by-products or residue.",
                row=row["id"],
            )


def _price_row_faults(
    row: Row, money: Money, year: int, suppliers: set[str], areas: set[str]
) -> Iterator[Fault]:
    group, place = row["group"], row["place"]
    label = f"{group} {row['item']} {place}".strip()

    def fault(column: str, expected: str, found: str, remedy: str) -> Fault:
        return Fault("plant_prices", expected, found, remedy, row=label, column=column)

    if place not in (suppliers if group == "reagent" else areas):
        expected = "a place of the atlas" if group == "reagent" else "a region or a country"
        yield fault("place", expected, f"'{place}'", "Name another.")
    unit = UNITS.get(group) or ENERGY_UNITS.get(row["item"], "kWh or GJ")
    if row["unit"] != unit:
        yield fault("unit", unit, f"'{row['unit']}'", "Convert the three numbers.")
    if group in MONEY_GROUPS:
        if not row["currency"] or math.isnan(row["price_year"]):
            yield fault("currency", "a currency and its year", "none", "Give both.")
        else:
            for gap in money.lacks(row["currency"], int(row["price_year"]), year):
                yield fault("price_year", "an amount that can be converted", f"no {gap}", "Add it.")
    elif row["currency"]:
        yield fault("currency", "no currency", f"'{row['currency']}'", "Leave it empty.")
    yield from _order_faults("plant_prices", row, label)


def _order_faults(where: str, row: Row, label: str) -> Iterator[Fault]:
    values = [row[level] for level in LEVELS]
    if sorted(values) != values:
        found = ", ".join(f"{value:g}" for value in values)
        yield Fault(
            where, "low <= base <= high", found, "Correct the row.", row=label, column="base"
        )


def _recipe(row: Row, flows: Sequence[Row]) -> Recipe:
    own = [flow for flow in flows if flow["recipe_id"] == row["id"]]

    def going(direction: str) -> dict[str, Range]:
        return {f["item"]: _range(f) for f in own if f["direction"] == direction}

    inputs = going("in")
    low, base, high = (row[f"reo_recovery_{level}_pct"] / FULL for level in LEVELS)
    return Recipe(
        recipe_id=row["id"],
        deposit_id=row["deposit_id"],
        feed_product=row["feed_product"],
        stage=Stage(row["stage"]),
        product=row["product"],
        product_reo_grade_pct=_known(row["product_reo_grade_pct"]),
        mass_pull_t_per_t=_known(row["mass_pull_t_per_t"]),
        reo_recovery=Range(low, base, high),
        reagents_t_per_t={k: v for k, v in inputs.items() if k not in ENERGY_UNITS},
        energy_per_t={k: v for k, v in inputs.items() if k in ENERGY_UNITS},
        by_products_t_per_t=going("out"),
        residue_t_per_t=_known(row["residue_t_per_t"]) or 0.0,
        feed_part=row["feed_part"],
    )


def _usd(row: Row, money: Money, year: int) -> Range:
    if not row["currency"]:
        return _range(row)
    low, base, high = (
        money.usd(row[level], row["currency"], int(row["price_year"]), year) for level in LEVELS
    )
    return Range(low, base, high)


def _range(row: Row) -> Range:
    return Range(*(float(row[level]) for level in LEVELS))


def _strength(row: Row) -> float:
    return FULL if math.isnan(row["strength_pct"]) else float(row["strength_pct"])


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _require(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError(faults)
