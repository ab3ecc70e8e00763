"""What hurts most when it closes, as text, JSON, CSV and on the ground."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.maps.reports.heading import SCHEMA, day_after, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.criticality.criticality import CriticalityReport, Impact
    from zimnik.maps.reports.heading import Heading

MOST_SITES = 4
USD_PER_MILLION = 1e6


def stress_records(report: CriticalityReport, heading: Heading) -> list[dict[str, Any]]:
    """Return one flat record a closure, in the order of the report."""
    return [
        {
            "kind": impact.disruption.kind.value,
            "closed": impact.disruption.name,
            "name": _name(impact, heading),
            "diverted_t_per_y": impact.diverted_t_per_y,
            "cut_off_t_per_y": impact.cut_off_t_per_y,
            "rise_usd_per_y": impact.rise_usd_per_y,
            "sites": ";".join(rerouting.site_id for rerouting in impact.reroutings),
            "cut_off_sites": ";".join(_cut_off(impact)),
        }
        for impact in report.impacts
    ]


def stress_json(report: CriticalityReport, heading: Heading, warnings: Sequence[str]) -> str:
    """Return every closure with what it does to each site, as JSON."""
    records = stress_records(report, heading)
    for record, impact in zip(records, report.impacts, strict=True):
        del record["sites"], record["cut_off_sites"]
        record["detours"] = [
            {
                "site_id": rerouting.site_id,
                "tonnes_per_y": rerouting.tonnes_per_y,
                "before_usd_per_t": rerouting.before_usd_per_t,
                "after_usd_per_t": rerouting.after_usd_per_t,
                "hub_id": rerouting.hub_id,
            }
            for rerouting in impact.reroutings
        ]
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "ready": day_after(report.dates.ready_d),
        "year_type": report.dates.year_type.value,
        "warnings": list(warnings),
        "closures_examined": report.examined,
        "cost_usd_per_y": report.cost_usd_per_y,
        "tonnes_per_y": report.tonnes_per_y,
        "unreached": list(report.unreached),
        "closures": records,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def stress_csv(report: CriticalityReport, heading: Heading) -> str:
    """Return one row a closure."""
    out = io.StringIO()
    records = stress_records(report, heading)
    writer = csv.DictWriter(out, list(records[0]) if records else ["closed"], lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(
            {
                key: spreadsheet_safe(v) if isinstance(v, str) and v else v
                for key, v in record.items()
            }
        )
    return out.getvalue()


def stress_shapes(
    report: CriticalityReport,
    heading: Heading,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return what closes as a point for a terminal and lines for anything else."""
    points = places.set_index("id").geometry
    lines = links.set_index("id").geometry
    shapes = [
        points[impact.disruption.name]
        if impact.disruption.kind is DisruptionKind.TERMINAL
        else shapely.multilinestrings(lines[sorted(impact.disruption.link_ids)].to_list())
        for impact in report.impacts
    ]
    return gpd.GeoDataFrame(stress_records(report, heading), geometry=shapes, crs=places.crs)


def stress_text(
    report: CriticalityReport, heading: Heading, warnings: Sequence[str], *, most: int
) -> str:
    """Return two rankings for a terminal: by tonnes cut off and by the rise of cost."""
    ready = day_after(report.dates.ready_d)
    when = f"ready on {ready}" if ready else "each site ready on its best day"
    lines = [
        f"{report.examined} closures, one at a time; {when}, {report.dates.year_type} year",
        (
            f"{report.tonnes_per_y:,.0f} t a year for US$ {_million(report.cost_usd_per_y)} m "
            f"with nothing closed; {heading.currency}, atlas {heading.atlas_version} of "
            f"{heading.atlas_date}"
        ),
    ]
    lines += [f"! {heading.names[i]} reaches no hub" for i in report.unreached]
    cut = [impact for impact in report.impacts if impact.cut_off_t_per_y]
    dearer = sorted(report.impacts, key=lambda impact: -impact.rise_usd_per_y)
    dearer = [impact for impact in dearer if impact.rise_usd_per_y > 0]
    for title, impacts in (("Most tonnes cut off", cut), ("Greatest rise of cost", dearer)):
        lines += ["", f"{title} ({len(impacts)} closures do so)"]
        lines += [f"  {'t cut off':>11}  {'US$ m a year':>12}  {'t diverted':>11}  what closes"]
        lines += [_line(impact, heading) for impact in impacts[:most]]
    lines += ["", *(f"! {warning}" for warning in warnings)]
    return "\n".join(lines).rstrip() + "\n"


def _line(impact: Impact, heading: Heading) -> str:
    sites = [heading.names[rerouting.site_id] for rerouting in impact.reroutings]
    shown = ", ".join(sites) if len(sites) <= MOST_SITES else f"{len(sites)} sites"
    closed = f"{impact.disruption.kind} {_name(impact, heading)}"
    return (
        f"  {impact.cut_off_t_per_y:11,.0f}  {_million(impact.rise_usd_per_y):>12}  "
        f"{impact.diverted_t_per_y:11,.0f}  {closed}: {shown}"
    )


def _name(impact: Impact, heading: Heading) -> str:
    return heading.names.get(impact.disruption.name, impact.disruption.name)


def _cut_off(impact: Impact) -> list[str]:
    return [d.site_id for d in impact.reroutings if d.after_usd_per_t is None]


def _million(usd: float) -> str:
    return f"{usd / USD_PER_MILLION:,.1f}"
