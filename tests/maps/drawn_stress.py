"""Drawn closures: a short year and a normal one, with a site cut off, one diverted and one beyond."""

from __future__ import annotations

from tests.maps.drawn_pages import HOSTILE, heading
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.stress import Detour, Effect, StressReport, Threat, ThreatKind
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import NO_CLOSURES
from zimnik.maps.reports.stress import StressRecord, stress_record

WINTER_ROAD = "winter_road_tomtor_khatanga_port"
LANE = "sea_khatanga_port_pevek_port"


def effects(rise_usd_per_t: float) -> tuple[Effect, ...]:
    """Return closures of every kind; those that raise costs do so by US$ so many a tonne."""
    port = Threat(ThreatKind.TERMINAL, "khatanga_port", NO_CLOSURES, frozenset({WINTER_ROAD, LANE}))
    road = Threat(ThreatKind.LINK, WINTER_ROAD, NO_CLOSURES, frozenset({WINTER_ROAD}))
    lane = Threat(ThreatKind.CORRIDOR, "sea_corridor", NO_CLOSURES, frozenset({LANE}))
    border = Threat(ThreatKind.BORDER, HOSTILE[0], NO_CLOSURES, frozenset({LANE}))
    both = Threat(ThreatKind.NAMED, HOSTILE[4], NO_CLOSURES, frozenset({LANE, WINTER_ROAD}))
    lovozero = Detour("lovozero", 50_000, 40.0, 40.0 + rise_usd_per_t, "solikamsk")
    tomtor = Detour("tomtor", 160_000, 250.0, 250.0 + 2 * rise_usd_per_t, "krasnokamensk")
    cut = Detour("tomtor", 160_000, 250.0, None, None)
    return (
        Effect(port, (cut, lovozero)),
        Effect(road, (cut,)),
        Effect(lane, (tomtor,)),
        Effect(border, (tomtor,)),
        Effect(both, (cut, lovozero)),
    )


def reports() -> tuple[StressReport, ...]:
    """Return a report on a short year and one on a normal one."""
    return tuple(
        StressReport(
            effects=effects(rise_usd_per_t),
            threats=21,
            cost_usd_per_y=42_000_000,
            tonnes_per_y=210_000,
            unreached=("tatarskoye",),
            dates=Dates(31.0, year),
        )
        for year, rise_usd_per_t in ((YearType.SHORT, 100.0), (YearType.NORMAL, 30.0))
    )


WARNINGS = ("Mind the ice", *HOSTILE)


def records() -> list[StressRecord]:
    """Return the records of the reports, with hostile warnings."""
    return [stress_record(report, heading(), WARNINGS) for report in reports()]
