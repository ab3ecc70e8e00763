"""One cell of the matrix: the path that was found for a pair and a day, and its totals.

Owns when the path of one day is the best of an earlier one (docs/model.md, E9).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import ROUNDING_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.capacities import checks_of
from zimnik.geo.network.closures import not_offered
from zimnik.geo.pricing.bill import QUANTITY_INDEX, days_in
from zimnik.geo.routing.assembly import Pricing, pricing_of
from zimnik.geo.routing.dated_path import start_labels
from zimnik.geo.routing.paths import PathFacts, estimates_of, handled_of, path_quantities, said_of
from zimnik.geo.routing.request import SAME_PLACE
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.network.capacities import CapacityCheck, Throughput
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.labels import Label
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One pair on one day; the numbers are NaN where there is no path, for the reason given.

    Where both ends are one place they are 0, and the reason says so. `handled_ids` are the places
    where cargo is lifted and the links, `capacity_checks` what a year's tonnes want of them,
    `warnings` what else has to be said, and `gap_pct` by how much at most another path may be
    cheaper.
    """

    origin_id: str
    destination_id: str
    ready_d: int
    cost_usd_per_t: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    distance_km: float
    modes: tuple[Mode, ...]
    reason: str | None = None
    handled_ids: tuple[str, ...] = ()
    capacity_checks: tuple[CapacityCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    gap_pct: float = 0.0


@dataclass(slots=True, eq=False)
class OwnChecks:
    """What one cargo wants of places and links in a year, each checked once.

    Parameters
    ----------
    throughputs
        What is known of them, by id.
    wanted_t_per_y
        Shipped tonnes a year.
    """

    throughputs: Mapping[str, Throughput]
    wanted_t_per_y: float
    _known: dict[str, CapacityCheck | None] = field(init=False, default_factory=dict)

    def at(self, ids: Sequence[str]) -> tuple[CapacityCheck, ...]:
        """Return the checks of places and links, in their order; of others nothing is asked."""
        known = self._known
        if left := [name for name in ids if name not in known]:
            wanted = dict.fromkeys(left, self.wanted_t_per_y)
            known.update(dict.fromkeys(left))
            known.update((one.id, one) for one in checks_of(self.throughputs, wanted))
        return tuple([check for name in ids if (check := known[name]) is not None])


@dataclass(frozen=True, slots=True)
class PricedShipper:
    """An origin with its cargo, priced, and the days on which it is ready.

    Parameters
    ----------
    network
        The network of one kind of year.
    origin_id
        Where the cargo is.
    cargo
        What it is.
    pricing
        Prices of its quantities.
    costs
        Of every row of the network; infinite where it is closed.
    days
        Days of readiness in days from 1 January, ascending.
    starts
        Labels of the loaded cargo for each of them.
    max_d
        Most days from readiness to arrival.
    checks
        What a year of the cargo wants of places and links.
    """

    network: DatedNetwork
    origin_id: str
    cargo: Cargo
    pricing: Pricing
    costs: Vector
    days: tuple[int, ...]
    starts: tuple[tuple[Label, ...], ...]
    max_d: float
    checks: OwnChecks = field(compare=False, repr=False)

    @classmethod
    def of(
        cls,
        network: DatedNetwork,
        origin_id: str,
        cargo: Cargo,
        closures: Closures,
        days: Sequence[int],
        max_d: float,
    ) -> PricedShipper:
        """Return an origin, priced by the card of the network."""
        pricing = pricing_of(network, cargo)
        offered = closures | not_offered(network.card, cargo)
        costs = network.open_costs(pricing.base, offered)
        weights = network.arrays.loading_costs([origin_id], pricing.base)
        starts = tuple(tuple(start_labels(network, weights, (day, day))) for day in days)
        wanted_t_per_y = cargo.tonnes_per_y * cargo.shipped_t_per_t
        checks = OwnChecks(network.arrays.throughputs, wanted_t_per_y)
        return cls(network, origin_id, cargo, pricing, costs, tuple(days), starts, max_d, checks)

    @property
    def price_key(self) -> bytes:
        """What shippers have in common who share bounds: prices, services and roads."""
        own = "".join(self.own_roads_of).encode()
        return self.pricing.base.tobytes() + self.costs.tobytes() + own

    @property
    def wait_usd_per_t_d(self) -> float:
        """Price of a day of waiting."""
        return float(self.pricing.base[QUANTITY_INDEX[Quantity.WAITING_D]])

    @property
    def own_roads_of(self) -> frozenset[str]:
        """The origin, where it has roads that do not touch it; else nothing."""
        return frozenset({self.origin_id}) & self.network.road_sites

    def costs_between(
        self, origin_ids: Collection[str] | None, destination_ids: Collection[str]
    ) -> list[float]:
        """Return the costs of all rows, those of foreign access infinite."""
        listed: list[float] = self.cost_array_between(origin_ids, destination_ids).tolist()
        return listed

    def cost_array_between(
        self, origin_ids: Collection[str] | None, destination_ids: Collection[str]
    ) -> Vector:
        """Return the same as an array."""
        costs = self.costs.copy()
        costs[self.network.foreign_rows(origin_ids, destination_ids)] = math.inf
        return costs

    def unloading_at(self, *destination_ids: str) -> dict[int, float]:
        """Return the states of destinations by number, and the cost of unloading from each."""
        return self.network.arrays.unloading_costs(destination_ids, self.pricing.base)


@dataclass(frozen=True, slots=True)
class CostedPath:
    """A path that was found, and the day of readiness that it was found for.

    Parameters
    ----------
    rows
        Rows of what it takes, in order.
    start, end
        States in which the cargo is loaded and unloaded, by number.
    cost_usd_per_t
        Cost with loading and unloading.
    ready_d, arrive_d
        When the cargo is ready and when it comes to its end, before unloading.
    waiting_d
        Days waited.
    gap_pct
        By how much at most another path in time may be cheaper.
    """

    rows: tuple[int, ...]
    start: int
    end: int
    cost_usd_per_t: float
    ready_d: int
    arrive_d: float
    waiting_d: float
    gap_pct: float = 0.0

    @classmethod
    def of(cls, label: Label, ready_d: int, cost_usd_per_t: float) -> CostedPath:
        """Return the path that a label came by."""
        rows, first, moving_d = [], label, 0.0
        while first.parent is not None and first.move is not None:
            rows.append(first.move.row)
            moving_d += first.move.duration_d
            first = first.parent
        waiting_d = label.first_d - ready_d - first.elapsed_d - moving_d
        return cls(
            rows=tuple(reversed(rows)),
            start=first.node // HOLDS,
            end=label.node // HOLDS,
            cost_usd_per_t=cost_usd_per_t,
            ready_d=ready_d,
            arrive_d=label.first_d,
            waiting_d=waiting_d if waiting_d > ROUNDING_D else 0.0,
        )


def ready_earlier(shipper: PricedShipper, path: CostedPath, day: int) -> CostedPath | None:
    """Return a path as that of cargo ready on an earlier day, or None where it comes too late.

    It waits so much longer at the origin, or leaves so much sooner where no date touches it.
    """
    longer_d = path.ready_d - day
    dated = path.waiting_d or shipper.network.seasonal_rows.intersection(path.rows)
    shifted_d = longer_d if dated else 0.0
    arrive_d = path.arrive_d - (longer_d - shifted_d)
    if arrive_d - day > shipper.max_d:
        return None
    # `replace` takes four times as long, and there is one for every pair and day.
    return CostedPath(
        rows=path.rows,
        start=path.start,
        end=path.end,
        cost_usd_per_t=path.cost_usd_per_t + shipper.wait_usd_per_t_d * shifted_d,
        ready_d=day,
        arrive_d=arrive_d,
        waiting_d=path.waiting_d + shifted_d,
        gap_pct=path.gap_pct,
    )


def cells_of(
    shipper: PricedShipper, destination_id: str, paths: Sequence[CostedPath | None]
) -> Iterator[MatrixCell]:
    """Yield the cells of a pair, of a path or none for each day."""
    known: dict[tuple[float, ...], MatrixCell] = {}
    wait_usd_per_t_d = shipper.wait_usd_per_t_d
    for day, path in zip(shipper.days, paths, strict=True):
        if path is None:
            yield no_cell(shipper.origin_id, destination_id, day, None)
            continue
        # A path that serves several days differs only by its wait.
        taken = (path.gap_pct, path.start, path.end, *path.rows)
        if taken not in known:
            known[taken] = _without_waits(shipper, destination_id, path)
        yield _with_wait(known[taken], day, path.waiting_d, wait_usd_per_t_d)


def _with_wait(cell: MatrixCell, day: int, waiting_d: float, wait_usd_per_t_d: float) -> MatrixCell:
    """Return the cell of a path that waits on a day; `replace` takes four times as long."""
    return MatrixCell(
        origin_id=cell.origin_id,
        destination_id=cell.destination_id,
        ready_d=day,
        cost_usd_per_t=cell.cost_usd_per_t + wait_usd_per_t_d * waiting_d,
        duration_d=cell.duration_d + waiting_d,
        waiting_d=waiting_d,
        co2_kg_per_t=cell.co2_kg_per_t,
        distance_km=cell.distance_km,
        modes=cell.modes,
        handled_ids=cell.handled_ids,
        capacity_checks=cell.capacity_checks,
        warnings=cell.warnings,
        gap_pct=cell.gap_pct,
    )


def quantities_of(
    shipper: PricedShipper, path: CostedPath, *, waiting_d: float | None = None
) -> Vector:
    """Return what a path consumes, its wait included, in the order of `QUANTITIES`.

    Parameters
    ----------
    shipper
        Origin and cargo.
    path
        The path.
    waiting_d
        Days that it waits; without them its own.
    """
    parts = path_quantities(shipper.network, path.rows, start=path.start, end=path.end)
    total: Vector = parts.sum(axis=0)
    total[QUANTITY_INDEX[Quantity.WAITING_D]] += path.waiting_d if waiting_d is None else waiting_d
    return total


def _without_waits(shipper: PricedShipper, destination_id: str, path: CostedPath) -> MatrixCell:
    """Return the totals of a path without its waits; its cost is its bill times the prices."""
    pricing, network = shipper.pricing, shipper.network
    row = quantities_of(shipper, path, waiting_d=0.0)
    facts, states = PathFacts.of(network).along(path.rows), network.arrays.states
    links = [one.link for one in facts if one.link is not None]
    first_id, last_id = states[path.start].place_id, states[path.end].place_id
    handled = handled_of(facts, first_id=first_id, last_id=last_id)
    estimates = estimates_of(facts)
    return MatrixCell(
        origin_id=shipper.origin_id,
        destination_id=destination_id,
        ready_d=path.ready_d,
        cost_usd_per_t=float(row @ pricing.base),
        duration_d=float(days_in(row)),
        waiting_d=0.0,
        co2_kg_per_t=float(row @ pricing.emissions),
        distance_km=sum([link.length_km for link in links]),
        modes=tuple([mode for mode, _ in groupby([link.mode for link in links])]),
        handled_ids=tuple(handled),
        capacity_checks=shipper.checks.at(handled),
        warnings=said_of(
            network.arrays, shipper.cargo, handled, estimates=estimates, gap_pct=path.gap_pct
        ),
        gap_pct=path.gap_pct,
    )


def cell_of_one_place(origin_id: str, destination_id: str, day: int) -> MatrixCell:
    """Return the cell of two ends that are one place: nothing moves, and the reason says why."""
    return MatrixCell(
        origin_id=origin_id,
        destination_id=destination_id,
        ready_d=day,
        cost_usd_per_t=0.0,
        duration_d=0.0,
        waiting_d=0.0,
        co2_kg_per_t=0.0,
        distance_km=0.0,
        modes=(),
        reason=SAME_PLACE,
    )


def no_cell(origin_id: str, destination_id: str, day: int, reason: str | None) -> MatrixCell:
    """Return the cell of a pair and a day without a path."""
    return MatrixCell(
        origin_id=origin_id,
        destination_id=destination_id,
        ready_d=day,
        cost_usd_per_t=math.nan,
        duration_d=math.nan,
        waiting_d=math.nan,
        co2_kg_per_t=math.nan,
        distance_km=math.nan,
        modes=(),
        reason=reason,
    )
