"""The words of `hubs site` made into a siting question: who takes part, what is fixed, which ways.

Owns how options become a `geo.siting.problem.SitingProblem`; what is done with it is
`zimnik.hubs_site`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.cli.hubs_compare import STAGES, processed_of
from zimnik.studies.building import enlargements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.siting.chain_arcs import ChainArcs, ChainStage
    from zimnik.geo.siting.problem import SitingProblem, StageChoice
    from zimnik.studies.model import Model
    from zimnik.studies.participants import Party

OPERATING = "operating"


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


def require_question(words: Words, target_reo: float | None, time_limit_s: float) -> None:
    """Raise where the words of the command ask for nothing, or for too much at once.

    Raises
    ------
    InputError
        With every fault.
    """
    from zimnik.geo.core.errors import Fault, InputError

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


def party_and_hubs(
    model: Model,
    words: Words,
    deposits: Sequence[str],
    tonnes_per_y: float | None,
    year: int | None,
) -> tuple[Party, tuple[ChainStage, ...]]:
    """Return who takes part, and the hubs of what is sited."""
    from zimnik.geo.siting.chain_arcs import ChainStage
    from zimnik.studies.participants import hub_ids_of, hubs_of_stage, party_of
    from zimnik.studies.siting_words import EVERY, by_stage

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
        shippers = deposits or (processed_of(model) if chain else ())
        return party_of(model, shippers, every, tonnes_per_y=tonnes_per_y), tuple(sited)
    return _planned_party(model, year, every), tuple(sited)


def question_of(
    model: Model,
    party: Party,
    sited: tuple[ChainStage, ...],
    words: Words,
    planned: tuple[Project, ...],
) -> Question:
    """Return the siting question of the command.

    Parameters
    ----------
    model
        Atlas, rates and network, with what is built of its plans.
    party, sited
        Deposits, and the stages with their candidates.
    words
        What the command says.
    planned
        What is built of the plans, with its cost.

    Raises
    ------
    InputError
        If a choice contradicts itself, before anything is routed.
    """
    from zimnik.studies.siting_words import choices_of

    existing = _existing(model, words, sited) if words.existing else {}
    choices = choices_of(model, sited, words.values, existing)
    _require_choices(sited, choices)
    if not (words.value_chain or words.separate):
        return _by_haulage(model, party, words, choices[words.stage])
    return _by_chain(model, party, sited, words, (choices, planned))


def _require_choices(sited: Sequence[ChainStage], choices: Mapping[str, StageChoice]) -> None:
    """Raise where a choice contradicts itself, before anything is routed."""
    from zimnik.geo.core.errors import InputError
    from zimnik.geo.siting.problem import stage_faults

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
    from zimnik.geo.siting.haulage import haulage_problem
    from zimnik.layers.cards.hub_capacities import FEED, hub_capacities
    from zimnik.studies.participants import stored

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
    decided: tuple[dict[str, StageChoice], tuple[Project, ...]],
) -> Question:
    from zimnik.geo.siting.chain import chain_problem
    from zimnik.layers.cards.hub_capacities import hub_capacities
    from zimnik.studies.chains import ChainAsked, chain_of_party

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
    from zimnik.geo.infrastructure.planned_outputs import planned_outputs
    from zimnik.layers.cards.outputs import output_plans
    from zimnik.studies.participants import party_of

    every_plan = output_plans(model.atlas.outputs)
    plans, without = planned_outputs(every_plan, model.atlas.deposits["id"], year=year)
    party = party_of(model, [plan.deposit_id for plan in plans], hubs)
    tonnes = {plan.deposit_id: plan.tonnes_per_y for plan in plans}
    shippers = (
        replace(shipper, tonnes_per_y=tonnes[shipper.deposit_id]) for shipper in party.shippers
    )
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
    return replace(party, shippers=tuple(shippers), notes=tuple(told), required=False)
