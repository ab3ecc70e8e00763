"""Drawn closures: a short year and a normal one, with a site cut off, one diverted and one beyond."""

from __future__ import annotations

from tests.geo.drawn_year import year_of
from tests.maps.drawn_pages import HOSTILE, heading
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.criticality import CriticalityReport, Impact, Rerouting, SiteYear
from zimnik.geo.criticality.disruptions import Disruption, DisruptionKind
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.maps.reports.stress import StressRecord, stress_record

WINTER_ROAD = "winter_road_tomtor_khatanga_port"
LANE = "sea_khatanga_port_pevek_port"


def impacts(rise_usd_per_t: float) -> tuple[Impact, ...]:
    """Return closures of every kind; those that raise costs do so by US$ so many a tonne."""
    port = Disruption(
        DisruptionKind.TERMINAL, "khatanga_port", NO_CLOSURES, frozenset({WINTER_ROAD, LANE})
    )
    road = Disruption(DisruptionKind.LINK, WINTER_ROAD, NO_CLOSURES, frozenset({WINTER_ROAD}))
    lane = Disruption(DisruptionKind.CORRIDOR, "sea_corridor", NO_CLOSURES, frozenset({LANE}))
    border = Disruption(DisruptionKind.BORDER, HOSTILE[0], NO_CLOSURES, frozenset({LANE}))
    both = Disruption(DisruptionKind.NAMED, HOSTILE[4], NO_CLOSURES, frozenset({LANE, WINTER_ROAD}))
    lovozero = Rerouting("lovozero", 50_000, 40.0, 40.0 + rise_usd_per_t, "solikamsk")
    tomtor = Rerouting("tomtor", 160_000, 250.0, 250.0 + 2 * rise_usd_per_t, "krasnokamensk")
    cut = Rerouting("tomtor", 160_000, 250.0, None, None)
    return (
        Impact(port, (cut, lovozero)),
        Impact(road, (cut,)),
        Impact(lane, (tomtor,)),
        Impact(border, (tomtor,)),
        Impact(both, (cut, lovozero)),
    )


def reports() -> tuple[CriticalityReport, ...]:
    """Return a report on a short year and one on a normal one.

    Two sites reach a hub, for US$ 42 m a year.
    """
    sites = (
        SiteYear("tomtor", 160_000, "krasnokamensk", year_of(250.0, 120.0)),
        SiteYear("lovozero", 50_000, "solikamsk", year_of(40.0)),
    )
    return tuple(
        CriticalityReport(
            impacts=impacts(rise_usd_per_t),
            examined=21,
            sites=sites,
            unreached=("tatarskoye",),
            year_type=year,
        )
        for year, rise_usd_per_t in ((YearType.SHORT, 100.0), (YearType.NORMAL, 30.0))
    )


WARNINGS = ("Mind the ice", *HOSTILE)


def records() -> list[StressRecord]:
    """Return the records of the reports, with hostile warnings."""
    return [stress_record(report, heading(), warnings=WARNINGS) for report in reports()]
