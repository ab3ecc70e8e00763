"""The plan that is best over drawn worlds beside that of the base world: record, text, rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import PERCENT
from zimnik.geo.dynamic_siting.openings import ROUNDING
from zimnik.maps.reports.capacities import CapacityRecord
from zimnik.maps.reports.needs import NeedRecord
from zimnik.maps.reports.products import CargoRecord, Made, made_text
from zimnik.maps.reports.records import Record, finite
from zimnik.maps.reports.siting import MILLION, framed_lines, head_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.dynamic_siting.two_stage import Plan, TwoStageAnswer, Worlds
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.maps.reports.heading import Heading

OPTIMAL = "optimal"
LOW_PCT, HIGH_PCT = 10, 90


@dataclass(frozen=True, slots=True)
class PlanHubRecord:
    """A hub that a plan opens; `built_t_per_y` is the mean feed its plant is built for.

    It is None where no size is decided.
    """

    stage: str
    id: str
    name: str
    built_t_per_y: float | None


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What is built before the world is known, and what that costs over the worlds.

    `expected_usd_per_y` and the percentiles are None where a world is not served; `failing` counts
    those worlds.
    """

    hubs: tuple[PlanHubRecord, ...]
    works: tuple[str, ...]
    expected_usd_per_y: float | None
    p10_usd_per_y: float | None
    p50_usd_per_y: float | None
    p90_usd_per_y: float | None
    failing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldsRecord(Record):
    """Answer of `hubs site --worlds`: two plans, VSS and EVPI, or why there is no plan.

    `here_and_now` is the two-stage plan, `base` the one that is best in the base world,
    `wait_and_see_usd_per_y` the mean cost had each world been known. `vss_usd_per_y` is the value
    of the stochastic solution, None where the base plan fails in a world; `evpi_usd_per_y` is the
    expected value of perfect information.
    """

    basis: str
    ready: str | None
    cargoes: tuple[CargoRecord, ...]
    status: str
    reasons: tuple[str, ...]
    worlds: int
    seed: int
    year_types: dict[str, int]
    here_and_now: PlanRecord | None
    base: PlanRecord | None
    wait_and_see_usd_per_y: float | None
    vss_usd_per_y: float | None
    evpi_usd_per_y: float | None
    bound_usd_per_y: float | None
    gap: float | None
    solve_s: float
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How worlds were drawn: the seed, and how many of them have a year of each type."""

    seed: int
    year_types: Mapping[str, int]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def worlds_record(
    worlds: Worlds,
    answer: TwoStageAnswer,
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made,
    drawn: Drawn,
    checks: Sequence[CapacityCheck],
    uses: Sequence[Use],
) -> WorldsRecord:
    """Return the record of two plans over worlds, which text, JSON and CSV read."""
    plans = [plan for plan in (answer.here_and_now, answer.base) if plan is not None]
    pairs = zip((plan.siting for plan in plans), uses, strict=True)
    return WorldsRecord(
        **head_fields(heading, notes, made, checks, pairs),
        status=str(answer.status),
        reasons=answer.reasons,
        worlds=len(worlds.drawn),
        seed=drawn.seed,
        year_types=dict(drawn.year_types),
        here_and_now=_plan(answer.here_and_now, worlds, heading),
        base=_plan(answer.base, worlds, heading),
        wait_and_see_usd_per_y=finite(float(answer.wait_and_see_usd_per_y.mean())),
        vss_usd_per_y=finite(answer.vss_usd_per_y),
        evpi_usd_per_y=finite(answer.evpi_usd_per_y),
        bound_usd_per_y=finite(answer.bound_usd_per_y),
        gap=finite(answer.gap),
        solve_s=answer.solve_s,
    )


def _plan(plan: Plan | None, worlds: Worlds, heading: Heading) -> PlanRecord | None:
    if plan is None:
        return None
    costs = plan.costs_usd_per_y
    low, middle, high = np.percentile(costs, [LOW_PCT, 50, HIGH_PCT]) if not plan.failing else (
        np.inf, np.inf, np.inf)  # fmt: skip
    return PlanRecord(
        hubs=tuple(_hubs(plan, worlds, heading)),
        works=tuple(work.name for work in plan.siting.built),
        expected_usd_per_y=finite(plan.expected_usd_per_y),
        p10_usd_per_y=finite(float(low)),
        p50_usd_per_y=finite(float(middle)),
        p90_usd_per_y=finite(float(high)),
        failing=plan.failing,
    )


def _hubs(plan: Plan, worlds: Worlds, heading: Heading) -> Iterator[PlanHubRecord]:
    """Yield what is open or built; a hub that costs nothing to open is, where goods go to it."""
    for number, stage in enumerate(plan.siting.problem.stages):
        own = worlds.base.expansions[number]
        for column, hub in enumerate(stage.hub_ids):
            built = own is not None and bool(own.needed[column])
            steps = float(plan.steps[number][column]) if built else 0.0
            stands = steps > ROUNDING if built else bool(plan.siting.is_open[number][column])
            if stands:
                size = steps * float(own.step[column]) if own is not None and built else None
                yield PlanHubRecord(stage.name, hub, heading.names.get(hub, hub), size)


def worlds_rows(record: WorldsRecord) -> list[dict[str, Any]]:
    """Return a row for each hub of each plan."""
    plans = (("here_and_now", record.here_and_now), ("base", record.base))
    return [
        {
            "plan": name,
            **asdict(hub),
            "expected_usd_per_y": plan.expected_usd_per_y,
            "p10_usd_per_y": plan.p10_usd_per_y,
            "p50_usd_per_y": plan.p50_usd_per_y,
            "p90_usd_per_y": plan.p90_usd_per_y,
        }
        for name, plan in plans
        if plan is not None
        for hub in plan.hubs
    ]


def worlds_text(record: WorldsRecord) -> str:
    """Return the answer as text for a terminal."""
    return "\n".join([*_lines(record), "", *record.footer()]) + "\n"


def _lines(record: WorldsRecord) -> Iterator[str]:
    plan = record.here_and_now
    answered = None if plan is None else _answered(record, plan)
    return framed_lines(record, "No plan serves all worlds:", answered)


def _answered(record: WorldsRecord, plan: PlanRecord) -> Iterator[str]:
    yield from _heads(record, plan)
    yield ""
    yield from _table(record)


def _heads(record: WorldsRecord, plan: PlanRecord) -> Iterator[str]:
    proof = "proven the least"
    if record.status != OPTIMAL:
        proof = f"not proven: a gap of {(record.gap or 0.0) * PERCENT:.2f} %"
    yield (
        f"US$ {_millions(plan.expected_usd_per_y)} M a year ({record.asked.currency}) in the mean "
        f"of {record.worlds} drawn worlds, hubs chosen before and routes in each, {proof}"
    )
    yield f"build now: {_named(plan)}"
    yield f"best in the base world: {_named(record.base) if record.base else 'no plan'}"
    if record.vss_usd_per_y is not None:
        yield (
            f"value of the stochastic solution (VSS): US$ {_millions(record.vss_usd_per_y)} M a "
            "year, what the base plan costs more"
        )
    elif record.base is not None:
        yield f"the base plan does not serve {record.base.failing} of the worlds: no VSS"
    if record.evpi_usd_per_y is not None:
        yield (
            "expected value of perfect information (EVPI): US$ "
            f"{_millions(record.evpi_usd_per_y)} M a year, what knowing the world before would save"
        )
    years = ", ".join(f"{count} {kind}" for kind, count in record.year_types.items())
    yield f"years of the worlds: {years}; seed {record.seed}"
    yield made_text(record.basis, record.ready, record.cargoes, what="ore")


def _table(record: WorldsRecord) -> Iterator[str]:
    yield f"{'US$ M a year':<24}  {'mean':>10}  {'P10':>10}  {'P50':>10}  {'P90':>10}"
    for name, plan in (("two-stage plan", record.here_and_now), ("base plan", record.base)):
        if plan is not None:
            numbers = (
                plan.expected_usd_per_y, plan.p10_usd_per_y, plan.p50_usd_per_y, plan.p90_usd_per_y
            )  # fmt: skip
            yield f"{name:<24}  " + "  ".join(f"{_millions(one):>10}" for one in numbers)
    yield f"{'each world known':<24}  {_millions(record.wait_and_see_usd_per_y):>10}"


def _millions(usd: float | None) -> str:
    return "unknown" if usd is None else f"{usd / MILLION:,.2f}"


def _named(plan: PlanRecord) -> str:
    hubs = [
        hub.name
        if hub.built_t_per_y is None
        else f"{hub.name} for {hub.built_t_per_y:,.0f} t a year"
        for hub in plan.hubs
    ]
    return ", ".join((*hubs, *plan.works)) or "nothing"
