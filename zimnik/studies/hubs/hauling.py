"""Years between deposits and hubs, stored so that other rates need no other search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from zimnik.studies.execution.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model
    from zimnik.studies.shared import Barring


class DaysAsked(Protocol):
    """A question that says on which days ore is made, and what may not be used."""

    @property
    def days(self) -> ReadyDays:
        """Days on which ore is ready."""

    @property
    def avoid(self) -> tuple[str, ...]:
        """Names of what may not be used."""

    @property
    def without(self) -> tuple[Mode, ...]:
        """Modes that may not be used."""


def waiting_to_hubs(model: Model, participants: Participants, question: DaysAsked) -> Model:
    """Return the model with what ore waits for on the way to the cheapest of the hubs."""
    if model.calendar is None:
        return model
    from zimnik.geo.core.calendar import DEFAULT_MAX_D
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled, with_access_of
    from zimnik.studies.years.calendar import site_hauls, waiting_of

    routed = with_access_of(model, participants.ids, to_ids=participants.hub_ids)
    network = dated_network(compiled(routed), model.card, YearType.NORMAL).compiled()
    cargoes = {one.deposit_id: one.cargo(model.card) for one in participants.shippers}
    made = {deposit_id: question.days.of(cargo) for deposit_id, cargo in cargoes.items()}
    days = {deposit_id: own for deposit_id, own in made.items() if own is not None}
    hauls = site_hauls(
        network,
        cargoes,
        days or None,
        closures=closures_of(routed, question.avoid, question.without),
        max_d=DEFAULT_MAX_D,
    )
    return waiting_of(routed, network, hauls, end_ids=participants.hub_ids)


def stored_haulage(
    model: Model,
    participants: Participants,
    cards: Sequence[RateCard],
    year_types: Iterable[YearType],
    question: Barring,
    routing: RoutingOptions,
    *,
    executor: Executor | None = None,
) -> tuple[NetworkArrays, RoutingOptions, Haulage]:
    """Return the network, what it was asked, and the years between all deposits and hubs.

    A progress bar shows on a terminal.

    Parameters
    ----------
    model
        Atlas, rates and network.
    participants
        Deposits and hubs.
    cards, year_types
        Under each card and in years of each type the best routes are stored.
    question
        What may not be used.
    routing
        Days on which the ore is made, and what else the router is asked but for closures.
    executor
        Where to search; None for here.
    """
    from zimnik.geo.uncertainty.haulage_years import store_years
    from zimnik.studies.model import closures_of, compiled, with_access_of

    model = with_access_of(model, participants.ids, to_ids=participants.hub_ids)
    closures = {year: closures_of(model, question.avoid, question.without) for year in year_types}
    options, arrays = replace(routing, closures=closures), compiled(model)
    with progress("routes", total=len(cards) * len(closures)) as step:
        haulage = store_years(
            arrays,
            cards,
            participants.shippers,
            participants.hub_ids,
            options,
            executor=executor,
            step=step,
        )
    return arrays, options, haulage
