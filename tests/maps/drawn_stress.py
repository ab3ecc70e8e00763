"""Drawn closures: a short year and a normal one, with a site cut off, one diverted and one beyond."""

from __future__ import annotations

from tests.maps.drawn_pages import HOSTILE
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.stress import Detour, Effect, StressReport, Threat, ThreatKind
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import NO_CLOSURES

WINTER_ROAD = "winter_road_tomtor_khatanga_port"
LANE = "sea_khatanga_port_pevek_port"


def effects(dearer: float) -> tuple[Effect, ...]:
    """Return closures of every kind; those that make dearer do so by US$ so many a tonne."""
    port = Threat(ThreatKind.TERMINAL, "khatanga_port", NO_CLOSURES, frozenset({WINTER_ROAD, LANE}))
    road = Threat(ThreatKind.LINK, WINTER_ROAD, NO_CLOSURES, frozenset({WINTER_ROAD}))
    lane = Threat(ThreatKind.CORRIDOR, "sea_corridor", NO_CLOSURES, frozenset({LANE}))
    border = Threat(ThreatKind.BORDER, HOSTILE[0], NO_CLOSURES, frozenset({LANE}))
    both = Threat(ThreatKind.NAMED, HOSTILE[4], NO_CLOSURES, frozenset({LANE, WINTER_ROAD}))
    lovozero = Detour("lovozero", 50_000, 40.0, 40.0 + dearer, "solikamsk")
    tomtor = Detour("tomtor", 160_000, 250.0, 250.0 + 2 * dearer, "krasnokamensk")
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
            effects=effects(dearer),
            threats=21,
            cost_usd_per_y=42_000_000,
            tonnes_per_y=210_000,
            unreached=("tatarskoye",),
            dates=Dates(31.0, year),
        )
        for year, dearer in ((YearType.SHORT, 100.0), (YearType.NORMAL, 30.0))
    )


WARNINGS = ("Mind the ice", *HOSTILE)
