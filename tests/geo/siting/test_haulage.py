"""Siting by haulage within the room of places: arcs around what is too small, and the least cost (E18)."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, round_card
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.siting.haulage import HaulageArc, haulage_arcs, haulage_problem
from zimnik.geo.siting.problem import StageChoice
from zimnik.geo.siting.results import carried_t_per_y
from zimnik.geo.siting.solve import site_hubs
from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions, store_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.network.arrays import NetworkArrays

CARD = round_card()
# Of five tonnes on the vehicle one is water.
WET = SiteProduct("ore", reo_grade_pct=10.0, moisture_pct=20.0)
MINES = (Shipper("mine", WET, 1000.0), Shipper("pit", WET, 3000.0))
HUBS = ("near", "far")
LINKS = (
    link("mine-quay", Vehicle.TRUCK, 100.0),
    link("pit-quay", Vehicle.TRUCK, 100.0),
    link("quay-near", Vehicle.BARGE, 200.0),
    link("mine-near", Vehicle.RAIL_1520, 5000.0),
    link("pit-near", Vehicle.RAIL_1520, 9000.0),
    link("mine-far", Vehicle.RAIL_1520, 6000.0),
    link("pit-far", Vehicle.RAIL_1520, 4000.0),
    link("quay-dock", Vehicle.BARGE, 100.0),
    link("dock-far", Vehicle.RAIL_1520, 3000.0),
)


def network() -> NetworkArrays:
    """Join two mines to two plants: over a quay by lorry and barge, cheaply, or by railways."""
    places = drawn_places(
        mine="deposit", pit="deposit", quay="river_port", dock="river_port", near="hub", far="hub"
    )
    return compiled(places, drawn_links(*LINKS), CARD)


def routed(
    arrays: NetworkArrays, closed: frozenset[str], deposits: Sequence[str], hubs: Sequence[str]
) -> Haulage:
    options = RoutingOptions({YearType.NORMAL: Closures(lift_ids=closed, link_ids=closed)})
    shippers = [mine for mine in MINES if mine.deposit_id in deposits]
    return store_years(arrays, [CARD], shippers, hubs, options)


def stored(rooms: Mapping[str, float]) -> tuple[Haulage, tuple[HaulageArc, ...]]:
    arrays = network()
    again = partial(routed, arrays)
    haulage = again(frozenset(), ("mine", "pit"), HUBS)
    arcs = haulage_arcs(haulage, CARD, YearType.NORMAL, rooms_t_per_y=rooms, again=again)
    return haulage, arcs


def every_path() -> Iterator[tuple[str, str, float, frozenset[str]]]:
    """Yield ends, cost and what is handled of every path that is best whatever else is closed."""
    arrays, seen = network(), set()
    for size in range(len(LINKS)):
        for closed in combinations((str(one["id"]) for one in LINKS), size):
            for mine in MINES:
                for hub in HUBS:
                    shipment = Shipment(
                        mine.deposit_id,
                        hub,
                        mine.cargo(CARD),
                        Dates(0),
                        closures=Closures(link_ids=frozenset(closed)) if closed else NO_CLOSURES,
                    )
                    for route in find_routes(arrays, CARD, shipment).routes:
                        if (mine.deposit_id, hub, route.link_ids) not in seen:
                            seen.add((mine.deposit_id, hub, route.link_ids))
                            handled = frozenset(route.handled_ids)
                            yield mine.deposit_id, hub, route.cost_usd_per_t, handled


PATHS = tuple(every_path())


def least_cost_by_trial(rooms: Mapping[str, float], count: int) -> tuple[float, frozenset[str]]:
    """Return the least cost of all sets of so many hubs, over all paths, and the set."""
    return min(
        (_cost(rooms, frozenset(opened)), frozenset(opened)) for opened in combinations(HUBS, count)
    )


def _cost(rooms: Mapping[str, float], opened: frozenset[str]) -> float:
    paths = [path for path in PATHS if path[1] in opened]
    sent = [[float(path[0] == mine.deposit_id) for path in paths] for mine in MINES]
    over = [[1.25 * (name in path[3]) for path in paths] for name in rooms]
    found = linprog(
        [path[2] for path in paths],
        A_eq=np.array(sent),
        b_eq=[mine.tonnes_per_y for mine in MINES],
        A_ub=np.array(over) if over else None,
        b_ub=list(rooms.values()) if rooms else None,
    )
    return float(found.fun) if found.status == 0 else float("inf")


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    "rooms",
    [
        {},
        {"quay": 0.0},
        {"quay": 700.0},
        {"quay": 2_000.0},
        {"quay": 4_000.0, "dock": 100.0},
        {"quay-near": 1_000.0},
        {"quay": 1e6},
    ],
    ids=str,
)
def test_least_cost_within_the_room_is_that_of_all_paths(
    rooms: dict[str, float], count: int
) -> None:
    haulage, arcs = stored(rooms)
    problem = haulage_problem(
        haulage, arcs, stage="cracking", rooms_t_per_y=rooms, choice=StageChoice(count)
    )
    siting = site_hubs(problem).siting
    expected, opened = least_cost_by_trial(rooms, count)
    assert siting is not None
    assert siting.cost_usd_per_y == pytest.approx(expected)
    assert frozenset(siting.open_ids(0)) == opened
    carried = carried_t_per_y(siting, [[arc.used_t_per_t for arc in arcs]])
    assert all(carried.get(name, 0.0) <= room * (1 + 1e-6) + 1e-6 for name, room in rooms.items())


def test_room_moves_the_hub_that_is_open() -> None:
    """Over the quay all goes to the near plant; where it takes 700 t, the far plant costs less."""
    assert least_cost_by_trial({}, 1)[1] == {"near"}
    assert least_cost_by_trial({"quay": 700.0}, 1)[1] == {"far"}


def test_no_limit_and_no_other_arc_where_there_is_room_for_all() -> None:
    haulage, arcs = stored({"quay": 1e6})
    problem = haulage_problem(haulage, arcs, stage="cracking", rooms_t_per_y={"quay": 1e6})
    assert problem.limits == ()
    assert len(arcs) == len(MINES) * len(HUBS)


def test_two_that_fit_alone_and_not_together_have_arcs_around() -> None:
    """Both mines over the quay are 5,000 t with their water, each alone 1,250 and 3,750."""
    _, arcs = stored({"quay": 4_000.0})
    around = {(arc.deposit_id, arc.hub_id) for arc in arcs if arc.closed == {"quay"}}
    assert ("mine", "near") in around
    assert ("pit", "near") in around


def test_too_little_room_names_what_is_full() -> None:
    """Without railways 4,000 t are to go over a quay that takes 1,000 of them with their water."""
    haulage, arcs = stored({})
    over = [arc for arc in arcs if "quay" in arc.used_t_per_t]
    problem = haulage_problem(haulage, over, stage="cracking", rooms_t_per_y={"quay": 1_250.0})
    answer = site_hubs(problem)
    assert answer.siting is None
    assert answer.reasons[0] == "capacity is short by 3,000 t a year"
    assert "quay has room for 1,250 t and no more" in answer.reasons
