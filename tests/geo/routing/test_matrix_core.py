"""The search to many destinations at once finds the same with its bounds by time and without (E9)."""

from __future__ import annotations

import gc
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places
from tests.geo.routing.test_dated_routing import ORE, TIMED
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.compiled.path_search import PathSearch
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing._matrix_core import MoveTable
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector


@settings(max_examples=examples(80))
@given(st.data(), networks(), st.sampled_from([60.0, 400.0, 730.0]))
def test_bounds_by_time_of_the_year_change_no_cost(
    data: st.DataObject, network: tuple[dict[str, str], Rows], max_d: float
) -> None:
    kinds, rows = network
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = compiled(places, drawn_links(*data.draw(seasonal_rows(rows))), TIMED)
    laid_out = dated_network(arrays, TIMED, YearType.NORMAL)
    ids = list(kinds)
    days = data.draw(st.lists(st.integers(0, 364), min_size=1, max_size=3, unique=True))
    request = MatrixRequest(dict.fromkeys(ids[:2], ORE), ids[1:], days, max_d=max_d)

    def costs(few: float) -> list[float]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("zimnik.geo.routing.matrix.MANY", 1)
            patch.setattr("zimnik.geo.routing._matrix_core.FEW", few)
            return [cell.cost_usd_per_t for cell in cost_matrix(laid_out, request)]

    bounded = costs(0)
    assert bounded == pytest.approx(costs(math.inf), nan_ok=True)
    event("some reachable" if any(map(math.isfinite, bounded)) else "none reachable")


def test_cells_are_the_same_on_any_threads_and_in_any_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = {"mine": "deposit", "pit": "deposit", "port": "sea_port", "plant": "hub", "mill": "hub"}
    rows = [
        {"id": f"{one}-{other}", "from_id": one, "to_id": other, "vehicle": "truck", "length_km": km}
        for one, other, km in (
            ("mine", "port", 30.0), ("pit", "port", 50.0), ("port", "plant", 70.0),
            ("port", "mill", 20.0), ("plant", "mill", 10.0),
        )
    ]  # fmt: skip
    arrays = compiled(drawn_places(**kinds), drawn_links(*rows), TIMED)
    network = dated_network(arrays, TIMED, YearType.NORMAL).compiled()
    cargoes = {"mine": ORE, "pit": replace(ORE, value_usd_per_t=9000.0), "port": ORE}
    request = MatrixRequest(cargoes, ["plant", "mill"])
    monkeypatch.setattr("zimnik.geo.routing.matrix.MANY", 1)
    found = []
    # A byte holds the costs to go of one price at a time.
    for threads, held in ((1, 1_000_000), (3, 1_000_000), (3, 1)):
        monkeypatch.setattr("zimnik.geo.routing.matrix.CORES_BYTES", held)
        monkeypatch.setattr(
            "zimnik.geo.routing.matrix.threads_here", lambda threads=threads: threads
        )
        found.append(cost_matrix(network, request))
    assert found[0] == found[1] == found[2]
    assert [cell.origin_id for cell in found[0]][::24] == ["mine", "pit", "port"]
    assert all(math.isfinite(cell.cost_usd_per_t) for cell in found[0])


def test_what_serves_no_price_of_a_part_is_not_tried_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All roads are open in winter alone: no way is open all year, so that none is of the core.
    kinds = {"mine": "deposit", "pit": "deposit", "plant": "hub", "mill": "hub"}
    rows = [
        {
            "id": f"{one}-{other}", "from_id": one, "to_id": other, "mode": "winter_road",
            "vehicle": "winter_truck", "length_km": km, "season_open": "01-01",
            "season_close": "03-31", "season_basis": "published",
        }
        for one, other, km in (("mine", "plant", 30.0), ("pit", "plant", 50.0), ("plant", "mill", 9.0))
    ]  # fmt: skip
    arrays = compiled(drawn_places(**kinds), drawn_links(*rows), TIMED)
    network = dated_network(arrays, TIMED, YearType.NORMAL).compiled()
    cargoes = {"mine": ORE, "pit": replace(ORE, value_usd_per_t=9000.0)}
    request = MatrixRequest(cargoes, ["plant", "mill"])
    monkeypatch.setattr("zimnik.geo.routing.matrix.MANY", 1)
    together = cost_matrix(network, request)
    tried: list[int] = []
    costs_to_go = MoveTable.costs_to_go

    def counted(table: MoveTable, costs: Vector, known: Vector) -> Vector:
        tried.append(len(known))
        return costs_to_go(table, costs, known)

    monkeypatch.setattr(MoveTable, "costs_to_go", counted)
    monkeypatch.setattr("zimnik.geo.routing.matrix.CORES_BYTES", 1)
    assert cost_matrix(network, request) == together
    assert all(math.isfinite(cell.cost_usd_per_t) for cell in together)
    # With and without seasons to both destinations, of the first price alone.
    assert tried == [2, 2]


def test_what_was_searched_for_a_pair_is_let_go_at_once() -> None:
    # A path there and later through the winter road: the days between are halved.
    kinds = {"mine": "deposit", "plant": "hub"}
    row = {"id": "mine-plant", "from_id": "mine", "to_id": "plant", "mode": "winter_road"}
    row |= {"vehicle": "winter_truck", "season_open": "01-01", "season_close": "03-31"}
    links = drawn_links({**row, "length_km": 30.0, "season_basis": "published"})
    arrays = compiled(drawn_places(**kinds), links, TIMED)
    network = dated_network(arrays, TIMED, YearType.NORMAL).compiled()
    gc.collect()
    # Without the collector, which comes by seldom: openings of a large network take many MB.
    gc.disable()
    try:
        cells = cost_matrix(network, MatrixRequest({"mine": ORE}, ["plant"]))
        kept = [one for one in gc.get_objects() if type(one) is PathSearch]
    finally:
        gc.enable()
    assert all(math.isfinite(cell.cost_usd_per_t) for cell in cells)
    assert not kept
