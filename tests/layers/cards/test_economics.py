"""Element shares, quotations and terms of projects: what is shipped, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.economics.prices import ND_PR, PriceMarket
from zimnik.layers import Atlas, load_atlas
from zimnik.layers.cards.borders import border_faults
from zimnik.layers.cards.economics import (
    load_element_splits,
    load_project_terms,
    load_quotations,
    quotation_faults,
    share_faults,
    term_faults,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.core.errors import Fault


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def changed(atlas: Atlas, table: str, where: dict[str, Any], **cells: Any) -> Atlas:
    """Return the atlas with some cells of the rows that have some values."""
    frame = atlas.table(table).copy()
    rows = frame.index
    for column, value in where.items():
        rows = rows.intersection(frame.index[frame[column] == value])
    assert len(rows)
    for column, value in cells.items():
        frame.loc[rows, column] = value
    tables: dict[str, Any] = {table: frame}
    return replace(atlas, **tables)


def test_the_shipped_tables_hold_all_rules(atlas: Atlas) -> None:
    assert share_faults(atlas) + quotation_faults(atlas) + term_faults(atlas) == []
    assert border_faults(atlas) == []


def test_every_row_says_where_it_comes_from(atlas: Atlas) -> None:
    for name in ("element_shares", "product_prices", "project_terms", "borders", "outlook"):
        table = atlas.table(name)
        assert len(table) > 10
        assert (table["source"].str.len() > 3).all(), name
        assert table["confidence"].isin(["A", "B", "C"]).all(), name


def test_two_published_splits_of_loparite_stay_apart(atlas: Atlas) -> None:
    used, other = load_element_splits(atlas)["karnasurt"]
    assert (used.name, other.name) == ("hedrick_1997", "usgs_2009")
    # 3.8 and 8.8 % of one publication, 5 and 15 % of the other.
    assert used.nd_pr_share == pytest.approx(0.126)
    assert other.nd_pr_share == pytest.approx(0.20)


def test_a_chinese_quotation_loses_its_tax_and_becomes_dollars(atlas: Atlas) -> None:
    """By hand from the table of the European Central Bank (E7, E40)."""
    (last,) = (
        one
        for one in load_quotations(atlas)
        if (one.item, one.market, one.date) == (ND_PR, PriceMarket.CHINA, "2025-12-31")
    )
    # 605 and 608 yuan a kilogram, 13 % of tax, 7.1874 yuan a dollar.
    assert last.usd_per_kg.low == pytest.approx(605 / 1.13 / 7.1874)
    assert last.usd_per_kg.high == pytest.approx(608 / 1.13 / 7.1874)


def test_what_is_quoted_after_the_year_waits_for_its_exchange_rate(atlas: Atlas) -> None:
    assert (atlas.product_prices["price_year"] == 2026).any()
    assert max(one.year for one in load_quotations(atlas)) == 2025


@pytest.mark.parametrize(
    ("table", "where", "cells", "faults_of", "said"),
    [
        (
            "element_shares",
            {"deposit_id": "tomtor", "split": "gkz"},
            {"deposit_id": "eldorado"},
            share_faults,
            "'eldorado'",
        ),
        (
            "element_shares",
            {"deposit_id": "karnasurt", "oxide": "ce_oxide"},
            {"share_pct": 77.5},
            share_faults,
            "120.07 %",
        ),
        ("element_shares", {"split": "gkz"}, {"used": True}, share_faults, "2"),
        ("element_shares", {"split": "jorc_2021"}, {"used": False}, share_faults, "0"),
        (
            "product_prices",
            {"item": "ndfeb_magnets"},
            {"low": 300.0},
            quotation_faults,
            "300, 198, 265",
        ),
        ("product_prices", {"item": "ndfeb_magnets"}, {"currency": "XAU"}, quotation_faults, "XAU"),
        ("project_terms", {"item": "concentrate"}, {"high": 150.0}, term_faults, "150"),
        ("project_terms", {"item": "concentrate"}, {"unit": "kg"}, term_faults, "'kg'"),
        ("project_terms", {"item": "mine"}, {"place": "eldorado"}, term_faults, "'eldorado'"),
        ("project_terms", {"item": "mine"}, {"currency": ""}, term_faults, "none"),
        ("project_terms", {"item": "build"}, {"currency": "USD"}, term_faults, "'USD'"),
        ("borders", {"charge": "insurance"}, {"low": 2.0}, border_faults, "2, 0.3, 1"),
        ("borders", {"charge": "insurance"}, {"high": float("nan")}, border_faults, "2"),
        ("borders", {"charge": "insurance"}, {"unit": "d"}, border_faults, "'d'"),
        ("borders", {"charge": "insurance"}, {"high": 150.0}, border_faults, "150"),
        ("borders", {"to_country": "EE"}, {"to_country": "XX"}, border_faults, "'XX'"),
    ],
)
def test_a_wrong_row_is_named_with_what_is_wrong(
    atlas: Atlas,
    table: str,
    where: dict[str, Any],
    cells: dict[str, Any],
    faults_of: Callable[[Atlas], list[Fault]],
    said: str,
) -> None:
    faults = faults_of(changed(atlas, table, where, **cells))
    assert [fault.where for fault in faults] == [table] * len(faults)
    assert said in [fault.found for fault in faults] or any(said in f.found for f in faults)


def test_terms_with_faults_are_not_loaded(atlas: Atlas) -> None:
    broken = changed(atlas, "project_terms", {"item": "mine"}, low=1e9)
    with pytest.raises(InputError, match="project_terms, row capital mine tomtor"):
        load_project_terms(broken)
