"""What questions of hubs share: which deposits send what, which hubs take it, over which ways."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.uncertainty.stored_routes import Haulage, RoutingOptions
    from zimnik.studies.model import Model

STAGE = "cracking"
# Fewer searches than this end before other processes have started.
SEARCHES_WORTH_PROCESSES = 2000
DepositsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--deposits",
        help="A deposit; without any, all of known REO grade, for the value chain with a recipe.",
    ),
]
ReadyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ready",
        help="Day MM-DD when a part of the ore is ready; without any, the first of each quarter.",
    ),
]
StageOption = Annotated[
    str, typer.Option("--stage", help="Candidates are the hubs that have this stage.")
]


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part: deposits that send, hubs that take, and what has to be said of them.

    `required` says whether all that the deposits have must be sent.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    notes: tuple[str, ...]
    required: bool = True


def party_of(
    model: Model,
    deposits: Sequence[str],
    hubs: Sequence[str],
    *,
    stage: str = STAGE,
    tonnes_per_y: float | None = None,
) -> Party:
    """Return the deposits and hubs that a command names, or those it means by naming none.

    Raises
    ------
    InputError
        If a name is unknown, a deposit is no deposit or a hub no hub, or no hub has the stage.
    """
    from zimnik.geo.pricing.cargo import Shipper, cargo_of_product
    from zimnik.layers.cards.cargo import product_of_site

    table = model.atlas.deposits.set_index("id")
    known = table.index[table["product_reo_grade_pct"].notna()]
    ids = _named(model, deposits, "deposit") if deposits else list(known)
    notes, shippers = [], []
    for deposit_id in ids:
        product = product_of_site(table.loc[deposit_id].to_dict())
        cargo, said = cargo_of_product(product, model.card, tonnes_per_y=tonnes_per_y)
        notes += [f"{deposit_id}: {note}" for note in said]
        shippers.append(Shipper(deposit_id, product, cargo.tonnes_per_y))
    hub_ids = _named(model, hubs, "hub") if hubs else hubs_of_stage(model, stage)
    return Party(tuple(shippers), tuple(hub_ids), tuple(notes))


def hub_ids_of(model: Model, texts: Sequence[str]) -> list[str]:
    """Return the hubs that an option names.

    Raises
    ------
    InputError
        If a name is unknown or is no hub.
    """
    return _named(model, texts, "hub")


def _named(model: Model, texts: Sequence[str], kind: str) -> list[str]:
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.layers import find_place

    ids = list(dict.fromkeys(find_place(model.places, text).place_id for text in texts))
    kinds = model.places.set_index("id")["kind"]
    faults = [
        Fault(f"{kind}s", f"a {kind}", f"'{place}', a {kinds[place]}", f"Name a {kind}.")
        for place in ids
        if kinds[place] != kind
    ]
    if faults:
        raise InputError(faults)
    return ids


def hubs_of_stage(model: Model, stage: str) -> list[str]:
    """Return the hubs that have a stage, but for pilot plants of unknown capacity.

    Raises
    ------
    InputError
        If none has.
    """
    from zimnik.geo.core.errors import Fault, InputError

    hubs = model.atlas.hubs
    stages = hubs["stages"].fillna("").str.split(";")
    # A pilot plant whose capacity nobody knows would take everything: it is a hub by name alone.
    works = hubs["status"].ne("pilot") | hubs["capacity_t_per_y"].notna()
    ids = [
        str(hub)
        for hub, own, may in zip(hubs["id"], stages, works, strict=True)
        if may and stage in own
    ]
    if not ids:
        every = sorted({one for own in stages for one in own if one})
        raise InputError([Fault("--stage", f"one of {', '.join(every)}", stage, "Name another.")])
    return ids


def stored(
    model: Model,
    party: Party,
    cards: Sequence[RateCard],
    year_types: Iterable[YearType],
    *,
    avoid: Sequence[str] = (),
    without: Sequence[Mode] = (),
    ready: Sequence[str] = (),
) -> tuple[NetworkArrays, RoutingOptions, Haulage]:
    """Return the network, what it was asked, and the ways between all deposits and hubs.

    A progress bar shows on a terminal.
    """
    from rich.console import Console
    from rich.progress import Progress

    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.core.parallel import process_pool
    from zimnik.geo.uncertainty.stored_routes import READY_D, RoutingOptions, store_routes
    from zimnik.studies.model import closures_of, compiled, with_access_of

    ends = {*party.hub_ids, *(shipper.deposit_id for shipper in party.shippers)}
    model = with_access_of(model, ends)
    closures = {year: closures_of(model, avoid, without, year) for year in year_types}
    days = tuple(sorted({day_of(text) for text in ready})) or READY_D
    options, arrays = RoutingOptions(closures, days), compiled(model)
    console = Console(stderr=True)
    searches = len(cards) * len(closures) * len(party.shippers) * len(party.hub_ids) * len(days)
    workers = (os.cpu_count() or 1) if searches >= SEARCHES_WORTH_PROCESSES else 1
    with (
        Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as progress,
        process_pool(workers) as executor,
    ):
        task = progress.add_task("routes", total=len(cards) * len(closures))
        haulage = store_routes(
            arrays,
            cards,
            party.shippers,
            party.hub_ids,
            options,
            executor=executor,
            step=lambda: progress.advance(task),
        )
    return arrays, options, haulage
