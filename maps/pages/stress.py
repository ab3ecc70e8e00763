"""The page of weak points: what closes, ranked, on the map, and what it does to each site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.maps.page.page import Page
from zimnik.maps.reports.heading import day_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.criticality.criticality import CriticalityReport, Impact
    from zimnik.maps.page.page_data import Ground

# Cents; a page is read by people, and three years of closures are long.
DECIMALS = 2


def stress_record(
    ground: Ground, reports: Sequence[CriticalityReport], warnings: Sequence[str]
) -> dict[str, Any]:
    """Return reports on closures, one a type of year, as the page reads them.

    A rerouting is the number of its site, the cost per tonne after, None where it is cut off, and
    the number of the hub. What a terminal takes with it is left out: the page draws it as a point.
    """
    reroutings = [d for report in reports for impact in report.impacts for d in impact.reroutings]
    tonnes = {rerouting.site_id: rerouting.tonnes_per_y for rerouting in reroutings}
    hubs = sorted({rerouting.hub_id for rerouting in reroutings if rerouting.hub_id is not None})
    site_numbers = {site_id: number for number, site_id in enumerate(tonnes)}
    hub_numbers = {hub_id: number for number, hub_id in enumerate(hubs)}
    known = set(ground.links["id"])
    return {
        "sites": list(tonnes),
        "tonnes_per_y": list(tonnes.values()),
        "hubs": hubs,
        "years": [_year(report, known, site_numbers, hub_numbers) for report in reports],
        "warnings": list(warnings),
    }


def _year(
    report: CriticalityReport,
    known: set[str],
    site_numbers: Mapping[str, int],
    hub_numbers: Mapping[str, int],
) -> dict[str, Any]:
    before = {d.site_id: d.before_usd_per_t for impact in report.impacts for d in impact.reroutings}
    return {
        "year_type": report.dates.year_type.value,
        "ready": day_after(report.dates.ready_d),
        "examined": report.examined,
        "cost_usd_per_y": report.cost_usd_per_y,
        "tonnes_per_y": report.tonnes_per_y,
        "unreached": list(report.unreached),
        "before_usd_per_t": [_rounded(before.get(site_id)) for site_id in site_numbers],
        "effects": [
            {
                "kind": impact.disruption.kind.value,
                "closed": impact.disruption.name,
                "link_ids": _drawn(impact, known),
                "rise_usd_per_y": round(impact.rise_usd_per_y),
                "cut_off_t_per_y": impact.cut_off_t_per_y,
                "diverted_t_per_y": impact.diverted_t_per_y,
                "detours": [
                    [
                        site_numbers[d.site_id],
                        _rounded(d.after_usd_per_t),
                        None if d.hub_id is None else hub_numbers[d.hub_id],
                    ]
                    for d in impact.reroutings
                ],
            }
            for impact in report.impacts
        ],
    }


def _drawn(impact: Impact, known: set[str]) -> list[str]:
    """Return the links that show a closure on the map."""
    is_point = impact.disruption.kind is DisruptionKind.TERMINAL
    return [] if is_point else sorted(impact.disruption.link_ids & known)


def _rounded(usd: float | None) -> float | None:
    return None if usd is None else round(usd, DECIMALS)


STRESS = Page(
    name="stress",
    entry="startStress",
    scripts=(
        "shared/export.js",
        "shared/view_state.js",
        "shared/controls.js",
        "shared/sorted_table.js",
        "stress/map.js",
        "stress/panel.js",
        "stress/stress.js",
    ),
    record=stress_record,
    body_class="z-planner z-stress",
    example=("stress", "--out", "stress.html"),
)
