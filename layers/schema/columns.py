"""Columns that several tables share, and how a column of each kind is described."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import Existence
from zimnik.layers.schema.schema import LAT, LON, Column, Fill, Kind

CONFIDENCES = ("A", "B", "C")
# The first and last year of which a price could be of use to anyone.
FIRST_YEAR, LAST_YEAR = 1990.0, 2100.0

_NAME = r"[A-Za-z0-9_.\-]+"
_NAME_MEANING = "letters a-z, digits, '_', '.' and '-'"


def text(name: str, meaning: str, fill: Fill = Fill.OPTIONAL, *aliases: str) -> Column:
    """Return a column of free text."""
    return Column(name, Kind.TEXT, meaning, fill=fill, aliases=aliases)


def id_column(name: str, meaning: str, *, fill: Fill = Fill.REQUIRED) -> Column:
    """Return a column of ids."""
    return Column(
        name,
        Kind.ID,
        meaning,
        fill=fill,
        pattern=_NAME,
        pattern_meaning=f"an id of {_NAME_MEANING}",
    )


def amount(
    name: str, unit: str, meaning: str, *, fill: Fill = Fill.OPTIONAL, above: bool = False
) -> Column:
    """Return a column of numbers of 0 or more."""
    return Column(name, Kind.NUMBER, meaning, unit=unit, fill=fill, low=0.0, above_low=above)


def percent(name: str, meaning: str, *, high: float = 100.0) -> Column:
    """Return a column of percentages."""
    return Column(name, Kind.NUMBER, meaning, unit="%", low=0.0, high=high)


def word(name: str, words: tuple[str, ...], meaning: str, fill: Fill) -> Column:
    """Return a column of words of a vocabulary."""
    return Column(name, Kind.WORD, meaning, fill=fill, words=words)


def day(name: str, meaning: str) -> Column:
    """Return a column of days of the year."""
    return Column(name, Kind.DAY, meaning, unit="MM-DD")


def year(name: str, meaning: str, fill: Fill = Fill.OPTIONAL) -> Column:
    """Return a column of years."""
    return Column(
        name, Kind.NUMBER, meaning, unit="year", fill=fill, low=FIRST_YEAR, high=LAST_YEAR
    )


SOURCED = (
    text("source", "Where the row comes from", Fill.SOURCED, "источник"),
    word(
        "confidence",
        CONFIDENCES,
        "A: found in the source named; B: well known, not confirmed; C: an estimate",
        Fill.SOURCED,
    ),
)
SOURCE_DATE = text(
    "source_date",
    "When the source appeared, as far as it says; of an estimate and of a page that does not say, "
    "when it was written down",
    Fill.SHIPPED,
)
# Of every row that is a price, a cost or a share: what it rests on, and how old that is.
DATED = (SOURCED[0], SOURCE_DATE, SOURCED[1])
CAPACITY = (
    year("capacity_year", "Year of the capacity; empty: its source gives none"),
    amount("largest_traffic_t_per_y", "t/y", "Largest traffic of a year that is known"),
    year("traffic_year", "Year of that traffic, the last where a source names several"),
    text("traffic_note", "What the capacity and the traffic are of, where not of this alone"),
    text("capacity_source", "Where capacity and traffic come from"),
    text("capacity_sought", "Where both were sought and not found"),
)
NOTE = text("note", "What else there is to say", Fill.OPTIONAL, "notes", "примечание")
STATE = (
    word("state", tuple(Existence), "What does not exist is off unless asked for", Fill.SHIPPED),
    year("state_year", "Year since which the state holds, or is expected to end", Fill.OPTIONAL),
    text("state_source", "Where the state comes from"),
    text("state_payer", "Who is said, or assumed, to pay for what does not exist"),
)
NAMES = (
    id_column("id", "Unique over deposits, hubs, markets and terminals"),
    text("name_en", "English name", Fill.REQUIRED, "name", "title", "nameascii", "asciiname"),
    text("name_ru", "Russian name", Fill.OPTIONAL, "название", "наименование"),
    text("aliases", 'Other names, separated by ";"', Fill.OPTIONAL, "alias", "alt_names"),
)
POSITION = (
    Column(
        "country",
        Kind.TEXT,
        "ISO 3166 code",
        fill=Fill.SHIPPED,
        pattern="[A-Z]{2}",
        pattern_meaning="a code of two capital letters such as RU",
        aliases=("iso2", "country_code", "country code", "countrycode", "iso_a2"),
    ),
    text("region", "Region, province or district", Fill.SHIPPED, "province", "регион"),
    Column(
        LON,
        Kind.NUMBER,
        "Longitude, WGS84, east positive",
        unit="degrees",
        fill=Fill.REQUIRED,
        low=-180.0,
        high=180.0,
        aliases=("longitude", "lng", "long", "x", "долгота"),
    ),
    Column(
        LAT,
        Kind.NUMBER,
        "Latitude, WGS84, north positive",
        unit="degrees",
        fill=Fill.REQUIRED,
        low=-90.0,
        high=90.0,
        aliases=("latitude", "y", "широта"),
    ),
)
COORD_SOURCE = text("coord_source", "Where the position comes from", Fill.SHIPPED)
