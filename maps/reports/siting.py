"""Sited hubs as a record, text and rows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.units import PERCENT
from zimnik.geo.infrastructure.needs import NO_USE, each_once
from zimnik.geo.siting.results import conservation_faults
from zimnik.maps.reports.capacities import CapacityRecord, capacity_lines, capacity_records
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records
from zimnik.maps.reports.products import MADE, CargoRecord, Made, made_text
from zimnik.maps.reports.ranges.spread import DrawsRecord, spread_lines, swing_lines
from zimnik.maps.reports.records import Record, finite
from zimnik.maps.reports.year import EXTREMES, YearRecord, year_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.infrastructure.needs import Need, Needs, Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.siting.results import Siting, SitingAnswer
    from zimnik.maps.reports.heading import Heading

MILLION = 1e6
OPTIMAL = "optimal"
NO_HUBS = "No set of hubs does it:"


@dataclass(frozen=True, slots=True)
class OpenHub:
    """An open hub with what it is fed of what it can take, None where nothing limits it."""

    id: str
    name: str
    fed_t_per_y: float
    capacity_t_per_y: float | None


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A stage with its open hubs; hauls to it are in its cost."""

    name: str
    haul_and_process_usd_per_y: float
    fixed_usd_per_y: float
    hubs: tuple[OpenHub, ...]


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """Tonnes of a product that go from one place to the hub of a stage in a year.

    `year` is what a tonne of the haul to the hub costs over the days on which it is ready; None
    where it stays, or is all ready on one day.
    """

    stage: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    product: str
    tonnes_per_y: float
    cost_usd_per_t: float
    cost_usd_per_y: float
    year: YearRecord | None


@dataclass(frozen=True, slots=True)
class CarriedRecord:
    """Shipped tonnes of all flows together that go over one link in a year, in either direction."""

    link_id: str
    mode: str
    from_id: str
    to_id: str
    shipped_t_per_y: float


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """Something that may be built, and whether it is worth its cost."""

    name: str
    usd_per_y: float
    built: bool


@dataclass(frozen=True, slots=True)
class LimitRecord:
    """A sum over all flows that has a bound, and its total."""

    id: str
    name: str
    unit: str
    total: float
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingRecord(Record):
    """Answer of `hubs site`: open hubs and flows, or the reasons why there are none.

    `basis` is "year", ore being made evenly over the days of its cargo, or "day". Deposits
    `sending_ids` send `sent_t_per_y` to the first stage; a tonne that moves to any hub costs
    `flow_usd_per_t` in the mean. `spread` is the
    range of what a tonne of all ore costs on these flows, None where more counts than haulage.
    """

    basis: str
    ready: str | None
    cargoes: tuple[CargoRecord, ...]
    status: str
    reasons: tuple[str, ...]
    cost_usd_per_y: float | None
    bound_usd_per_y: float | None
    gap: float | None
    sent_t_per_y: float
    sending_ids: tuple[str, ...]
    hub_ids: tuple[str, ...]
    flow_usd_per_t: float | None
    conserved: bool | None
    conservation_faults: tuple[str, ...]
    stages: tuple[StageRecord, ...]
    works: tuple[WorkRecord, ...]
    flows: tuple[FlowRecord, ...]
    carried: tuple[CarriedRecord, ...]
    limits: tuple[LimitRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]
    spread: DrawsRecord | None = None


def siting_record(
    answer: SitingAnswer,
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made = MADE,
    checks: Sequence[CapacityCheck] = (),
    use: Use = NO_USE,
) -> SitingRecord:
    """Return the record of a siting, which text, JSON and CSV read."""
    found = siting_fields(answer, heading, made, checks, use)
    return SitingRecord(
        asked=heading.asked, observed_year=heading.observed_year, warnings=tuple(notes), **found
    )


def siting_fields(
    answer: SitingAnswer,
    heading: Heading,
    made: Made,
    checks: Sequence[CapacityCheck],
    use: Use,
) -> dict[str, Any]:
    """Return what a record says of a siting, by field of `SitingRecord`."""
    siting = answer.siting
    faults = conservation_faults(siting) if siting else ()
    return {
        "basis": made.basis,
        "ready": made.ready,
        "cargoes": made.cargoes,
        "status": str(answer.status),
        "reasons": tuple(answer.reasons),
        "cost_usd_per_y": siting.cost_usd_per_y if siting else None,
        "bound_usd_per_y": finite(answer.bound_usd_per_y) if siting else None,
        "gap": finite(answer.gap) if siting else None,
        "sent_t_per_y": float(siting.sent_t_per_y(0).sum()) if siting else 0.0,
        "sending_ids": siting.sending_ids if siting else (),
        "hub_ids": siting.hub_ids if siting else (),
        "flow_usd_per_t": siting.flow_usd_per_t if siting else None,
        "conserved": not faults if siting else None,
        "conservation_faults": faults,
        "stages": tuple(_stages(siting, heading)) if siting else (),
        "works": tuple(_works(siting)) if siting else (),
        "flows": tuple(_flows(siting, heading, made)) if siting else (),
        "carried": tuple(_carried(heading.needs, use)),
        "limits": tuple(_limits(siting, heading)) if siting else (),
        "needs_first": need_records(
            siting_needs(siting, heading.needs, use), heading.names, charged=use.charged_ids
        )
        if siting
        else (),
        "capacity_checks": capacity_records(checks, heading.names),
    }


def head_fields(
    heading: Heading,
    notes: Sequence[str],
    made: Made,
    checks: Sequence[CapacityCheck],
    plans: Iterable[tuple[Siting, Use]],
) -> dict[str, Any]:
    """Return what every record of several sitings says of them all, by field.

    Parameters
    ----------
    heading, notes, made
        What stands over the answer, what has to be said, and when ore is ready.
    checks
        The most that any siting wants of places and links, beside what is known of them.
    plans
        The sitings, each with what it uses of the network.
    """
    told = tuple(plans)
    needs = each_once(
        need for siting, use in told for need in siting_needs(siting, heading.needs, use)
    )
    charged = frozenset[str]().union(*(use.charged_ids for _, use in told))
    return {
        "asked": heading.asked,
        "observed_year": heading.observed_year,
        "warnings": tuple(notes),
        "basis": made.basis,
        "ready": made.ready,
        "cargoes": made.cargoes,
        "needs_first": need_records(needs, heading.names, charged=charged),
        "capacity_checks": capacity_records(checks, heading.names),
    }


def siting_needs(siting: Siting, needs: Needs, use: Use) -> tuple[Need, ...]:
    """Return the stages of open hubs that do not work today, then what its hauls go over."""
    stages = (needs.of_stages(hub, [stage]) for hub, stage in siting.open_stages)
    return each_once((*(need for found in stages for need in found), *needs.of_use(use)))


def _stages(siting: Siting, heading: Heading) -> Iterator[StageRecord]:
    for number, stage in enumerate(siting.problem.stages):
        fed = siting.fed_t_per_y(number).sum(axis=0)
        yield StageRecord(
            name=stage.name,
            haul_and_process_usd_per_y=siting.echelon_costs_usd_per_y[number],
            fixed_usd_per_y=siting.fixed_costs_usd_per_y[number],
            hubs=tuple(
                OpenHub(
                    id=hub,
                    name=heading.names.get(hub, hub),
                    fed_t_per_y=float(fed[column]),
                    capacity_t_per_y=finite(float(stage.capacity_t_per_y[column])),
                )
                for column, hub in enumerate(stage.hub_ids)
                if siting.is_open[number][column]
            ),
        )


def _carried(needs: Needs, use: Use) -> Iterator[CarriedRecord]:
    """Yield the links that anything goes over, the most tonnes first."""
    most_first = sorted(use.shipped_t_per_y.items(), key=lambda one: (-one[1], one[0]))
    for link_id, tonnes in most_first:
        if (link := needs.links.get(link_id)) is not None:
            yield CarriedRecord(link_id, link.mode.value, link.from_id, link.to_id, tonnes)


def _works(siting: Siting) -> Iterator[WorkRecord]:
    for work, is_built in zip(siting.problem.works, siting.is_built, strict=True):
        yield WorkRecord(work.name, work.fixed_usd_per_y, bool(is_built))


def _limits(siting: Siting, heading: Heading) -> Iterator[LimitRecord]:
    for limit in siting.problem.limits:
        yield LimitRecord(
            id=limit.name,
            name=heading.names.get(limit.name, limit.name),
            unit=limit.unit,
            total=siting.total(limit),
            most=finite(limit.most),
        )


def _flows(siting: Siting, heading: Heading, made: Made) -> Iterator[FlowRecord]:
    """Yield what goes where, stage by stage, the largest first."""
    problem, names = siting.problem, heading.names
    tails: Sequence[str] = problem.sources.ids
    hops = zip(problem.stages, problem.echelons, siting.flows_t_per_y, strict=True)
    for number, (stage, echelon, tonnes) in enumerate(hops):
        flows = []
        for arc in tonnes.nonzero()[0]:
            from_id, to_id = tails[echelon.tails[arc]], stage.hub_ids[echelon.heads[arc]]
            t_per_y, usd_per_t = float(tonnes[arc]), float(echelon.cost_usd_per_t[arc])
            flows.append(
                FlowRecord(
                    stage=stage.name,
                    from_id=from_id,
                    from_name=names.get(from_id, from_id),
                    to_id=to_id,
                    to_name=names.get(to_id, to_id),
                    product=problem.products.ids[echelon.products[arc]],
                    tonnes_per_y=t_per_y,
                    cost_usd_per_t=usd_per_t,
                    cost_usd_per_y=t_per_y * usd_per_t,
                    year=made.year_of(number, int(arc)),
                )
            )
        yield from sorted(flows, key=lambda flow: (-flow.tonnes_per_y, flow.from_id, flow.to_id))
        tails = stage.hub_ids


def siting_rows(record: SitingRecord) -> list[dict[str, Any]]:
    """Return a row for each flow."""
    return [
        {
            **{name: value for name, value in asdict(flow).items() if name != "year"},
            **{name: getattr(flow.year, name, None) for name in EXTREMES},
        }
        for flow in record.flows
    ]


def siting_text(record: SitingRecord) -> str:
    """Return the answer as text for a terminal."""
    return "\n".join([*siting_lines(record), "", *record.footer()]) + "\n"


def siting_lines(record: SitingRecord) -> Iterator[str]:
    """Yield open hubs, flows and costs, or the reasons why there are none, and the warnings."""
    cost_usd_per_y = record.cost_usd_per_y
    answered = None if cost_usd_per_y is None else _answered(record, cost_usd_per_y)
    return framed_lines(record, NO_HUBS, answered)


def framed_lines(record: Any, none: str, answered: Iterator[str] | None) -> Iterator[str]:  # noqa: ANN401 - any record of siting
    """Yield what is sited with what it needs first, or why there is nothing, and the warnings.

    Parameters
    ----------
    record
        It has reasons, needs, capacity checks and warnings.
    none
        What is said where there is no answer.
    answered
        The lines of the answer; None where there is none.
    """
    if answered is None:
        yield none
        yield from (f"  {reason}" for reason in record.reasons)
    else:
        yield from answered
        yield ""
        yield from need_lines(record.needs_first)
    yield ""
    said = (*record.warnings, *capacity_lines(record.capacity_checks))
    yield from (f"! {warning}" for warning in said)


def _answered(record: SitingRecord, cost_usd_per_y: float) -> Iterator[str]:
    yield from _heads(record, cost_usd_per_y)
    yield ""
    yield from _body(record, cost_usd_per_y)
    yield from swing_lines(record.spread)


def _heads(record: SitingRecord, cost_usd_per_y: float) -> Iterator[str]:
    proof = "proven the least under the capacities that are known"
    if record.status != OPTIMAL:
        bound_usd_per_y, gap = record.bound_usd_per_y or -math.inf, record.gap or math.inf
        proof = (
            f"not proven: no less than {bound_usd_per_y / MILLION:,.2f} M, a gap of "
            f"{gap * PERCENT:.2f} %"
        )
    yield f"US$ {cost_usd_per_y / MILLION:,.2f} M a year ({record.asked.currency}), {proof}"
    yield from spread_lines(record.spread)
    yield made_text(record.basis, record.ready, record.cargoes, what="ore")
    for stage in record.stages:
        yield f"{stage.name}: {', '.join(hub.name for hub in stage.hubs)}"
    conserved = "tonnes and REO are conserved at every stage"
    yield f"checked: {'; '.join(record.conservation_faults) or conserved}"
    unbuilt = [work.name for work in record.works if not work.built]
    if unbuilt:
        yield f"not worth building: {', '.join(unbuilt)}"
    for limit in record.limits:
        if limit.total:
            of = "" if limit.most is None else f" of {limit.most:,.0f}"
            yield f"{limit.name}: {limit.total:,.0f}{of} {limit.unit}"


def _body(record: SitingRecord, cost_usd_per_y: float) -> Iterator[str]:
    yield f"{'t a year':>12}  {'US$ per t':>9}  {'US$ M a year':>12}"
    stage = ""
    for flow in record.flows:
        if flow.stage != stage:
            stage = flow.stage
            yield f"to {stage}"
        whose = "" if flow.product == flow.from_id else f" ({flow.product})"
        yield (
            f"{flow.tonnes_per_y:12,.0f}  {flow.cost_usd_per_t:9,.1f}  "
            f"{flow.cost_usd_per_y / MILLION:12,.2f}  {flow.from_name}{whose} to {flow.to_name}"
        )
        if flow.year is not None and not flow.year.is_level:
            yield f"{'':39}haul {year_text(flow.year)}"
    for work in record.works:
        if work.built:
            yield f"{'':12}  {'':9}  {work.usd_per_y / MILLION:12,.2f}  built: {work.name}"
    fixed_usd_per_y = sum(stage.fixed_usd_per_y for stage in record.stages)
    if fixed_usd_per_y:
        said = "open hubs, whatever they are fed"
        yield f"{'':12}  {'':9}  {fixed_usd_per_y / MILLION:12,.2f}  {said}"
    yield f"{'':12}  {'':9}  {cost_usd_per_y / MILLION:12,.2f}  total"
