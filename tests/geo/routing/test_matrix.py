"""The matrix answers as the router does, pair by pair and day by day (E9)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places
from tests.geo.routing.test_dated_routing import ORE, TIMED, chain
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.core.calendar import day_of, text_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import SAME_PLACE, Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import year_cells
from zimnik.studies.execution.processes import process_pool

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_months_of_a_chain_of_winter_road_and_ship(dear_time: RateCard) -> None:
    """Ready on 1 February: 1 day to load, 5 to haul, 1 of dwell, then to 20 July, then by sea."""
    arrays = chain(dear_time, port=True)
    network = dated_network(arrays, dear_time, YearType.NORMAL)
    days = (day_of("02-01"), day_of("07-01"))
    winter, summer = cost_matrix(network, MatrixRequest({"mine": ORE}, ["plant"], days))
    assert winter.waiting_d == day_of("07-20") - day_of("02-01") - 7
    assert winter.modes == (Mode.WINTER_ROAD, Mode.SEA)
    assert winter.distance_km == 2500
    # to the next winter at the mine, and from it to the next summer at the port
    assert summer.duration_d - winter.duration_d == 365 - (days[1] - days[0])
    assert summer.cost_usd_per_t > winter.cost_usd_per_t


def test_no_way_has_no_numbers_but_a_reason(dear_time: RateCard) -> None:
    network = dated_network(chain(dear_time, port=True), dear_time, YearType.NORMAL)
    closed = Closures(modes=frozenset({Mode.SEA}))
    request = MatrixRequest({"mine": ORE}, ["plant", "mine"], (0,), closed)
    shut, same = cost_matrix(network, request)
    assert math.isnan(shut.cost_usd_per_t)
    assert shut.reason == "every route is closed by mode sea"
    assert same.reason == SAME_PLACE
    numbers = (same.cost_usd_per_t, same.duration_d, same.distance_km, same.co2_kg_per_t)
    assert numbers == (0, 0, 0, 0)
    shut_for_the_year, same_all_year = year_cells(network, replace(request, ready_d=(0, 200)))
    assert (shut_for_the_year.destination_id, same_all_year.destination_id) == ("plant", "mine")
    assert (shut_for_the_year.year, shut_for_the_year.reason) == (None, shut.reason)
    assert same_all_year.reason == SAME_PLACE


def test_unknown_places_and_days_are_refused(dear_time: RateCard) -> None:
    network = dated_network(chain(dear_time, port=True), dear_time, YearType.NORMAL)
    with pytest.raises(InputError, match="nowhere"):
        cost_matrix(network, MatrixRequest({"mine": ORE}, ["nowhere"]))
    refused: list[object] = [(), (365,), (-1,), (0.5,), (math.nan,), ("07-01",), 7, None]
    for days in refused:
        with pytest.raises(InputError, match=r"ready_d.* of the year"):
            cost_matrix(network, MatrixRequest({"mine": ORE}, ["plant"], cast("Any", days)))
    with pytest.raises(InputError, match="max_d"):
        cost_matrix(network, MatrixRequest({"mine": ORE}, ["plant"], max_d=-1.0))


@st.composite
def seasonal_rows(draw: st.DrawFn, rows: Rows) -> Rows:
    """Return links of which some have a season and some belong to a place, near it or far."""
    ends = sorted({str(row[end]) for row in rows for end in ("from_id", "to_id")})
    drawn = []
    for row in rows:
        season = {}
        if draw(st.booleans()):
            opens = draw(st.integers(0, 364))
            last = opens + draw(st.sampled_from([9, 40, 90, 200, 363]))
            season = {"season_open": text_of(opens), "season_close": text_of(last)}
        only_for = draw(st.sampled_from(["", "", "", row["from_id"], *ends]))
        drawn.append({**row, **season, "only_for": only_for})
    return drawn


@settings(max_examples=examples(80))
@given(st.data(), networks(), st.sampled_from([60.0, 400.0, 730.0]))
def test_every_cell_is_the_route_of_its_pair_and_day(
    data: st.DataObject, network: tuple[dict[str, str], Rows], max_d: float
) -> None:
    kinds, rows = network
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = compiled(places, drawn_links(*data.draw(seasonal_rows(rows))), TIMED)
    laid_out = dated_network(arrays, TIMED, YearType.NORMAL)
    ids = list(kinds)
    days = data.draw(st.lists(st.integers(0, 364), min_size=1, max_size=4, unique=True))
    cargoes = dict.fromkeys(ids[:2], ORE)
    many = data.draw(st.sampled_from([1, len(ids) + 1]), label="at once from so many")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zimnik.geo.routing.matrix.MANY", many)
        cells = cost_matrix(laid_out, MatrixRequest(cargoes, ids[1:], days, max_d=max_d))
    for cell in cells:
        if cell.origin_id == cell.destination_id:
            continue
        dates = Dates(cell.ready_d, max_d=max_d)
        request = Shipment(cell.origin_id, cell.destination_id, ORE, dates=dates)
        answer = find_routes(arrays, TIMED, request)
        event("reachable" if answer.reachable else "unreachable")
        if not answer.reachable:
            assert cell.reason == answer.reason
            continue
        (route,) = answer.routes
        assert cell.cost_usd_per_t == pytest.approx(route.cost_usd_per_t)
        assert cell.duration_d <= max_d + 1e-6


def test_a_helper_in_another_process_changes_nothing(
    dear_time: RateCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zimnik.geo.routing.matrix.MANY", 2)
    network = dated_network(chain(dear_time, port=True), dear_time, YearType.NORMAL)
    cargoes = {"plant": replace(ORE, value_usd_per_t=9000.0), "mine": ORE}
    request = MatrixRequest(cargoes, ["plant", "mine"], (0, 200))
    with process_pool(1) as helper:
        together = cost_matrix(network, request, executor=helper)
    # As text, since what is not known is not equal to itself.
    assert repr(together) == repr(cost_matrix(network, request))
    assert [cell.origin_id for cell in together] == ["plant"] * 4 + ["mine"] * 4
