"""From a path to a route: legs, transfers, days, bill and cost.

Owns the walk along a path. Every part is priced by the one product of `geo.bill`, and the route
stores the parts, so the total is their sum and nothing is priced twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.bill import (
    bill_cost,
    components,
    emission_vector,
    loading_bill,
    price_vector,
    total_bill,
    unloading_bill,
)
from geo.results import Leg, LinkSeason, Route, Transfer
from geo.vocabulary import Mode, Quantity, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.arrays import Edge, NetworkArrays
    from geo.bill import Bill, Vector
    from geo.cargo import Cargo
    from geo.rates import RateCard

CORRIDOR_MIN_KM = 100.0


@dataclass(frozen=True, slots=True)
class Pricing:
    """Price vectors of one cargo under one rate card, and its emission vector."""

    low: Vector
    base: Vector
    high: Vector
    emissions: Vector

    @classmethod
    def of(cls, card: RateCard, cargo: Cargo) -> Pricing:
        """Return the vectors for a cargo."""
        return cls(
            low=price_vector(card, cargo, "low"),
            base=price_vector(card, cargo, "base"),
            high=price_vector(card, cargo, "high"),
            emissions=emission_vector(card, cargo),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a route with its bill: loading, a link, a transfer or unloading."""

    bill: Bill
    at_id: str
    edge: Edge | None
    from_vehicle: Vehicle | None
    to_vehicle: Vehicle | None

    @property
    def days(self) -> float:
        """Days that the step takes."""
        return self.bill.get(Quantity.UNDER_WAY_D, 0.0) + self.bill.get(Quantity.DWELL_D, 0.0)

    @property
    def record(self) -> dict[str, Any] | None:
        """Row of the link, where the step is one."""
        return self.edge.record if self.edge else None


def assemble_route(
    arrays: NetworkArrays, card: RateCard, path: Sequence[int], pricing: Pricing, cargo: Cargo
) -> Route:
    """Return the route along a path of edge numbers; the path has at least one link.

    Days count from the moment the cargo is ready at the origin, at the base speed of each vehicle
    and the base dwell of each lift.
    """
    steps = _steps(arrays, card, path)
    legs, transfers = _parts(steps, pricing.base)
    bill = total_bill(step.bill for step in steps)
    links = [step.record for step in steps if step.record is not None]
    return Route(
        legs=legs,
        transfers=transfers,
        bill=bill,
        components_usd_per_t=components(bill, pricing.base),
        low_usd_per_t=bill_cost(bill, pricing.low),
        high_usd_per_t=bill_cost(bill, pricing.high),
        distance_km=sum(leg.distance_km for leg in legs),
        duration_d=sum(step.days for step in steps),
        waiting_d=bill.get(Quantity.WAITING_D, 0.0),
        co2_kg_per_t=bill_cost(bill, pricing.emissions),
        corridors=_corridors(links),
        warnings=tuple(_warnings(arrays, legs, links, cargo)),
    )


def _steps(arrays: NetworkArrays, card: RateCard, path: Sequence[int]) -> list[Step]:
    edges = [arrays.edges[number] for number in path]
    bills = [arrays.bills[number] for number in path]
    first, last = edges[0].tail, edges[-1].head
    kinds = arrays.kinds
    if first.vehicle is None or last.vehicle is None:
        message = "a path starts and ends on a vehicle"
        raise ValueError(message)
    return [
        Step(
            loading_bill(kinds[first.place_id], first.vehicle, card),
            first.place_id,
            None,
            None,
            first.vehicle,
        ),
        *(
            Step(bill, edge.tail.place_id, edge, edge.tail.vehicle, edge.head.vehicle)
            for edge, bill in zip(edges, bills, strict=True)
        ),
        Step(
            unloading_bill(kinds[last.place_id], last.vehicle),
            last.place_id,
            None,
            last.vehicle,
            None,
        ),
    ]


def _parts(steps: Sequence[Step], prices: Vector) -> tuple[tuple[Leg, ...], tuple[Transfer, ...]]:
    legs: list[Leg] = []
    transfers: list[Transfer] = []
    day = 0.0
    for key, run in groupby(steps, key=_leg_key):
        part = list(run)
        if key is None:
            transfers.extend(_transfer(step, prices) for step in part)
        else:
            legs.append(_leg(part, day, prices))
        day += sum(step.days for step in part)
    return tuple(legs), tuple(transfers)


def _leg_key(step: Step) -> tuple[str, str] | None:
    return (step.record["mode"], step.record["vehicle"]) if step.record else None


def _transfer(step: Step, prices: Vector) -> Transfer:
    return Transfer(
        at_id=step.at_id,
        from_vehicle=step.from_vehicle,
        to_vehicle=step.to_vehicle,
        dwell_d=step.bill.get(Quantity.DWELL_D, 0.0),
        waiting_d=step.bill.get(Quantity.WAITING_D, 0.0),
        cost_usd_per_t=bill_cost(step.bill, prices),
    )


def _leg(steps: Sequence[Step], day: float, prices: Vector) -> Leg:
    records = [step.record for step in steps if step.record is not None]
    ends = [step.edge.head.place_id for step in steps if step.edge is not None]
    return Leg(
        mode=Mode(records[0]["mode"]),
        vehicle=Vehicle(records[0]["vehicle"]),
        place_ids=(steps[0].at_id, *ends),
        link_ids=tuple(str(record["id"]) for record in records),
        distance_km=sum(float(record["length_km"]) for record in records),
        depart_day=day,
        arrive_day=day + sum(step.days for step in steps),
        cost_usd_per_t=bill_cost(total_bill(step.bill for step in steps), prices),
        estimated=any(bool(record.get("estimated")) for record in records),
        seasons=tuple(
            LinkSeason(str(record["id"]), str(record["season_open"]), str(record["season_close"]))
            for record in records
            if not pd.isna(record.get("season_open")) and record["season_open"]
        ),
    )


def _corridors(links: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    lengths_km: dict[str, float] = {}
    for link in links:
        corridor = link["corridor"]
        if not pd.isna(corridor) and corridor:
            lengths_km[corridor] = lengths_km.get(corridor, 0.0) + float(link["length_km"])
    return tuple(name for name, km in lengths_km.items() if km >= CORRIDOR_MIN_KM)


def _warnings(
    arrays: NetworkArrays,
    legs: Sequence[Leg],
    links: Sequence[dict[str, Any]],
    cargo: Cargo,
) -> Iterable[str]:
    for leg in legs:
        if leg.estimated:
            yield (
                f"{leg.from_id} to {leg.to_id}: no link is known, {leg.distance_km:.0f} km is an "
                "estimate from the geodesic"
            )
    places = dict.fromkeys(place_id for leg in legs for place_id in leg.place_ids)
    capacities = {place_id: arrays.capacities_t_per_y.get(place_id) for place_id in places}
    limits = {**capacities, **{str(link["id"]): link.get("capacity_t_per_y") for link in links}}
    for name, capacity in limits.items():
        if capacity is not None and not pd.isna(capacity) and cargo.tonnes_per_y > capacity:
            yield (
                f"{name} handles {capacity:,.0f} t a year; {cargo.tonnes_per_y:,.0f} t are to "
                "pass, so the rest needs another way"
            )
