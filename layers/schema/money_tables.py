"""The tables of prices and of money: rates, exchange rates, price levels."""

from __future__ import annotations

from zimnik.layers.schema.columns import DATED, NOTE, SOURCED, amount, text, word, year
from zimnik.layers.schema.schema import Column, Fill, Kind, Table

RATE_GROUPS = (
    "price",
    "emission",
    "speed",
    "payload",
    "dwell",
    "turnaround",
    "fixed_share",
    "running_share",
    "consist",
    "limit",
    "factor",
    "length",
    "build",
    "mining",
    "parameter",
    "default",
)

_CURRENCY = Column(
    "currency",
    Kind.TEXT,
    "Currency",
    fill=Fill.REQUIRED,
    pattern="[A-Z]{3}",
    pattern_meaning="a code of three capital letters such as RUB",
)

RATES = Table(
    "rates",
    "A price, emission, speed, payload, dwell time or parameter: low, base and high",
    ("group", "item"),
    (
        word("group", RATE_GROUPS, "What kind of number it is", Fill.REQUIRED),
        text("item", "Quantity, vehicle or parameter", Fill.REQUIRED),
        amount("low", "as `unit`", "Low value", fill=Fill.REQUIRED),
        amount("base", "as `unit`", "Base value", fill=Fill.REQUIRED),
        amount("high", "as `unit`", "High value", fill=Fill.REQUIRED),
        text("unit", "What one unit is", Fill.REQUIRED),
        Column(
            "currency",
            Kind.TEXT,
            "Currency as published; empty where the number is not money",
            pattern="[A-Z]{3}",
            pattern_meaning="a code of three capital letters such as USD",
        ),
        year("price_year", "Year of the amount", Fill.OPTIONAL),
        NOTE,
        *DATED,
    ),
)
EXCHANGE_RATES = Table(
    "exchange_rates",
    "Annual average exchange rate",
    ("currency", "year"),
    (
        _CURRENCY,
        year("year", "Year", Fill.REQUIRED),
        amount(
            "units_per_usd",
            "1/USD",
            "Units of the currency for a US dollar",
            fill=Fill.REQUIRED,
            above=True,
        ),
        *SOURCED,
    ),
)
DEFLATORS = Table(
    "deflators",
    "Price level of a country, by its currency",
    ("currency", "year"),
    (
        _CURRENCY,
        year("year", "Year", Fill.REQUIRED),
        amount(
            "gdp_deflator_index",
            "index",
            "GDP deflator; only ratios within a currency matter",
            fill=Fill.REQUIRED,
            above=True,
        ),
        *SOURCED,
    ),
)
