"""The value chain between deposits, hubs and markets: its stages, its plants, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.parallel import mapped
from zimnik.geo.core.vocabulary import HUB_STAGES, Stage, YearType
from zimnik.studies.execution.progress import progress
from zimnik.studies.options import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.siting.chain_arcs import ChainArcs, ChainStage
    from zimnik.geo.uncertainty.chain_samples import StoredChains
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model
    from zimnik.studies.shared import Barring, Closing

    ByYearType = Mapping[YearType, tuple[DatedNetwork, ChainQuestion]]


# The last stage that a hub works; all before it are worked as well.
LAST_STAGE = word(Stage, only=HUB_STAGES)


def plants_of(model: Model) -> Plants:
    """Return what the atlas knows of plants whose places belong to the model."""
    from zimnik.geo.processing.plants import Location, Plants
    from zimnik.layers import (
        load_border_terms,
        load_ndpr_shares,
        load_plant_prices,
        load_recipes,
    )

    prices = load_plant_prices(model.atlas)
    there = set(model.places["id"])
    supplies = tuple(supply for supply in prices.supplies if supply.place_id in there)
    columns = (model.places[name] for name in ("id", "region", "country"))
    return Plants(
        recipes=load_recipes(model.atlas),
        prices=replace(prices, supplies=supplies),
        locations={
            place_id: Location(region, country)
            for place_id, region, country in zip(*columns, strict=True)
        },
        ndpr_shares=load_ndpr_shares(model.atlas),
        borders=load_border_terms(model.atlas),
        home_countries=frozenset(model.region.home_countries),
    )


@dataclass(frozen=True, slots=True, eq=False)
class ChainGround:
    """What a question of the value chain stands on.

    Parameters
    ----------
    model
        The model with the access links of all ends.
    plants
        Recipes and prices of plants.
    market_ids
        Where products may go.
    """

    model: Model
    plants: Plants
    market_ids: tuple[str, ...]


def chain_ground(
    model: Model, participants: Participants, *, market_ids: Sequence[str] | None = None
) -> ChainGround:
    """Return what a question of the value chain stands on; without markets named, all of them."""
    from zimnik.studies.model import with_access_of

    plants = plants_of(model)
    markets = tuple(model.atlas.markets["id"]) if market_ids is None else tuple(market_ids)
    supplies = {supply.place_id for supply in plants.prices.supplies}
    ends = {*participants.ids, *markets, *supplies} & set(model.places["id"])
    return ChainGround(with_access_of(model, ends, to_ids=ends), plants, markets)


def chain_question(
    ground: ChainGround, stages: Sequence[Stage], question: Barring, ready: ReadyDays
) -> ChainQuestion:
    """Return what is asked of every hub alike.

    Parameters
    ----------
    ground
        Network and markets.
    stages
        Stages that are worked.
    question
        What may not be used.
    ready
        Days on which the feed is made.
    """
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.studies.model import closures_of

    closures = closures_of(ground.model, question.avoid, question.without)
    return ChainQuestion(tuple(stages), ground.market_ids, ready, closures=closures)


@dataclass(frozen=True, slots=True)
class Sited:
    """What is sited of a value chain.

    Parameters
    ----------
    stages
        Stages that are worked.
    places
        Each stage with its candidates; or one entry, whose hubs work all stages.
    separate
        Whether each stage is sited by itself.
    """

    stages: tuple[Stage, ...]
    places: tuple[ChainStage, ...]
    separate: bool


def arcs_of(
    ground: ChainGround,
    participants: Participants,
    sited: Sited,
    question: Closing,
    ready: ReadyDays,
    projects: Sequence[Project],
    *,
    max_d: float = DEFAULT_MAX_D,
) -> ChainArcs:
    """Return the arcs of the value chain that a siting chooses from; a bar shows on a terminal.

    Parameters
    ----------
    ground, participants, sited
        Network, deposits and hubs.
    question
        Type of the year, and what may not be used.
    ready
        Days on which the feed is made.
    projects
        What may be built.
    max_d
        Most days that a haul may take.
    """
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.siting.chain_arcs import chain_arcs, chain_context
    from zimnik.geo.siting.chain_stages import stage_arcs
    from zimnik.studies.model import compiled

    model, shippers = ground.model, participants.shippers
    network = dated_network(compiled(model), model.card, question.year_type).compiled()
    asked = replace(chain_question(ground, sited.stages, question, ready), max_d=max_d)
    context = chain_context(network, model.card, ground.plants, projects=projects)
    if sited.separate:
        with progress("hubs", total=len(shippers) * len(sited.places)) as step:
            found = stage_arcs(context, shippers, sited.places, asked, step=step)
    else:
        (place,) = sited.places
        with progress("hubs", total=len(shippers) * len(place.hub_ids)) as step:
            found = chain_arcs(context, shippers, place, asked, step=step)
    return replace(found, reasons=(*notes_of(projects), *found.reasons))


def notes_of(projects: Iterable[Project]) -> tuple[str, ...]:
    """Return what has to be said of what is built."""
    return tuple(note for project in projects for note in project.notes)


def stored_chains(
    model: Model,
    participants: Participants,
    stages: Sequence[Stage],
    question: Barring,
    ready: ReadyDays,
    *,
    executor: Executor | None = None,
) -> tuple[StoredChains, dict[str, str], ByYearType]:
    """Return hub costs of years of all types, the deposits left out, and what was asked.

    Parameters
    ----------
    model
        Atlas, rates and network.
    participants
        Deposits and hubs.
    stages
        What every hub works.
    question
        What may not be used.
    ready
        Days on which the ore is made.
    executor
        Where the hubs are priced; None for here.

    Raises
    ------
    InputError
        If no deposit can be worked at all hubs.
    """
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.uncertainty.chain_samples import StoredChains
    from zimnik.studies.model import compiled

    ground = chain_ground(model, participants)
    card, arrays = model.card, compiled(ground.model)
    chain = chain_question(ground, stages, question, ready)
    asked = {year: (dated_network(arrays, card, year).compiled(), chain) for year in YearType}
    costs = _costs_by_year(ground.plants, participants, asked, executor)
    left_out: dict[str, str] = {}
    for (deposit_id, hub_id, _), found in costs.items():
        if not found.flows:
            told = found.reason or "; ".join(found.warnings)
            left_out.setdefault(deposit_id, f"at {hub_id}: {told}")
    shippers = tuple(s for s in participants.shippers if s.deposit_id not in left_out)
    if not shippers:
        faults = [
            Fault("deposits", "one that all hubs can work", told, "Name other hubs.", row=deposit)
            for deposit, told in left_out.items()
        ]
        raise InputError(faults)
    chains = StoredChains(shippers, participants.hub_ids, costs, ground.plants, card)
    return chains, left_out, asked


def _costs_by_year(
    plants: Plants, participants: Participants, asked: ByYearType, executor: Executor | None
) -> dict[tuple[str, str, YearType], HubCost]:
    pairs = [(shipper, hub) for shipper in participants.shippers for hub in participants.hub_ids]
    costs: dict[tuple[str, str, YearType], HubCost] = {}
    with progress("hubs", total=len(pairs)) as step:
        for found in mapped(_costs_of_pair, (plants, asked), pairs, executor=executor):
            costs |= {(cost.deposit_id, cost.hub_id, year): cost for year, cost in found.items()}
            step()
    return costs


def _costs_of_pair(
    common: tuple[Plants, ByYearType], pair: tuple[Shipper, str]
) -> dict[YearType, HubCost]:
    """Return what a hub costs for a deposit in years of all types."""
    from zimnik.geo.processing.hub_cost import hub_cost
    from zimnik.geo.routing.yearly import YearSearches

    plants, asked = common
    return {
        year: hub_cost(YearSearches(network), plants, *pair, question)
        for year, (network, question) in asked.items()
    }
