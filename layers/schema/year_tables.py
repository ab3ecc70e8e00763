"""The tables of observed years: gauges of rivers and winter roads, and what was read each year."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import GaugeKind
from zimnik.layers.schema.columns import COORD_SOURCE, NOTE, SOURCED, day, id_column, text, word
from zimnik.layers.schema.schema import LAT, LON, Column, Fill, Kind, Table

# The ice of the Angara was first written down in 1720.
FIRST_READ, LAST_READ = 1700.0, 2100.0

GAUGES = Table(
    "gauges",
    "A river gauge or a winter road of which days were written down year by year",
    ("id",),
    (
        id_column("id", "Unique among gauges"),
        text("name_en", "English name", Fill.REQUIRED),
        word("kind", tuple(GaugeKind), "What was watched", Fill.REQUIRED),
        Column(
            LON,
            Kind.NUMBER,
            "Longitude, WGS84; empty: only links of its corridors follow it",
            unit="degrees",
            low=-180.0,
            high=180.0,
        ),
        Column(LAT, Kind.NUMBER, "Latitude, WGS84", unit="degrees", low=-90.0, high=90.0),
        text("corridors", 'Corridors of links whose water or road it is, separated by ";"'),
        text("series", "Its name in the source"),
        COORD_SOURCE,
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
OBSERVED_YEARS = Table(
    "observed_years",
    "What was read of a gauge in a calendar year",
    ("gauge_id", "year"),
    (
        id_column("gauge_id", "The gauge"),
        Column(
            "year",
            Kind.NUMBER,
            "Calendar year of the break-up of a river, of the closing of a winter road",
            unit="year",
            fill=Fill.REQUIRED,
            low=FIRST_READ,
            high=LAST_READ,
        ),
        day("break_up", "Day on which the ice of the river broke up"),
        day("freeze_up", "Day on which the river froze, the first after its break-up"),
        day("opened", "Day on which the winter road opened"),
        day("closed", "Day on which the winter road closed, the first after its opening"),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
