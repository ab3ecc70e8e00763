"""The tables of revenue and investment: element shares, prices, terms of projects, the frame."""

from __future__ import annotations

from zimnik.geo.economics.prices import PRICED, SPLIT_OXIDES, PriceMarket
from zimnik.geo.economics.terms import TERM_GROUPS
from zimnik.geo.processing.border_terms import BorderCharge, Goods
from zimnik.layers.schema.columns import (
    DATED,
    NOTE,
    SOURCED,
    amount,
    id_column,
    percent,
    text,
    word,
    year,
)
from zimnik.layers.schema.schema import Column, Fill, Kind, Table

_SOURCE_DATE = text("source_date", "When the source appeared, as far as it says")
_CURRENCY = Column(
    "currency",
    Kind.TEXT,
    "Currency as published; empty where the number is not money",
    pattern="[A-Z]{3}",
    pattern_meaning="a code of three capital letters such as USD",
)

ELEMENT_SHARES = Table(
    "element_shares",
    "Oxides of single elements in the REO of a deposit, where they are published",
    ("deposit_id", "split", "oxide"),
    (
        id_column("deposit_id", "The deposit"),
        id_column("split", "The assay or publication; shares of two are never mixed"),
        word("oxide", SPLIT_OXIDES, "The oxide, or two that are published as one", Fill.REQUIRED),
        Column(
            "share_pct",
            Kind.NUMBER,
            "Of all REO",
            unit="%",
            fill=Fill.REQUIRED,
            low=0.0,
            high=100.0,
            above_low=True,
        ),
        Column(
            "used",
            Kind.YES_NO,
            "Whether the model takes this split; one a deposit",
            fill=Fill.REQUIRED,
        ),
        NOTE,
        *DATED,
    ),
    optional=True,
)
PRODUCT_PRICES = Table(
    "product_prices",
    "A quotation of a product of rare earths on a market",
    ("item", "market", "date"),
    (
        word("item", PRICED, "The product", Fill.REQUIRED),
        word("market", tuple(PriceMarket), "Where it is quoted", Fill.REQUIRED),
        text("date", "Day, month, quarter or year of the quotation", Fill.REQUIRED),
        amount("low", "as `currency`/kg", "Low quotation", fill=Fill.REQUIRED),
        amount("base", "as `currency`/kg", "Middle, or the one quotation", fill=Fill.REQUIRED),
        amount("high", "as `currency`/kg", "High quotation", fill=Fill.REQUIRED),
        word("unit", ("kg",), "What one unit is", Fill.REQUIRED),
        Column(
            "currency",
            Kind.TEXT,
            "Currency as published",
            fill=Fill.REQUIRED,
            pattern="[A-Z]{3}",
            pattern_meaning="a code of three capital letters such as CNY",
        ),
        year("price_year", "Year of the quotation", Fill.REQUIRED),
        percent("vat_pct", "Value added tax that is in it; empty: none"),
        NOTE,
        *DATED,
    ),
    optional=True,
)
PROJECT_TERMS = Table(
    "project_terms",
    "A term of an investment: what buyers pay of the value of oxides, tolls, capital, years, taxes",
    ("group", "item", "place"),
    (
        word("group", TERM_GROUPS, "What kind of term it is", Fill.REQUIRED),
        id_column("item", "The term"),
        text("place", "Deposit or country for which it holds; empty: any"),
        amount("low", "as `unit`", "Low value", fill=Fill.REQUIRED),
        amount("base", "as `unit`", "Base value", fill=Fill.REQUIRED),
        amount("high", "as `unit`", "High value", fill=Fill.REQUIRED),
        text("unit", "What one unit is", Fill.REQUIRED),
        _CURRENCY,
        year("price_year", "Year of the amount", Fill.OPTIONAL),
        NOTE,
        *DATED,
    ),
    optional=True,
)
_COUNTRY = "Country of {}, a code of two capital letters; empty: any"
BORDERS = Table(
    "borders",
    "What a border takes of goods: duties, licence, VAT and when it is credited, insurance, limits",
    ("charge", "from_country", "to_country", "goods"),
    (
        word("charge", tuple(BorderCharge), "What is taken", Fill.REQUIRED),
        text("from_country", _COUNTRY.format("departure")),
        text("to_country", _COUNTRY.format("arrival")),
        word("goods", tuple(Goods), "For which goods; empty: any", Fill.OPTIONAL),
        amount("low", "as `unit`", "Low value"),
        amount("base", "as `unit`", "Base value; empty: sought and not found"),
        amount("high", "as `unit`", "High value"),
        word("unit", ("%", "d", "Bq/g"), "What one unit is", Fill.REQUIRED),
        NOTE,
        *DATED,
    ),
    optional=True,
)
OUTLOOK = Table(
    "outlook",
    "A figure of the frame: output, reserves, targets, trade and shares, by region and year",
    ("quantity", "region", "year"),
    (
        id_column("quantity", "What is counted"),
        text("region", "Country, or world", Fill.REQUIRED),
        text("year", "Year, or years from-to", Fill.REQUIRED),
        amount("low", "as `unit`", "Low value, where a range is published"),
        amount("value", "as `unit`", "The value; empty: sought and not found"),
        amount("high", "as `unit`", "High value, where a range is published"),
        text("unit", "What one unit is", Fill.REQUIRED),
        text("definition", "What the source counts"),
        NOTE,
        SOURCED[0],
        _SOURCE_DATE,
        SOURCED[1],
    ),
    optional=True,
)
