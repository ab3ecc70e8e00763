"""Years in draws: timed and priced anew, they are what searching with the drawn numbers finds (E39)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import around, drawn_links, drawn_places, exactly, link, parts, round_card
from zimnik.geo.core.vocabulary import Mode, Quantity, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.pricing.cargo_value import MineCost
from zimnik.geo.pricing.rates import (
    DOWNSTREAM_SPEED,
    DOWNSTREAM_TKM,
    ESCORT_IN_ICE,
    UPSTREAM_SPEED,
    UPSTREAM_TKM,
    Range,
    RateCard,
)
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.drawn_years import DrawnYear
from zimnik.geo.uncertainty.sampled_paces import emission_inputs, pace_inputs
from zimnik.geo.uncertainty.sampled_rates import card_inputs
from zimnik.geo.uncertainty.samples import YEAR, Samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.uncertainty.samples import Input

ORE = SiteProduct("ore", cost=MineCost(stated_usd_per_t=3650.0))
SHIPPER = Shipper("mine", ORE, 1000.0)


def card() -> RateCard:
    """Return the round card with ranges of everything that is drawn, and a price of time."""
    plain = round_card()
    return replace(
        plain,
        storage_usd_per_t_d=around(0.25),
        interest_pct_per_y=around(10.0),
        emissions_kg={q: around(0.01) for q in plain.emissions_kg},
        speeds_km_per_d={vehicle: Range(50.0, 100.0, 150.0) for vehicle in Vehicle},
        dwells_d={
            **{q: around(2.0) for q in plain.dwells_d},
            Quantity.STATION_LIFT: Range(0.0, 0.0, 3.0),
        },
        in_ice_km_per_d=Range(20.0, 40.0, 60.0),
        factors={
            UPSTREAM_SPEED: Range(0.6, 0.75, 0.9),
            DOWNSTREAM_SPEED: Range(1.2, 1.5, 1.7),
            UPSTREAM_TKM: Range(1.0, 1.15, 1.4),
            DOWNSTREAM_TKM: Range(0.75, 0.85, 1.0),
            ESCORT_IN_ICE: Range(1.5, 2.0, 2.5),
        },
        lengths=dict.fromkeys(Mode, Range(0.9, 1.0, 1.2)),
        access_detour=Range(1.2, 1.5, 1.8),
    )


ROWS = (
    link(
        "mine-quay",
        Vehicle.WINTER_TRUCK,
        300.0,
        season_open="12-01",
        season_close="04-20",
        dedicated=True,
    ),
    link(
        "quay-mouth",
        Vehicle.BARGE,
        400.0,
        season_open="06-01",
        season_close="10-01",
        downstream="from_to",
    ),
    link(
        "port-mouth",
        Vehicle.BARGE,
        200.0,
        season_open="06-10",
        season_close="09-20",
        downstream="from_to",
    ),
    link(
        "port-harbour",
        Vehicle.ICE_CLASS_SHIP,
        500.0,
        season_open="07-01",
        season_close="11-10",
        open_water_from="08-01",
        open_water_to="10-01",
        escort_zones=2.0,
    ),
    link("harbour-plant", Vehicle.RAIL_1520, 800.0, border="RU-CN"),
)
PLACES = {
    "mine": "deposit",
    "quay": "river_port",
    "mouth": "river_port",
    "port": "arctic_port",
    "harbour": "sea_port",
    "plant": "hub",
}


def stretched(factors: Mapping[str, float]) -> tuple[dict[str, object], ...]:
    """Return the links with the length of each mode as often as it is drawn."""
    modes = {
        Vehicle.WINTER_TRUCK: Mode.WINTER_ROAD,
        Vehicle.BARGE: Mode.RIVER,
        Vehicle.ICE_CLASS_SHIP: Mode.SEA,
        Vehicle.RAIL_1520: Mode.RAIL,
    }
    return tuple(
        {
            **row,
            "length_km": float(str(row["length_km"]))
            * factors.get(f"length_{modes[Vehicle(str(row['vehicle']))]}", 1.0),
        }
        for row in ROWS
    )


def drawn_card(base: RateCard, values: Mapping[str, float]) -> RateCard:
    """Return the card with drawn speeds, dwells and factors, each by its name alone."""

    def at(name: str, given: Range) -> Range:
        return exactly(values.get(name, given.base))

    assert base.in_ice_km_per_d is not None
    return replace(
        base,
        speeds_km_per_d={v: at(f"speed_{v}", r) for v, r in base.speeds_km_per_d.items()},
        dwells_d={q: at(f"dwell_{q}", r) for q, r in base.dwells_d.items()},
        in_ice_km_per_d=at("speed_in_ice", base.in_ice_km_per_d),
        factors={name: at(name, r) for name, r in base.factors.items()},
        prices_usd={q: at(str(q), r) for q, r in base.prices_usd.items()},
        interest_pct_per_y=at("interest", base.interest_pct_per_y),
        storage_usd_per_t_d=at("storage", base.storage_usd_per_t_d),
        emissions_kg={q: at(f"emission_{q}", r) for q, r in base.emissions_kg.items()},
    )


def searched(by: RateCard, values: Mapping[str, float]) -> YearSearches:
    stores = drawn_places(**PLACES).assign(storage=True)
    places, links = parts(stores, drawn_links(*stretched(values)))
    arrays = network_arrays(places, links, by)
    return YearSearches(dated_network(arrays, by, YearType.NORMAL), splits=True)


def shipment(by: RateCard, max_d: float = 730.0) -> Shipment:
    return Shipment("mine", "plant", SHIPPER.cargo(by), dates=Dates(None, YearType.NORMAL, max_d))


def inputs(by: RateCard) -> tuple[Input, ...]:
    every = (*card_inputs(by, exactly(1.0)), *pace_inputs(by), *emission_inputs(by))
    return tuple(one for one in every if one.name != YEAR)


CARD = card()
INPUTS = inputs(CARD)
SEARCHES = searched(CARD, {})
FOUND = SEARCHES.paths(shipment(CARD))
assert not isinstance(FOUND, str)
YEAR_OF_DRAWS = DrawnYear.of(SEARCHES.network, [FOUND], SHIPPER)


def samples_of(values: Mapping[str, float]) -> Samples:
    """Return one sample, in which what is not named has its base value."""
    return Samples(INPUTS, np.array([[values.get(i.name, i.range.base) for i in INPUTS]]))


def searched_anew(values: Mapping[str, float]) -> YearMean:
    by = drawn_card(CARD, values)
    year = searched(by, values).mean(shipment(by))
    assert not isinstance(year, str)
    return year


# Tests (E39).
def test_at_the_base_a_drawn_year_is_the_year() -> None:
    year = SEARCHES.mean(shipment(CARD))
    assert not isinstance(year, str)
    outcome = YEAR_OF_DRAWS.outcome(samples_of({}))
    assert outcome.usd_per_t == pytest.approx([year.mean_usd_per_t])
    assert outcome.co2_kg_per_t == pytest.approx([year.co2_kg_per_t])
    assert outcome.duration_d == pytest.approx([year.duration_d])


# Tests (E39).
@pytest.mark.parametrize("name", [one.name for one in INPUTS if one.name != "reo_price"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_each_number_alone_moves_a_year_as_it_moves_the_search(name: str, end: str) -> None:
    (given,) = (one for one in INPUTS if one.name == name)
    values = {name: given.range.at("low" if end == "low" else "high")}
    outcome, year = YEAR_OF_DRAWS.outcome(samples_of(values)), searched_anew(values)
    if name.startswith(("moisture", "packaging", "mining", "store_", "block_", "dangerous_")):
        return
    assert outcome.usd_per_t == pytest.approx([year.mean_usd_per_t], rel=1e-9)
    assert outcome.co2_kg_per_t == pytest.approx([year.co2_kg_per_t], rel=1e-9)
    assert outcome.duration_d == pytest.approx([year.duration_d], rel=1e-9)


PACED = [one for one in INPUTS if one.name.startswith(("speed", "dwell", "length", "up", "down"))]


# Tests (E39).
@given(positions=st.lists(st.sampled_from(["low", "base", "high"]), min_size=len(PACED),
                          max_size=len(PACED)))  # fmt: skip
def test_all_paces_together_move_a_year_as_they_move_the_search(positions: list[str]) -> None:
    values = {one.name: getattr(one.range, end) for one, end in zip(PACED, positions, strict=True)}
    outcome, year = YEAR_OF_DRAWS.outcome(samples_of(values)), searched_anew(values)
    # The one way there is; a search may wait at another store where that costs the same.
    assert outcome.usd_per_t == pytest.approx([year.mean_usd_per_t], rel=1e-9)
    assert outcome.duration_d == pytest.approx([year.duration_d], rel=1e-9)


# Tests (E39).
def test_the_mean_bill_of_a_year_splits_into_itself_and_follows_the_same_numbers() -> None:
    year = SEARCHES.mean(shipment(CARD))
    assert not isinstance(year, str)
    assert year.split is not None
    ratios = samples_of({"length_river": 1.2, "upstream_tkm": 1.4}).ratios()
    bill = year.split.drawn(ratios, 1)[0]
    row = {q: amount for q, amount in zip(Quantity, year.split.row, strict=True) if amount}
    assert row == pytest.approx(dict(year.bill))
    # 400 km downstream and 200 upstream, 20 % longer; what goes upstream charges 1.4.
    tkm = list(Quantity).index(Quantity.BARGE_TKM)
    assert bill[tkm] == pytest.approx(400 * 1.2 * 0.85 + 200 * 1.2 * 1.4)


# Tests (E39).
def test_what_is_slower_may_come_too_late() -> None:
    day = int(FOUND.ready_d[0]) if not isinstance(FOUND, str) else 0
    asked = Shipment(
        "mine", "plant", SHIPPER.cargo(CARD), dates=Dates(None, YearType.NORMAL, 400.0)
    )
    paths = SEARCHES.paths(asked, ready_d=(day,))
    assert not isinstance(paths, str)
    base = DrawnYear.of(SEARCHES.network, [paths], SHIPPER, max_d=400.0)
    duration_d = base.outcome(samples_of({})).duration_d
    assert duration_d is not None
    limit = float(duration_d[0]) + 1.0
    year = DrawnYear.of(SEARCHES.network, [paths], SHIPPER, max_d=limit)
    on_time, late = (
        year.outcome(samples_of(values)).in_time_share for values in ({}, {"speed_rail_1520": 50.0})
    )
    assert on_time is not None
    assert late is not None
    assert (float(on_time[0]), float(late[0])) == (1.0, 0.0)
