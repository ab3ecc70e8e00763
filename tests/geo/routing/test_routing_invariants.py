"""What holds on every network: drawn at random, checked against all simple paths (E1)."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import (
    compiled,
    drawn_links,
    drawn_places,
    exactly,
    link,
    parts,
    round_card,
    with_boarding,
)
from zimnik.geo.core.vocabulary import PlaceKind, Quantity, Vehicle
from zimnik.geo.network.build import build_network
from zimnik.geo.pricing.bill import bill_cost, price_vector, total_bill
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range, RateCard
from zimnik.geo.pricing.step_bills import loading_bill, transfer_bill, unloading_bill
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes

CARD: RateCard = replace(
    with_boarding(round_card()),
    storage_usd_per_t_d=exactly(0.5),
    interest_pct_per_y=exactly(10.0),
)
ORE = Cargo("ore", 100_000.0, 1000.0)
KINDS = ("station", "river_port", "sea_port", "arctic_port", "road_junction", "hub", "waypoint")
VEHICLES = (Vehicle.RAIL_1520, Vehicle.BARGE, Vehicle.WINTER_TRUCK, Vehicle.GRAVEL_TRUCK)
if TYPE_CHECKING:
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.routing.itinerary import Route, Transfer

Rows = list[dict[str, object]]


@st.composite
def networks(draw: st.DrawFn) -> tuple[dict[str, str], Rows]:
    """Return up to six places and up to ten links between them."""
    count = draw(st.integers(2, 6))
    kinds = {f"p{i}": draw(st.sampled_from(KINDS)) for i in range(count)}
    kinds["p0"], kinds[f"p{count - 1}"] = "deposit", "hub"
    rows = []
    for number in range(draw(st.integers(1, 10))):
        i = draw(st.integers(0, count - 2))
        j = draw(st.integers(i + 1, count - 1))
        vehicle = draw(st.sampled_from(VEHICLES))
        row = link(f"p{i}-p{j}-{number}", vehicle, float(draw(st.integers(1, 3000))))
        row["dedicated"] = vehicle is Vehicle.WINTER_TRUCK and draw(st.booleans())
        row["only_for"] = draw(st.sampled_from(["", "", "", *kinds]))
        rows.append(row)
    return kinds, rows


def best(
    kinds: dict[str, str], rows: Rows, card: RateCard = CARD, cargo: Cargo = ORE
) -> Route | None:
    arrays = compiled(drawn_places(**kinds), drawn_links(*rows), card)
    ends = next(iter(kinds)), list(kinds)[-1]
    routes = find_routes(arrays, card, Shipment(*ends, cargo, Dates())).routes
    return routes[0] if routes else None


def oracle(kinds: dict[str, str], rows: Rows) -> float | None:
    """Return the least cost over all simple paths of states, priced step by step."""
    graph = build_network(*parts(drawn_places(**kinds), drawn_links(*rows)), CARD)
    prices = price_vector(CARD, ORE)
    first, last = next(iter(kinds)), list(kinds)[-1]
    costs = []
    for start in [s for s in graph if s.place_id == first and s.vehicle]:
        for end in [s for s in graph if s.place_id == last and s.vehicle]:
            ends = [
                loading_bill(PlaceKind(kinds[first]), start.vehicle, CARD),
                unloading_bill(PlaceKind(kinds[last]), end.vehicle),
            ]
            for path in nx.all_simple_paths(graph, start, end):
                steps = [
                    min(
                        (
                            bill_cost(e["bill"], prices)
                            for e in graph[tail][head].values()
                            if is_open(e.get("link"), tail.place_id, head.place_id, (first, last))
                        ),
                        default=math.inf,
                    )
                    for tail, head in pairwise(path)
                ]
                costs.append(sum(steps) + sum(bill_cost(bill, prices) for bill in ends))
    return min((cost for cost in costs if math.isfinite(cost)), default=None)


def is_open(link: Link | None, tail_id: str, head_id: str, ends: tuple[str, str]) -> bool:
    """Whether cargo between two ends may take a link: its own out, its own in, its own farther on."""
    if link is None or not link.only_for:
        return True
    if tail_id == link.only_for:
        return ends[0] == link.only_for
    return link.only_for == ends[1] if head_id == link.only_for else link.only_for in ends


@settings(max_examples=examples(150))
@given(networks())
def test_equals_the_cheapest_of_all_simple_paths(network: tuple[dict[str, str], Rows]) -> None:
    route, expected = best(*network), oracle(*network)
    if expected is None:
        assert route is None
    else:
        assert route is not None
        assert route.cost_usd_per_t == pytest.approx(expected)


def bill_of(transfer: Transfer, kind: PlaceKind) -> Bill:
    """Return the bill of a transfer, of loading or of unloading."""
    first, second = transfer.from_vehicle, transfer.to_vehicle
    if first and second:
        return transfer_bill(kind, first, second, CARD)
    if second:
        return loading_bill(kind, second, CARD)
    assert first is not None
    return unloading_bill(kind, first)


@settings(max_examples=examples(60))
@given(networks())
def test_cost_recomputed_along_the_path_is_the_one_reported(
    network: tuple[dict[str, str], Rows],
) -> None:
    kinds, rows = network
    route = best(kinds, rows)
    if route is None:
        return
    graph = build_network(*parts(drawn_places(**kinds), drawn_links(*rows)), CARD)
    links = {key: edge["bill"] for *_, key, edge in graph.edges(keys=True, data=True)}
    bills = [links[link_id] for link_id in route.link_ids]
    bills += [bill_of(transfer, PlaceKind(kinds[transfer.at_id])) for transfer in route.transfers]
    recomputed = bill_cost(total_bill(bills), price_vector(CARD, ORE))
    assert recomputed == pytest.approx(route.cost_usd_per_t)
    assert sum(part.cost_usd_per_t for part in route.parts) == pytest.approx(route.cost_usd_per_t)
    assert [leg.to_id for leg in route.legs[:-1]] == [leg.from_id for leg in route.legs[1:]]


@settings(max_examples=examples(60))
@given(networks(), st.sampled_from(sorted(CARD.prices_usd)), st.floats(1.0, 5.0))
def test_dearer_rate_never_makes_a_route_cheaper(
    network: tuple[dict[str, str], Rows], quantity: Quantity, factor: float
) -> None:
    old = CARD.prices_usd[quantity]
    dearer = Range(*(value * factor for value in (old.low, old.base, old.high)))
    card = replace(CARD, prices_usd={**CARD.prices_usd, quantity: dearer})
    before, after = best(*network), best(*network, card=card)
    if before is not None and after is not None:
        assert after.cost_usd_per_t >= before.cost_usd_per_t - 1e-9


# Tests (E3).
@settings(max_examples=examples(60))
@given(networks(), st.floats(1.0, 10.0))
def test_more_tonnes_never_cost_more_a_tonne(
    network: tuple[dict[str, str], Rows], factor: float
) -> None:
    more = replace(ORE, tonnes_per_y=ORE.tonnes_per_y * factor)
    before, after = best(*network), best(*network, cargo=more)
    if before is not None and after is not None:
        assert after.cost_usd_per_t <= before.cost_usd_per_t + 1e-9


@settings(max_examples=examples(60))
@given(networks(), st.integers(1, 3000))
def test_another_link_never_makes_a_route_dearer(
    network: tuple[dict[str, str], Rows], length_km: int
) -> None:
    kinds, rows = network
    terminals = [name for name, kind in kinds.items() if kind not in ("deposit", "hub")]
    if len(terminals) < 2:
        return
    added = link(f"{terminals[0]}-{terminals[-1]}-added", Vehicle.BARGE, float(length_km))
    before, after = best(kinds, rows), best(kinds, [*rows, added])
    if before is not None:
        assert after is not None
        assert after.cost_usd_per_t <= before.cost_usd_per_t + 1e-9


# Tests (A1).
@settings(max_examples=examples(60))
@given(networks())
def test_there_and_back_cost_the_same_but_for_dwell_at_the_ends(
    network: tuple[dict[str, str], Rows],
) -> None:
    """Links are two-way and lifts symmetric; both ends are sites, where the same lift is made."""
    kinds, rows = network
    there = best(kinds, rows)
    back = best(dict(reversed(kinds.items())), rows)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert back.cost_usd_per_t == pytest.approx(there.cost_usd_per_t)


@settings(max_examples=examples(60))
@given(networks())
def test_least_cost_obeys_the_triangle_inequality(network: tuple[dict[str, str], Rows]) -> None:
    """Through any place, and its lifts, is never cheaper than the least-cost route.

    Where no link is a site's own: the road of a place on the way serves only what starts there.
    """
    kinds, rows = network
    open_to_all = [{**row, "only_for": ""} for row in rows]
    arrays = compiled(drawn_places(**kinds), drawn_links(*open_to_all), CARD)
    first, last = next(iter(kinds)), list(kinds)[-1]
    whole = find_routes(arrays, CARD, Shipment(first, last, ORE, Dates())).routes
    for middle in list(kinds)[1:-1]:
        there = find_routes(arrays, CARD, Shipment(first, middle, ORE, Dates())).routes
        onward = find_routes(arrays, CARD, Shipment(middle, last, ORE, Dates())).routes
        if there and onward and whole:
            parts = there[0].cost_usd_per_t + onward[0].cost_usd_per_t
            assert whole[0].cost_usd_per_t <= parts + 1e-9
