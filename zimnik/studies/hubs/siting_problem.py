"""A question of siting made into a problem: who takes part, and over which routes.

Owns how options become a `geo.siting.problem.SitingProblem`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import stages_through
from zimnik.studies.faults import FaultCollector
from zimnik.studies.hubs.case import SitingCase
from zimnik.studies.hubs.hauling import waiting_to_hubs
from zimnik.studies.hubs.horizon_outputs import horizon_participants
from zimnik.studies.hubs.participants import made_of, seasons_of
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.siting.chain_arcs import ChainStage
    from zimnik.geo.siting.haulage import HaulageArc
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.hubs.site import SiteQuestion
    from zimnik.studies.model import Model

OPERATING = "operating"


def siting_case(model: Model, question: SiteQuestion) -> SitingCase:
    """Return the siting problem of a question.

    Raises
    ------
    InputError
        With every name that is not known or of another kind, what cannot be built, and choices
        that contradict each other; all before anything is routed.
    """
    from zimnik.studies.hubs.building import with_buildings
    from zimnik.studies.hubs.stage_choices import choices_of

    faults = FaultCollector()
    projects: tuple[Project, ...] = ()
    sited: tuple[ChainStage, ...] = ()
    choices: dict[str, StageChoice] = {}
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading():
        model, projects = with_buildings(model, question.build)
    with faults.reading():
        sited = _sited(model, question)
        standing = _standing(model, question, sited) if question.existing else {}
        choices = choices_of(model, sited, question.choices, standing)
        _require_choices(sited, choices)
    with faults.reading():
        participants = _participants(model, question, sited)
    faults.require_none()
    if question.counts_chain:
        case = _by_chain(model, question, participants, (sited, choices, projects))
    else:
        case = _by_haulage(model, question, participants, choices[question.stage])
    return replace(case, model=waiting_to_hubs(case.model, participants, question))


def _sited(model: Model, question: SiteQuestion) -> tuple[ChainStage, ...]:
    """Return what is sited with its candidates: those that are named, or that have the stage."""
    from zimnik.geo.siting.chain_arcs import ChainStage
    from zimnik.studies.hubs.participants import hub_ids_of, hubs_of_stage
    from zimnik.studies.hubs.stage_choices import names_of

    found = []
    for name in question.sited:
        texts = names_of(question.hubs, name)
        usual = name if question.separates else question.stage
        hubs = hub_ids_of(model, texts) if texts else hubs_of_stage(model, usual)
        found.append(ChainStage(name, tuple(hubs)))
    return tuple(found)


def _participants(
    model: Model, question: SiteQuestion, sited: Sequence[ChainStage]
) -> Participants:
    from zimnik.studies.hubs.participants import (
        deposit_ids_of,
        participants_of,
        planned_participants,
    )

    hub_ids = list(dict.fromkeys(hub for stage in sited for hub in stage.hub_ids))
    if question.horizon is not None and question.tonnes_per_y is None:
        ids = (
            deposit_ids_of(model, question.deposits, value_chain=True) if question.deposits else ()
        )
        value = question.value_usd_per_t
        return horizon_participants(model, ids, hub_ids, question.horizon, value_usd_per_t=value)
    if question.target_reo_t_per_y is None:
        ids = deposit_ids_of(model, question.deposits, value_chain=question.counts_chain)
        return participants_of(
            model,
            ids,
            hub_ids,
            tonnes_per_y=question.tonnes_per_y,
            value_usd_per_t=question.value_usd_per_t,
        )
    every = list(model.atlas.deposits["id"])
    named = deposit_ids_of(model, question.deposits, value_chain=True)
    ids = named if question.deposits else every
    return planned_participants(
        model, ids, hub_ids, question.plan_year, value_usd_per_t=question.value_usd_per_t
    )


def _require_choices(sited: Sequence[ChainStage], choices: Mapping[str, StageChoice]) -> None:
    """Raise where a choice contradicts itself."""
    from zimnik.geo.siting.problem import stage_faults

    faults = [
        fault
        for stage in sited
        for fault in stage_faults(choices[stage.name].stage(stage.name, stage.hub_ids))
    ]
    if faults:
        raise InputError(faults)


def standing_of(model: Model, question: SiteQuestion) -> tuple[frozenset[str], ...]:
    """Return for each stage the candidates whose plants are taken to stand; none unless asked."""
    sited = _sited(model, question)
    standing = _standing(model, question, sited) if question.existing else {}
    return tuple(standing.get(stage.name, frozenset()) for stage in sited)


def _standing(
    model: Model, question: SiteQuestion, sited: Sequence[ChainStage]
) -> dict[str, frozenset[str]]:
    """Return the candidates of each stage that operate and work it today."""
    from zimnik.layers.cards.unbuilt import built_stages

    hubs = model.atlas.hubs
    operating = set(hubs.loc[hubs["status"] == OPERATING, "id"])
    stages = built_stages(model.atlas)
    whole = set(stages_through(question.through) if question.counts_chain else [question.stage])

    def stands(hub: str, stage: ChainStage) -> bool:
        needed = {stage.name} if question.separates else whole
        return hub in operating and needed <= stages[hub]

    return {
        stage.name: frozenset(hub for hub in stage.hub_ids if stands(hub, stage)) for stage in sited
    }


def _by_haulage(
    model: Model, question: SiteQuestion, participants: Participants, choice: StageChoice
) -> SitingCase:
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.siting.haulage import haulage_arcs, haulage_problem
    from zimnik.geo.uncertainty.haulage_years import path_warnings
    from zimnik.studies.hubs.hauling import stored_haulage

    arrays, options, haulage = stored_haulage(
        model,
        participants,
        [model.card],
        [question.year_type],
        question,
        _routing(question),
    )
    rooms = arrays.capacities_t_per_y
    again = partial(_routed_again, arrays, model.card, participants, options)
    arcs = haulage_arcs(haulage, model.card, question.year_type, rooms_t_per_y=rooms, again=again)
    if question.worlds is not None:
        arcs += _of_other_prices(model, question, participants, arcs)
    problem = haulage_problem(
        haulage,
        arcs,
        stage=question.stage,
        rooms_t_per_y=rooms,
        choice=replace(choice, capacity_t_per_y=_feed_room(model, question.stage)),
        single_sourcing=question.single_sourcing,
    )
    reasons = (f"{d} to {h}: {why}" for (d, h, _), why in haulage.reasons.items())
    seasons = seasons_of(question, participants, model.card)
    notes = (*model.warnings, *seasons, *participants.notes, *reasons)
    used = (tuple(arc.used_t_per_t for arc in arcs),)
    shippers = {shipper.deposit_id: shipper for shipper in participants.shippers}
    said = tuple(
        path_warnings(arrays, model.card, shippers[arc.deposit_id], arc.used_t_per_t, arc.year)
        for arc in arcs
    )
    made = made_of(question, participants, model.card, [[arc.year for arc in arcs]])
    hauls = tuple((shippers[arc.deposit_id], arc.year) for arc in arcs)
    known = arrays.throughputs
    case = SitingCase(model, problem, None, notes, used, (said,), known, made, hauls=hauls)
    return replace(
        case,
        network=dated_network(arrays, model.card, question.year_type),
        max_d=question.max_days,
        closures=tuple(_closures(options, question, arc.closed) for arc in arcs),
    )


def _closures(options: RoutingOptions, question: SiteQuestion, closed: frozenset[str]) -> Closures:
    """Return what may not be used where some places lift nothing and some links are closed."""
    from zimnik.geo.network.closures import Closures

    return options.closures[question.year_type] | Closures(lift_ids=closed, link_ids=closed)


def _feed_room(model: Model, stage: str) -> dict[str, float]:
    """Return the most feed of a stage a year that each hub takes, where it is known."""
    from zimnik.layers.cards.hub_capacities import FEED, hub_capacities

    return {
        own.hub_id: own.t_per_y
        for own in hub_capacities(model.atlas.hubs)
        if own.basis == FEED and own.stage == stage
    }


def _routing(question: SiteQuestion) -> RoutingOptions:
    from zimnik.geo.uncertainty.haulage_years import RoutingOptions

    return RoutingOptions({}, question.days, question.max_days, splits=True)


def _of_other_prices(
    model: Model,
    question: SiteQuestion,
    participants: Participants,
    arcs: Sequence[HaulageArc],
) -> tuple[HaulageArc, ...]:
    """Return the arcs that are best where water is cheap and land expensive and reverse (E19).

    A world chooses its routes among those of the base prices and these.
    """
    from zimnik.geo.pricing.bill import quantity_row
    from zimnik.geo.siting.haulage import haulage_arcs
    from zimnik.geo.uncertainty.hub_ranking import corner_cards
    from zimnik.studies.hubs.hauling import stored_haulage

    def key(arc: HaulageArc) -> tuple[object, ...]:
        bill = quantity_row(arc.year.bill, arc.year.bills_elsewhere)
        return arc.deposit_id, arc.hub_id, *bill.round(6).tolist()

    kind = question.year_type
    found = {key(arc): arc for arc in arcs}
    for card in corner_cards(model.card):
        arrays, options, haulage = stored_haulage(
            model,
            participants,
            [card],
            [kind],
            question,
            _routing(question),
        )
        again = partial(_routed_again, arrays, card, participants, options)
        rooms = arrays.capacities_t_per_y
        more = haulage_arcs(haulage, model.card, kind, rooms_t_per_y=rooms, again=again)
        found = {key(arc): arc for arc in more} | found
    known = {id(arc) for arc in arcs}
    return tuple(arc for arc in found.values() if id(arc) not in known)


def _routed_again(
    arrays: NetworkArrays,
    card: RateCard,
    participants: Participants,
    options: RoutingOptions,
    closed: frozenset[str],
    deposit_ids: Sequence[str],
    hub_ids: Sequence[str],
) -> Haulage:
    """Return the years from some deposits to some hubs where some places and links are closed."""
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.uncertainty.haulage_years import store_years

    more = Closures(lift_ids=closed, link_ids=closed)
    around = replace(
        options, closures={year: known | more for year, known in options.closures.items()}
    )
    shippers = [one for one in participants.shippers if one.deposit_id in deposit_ids]
    return store_years(arrays, [card], shippers, hub_ids, around)


def _by_chain(
    model: Model,
    question: SiteQuestion,
    participants: Participants,
    decided: tuple[tuple[ChainStage, ...], dict[str, StageChoice], tuple[Project, ...]],
) -> SitingCase:
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.siting.chain import chain_problem
    from zimnik.layers.cards.hub_capacities import hub_capacities
    from zimnik.studies.hubs.building import with_new_links
    from zimnik.studies.hubs.chains import Sited, arcs_of, chain_ground
    from zimnik.studies.model import compiled

    places, choices, projects = decided
    ground = chain_ground(model, participants)
    model, new = with_new_links(ground.model, question, participants)
    ground = replace(ground, model=model)
    sited = Sited(stages_through(question.through), places, question.separates)
    max_d = question.max_days
    built = (*projects, *new)
    arcs = arcs_of(ground, participants, sited, question, question.days, built, max_d=max_d)
    capacities = [own for own in hub_capacities(model.atlas.hubs) if own.stage in sited.stages]
    if not sited.separate:
        capacities = [replace(own, stage=places[0].name) for own in capacities]
    problem = chain_problem(
        arcs,
        required=participants.required,
        choices=choices,
        capacities=capacities,
        single_sourcing=question.single_sourcing,
    )
    seasons = seasons_of(question, participants, model.card)
    notes = (*model.warnings, *seasons, *participants.notes, *arcs.reasons)
    used = tuple(tuple(arc.used_t_per_t for arc in hop) for hop in arcs.hops)
    said = tuple(tuple(arc.warnings for arc in hop) for hop in arcs.hops)
    years = [[arc.year for arc in hop] for hop in arcs.hops]
    made = made_of(question, participants, model.card, years)
    charged = {hub for stage in places for hub in stage.hub_ids}
    charged |= {name for project in built for name in project.ids}
    arrays = compiled(model)
    case = SitingCase(
        model, problem, arcs, notes, used, said, arrays.throughputs, made, frozenset(charged)
    )
    network = dated_network(arrays, model.card, question.year_type)
    return replace(case, network=network, max_d=max_d)
