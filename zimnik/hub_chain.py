"""The ways of the whole value chain between deposits and hubs, for questions of siting."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.arrays import NetworkArrays
    from geo.chain_siting import ChainArcs
    from geo.chain_worlds import StoredChains
    from geo.dated_graph import DatedNetwork
    from geo.value_chain import ChainQuestion, Plants
    from geo.value_chain_results import HubCost
    from geo.vocabulary import Mode
    from zimnik.hub_haulage import Party
    from zimnik.model import Model

    Asked = dict[YearType, tuple[DatedNetwork, list[ChainQuestion]]]

STAGES = ("cracking", "separation")
CHAIN = "cracking and separation"


def chain_of_party(
    model: Model,
    party: Party,
    year_type: YearType,
    *,
    avoid: Sequence[str] = (),
    without: Sequence[Mode] = (),
    ready: Sequence[str] = (),
) -> ChainArcs:
    """Return the ways of a party; a progress bar shows on a terminal."""
    from geo.chain_siting import chain_arcs
    from geo.dated_graph import dated_network

    plants, arrays, markets = _ground(model, party)
    network = dated_network(arrays, model.card, year_type)
    questions = _questions(model, markets, year_type, avoid, without, ready)
    ends = (party.senders, party.hub_ids)
    with _progress(len(party.senders) * len(party.hub_ids)) as step:
        return chain_arcs(network, model.card, plants, ends, questions, step=step)


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
    from geo.chain_worlds import StoredChains
    from geo.dated_graph import dated_network
    from geo.errors import Fault, InputError
    from geo.value_chain import hub_cost

    plants, arrays, markets = _ground(model, party)
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
    with _progress(len(party.senders) * len(party.hub_ids)) as step:
        for sender in party.senders:
            for hub in party.hub_ids:
                for year, (network, questions) in asked.items():
                    found = tuple(
                        hub_cost(network, model.card, plants, sender, hub, question)
                        for question in questions
                    )
                    lacking = next((c for c in found if not c.flows), None)
                    if lacking is not None:
                        told = lacking.reason or "; ".join(lacking.warnings)
                        left_out.setdefault(sender.deposit_id, f"at {hub}: {told}")
                    costs[sender.deposit_id, hub, year] = found
                step()
    senders = tuple(s for s in party.senders if s.deposit_id not in left_out)
    if not senders:
        faults = [
            Fault("deposits", "one that all hubs can work", told, "Name other hubs.", row=deposit)
            for deposit, told in left_out.items()
        ]
        raise InputError(faults)
    return StoredChains(senders, party.hub_ids, costs, plants, model.card), left_out, asked


def _ground(model: Model, party: Party) -> tuple[Plants, NetworkArrays, tuple[str, ...]]:
    """Return the plants, the network that joins all ends, and the markets."""
    from zimnik.hubs_compare import plants_of
    from zimnik.model import compiled, with_access_of

    plants = plants_of(model)
    markets = tuple(model.atlas.markets["id"])
    ends = {*party.hub_ids, *markets, *(sender.deposit_id for sender in party.senders)}
    ends |= {supply.place_id for supply in plants.prices.supplies}
    return plants, compiled(with_access_of(model, ends & set(model.places["id"]))), markets


def _questions(
    model: Model,
    markets: tuple[str, ...],
    year_type: YearType,
    avoid: Sequence[str],
    without: Sequence[Mode],
    ready: Sequence[str],
) -> list[ChainQuestion]:
    from geo.calendar import day_of
    from geo.dates import Dates
    from geo.haulage import READY_D
    from geo.value_chain import ChainQuestion
    from zimnik.model import closures_of

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
