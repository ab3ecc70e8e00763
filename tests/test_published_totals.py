"""Published totals: halves by the hash of the id, bills of the card, and what the tool says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.coverage import (
    HALVES,
    before_fit,
    bill_of_text,
    compared,
    counts_allowed,
    half_of,
    published,
    table,
)
from zimnik.geo.core.vocabulary import Quantity
from zimnik.layers.cards.money import money_of

if TYPE_CHECKING:
    import zimnik

ROWS = table()


def test_there_are_rows_enough_and_each_is_named_once() -> None:
    assert len(ROWS) >= 40
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_the_half_of_a_row_follows_from_its_id_alone() -> None:
    assert {row["id"]: row["half"] for row in ROWS} == {r["id"]: half_of(r["id"]) for r in ROWS}
    assert {row["half"] for row in ROWS} == set(HALVES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_has_a_source_and_a_bill(row: dict[str, str]) -> None:
    assert row["source"]
    assert row["published_on"]
    assert row["confidence"] in "ABC"
    assert all(amount > 0 for amount in bill_of_text(row["bill"]).values())


def test_no_figure_is_one_that_a_rate_cites(study: zimnik.Study) -> None:
    rates = study.model.atlas.rates
    for row in ROWS:
        quoted = f"{float(row['value']):,.0f} {row['currency']}"
        assert not rates["note"].str.contains(quoted, regex=False).any(), row["id"]


def test_an_amount_is_brought_to_dollars_of_the_card_without_tax(study: zimnik.Study) -> None:
    money = money_of(study.model.atlas.exchange_rates, study.model.atlas.deflators)
    by_id = {one.id: one for one in published(money, 2025)}
    # RUB 21,500 of 2022 with 20 % of VAT.
    expected = money.usd(21_500 / 1.2, "RUB", 2022, 2025)
    assert by_id["palana_petropavlovsk_2022"].usd == pytest.approx(expected)
    assert by_id["palana_petropavlovsk_2022"].bill.sum() == pytest.approx(1350 + 1 + 1 + 1)


def test_a_bill_is_read_from_its_text() -> None:
    assert bill_of_text("truck_tkm 240; truck_haul 1; truck_tkm 10") == {
        Quantity.TRUCK_TKM: 250.0,
        Quantity.TRUCK_HAUL: 1.0,
    }


def test_of_twenty_rows_twelve_to_nineteen_may_lie_inside() -> None:
    assert counts_allowed(20) == (12, 19)


def test_the_fit_moved_ends_and_no_base(study: zimnik.Study) -> None:
    now, before = study.model.atlas.rates, before_fit(study.model).atlas.rates
    assert (now["base"] == before["base"]).all()
    assert (now["low"] <= before["low"]).all()
    assert (now["high"] >= before["high"]).all()


def test_ranges_cover_four_fifths_of_what_was_held_out(study: zimnik.Study) -> None:
    held = [one for one in compared(study.model) if one.published.half == "held_out"]
    least, most = counts_allowed(len(held))
    assert least <= sum(one.side == "inside" for one in held) <= most
