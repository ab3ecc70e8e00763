"""Paths within a limit of days, compiled: what plain Python finds, and no label made twice (E9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.compiled.test_compiled import STARTS, compiled, durations_of, graphs, told
from tests.geo.drawn import compiled as arrays_of
from tests.geo.drawn import drawn_links, drawn_places, link
from tests.geo.routing.test_dated_routing import ORE, SUMMER, WINTER
from zimnik.geo.compiled.potential import CompiledPotential
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, Vehicle, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.routing import _matrix_pairs, dated_path, day_limit, labels
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.day_limit import DayLimit
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network, moves_by_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.labels import DatedGraph, Label

DAY = day_of("02-01")
CLOSED = Closures(link_ids=frozenset({"mine-port"}))


def answer_of(graph: DatedGraph, start: Label, max_d: float) -> Sequence[object]:
    """Return the labels of the cheapest path in time and by how much another may be cheaper."""
    _, back = moves_by_state(graph.moves)
    limit = DayLimit(graph, back, durations_of(graph), [start], {len(back) - 1: 2.0}, max_d)
    try:
        found = limit.path()
    except InputError as refused:
        return [str(refused)]
    return [] if found is None else [told(found.label), found.gap_pct]


@settings(max_examples=examples(60))
@given(graphs(), STARTS, st.sampled_from([10.0, 90.0, 730.0]), st.sampled_from([6, 40, 8000]))
def test_label_for_label(graph: DatedGraph, start: Label, max_d: float, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_limit, "MAX_LABELS", most)
        plain, other = (answer_of(one, start, max_d) for one in (graph, compiled(graph)))
    event({0: "none", 1: "refused", 2: "found"}[len(plain)])
    assert plain == other


def round_and_round(card: RateCard) -> DatedNetwork:
    """Return a mine, a port, a yard behind it and a plant, none of them with a store.

    mine ~~ port == plant     ~~ 500 km winter road, open 12-20 to 04-20
                              == 2000 km by sea, open 07-20 to 09-30
    port -- yard              -- 10 km of road
    mine ........ plant       .. 2000 km by air
    """
    places = drawn_places(mine="deposit", port="arctic_port", yard="road_junction", plant="hub")
    places["storage"] = [False] * len(places)
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 500.0, corridor="winter", **WINTER),
        link("port-yard", Vehicle.TRUCK, 10.0),
        link("port-plant", Vehicle.ICE_CLASS_SHIP, 2000.0, corridor="sea", **SUMMER),
        link("mine-plant", Vehicle.AIRCRAFT, 2000.0, corridor="air"),
    )
    return dated_network(arrays_of(places, links, card), card, YearType.NORMAL)


def flown(network: DatedNetwork, closures: Closures) -> tuple[float, float]:
    """Return what the route of a day and the cell of the matrix cost, both of which must fly."""
    shipment = Shipment("mine", "plant", ORE, Dates(DAY), closures=closures)
    answer = find_routes(network.arrays, network.card, shipment, dated=network)
    request = MatrixRequest({"mine": ORE}, ["plant"], (DAY,), closures)
    (cell,) = cost_matrix(network, request)
    assert cell.modes == (Mode.AIR,)
    assert [leg.mode for leg in answer.routes[0].legs] == [Mode.AIR]
    return answer.routes[0].cost_usd_per_t, cell.cost_usd_per_t


def test_cargo_that_drives_round_to_wait_for_a_ship_is_sought_once(
    dear_time: RateCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 20 April to 20 July it could drive from port to yard and back some 450 times.

    After the labels that a search may make it flies instead, as if no winter road were there; all
    labels are compiled, and none of them is made again by other bounds.
    """
    network = round_and_round(dear_time)
    expected = flown(network, CLOSED)
    for module in (day_limit, dated_path, _matrix_pairs):
        monkeypatch.setattr(module, "MOST_LABELS", 500)
    assert flown(network, Closures()) == expected

    def never(*_: object) -> None:
        message = "labels are made in plain Python, or again"
        raise AssertionError(message)

    monkeypatch.setattr(labels, "arrivals", never)
    monkeypatch.setattr(CompiledPotential, "search", never)
    assert flown(network.compiled(), Closures()) == expected
    assert math.isclose(*expected)


def test_a_pair_of_which_nobody_knows_a_route_leaves_the_other_cells(
    dear_time: RateCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no label may be made, the plant is out of reach by ship; the yard needs no ship."""
    monkeypatch.setattr(day_limit, "MAX_LABELS", 0)
    for module in (day_limit, dated_path, _matrix_pairs):
        monkeypatch.setattr(module, "MOST_LABELS", 500)
    network = round_and_round(dear_time)
    closures = Closures(modes=frozenset({Mode.AIR}))
    request = MatrixRequest({"mine": ORE}, ["plant", "yard"], (DAY,), closures)
    for one in (network, network.compiled()):
        plant, yard = cost_matrix(one, request)
        assert math.isnan(plant.cost_usd_per_t)
        assert str(plant.reason).startswith("no route is known among 0 labels, though there may")
        assert "Say which places have storage" in str(plant.reason)
        assert yard.modes == (Mode.WINTER_ROAD, Mode.ROAD)
        assert yard.reason is None
