"""Runs between stores, by hand: their cost, days, departures and what of limited capacity they pass (E12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.geo.campaign_cases import ORE, drawn, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from zimnik.geo.campaign.programme import prices_without_roads
from zimnik.geo.campaign.runs import (
    DESTINATION,
    ORIGIN,
    CapacityUse,
    ContractedNetwork,
    DemandSpec,
    contract,
)
from zimnik.geo.core.calendar import Span
from zimnik.geo.core.intervals import ALWAYS
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.search import query_of
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.network.arrays import NetworkArrays


def contracted(
    arrays: NetworkArrays, limited: Collection[str] = (), roads: Collection[str] = ()
) -> ContractedNetwork:
    """Return the stores and runs of ore from mine to plant, over every link the way it is drawn."""
    card = storage_card()
    prices = prices_without_roads(Pricing.of(card, ORE).base)
    asked = Shipment("mine", "plant", ORE, dates=Dates())
    spec = DemandSpec(
        query=query_of(arrays, asked, prices),
        prices=prices,
        closures=NO_CLOSURES,
        limited=limited,
        roads=roads,
        edges=frozenset(
            number
            for number, edge in enumerate(arrays.edges)
            if edge.link is None or edge.tail.place_id == edge.link.from_id
        ),
    )
    return contract(dated_network(arrays, card, YearType.NORMAL), spec)


def test_run_without_a_store_on_its_route_goes_from_pile_to_plant() -> None:
    """By rail 300 km: load 2 and a day at 1, 3 for the t-km, unload 2; three days under way."""
    places = drawn_places(mine="deposit", plant="hub").assign(storage=False)
    links = drawn_links(link("mine-plant", Vehicle.RAIL_1520, 300.0))
    (run,) = contracted(compiled(places, links, storage_card())).runs
    assert (run.tail, run.head) == (ORIGIN, DESTINATION)
    assert run.cost_usd_per_t == pytest.approx(2 + 1 + 3 + 2)
    assert run.duration_d == pytest.approx(1 + 3)
    assert run.openings == ALWAYS
    assert run.passes == ()


def test_store_at_a_port_cuts_the_route_in_two_runs() -> None:
    """Lorries always leave; barges so that two days of river lie in the season of 122 days.

    The lift at the port, a day at 1 and US$ 6, is part of the run that brings the cargo there.
    """
    found = contracted(drawn(("06-01", "09-30")))
    (port,) = found.places
    assert found.places[port] == "port"
    first, last = sorted(found.runs, key=lambda run: run.tail != ORIGIN)
    assert (first.tail, first.head, last.tail, last.head) == (ORIGIN, port, port, DESTINATION)
    assert first.cost_usd_per_t == pytest.approx(2 + 1 + 20 + 6 + 1)
    assert last.cost_usd_per_t == pytest.approx(4 + 2)
    assert first.openings == ALWAYS
    assert last.openings == (Span(151.0, 151.0 + 122 - 2),)


def test_limited_places_and_links_are_passed_after_the_days_until_them() -> None:
    """Loading takes a day and the road one: cargo is at the road after one, at the port after two."""
    first, _ = sorted(
        contracted(drawn(), limited={"mine-port", "port"}).runs, key=lambda run: run.tail != ORIGIN
    )
    assert first.passes == (CapacityUse("mine-port", 1.0), CapacityUse("port", 2.0))


@pytest.mark.parametrize(("limited", "count"), [((), 1), (("slow",), 1), (("quick",), 2)])
def test_run_is_of_use_where_it_passes_nothing_limited_that_the_cheapest_does(
    limited: tuple[str, ...], count: int
) -> None:
    """Two railways side by side: the longer one is dominated but where the other is limited."""
    places = drawn_places(mine="deposit", plant="hub").assign(storage=False)
    quick = link("mine-plant", Vehicle.RAIL_1520, 300.0)
    slow = link("mine-plant", Vehicle.RAIL_1520, 500.0)
    links = drawn_links({**quick, "id": "quick"}, {**slow, "id": "slow"})
    found = contracted(compiled(places, links, storage_card()), limited=limited)
    assert len(found.runs) == count
    assert min(run.cost_usd_per_t for run in found.runs) == pytest.approx(8)


def test_store_from_which_nothing_leads_on_is_left_out() -> None:
    places = drawn_places(mine="deposit", plant="hub", siding="station")
    links = drawn_links(
        link("mine-plant", Vehicle.RAIL_1520, 300.0), link("plant-siding", Vehicle.TRUCK, 10.0)
    )
    arrays = compiled(places.assign(storage=[False, False, True]), links, storage_card())
    found = contracted(arrays)
    assert found.places == {}
    assert {run.head for run in found.runs} == {DESTINATION}
