"""What an answer uses and what does not exist is told with its cost (A83)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.geo.drawn import drawn_links, drawn_places, link, parts
from zimnik.geo.core.vocabulary import Existence, Vehicle
from zimnik.geo.infrastructure.needs import (
    BUILDER,
    OWN_CARGO,
    Needs,
    Unbuilt,
    lifted_at,
    needs_of,
)
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.itinerary import Transfer
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route

PORT = Unbuilt(Existence.PLANNED, 2030, "a plan", "the state", Range(8.0, 9.0, 10.0), "a budget")
CRACKING = Unbuilt(Existence.UNDER_CONSTRUCTION, 2027, "press", "its owner")


class Drawn(NamedTuple):
    """A network and what of it does not exist."""

    arrays: NetworkArrays
    needs: Needs


@pytest.fixture
def drawn(card: RateCard) -> Drawn:
    """Return a mine, its own road of 100 km to a planned port, a planned lane, and a plant.

    A gravel and a paved road of 900 km each meet on the planned square of a camp.
    """
    at = drawn_places(
        mine="deposit", camp="road_junction", port="arctic_port", quay="sea_port", plant="hub"
    ).assign(state=["", "planned", "planned", "existing", ""])
    own = {"dedicated": True, "only_for": "mine", "state": "hypothetical", "note": "drawn"}
    links = drawn_links(
        link("mine-camp", Vehicle.GRAVEL_TRUCK, 900.0),
        link("camp-plant", Vehicle.TRUCK, 900.0),
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0, **own),
        link("port-quay", Vehicle.ICE_CLASS_SHIP, 500.0, state="planned"),
        link("quay-plant", Vehicle.RAIL_1520, 500.0),
    )
    places, every_link = parts(at, links)
    needs = needs_of(
        every_link,
        {place.id: place.status for place in places},
        {"port": PORT, "plant/cracking": CRACKING},
        {"plant": ["cracking", "separation"]},
        card,
    )
    return Drawn(network_arrays(places, every_link, card), needs)


def route(drawn: Drawn, card: RateCard, cargo: Cargo, *, avoid: str = "") -> Route:
    closures = Closures(link_ids=frozenset({avoid}))
    shipment = Shipment("mine", "plant", cargo, Dates(), closures=closures)
    return find_routes(drawn.arrays, card, shipment).routes[0]


def test_a_route_needs_its_links_and_the_places_where_it_lifts(
    drawn: Drawn, card: RateCard, ore: Cargo
) -> None:
    by_sea = route(drawn, card, ore)
    assert by_sea.link_ids == ("mine-port", "port-quay", "quay-plant")
    road, lane, port = drawn.needs.of_route(by_sea)
    assert (road.item_id, lane.item_id, port.item_id) == ("mine-port", "port-quay", "port")
    # 100 km at 5,000, 10,000 and 20,000 dollars a year.
    assert road.yearly_usd == Range(500_000.0, 1_000_000.0, 2_000_000.0)
    assert road.unbuilt == Unbuilt(Existence.HYPOTHETICAL, source="drawn", payer=OWN_CARGO)
    assert lane.yearly_usd is None
    assert lane.unbuilt.state is Existence.PLANNED
    assert port.unbuilt == PORT


def test_what_the_bill_holds_of_a_dedicated_road_is_what_the_need_says(
    drawn: Drawn, card: RateCard, ore: Cargo
) -> None:
    by_sea = route(drawn, card, ore)
    road, *_ = drawn.needs.of_route(by_sea)
    assert road.yearly_usd is not None
    borne = by_sea.components_usd_per_t["dedicated_road"] * ore.tonnes_per_y
    assert borne == pytest.approx(road.yearly_usd.base)


def test_no_square_is_needed_where_the_same_lorry_drives_on(
    drawn: Drawn, card: RateCard, ore: Cargo
) -> None:
    by_road = route(drawn, card, ore, avoid="mine-port")
    assert by_road.link_ids == ("mine-camp", "camp-plant")
    assert lifted_at(by_road.transfers) == ("mine", "plant")
    assert drawn.needs.of_route(by_road) == ()


def test_cargo_that_is_set_down_and_loaded_again_is_lifted() -> None:
    again = Transfer("camp", Vehicle.TRUCK, Vehicle.TRUCK, 1.0, 9.0, 4.0)
    assert lifted_at([again]) == ("camp",)


def test_a_hub_needs_the_stages_that_do_not_work_and_each_thing_once(
    drawn: Drawn, card: RateCard, ore: Cargo
) -> None:
    by_sea = route(drawn, card, ore)
    needs = drawn.needs.of_hub("plant", ["cracking", "separation", "metal"], [by_sea, by_sea])
    assert [(need.item_id, need.stage) for need in needs] == [
        ("plant", "cracking"),
        ("plant", "metal"),
        ("mine-port", ""),
        ("port-quay", ""),
        ("port", ""),
    ]
    cracking, metal, *_ = needs
    assert cracking.unbuilt == CRACKING
    assert (metal.unbuilt.state, metal.unbuilt.payer) == (Existence.HYPOTHETICAL, BUILDER)


def test_what_is_not_known_to_be_missing_is_there() -> None:
    assert Needs().of_way(["a-b"], ["a", "b"]) == ()
