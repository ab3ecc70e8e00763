"""New ways from a site to the network as text, JSON, CSV and lines."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.infrastructure.new_roads import AccessAnswer, PricedLink
    from zimnik.maps.reports.heading import Heading

USD_PER_MILLION = 1e6


def access_records(answer: AccessAnswer, heading: Heading) -> list[dict[str, Any]]:
    """Return one flat record a way, cheapest first; what air does not have is None."""
    return [_record(priced, heading) for priced in answer.links]


def access_json(answer: AccessAnswer, heading: Heading, warnings: Sequence[str]) -> str:
    """Return the ways, their break-even tonnages and what is not possible, as JSON."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "site": {"id": answer.site_id, "name": heading.names[answer.site_id]},
        "warnings": list(warnings),
        "ways": access_records(answer, heading),
        "break_evens": [
            {
                "below": even.cheaper_to_build.value,
                "above": even.more_expensive_to_build.value,
                "tonnes_per_y": even.tonnes_per_y,
            }
            for even in answer.break_evens
        ],
        "impossible": {kind.value: reason for kind, reason in answer.impossible.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def access_csv(answer: AccessAnswer, heading: Heading) -> str:
    """Return one row a link."""
    out = io.StringIO()
    records = access_records(answer, heading)
    writer = csv.DictWriter(out, list(records[0]) if records else ["kind"], lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(
            {k: spreadsheet_safe(v) if isinstance(v, str) and v else v for k, v in record.items()}
        )
    return out.getvalue()


def access_lines(
    answer: AccessAnswer, heading: Heading, places: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the ways as lines in EPSG:4326; a flight is straight."""
    points = places.set_index("id").geometry
    lines = [
        shapely.LineString(
            priced.link.corridor.line
            if priced.link.corridor
            else [points[answer.site_id], points[priced.link.entry_id]]
        )
        for priced in answer.links
    ]
    return gpd.GeoDataFrame(access_records(answer, heading), geometry=lines, crs="EPSG:4326")


def access_text(answer: AccessAnswer, heading: Heading, warnings: Sequence[str]) -> str:
    """Return the comparison for a terminal."""
    links = answer.links
    lines = [
        f"New ways from {heading.names[answer.site_id]}",
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}",
        "",
    ]
    if links:
        lines[1] = f"{links[0].tonnes_per_y:,.0f} t a year; {lines[1]}"
        lines.append(
            f"{'':17}{'km':>6}  {'climb m':>7}  {'rivers':>6}  {'build US$ m':>11}  "
            f"{'US$ m a year':>12}  {'way US$/t':>9}  {'haul US$/t':>10}  {'total':>7}  to"
        )
    lines += [_line(priced, heading) for priced in links]
    lines += [f"{kind.replace('_', ' ')}: {why}" for kind, why in answer.impossible.items()]
    if answer.break_evens:
        lines += ["", "Break-even, tonnes a year"]
        lines += [
            f"  {even.tonnes_per_y:13,.0f}  {even.more_expensive_to_build.replace('_', ' ')} "
            f"instead of {even.cheaper_to_build.replace('_', ' ')}"
            for even in answer.break_evens
        ]
    lines += ["", *(f"! {warning}" for warning in warnings)]
    return "\n".join(lines).rstrip() + "\n"


def _record(priced: PricedLink, heading: Heading) -> dict[str, Any]:
    link, corridor = priced.link, priced.link.corridor
    destination_id = priced.route.transfers[-1].at_id
    return {
        "kind": link.kind.value,
        "entry_id": link.entry_id,
        "entry_name": heading.names[link.entry_id],
        "destination_id": destination_id,
        "destination_name": heading.names[destination_id],
        "length_km": link.length_km,
        "corridor_km": corridor and corridor.length_km,
        "climb_m": corridor and corridor.climb_m,
        "lake_km": corridor and corridor.lake_km,
        "river_crossings": corridor and corridor.river_crossings,
        "build_usd": link.build_usd,
        "yearly_usd": link.yearly_usd,
        "tonnes_per_y": priced.tonnes_per_y,
        "way_usd_per_t": priced.build_usd_per_t,
        "haul_usd_per_t": priced.route.cost_usd_per_t,
        "total_usd_per_t": priced.cost_usd_per_t,
        "days": priced.route.duration_d,
    }


def _line(priced: PricedLink, heading: Heading) -> str:
    link, corridor = priced.link, priced.link.corridor
    climb = f"{corridor.climb_m:,.0f}" if corridor else "-"
    rivers = f"{corridor.river_crossings}" if corridor else "-"
    destination = heading.names[priced.route.transfers[-1].at_id]
    entry = heading.names[link.entry_id]
    onward = f"{entry}, on to {destination}" if entry != destination else entry
    return (
        f"{link.kind.replace('_', ' '):17}{link.length_km:6,.0f}  {climb:>7}  {rivers:>6}  "
        f"{link.build_usd / USD_PER_MILLION:11,.0f}  {link.yearly_usd / USD_PER_MILLION:12,.1f}  "
        f"{priced.build_usd_per_t:9,.0f}  {priced.route.cost_usd_per_t:10,.0f}  "
        f"{priced.cost_usd_per_t:7,.0f}  {onward}"
    )
