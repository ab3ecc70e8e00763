"""Sited hubs as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.units import PERCENT
from zimnik.geo.siting.results import conservation_faults
from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.siting.results import Siting, SitingAnswer
    from zimnik.maps.reports.heading import Heading

MILLION = 1e6
CSV_COLUMNS = (
    "stage",
    "from_id",
    "from_name",
    "to_id",
    "to_name",
    "product",
    "tonnes_per_y",
    "cost_usd_per_t",
    "cost_usd_per_y",
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Tonnes of a product that go from one place to the hub of a stage in a year."""

    stage: str
    from_id: str
    to_id: str
    product: str
    tonnes_per_y: float
    cost_usd_per_t: float

    @property
    def cost_usd_per_y(self) -> float:
        """Cost of the flow."""
        return self.tonnes_per_y * self.cost_usd_per_t


def flows_of(siting: Siting) -> Iterator[Flow]:
    """Yield what goes where, stage by stage, the largest first."""
    problem = siting.problem
    tails: Sequence[str] = problem.sources.ids
    for stage, echelon, tonnes in zip(
        problem.stages, problem.echelons, siting.flows_t_per_y, strict=True
    ):
        flows = [
            Flow(
                stage.name,
                tails[echelon.tails[arc]],
                stage.hub_ids[echelon.heads[arc]],
                problem.products.ids[echelon.products[arc]],
                float(tonnes[arc]),
                float(echelon.cost_usd_per_t[arc]),
            )
            for arc in tonnes.nonzero()[0]
        ]
        yield from sorted(flows, key=lambda flow: (-flow.tonnes_per_y, flow.from_id, flow.to_id))
        tails = stage.hub_ids


def siting_json(answer: SitingAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as JSON; numbers are not rounded."""
    siting = answer.siting
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "status": answer.status,
        "reasons": list(answer.reasons),
        "warnings": list(notes),
    }
    if siting is not None:
        document |= {
            "cost_usd_per_y": siting.cost_usd_per_y,
            "bound_usd_per_y": answer.bound_usd_per_y,
            "gap": answer.gap,
            "conserved": not conservation_faults(siting),
            "stages": list(_stages(siting, heading)),
            "works": [
                {
                    "name": work.name,
                    "usd_per_y": work.fixed_usd_per_y,
                    "built": bool(is_built),
                }
                for work, is_built in zip(siting.problem.works, siting.is_built, strict=True)
            ],
            "flows": [_record(flow, heading) for flow in flows_of(siting)],
            "limits": [
                {"name": limit.name, "unit": limit.unit, "total": siting.total(limit)}
                for limit in siting.problem.limits
            ],
        }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _stages(siting: Siting, heading: Heading) -> Iterator[dict[str, Any]]:
    for number, stage in enumerate(siting.problem.stages):
        fed = siting.fed_t_per_y(number).sum(axis=0)
        yield {
            "name": stage.name,
            "haul_and_process_usd_per_y": siting.echelon_costs_usd_per_y[number],
            "fixed_usd_per_y": siting.fixed_costs_usd_per_y[number],
            "hubs": [
                {
                    "id": hub,
                    "name": heading.names.get(hub, hub),
                    "fed_t_per_y": float(fed[column]),
                    "capacity_t_per_y": _known(float(stage.capacity_t_per_y[column])),
                }
                for column, hub in enumerate(stage.hub_ids)
                if siting.is_open[number][column]
            ],
        }


def _known(capacity_t_per_y: float) -> float | None:
    return None if capacity_t_per_y == float("inf") else capacity_t_per_y


def _record(flow: Flow, heading: Heading) -> dict[str, Any]:
    return {
        "stage": flow.stage,
        "from_id": flow.from_id,
        "from_name": heading.names.get(flow.from_id, flow.from_id),
        "to_id": flow.to_id,
        "to_name": heading.names.get(flow.to_id, flow.to_id),
        "product": flow.product,
        "tonnes_per_y": flow.tonnes_per_y,
        "cost_usd_per_t": flow.cost_usd_per_t,
        "cost_usd_per_y": flow.cost_usd_per_y,
    }


def siting_csv(answer: SitingAnswer, heading: Heading) -> str:
    """Return the flows as CSV; only the heading where there is no solution."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for flow in flows_of(answer.siting) if answer.siting else ():
        record = _record(flow, heading)
        safe = {name: spreadsheet_safe(str(record[name])) for name in ("from_name", "to_name")}
        writer.writerow({**record, **safe})
    return out.getvalue()


def siting_text(answer: SitingAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as lines for a terminal."""
    told = [f"note: {note}" for note in notes]
    if answer.siting is None:
        lines = ["No set of hubs does it:", *(f"  {reason}" for reason in answer.reasons)]
        return "\n".join([*lines, *told]) + "\n"
    lines = [*_heads(answer, answer.siting, heading), "", *_body(answer.siting, heading)]
    return "\n".join([*lines, *([""] if told else []), *told]) + "\n"


def _heads(answer: SitingAnswer, siting: Siting, heading: Heading) -> Iterator[str]:
    cost, bound = siting.cost_usd_per_y / MILLION, answer.bound_usd_per_y / MILLION
    proof = (
        "proven the least"
        if answer.status == "optimal"
        else f"not proven: no less than {bound:,.2f} M, a gap of {answer.gap * PERCENT:.2f} %"
    )
    yield f"US$ {cost:,.2f} M a year ({heading.currency}), {proof}"
    for number, stage in enumerate(siting.problem.stages):
        names = [heading.names.get(hub, hub) for hub in siting.open_ids(number)]
        yield f"{stage.name}: {', '.join(names)}"
    faults = conservation_faults(siting)
    checked = "tonnes and REO are conserved at every stage" if not faults else "; ".join(faults)
    yield f"checked: {checked}"
    unbuilt = [w.name for w in siting.problem.works if w not in siting.built]
    if unbuilt:
        yield f"not worth building: {', '.join(unbuilt)}"
    for limit in siting.problem.limits:
        total = siting.total(limit)
        if total:
            of = f" of {limit.most:,.0f}" if limit.most < float("inf") else ""
            name = heading.names.get(limit.name, limit.name)
            yield f"{name}: {total:,.0f}{of} {limit.unit}"


def _body(siting: Siting, heading: Heading) -> Iterable[str]:
    yield f"{'t a year':>12}  {'US$ per t':>9}  {'US$ M a year':>12}"
    stage = ""
    for flow in flows_of(siting):
        if flow.stage != stage:
            stage = flow.stage
            yield f"to {stage}"
        name, hub = (heading.names.get(place, place) for place in (flow.from_id, flow.to_id))
        whose = "" if flow.product == flow.from_id else f" ({flow.product})"
        yield (
            f"{flow.tonnes_per_y:12,.0f}  {flow.cost_usd_per_t:9,.1f}  "
            f"{flow.cost_usd_per_y / MILLION:12,.2f}  {name}{whose} to {hub}"
        )
    for work in siting.built:
        yield f"{'':12}  {'':9}  {work.fixed_usd_per_y / MILLION:12,.2f}  built: {work.name}"
    fixed = sum(siting.fixed_costs_usd_per_y)
    if fixed:
        yield f"{'':12}  {'':9}  {fixed / MILLION:12,.2f}  open hubs, whatever they are fed"
    yield f"{'':12}  {'':9}  {siting.cost_usd_per_y / MILLION:12,.2f}  total"
