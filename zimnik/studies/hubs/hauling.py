"""Routes between deposits and hubs, stored so that other rates need no other search."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zimnik.studies.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.uncertainty.stored_routes import Haulage, RoutingOptions
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model
    from zimnik.studies.shared import Barring

# Fewer searches than this end before other processes have started.
SEARCHES_WORTH_PROCESSES = 2000


def stored_haulage(
    model: Model,
    participants: Participants,
    cards: Sequence[RateCard],
    year_types: Iterable[YearType],
    question: Barring,
    ready: Sequence[str],
    *,
    cores: int | None = None,
) -> tuple[NetworkArrays, RoutingOptions, Haulage]:
    """Return the network, what it was asked, and the routes between all deposits and hubs.

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
    ready
        Days MM-DD on which a part of the ore is ready; without any, the first of each quarter.
    cores
        Processes to search with; without a number as many as the machine has, where worth it.
    """
    from zimnik.geo.core.parallel import process_pool
    from zimnik.geo.uncertainty.stored_routes import RoutingOptions, store_routes
    from zimnik.studies.model import closures_of, compiled, with_access_of

    model = with_access_of(model, participants.ids, to_ids=participants.hub_ids)
    closures = {year: closures_of(model, question.avoid, question.without) for year in year_types}
    options, arrays = RoutingOptions(closures, ready_days(ready)), compiled(model)
    tasks = len(cards) * len(closures)
    pairs = len(participants.shippers) * len(participants.hub_ids)
    worth_it = tasks * pairs * len(options.ready_d) >= SEARCHES_WORTH_PROCESSES
    workers = cores or ((os.cpu_count() or 1) if worth_it else 1)
    with progress("routes", total=tasks) as step, process_pool(workers) as executor:
        haulage = store_routes(
            arrays,
            cards,
            participants.shippers,
            participants.hub_ids,
            options,
            executor=executor,
            step=step,
        )
    return arrays, options, haulage


def ready_days(ready: Sequence[str]) -> tuple[int, ...]:
    """Return days of the year of days MM-DD, without any the first of each quarter (A43)."""
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.uncertainty.stored_routes import READY_D

    return tuple(sorted({day_of(day) for day in ready})) or READY_D
