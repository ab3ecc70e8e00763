"""A cell of the matrix says what the route of its pair says, beside its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from tests.geo.routing.test_dated_routing import ORE, SUMMER, WINTER, dated
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, best_paths, cost_matrix
from zimnik.geo.routing.matrix_cells import cells_of
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.year import RouteYear, YearCell
from zimnik.geo.routing.yearly import YearSearches, year_cells

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

RADIOACTIVE = replace(ORE, dangerous_goods="Class 7")


def two_ways(card: RateCard) -> NetworkArrays:
    """Return a mine, a port that has passed 1,000 t, a dear station without figures, and a plant.

    The way by the port is open from winter to summer, that by the station all year.
    """
    places = drawn_places(mine="deposit", port="arctic_port", yard="station", plant="hub")
    places = places.assign(
        storage=[False, True, False, False],
        largest_traffic_t_per_y=[np.nan, 1_000.0, np.nan, np.nan],
    )
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0, **WINTER),
        link("port-plant", Vehicle.ICE_CLASS_SHIP, 100.0, **SUMMER),
        link("mine-yard", Vehicle.GRAVEL_TRUCK, 3_000.0),
        link("yard-plant", Vehicle.RAIL_1520, 100.0),
    )
    return compiled(places, links, card)


@pytest.mark.parametrize("ready", ["04-01", "10-15"])
def test_a_cell_of_a_day_says_what_its_route_says(dear_time: RateCard, ready: str) -> None:
    arrays, day = two_ways(dear_time), day_of(ready)
    network = dated_network(arrays, dear_time, YearType.NORMAL)
    (cell,) = cost_matrix(network, MatrixRequest({"mine": ORE}, ["plant"], (day,)))
    route = dated(arrays, dear_time, Dates(day))
    assert cell.handled_ids == route.handled_ids
    assert cell.capacity_checks == route.capacity_checks != ()
    assert (cell.warnings, cell.gap_pct) == (route.warnings, 0.0)


def test_a_cell_of_a_year_says_what_its_year_says(dear_time: RateCard) -> None:
    network = dated_network(two_ways(dear_time), dear_time, YearType.NORMAL)
    (cell,) = year_cells(network, MatrixRequest({"mine": RADIOACTIVE}, ["plant"], range(365)))
    year = YearSearches(network).find(Shipment("mine", "plant", RADIOACTIVE, Dates()))
    assert isinstance(year, RouteYear)
    assert len(year.shares) > 1
    assert cell.year is not None
    assert cell.year.handled_shares == year.handled()
    assert set(cell.handled_ids) == {i for one in year.shares for i in one.route.handled_ids}
    wanted = {check.id: check.wanted_t_per_y for check in year.capacity_checks}
    assert {c.id: c.wanted_t_per_y for c in cell.capacity_checks} == pytest.approx(wanted)
    assert set(cell.warnings) == set(year.warnings) != set()


def test_a_search_that_ended_at_its_bound_says_by_how_much_at_most(dear_time: RateCard) -> None:
    network = dated_network(two_ways(dear_time), dear_time, YearType.NORMAL)
    said = (
        "the search was ended at its bound: another route that arrives in time may be up to 3 % "
        "cheaper"
    )
    ((shipper, paths, _),) = best_paths(network, MatrixRequest({"mine": ORE}, ["plant"], (0,)))
    (path,) = paths["plant"]
    assert path is not None
    (cell,) = cells_of(shipper, "plant", [replace(path, gap_pct=3.0)])
    assert (cell.gap_pct, cell.warnings) == (3.0, (said,))
    shipment = Shipment("mine", "plant", ORE, Dates())
    year = YearSearches(network).find(shipment)
    assert isinstance(year, RouteYear)
    ended = replace(year, gap_pct=3.0)
    of_year = YearCell.of(network, shipment, ended)
    assert (of_year.gap_pct, of_year.warnings, ended.warnings) == (3.0, (said,), (said,))
