"""Tables of what happened: gauges, what was read of them each year, and events inside seasons."""

from __future__ import annotations

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.vocabulary import EventKind, GaugeKind
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


def _years(name: str, meaning: str, low: float) -> Column:
    return Column(
        name, Kind.NUMBER, meaning, unit="years", fill=Fill.REQUIRED, low=low, high=LAST_READ
    )


def _days(name: str, meaning: str) -> Column:
    return Column(
        name, Kind.NUMBER, meaning, unit="d", fill=Fill.REQUIRED, low=1.0, high=float(YEAR_D)
    )


def _start(name: str, meaning: str) -> Column:
    return Column(name, Kind.DAY, meaning, unit="MM-DD", fill=Fill.REQUIRED)


EVENTS = Table(
    "events",
    "What shuts links for some days inside their season in some years",
    ("id",),
    (
        id_column("id", "Unique among events"),
        text("name_en", "English name", Fill.REQUIRED),
        word("kind", tuple(EventKind), "What shuts them", Fill.REQUIRED),
        text("link_ids", 'Links that it shuts together, separated by ";"'),
        text("corridors", 'Corridors of which it shuts all links, separated by ";"'),
        _years("seen_years", "Years in which it happened", 0.0),
        _years("read_years", "Years that were read for it; its chance is the ratio", 1.0),
        _start("starts_from", "Earliest first day that it is shut"),
        _start("starts_to", "Latest first day that it is shut"),
        _days("low_d", "Days that it is shut at least, whole"),
        _days("base_d", "Days that it is shut most often, whole"),
        _days("high_d", "Days that it is shut at most, whole"),
        NOTE,
        *SOURCED,
    ),
    optional=True,
)
