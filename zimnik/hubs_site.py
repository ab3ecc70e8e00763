"""`zimnik hubs site`: which hubs to open, and who feeds whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.vocabulary import Mode, YearType
from zimnik.app import NOTHING_FOUND
from zimnik.hub_haulage import STAGE, DepositsOption, ReadyOption, StageOption
from zimnik.hubs import hubs_app
from zimnik.options import (
    AtlasOption,
    AvoidOption,
    Format,
    PlannedOption,
    RatesOption,
    TonnesOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.output import deliver_text, heading_of, require_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.chain_siting import ChainArcs, TargetAnswer
    from geo.pareto import FrontPoint
    from geo.siting import SitingProblem
    from geo.siting_results import SitingAnswer
    from geo.siting_search import Effort
    from zimnik.hub_haulage import Party
    from zimnik.model import Model

HOME = "RU"
TimeLimitOption = Annotated[
    float, typer.Option("--time-limit", help="Seconds after which the best found is given.")
]


class Goal(StrEnum):
    """What is weighed against cost."""

    CO2 = "co2"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a command fixes: how many hubs, which must and which may not be open, and the ways."""

    number: int | None
    open_ids: frozenset[str]
    closed_ids: frozenset[str]
    single_sourcing: bool
    stage: str
    year_type: YearType
    avoid: tuple[str, ...]
    without: tuple[Mode, ...]
    ready: tuple[str, ...]


@hubs_app.command()
def site(
    number: Annotated[int | None, typer.Option("--open", help="How many hubs are open.")] = None,
    target_reo: Annotated[
        float | None,
        typer.Option("--target-reo", help="Tonnes REO a year to deliver from planned outputs."),
    ] = None,
    year: Annotated[int, typer.Option("--year", help="Year of the planned outputs.")] = 2030,
    pareto: Annotated[
        Goal | None, typer.Option("--pareto", help="What to weigh against cost.")
    ] = None,
    value_chain: Annotated[
        bool,
        typer.Option(
            "--value-chain", help="Count reagents, processing and products, not feed alone."
        ),
    ] = False,
    fixed: Annotated[
        list[str] | None, typer.Option("--fixed", help="A hub that must be open.")
    ] = None,
    closed: Annotated[
        list[str] | None, typer.Option("--closed", help="A hub that may not be open.")
    ] = None,
    hubs: Annotated[
        list[str] | None, typer.Option("--hubs", help="A candidate, in place of those of a stage.")
    ] = None,
    deposits: DepositsOption = None,
    stage: StageOption = STAGE,
    tonnes: TonnesOption = None,
    single_sourcing: Annotated[
        bool, typer.Option("--single-sourcing", help="All of a deposit goes to one hub.")
    ] = False,
    time_limit: TimeLimitOption = 60.0,
    ready: ReadyOption = None,
    year_type: YearTypeOption = YearType.NORMAL,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Find the hubs that serve deposits at least cost, or that deliver a target."""
    require_suffix(out, output_format)
    from geo.siting_search import Effort
    from zimnik.hub_haulage import hub_ids_of, party_of
    from zimnik.model import load_model

    _require_question(number, target_reo)
    model = load_model(atlas, rates, with_planned=with_planned)
    choice = Choice(
        number,
        frozenset(hub_ids_of(model, fixed or ())),
        frozenset(hub_ids_of(model, closed or ())),
        single_sourcing,
        stage,
        year_type,
        tuple(avoid or ()),
        tuple(without or ()),
        tuple(ready or ()),
    )
    effort = Effort(time_limit)
    if target_reo is not None:
        party = _planned_party(model, year, hubs or (), stage)
        given = _chain(model, party, choice)
        found = _target(model, given, choice, target_reo, effort)
        text = _target_text(found, model, output_format, (*party.notes, *given.reasons))
        reached = not found.short_t_per_y
    else:
        party = party_of(model, deposits or (), hubs or (), stage=stage, tonnes_per_y=tonnes)
        if pareto is not None:
            given, problem = _chain_question(model, party, choice)
            front = _front(model, problem, given, pareto, effort)
            text = _front_text(front, pareto, model, output_format, (*party.notes, *given.reasons))
            reached = bool(front)
        else:
            answer, notes = _sited(model, party, choice, effort, value_chain=value_chain)
            text = _text(answer, model, output_format, notes)
            reached = answer.siting is not None
    deliver_text(text, out)
    if not reached:
        raise typer.Exit(NOTHING_FOUND)


def _require_question(number: int | None, target_reo: float | None) -> None:
    from geo.errors import Fault, InputError

    if (number is None) == (target_reo is None):
        found = "neither" if number is None else "both"
        remedy = "Say how many hubs are open, or how much REO is to be delivered."
        raise InputError([Fault("hubs site", "--open or --target-reo", found, remedy)])
    if target_reo is not None and not 0 < target_reo < float("inf"):
        raise InputError(
            [Fault("--target-reo", "tonnes above zero", f"{target_reo}", "Give another.")]
        )


def _sited(
    model: Model, party: Party, choice: Choice, effort: Effort, *, value_chain: bool
) -> tuple[SitingAnswer, tuple[str, ...]]:
    from geo.siting_haulage import haulage_problem
    from geo.siting_search import site_hubs
    from zimnik.hub_haulage import stored

    if value_chain:
        given, problem = _chain_question(model, party, choice)
        return site_hubs(problem, effort), (*model.warnings, *party.notes, *given.reasons)
    _, _, haulage = stored(
        model,
        party,
        [model.card],
        [choice.year_type],
        avoid=choice.avoid,
        without=choice.without,
        ready=choice.ready,
    )
    problem = haulage_problem(
        haulage,
        haulage.costs_usd_per_t(model.card, choice.year_type),
        stage=choice.stage,
        open_exactly=choice.number,
        open_ids=choice.open_ids,
        closed_ids=choice.closed_ids,
        single_sourcing=choice.single_sourcing,
    )
    reasons = (f"{d} to {h}: {why}" for (d, h, _), why in haulage.reasons.items())
    return site_hubs(problem, effort), (*model.warnings, *party.notes, *reasons)


def _chain(model: Model, party: Party, choice: Choice) -> ChainArcs:
    from zimnik.hub_chain import chain_of_party

    return chain_of_party(
        model,
        party,
        choice.year_type,
        avoid=choice.avoid,
        without=choice.without,
        ready=choice.ready,
    )


def _chain_question(model: Model, party: Party, choice: Choice) -> tuple[ChainArcs, SitingProblem]:
    from geo.chain_siting import chain_problem
    from zimnik.hub_chain import CHAIN

    given = _chain(model, party, choice)
    problem = chain_problem(
        given,
        stage=CHAIN,
        required=True,
        open_exactly=choice.number,
        open_ids=choice.open_ids,
        closed_ids=choice.closed_ids,
    )
    return given, replace(problem, single_sourcing=choice.single_sourcing)


def _planned_party(model: Model, year: int, hubs: Sequence[str], stage: str) -> Party:
    from geo.planned_outputs import planned_outputs
    from zimnik.hub_haulage import party_of

    rows = [{str(k): v for k, v in row.items()} for row in model.atlas.outputs.to_dict("records")]
    plans, without = planned_outputs(rows, model.atlas.deposits["id"], year)
    party = party_of(model, [plan.deposit_id for plan in plans], hubs, stage=stage)
    tonnes = {plan.deposit_id: plan.tonnes_per_y for plan in plans}
    senders = (replace(sender, tonnes_per_y=tonnes[sender.deposit_id]) for sender in party.senders)
    told = [
        f"{plan.deposit_id}: {plan.tonnes_per_y:,.0f} t of {plan.product} with "
        f"{plan.reo_t_per_y:,.0f} t REO, planned for {plan.year}"
        for plan in plans
    ]
    reasons = dict.fromkeys(without.values())
    told += [
        f"not counted, {why}: {', '.join(d for d, own in without.items() if own == why)}"
        for why in reasons
    ]
    return replace(party, senders=tuple(senders), notes=tuple(told))


def _target(
    model: Model, given: ChainArcs, choice: Choice, target_reo: float, effort: Effort
) -> TargetAnswer:
    from geo.chain_siting import chain_problem, site_target
    from layers.hub_capacities import reo_capacities
    from zimnik.hub_chain import CHAIN

    problem = chain_problem(
        given,
        stage=CHAIN,
        required=False,
        reo_capacities_t_per_y=reo_capacities(model.atlas.hubs),
        open_ids=choice.open_ids,
        closed_ids=choice.closed_ids,
    )
    return site_target(problem, given, target_reo, effort)


def _front(
    model: Model, problem: SitingProblem, given: ChainArcs, goal: Goal, effort: Effort
) -> tuple[FrontPoint, ...]:
    from geo.chain_siting import abroad_measure, co2_measure
    from geo.pareto import pareto_front

    hubs = model.atlas.hubs
    home = frozenset(hubs.loc[hubs["country"] == HOME, "id"])
    measure = co2_measure(given) if goal is Goal.CO2 else abroad_measure(given, home)
    return pareto_front(problem, measure, effort=effort)


def _text(answer: SitingAnswer, model: Model, output_format: Format, notes: Sequence[str]) -> str:
    from maps.siting_tables import siting_csv, siting_json, siting_text

    heading = heading_of(model)
    if output_format is Format.JSON:
        return siting_json(answer, heading, notes)
    if output_format is Format.CSV:
        return siting_csv(answer, heading)
    return siting_text(answer, heading, notes)


def _target_text(
    found: TargetAnswer, model: Model, output_format: Format, notes: Sequence[str]
) -> str:
    from maps.siting_tables import siting_csv
    from maps.target_tables import target_json, target_text

    heading = heading_of(model)
    if output_format is Format.JSON:
        return target_json(found, heading, notes)
    if output_format is Format.CSV:
        return siting_csv(found.answer, heading)
    return target_text(found, heading, notes)


def _front_text(
    front: Sequence[FrontPoint],
    goal: Goal,
    model: Model,
    output_format: Format,
    notes: Sequence[str],
) -> str:
    from maps.target_tables import front_csv, front_json, front_text

    heading = heading_of(model)
    name = {Goal.CO2: "co2_t_per_y", Goal.HOME: "reo_made_abroad_t_per_y"}[goal]
    if output_format is Format.JSON:
        return front_json(front, name, heading, notes)
    if output_format is Format.CSV:
        return front_csv(front, name, heading)
    return front_text(front, name, heading, notes)
