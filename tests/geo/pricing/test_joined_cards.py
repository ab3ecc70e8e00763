"""Joined regions: each link and place is priced, timed and drawn by the card of its region (A1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import around, drawn_links, drawn_places, exactly, link, parts, round_card
from tests.geo.routing.test_dated_routing import ORE
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.pricing.bill import cargo_prices, days_in
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.itinerary import Leg, Route
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.routing.year import year_of_route
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.sampled_paces import pace_inputs
from zimnik.geo.uncertainty.sampled_rates import card_inputs, sampled_card, sampled_rates
from zimnik.geo.uncertainty.samples import draw_samples

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard

FIRST = round_card()
NORTH = "north"
OTHER_PRICES = {
    **FIRST.prices_usd,
    Quantity.TRUCK_TKM: around(0.1),
    Quantity.SITE_LIFT: around(3.0),
}
OWN = replace(
    FIRST,
    prices_usd=OTHER_PRICES,
    speeds_km_per_d={**FIRST.speeds_km_per_d, Vehicle.TRUCK: exactly(50.0)},
    emissions_kg={**FIRST.emissions_kg, Quantity.TRUCK_TKM: exactly(0.03)},
)
JOINED = replace(FIRST, elsewhere={NORTH: OWN})


def across(card: RateCard) -> DatedNetwork:
    """Return a mine, 100 km of road to a border, and 200 km beyond it to a plant of the north."""
    places, links = parts(
        drawn_places(mine="deposit", border="road_junction", plant="hub"),
        drawn_links(
            link("mine-border", Vehicle.TRUCK, 100.0), link("border-plant", Vehicle.TRUCK, 200.0)
        ),
    )
    own = {"plant", "border-plant"}
    places = tuple(replace(one, region=NORTH) if one.id in own else one for one in places)
    links = tuple(replace(one, region=NORTH) if one.id in own else one for one in links)
    return dated_network(network_arrays(places, links, card), card, YearType.NORMAL)


def route_of(network: DatedNetwork, origin: str = "mine", destination: str = "plant") -> Route:
    shipment = Shipment(origin, destination, ORE, dates=Dates(0))
    (route,) = find_routes(network.arrays, network.card, shipment).routes
    return route


def test_a_leg_through_two_regions_is_the_sum_of_both() -> None:
    """Load 2, 100 km at 0.05, 200 km at 0.10 and unload 3; a day, then 100 km and 50 km a day."""
    route = route_of(across(JOINED))
    (leg,) = (part for part in route.parts if isinstance(part, Leg))
    assert leg.cost_usd_per_t == pytest.approx(5.0 + 20.0)
    assert route.cost_usd_per_t == pytest.approx(2.0 + 25.0 + 3.0)
    assert sum(part.cost_usd_per_t for part in route.parts) == pytest.approx(30.0)
    assert route.components_usd_per_t["road"] == pytest.approx(25.0)
    assert route.components_usd_per_t["handling"] == pytest.approx(5.0)
    assert (route.low_usd_per_t, route.high_usd_per_t) == pytest.approx((15.0, 60.0))
    assert route.co2_kg_per_t == pytest.approx(100 * 0.01 + 200 * 0.03)
    assert route.duration_d == pytest.approx(1.0 + 1.0 + 4.0)
    # What is consumed is what is consumed, whoever prices it.
    assert route.bill[Quantity.TRUCK_TKM] == pytest.approx(300.0)
    (beyond,) = route.bills_elsewhere
    assert beyond[Quantity.TRUCK_TKM] == pytest.approx(200.0)
    assert year_of_route(route, (0,)).bills_elsewhere == route.bills_elsewhere


def test_a_network_and_a_card_without_the_same_regions_are_refused() -> None:
    network = across(JOINED)
    with pytest.raises(InputError, match="north with a card of its own, and without"):
        dated_network(network.arrays, FIRST, YearType.NORMAL)


LENGTHS_KM = st.integers(1, 1_000)
PAIRS = ("a-b", "a-c", "b-c", "b-d", "c-d", "d-e", "c-e")


@settings(max_examples=examples(25))
@given(st.lists(LENGTHS_KM, min_size=7, max_size=7), st.sets(st.sampled_from(PAIRS)))
def test_the_cheapest_way_is_the_one_that_its_own_prices_make(
    lengths_km: list[int], northern: set[str]
) -> None:
    """Dijkstra of networkx over kilometres, each at the price of its region."""
    names = dict.fromkeys("abcde", "road_junction") | {"a": "deposit", "e": "hub"}
    rows = [link(pair, Vehicle.TRUCK, km) for pair, km in zip(PAIRS, lengths_km, strict=True)]
    places, links = parts(drawn_places(**names), drawn_links(*rows))
    links = tuple(replace(one, region=NORTH if one.id in northern else "") for one in links)
    network = dated_network(network_arrays(places, links, JOINED), JOINED, YearType.NORMAL)
    graph = nx.Graph()
    for one in links:
        usd = one.length_km * (0.1 if one.region else 0.05)
        graph.add_edge(one.from_id, one.to_id, usd=usd)
    least = nx.dijkstra_path_length(graph, "a", "e", weight="usd")
    assert route_of(network, "a", "e").cost_usd_per_t == pytest.approx(2.0 + least + 2.0)


def test_cards_that_are_alike_change_nothing() -> None:
    alike = replace(FIRST, elsewhere={NORTH: FIRST})
    one, other = route_of(across(FIRST)), route_of(across(alike))
    assert one.cost_usd_per_t == other.cost_usd_per_t
    assert one.components_usd_per_t == other.components_usd_per_t
    assert one.bill == other.bill


def test_every_draw_prices_a_way_as_its_own_card_does() -> None:
    """Prices that differ and the currency of the north are drawn apart; what is alike is one."""
    inputs = card_inputs(JOINED, exactly(1.0), {NORTH: around(1.0)})
    names = {one.name for one in inputs}
    assert {"truck_tkm@north", "site_lift@north", "currency@north"} <= names
    assert "winter_truck_tkm@north" not in names
    samples = draw_samples(inputs, 10, seed=3)
    rates = sampled_rates(JOINED, samples)
    network = across(JOINED)
    shipment = Shipment("mine", "plant", ORE, dates=Dates(None))
    year = YearSearches(network, splits=True).mean(shipment)
    assert not isinstance(year, str)
    assert year.split is not None
    drawn = (year.split.drawn(samples.ratios(), 10) * cargo_prices(rates, ORE)).sum(axis=1)
    for number in range(10):
        own = sampled_card(JOINED, samples.sample(number))
        assert drawn[number] == pytest.approx(route_of(across(own)).cost_usd_per_t)
    tkm = samples.of("truck_tkm", 0.0) * 100 + 200 * (
        samples.of("truck_tkm@north", 0.0) * samples.of("currency@north", 1.0)
    )
    lifts = samples.of("site_lift", 0.0) + (
        samples.of("site_lift@north", 0.0) * samples.of("currency@north", 1.0)
    )
    assert drawn == pytest.approx(tkm + lifts)
    assert np.ptp(drawn) > 0


def test_a_speed_of_one_region_moves_its_days_alone() -> None:
    network = across(JOINED)
    year = YearSearches(network, splits=True).mean(
        Shipment("mine", "plant", ORE, dates=Dates(None))
    )
    assert not isinstance(year, str)
    assert year.split is not None
    faster = {"speed_truck@north": np.array([2.0]), "speed_truck": np.array([1.0])}
    assert days(year.split.drawn(faster, 1)) == pytest.approx(1.0 + 1.0 + 2.0)
    # Without a range of its own a region moves with the first.
    both = {"speed_truck": np.array([2.0])}
    assert days(year.split.drawn(both, 1)) == pytest.approx(1.0 + 0.5 + 2.0)


def days(rows: np.ndarray) -> float:
    return float(days_in(rows)[0])


def test_a_dedicated_road_costs_what_it_does_in_its_region() -> None:
    """200 km at US$ 20,000 a year over 100,000 t there; half of it where it is of the first."""
    dear = {**OTHER_PRICES, Quantity.DEDICATED_WINTER_ROAD_KM: around(20_000.0)}
    card = replace(FIRST, elsewhere={NORTH: replace(OWN, prices_usd=dear)})
    row = link("mine-plant", Vehicle.WINTER_TRUCK, 200.0, dedicated=True)
    places, (ice,) = parts(drawn_places(mine="deposit", plant="hub"), drawn_links(row))
    for region, usd_per_t in ((NORTH, 40.0), ("", 20.0)):
        own = (replace(ice, region=region),)
        network = dated_network(network_arrays(places, own, card), card, YearType.NORMAL)
        assert route_of(network).components_usd_per_t["dedicated_road"] == pytest.approx(usd_per_t)
        year = YearSearches(network, splits=True).mean(
            Shipment("mine", "plant", ORE, dates=Dates(None))
        )
        assert not isinstance(year, str)
        assert year.components_usd_per_t["dedicated_road"] == pytest.approx(usd_per_t)
        inputs = card_inputs(card, exactly(1.0), {NORTH: exactly(1.0)})
        prices = cargo_prices(sampled_rates(card, draw_samples(inputs, 3, seed=1)), ORE)
        assert year.split is not None
        assert (year.split.row * prices).sum(axis=1).shape == (3,)
        low, high = year.low_usd_per_t, year.high_usd_per_t
        assert (low, high) == pytest.approx((year.mean_usd_per_t / 2, year.mean_usd_per_t * 2))


def test_a_speed_is_drawn_by_region_only_where_it_has_another_range() -> None:
    barge, truck = around(80.0), around(60.0)
    first = replace(FIRST, speeds_km_per_d={**FIRST.speeds_km_per_d, Vehicle.BARGE: barge})
    own = replace(first, speeds_km_per_d={**first.speeds_km_per_d, Vehicle.TRUCK: truck})
    alone, joined = (pace_inputs(replace(first, elsewhere=more)) for more in ({}, {NORTH: own}))
    added = [one for one in joined if one not in alone]
    assert [(one.name, one.range) for one in added] == [("speed_truck@north", truck)]
    assert len(joined) == len(alone) + 1
