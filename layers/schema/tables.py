"""The tables of the atlas: with `layers.schema.money_tables`, the one list of columns.

Owns names, units, meanings and vocabularies of everything that an atlas stores. All else (dtypes,
validation, exports, the data dictionary) is made from it.
"""

from __future__ import annotations

from zimnik.geo.core.units import LEAST_T_PER_Y, MOST_T_PER_Y
from zimnik.geo.core.vocabulary import (
    MINING_METHODS,
    SITE_KINDS,
    TERMINAL_KINDS,
    Downstream,
    Mode,
    Stage,
    TariffGroup,
    Vehicle,
)
from zimnik.geo.network.links import BASES as BASES_OF_SEASON
from zimnik.geo.pricing.cargo import MOST_MOISTURE_PCT
from zimnik.layers.schema.columns import (
    CAPACITY,
    COORD_SOURCE,
    NAMES,
    NOTE,
    POSITION,
    SOURCED,
    STATE,
    amount,
    day,
    id_column,
    percent,
    text,
    word,
    year,
)
from zimnik.layers.schema.economics_tables import (
    BORDERS,
    ELEMENT_SHARES,
    OUTLOOK,
    PRODUCT_PRICES,
    PROJECT_TERMS,
)
from zimnik.layers.schema.fleet_tables import FLEETS
from zimnik.layers.schema.money_tables import DEFLATORS, EXCHANGE_RATES, RATES
from zimnik.layers.schema.plant_tables import (
    HUB_STAGES,
    PLANT_PRICES,
    RECIPE_FLOWS,
    RECIPES,
    WORKS,
)
from zimnik.layers.schema.schema import LAT, LON, Column, Fill, Kind, Table
from zimnik.layers.schema.year_tables import EVENTS, GAUGES, OBSERVED_YEARS

DEPOSIT_STATUSES = ("producing", "project", "prospect", "idle", "stockpile")
HUB_STATUSES = ("operating", "building", "planned", "candidate", "pilot", "idle")
BASES = ("actual", "plan", "superseded")
EXCEPTION_RULES = ("island", "unlinked", "near_duplicate")
CAPACITY_BASES = ("feed", "reo", "magnets")

DEPOSITS = Table(
    "deposits",
    "A deposit, mine or stockpile: where cargo starts",
    ("id",),
    (
        *NAMES,
        *POSITION,
        amount("coord_precision_km", "km", "How far the position may be off"),
        COORD_SOURCE,
        text("commodities", 'What is mined, separated by ";"', Fill.SHIPPED, "commodity"),
        word("status", DEPOSIT_STATUSES, "How far it is from mining", Fill.SHIPPED),
        text("status_note", "The status in words"),
        text("holder", "Who holds the licence", Fill.OPTIONAL, "owner", "operator"),
        text("product", "What leaves the site"),
        percent("product_reo_grade_pct", "REO in the dry product"),
        percent("reo_recovery_pct", "Share of the contained REO that the plant recovers"),
        percent("moisture_pct", "Water in the shipped product, wet basis", high=MOST_MOISTURE_PCT),
        amount("packaging_pct", "%", "Packaging over the wet mass"),
        text("dangerous_goods", "Class of dangerous goods, where the product needs one"),
        word("mining_method", MINING_METHODS, "How it is mined", Fill.OPTIONAL),
        amount("ore_t_per_t", "t/t", "Ore mined for a dry tonne of the product"),
        amount(
            "mining_cost_usd_per_t",
            "USD/t",
            "Published cash cost of a dry tonne of the product, in dollars of the rate card's year",
        ),
        text("mining_note", "On method, ore and cost, with their source"),
        # As what is asked for by option.
        Column(
            "planned_product_t_per_y",
            Kind.NUMBER,
            "Planned output of the product",
            unit="t/y",
            low=LEAST_T_PER_Y,
            high=MOST_T_PER_Y,
        ),
        text("product_note", "On product, grade and output"),
        day("working_from", "First day on which the product is made; empty: no season is known"),
        day("working_to", "Last day on which it is made"),
        text("working_source", "Where the working season is published"),
        amount("ore_mt", "Mt", "Ore"),
        amount("reo_kt", "kt", "REO contained in the ore"),
        amount("nb2o5_kt", "kt", "Niobium oxide contained in the ore"),
        percent("grade_reo_pct", "REO in the ore"),
        percent("grade_nb2o5_pct", "Niobium oxide in the ore"),
        text("grade_note", "Basis of the resource"),
        text("access_note", "How the site is reached"),
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
            "stages", Kind.WORDS, "Steps of the value chain", fill=Fill.SHIPPED, words=tuple(Stage)
        ),
        amount("capacity_t_per_y", "t/y", "Capacity of the plant, in what the basis says"),
        word("capacity_basis", CAPACITY_BASES, "What the tonnes are of", Fill.OPTIONAL),
        text("capacity_note", "More on the capacity"),
        word("status", HUB_STATUSES, "How far it is from working", Fill.SHIPPED),
        text("status_note", "The status in words"),
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
        word(
            "kind",
            tuple(sorted(TERMINAL_KINDS)),
            "What stands there; decides the lift of a transfer",
            Fill.REQUIRED,
        ),
        *POSITION,
        COORD_SOURCE,
        word(
            "tariff_group",
            tuple(TariffGroup),
            "Tariffs of lifts and storage that an order sets for it; empty: its kind decides",
            Fill.OPTIONAL,
        ),
        Column("storage", Kind.YES_NO, "Whether cargo can be stored"),
        amount("capacity_t_per_y", "t/y", "What it handles, the community's own traffic included"),
        amount("community_t_per_y", "t/y", "The community's own traffic"),
        *CAPACITY,
        Column("class7", Kind.YES_NO, "Whether radioactive cargo may be lifted; empty: not known"),
        amount("draft_m", "m", "Greatest draft of a vessel; told, not enforced", above=True),
        amount("least_parcel_t", "t", "Least parcel that is handled; told, not enforced"),
        *STATE,
        NOTE,
        *SOURCED,
    ),
    geometry="Point",
)
POSTS = Table(
    "posts",
    "A kilometre post: how far along a line a place stands",
    ("line", "terminal_id"),
    (
        id_column("line", "Name of the posted line"),
        id_column("terminal_id", "The terminal, or the site where the line ends at one"),
        amount("km_post", "km", "Kilometre of the line at the place", fill=Fill.REQUIRED),
        *SOURCED,
    ),
)
LINKS = Table(
    "links",
    "One stretch of one mode between two places, usable in both directions",
    ("id",),
    (
        id_column("id", "Unique among links"),
        id_column("from_id", "Terminal or site where the line is drawn from"),
        id_column("to_id", "Terminal or site where the line is drawn to"),
        word("mode", tuple(Mode), "What the reader sees", Fill.REQUIRED),
        word("vehicle", tuple(Vehicle), "What carries the cargo; decides the rate", Fill.REQUIRED),
        amount("length_km", "km", "Length of the stretch", fill=Fill.REQUIRED, above=True),
        text("line", "Posted line, where the length is a difference of its posts"),
        text("corridor", "The planner's name of the route that it belongs to", Fill.SHIPPED),
        Column(
            "dedicated",
            Kind.YES_NO,
            "Whether the cargo that uses it has it built each winter",
            fill=Fill.SHIPPED,
        ),
        id_column(
            "only_for",
            "Site whose own cargo alone uses it, built or not; empty: open to all",
            fill=Fill.OPTIONAL,
        ),
        *STATE,
        day("season_open", "First day of the season, median year; empty: open all year"),
        day("season_close", "Last day of the season, median year"),
        day("season_open_early", "Earliest published first day"),
        day("season_open_late", "Latest published first day"),
        day("season_close_early", "Earliest published last day"),
        day("season_close_late", "Latest published last day"),
        word(
            "season_basis",
            BASES_OF_SEASON,
            "Whether the days are published, an estimate, derived from climate, or the default",
            Fill.OPTIONAL,
        ),
        day("full_load_from", "First day of full loads, where early ice bears only light ones"),
        day("full_load_to", "Last day of full loads"),
        Column(
            "light_load_share",
            Kind.NUMBER,
            "Payload on the other days of the season over the full payload",
            unit="share",
            low=0.0,
            high=1.0,
            above_low=True,
        ),
        word(
            "downstream",
            tuple(Downstream),
            "Which way the water of a river runs; empty: no current to speak of",
            Fill.OPTIONAL,
        ),
        day("open_water_from", "First day without ice on a sea link with an icebreaker besides"),
        day("open_water_to", "Last day without ice"),
        amount("capacity_t_per_y", "t/y", "Capacity; empty: not known"),
        *CAPACITY,
        amount("load_limit_t", "t", "Heaviest vehicle; told, not enforced", above=True),
        amount(
            "loads_per_day",
            "1/d",
            "Loads that a winter road takes in a day, one way; empty: as the rates say",
            above=True,
        ),
        Column(
            "escort_zones",
            Kind.NUMBER,
            "Zones of the icebreaker tariff that the link crosses",
            unit="zones",
            low=0.0,
        ),
        Column(
            "border",
            Kind.TEXT,
            "Border that the link crosses",
            pattern="[A-Z]{2}-[A-Z]{2}",
            pattern_meaning="two country codes such as RU-CN",
        ),
        text("detour_reason", "Why the stretch is longer than 2.5 times the geodesic"),
        NOTE,
        *SOURCED,
        text("drawn_source", "Where the drawn line comes from; empty: a chord"),
        text(
            "drawn_reason", "Why the drawn line is longer or shorter than the length by over 15 %"
        ),
    ),
    geometry="LineString",
)
OUTPUTS = Table(
    "outputs",
    "What a deposit made or plans to make of a product in a year",
    ("deposit_id", "year", "product"),
    (
        id_column("deposit_id", "The deposit"),
        year("year", "Year; empty: a plan without a date", Fill.OPTIONAL),
        text("product", "What is made", Fill.REQUIRED),
        amount("output_t_per_y", "t/y", "Tonnes of the product"),
        amount("reo_t_per_y", "t/y", "REO contained in them"),
        word("basis", BASES, "Whether it was made, is planned, or was planned once", Fill.REQUIRED),
        *SOURCED,
        NOTE,
    ),
    optional=True,
)
EXCEPTIONS = Table(
    "exceptions",
    "A declared departure from a rule of `zimnik check`",
    ("rule", "id"),
    (
        word("rule", EXCEPTION_RULES, "The rule that is departed from", Fill.REQUIRED),
        id_column("id", "The place; for an island one of its places"),
        text("reason", "Why", Fill.REQUIRED),
        *SOURCED,
    ),
    optional=True,
)
SEA_EXCEPTIONS = Table(
    "sea_exceptions",
    "A water narrower than the land layer, where a sea link seems to cross land",
    ("link_id", "lon", "lat"),
    (
        id_column("link_id", "The sea link"),
        text("place", "Name of the water", Fill.SHIPPED),
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
        amount("radius_km", "km", "How far it reaches", fill=Fill.REQUIRED, above=True),
        text("reason", "Why", Fill.REQUIRED),
        *SOURCED,
    ),
    optional=True,
)
TOWNS = Table(
    "towns",
    "A town with its people, to which remoteness is measured",
    ("id",),
    (
        id_column("id", "Unique among towns; of GeoNames gn and its number"),
        text("name_en", "English name", Fill.REQUIRED, "name", "title", "nameascii", "asciiname"),
        *(column for column in POSITION if column.name != "region"),
        amount("population", "persons", "People of the town", fill=Fill.REQUIRED, above=True),
        *SOURCED,
    ),
    geometry="Point",
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
        OUTPUTS,
        EXCEPTIONS,
        SEA_EXCEPTIONS,
        TOWNS,
        RECIPES,
        RECIPE_FLOWS,
        PLANT_PRICES,
        WORKS,
        HUB_STAGES,
        GAUGES,
        OBSERVED_YEARS,
        EVENTS,
        FLEETS,
        ELEMENT_SHARES,
        PRODUCT_PRICES,
        PROJECT_TERMS,
        BORDERS,
        OUTLOOK,
    )
}
SITE_TABLES: dict[str, str] = {f"{kind}s": str(kind) for kind in sorted(SITE_KINDS)}
PLACE_TABLES = (*SITE_TABLES, "terminals")


def column_units() -> dict[str, str]:
    """Return the unit of every column of places and links that has one, by its name."""
    return {
        column.name: column.unit
        for name in (*PLACE_TABLES, "links")
        for column in TABLES[name].columns
        if column.unit
    }
