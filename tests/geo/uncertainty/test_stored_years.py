"""A stored year in any prices: the mean over its days, each on its cheapest path, by trying all (E19)."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.pricing.bill import QUANTITIES, QUANTITY_INDEX, price_vector
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.split_bills import SplitBill
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.stored_years import StoredPath, StoredYear, found_year

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.year import YearMean

ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]
WAITING = QUANTITY_INDEX[Quantity.WAITING_D]
TRUCK = QUANTITY_INDEX[Quantity.TRUCK_TKM]
DAYS = 40


def prices_of(usd_per_km: float, wait_usd_per_t_d: float, road_usd_per_km: float) -> Vector:
    prices = np.zeros(len(QUANTITIES))
    prices[[TRUCK, WAITING, ROAD]] = usd_per_km, wait_usd_per_t_d, road_usd_per_km
    return prices


def least_by_trial(year: StoredYear, prices: Vector) -> float:
    """Return the least of all sets of roads, each day on the cheapest path that needs no other."""
    roads = {road: km for path in year.paths for road, km in path.roads_km.items()}
    plans = [
        frozenset(built) for n in range(len(roads) + 1) for built in combinations(sorted(roads), n)
    ]
    stored = {
        frozenset(road for number in plan for road in year.paths[number].roads_km)
        for plan in year.plans
    }
    totals: list[float] = []
    for built in stored.intersection(plans):
        usd = sum(roads[road] for road in built) * prices[ROAD] * DAYS
        for day in range(DAYS):
            usd += min(
                (
                    path.bill @ prices + path.waits_d[day] * prices[WAITING]
                    for path in year.paths
                    if path.roads_km.keys() <= built and math.isfinite(path.waits_d[day])
                ),
                default=math.inf,
            )
        totals.append(float(usd / DAYS))
    return min(totals)


@st.composite
def waits(draw: st.DrawFn) -> Vector:
    """Return waits that fall by a day a day, stay level or jump, and may come too late."""
    wait, out = 0.0, []
    for step in draw(st.lists(st.sampled_from("fffllljo"), min_size=DAYS, max_size=DAYS)):
        if step == "j":
            wait = draw(st.integers(0, 60)) + draw(st.sampled_from([0.0, 0.25]))
        elif step == "f":
            wait = max(wait - 1.0, 0.0)
        out.append(math.inf if step == "o" else wait)
    return np.array(out)


@st.composite
def years(draw: st.DrawFn, mean: YearMean | None = None) -> StoredYear:
    """Return some paths over two roads, one of them always in time and without a road."""
    paths = [StoredPath(SplitBill.fixed(prices_of(500.0, 0.0, 0.0)), np.full(DAYS, 30.0), (), {})]
    for _ in range(draw(st.integers(1, 4))):
        roads = draw(st.sets(st.sampled_from(["east", "west"])))
        bill = SplitBill.fixed(prices_of(draw(st.integers(0, 600)), 0.0, 0.0))
        paths.append(StoredPath(bill, draw(waits()), (), dict.fromkeys(sorted(roads), 7.0)))
    sets = {frozenset[str](), *(frozenset(path.roads_km) for path in paths)}
    plans = tuple(
        tuple(n for n, path in enumerate(paths) if path.roads_km.keys() <= built)
        for built in sorted(sets, key=sorted)
    )
    return StoredYear(tuple(paths), plans, mean)  # type: ignore[arg-type]


@given(
    year=years(),
    samples=st.lists(
        st.tuples(st.floats(0.0, 3.0), st.floats(0.0, 20.0), st.floats(0.0, 30.0)),
        min_size=1,
        max_size=4,
    ),
)
def test_the_mean_is_that_of_the_cheapest_path_of_each_day(
    year: StoredYear, samples: list[tuple[float, float, float]]
) -> None:
    prices = np.array([prices_of(*sample) for sample in samples])
    expected = [least_by_trial(year, row) for row in prices]
    assert year.cost_usd_per_t(prices) == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert float(year.cost_usd_per_t(prices[0])) == pytest.approx(expected[0], rel=1e-9, abs=1e-6)


def test_under_its_own_prices_it_costs_what_the_search_found(dear_time: RateCard) -> None:
    """By lorry all year, or over a winter road that is built for this cargo alone."""
    places = drawn_places(mine="deposit", plant="hub")
    links = drawn_links(
        link("mine-plant", Vehicle.TRUCK, 3000.0),
        link(
            "mine-plant-winter", Vehicle.WINTER_TRUCK, 100.0,
            season_open="01-10", season_close="03-31", dedicated=True,
        ),
    )  # fmt: skip
    network = dated_network(compiled(places, links, dear_time), dear_time, YearType.NORMAL)
    cargo = Cargo("ore", 50_000.0, 0.0)
    shipment = Shipment("mine", "plant", cargo, Dates())
    searches, days = YearSearches(network), tuple(range(365))
    mean, found = searches.mean(shipment), found_year(searches, shipment, days)
    assert not isinstance(mean, str)
    assert not isinstance(found, str)
    assert len(found.paths) == 2
    stored = StoredYear.of([found])
    prices = price_vector(dear_time, cargo)
    assert float(stored.cost_usd_per_t(prices)) == pytest.approx(mean.mean_usd_per_t, rel=1e-12)
    shares = stored.shares_over(prices)
    assert shares["mine-plant"] + shares["mine-plant-winter"] == pytest.approx(1.0)
    assert 0 < shares["mine-plant-winter"] < 1
