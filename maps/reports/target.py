"""A target that hubs are to deliver, and the front of two goals, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.units import PERCENT
from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe
from zimnik.maps.reports.siting import MILLION, siting_json, siting_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.siting.chain import TargetAnswer
    from zimnik.geo.siting.pareto import FrontPoint
    from zimnik.maps.reports.heading import Heading


def target_json(found: TargetAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as JSON: that of the siting, with the target before it."""
    document: dict[str, Any] = json.loads(siting_json(found.answer, heading, notes))
    target = {
        "target_reo_t_per_y": found.target_t_per_y,
        "delivered_reo_t_per_y": found.delivered_t_per_y,
        "short_reo_t_per_y": found.short_t_per_y,
        "cost_usd_per_kg_reo": found.cost_usd_per_kg_reo,
        "used_up": list(found.used_up),
    }
    return json.dumps({**target, **document}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def target_text(found: TargetAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as lines for a terminal."""
    share = found.delivered_t_per_y / found.target_t_per_y * PERCENT
    if found.short_t_per_y:
        first = (
            f"No: of {found.target_t_per_y:,.0f} t REO a year {found.delivered_t_per_y:,.0f} t can "
            f"be delivered ({share:.0f} %), {found.short_t_per_y:,.0f} t short"
        )
    else:
        first = f"Yes: {found.delivered_t_per_y:,.0f} t REO a year can be delivered"
    lines = [first]
    if found.used_up:
        lines += ["Nothing is left of:", *(f"  {name}" for name in found.used_up)]
    per_kg = found.cost_usd_per_kg_reo
    if per_kg is not None:
        times = per_kg / heading.benchmark_usd_per_kg_reo
        told = f"US$ {per_kg:,.2f} per kg REO, by-products bearing their share"
        lines.append(f"{told}; {times:.2f} times the benchmark")
    return "\n".join([*lines, "", siting_text(found.answer, heading, notes)])


def front_json(
    front: Sequence[FrontPoint], name: str, heading: Heading, notes: Sequence[str] = ()
) -> str:
    """Return the points of a front as JSON, the cheapest first."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "points": [
            {
                "cost_usd_per_y": point.cost_usd_per_y,
                name: point.other,
                "open": {
                    stage.name: list(point.siting.open_ids(number))
                    for number, stage in enumerate(point.siting.problem.stages)
                },
            }
            for point in front
        ],
        "warnings": list(notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def front_csv(front: Sequence[FrontPoint], name: str, heading: Heading) -> str:
    """Return a row for each point of a front and stage."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["cost_usd_per_y", name, "stage", "open_ids", "open_names"])
    for point in front:
        for number, stage in enumerate(point.siting.problem.stages):
            ids = point.siting.open_ids(number)
            names = spreadsheet_safe("; ".join(heading.names.get(hub, hub) for hub in ids))
            writer.writerow([point.cost_usd_per_y, point.other, stage.name, ";".join(ids), names])
    return out.getvalue()


def front_text(
    front: Sequence[FrontPoint], name: str, heading: Heading, notes: Sequence[str] = ()
) -> str:
    """Return the points of a front as lines for a terminal."""
    words = name.replace("_t_per_y", "").replace("_", " ")
    lines = (
        [f"US$ M a year ({heading.currency})  t a year: {words}  open"]
        if front
        else ["No set of hubs does it; without --pareto the reasons are told"]
    )
    for point in front:
        hubs = _open_hubs(point, heading)
        lines.append(f"{point.cost_usd_per_y / MILLION:13,.2f}  {point.other:22,.0f}  {hubs}")
    lines += ["", *(f"note: {note}" for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def _open_hubs(point: FrontPoint, heading: Heading) -> str:
    """Return the open hubs, with their stage where there are several."""
    stages = point.siting.problem.stages
    told = []
    for number, stage in enumerate(stages):
        hubs = ", ".join(heading.names.get(hub, hub) for hub in point.siting.open_ids(number))
        told.append(hubs if len(stages) == 1 else f"{stage.name}: {hubs}")
    return "; ".join(told)
