"""Recipes and plant prices: what is loaded, what is converted, and every rule that they keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.layers.drawn_atlas import write_table
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.processing.flows import balance_faults
from zimnik.geo.processing.plants import Location
from zimnik.geo.processing.recipes import chain_of
from zimnik.layers import Atlas, load_atlas
from zimnik.layers.cards.economics import load_ndpr_shares
from zimnik.layers.cards.recipes import (
    load_plant_prices,
    load_recipes,
    price_faults,
    recipe_faults,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(given=None, drawn=False)


def with_cell(atlas: Atlas, table: str, row: int, column: str, value: str | float) -> Atlas:
    frame = atlas.table(table)
    cells = frame[column].mask(frame.index == row, value)
    changed: dict[str, Any] = {table: frame.assign(**{column: cells})}
    return replace(atlas, **changed)


def row_of(atlas: Atlas, table: str, **cells: str) -> int:
    frame = atlas.table(table)
    for column, value in cells.items():
        frame = frame[frame[column] == value]
    return int(frame.index[0])


def test_shipped_tables_keep_every_rule(atlas: Atlas) -> None:
    assert recipe_faults(atlas) == []
    assert price_faults(atlas) == []


def test_tomtor_yields_what_its_recipe_says(atlas: Atlas) -> None:
    flows = chain_of(load_recipes(atlas), "tomtor", "ore", 14.5, (Stage.CRACKING, Stage.SEPARATION))
    assert flows is not None
    assert balance_faults(flows) == []
    # 145 kg in a tonne of ore, of which 89 % and then 96.5 % are recovered.
    assert flows[-1].reo_out_kg == pytest.approx(145 * 0.89 * 0.965)
    assert flows[0].reagents_t["caustic_soda"] == pytest.approx(0.75)


def test_every_level_of_every_chain_balances(atlas: Atlas) -> None:
    recipes = load_recipes(atlas)
    for product, grade_pct in (("ore", 14.5), ("loparite concentrate", 30.0)):
        for level in ("low", "base", "high"):
            flows = chain_of(
                recipes,
                "tomtor",
                product,
                grade_pct,
                (Stage.CRACKING, Stage.SEPARATION),
                level=level,
            )
            assert flows, (product, level)
            assert balance_faults(flows) == []


def test_ndpr_of_tomtor_becomes_metal_and_magnets(atlas: Atlas) -> None:
    stages = (Stage.CRACKING, Stage.SEPARATION, Stage.METAL, Stage.MAGNETS)
    recipes, shares = load_recipes(atlas), load_ndpr_shares(atlas)
    # 2.8 % of an ore of 14.5 %.
    assert shares["tomtor"] == pytest.approx(2.8 / 14.5, abs=5e-4)
    for level in ("low", "base", "high"):
        flows = chain_of(
            recipes, "tomtor", "ore", 14.5, stages, level=level, ndpr_share=shares["tomtor"]
        )
        assert flows
        assert balance_faults(flows) == []
    # Stoichiometry: 1.17 t of oxides a tonne of metal, so 0.8 t of metal for a tonne of oxides.
    flows = chain_of(recipes, "tomtor", "ore", 14.5, stages, ndpr_share=shares["tomtor"])
    assert flows is not None
    assert flows[2].product_t / flows[2].feed_t == pytest.approx(0.99 * 0.95 / 1.175)
    # A tonne of magnets holds 0.3 t of metal.
    metal_t = flows[3].reo_out_kg / 1000 / 1.175
    assert metal_t / flows[3].product_t == pytest.approx(0.3)
    assert "chuktukon" not in shares


# Tests (E7).
def test_price_is_converted_to_dollars_of_the_card(atlas: Atlas) -> None:
    prices = load_plant_prices(atlas)
    soda = {supply.place_id: supply for supply in prices.suppliers_of("soda_ash")}
    # EUR 207.5 of 2018 at 0.8476 EUR a dollar, then by the deflators 102.288 and 128.964.
    usd = 207.5 / 0.8476 * 128.964 / 102.288
    assert soda["achinsk"].price_usd_per_t.base == pytest.approx(usd, rel=1e-3)
    power = prices.at("energy", "power", Location("Perm Krai", "RU"))
    assert power is not None
    assert 0.03 < power.base < 0.15


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "expected"),
    [
        (
            "recipes",
            {"id": "separation"},
            "mass_pull_t_per_t",
            0.5,
            "grade of the product or the",
        ),
        ("recipes", {"id": "separation"}, "product_reo_grade_pct", float("nan"), "or the pull"),
        ("recipes", {"id": "separation"}, "deposit_id", "nowhere", "a deposit"),
        ("recipes", {"id": "separation"}, "reo_recovery_low_pct", 99.0, "low <= base <= high"),
        ("recipes", {"id": "separation"}, "residue_t_per_t", 9.0, "no more than the"),
        ("recipe_flows", {"item": "nitric_acid"}, "item", "nitrick_acid", "with a supplier"),
        ("recipe_flows", {"item": "niobium_oxide"}, "item", "gold", "a product with a price"),
        ("recipe_flows", {"item": "power"}, "unit", "MWh/t", "kWh/t"),
        ("recipe_flows", {"item": "heat"}, "low", 99.0, "low <= base <= high"),
        ("recipe_flows", {"item": "coke"}, "recipe_id", "alchemy", "a recipe"),
        ("plant_prices", {"item": "coke"}, "place", "nowhere", "a place of the atlas"),
        ("plant_prices", {"item": "power"}, "place", "Utopia", "a region or a country"),
        ("plant_prices", {"item": "coke"}, "unit", "kg", "t"),
        ("plant_prices", {"item": "coke"}, "currency", "", "a currency and its year"),
        ("plant_prices", {"item": "coke"}, "price_year", 1990.0, "can be converted"),
        ("plant_prices", {"group": "life"}, "currency", "USD", "no currency"),
        ("plant_prices", {"item": "coke"}, "high", 1.0, "low <= base <= high"),
    ],
)
def test_each_rule_names_its_row_and_column(
    atlas: Atlas, table: str, key: dict[str, str], column: str, value: str | float, expected: str
) -> None:
    broken = with_cell(atlas, table, row_of(atlas, table, **key), column, value)
    faults = [*recipe_faults(broken), *price_faults(broken)]
    (fault,) = [fault for fault in faults if fault.where == table]
    assert expected in fault.expected
    load = load_plant_prices if table == "plant_prices" else load_recipes
    with pytest.raises(InputError, match=f"{table}, row"):
        load(broken)


def test_pull_above_one_is_refused(atlas: Atlas) -> None:
    row = row_of(atlas, "recipes", id="separation")
    broken = with_cell(atlas, "recipes", row, "product_reo_grade_pct", float("nan"))
    broken = with_cell(broken, "recipes", row, "mass_pull_t_per_t", 1.2)
    assert "1 t or less for a tonne fed" in {fault.expected for fault in recipe_faults(broken)}


def test_users_recipes_go_through_the_same_door(tmp_path: Path) -> None:
    row = {
        "id": "separation",
        "feed_product": "mixed rare-earth carbonate",
        "stage": "separation",
        "product": "separated rare-earth oxides",
        "product_reo_grade_pct": "99",
        "reo_recovery_low_pct": "90",
        "reo_recovery_base_pct": "91",
        "reo_recovery_high_pct": "101",
        "source": "mine",
        "confidence": "A",
    }
    write_table(tmp_path / "recipes.csv", [row])
    with pytest.raises(InputError, match="reo_recovery_high_pct"):
        load_atlas(given=tmp_path, drawn=False)
    write_table(tmp_path / "recipes.csv", [{**row, "reo_recovery_high_pct": "92"}])
    mine = {
        recipe.recipe_id: recipe for recipe in load_recipes(load_atlas(given=tmp_path, drawn=False))
    }
    assert mine["separation"].reo_recovery.base == pytest.approx(0.91)
    assert mine["tomtor_cracking"].reo_recovery.base == pytest.approx(0.89)
