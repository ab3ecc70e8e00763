"""Amounts to US dollars of the card's year, and what a rate table must hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from tests.layers.drawn_atlas import rate_rows, write_table
from zimnik.geo.campaign.vehicle_pools import standing_usd_per_d
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import HAUL_OF_VEHICLE, LIFTS, Quantity, Vehicle
from zimnik.geo.pricing.rates import Range
from zimnik.layers import Atlas, load_atlas, load_rate_card, load_rates, with_rates

if TYPE_CHECKING:
    from pathlib import Path


def with_row(atlas: Atlas, group: str, item: str, /, **cells: str | float) -> Atlas:
    rates = atlas.rates
    row = (rates["group"] == group) & (rates["item"] == item)
    exchanged = {name: rates[name].mask(row, value) for name, value in cells.items()}
    return replace(atlas, rates=rates.assign(**exchanged))


def test_card_has_every_price_speed_payload_and_dwell(atlas: Atlas) -> None:
    card = load_rate_card(atlas)
    days = {Quantity.UNDER_WAY_D, Quantity.DWELL_D, Quantity.WAITING_D}
    assert set(card.prices_usd) == set(Quantity) - days
    assert set(card.speeds_km_per_d) == set(card.payloads_t) == set(Vehicle)
    assert set(card.dwells_d) == {*LIFTS, Quantity.BORDER_CROSSING}
    assert card.prices_usd[Quantity.BARGE_TKM] == Range(1.0, 2.0, 3.0)
    assert card.storage_usd_per_t_d == Range(1.0, 2.0, 3.0)
    assert card.access_detour == Range(1.0, 2.0, 3.0)
    assert card.year == 2025


def test_grams_become_kilograms(atlas: Atlas) -> None:
    assert load_rate_card(atlas).emissions_kg[Quantity.BARGE_TKM] == Range(0.001, 0.002, 0.003)


# Tests (E7).
def test_price_in_roubles_of_another_year_is_converted(atlas: Atlas) -> None:
    roubles = with_row(atlas, "price", "barge_tkm", currency="RUB", price_year=2020.0)
    card = load_rate_card(roubles)
    assert card.prices_usd[Quantity.BARGE_TKM].base == pytest.approx(2 * 1.5 / 100)
    assert load_rate_card(roubles, year=2020).prices_usd[Quantity.BARGE_TKM].base == 2 / 80


def test_shipped_card_is_in_dollars_of_2025() -> None:
    atlas = load_atlas(drawn=False)
    card = load_rate_card(atlas)
    of_ships = (atlas.rates["group"] == "price") & (atlas.rates["item"] == "ice_class_ship_tkm")
    (row,) = atlas.rates[of_ships].to_dict("records")
    assert (row["currency"], row["price_year"]) == ("USD", 2025)
    expected = Range(low=row["low"], base=row["base"], high=row["high"])
    assert card.prices_usd[Quantity.ICE_CLASS_SHIP_TKM] == expected
    # Yuan of 2025 at their average rate, and nothing else.
    assert 0.017 < card.prices_usd[Quantity.RAIL_1435_TKM].base < 0.02
    assert card.benchmark_usd_per_kg_reo.base == 11


@pytest.mark.parametrize(
    ("group", "item", "cells", "message"),
    [
        (
            "price",
            "barge_tkm",
            {"unit": "t"},
            r"price barge_tkm, column 'unit': .*'t-km', found 't'",
        ),
        ("price", "barge_tkm", {"unit": "t-mile"}, "found 't-mile'"),
        ("price", "barge_tkm", {"base": np.nan}, r"barge_tkm, column 'base'.*found nothing"),
        ("price", "barge_tkm", {"low": -1.0}, r"column 'low': expected a number of 0 or more"),
        ("price", "barge_tkm", {"high": 1.5}, "low <= base <= high"),
        ("price", "barge_tkm", {"currency": ""}, r"column 'currency': expected a currency"),
        ("price", "barge_tkm", {"currency": "XAU"}, "a currency of table exchange_rates"),
        ("price", "barge_tkm", {"price_year": np.nan}, "the year of the price, found nothing"),
        ("price", "barge_tkm", {"price_year": 2019.0}, "GDP deflator of USD in 2019"),
        ("price", "barge_tkm", {"item": "barg_tkm"}, r"found 'barg_tkm'\. Is 'barge_tkm' meant"),
        ("price", "barge_tkm", {"item": "x"}, "a row of group price and item barge_tkm"),
        ("price", "barge_tkm", {"group": "cost"}, "no such group"),
        ("speed", "barge", {"currency": "USD"}, "no currency"),
        ("speed", "barge", {"low": 0.0}, "more than 0"),
        ("parameter", "interest", {"unit": "%"}, "'%/y'"),
        ("default", "moisture_ore", {"high": 100.0}, "99 or less, found 100"),
    ],
)
def test_wrong_row_is_named(
    atlas: Atlas, group: str, item: str, cells: dict[str, str | float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load_rate_card(with_row(atlas, group, item, **cells))


def test_all_faults_come_at_once(atlas: Atlas) -> None:
    wrong = with_row(atlas, "price", "barge_tkm", unit="t", base=np.nan)
    wrong = with_row(wrong, "speed", "truck", unit="km/h")
    with pytest.raises(InputError) as caught:
        load_rate_card(wrong)
    assert {(fault.row, fault.column) for fault in caught.value.faults} == {
        ("price barge_tkm", "unit"),
        ("price barge_tkm", "base"),
        ("speed truck", "unit"),
    }


def test_row_there_twice_is_a_fault(atlas: Atlas) -> None:
    twice = replace(atlas, rates=pd.concat([atlas.rates, atlas.rates.iloc[:1]], ignore_index=True))
    with pytest.raises(InputError, match="one row of each item, found another"):
        load_rate_card(twice)


def test_lift_without_emission_emits_nothing_and_a_vehicle_must_have_one(atlas: Atlas) -> None:
    emission = atlas.rates["group"] == "emission"
    lifts = atlas.rates["item"].str.endswith("_lift")
    card = load_rate_card(replace(atlas, rates=atlas.rates[~(emission & lifts)]))
    assert Quantity.ROAD_LIFT not in card.emissions_kg
    with pytest.raises(InputError, match="group emission and item rail_1520_tkm"):
        load_rate_card(replace(atlas, rates=atlas.rates[~emission]))


def test_rates_of_a_user_replace_rows_by_group_and_item(atlas: Atlas, tmp_path: Path) -> None:
    rows = [row for row in rate_rows() if row["item"] == "barge_tkm" and row["group"] == "price"]
    file = write_table(tmp_path / "costly.csv", [{**rows[0], "high": "9,5"}])
    changed = with_rates(atlas, load_rates(file))
    assert len(changed.rates) == len(atlas.rates)
    assert load_rate_card(changed).prices_usd[Quantity.BARGE_TKM].high == 9.5
    assert load_rate_card(atlas).prices_usd[Quantity.BARGE_TKM].high == 3
    assert any("decimal commas" in note for note in changed.notes)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"unit": "kg"}, r"mine\.csv, row price barge_tkm \(line 2\), column 'unit'"),
        ({"base": "NaN"}, r"mine\.csv, row price barge_tkm \(line 2\), column 'base'.*'NaN'"),
        ({"group": "prise"}, r"Is 'price' meant"),
    ],
)
def test_faults_of_a_rate_file_name_the_line(
    tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    row = next(row for row in rate_rows() if row["item"] == "barge_tkm" and row["group"] == "price")
    with pytest.raises(InputError, match=message):
        load_rates(write_table(tmp_path / "mine.csv", [{**row, **cells}]))


def test_missing_rate_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: expected a file that can be read"):
        load_rates(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"high": 0.9}, "high", "1.15"),
        ({"low": 0.1, "base": 0.3, "high": 0.75}, "low", "0.85"),
    ],
)
def test_shares_that_do_not_sum_to_1_are_told(
    atlas: Atlas, cells: dict[str, float], column: str, found: str
) -> None:
    """The low of one share is what the high of the other leaves."""
    with pytest.raises(InputError) as caught:
        load_rate_card(with_row(atlas, "fixed_share", "barge", **cells))
    fault = caught.value.faults[0]
    assert (fault.row, fault.column, fault.found) == ("fixed_share barge", column, found)


def test_a_share_needs_the_rest_beside_it(atlas: Atlas) -> None:
    rates = atlas.rates
    alone = rates[~((rates["group"] == "running_share") & (rates["item"] == "barge"))]
    with pytest.raises(InputError, match="running_share barge"):
        load_rate_card(replace(atlas, rates=alone))
    neither = alone[~((alone["group"] == "fixed_share") & (alone["item"] == "barge"))]
    assert Vehicle.BARGE not in load_rate_card(replace(atlas, rates=neither)).fixed_shares


def test_shipped_shares_are_of_every_vehicle_and_no_lorry_loses_on_a_standing_day() -> None:
    """A day at both ends, which the price of boarding pays, is worth about what standing costs."""
    card = load_rate_card(load_atlas(drawn=False))
    assert set(card.fixed_shares) == set(Vehicle)
    for vehicle in (Vehicle.BARGE, Vehicle.RIVER_SEA_VESSEL, Vehicle.ICE_CLASS_SHIP):
        haul = card.prices_usd[HAUL_OF_VEHICLE[vehicle]].base
        standing = haul * card.payloads_t[vehicle].base / card.turnarounds_d[vehicle].base
        assert standing_usd_per_d(card, vehicle) == pytest.approx(standing, rel=0.05)
