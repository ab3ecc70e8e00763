"""`zimnik hubs site`: which hubs to open, and who feeds whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.vocabulary import Mode, YearType
from zimnik.app import NOTHING_FOUND
from zimnik.building import BuildOption, enlargements
from zimnik.hub_haulage import STAGE, DepositsOption, ReadyOption, StageOption
from zimnik.hubs import hubs_app
from zimnik.hubs_compare import STAGES, USUAL, processed_of
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
    from collections.abc import Mapping, Sequence

    from geo.chain_arcs import ChainArcs, ChainStage
    from geo.chain_siting import TargetAnswer
    from geo.pareto import FrontPoint
    from geo.siting import SitingProblem, StageChoice
    from geo.siting_results import SitingAnswer
    from geo.siting_search import Effort
    from geo.works import Work
    from zimnik.hub_haulage import Party
    from zimnik.model import Model

HOME, OPERATING = "RU", "operating"
TimeLimitOption = Annotated[
    float, typer.Option("--time-limit", help="Seconds after which the best found is given.")
]


class Goal(StrEnum):
    """What is weighed against cost."""

    CO2 = "co2"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the command that only the whole model can make sense of."""

    values: Mapping[str, Sequence[str]]
    hubs: tuple[str, ...]
    stage: str
    through: str
    value_chain: bool
    separate: bool
    existing: bool
    single_sourcing: bool
    year_type: YearType
    avoid: tuple[str, ...]
    without: tuple[Mode, ...]
    ready: tuple[str, ...]
    build: tuple[str, ...]

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages that are worked."""
        return STAGES[: STAGES.index(self.through) + 1]

    @property
    def sited(self) -> tuple[str, ...]:
        """What is sited: every stage, or all of them at once, or a stage by haulage alone."""
        if self.separate:
            return self.stages
        return (" and ".join(self.stages),) if self.value_chain else (self.stage,)


@hubs_app.command()
def site(
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--open", help="How many hubs are open, or STAGE=N; without it their cost decides."
        ),
    ] = None,
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
    separate: Annotated[
        bool,
        typer.Option(
            "--separate", help="Of the value chain, let each stage stand at a hub of its own."
        ),
    ] = False,
    through: Annotated[
        str, typer.Option("--through", help="The last stage of the value chain.")
    ] = USUAL,
    fixed: Annotated[
        list[str] | None, typer.Option("--fixed", help="A hub that must be open, or STAGE=HUB.")
    ] = None,
    existing: Annotated[
        bool, typer.Option("--existing", help="Hubs that operate are open at their stages.")
    ] = False,
    closed: Annotated[
        list[str] | None, typer.Option("--closed", help="A hub that may not be open, or STAGE=HUB.")
    ] = None,
    hubs: Annotated[
        list[str] | None,
        typer.Option("--hubs", help="A candidate, or STAGE=HUB, in place of those of a stage."),
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--minimum", help="Least tonnes a year an open hub is fed, or STAGE=T."),
    ] = None,
    hub_cost: Annotated[
        list[str] | None,
        typer.Option("--hub-cost", help="HUB=USD a year that it costs to have it open."),
    ] = None,
    build: BuildOption = None,
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
    from zimnik.building import with_planned_works
    from zimnik.model import load_model

    words = Words(
        values={
            "--open": number or (),
            "--fixed": fixed or (),
            "--closed": closed or (),
            "--minimum": minimum or (),
            "--hub-cost": hub_cost or (),
        },
        hubs=tuple(hubs or ()),
        stage=stage,
        through=through,
        value_chain=value_chain or separate or target_reo is not None or pareto is not None,
        separate=separate or any("=" in text for text in number or ()),
        existing=existing,
        single_sourcing=single_sourcing,
        year_type=year_type,
        avoid=tuple(avoid or ()),
        without=tuple(without or ()),
        ready=tuple(ready or ()),
        build=tuple(build or ()),
    )
    _require_question(words, target_reo, time_limit)
    drawn = any("=" in text for text in words.build)
    model = load_model(atlas, rates, drawn=drawn, with_planned=with_planned)
    model, planned = with_planned_works(model, words.build)
    party, sited = _party(
        model, words, deposits or (), tonnes, None if target_reo is None else year
    )
    question = _question(model, party, sited, words, planned)
    effort = Effort(time_limit)
    if target_reo is not None:
        text, reached = _target(model, question, target_reo, effort, output_format)
    elif pareto is not None:
        text, reached = _front(model, question, pareto, effort, output_format)
    else:
        text, reached = _sited(model, question, effort, output_format)
    deliver_text(text, out)
    if not reached:
        raise typer.Exit(NOTHING_FOUND)


def _require_question(words: Words, target_reo: float | None, time_limit_s: float) -> None:
    from geo.errors import Fault, InputError

    faults = []
    if words.through not in STAGES:
        expected = f"one of {', '.join(STAGES)}"
        faults.append(Fault("--through", expected, f"'{words.through}'", "Name another."))
    if words.values["--open"] and target_reo is not None:
        remedy = "Say how many hubs are open, or how much REO is to be delivered."
        faults.append(Fault("hubs site", "--open or --target-reo", "both", remedy))
    undecided = not (words.value_chain or words.separate or words.values["--hub-cost"])
    if undecided and not (words.values["--open"] or words.values["--minimum"]):
        remedy = "By haulage alone no hub costs anything: say how many, or ask for --value-chain."
        faults.append(Fault("hubs site", "--open or --target-reo", "neither", remedy))
    if words.build and not (words.value_chain or words.separate):
        remedy = "What is built is paid for in the value chain: add --value-chain."
        faults.append(Fault("--build", "--value-chain or --separate", "neither", remedy))
    if enlargements(words.build):
        remedy = "Siting builds what is not there; `hubs compare` prices a larger port."
        faults.append(Fault("--build", "something to be built", "TERMINAL=USD", remedy))
    if target_reo is not None and not 0 < target_reo < float("inf"):
        faults.append(Fault("--target-reo", "tonnes above zero", f"{target_reo}", "Give another."))
    if not time_limit_s > 0:
        found = f"{time_limit_s}"
        faults.append(Fault("--time-limit", "seconds above zero", found, "Give another."))
    if faults:
        raise InputError(faults)


@dataclass(frozen=True, slots=True)
class Question:
    """A siting question with its ways, of which haulage alone has none, and what is to be said."""

    problem: SitingProblem
    given: ChainArcs | None
    notes: tuple[str, ...]


def _party(
    model: Model,
    words: Words,
    deposits: Sequence[str],
    tonnes_per_y: float | None,
    year: int | None,
) -> tuple[Party, tuple[ChainStage, ...]]:
    """Return who takes part, and the hubs of what is sited."""
    from geo.chain_arcs import ChainStage
    from zimnik.hub_haulage import hub_ids_of, hubs_of_stage, party_of
    from zimnik.siting_words import EVERY, by_stage

    named = by_stage("--hubs", words.hubs, words.sited)
    sited = []
    for name in words.sited:
        texts = [*named.get(EVERY, ()), *named.get(name, ())]
        usual = name if words.separate else words.stage
        found = hub_ids_of(model, texts) if texts else hubs_of_stage(model, usual)
        sited.append(ChainStage(name, tuple(found)))
    every = list(dict.fromkeys(hub for stage in sited for hub in stage.hub_ids))
    if year is None:
        chain = words.value_chain or words.separate
        senders = deposits or (processed_of(model) if chain else ())
        return party_of(model, senders, every, tonnes_per_y=tonnes_per_y), tuple(sited)
    return _planned_party(model, year, every), tuple(sited)


def _question(
    model: Model,
    party: Party,
    sited: tuple[ChainStage, ...],
    words: Words,
    planned: tuple[Work, ...],
) -> Question:
    from zimnik.siting_words import choices_of

    existing = _existing(model, words, sited) if words.existing else {}
    choices = choices_of(model, sited, words.values, existing)
    _require_choices(sited, choices)
    if not (words.value_chain or words.separate):
        return _by_haulage(model, party, words, choices[words.stage])
    return _by_chain(model, party, sited, words, (choices, planned))


def _require_choices(sited: Sequence[ChainStage], choices: Mapping[str, StageChoice]) -> None:
    """Raise where a choice contradicts itself, before anything is routed."""
    from geo.errors import InputError
    from geo.siting_checks import stage_faults

    faults = [
        fault
        for stage in sited
        for fault in stage_faults(choices[stage.name].stage(stage.name, stage.hub_ids))
    ]
    if faults:
        raise InputError(faults)


def _existing(model: Model, words: Words, sited: Sequence[ChainStage]) -> dict[str, frozenset[str]]:
    """Return the candidates of each stage that operate and work it today."""
    hubs = model.atlas.hubs
    operating = hubs[hubs["status"] == OPERATING]
    stages = dict(zip(operating["id"], operating["stages"].str.split(";"), strict=True))
    needed = {stage.name: [stage.name] for stage in sited}
    if not words.separate:
        needed = {sited[0].name: list(words.stages if words.value_chain else [words.stage])}
    return {
        stage.name: frozenset(
            hub for hub in stage.hub_ids if set(needed[stage.name]) <= set(stages.get(hub, ()))
        )
        for stage in sited
    }


def _by_haulage(model: Model, party: Party, words: Words, choice: StageChoice) -> Question:
    from geo.siting_haulage import haulage_problem
    from layers.hub_capacities import FEED, hub_capacities
    from zimnik.hub_haulage import stored

    _, _, haulage = stored(
        model,
        party,
        [model.card],
        [words.year_type],
        avoid=words.avoid,
        without=words.without,
        ready=words.ready,
    )
    room = {
        own.hub_id: own.t_per_y
        for own in hub_capacities(model.atlas.hubs)
        if own.basis == FEED and own.stage == words.stage
    }
    problem = haulage_problem(
        haulage,
        haulage.costs_usd_per_t(model.card, words.year_type),
        stage=words.stage,
        choice=replace(choice, capacity_t_per_y=room),
        single_sourcing=words.single_sourcing,
    )
    reasons = (f"{d} to {h}: {why}" for (d, h, _), why in haulage.reasons.items())
    return Question(problem, None, (*model.warnings, *party.notes, *reasons))


def _by_chain(
    model: Model,
    party: Party,
    sited: tuple[ChainStage, ...],
    words: Words,
    decided: tuple[dict[str, StageChoice], tuple[Work, ...]],
) -> Question:
    from geo.chain_siting import chain_problem
    from layers.hub_capacities import hub_capacities
    from zimnik.hub_chain import ChainAsked, chain_of_party

    choices, planned = decided
    asked = ChainAsked(
        words.stages,
        sited,
        words.separate,
        words.year_type,
        words.avoid,
        words.without,
        words.ready,
        words.build,
        planned,
    )
    given = chain_of_party(model, party, asked)
    capacities = [own for own in hub_capacities(model.atlas.hubs) if own.stage in words.stages]
    if not words.separate:
        capacities = [replace(own, stage=sited[0].name) for own in capacities]
    problem = chain_problem(
        given,
        required=party.required,
        choices=choices,
        capacities=capacities,
        single_sourcing=words.single_sourcing,
    )
    return Question(problem, given, (*model.warnings, *party.notes, *given.reasons))


def _planned_party(model: Model, year: int, hubs: Sequence[str]) -> Party:
    from geo.planned_outputs import planned_outputs
    from zimnik.hub_haulage import party_of

    rows = [{str(k): v for k, v in row.items()} for row in model.atlas.outputs.to_dict("records")]
    plans, without = planned_outputs(rows, model.atlas.deposits["id"], year)
    party = party_of(model, [plan.deposit_id for plan in plans], hubs)
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
    return replace(party, senders=tuple(senders), notes=tuple(told), required=False)


def _sited(
    model: Model, question: Question, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from geo.siting_search import site_hubs

    answer = site_hubs(question.problem, effort)
    return _text(answer, model, output_format, question.notes), answer.siting is not None


def _target(
    model: Model, question: Question, target_reo: float, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from geo.chain_siting import site_target

    found = site_target(question.problem, _ways_of(question), target_reo, effort)
    text = _target_text(found, model, output_format, question.notes)
    return text, not found.short_t_per_y


def _front(
    model: Model, question: Question, goal: Goal, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from geo.chain_siting import abroad_measure, co2_measure
    from geo.pareto import pareto_front

    hubs = model.atlas.hubs
    home = frozenset(hubs.loc[hubs["country"] == HOME, "id"])
    given = _ways_of(question)
    measure = co2_measure(given) if goal is Goal.CO2 else abroad_measure(given, home)
    front = pareto_front(question.problem, measure, effort=effort)
    return _front_text(front, goal, model, output_format, question.notes), bool(front)


def _ways_of(question: Question) -> ChainArcs:
    if question.given is None:
        message = "only the value chain knows of targets and goals"
        raise ValueError(message)
    return question.given


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
