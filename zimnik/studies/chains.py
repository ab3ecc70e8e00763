"""The ways of the whole value chain between deposits and hubs, for questions of siting."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.siting.chain_arcs import ChainArcs, ChainStage
    from zimnik.geo.uncertainty.chain_samples import StoredChains
    from zimnik.studies.model import Model
    from zimnik.studies.participants import Party

    Asked = dict[YearType, tuple[DatedNetwork, list[ChainQuestion]]]

STAGES = ("cracking", "separation")


@dataclass(frozen=True, slots=True)
class ChainAsked:
    """What is asked of the value chain: which stages where, when, over what, and what is built.

    With `separate` every stage of `stages` is sited by itself, else a hub works all of them; the
    hubs of the one are those of `sited`.
    """

    stages: tuple[str, ...]
    sited: tuple[ChainStage, ...]
    separate: bool
    year_type: YearType
    avoid: tuple[str, ...] = ()
    without: tuple[Mode, ...] = ()
    ready: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    planned: tuple[Project, ...] = ()


def chain_of_party(model: Model, party: Party, asked: ChainAsked) -> ChainArcs:
    """Return the ways of a party; a progress bar shows on a terminal."""
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.siting.chain_arcs import chain_arcs, chain_context
    from zimnik.geo.siting.chain_stages import stage_arcs
    from zimnik.studies.building import new_links_asked, with_new_links
    from zimnik.studies.model import compiled

    plants, model, markets = _plants_and_markets(model, party)
    new_links = new_links_asked(model, asked.build)
    model, new = with_new_links(model, new_links, party.shippers, party.hub_ids)
    projects = (*asked.planned, *new)
    network = dated_network(compiled(model), model.card, asked.year_type)
    questions = [
        replace(question, stages=asked.stages)
        for question in _questions(
            model, markets, asked.year_type, asked.avoid, asked.without, asked.ready
        )
    ]
    given = chain_context(network, model.card, plants, projects)
    if asked.separate:
        with _progress(len(party.shippers) * len(asked.sited)) as step:
            found = stage_arcs(given, (party.shippers, asked.sited), questions, step)
    else:
        (stage,) = asked.sited
        with _progress(len(party.shippers) * len(stage.hub_ids)) as step:
            found = chain_arcs(given, (party.shippers, stage), questions, step)
    notes = tuple(note for project in projects for note in project.notes)
    return replace(found, reasons=(*notes, *found.reasons))


def stored_chains(
    model: Model,
    party: Party,
    *,
    avoid: Sequence[str] = (),
    without: Sequence[Mode] = (),
    ready: Sequence[str] = (),
) -> tuple[StoredChains, dict[str, str], Asked]:
    """Return the hub costs of every year type, the deposits left out, and what was asked.

    Raises
    ------
    InputError
        If no deposit can be worked at all hubs.
    """
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.geo.processing.hub_cost import hub_costs
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.geo.uncertainty.chain_samples import StoredChains
    from zimnik.studies.model import compiled

    plants, model, markets = _plants_and_markets(model, party)
    arrays = compiled(model)
    networks = [dated_network(arrays, model.card, year) for year in YearType]
    costs: dict[tuple[str, str, YearType], tuple[HubCost, ...]] = {}
    left_out: dict[str, str] = {}
    asked = {
        network.year_type: (
            network,
            _questions(model, markets, network.year_type, avoid, without, ready),
        )
        for network in networks
    }
    with _progress(len(party.shippers) * len(party.hub_ids)) as step:
        for shipper in party.shippers:
            for hub in party.hub_ids:
                for year, (network, questions) in asked.items():
                    found = hub_costs(network, model.card, plants, shipper, hub, questions)
                    lacking = next((c for c in found if not c.flows), None)
                    if lacking is not None:
                        told = lacking.reason or "; ".join(lacking.warnings)
                        left_out.setdefault(shipper.deposit_id, f"at {hub}: {told}")
                    costs[shipper.deposit_id, hub, year] = found
                step()
    shippers = tuple(s for s in party.shippers if s.deposit_id not in left_out)
    if not shippers:
        faults = [
            Fault("deposits", "one that all hubs can work", told, "Name other hubs.", row=deposit)
            for deposit, told in left_out.items()
        ]
        raise InputError(faults)
    return StoredChains(shippers, party.hub_ids, costs, plants, model.card), left_out, asked


def _plants_and_markets(model: Model, party: Party) -> tuple[Plants, Model, tuple[str, ...]]:
    """Return the plants, the model that joins all ends, and the markets."""
    from zimnik.cli.hubs_compare import plants_of
    from zimnik.studies.model import with_access_of

    plants = plants_of(model)
    markets = tuple(model.atlas.markets["id"])
    ends = {*party.hub_ids, *markets, *(shipper.deposit_id for shipper in party.shippers)}
    ends |= {supply.place_id for supply in plants.prices.supplies}
    return plants, with_access_of(model, ends & set(model.places["id"])), markets


def _questions(
    model: Model,
    markets: tuple[str, ...],
    year_type: YearType,
    avoid: Sequence[str],
    without: Sequence[Mode],
    ready: Sequence[str],
) -> list[ChainQuestion]:
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.uncertainty.stored_routes import READY_D
    from zimnik.studies.model import closures_of

    closures = closures_of(model, avoid, without, year_type)
    days = tuple(sorted({day_of(text) for text in ready})) or READY_D
    return [ChainQuestion(STAGES, markets, Dates(day, year_type), closures) for day in days]


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("hubs", total=total)
        yield lambda: progress.advance(task)
