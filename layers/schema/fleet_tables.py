"""The table of fleets that are known to exist."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import Vehicle
from zimnik.layers.schema.columns import NOTE, SOURCED, id_column, text, word, year
from zimnik.layers.schema.schema import Column, Fill, Kind, Table

FLEETS = Table(
    "fleets",
    "Vehicles that are known to exist: of a shipping company, of a mine, of a region",
    ("id",),
    (
        id_column("id", "Unique among fleets"),
        text("name_en", "Whose they are", Fill.REQUIRED),
        word("vehicle", tuple(Vehicle), "Class of vehicles", Fill.REQUIRED),
        text("water", "River that barges cannot leave, as the answers name it; empty: none"),
        Column("vehicles", Kind.NUMBER, "How many", unit="1", low=0.0, high=1e6),
        Column(
            "tonnage_t",
            Kind.NUMBER,
            "What they carry together, where it is not said how many",
            unit="t",
            low=0.0,
            high=1e9,
        ),
        year("year", "Year of the number"),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
