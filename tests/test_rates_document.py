"""The page of rates says what the table of rates holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zimnik.layers import load_atlas, load_rate_card

PAGE = (Path(__file__).parents[1] / "docs" / "rates.md").read_text("utf8")
NUMBER = r"[\d.]+"
ROWS = re.findall(
    rf"^\| `(\w+)` \| ({NUMBER}) / ({NUMBER}) / ({NUMBER}) ?(\S*)(?: (\d{{4}}))?[^|]*\|.*\| ([ABC]) \|$",
    PAGE,
    re.MULTILINE,
)


def test_every_row_of_the_page_is_read() -> None:
    assert len(ROWS) == len(re.findall(r"^\| `", PAGE, re.MULTILINE)) >= 15


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_value_currency_year_and_confidence_are_those_of_the_table(row: tuple[str, ...]) -> None:
    item, *values, unit, year, confidence = row
    rates = load_atlas(drawn=False).rates
    groups = ["price", "parameter", "default"]
    (held,) = rates[(rates["item"] == item) & rates["group"].isin(groups)].to_dict("records")
    assert [held["low"], held["base"], held["high"]] == [float(value) for value in values]
    assert held["confidence"] == confidence
    if year:
        assert (held["currency"], held["price_year"]) == (unit, int(year))


def test_dollars_in_brackets_are_those_of_the_card() -> None:
    card = load_rate_card(load_atlas(drawn=False))
    said = re.findall(
        rf"^\| `(\w+)` .*?\(({NUMBER}) / ({NUMBER}) / ({NUMBER})\)", PAGE, re.MULTILINE
    )
    prices = {**{str(q): price for q, price in card.prices_usd.items()}}
    prices["storage_d"] = card.storage_usd_per_t_d
    assert len(said) >= 6
    for item, *values in said:
        held = prices[item]
        assert [held.low, held.base, held.high] == pytest.approx(
            [float(value) for value in values], rel=0.06
        )
