"""Stored chains in samples: they cost what is found anew, and a haul keeps its value (E19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.plants import (
    CRACKING,
    METAL,
    QUESTION,
    SEPARATION,
    SHIPPER,
    cost_at,
    one_sample,
    railway,
)
from tests.geo.plants import PLANTS as DRAWN
from zimnik.geo.core.vocabulary import Stage, YearType
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.plants import Plants, Supply
from zimnik.geo.uncertainty.chain_samples import StoredChains
from zimnik.geo.uncertainty.sampled_plants import chain_inputs, sampled_plants
from zimnik.geo.uncertainty.sampled_rates import INTEREST, card_inputs, sampled_card
from zimnik.geo.uncertainty.samples import draw_samples, year_type_of

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost

# All that is drawn of a plant has a range, and metal is made of a part of the oxides.
RANGED = replace(
    DRAWN,
    recipes=(CRACKING, SEPARATION, METAL),
    ndpr_shares={"mine": 0.2},
    prices=replace(
        DRAWN.prices,
        supplies=(Supply("acid", "acid", Range(30.0, 40.0, 60.0), strength_pct=50.0),),
        local={
            **DRAWN.prices.local,
            ("energy", "power", "RU"): Range(0.05, 0.1, 0.3),
            ("residue", "residue", ""): Range(5.0, 10.0, 12.0),
            ("capex", "cracking", ""): Range(500.0, 1000.0, 3000.0),
        },
    ),
)


def chains(card: RateCard, plants: Plants, cost: HubCost) -> StoredChains:
    """Return the cost of one hub, the same in every type of year."""
    found = {("mine", "uphub", year): cost for year in YearType}
    return StoredChains((SHIPPER,), ("uphub",), found, plants, card)


@pytest.mark.parametrize(
    "stages", [(Stage.CRACKING,), (Stage.CRACKING, Stage.SEPARATION, Stage.METAL)]
)
def test_stored_chain_costs_what_is_found_anew_where_there_is_one_route(
    card: RateCard, stages: tuple[Stage, ...]
) -> None:
    """The oracle: the hub cost found by the rate card and the plants of each sample.

    Reagents and products keep the value of the base card, which without interest costs nothing.
    """
    question = replace(QUESTION, stages=stages)
    network = railway(card)
    base = cost_at(network, card, RANGED, SHIPPER, "uphub", question)
    assert len(base.flows) == len(stages)
    inputs = (*card_inputs(card, Range(0.5, 1.0, 2.0)), *chain_inputs(RANGED))
    samples = draw_samples(inputs, 12, seed=3)
    at_once = chains(card, RANGED, base).hub_costs_usd_per_t(samples)[:, 0]
    for number in range(samples.count):
        own = samples.take([number])
        sample = own.sample(0)
        drawn = sampled_card(card, sample)
        plants = sampled_plants(RANGED, own, at_home=True)
        # A railway has no seasons: the network is that of every year type.
        assert year_type_of(sample) in YearType
        anew = cost_at(network, drawn, plants, SHIPPER, "uphub", question)
        assert at_once[number] == pytest.approx(anew.cost_usd_per_t, rel=1e-9)


def test_value_of_a_haul_is_kept_though_the_base_card_has_no_interest(card: RateCard) -> None:
    """By hand: at 10 % a year, what a haul holds costs a tenth of its value for its share of 365 d.

    Without interest its route cost nothing of that, and told no value.
    """
    assert card.interest_pct_per_y.base == 0
    cost = cost_at(railway(card), card, DRAWN, SHIPPER, "uphub", QUESTION)
    none, ten = (
        float(chains(card, DRAWN, cost).hub_costs_usd_per_t(one_sample(**{INTEREST: pct}))[0, 0])
        for pct in (0.0, 10.0)
    )
    assert none == pytest.approx(cost.cost_usd_per_t)
    tied_up = sum(
        haul.tonnes_t * haul.cargo.value_usd_per_t * haul.year.duration_d / 365.0
        for haul in cost.hauls
        if haul.year is not None
    )
    plant = ten - none - 0.1 * tied_up
    flow = cost.flows[0]
    # The plant of US$ 1,000 for a tonne fed, over 20 years: an even share before, an annuity now.
    annuity = 0.1 / (1 - 1.1**-20)
    assert plant == pytest.approx(flow.feed_t * 1000.0 * (annuity - 1 / 20))
