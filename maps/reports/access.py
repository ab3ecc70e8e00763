"""New links from a site to the network as a record, text, rows and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.records import PlaceRef, Record, to_builtins

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.geo.infrastructure.new_roads import AccessAnswer, PricedLink
    from zimnik.maps.reports.heading import Heading

USD_PER_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class NewLinkRecord:
    """A link that could be built, with the haul over it; what air does not have is None."""

    kind: str
    entry_id: str
    entry_name: str
    destination_id: str
    destination_name: str
    length_km: float
    corridor_km: float | None
    climb_m: float | None
    lake_km: float | None
    river_crossings: int | None
    build_usd: float
    yearly_usd: float
    tonnes_per_y: float
    link_usd_per_t: float
    haul_usd_per_t: float
    total_usd_per_t: float
    days: float


@dataclass(frozen=True, slots=True)
class BreakEvenRecord:
    """Tonnes a year below which one kind of link costs less, and above which the other does."""

    below: str
    above: str
    tonnes_per_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord(Record):
    """Answer of `access`: links that could be built, cheapest first, and why some cannot."""

    site: PlaceRef
    new_links: tuple[NewLinkRecord, ...]
    break_evens: tuple[BreakEvenRecord, ...]
    impossible: dict[str, str]


def access_record(
    answer: AccessAnswer, heading: Heading, *, warnings: tuple[str, ...] = ()
) -> AccessRecord:
    """Return the record of an answer, which text, JSON, CSV and lines read."""
    return AccessRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=warnings,
        site=PlaceRef(answer.site_id, heading.names[answer.site_id]),
        new_links=tuple(_new_link(priced, heading) for priced in answer.links),
        break_evens=tuple(
            BreakEvenRecord(
                even.cheaper_to_build.value, even.more_expensive_to_build.value, even.tonnes_per_y
            )
            for even in answer.break_evens
        ),
        impossible={kind.value: reason for kind, reason in answer.impossible.items()},
    )


def _new_link(priced: PricedLink, heading: Heading) -> NewLinkRecord:
    link, corridor = priced.link, priced.link.corridor
    destination_id = priced.route.transfers[-1].at_id
    return NewLinkRecord(
        kind=link.kind.value,
        entry_id=link.entry_id,
        entry_name=heading.names[link.entry_id],
        destination_id=destination_id,
        destination_name=heading.names[destination_id],
        length_km=link.length_km,
        corridor_km=corridor.length_km if corridor else None,
        climb_m=corridor.climb_m if corridor else None,
        lake_km=corridor.lake_km if corridor else None,
        river_crossings=corridor.river_crossings if corridor else None,
        build_usd=link.build_usd,
        yearly_usd=link.yearly_usd,
        tonnes_per_y=priced.tonnes_per_y,
        link_usd_per_t=priced.build_usd_per_t,
        haul_usd_per_t=priced.route.cost_usd_per_t,
        total_usd_per_t=priced.cost_usd_per_t,
        days=priced.route.duration_d,
    )


def access_rows(record: AccessRecord) -> list[dict[str, Any]]:
    """Return a row for each new link, cheapest first."""
    rows: list[dict[str, Any]] = to_builtins(record.new_links)
    return rows


def access_lines(
    record: AccessRecord, answer: AccessAnswer, places: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the new links as lines in EPSG:4326; a flight is straight."""
    import geopandas as gpd
    import shapely

    points = places.set_index("id").geometry
    lines = [
        shapely.LineString(
            priced.link.corridor.line
            if priced.link.corridor
            else [points[answer.site_id], points[priced.link.entry_id]]
        )
        for priced in answer.links
    ]
    return gpd.GeoDataFrame(access_rows(record), geometry=lines, crs="EPSG:4326")


def access_text(record: AccessRecord) -> str:
    """Return the comparison for a terminal."""
    asked, links = record.asked, record.new_links
    source = f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}"
    lines = [f"New links from {record.site.name}", source, ""]
    if links:
        lines[1] = f"{links[0].tonnes_per_y:,.0f} t a year; {source}"
        lines.append(
            f"{'':17}{'km':>6}  {'climb m':>7}  {'rivers':>6}  {'build US$ m':>11}  "
            f"{'US$ m a year':>12}  {'link US$/t':>10}  {'haul US$/t':>10}  {'total':>7}  to"
        )
    lines += [_line(link) for link in links] or ["No new link leads to where the cargo goes."]
    lines += [f"{kind.replace('_', ' ')}: {why}" for kind, why in record.impossible.items()]
    if record.break_evens:
        lines += ["", "Break-even, tonnes a year"]
        lines += [
            f"  {even.tonnes_per_y:13,.0f}  {even.above.replace('_', ' ')} instead of "
            f"{even.below.replace('_', ' ')}"
            for even in record.break_evens
        ]
    lines += ["", *(f"! {warning}" for warning in record.warnings)]
    return "\n".join(lines).rstrip() + "\n\n" + "\n".join(record.footer()) + "\n"


def _line(link: NewLinkRecord) -> str:
    climb = "-" if link.climb_m is None else f"{link.climb_m:,.0f}"
    rivers = "-" if link.river_crossings is None else f"{link.river_crossings}"
    entry, destination = link.entry_name, link.destination_name
    onward = f"{entry}, on to {destination}" if entry != destination else entry
    return (
        f"{link.kind.replace('_', ' '):17}{link.length_km:6,.0f}  {climb:>7}  {rivers:>6}  "
        f"{link.build_usd / USD_PER_MILLION:11,.0f}  {link.yearly_usd / USD_PER_MILLION:12,.1f}  "
        f"{link.link_usd_per_t:10,.0f}  {link.haul_usd_per_t:10,.0f}  "
        f"{link.total_usd_per_t:7,.0f}  {onward}"
    )
