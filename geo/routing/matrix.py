"""Costs from many origins to many destinations by the day of readiness.

Owns the matrix (docs/model.md, E9): for every pair and day the cost, days and CO2 of the route that
`geo.routing.routes` finds. Destinations that are joined to most of the network all year are sought
at once, the others one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from zimnik.geo.core.calendar import DEFAULT_MAX_D, MONTH_STARTS_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import dealt, mapped, threaded, threads_here, workers_of
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing._matrix_pairs import ComingFrom, paths_between
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dates import Dates, day_faults
from zimnik.geo.routing.day_limit import NoRouteKnownError
from zimnik.geo.routing.labels import LabelLimitExceededError
from zimnik.geo.routing.matrix_cells import PricedShipper, cell_of_one_place, cells_of
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing._matrix_core import Core
    from zimnik.geo.routing.matrix_cells import CostedPath, MatrixCell
    from zimnik.geo.routing.time_expanded import DatedNetwork


class FromOrigin(Protocol):
    """A cell of a table of origins and destinations."""

    @property
    def origin_id(self) -> str:
        """Id of its origin."""


Cell = TypeVar("Cell", bound=FromOrigin)
Told = TypeVar("Told")

# Destinations from which on it pays to seek them at once.
MANY = 4
# Pairs from which on it pays to load the compiled searches.
MANY_PAIRS = 100
# Costs to go of so many bytes are held at once; of each price there are some vectors by node.
CORES_BYTES = 400_000_000
_VECTORS, _DOUBLE_BYTES = 4, 8


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """What to price.

    Parameters
    ----------
    cargoes
        What leaves each origin, by id.
    destination_ids
        Where it goes.
    ready_d
        Days of readiness, in days from 1 January.
    closures
        What may not be used.
    max_d
        Most days from readiness to arrival.
    """

    cargoes: Mapping[str, Cargo]
    destination_ids: Sequence[str]
    ready_d: Sequence[int] = MONTH_STARTS_D
    closures: Closures = NO_CLOSURES
    max_d: float = DEFAULT_MAX_D

    def __post_init__(self) -> None:
        freeze_mappings(self)


def cost_matrix(
    network: DatedNetwork, request: MatrixRequest, *, executor: Executor | None = None
) -> tuple[MatrixCell, ...]:
    """Return a cell for every origin, destination and day, in this order; days ascend.

    Every cost is that of `geo.routing.routes.find_routes` for the same question, and the same with
    or without an executor.

    Parameters
    ----------
    network
        The network.
    request
        What to price.
    executor
        Where the origins are sought, in a part a worker; None for here.

    Raises
    ------
    InputError
        If a place is not in the network, a day is not one of the year or there is none, or `max_d`
        is not a number above zero.
    """
    _require_sense(network, request)
    return in_parts(_own_cells, network, request, executor)


def in_parts(
    cells_of: Callable[[DatedNetwork, MatrixRequest], Sequence[Cell]],
    network: DatedNetwork,
    request: MatrixRequest,
    executor: Executor | None,
) -> tuple[Cell, ...]:
    """Return the cells of a question whose origins are dealt to workers, in its own order."""
    if executor is None:
        return tuple(cells_of(network, request))
    parts = parts_by_price(network.card, request.cargoes, workers_of(executor))
    asked = [replace(request, cargoes=part) for part in parts]
    by_origin: dict[str, list[Cell]] = {origin_id: [] for origin_id in request.cargoes}
    for cells in mapped(cells_of, network, asked, executor=executor):
        for cell in cells:
            by_origin[cell.origin_id].append(cell)
    return tuple(cell for cells in by_origin.values() for cell in cells)


def parts_by_price(
    card: RateCard, cargoes: Mapping[str, Cargo], parts: int
) -> list[dict[str, Cargo]]:
    """Return cargoes in parts of about one size, those of one price together: they share bounds."""
    groups: dict[bytes, list[str]] = {}
    for origin_id, cargo in cargoes.items():
        groups.setdefault(Pricing.of(card, cargo).base.tobytes(), []).append(origin_id)
    return [{i: cargoes[i] for i in ids} for ids in dealt(groups.values(), parts)]


def _own_cells(network: DatedNetwork, request: MatrixRequest) -> tuple[MatrixCell, ...]:
    def cells(found: OriginPaths) -> list[MatrixCell]:
        return [
            cell
            for destination_id in request.destination_ids
            for cell in _cells(request, found, destination_id)
        ]

    by_origin = _each_origin(network, request, cells)
    return tuple(cell for cells in by_origin for cell in cells)


class OriginPaths(NamedTuple):
    """An origin, and by destination the best path for each of its days.

    `unknown` says why there is none to a destination to which nobody knows whether there is one.
    """

    shipper: PricedShipper
    paths: Mapping[str, Sequence[CostedPath | None]]
    unknown: Mapping[str, str]


def best_paths(network: DatedNetwork, request: MatrixRequest) -> list[OriginPaths]:
    """Return the best paths of each origin; there are none between a place and itself.

    Raises
    ------
    InputError
        As `cost_matrix`.
    """
    return _each_origin(network, request, lambda found: found)


def _each_origin(
    network: DatedNetwork, request: MatrixRequest, told: Callable[[OriginPaths], Told]
) -> list[Told]:
    """Return what is told of the paths of each origin.

    Compiled searches leave the interpreter to others, so that origins are sought in threads.
    """
    Dates(max_d=request.max_d)
    _require_sense(network, request)
    if len(request.cargoes) * len(request.destination_ids) >= MANY_PAIRS:
        network = network.compiled()
    days = sorted(set(request.ready_d))
    shippers = [
        PricedShipper.of(network, origin_id, cargo, request.closures, days, request.max_d)
        for origin_id, cargo in request.cargoes.items()
    ]
    threads = 1 if network.layout is None else threads_here()
    found: dict[str, Told] = {}
    at_once_ids = request.destination_ids
    for some in _of_few_prices(shippers, _prices_at_once(network, request.destination_ids)):
        cores = _cores(network, some, at_once_ids, threads)

        def of_origin(
            shipper: PricedShipper, cores: Mapping[bytes, Core] = cores
        ) -> tuple[str, Told]:
            paths = _at_once(shipper, cores.get(shipper.price_key))
            alone, unknown = _one_by_one(shipper, request, done=paths)
            return shipper.origin_id, told(OriginPaths(shipper, paths | alone, unknown))

        found |= dict(threaded(of_origin, some, threads))
        # Costs to go of a large network take longest, and prices seldom change whether they serve.
        served = {place_id for core in cores.values() for place_id in core.destination_ids}
        at_once_ids = [place_id for place_id in at_once_ids if place_id in served]
        # Whatever still refers to them.
        cores.clear()
    return [found[shipper.origin_id] for shipper in shippers]


def _prices_at_once(network: DatedNetwork, destination_ids: Sequence[str]) -> int:
    """Return for how many prices of cargo costs to go are held in memory together."""
    a_price_bytes = _VECTORS * _DOUBLE_BYTES * len(network.moves) * len(destination_ids)
    return max(1, CORES_BYTES // max(1, a_price_bytes))


def _of_few_prices(shippers: Sequence[PricedShipper], most: int) -> list[list[PricedShipper]]:
    """Return shippers in parts of no more than so many prices, those of one price together."""
    groups: dict[bytes, list[PricedShipper]] = {}
    for shipper in shippers:
        groups.setdefault(shipper.price_key, []).append(shipper)
    every = list(groups.values())
    starts = range(0, len(every), most)
    return [[one for group in every[i : i + most] for one in group] for i in starts]


def _require_sense(network: DatedNetwork, request: MatrixRequest) -> None:
    named = {*request.cargoes, *request.destination_ids}
    unknown = sorted(named - set(network.arrays.kinds))
    faults = [
        Fault(f"cargoes['{origin_id}']", "a Cargo", repr(cargo), "Give a Cargo.")
        for origin_id, cargo in request.cargoes.items()
        if not isinstance(cargo, Cargo)
    ]
    if unknown:
        faults.append(Fault("matrix", "places of the network", str(unknown), "Name another place."))
    faults += day_faults("ready_d", request.ready_d)
    if faults:
        raise InputError(faults)


def _cores(
    network: DatedNetwork,
    shippers: Sequence[PricedShipper],
    destination_ids: Sequence[str],
    threads: int,
) -> dict[bytes, Core]:
    """Return by price the destinations that are joined to most of the network, where many are."""
    if len(destination_ids) < MANY:
        return {}
    from zimnik.geo.routing._matrix_core import Core, MoveTable  # noqa: PLC0415 - loads slowly

    table = MoveTable.of(network)
    first = {shipper.price_key: shipper for shipper in reversed(shippers)}
    found = threaded(lambda one: Core.of(table, one, destination_ids), first.values(), threads)
    return dict(zip(first, found, strict=True))


def _at_once(shipper: PricedShipper, core: Core | None) -> dict[str, list[CostedPath | None]]:
    """Return the paths to destinations that are joined to most of the network."""
    if core is None:
        return {}
    from zimnik.geo.routing._matrix_core import paths_to_core  # noqa: PLC0415 - loads slowly

    try:
        return paths_to_core(shipper, core)
    except LabelLimitExceededError:
        return {}


def _one_by_one(
    shipper: PricedShipper, request: MatrixRequest, done: Container[str]
) -> tuple[dict[str, list[CostedPath | None]], dict[str, str]]:
    """Return the paths to the destinations that are left, and why none is known to some."""
    left = [
        destination_id
        for destination_id in request.destination_ids
        if destination_id != shipper.origin_id and destination_id not in done
    ]
    come = ComingFrom(shipper, left)
    found: dict[str, list[CostedPath | None]] = {}
    unknown: dict[str, str] = {}
    for destination_id in left:
        try:
            found[destination_id] = paths_between(shipper, destination_id, come=come)
        except NoRouteKnownError as error:
            # One pair of thousands is no reason to refuse the others.
            found[destination_id] = [None] * len(shipper.days)
            unknown[destination_id] = error.reason
    return found, unknown


def _cells(request: MatrixRequest, found: OriginPaths, destination_id: str) -> Iterator[MatrixCell]:
    """Yield the cells of a pair, those without a path with the reason that the router gives."""
    shipper = found.shipper
    if shipper.network.arrays.is_one_place(shipper.origin_id, destination_id):
        for day in shipper.days:
            yield cell_of_one_place(shipper.origin_id, destination_id, day)
        return
    reason = found.unknown.get(destination_id)
    for cell in cells_of(shipper, destination_id, found.paths[destination_id]):
        if math.isfinite(cell.cost_usd_per_t):
            yield cell
            continue
        if reason is None:
            reason = no_path_reason(request, shipper, destination_id, cell.ready_d)
        yield replace(cell, reason=reason)


def no_path_reason(
    request: MatrixRequest, shipper: PricedShipper, destination_id: str, ready_d: int
) -> str | None:
    """Return why the router finds no path for a pair and a day."""
    network = shipper.network
    shipment = Shipment(
        shipper.origin_id,
        destination_id,
        request.cargoes[shipper.origin_id],
        closures=request.closures,
        dates=Dates(ready_d, network.year_type, request.max_d),
    )
    return find_routes(network.arrays, network.card, shipment, dated=network).reason
