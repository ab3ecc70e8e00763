"""What a site ships, out of its row: what is not there is unknown, what is no number is named."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import MiningItem, StoreKind, ValueBasis
from zimnik.geo.pricing.cargo import Cargo, SiteProduct
from zimnik.geo.pricing.cargo_value import MineCost
from zimnik.layers.cards.cargo import product_of_site


def test_cells_without_a_value_and_columns_that_are_not_there_are_unknown() -> None:
    site = {
        "product": "ore",
        "product_reo_grade_pct": 10,
        "planned_product_t_per_y": 5000.0,
        "reo_recovery_pct": math.nan,
        "moisture_pct": pd.NA,
    }
    assert product_of_site(site) == SiteProduct("ore", 5000.0, 10.0, store=StoreKind.YARD)
    assert product_of_site({"product": ""}) == SiteProduct("cargo")


def test_working_season_of_a_site_is_that_of_its_cargo() -> None:
    site = {"product": "ore", "working_from": "06-01", "working_to": "09-30"}
    assert product_of_site(site).season == Window.of_season("06-01", "09-30")
    assert product_of_site({**site, "working_from": pd.NA}).season is None
    cargo = Cargo("ore", 1.0, 0.0, season=product_of_site(site).season)
    winter = Window.of_season("12-01", "03-31")
    assert cargo.made_in(winter) == winter
    assert cargo.made_in(None) == cargo.season


def test_stock_of_a_site_is_what_its_ore_makes() -> None:
    site = {"product": "ore", "ore_mt": 2.0}
    assert product_of_site(site).stock_t == 2e6
    assert product_of_site({**site, "ore_t_per_t": 40.0}).stock_t == 5e4
    assert product_of_site({**site, "ore_mt": math.nan}).stock_t is None


def test_what_leaves_a_place_without_a_product_is_counted_as_shipped() -> None:
    assert product_of_site({}) == SiteProduct("cargo", as_shipped=True)
    assert not product_of_site({"product": ""}).as_shipped


@pytest.mark.parametrize(
    ("site", "store"),
    [
        ({"product": "ore"}, StoreKind.YARD),
        ({"product": "ore", "dangerous_goods": "Class 7 (thorium)"}, StoreKind.CLASS_7),
        ({"product": "apatite concentrate"}, StoreKind.SHED),
        ({}, StoreKind.SHED),
    ],
    ids=["ore", "thorium", "concentrate", "unknown"],
)
def test_product_says_what_it_stands_in(site: dict[str, object], store: StoreKind) -> None:
    assert product_of_site(site).store is store


def test_product_says_what_its_mining_costs() -> None:
    site = {
        "product": "loparite concentrate",
        "mining_method": "underground",
        "ore_t_per_t": 33,
        "mining_cost_usd_per_t": math.nan,
    }
    assert product_of_site(site).cost == MineCost(
        method=MiningItem.UNDERGROUND, ore_t_per_t=33.0, is_concentrate=True
    )
    published = product_of_site({**site, "mining_cost_usd_per_t": 900})
    assert published.cost.basis is ValueBasis.MINING_COST


def test_unknown_method_of_mining_is_named() -> None:
    with pytest.raises(InputError, match=r"mining_method': expected one of open_pit.*'dredge'"):
        product_of_site({"id": "mine", "mining_method": "dredge"})


def test_every_cell_of_a_wrong_type_is_named() -> None:
    site = {"id": "mine", "product": 3, "moisture_pct": "8 %", "packaging_pct": True}
    with pytest.raises(InputError) as raised:
        product_of_site(site)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        ("mine", "product"),
        ("mine", "moisture_pct"),
        ("mine", "packaging_pct"),
    ]


def test_the_class_of_dangerous_goods_comes_from_the_row_and_tells_what_is_radioactive() -> None:
    thorium = product_of_site({"product": "ore", "dangerous_goods": "Class 7 (thorium)"})
    assert thorium.dangerous_goods == "Class 7 (thorium)"
    assert not product_of_site({"product": "ore", "dangerous_goods": pd.NA}).dangerous_goods
    cargoes = [Cargo("ore", 1.0, 1.0, dangerous_goods=text) for text in ("Class 7", "Class 8", "")]
    assert [cargo.is_radioactive for cargo in cargoes] == [True, False, False]
