"""From a path to an itinerary: legs, transfers, days, bill and cost of a route.

Owns the walk along a path. Every part is priced by the one product of `geo.pricing.bill`, and the
route stores the parts, so the total is their sum and nothing is priced twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import days_of
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.capacities import checks_of
from zimnik.geo.pricing.bill import (
    QUANTITIES,
    QUANTITY_INDEX,
    bill_of,
    bills_elsewhere,
    components,
    days_in,
    emission_vector,
    price_vector,
)
from zimnik.geo.routing.itinerary import Leg, LinkSeason, Route, Transfer
from zimnik.geo.routing.paths import (
    estimates_along,
    handled_along,
    leg_of,
    path_quantities,
    said_of,
    waited_for_on,
)
from zimnik.geo.routing.request import SAME_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import Vehicle
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.time_expanded import DatedNetwork

CORRIDOR_MIN_KM = 100.0


@dataclass(frozen=True, slots=True)
class Pricing:
    """Price vectors of one cargo under one rate card, and its emission vectors."""

    low: Vector
    base: Vector
    high: Vector
    emissions: Vector
    emissions_low: Vector
    emissions_high: Vector

    @classmethod
    def of(cls, card: RateCard, cargo: Cargo) -> Pricing:
        """Return the vectors for a cargo."""
        return cls(
            low=price_vector(card, cargo, level="low"),
            base=price_vector(card, cargo, level="base"),
            high=price_vector(card, cargo, level="high"),
            emissions=emission_vector(card, cargo),
            emissions_low=emission_vector(card, cargo, level="low"),
            emissions_high=emission_vector(card, cargo, level="high"),
        )


def pricing_of(network: DatedNetwork, cargo: Cargo) -> Pricing:
    """Return the prices of a cargo by the card of a network, made once for a cargo."""
    return network.memo.of(("prices", cargo), lambda: Pricing.of(network.card, cargo))


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A part of a route: loading, a link, a transfer or unloading.

    Parameters
    ----------
    quantities
        What it consumes, the wait after it included, in the order of `QUANTITIES`.
    days
        Days that it takes, that wait included.
    at_id
        Place where it begins.
    edge
        Edge of the network; None for loading, unloading and both at one place.
    from_vehicle, to_vehicle
        What the cargo is on before and after.
    window
        What the search held it to.
    """

    quantities: Vector
    days: float
    at_id: str
    edge: Edge | None
    from_vehicle: Vehicle | None
    to_vehicle: Vehicle | None
    window: Window | None = None

    @property
    def link(self) -> Link | None:
        """Link, where the step is one."""
        return self.edge.link if self.edge else None


def assemble_route(network: DatedNetwork, path: Path, pricing: Pricing, cargo: Cargo) -> Route:
    """Return the route along a path of at least one link.

    Days count from the moment the cargo is ready at the origin, at the base speed of each vehicle
    and the base dwell of each lift.
    """
    steps = _steps(network, path)
    parts = _parts(steps, pricing.base, path.ready_d)
    legs = [part for part in parts if isinstance(part, Leg)]
    quantities = np.sum([step.quantities for step in steps], axis=0)
    bill = bill_of(quantities)
    links = [step.link for step in steps if step.link is not None]
    rows = [step.row for step in path.steps]
    handled = handled_along(network, rows, start=path.start, end=path.end)
    return Route(
        parts=parts,
        bill=bill,
        bills_elsewhere=bills_elsewhere(quantities),
        components_usd_per_t=components(quantities, pricing.base),
        low_usd_per_t=float(quantities @ pricing.low),
        high_usd_per_t=float(quantities @ pricing.high),
        distance_km=sum(leg.distance_km for leg in legs),
        duration_d=float(days_in(quantities)),
        waiting_d=path.waiting_d,
        co2_kg_per_t=float(quantities @ pricing.emissions),
        co2_low_kg_per_t=float(quantities @ pricing.emissions_low),
        co2_high_kg_per_t=float(quantities @ pricing.emissions_high),
        corridors=_corridors(links),
        ready_d=path.ready_d,
        best_ready_d=path.best_ready_d,
        handled_ids=handled,
        waited_for_d=waited_for_on(network, path),
        capacity_checks=checks_of(
            network.arrays.throughputs,
            dict.fromkeys(handled, cargo.tonnes_per_y * cargo.shipped_t_per_t),
        ),
        warnings=said_of(
            network.arrays,
            cargo,
            handled,
            estimates=estimates_along(network, rows),
            gap_pct=path.gap_pct,
        ),
    )


def route_of_no_part(ready_d: int | None) -> Route:
    """Return the route between two ends that are one place: nothing moves and nothing is paid."""
    nothing = np.zeros(len(QUANTITIES))
    return Route(
        parts=(),
        bill={},
        components_usd_per_t=components(nothing, nothing),
        low_usd_per_t=0.0,
        high_usd_per_t=0.0,
        distance_km=0.0,
        duration_d=0.0,
        waiting_d=0.0,
        co2_kg_per_t=0.0,
        co2_low_kg_per_t=0.0,
        co2_high_kg_per_t=0.0,
        corridors=(),
        ready_d=ready_d,
        warnings=(SAME_PLACE,),
    )


def _steps(network: DatedNetwork, path: Path) -> list[Step]:
    """Return the parts of a path with what they consume; cargo waits after the part before."""
    arrays = network.arrays
    rows = [step.row for step in path.steps]
    consumed = path_quantities(network, rows, start=path.start, end=path.end)
    for part, step in enumerate(path.steps):
        consumed[part, QUANTITY_INDEX[Quantity.WAITING_D]] += step.waiting_d
    loading, *moved, unloading = zip(consumed, days_in(consumed).tolist(), strict=True)
    first, last = arrays.states[path.start], arrays.states[path.end]
    steps = [Step(*loading, first.place_id, None, None, first.vehicle)]
    state = first
    for part_of_path, step in zip(moved, path.steps, strict=True):
        if step.edge is None:
            vehicle = state.vehicle
            steps.append(Step(*part_of_path, state.place_id, None, vehicle, vehicle))
            continue
        edge = arrays.edges[step.edge]
        vehicles = (edge.tail.vehicle, edge.head.vehicle)
        steps.append(Step(*part_of_path, state.place_id, edge, *vehicles, step.window))
        state = edge.head
    return [*steps, Step(*unloading, last.place_id, None, last.vehicle, None)]


def _parts(
    steps: Sequence[Step], prices: Vector, ready_d: int | None
) -> tuple[Leg | Transfer, ...]:
    parts: list[Leg | Transfer] = []
    day = 0.0
    for key, run in groupby(steps, key=lambda step: leg_of(step.link)):
        part = list(run)
        if key is None:
            parts.extend(_transfer(step, prices) for step in part)
        else:
            parts.append(_leg(part, day, prices, ready_d))
        day += sum(step.days for step in part)
    return tuple(parts)


def _transfer(step: Step, prices: Vector) -> Transfer:
    return Transfer(
        at_id=step.at_id,
        from_vehicle=step.from_vehicle,
        to_vehicle=step.to_vehicle,
        dwell_d=float(step.quantities[QUANTITY_INDEX[Quantity.DWELL_D]]),
        waiting_d=float(step.quantities[QUANTITY_INDEX[Quantity.WAITING_D]]),
        cost_usd_per_t=float(step.quantities @ prices),
    )


def _leg(steps: Sequence[Step], day: float, prices: Vector, ready_d: int | None) -> Leg:
    edges = [step.edge for step in steps if step.edge is not None]
    links = [edge.link for edge in edges if edge.link is not None]
    arrive_day = day + sum(step.days for step in steps)
    return Leg(
        mode=links[0].mode,
        vehicle=links[0].vehicle,
        place_ids=(steps[0].at_id, *(edge.head.place_id for edge in edges)),
        link_ids=tuple(link.id for link in links),
        distance_km=sum(link.length_km for link in links),
        depart_day=day,
        arrive_day=arrive_day,
        cost_usd_per_t=float(np.sum([step.quantities for step in steps], axis=0) @ prices),
        estimated=any(link.estimated for link in links),
        seasons=() if ready_d is None else tuple(_link_seasons(steps, ready_d + day)),
        days=None if ready_d is None else days_of(ready_d + day, ready_d + arrive_day),
    )


def _link_seasons(steps: Sequence[Step], enter_d: float) -> Iterator[LinkSeason]:
    """Yield the windows that the search held the links of a leg to, and the days on each link."""
    for step in steps:
        leave_d = enter_d + step.days
        if step.window is not None and step.edge is not None and step.edge.link is not None:
            season = step.edge.season
            yield LinkSeason(
                link_id=step.edge.link.id,
                window=step.window,
                days=days_of(enter_d, leave_d),
                basis=season.basis if season is not None else "",
                light_load=step.edge.light_load,
            )
        enter_d = leave_d


def _corridors(links: Iterable[Link]) -> tuple[str, ...]:
    lengths_km: dict[str, float] = {}
    for link in links:
        if link.corridor:
            lengths_km[link.corridor] = lengths_km.get(link.corridor, 0.0) + link.length_km
    return tuple(name for name, km in lengths_km.items() if km >= CORRIDOR_MIN_KM)
