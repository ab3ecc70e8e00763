"""The tables of plants: what they make of what, and what that costs."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import PROCESS_STAGES, Stage
from zimnik.geo.processing.flows import OXIDE_PER_METAL
from zimnik.geo.processing.recipes import NDPR
from zimnik.layers.schema.columns import (
    DATED,
    NOTE,
    SOURCED,
    STATE,
    amount,
    id_column,
    percent,
    text,
    word,
    year,
)
from zimnik.layers.schema.schema import Column, Fill, Kind, Table

DIRECTIONS = ("in", "out")
PLANT_GROUPS = (
    "reagent",
    "product",
    "energy",
    "residue",
    "capex",
    "upkeep",
    "life",
    "royalty",
)

RECIPES = Table(
    "recipes",
    "How many tonnes of what leave a plant for a tonne fed, and how much REO is recovered",
    ("id",),
    (
        id_column("id", "Unique among recipes"),
        id_column("deposit_id", "Deposit of the feed; empty: of any deposit", fill=Fill.OPTIONAL),
        text("feed_product", "What is fed", Fill.REQUIRED),
        word("stage", PROCESS_STAGES, "Step of the value chain", Fill.REQUIRED),
        word("feed_part", (NDPR,), "Part that is fed, the rest sold; empty: all", Fill.OPTIONAL),
        text("product", "What is made", Fill.REQUIRED),
        Column(
            "product_reo_grade_pct",
            Kind.NUMBER,
            "REO in the dry product, metal counted as its oxides; empty where the pull is given",
            unit="%",
            low=0.0,
            high=100.0 * OXIDE_PER_METAL,
        ),
        amount("mass_pull_t_per_t", "t/t", "Product for a tonne fed; empty where it follows"),
        percent("reo_recovery_low_pct", "REO in the product over REO in the feed, low"),
        percent("reo_recovery_base_pct", "REO in the product over REO in the feed, base"),
        percent("reo_recovery_high_pct", "REO in the product over REO in the feed, high"),
        amount("residue_t_per_t", "t/t", "Dry residue to be stored for a tonne fed"),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
WORKS = Table(
    "works",
    "What it costs to build a link, terminal or stage of a hub, where it is published",
    ("id", "stage"),
    (
        id_column("id", "The link, terminal or hub"),
        word("stage", tuple(Stage), "Stage of the hub; empty for all else", Fill.OPTIONAL),
        amount("low", "as `currency`", "Low value", fill=Fill.REQUIRED),
        amount("base", "as `currency`", "Base value", fill=Fill.REQUIRED),
        amount("high", "as `currency`", "High value", fill=Fill.REQUIRED),
        Column(
            "currency",
            Kind.TEXT,
            "Currency as published",
            fill=Fill.REQUIRED,
            pattern="[A-Z]{3}",
            pattern_meaning="a code of three capital letters such as USD",
        ),
        year("price_year", "Year of the amount", Fill.REQUIRED),
        NOTE,
        *DATED,
    ),
    optional=True,
)
HUB_STAGES = Table(
    "hub_stages",
    "A stage of a hub that does not work today",
    ("hub_id", "stage"),
    (
        id_column("hub_id", "The hub"),
        word("stage", tuple(Stage), "One of its stages", Fill.REQUIRED),
        *(column for column in STATE if column.name != "state_source"),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
RECIPE_FLOWS = Table(
    "recipe_flows",
    "What a recipe consumes and what it yields beside its product, for a dry tonne fed",
    ("recipe_id", "direction", "item"),
    (
        id_column("recipe_id", "The recipe"),
        word("direction", DIRECTIONS, "in: consumed; out: by-product", Fill.REQUIRED),
        id_column("item", "Reagent of 100 % strength, power, heat or by-product"),
        amount("low", "as `unit`", "Low value", fill=Fill.REQUIRED),
        amount("base", "as `unit`", "Base value", fill=Fill.REQUIRED),
        amount("high", "as `unit`", "High value", fill=Fill.REQUIRED),
        text("unit", "What one unit is", Fill.REQUIRED),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
PLANT_PRICES = Table(
    "plant_prices",
    "What a plant pays and is paid: reagents where they are made, energy, buildings, products",
    ("group", "item", "place"),
    (
        word("group", PLANT_GROUPS, "What kind of price it is", Fill.REQUIRED),
        id_column("item", "Reagent, product, form of energy or stage"),
        text(
            "place",
            "Place that supplies the reagent; else region or country of the price, empty: any",
        ),
        Column(
            "strength_pct",
            Kind.NUMBER,
            "Reagent in what is shipped; empty: all of it",
            unit="%",
            low=0.0,
            high=100.0,
            above_low=True,
        ),
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
    optional=True,
)
