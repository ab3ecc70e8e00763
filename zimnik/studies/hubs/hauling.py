"""Years between deposits and hubs, stored so that other rates need no other search."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zimnik.studies.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.ready_days import ReadyDays
    from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model
    from zimnik.studies.shared import Barring

# Fewer years than this are found before other processes have started.
YEARS_WORTH_PROCESSES = 500


def stored_haulage(
    model: Model,
    participants: Participants,
    cards: Sequence[RateCard],
    year_types: Iterable[YearType],
    question: Barring,
    ready: ReadyDays,
    *,
    cores: int | None = None,
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
    ready
        Days on which the ore is made.
    cores
        Processes to search with; without a number as many as the machine has, where worth it.
    """
    from zimnik.geo.core.parallel import process_pool
    from zimnik.geo.uncertainty.haulage_years import RoutingOptions, store_years
    from zimnik.studies.model import closures_of, compiled, with_access_of

    model = with_access_of(model, participants.ids, to_ids=participants.hub_ids)
    closures = {year: closures_of(model, question.avoid, question.without) for year in year_types}
    options, arrays = RoutingOptions(closures, ready), compiled(model)
    tasks = len(cards) * len(closures)
    pairs = len(participants.shippers) * len(participants.hub_ids)
    worth_it = tasks > 1 and tasks * pairs >= YEARS_WORTH_PROCESSES
    workers = cores or ((os.cpu_count() or 1) if worth_it else 1)
    with progress("routes", total=tasks) as step, process_pool(workers) as executor:
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
