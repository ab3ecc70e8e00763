"""What costs most when it closes, as a record, text, rows and on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.geo.infrastructure.needs import Use, each_once
from zimnik.maps.reports.capacities import CapacityRecord, capacity_lines, capacity_records
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records
from zimnik.maps.reports.records import PlaceRef, Record
from zimnik.maps.reports.year import YEAR, YearRecord, basis_text, head_of_sites, year_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from zimnik.geo.criticality.criticality import CriticalityReport, Impact, Rerouting, SiteYear
    from zimnik.geo.infrastructure.needs import Need
    from zimnik.maps.reports.heading import Heading

MOST_SITES = 4
USD_PER_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class SiteYearRecord:
    """What a tonne of a site costs with nothing closed, and the hub of its largest share.

    `year` has best and worst day and the months, where the basis is a year; `needs_first` the ids
    of what must be there first.
    """

    site_id: str
    site_name: str
    tonnes_per_y: float
    hub_id: str
    cost_usd_per_t: float
    needs_first: tuple[str, ...]
    year: YearRecord | None


@dataclass(frozen=True, slots=True)
class DetourRecord:
    """What a closure does to one site; it is cut off where there is no cost after, and no hub.

    Over a year costs are means, and the hub is that of the largest share.
    """

    site_id: str
    site_name: str
    tonnes_per_y: float
    before_usd_per_t: float
    after_usd_per_t: float | None
    hub_id: str | None


@dataclass(frozen=True, slots=True)
class ClosureRecord:
    """Something that closes: the links that are lost with it, and what that does."""

    kind: str
    closed: str
    name: str
    diverted_t_per_y: float
    cut_off_t_per_y: float
    rise_usd_per_y: float
    link_ids: tuple[str, ...]
    detours: tuple[DetourRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StressRecord(Record):
    """Answer of `stress`: closures by tonnes cut off, then by the rise of yearly cost.

    `cost_usd_per_y` and `tonnes_per_y` are of all `sites` that reach a hub with nothing closed, and
    `unreached` are those that reach none; `capacity_checks` has what all of them together want of
    places and links with nothing closed. Closures that no site notices are left out. `basis` is
    "year" or "day"; on that of a year `working_d` is on how many days cargo is made, where that is
    the same for all sites.
    """

    basis: str
    ready: str | None
    working_d: int | None
    year_type: str
    closures_examined: int
    cost_usd_per_y: float
    tonnes_per_y: float
    sites: tuple[SiteYearRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]
    unreached: tuple[PlaceRef, ...]
    closures: tuple[ClosureRecord, ...]


def stress_record(
    report: CriticalityReport,
    heading: Heading,
    *,
    basis: str = YEAR,
    ready_d: int | None = None,
    warnings: Sequence[str] = (),
) -> StressRecord:
    """Return the record of a report, which text, JSON, CSV and the page read.

    Parameters
    ----------
    report
        The report.
    heading
        What stands over every answer.
    basis
        "year" or "day".
    ready_d
        The day that is asked for.
    warnings
        What has to be said of the whole answer.
    """
    sites = tuple(_site(site, heading, is_year=basis == YEAR) for site in report.sites)
    return StressRecord(
        **head_of_sites(
            heading,
            (site.year for site in sites),
            basis=basis,
            ready_d=ready_d,
            year_type=report.year_type.value,
            warnings=warnings,
        ),
        closures_examined=report.examined,
        cost_usd_per_y=report.cost_usd_per_y,
        tonnes_per_y=report.tonnes_per_y,
        sites=sites,
        needs_first=need_records(
            each_once(need for site in report.sites for need in _needs(site, heading)),
            heading.names,
        ),
        capacity_checks=capacity_records(report.capacity_checks, heading.names),
        unreached=tuple(PlaceRef(i, heading.names[i]) for i in report.unreached),
        closures=tuple(_closure(impact, heading) for impact in report.impacts),
    )


def _needs(site: SiteYear, heading: Heading) -> tuple[Need, ...]:
    return heading.needs.of_use(Use(tuple(site.year.handled_shares)))


def _site(site: SiteYear, heading: Heading, *, is_year: bool) -> SiteYearRecord:
    return SiteYearRecord(
        site_id=site.site_id,
        site_name=heading.names[site.site_id],
        tonnes_per_y=site.tonnes_per_y,
        hub_id=site.hub_id,
        cost_usd_per_t=site.year.mean_usd_per_t,
        needs_first=tuple(need.item_id for need in _needs(site, heading)),
        year=year_record(site.year) if is_year else None,
    )


def _closure(impact: Impact, heading: Heading) -> ClosureRecord:
    return ClosureRecord(
        kind=impact.disruption.kind.value,
        closed=impact.disruption.name,
        name=heading.names.get(impact.disruption.name, impact.disruption.name),
        diverted_t_per_y=impact.diverted_t_per_y,
        cut_off_t_per_y=impact.cut_off_t_per_y,
        rise_usd_per_y=impact.rise_usd_per_y,
        link_ids=tuple(sorted(impact.disruption.link_ids)),
        detours=tuple(_detour(detour, heading) for detour in impact.reroutings),
    )


def _detour(detour: Rerouting, heading: Heading) -> DetourRecord:
    return DetourRecord(
        site_id=detour.site_id,
        site_name=heading.names[detour.site_id],
        tonnes_per_y=detour.tonnes_per_y,
        before_usd_per_t=detour.before_usd_per_t,
        after_usd_per_t=detour.after_usd_per_t,
        hub_id=detour.hub_id,
    )


def stress_rows(record: StressRecord) -> list[dict[str, Any]]:
    """Return a row for each closure, in the order of the record."""
    return [
        {
            "kind": closure.kind,
            "closed": closure.closed,
            "name": closure.name,
            "diverted_t_per_y": closure.diverted_t_per_y,
            "cut_off_t_per_y": closure.cut_off_t_per_y,
            "rise_usd_per_y": closure.rise_usd_per_y,
            "sites": ";".join(detour.site_id for detour in closure.detours),
            "cut_off_sites": ";".join(
                detour.site_id for detour in closure.detours if detour.after_usd_per_t is None
            ),
        }
        for closure in record.closures
    ]


def stress_shapes(
    record: StressRecord, places: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return what closes as a point for a terminal and lines for anything else.

    Parameters
    ----------
    record
        Closures to draw.
    places, links
        Points and lines by `id`, which hold everything that closes, in one CRS.
    """
    import geopandas as gpd
    import shapely

    points = places.set_index("id").geometry
    lines = links.set_index("id").geometry
    shapes = [
        points[closure.closed]
        if closure.kind == DisruptionKind.TERMINAL
        else shapely.multilinestrings(lines[list(closure.link_ids)].to_list())
        for closure in record.closures
    ]
    return gpd.GeoDataFrame(stress_rows(record), geometry=shapes, crs=places.crs)


def stress_text(record: StressRecord, *, most: int) -> str:
    """Return two rankings for a terminal: by tonnes cut off and by the rise of cost."""
    when = basis_text(record.basis, record.ready, record.working_d)
    asked = record.asked
    lines = [
        f"{record.closures_examined} closures, one at a time; {when}, {record.year_type} year",
        (
            f"{record.tonnes_per_y:,.0f} t a year for US$ {_million(record.cost_usd_per_y)} m "
            f"with nothing closed; {asked.currency}, atlas {asked.atlas_version} of "
            f"{asked.atlas_date}"
        ),
    ]
    lines += [f"! {site.name} reaches no hub" for site in record.unreached]
    cut = [closure for closure in record.closures if closure.cut_off_t_per_y]
    raised = sorted(record.closures, key=lambda closure: -closure.rise_usd_per_y)
    raised = [closure for closure in raised if closure.rise_usd_per_y > 0]
    for title, closures in (("Most tonnes cut off", cut), ("Greatest rise of cost", raised)):
        lines += ["", f"{title} ({len(closures)} closures do so)"]
        lines += [f"  {'t cut off':>11}  {'US$ m a year':>12}  {'t diverted':>11}  what closes"]
        lines += [_line(closure) for closure in closures[:most]]
    needed_by = {
        need.name: ", ".join(site.site_name for site in record.sites if need.id in site.needs_first)
        for need in record.needs_first
    }
    lines += ["", "With nothing closed:", *need_lines(record.needs_first, needed_by=needed_by)]
    said = (*record.warnings, *capacity_lines(record.capacity_checks))
    lines += ["", *(f"! {warning}" for warning in said)] if said else []
    return "\n".join([*lines, "", *record.footer()]) + "\n"


def _line(closure: ClosureRecord) -> str:
    sites = [detour.site_name for detour in closure.detours]
    shown = ", ".join(sites) if len(sites) <= MOST_SITES else f"{len(sites)} sites"
    return (
        f"  {closure.cut_off_t_per_y:11,.0f}  {_million(closure.rise_usd_per_y):>12}  "
        f"{closure.diverted_t_per_y:11,.0f}  {closure.kind} {closure.name}: {shown}"
    )


def _million(usd: float) -> str:
    return f"{usd / USD_PER_MILLION:,.1f}"
