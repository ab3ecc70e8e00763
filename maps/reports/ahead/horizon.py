"""What is built when, as a record, text and rows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.units import PERCENT
from zimnik.geo.dynamic_siting.openings import openings
from zimnik.geo.infrastructure.needs import NO_USE
from zimnik.geo.siting.results import SitingAnswer
from zimnik.maps.reports.capacities import CapacityRecord
from zimnik.maps.reports.needs import NeedRecord
from zimnik.maps.reports.products import CargoRecord, Made, made_text
from zimnik.maps.reports.records import Record, finite
from zimnik.maps.reports.siting import MILLION, FlowRecord, framed_lines, head_fields, siting_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.dynamic_siting.openings import Opening
    from zimnik.geo.dynamic_siting.periods import BuiltPeriod, HorizonAnswer
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.siting.problem import SumLimit
    from zimnik.maps.reports.heading import Heading

OPTIMAL = "optimal"
# Share by which two years may differ and read as one line.
ALIKE = 1e-5


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    """What opens, is enlarged or is built in a year, and what that costs once.

    `added_t_per_y` is the mean feed that is built for; None of a road or port, and of a plant that
    stands or whose capital is not known.
    """

    year: int
    kind: str
    stage: str
    id: str
    name: str
    added_t_per_y: float | None
    build_usd: float


@dataclass(frozen=True, slots=True)
class HorizonYearRecord:
    """A year of the horizon: what is planned and sent, what it costs, and what is built.

    `reo_t_per_y` is delivered; `asked_reo_t_per_y` is the part of a target that what is planned for
    the year can deliver, None without a target.
    """

    year: int
    planned_t_per_y: float
    sent_t_per_y: float
    reo_t_per_y: float
    asked_reo_t_per_y: float | None
    cost_usd_per_y: float
    build_usd: float
    flows: tuple[FlowRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonRecord(Record):
    """Answer of `hubs site --horizon`: what is built when, or why there is no plan.

    Costs are present values at the start of the first year, each year's falling at its end.
    `planned_t`, `sent_t` and `build_usd` are sums over all years, not discounted.
    """

    basis: str
    ready: str | None
    cargoes: tuple[CargoRecord, ...]
    status: str
    reasons: tuple[str, ...]
    first_year: int
    last_year: int
    discount_pct_per_y: float
    budget_usd_per_y: float | None
    step_t_per_y: float | None
    target_reo_t_per_y: float | None
    cost_usd: float | None
    bound_usd: float | None
    gap: float | None
    all_sent: bool
    planned_t: float
    sent_t: float
    build_usd: float
    solve_s: float
    openings: tuple[OpeningRecord, ...]
    not_built: tuple[str, ...]
    years: tuple[HorizonYearRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


def horizon_record(
    answer: HorizonAnswer,
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made,
    checks: Sequence[CapacityCheck],
    uses: Sequence[Use],
    step_t_per_y: float | None,
    target_reo_t_per_y: float | None,
) -> HorizonRecord:
    """Return the record of a plan over years, which text, JSON and CSV read."""
    horizon, built = answer.horizon, answer.built
    pairs = zip((one.siting for one in built), uses, strict=True)
    names = {work.name for work in horizon.parts[0].problem.works}
    opened = openings(answer)
    return HorizonRecord(
        **head_fields(heading, notes, made, checks, pairs),
        status=str(answer.status),
        reasons=answer.reasons,
        first_year=horizon.periods[0].first_year,
        last_year=horizon.periods[-1].last_year,
        discount_pct_per_y=horizon.discount_pct_per_y,
        budget_usd_per_y=finite(horizon.budget_usd_per_y),
        step_t_per_y=step_t_per_y,
        target_reo_t_per_y=target_reo_t_per_y,
        cost_usd=answer.cost_usd if built else None,
        bound_usd=finite(answer.bound_usd) if built and answer.all_sent else None,
        gap=finite(answer.gap) if built else None,
        all_sent=answer.all_sent,
        planned_t=answer.planned_t,
        sent_t=answer.sent_t,
        build_usd=answer.build_usd,
        solve_s=answer.solve_s,
        openings=tuple(_opening(one, heading) for one in opened),
        not_built=tuple(sorted(names - {one.name for one in opened})) if built else (),
        years=tuple(
            _year(one, part, heading, made, horizon.served)
            for one, part in zip(built, horizon.parts, strict=False)
        ),
    )


def _opening(one: Opening, heading: Heading) -> OpeningRecord:
    name = heading.names.get(one.name, one.name)
    return OpeningRecord(
        one.year, str(one.kind), one.stage, one.name, name, one.added_t_per_y, one.build_usd
    )


def _year(
    one: BuiltPeriod, part: SizedProblem, heading: Heading, made: Made, reo: SumLimit | None
) -> HorizonYearRecord:
    asked = [own.least for own in part.problem.limits if reo is not None and own.name == reo.name]
    alone = SitingAnswer(OPTIMAL, one.siting, 0.0, 0.0)  # type: ignore[arg-type]
    return HorizonYearRecord(
        year=one.period.first_year,
        planned_t_per_y=float(one.siting.problem.sources.volumes_t_per_y.sum()),
        sent_t_per_y=one.sent_t_per_y,
        reo_t_per_y=0.0 if reo is None else float(one.siting.total(reo)),
        asked_reo_t_per_y=asked[0] if asked else None,
        cost_usd_per_y=one.cost_usd_per_y,
        build_usd=one.build_usd,
        flows=siting_fields(alone, heading, made, (), NO_USE)["flows"],
    )


def horizon_rows(record: HorizonRecord) -> list[dict[str, Any]]:
    """Return a row for each thing that opens, is enlarged or is built."""
    return [asdict(one) for one in record.openings]


def horizon_text(record: HorizonRecord) -> str:
    """Return the answer as text for a terminal."""
    return "\n".join([*_lines(record), "", *record.footer()]) + "\n"


def _lines(record: HorizonRecord) -> Iterator[str]:
    cost_usd = record.cost_usd
    answered = None if cost_usd is None else _answered(record, cost_usd)
    return framed_lines(record, "No plan does it:", answered)


def _answered(record: HorizonRecord, cost_usd: float) -> Iterator[str]:
    yield from _heads(record, cost_usd)
    yield ""
    yield from _opening_lines(record)
    yield ""
    yield from _year_lines(record)


def _heads(record: HorizonRecord, cost_usd: float) -> Iterator[str]:
    gap = record.gap or 0.0
    proof = f"proven the least to {gap * PERCENT:.2g} %" if gap else "proven the least"
    if record.status != OPTIMAL:
        proof = f"not proven: a gap of {gap * PERCENT:.2f} %"
    yield (
        f"US$ {cost_usd / MILLION:,.1f} M in present value for {record.first_year} to "
        f"{record.last_year} at a real {record.discount_pct_per_y:g} % ({record.asked.currency}), "
        f"{proof}"
    )
    if record.budget_usd_per_y is not None:
        yield f"at most US$ {record.budget_usd_per_y / MILLION:,.1f} M a year on building"
    if record.target_reo_t_per_y is not None:
        yield from _target_lines(record, record.target_reo_t_per_y)
    elif not record.all_sent:
        yield (
            "the budget does not serve all that is planned: "
            f"{record.planned_t - record.sent_t:,.0f} t of all years stay; "
            "the most REO is delivered, an earlier tonne counting more, at least cost"
        )
    yield made_text(record.basis, record.ready, record.cargoes, what="ore")


def _target_lines(record: HorizonRecord, target_t_per_y: float) -> Iterator[str]:
    """Yield in which years a target is met, and why it is not in the others."""
    met = 1 - ALIKE
    short = [one for one in record.years if one.reo_t_per_y < target_t_per_y * met]
    if not short:
        yield f"{target_t_per_y:,.0f} t REO a year are delivered in every year"
        return
    planned = [one for one in short if (one.asked_reo_t_per_y or 0.0) < target_t_per_y * met]
    by_budget = [one for one in short if one.reo_t_per_y < (one.asked_reo_t_per_y or 0.0) * met]
    count = len(record.years)
    told = [f"{count - len(short)} of {count} years deliver {target_t_per_y:,.0f} t REO"]
    if planned:
        told.append(f"in {_of_years(planned)} less is planned")
    if by_budget:
        told.append(
            f"in {_of_years(by_budget)} the budget does not allow it; the most REO up to it is "
            "delivered, an earlier tonne counting more"
        )
    yield "; ".join(told)


def _of_years(years: Sequence[HorizonYearRecord]) -> str:
    first, last = years[0].year, years[-1].year
    return f"{first}" if first == last else f"{first} to {last}"


def _opening_lines(record: HorizonRecord) -> Iterator[str]:
    yield f"{'year':>4}  {'built for t a year':>18}  {'US$ M once':>10}"
    for one in record.openings:
        size = "" if one.added_t_per_y is None else f"{one.added_t_per_y:,.0f}"
        what = f"{one.name} {one.kind}: {one.stage}" if one.stage else f"{one.name} is built"
        yield f"{one.year:>4}  {size:>18}  {one.build_usd / MILLION:>10,.1f}  {what}"
    if record.not_built:
        yield f"not worth building: {', '.join(record.not_built)}"


def _year_lines(record: HorizonRecord) -> Iterator[str]:
    """Yield a line for each run of years in which the same happens, and what goes where."""
    yield (
        f"{'years':>9}  {'t planned':>10}  {'t sent':>10}  {'t REO':>8}  {'US$ M a year':>12}  "
        f"{'built, US$ M':>12}"
    )
    for run in _runs(record.years):
        first, last = run[0], run[-1]
        years = f"{first.year}" if first is last else f"{first.year}-{last.year}"
        yield (
            f"{years:>9}  {first.planned_t_per_y:>10,.0f}  {first.sent_t_per_y:>10,.0f}  "
            f"{first.reo_t_per_y:>8,.0f}  "
            f"{first.cost_usd_per_y / MILLION:>12,.2f}  {first.build_usd / MILLION:>12,.1f}"
        )
        for flow in first.flows:
            ends = f"{flow.from_name} to {flow.to_name}"
            yield f"{'':>9}  {'':>10}  {flow.tonnes_per_y:>10,.0f}  {'':>8}  {ends}"


def _runs(years: Sequence[HorizonYearRecord]) -> Iterator[list[HorizonYearRecord]]:
    run: list[HorizonYearRecord] = []
    for one in years:
        if run and (one.build_usd >= 1 or not _alike(run[0], one)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _alike(first: HorizonYearRecord, other: HorizonYearRecord) -> bool:
    """Whether two years move and cost the same to a rounding of the solver."""

    def moved(one: HorizonYearRecord) -> dict[tuple[str, str, str], float]:
        return {(f.stage, f.from_id, f.to_id): f.tonnes_per_y for f in one.flows}

    def near(one: float, two: float) -> bool:
        return math.isclose(one, two, rel_tol=ALIKE, abs_tol=1.0)

    ours, theirs = moved(first), moved(other)
    ends = ours.keys() | theirs.keys()
    return near(first.cost_usd_per_y, other.cost_usd_per_y) and all(
        near(ours.get(pair, 0.0), theirs.get(pair, 0.0)) for pair in ends
    )
