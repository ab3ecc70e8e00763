"""The page of weak points: what closes, ranked, on the map, and what it does to each site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.maps.page.page import Page
from zimnik.maps.reports.records import messages_told, to_builtins
from zimnik.maps.reports.year import extremes_usd_per_t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.capacities import CapacityRecord
    from zimnik.maps.reports.stress import ClosureRecord, StressRecord

# Cents; a page is read by people, and three years of closures are long.
DECIMALS = 2


def stress_page(context: PageContext, records: Sequence[StressRecord]) -> dict[str, Any]:
    """Return closures, one record a type of year, as the page reads them.

    A detour is the number of its site, the cost per tonne after, None where it is cut off, and the
    number of the hub. What a terminal takes with it is left out: the page draws it as a point.
    """
    detours = [d for record in records for closure in record.closures for d in closure.detours]
    tonnes = {detour.site_id: detour.tonnes_per_y for detour in detours}
    hubs = sorted({detour.hub_id for detour in detours if detour.hub_id is not None})
    site_numbers = {site_id: number for number, site_id in enumerate(tonnes)}
    hub_numbers = {hub_id: number for number, hub_id in enumerate(hubs)}
    known = set(context.links["id"])
    return {
        "sites": list(tonnes),
        "tonnes_per_y": list(tonnes.values()),
        "hubs": hubs,
        "years": [_year(record, known, site_numbers, hub_numbers) for record in records],
        "needs_first": to_builtins(
            list({need.id: need for record in records for need in record.needs_first}.values())
        ),
        "capacity_checks": to_builtins(_most_wanted(records)),
        "warnings": messages_told(
            dict.fromkeys(text for record in records for text in record.warnings)
        ),
    }


def _most_wanted(records: Sequence[StressRecord]) -> list[CapacityRecord]:
    """Return what any of the years wants most of each place and link."""
    most: dict[str, CapacityRecord] = {}
    for check in (check for record in records for check in record.capacity_checks):
        known = most.get(check.id)
        if known is None or check.wanted_t_per_y > known.wanted_t_per_y:
            most[check.id] = check
    return list(most.values())


def _year(
    record: StressRecord,
    known: set[str],
    site_numbers: Mapping[str, int],
    hub_numbers: Mapping[str, int],
) -> dict[str, Any]:
    before = {d.site_id: d.before_usd_per_t for one in record.closures for d in one.detours}
    years = {site.site_id: site.year for site in record.sites}
    return {
        "year_type": record.year_type,
        "basis": record.basis,
        "ready": record.ready,
        "working_d": record.working_d,
        "closures_examined": record.closures_examined,
        "cost_usd_per_y": record.cost_usd_per_y,
        "tonnes_per_y": record.tonnes_per_y,
        "unreached": [site.id for site in record.unreached],
        "before_usd_per_t": [_rounded(before.get(site_id)) for site_id in site_numbers],
        "extremes_usd_per_t": [extremes_usd_per_t(years.get(site_id)) for site_id in site_numbers],
        "closures": [
            {
                "kind": closure.kind,
                "closed": closure.closed,
                "link_ids": _drawn(closure, known),
                "rise_usd_per_y": round(closure.rise_usd_per_y),
                "cut_off_t_per_y": closure.cut_off_t_per_y,
                "diverted_t_per_y": closure.diverted_t_per_y,
                "detours": [
                    [
                        site_numbers[d.site_id],
                        _rounded(d.after_usd_per_t),
                        None if d.hub_id is None else hub_numbers[d.hub_id],
                    ]
                    for d in closure.detours
                ],
            }
            for closure in record.closures
        ],
    }


def _drawn(closure: ClosureRecord, known: set[str]) -> list[str]:
    """Return the links that show a closure on the map."""
    if closure.kind == DisruptionKind.TERMINAL:
        return []
    return [link_id for link_id in closure.link_ids if link_id in known]


def _rounded(usd: float | None) -> float | None:
    return None if usd is None else round(usd, DECIMALS)


STRESS = Page(
    name="stress",
    entry="stress/stress.js",
    record=stress_page,
    body_class="z-planner z-stress",
    example=("stress", "--out", "stress.html"),
)
