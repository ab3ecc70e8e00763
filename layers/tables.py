"""The tables of the atlas: the one list of columns.

Owns names, units, meanings and vocabularies of everything that an atlas stores. All else (dtypes,
validation, exports, the data dictionary) is made from it.
"""

from __future__ import annotations

from geo.vocabulary import SITE_KINDS, TERMINAL_KINDS, Mode, Vehicle
from layers.schema import LAT, LON, Column, Fill, Kind, Table

DEPOSIT_STATUSES = ("producing", "project", "prospect", "idle", "stockpile")
HUB_STATUSES = ("operating", "building", "planned", "candidate", "pilot", "idle")
STAGES = (
    "concentration",
    "cracking",
    "separation",
    "metal",
    "alloy",
    "magnets",
    "pilot",
    "reagents",
    "transhipment",
)
STATES = ("existing", "planned")
CONFIDENCES = ("A", "B", "C")
RATE_GROUPS = ("price", "emission", "speed", "payload", "dwell", "parameter")
EXCEPTION_RULES = ("island", "unlinked", "near_duplicate")
ESCORT_ZONES = 7.0
# The first and last year of which a price could be of use to anyone.
FIRST_YEAR, LAST_YEAR = 1990.0, 2100.0

_NAME = r"[A-Za-z0-9_.\-]+"
_NAME_MEANING = "letters a-z, digits, '_', '.' and '-'"


def _text(name: str, meaning: str, fill: Fill = Fill.OPTIONAL, *aliases: str) -> Column:
    return Column(name, Kind.TEXT, meaning, fill=fill, aliases=aliases)


def _id(name: str, meaning: str, fill: Fill = Fill.REQUIRED) -> Column:
    return Column(
        name, Kind.ID, meaning, fill=fill, pattern=_NAME, pattern_meaning=f"an id of {_NAME_MEANING}"
    )


def _amount(
    name: str, unit: str, meaning: str, fill: Fill = Fill.OPTIONAL, *, above: bool = False
) -> Column:
    return Column(name, Kind.NUMBER, meaning, unit=unit, fill=fill, low=0.0, above_low=above)


def _percent(name: str, meaning: str) -> Column:
    return Column(name, Kind.NUMBER, meaning, unit="%", low=0.0, high=100.0)


def _word(name: str, words: tuple[str, ...], meaning: str, fill: Fill) -> Column:
    return Column(name, Kind.WORD, meaning, fill=fill, words=words)


def _day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DAY, meaning, unit="MM-DD")


def _year(name: str, meaning: str, fill: Fill) -> Column:
    return Column(
        name, Kind.NUMBER, meaning, unit="year", fill=fill, low=FIRST_YEAR, high=LAST_YEAR
    )


SOURCED = (
    _text("source", "Where the row comes from", Fill.SOURCED, "источник"),
    _word(
        "confidence",
        CONFIDENCES,
        "A: found in the source named; B: well known, not confirmed; C: an estimate",
        Fill.SOURCED,
    ),
)
NOTE = _text("note", "What else there is to say", Fill.OPTIONAL, "notes", "примечание")
STATE = _word("state", STATES, "Planned: not built yet, off unless asked for", Fill.SHIPPED)
NAMES = (
    _id("id", "Unique over deposits, hubs, markets and terminals"),
    _text("name_en", "English name", Fill.REQUIRED, "name", "title", "nameascii"),
    _text("name_ru", "Russian name", Fill.OPTIONAL, "название", "наименование"),
    _text("aliases", 'Other names, separated by ";"', Fill.OPTIONAL, "alias", "alt_names"),
)
POSITION = (
    Column(
        "country",
        Kind.TEXT,
        "ISO 3166 code",
        fill=Fill.SHIPPED,
        pattern="[A-Z]{2}",
        pattern_meaning="a code of two capital letters such as RU",
        aliases=("iso2", "country_code", "iso_a2"),
    ),
    _text("region", "Region, province or district", Fill.SHIPPED, "province", "регион"),
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
COORD_SOURCE = _text("coord_source", "Where the position comes from", Fill.SHIPPED)

DEPOSITS = Table(
    "deposits",
    "A deposit, mine or stockpile: where cargo starts",
    ("id",),
    (
        *NAMES,
        *POSITION,
        _amount("coord_precision_km", "km", "How far the position may be off"),
        COORD_SOURCE,
        _text("commodities", 'What is mined, separated by ";"', Fill.SHIPPED, "commodity"),
        _word("status", DEPOSIT_STATUSES, "How far it is from mining", Fill.SHIPPED),
        _text("status_note", "The status in words"),
        _text("holder", "Who holds the licence", Fill.OPTIONAL, "owner", "operator"),
        _text("product", "What leaves the site"),
        _percent("product_reo_grade_pct", "REO in the dry product"),
        _percent("reo_recovery_pct", "Share of the contained REO that the plant recovers"),
        _percent("moisture_pct", "Water in the shipped product, wet basis"),
        _amount("packaging_pct", "%", "Packaging over the wet mass"),
        _text("dangerous_goods", "Class of dangerous goods, where the product needs one"),
        _amount("planned_product_t_per_y", "t/y", "Planned output of the product", above=True),
        _text("product_note", "On product, grade and output"),
        _amount("ore_mt", "Mt", "Ore"),
        _amount("reo_kt", "kt", "REO contained in the ore"),
        _amount("nb2o5_kt", "kt", "Niobium oxide contained in the ore"),
        _percent("grade_reo_pct", "REO in the ore"),
        _percent("grade_nb2o5_pct", "Niobium oxide in the ore"),
        _text("grade_note", "Basis of the resource"),
        _text("access_note", "How the site is reached"),
        NOTE,
        *SOURCED,
    ),
    geometry="Point",
)
HUBS = Table(
    "hubs",
    "A plant that processes what deposits ship, or a place proposed for one",
    ("id",),
    (
        *NAMES,
        *POSITION,
        COORD_SOURCE,
        Column(
            "stages", Kind.WORDS, "Steps of the value chain", fill=Fill.SHIPPED, words=STAGES
        ),
        _amount("capacity_t_per_y", "t/y", "Capacity of the plant; the note says of what"),
        _text("capacity_note", "What the capacity counts"),
        _word("status", HUB_STATUSES, "How far it is from working", Fill.SHIPPED),
        _text("status_note", "The status in words"),
        NOTE,
        *SOURCED,
    ),
    geometry="Point",
)
MARKETS = Table(
    "markets",
    "Where cargo leaves the model: a user, a port of export, a border",
    ("id",),
    (*NAMES, *POSITION, COORD_SOURCE, NOTE, *SOURCED),
    geometry="Point",
)
TERMINALS = Table(
    "terminals",
    "A node where links meet",
    ("id",),
    (
        *NAMES,
        _word(
            "kind",
            tuple(sorted(TERMINAL_KINDS)),
            "What stands there; decides the lift of a transfer",
            Fill.REQUIRED,
        ),
        *POSITION,
        COORD_SOURCE,
        Column("storage", Kind.YES_NO, "Whether cargo can be stored"),
        _amount("capacity_t_per_y", "t/y", "Capacity net of the community's own traffic"),
        _amount("draft_m", "m", "Greatest draft of a vessel", above=True),
        _amount("least_parcel_t", "t", "Least parcel that is handled"),
        STATE,
        NOTE,
        *SOURCED,
    ),
    geometry="Point",
)
POSTS = Table(
    "posts",
    "A kilometre post: how far along a line a terminal stands",
    ("line", "terminal_id"),
    (
        _id("line", "Name of the posted line"),
        _id("terminal_id", "The terminal"),
        _amount("km_post", "km", "Kilometre of the line at the terminal", Fill.REQUIRED),
        *SOURCED,
    ),
)
LINKS = Table(
    "links",
    "One stretch of one mode between two places, usable both ways",
    ("id",),
    (
        _id("id", "Unique among links"),
        _id("from_id", "Terminal or site where the line is drawn from"),
        _id("to_id", "Terminal or site where the line is drawn to"),
        _word("mode", tuple(Mode), "What the reader sees", Fill.REQUIRED),
        _word("vehicle", tuple(Vehicle), "What carries the cargo; decides the rate", Fill.REQUIRED),
        _amount("length_km", "km", "Length of the way", Fill.REQUIRED, above=True),
        _text("line", "Posted line, where the length is a difference of its posts"),
        _text("corridor", "The planner's name of the way", Fill.SHIPPED),
        Column(
            "dedicated",
            Kind.YES_NO,
            "Whether only this cargo uses it, so that it must be built each winter",
            fill=Fill.SHIPPED,
        ),
        STATE,
        _day("season_open", "First day of the season, median year; empty: open all year"),
        _day("season_close", "Last day of the season, median year"),
        _day("season_open_early", "Earliest published first day"),
        _day("season_open_late", "Latest published first day"),
        _day("season_close_early", "Earliest published last day"),
        _day("season_close_late", "Latest published last day"),
        _amount("capacity_t_per_y", "t/y", "Capacity; empty: not known or not binding"),
        _amount("load_limit_t", "t", "Heaviest vehicle", above=True),
        Column(
            "escort_zones",
            Kind.NUMBER,
            "Zones of the icebreaker tariff that the link crosses",
            unit="zones",
            low=0.0,
            high=ESCORT_ZONES,
        ),
        Column(
            "border",
            Kind.TEXT,
            "Border that the link crosses",
            pattern="[A-Z]{2}-[A-Z]{2}",
            pattern_meaning="two country codes such as RU-CN",
        ),
        _text("detour_reason", "Why the way is longer than 2.5 times the geodesic"),
        NOTE,
        *SOURCED,
        _text("drawn_source", "Where the drawn line comes from; empty: a chord"),
    ),
    geometry="LineString",
)
RATES = Table(
    "rates",
    "A price, emission, speed, payload, dwell time or parameter: low, base and high",
    ("group", "item"),
    (
        _word("group", RATE_GROUPS, "What kind of number it is", Fill.REQUIRED),
        _text("item", "Quantity, vehicle or parameter", Fill.REQUIRED),
        _amount("low", "as `unit`", "Low value", Fill.REQUIRED),
        _amount("base", "as `unit`", "Base value", Fill.REQUIRED),
        _amount("high", "as `unit`", "High value", Fill.REQUIRED),
        _text("unit", "What one unit is", Fill.REQUIRED),
        Column(
            "currency",
            Kind.TEXT,
            "Currency as published; empty where the number is not money",
            pattern="[A-Z]{3}",
            pattern_meaning="a code of three capital letters such as USD",
        ),
        _year("price_year", "Year of the amount", Fill.OPTIONAL),
        NOTE,
        *SOURCED,
    ),
)
EXCHANGE_RATES = Table(
    "exchange_rates",
    "Annual average exchange rate",
    ("currency", "year"),
    (
        Column(
            "currency",
            Kind.TEXT,
            "Currency",
            fill=Fill.REQUIRED,
            pattern="[A-Z]{3}",
            pattern_meaning="a code of three capital letters such as RUB",
        ),
        _year("year", "Year", Fill.REQUIRED),
        _amount(
            "units_per_usd",
            "1/USD",
            "Units of the currency for a US dollar",
            Fill.REQUIRED,
            above=True,
        ),
        *SOURCED,
    ),
)
DEFLATORS = Table(
    "deflators",
    "Price level of the United States",
    ("year",),
    (
        _year("year", "Year", Fill.REQUIRED),
        _amount("us_gdp_deflator_index", "index", "US GDP deflator", Fill.REQUIRED, above=True),
        *SOURCED,
    ),
)
EXCEPTIONS = Table(
    "exceptions",
    "A declared departure from a rule of `zimnik check`",
    ("rule", "id"),
    (
        _word("rule", EXCEPTION_RULES, "The rule that is departed from", Fill.REQUIRED),
        _id("id", "The place; for an island one of its places"),
        _text("reason", "Why", Fill.REQUIRED),
        *SOURCED,
    ),
    optional=True,
)
SEA_EXCEPTIONS = Table(
    "sea_exceptions",
    "A water narrower than the land layer, where a sea link seems to cross land",
    ("link_id", "lon", "lat"),
    (
        _id("link_id", "The sea link"),
        _text("place", "Name of the water", Fill.SHIPPED),
        # Beyond 180 degrees, as the lines that cross the antimeridian.
        Column(
            LON,
            Kind.NUMBER,
            "Longitude of its middle, WGS84",
            unit="degrees",
            fill=Fill.REQUIRED,
            low=-180.0,
            high=360.0,
        ),
        Column(
            LAT,
            Kind.NUMBER,
            "Latitude of its middle, WGS84",
            unit="degrees",
            fill=Fill.REQUIRED,
            low=-90.0,
            high=90.0,
        ),
        _amount("radius_km", "km", "How far it reaches", Fill.REQUIRED, above=True),
        _text("reason", "Why", Fill.REQUIRED),
        *SOURCED,
    ),
    optional=True,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DEPOSITS,
        HUBS,
        MARKETS,
        TERMINALS,
        LINKS,
        POSTS,
        RATES,
        EXCHANGE_RATES,
        DEFLATORS,
        EXCEPTIONS,
        SEA_EXCEPTIONS,
    )
}
SITE_TABLES: dict[str, str] = {f"{kind}s": str(kind) for kind in sorted(SITE_KINDS)}
PLACE_TABLES = (*SITE_TABLES, "terminals")
