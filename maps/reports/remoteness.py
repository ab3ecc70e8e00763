"""Remoteness of sites as text, JSON, CSV and points.

Owns how indices stand side by side outside a page. What cannot be reached is said so, and is no
number.
"""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from zimnik.geo.remoteness.indices import ARIA_CLASSES, LEAST_RANKED
from zimnik.geo.remoteness.sites import GOALS, RAILHEAD
from zimnik.maps.reports.heading import SCHEMA, day_after, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.remoteness.sites import Nearest, Remoteness, SiteRemoteness
    from zimnik.maps.reports.heading import Heading

# Indices of which the text shows how far they agree; JSON has every pair.
COMPARED = (f"{RAILHEAD}_usd_per_t", "days_cut_off", "aria_score", "gravity_index", "far_level")
OUT_OF_REACH = "-"
MOST_NAME = 26
# fmt: off
HEADS = {
    "railhead": "rail", "all_season_road": "road", "year_round_port": "all-year",
    "port": "port", "town_10k": "town", "hub": "hub", "market": "market",
}
# fmt: on
LEGEND = (
    "US$ per t by the cheapest route to the cheapest of: rail = stations of the main railway;",
    "road = what an all-season road joins to the main network; all-year = sea ports with a sea",
    "lane open all year; port = any; town = towns of 10,000 and more; hub; market. days = days of",
    "the year joined to the main network by surface; ARIA 0 to 15; gravity 0 to 1; FAR 0 to 4;",
    "2 km = whether an all-season road is known within 2 km. Indices are not blended.",
)


def remoteness_records(found: Remoteness, heading: Heading) -> list[dict[str, Any]]:
    """Return one flat record a site, remotest from a railhead first; None is out of reach."""
    return [_record(site, heading) for site in _ordered(found.sites)]


def remoteness_json(found: Remoteness, heading: Heading, warnings: Sequence[str]) -> str:
    """Return every index of every site as JSON, with the means and the rank correlations."""
    means = [None if math.isnan(mean) else mean for mean in found.aria_means_km]
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "ready": day_after(found.dates.ready_d),
        "year_type": found.dates.year_type.value,
        "warnings": list(warnings),
        "sites": remoteness_records(found, heading),
        "aria_classes": [
            {"people": people, "mean_km": mean}
            for people, mean in zip(ARIA_CLASSES, means, strict=True)
        ],
        "rank_correlations": [
            {
                "indices": [pair.one, pair.other],
                "sites": pair.sites,
                "spearman": pair.spearman,
                "kendall": pair.kendall,
            }
            for pair in found.correlations
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def remoteness_csv(found: Remoteness, heading: Heading) -> str:
    """Return one row a site; an empty cell is out of reach."""
    return csv_of(remoteness_records(found, heading))


def remoteness_points(
    found: Remoteness, heading: Heading, places: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the sites as points with all their indices, in the CRS of `places`."""
    records = remoteness_records(found, heading)
    points = places.set_index("id").geometry.loc[[record["site_id"] for record in records]]
    return gpd.GeoDataFrame(records, geometry=points.to_numpy(), crs=places.crs)


def remoteness_text(found: Remoteness, heading: Heading, warnings: Sequence[str]) -> str:
    """Return the table for a terminal, remotest from a railhead first."""
    ready = day_after(found.dates.ready_d)
    when = f"ready on {ready}" if ready else "ready on the best day for each"
    columns = "".join(f"{HEADS[goal]:>9}" for goal in GOALS)
    lines = [
        f"Remoteness of {len(found.sites)} sites, {when}, {found.dates.year_type} year",
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}",
        "",
        f"{'':{MOST_NAME}}{columns}  days   ARIA  gravity  FAR  2 km",
    ]
    lines += [_line(site, heading) for site in _ordered(found.sites)]
    lines += ["", *LEGEND, "", *_class_lines(found)]
    if len(found.sites) >= LEAST_RANKED:
        lines += ["", "Rank correlation (Spearman)", *_correlation_lines(found)]
    lines += ["", *(f"! {warning}" for warning in warnings)]
    return "\n".join(lines).rstrip() + "\n"


def months_records(
    months: Mapping[str, Sequence[Nearest | None]], heading: Heading
) -> list[dict[str, Any]]:
    """Return one flat record a site and month of readiness; None is out of reach."""
    return [
        {
            "site_id": site_id,
            "name": heading.names[site_id],
            "ready": f"{month:02d}-01",
            "nearest_id": near and near.place_id,
            "cost_usd_per_t": near and near.cost_usd_per_t,
            "hours": near and near.hours,
        }
        for site_id, found in months.items()
        for month, near in enumerate(found, start=1)
    ]


def months_json(months: Mapping[str, Sequence[Nearest | None]], heading: Heading, goal: str) -> str:
    """Return the cost and hours to a goal by month of readiness, as JSON."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "goal": goal,
        "months": months_records(months, heading),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def months_text(months: Mapping[str, Sequence[Nearest | None]], heading: Heading, goal: str) -> str:
    """Return US$ per t to a goal for a terminal, a column a month of readiness."""
    columns = "".join(f"{month:02d}-01".rjust(7) for month in range(1, 13))
    lines = [
        f"US$ per t to the cheapest {goal.replace('_', ' ')}, by the day the cargo is ready",
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}",
        "",
        f"{'':{MOST_NAME}}{columns}",
    ]
    for site_id, found in months.items():
        cells = [OUT_OF_REACH if near is None else f"{near.cost_usd_per_t:,.0f}" for near in found]
        name = _short(heading.names[site_id])
        lines.append(f"{name:{MOST_NAME}}" + "".join(f"{cell:>7}" for cell in cells))
    return "\n".join(lines) + "\n"


def csv_of(records: Sequence[dict[str, Any]]) -> str:
    """Return flat records as CSV, safe in a spreadsheet; an empty cell is out of reach."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]) if records else ["site_id"], lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(
            {
                key: spreadsheet_safe(v) if isinstance(v, str) and v else v
                for key, v in record.items()
            }
        )
    return out.getvalue()


def _short(name: str) -> str:
    return name if len(name) < MOST_NAME else f"{name[: MOST_NAME - 4]}..."


def _ordered(sites: Sequence[SiteRemoteness]) -> list[SiteRemoteness]:
    """Return sites by the cost to a railhead, the remotest first."""

    def key(site: SiteRemoteness) -> tuple[float, str]:
        rail = site.nearest[RAILHEAD]
        return (-(math.inf if rail is None else rail.cost_usd_per_t), site.site_id)

    return sorted(sites, key=key)


def _record(site: SiteRemoteness, heading: Heading) -> dict[str, Any]:
    record: dict[str, Any] = {"site_id": site.site_id, "name": heading.names[site.site_id]}
    for goal in GOALS:
        near = site.nearest[goal]
        record[f"{goal}_id"] = near and near.place_id
        record[f"{goal}_usd_per_t"] = near and near.cost_usd_per_t
        record[f"{goal}_hours"] = near and near.hours
    return {
        **record,
        "days_joined": site.days_joined,
        "aria_score": site.aria_score,
        "gravity_index": site.gravity_index,
        "far_level": site.far_level,
        "all_season_road_km": site.road_km if math.isfinite(site.road_km) else None,
        "rural_access": site.rural_access,
    }


def _line(site: SiteRemoteness, heading: Heading) -> str:
    shown = _short(heading.names[site.site_id])
    costs = (site.nearest[goal] for goal in GOALS)
    cells = "".join(
        f"{OUT_OF_REACH if near is None else f'{near.cost_usd_per_t:,.0f}':>9}" for near in costs
    )
    return (
        f"{shown:{MOST_NAME}}{cells}  {site.days_joined:4d}  {site.aria_score:5.1f}  "
        f"{site.gravity_index:7.2f}  {site.far_level:3d}  {'yes' if site.rural_access else 'no':>4}"
    )


def _class_lines(found: Remoteness) -> list[str]:
    parts = [
        f"{people:,.0f} people {'none reached' if math.isnan(mean) else f'{mean:,.0f} km'}"
        for people, mean in zip(ARIA_CLASSES, found.aria_means_km, strict=True)
    ]
    return [
        "ARIA compares with the mean distances of these very sites, not of Australia, to",
        *([f"towns of {', '.join(parts)}."]),
    ]


def _correlation_lines(found: Remoteness) -> list[str]:
    known = {frozenset((pair.one, pair.other)): pair.spearman for pair in found.correlations}
    heads = [name.removesuffix("_usd_per_t").replace("_", " ") for name in COMPARED]
    lines = [f"{'':14}" + "".join(f"{head:>15}" for head in heads[1:])]
    for row, one in enumerate(COMPARED[:-1]):
        cells = [
            "" if column <= row else _rho(known.get(frozenset((one, other))))
            for column, other in enumerate(COMPARED)
        ][1:]
        lines.append(f"{heads[row]:14}" + "".join(f"{cell:>15}" for cell in cells).rstrip())
    return lines


def _rho(value: float | None) -> str:
    return OUT_OF_REACH if value is None else f"{value:.2f}"
