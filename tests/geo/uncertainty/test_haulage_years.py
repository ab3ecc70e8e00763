"""Stored years: re-priced, they cost what routing again would in any sample that has their paths (E19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, round_card
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.siting.haulage import haulage_arcs, haulage_problem
from zimnik.geo.siting.problem import StageChoice
from zimnik.geo.siting.solve import site_hubs
from zimnik.geo.uncertainty.haulage_years import Haulage, RoutingOptions, store_years
from zimnik.geo.uncertainty.hub_ranking import (
    compare_with_routing,
    corner_cards,
    rank_by_draws,
    reachable_everywhere,
)
from zimnik.geo.uncertainty.sampled_rates import card_inputs, sampled_card
from zimnik.geo.uncertainty.samples import YEAR, Samples, base_sample, draw_samples, year_type_of
from zimnik.studies.execution.processes import process_pool

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from zimnik.geo.network.arrays import NetworkArrays

ORE = SiteProduct("ore", reo_grade_pct=10.0)
SHIPPERS = (Shipper("mine", ORE, 1000.0), Shipper("pit", ORE, 3000.0))
YEARS = RoutingOptions(dict.fromkeys(YearType, NO_CLOSURES))
CARD = round_card()


def network(*more: dict[str, object]) -> NetworkArrays:
    """Join two mines to two plants: by rail and river to the east, by rail to the west.

    mine --rail 500 or river 200-- east --rail 200-- pit --rail 100-- west --rail 900-- mine
    """
    places = drawn_places(mine="deposit", pit="deposit", east="hub", west="hub", far="hub")
    links = drawn_links(
        link("mine-east", Vehicle.RAIL_1520, 500.0),
        link("mine-east-river", Vehicle.BARGE, 200.0, season_open="06-01", season_close="09-30"),
        link("mine-west", Vehicle.RAIL_1520, 900.0),
        link("pit-west", Vehicle.RAIL_1520, 100.0),
        link("pit-east", Vehicle.RAIL_1520, 200.0),
        *more,
    )
    return compiled(places, links, CARD)


def stored(hubs: tuple[str, ...] = ("east", "west"), executor: Executor | None = None) -> Haulage:
    return store_years(network(), corner_cards(CARD), SHIPPERS, hubs, YEARS, executor=executor)


def test_cost_is_the_mean_of_the_days_each_on_its_best_route() -> None:
    """By rail 500 x 0.01 and two lifts of 2: 9; by river 200 x 0.02 and the lifts: 8.

    What is ready too long before the river opens on 1 June, or after it closes, is not there by
    river within 100 days.
    """
    hasty, arrays = replace(YEARS, max_d=100.0), network()
    by_day = [
        find_routes(
            arrays,
            CARD,
            Shipment("mine", "east", SHIPPERS[0].cargo(CARD), Dates(day, max_d=100.0)),
        )
        .routes[0]
        .cost_usd_per_t
        for day in range(365)
    ]
    assert {round(usd, 6) for usd in by_day} == {8.0, 9.0}
    haulage = store_years(network(), [CARD], SHIPPERS, ("east", "west"), hasty)
    costs = haulage.costs_usd_per_t(CARD, YearType.NORMAL)
    assert costs[0, 0] == pytest.approx(sum(by_day) / 365)
    assert costs[1, 1] == pytest.approx(100 * 0.01 + 4)


def test_repricing_agrees_with_routing_anew() -> None:
    samples = draw_samples(card_inputs(CARD, exactly(1.0)), 20, seed=3)
    agreement = compare_with_routing(stored(), network(), CARD, samples, YEARS, seed=3)
    assert agreement.cases > 0
    # Draws reach beyond the cards whose years are stored, so that now and then another is best.
    assert 0 <= agreement.mean < 0.1
    assert agreement.mean <= agreement.most < 0.5


def test_one_hub_is_compared_with_routing_for_every_shipper() -> None:
    samples = draw_samples(card_inputs(CARD, exactly(1.0)), 5, seed=3)
    agreement = compare_with_routing(stored(("west",)), network(), CARD, samples, YEARS, seed=3)
    # One way leads there from each, which costs the same whatever the rates.
    assert agreement.cases > 0
    assert agreement.most == pytest.approx(0.0, abs=1e-9)


def test_stored_year_never_costs_less_than_the_best() -> None:
    haulage = stored()
    samples = draw_samples(card_inputs(CARD, exactly(1.0)), 10, seed=5)
    for number in range(10):
        card = sampled_card(CARD, samples.sample(number))
        anew = store_years(network(), [card], SHIPPERS, ("east", "west"), YEARS)
        before, after = (h.costs_usd_per_t(card, YearType.NORMAL) for h in (haulage, anew))
        assert (before >= after - 1e-6).all()


def test_all_samples_at_once_cost_what_each_costs_by_its_own_card() -> None:
    haulage = stored(("east", "west", "far"))
    samples = draw_samples(card_inputs(CARD, Range(0.5, 1.0, 2.0)), 30, seed=7)
    at_once = haulage.sampled_costs_usd_per_t(CARD, samples)
    assert len(samples.by_year()) == 3
    for number in range(samples.count):
        sample = samples.sample(number)
        card, year = sampled_card(CARD, sample), year_type_of(sample)
        assert at_once[number] == pytest.approx(haulage.costs_usd_per_t(card, year), rel=1e-12)


def test_a_hub_wants_of_places_and_links_what_passes_them() -> None:
    """The mine goes east and past the pit, 800 km of rail rather than 900."""
    wanted = stored(("west",)).wanted_t_per_y(CARD, YearType.NORMAL, "west")
    both, mine = (
        dict.fromkeys(("west", "pit-west"), 4000.0),
        dict.fromkeys(("mine", "mine-east", "pit-east"), 1000.0),
    )
    assert wanted == pytest.approx({**both, **mine, "pit": 3000.0})


def test_deposit_that_a_hub_cannot_be_fed_from_is_left_out_with_the_reason() -> None:
    places_apart = stored(("east", "far"))
    with pytest.raises(InputError, match="expected one that every hub can be fed from"):
        reachable_everywhere(places_apart)
    assert np.isinf(places_apart.costs_usd_per_t(CARD, YearType.NORMAL)[0, 1])


def test_ranking_is_the_same_for_the_same_seed_and_weighs_deposits_by_tonnage() -> None:
    inputs = card_inputs(CARD, exactly(1.0))
    first, again = (
        rank_by_draws(stored(), CARD, draw_samples(inputs, 40, seed=2), seed=2) for _ in range(2)
    )
    assert first == again
    base = stored().costs_usd_per_t(CARD, YearType.NORMAL)
    weighed = (base[0] * 1000 + base[1] * 3000) / 4000
    lead = abs(float(weighed[0] - weighed[1]))
    still = next(swing for swing in first.swings if swing.name == "aircraft_tkm")
    assert abs(still.lead_at_low_usd_per_t) == pytest.approx(lead)
    assert {hub.hub_id for hub in first.hubs} == {"east", "west"}
    assert first.deposit_ids == ("mine", "pit")


def test_late_seasons_of_a_short_year_are_in_the_samples() -> None:
    """A river that opens after the ore is ready makes its owner wait, or take the railway."""
    inputs = card_inputs(CARD, exactly(1.0))
    base = base_sample(inputs)
    short, normal = ([{**base, YEAR: share}[one.name] for one in inputs] for share in (0.0, 0.5))
    haulage = stored()
    costs = haulage.sampled_costs_usd_per_t(CARD, Samples(inputs, np.array([short, normal])))
    for row, year in zip(costs, (YearType.SHORT, YearType.NORMAL), strict=True):
        assert row == pytest.approx(haulage.costs_usd_per_t(CARD, year))


def never(closed: frozenset[str], *_: object) -> Haulage:
    pytest.fail(f"no place is too small, and {sorted(closed)} were closed")


def test_siting_by_haulage_opens_the_hub_that_is_cheapest_for_all() -> None:
    haulage = stored()
    costs = haulage.costs_usd_per_t(CARD, YearType.NORMAL)
    tonnes = np.array([1000.0, 3000.0])
    arcs = haulage_arcs(haulage, CARD, YearType.NORMAL, rooms_t_per_y={}, again=never)
    problem = haulage_problem(haulage, arcs, stage="cracking", choice=StageChoice(1))
    siting = site_hubs(problem).siting
    assert siting is not None
    assert siting.cost_usd_per_y == pytest.approx((tonnes @ costs).min())


def test_years_are_the_same_in_two_processes() -> None:
    alone = stored()
    with process_pool(2) as executor:
        together = stored(executor=executor)
    assert alone.years.keys() == together.years.keys()
    for ends, year in alone.years.items():
        assert np.array_equal(year.bills, together.years[ends].bills)
        assert np.array_equal(year.waits_d, together.years[ends].waits_d)
        assert year.plans == together.years[ends].plans
