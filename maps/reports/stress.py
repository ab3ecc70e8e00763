"""What hurts most when it closes, as text, JSON, CSV and on the ground."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from zimnik.geo.criticality.stress import ThreatKind
from zimnik.maps.reports.heading import SCHEMA, day_after, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.criticality.stress import Effect, StressReport
    from zimnik.maps.reports.heading import Heading

MOST_SITES = 4
USD_PER_MILLION = 1e6


def stress_records(report: StressReport, heading: Heading) -> list[dict[str, Any]]:
    """Return one flat record a closure, in the order of the report."""
    return [
        {
            "kind": effect.threat.kind.value,
            "closed": effect.threat.name,
            "name": _name(effect, heading),
            "diverted_t_per_y": effect.diverted_t_per_y,
            "cut_off_t_per_y": effect.cut_off_t_per_y,
            "rise_usd_per_y": effect.rise_usd_per_y,
            "sites": ";".join(detour.site_id for detour in effect.detours),
            "cut_off_sites": ";".join(_cut_off(effect)),
        }
        for effect in report.effects
    ]


def stress_json(report: StressReport, heading: Heading, warnings: Sequence[str]) -> str:
    """Return every closure with what it does to each site, as JSON."""
    records = stress_records(report, heading)
    for record, effect in zip(records, report.effects, strict=True):
        del record["sites"], record["cut_off_sites"]
        record["detours"] = [
            {
                "site_id": detour.site_id,
                "tonnes_per_y": detour.tonnes_per_y,
                "before_usd_per_t": detour.before_usd_per_t,
                "after_usd_per_t": detour.after_usd_per_t,
                "hub_id": detour.hub_id,
            }
            for detour in effect.detours
        ]
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "ready": day_after(report.dates.ready_d),
        "year_type": report.dates.year_type.value,
        "warnings": list(warnings),
        "closures_examined": report.threats,
        "cost_usd_per_y": report.cost_usd_per_y,
        "tonnes_per_y": report.tonnes_per_y,
        "unreached": list(report.unreached),
        "closures": records,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def stress_csv(report: StressReport, heading: Heading) -> str:
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
    report: StressReport,
    heading: Heading,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return what closes as a point for a terminal and lines for anything else."""
    points = places.set_index("id").geometry
    lines = links.set_index("id").geometry
    shapes = [
        points[effect.threat.name]
        if effect.threat.kind is ThreatKind.TERMINAL
        else shapely.multilinestrings(lines[sorted(effect.threat.link_ids)].to_list())
        for effect in report.effects
    ]
    return gpd.GeoDataFrame(stress_records(report, heading), geometry=shapes, crs=places.crs)


def stress_text(
    report: StressReport, heading: Heading, warnings: Sequence[str], *, most: int
) -> str:
    """Return two rankings for a terminal: by tonnes cut off and by the rise of cost."""
    ready = day_after(report.dates.ready_d)
    when = f"ready on {ready}" if ready else "each site ready on its best day"
    lines = [
        f"{report.threats} closures, one at a time; {when}, {report.dates.year_type} year",
        (
            f"{report.tonnes_per_y:,.0f} t a year for US$ {_million(report.cost_usd_per_y)} m "
            f"with nothing closed; {heading.currency}, atlas {heading.atlas_version} of "
            f"{heading.atlas_date}"
        ),
    ]
    lines += [f"! {heading.names[i]} reaches no hub" for i in report.unreached]
    cut = [effect for effect in report.effects if effect.cut_off_t_per_y]
    dearer = sorted(report.effects, key=lambda effect: -effect.rise_usd_per_y)
    dearer = [effect for effect in dearer if effect.rise_usd_per_y > 0]
    for title, effects in (("Most tonnes cut off", cut), ("Greatest rise of cost", dearer)):
        lines += ["", f"{title} ({len(effects)} closures do so)"]
        lines += [f"  {'t cut off':>11}  {'US$ m a year':>12}  {'t diverted':>11}  what closes"]
        lines += [_line(effect, heading) for effect in effects[:most]]
    lines += ["", *(f"! {warning}" for warning in warnings)]
    return "\n".join(lines).rstrip() + "\n"


def _line(effect: Effect, heading: Heading) -> str:
    sites = [heading.names[detour.site_id] for detour in effect.detours]
    shown = ", ".join(sites) if len(sites) <= MOST_SITES else f"{len(sites)} sites"
    return (
        f"  {effect.cut_off_t_per_y:11,.0f}  {_million(effect.rise_usd_per_y):>12}  "
        f"{effect.diverted_t_per_y:11,.0f}  {effect.threat.kind} {_name(effect, heading)}: {shown}"
    )


def _name(effect: Effect, heading: Heading) -> str:
    return heading.names.get(effect.threat.name, effect.threat.name)


def _cut_off(effect: Effect) -> list[str]:
    return [d.site_id for d in effect.detours if d.after_usd_per_t is None]


def _million(usd: float) -> str:
    return f"{usd / USD_PER_MILLION:,.1f}"
