"""Stored chains in samples: they cost what is found anew, and a haul keeps its value (E19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geo.drawn import exactly
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
from zimnik.geo.processing.border_terms import BorderTerms
from zimnik.geo.processing.plants import Location, Plants, Supply
from zimnik.geo.uncertainty.chain_samples import StoredChains
from zimnik.geo.uncertainty.sampled_plants import chain_inputs, sampled_plants
from zimnik.geo.uncertainty.sampled_rates import INTEREST, card_inputs, sampled_card
from zimnik.geo.uncertainty.samples import draw_samples, year_type_of

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hauls import ChainQuestion
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

    Reagents and products are worth and weigh what they do in the sample.
    """
    question = replace(QUESTION, stages=stages)
    at_once, anew = stored_and_anew(lending(card), RANGED, question)
    assert at_once == pytest.approx(anew, rel=1e-9)


@pytest.mark.parametrize("abroad", [("uphub", "acid"), ("uphub", "acid", "market")])
def test_borders_are_drawn_as_all_else_is(card: RateCard, abroad: tuple[str, ...]) -> None:
    """The oracle again: duties, tax and insurance of the sample, on values and hauls of it."""
    rows: dict[tuple[str, str, str, str], Range | None] = {
        ("export_duty", "RU", "", ""): None,
        ("import_duty", "", "CN", ""): Range(0.0, 5.0, 9.0),
        ("vat", "", "CN", ""): Range(10.0, 13.0, 20.0),
        ("vat_credit", "", "", ""): Range(30.0, 60.0, 120.0),
        ("insurance", "", "", ""): Range(0.1, 0.3, 1.0),
    }
    prices = replace(
        RANGED.prices,
        local={
            **RANGED.prices.local,
            ("energy", "power", "CN"): Range(0.04, 0.06, 0.1),
            ("royalty", "royalty", "CN"): exactly(5.0),
        },
    )
    places = {**RANGED.locations, **dict.fromkeys(abroad, Location("Elsewhere", "CN"))}
    plants = replace(RANGED, prices=prices, locations=places, borders=BorderTerms(rows))
    at_once, anew = stored_and_anew(lending(card), plants, QUESTION)
    assert at_once == pytest.approx(anew, rel=1e-9)
    free, _ = stored_and_anew(lending(card), replace(plants, borders=BorderTerms()), QUESTION)
    more = at_once - free
    assert (more > 0).all()
    assert more.std() / more.mean() > 0.1


def test_stored_chain_never_costs_less_than_the_best_one(card: RateCard) -> None:
    """Of two makers of acid the farther has a firm price, and is taken where the other asks more."""
    firm = replace(RANGED.prices.supplies[0], place_id="market", price_usd_per_t=exactly(20.0))
    supplies = (replace(firm, place_id="acid", price_usd_per_t=Range(10.0, 12.0, 90.0)), firm)
    plants = replace(RANGED, prices=replace(RANGED.prices, supplies=supplies))
    at_once, anew = stored_and_anew(lending(card), plants, QUESTION)
    assert (at_once > anew * (1 - 1e-9)).all()
    assert (at_once > anew * (1 + 1e-6)).any()


def test_goods_that_go_in_block_trains_in_some_samples_pay_so_in_those(card: RateCard) -> None:
    """What a mine of 100,000 t makes of carbonate, 16,000 t, is near the bound of block trains.

    Without interest and storage it costs nothing that these are faster.
    """
    near = replace(
        lending(card),
        interest_pct_per_y=exactly(0.0),
        storage_usd_per_t_d=exactly(0.0),
        factors={**card.factors, "block_train": Range(0.5, 0.6, 0.7)},
        block_train_km_per_d=exactly(500.0),
        block_trains_t_per_y=exactly(16_000.0),
    )
    at_once, anew = stored_and_anew(near, RANGED, QUESTION)
    assert at_once == pytest.approx(anew, rel=1e-9)


def lending(card: RateCard) -> RateCard:
    """Return a card by which waiting costs interest and a roof, and goods are wet and packed."""
    return replace(
        card,
        interest_pct_per_y=Range(8.0, 12.0, 18.0),
        storage_usd_per_t_d=Range(0.1, 0.2, 0.5),
        default_mass_pct={name: Range(1.0, 5.0, 20.0) for name in card.default_mass_pct},
    )


def stored_and_anew(
    card: RateCard, plants: Plants, question: ChainQuestion
) -> tuple[Vector, Vector]:
    """Return what a hub costs in samples on the stored way, and found again in each of them."""
    network = railway(card)
    base = cost_at(network, card, plants, SHIPPER, "uphub", question)
    assert len(base.flows) == len(question.stages)
    inputs = (*card_inputs(card, Range(0.5, 1.0, 2.0)), *chain_inputs(plants))
    samples = draw_samples(inputs, 12, seed=3)
    anew = []
    for number in range(samples.count):
        own = samples.take([number])
        # A railway has no seasons: the network is that of every year type.
        assert year_type_of(own.sample(0)) in YearType
        drawn = sampled_card(card, own.sample(0))
        at_home = plants.locations["uphub"].country == "RU"
        there = sampled_plants(plants, own, at_home=at_home)
        found = cost_at(network, drawn, there, SHIPPER, "uphub", question)
        anew.append(found.cost_usd_per_t)
    return chains(card, plants, base).hub_costs_usd_per_t(samples)[:, 0], np.array(anew)


def test_where_no_royalty_is_known_none_is_drawn(card: RateCard) -> None:
    local = {key: price for key, price in RANGED.prices.local.items() if key[0] != "royalty"}
    free = replace(RANGED, prices=replace(RANGED.prices, local=local))
    at_once, anew = stored_and_anew(card, free, QUESTION)
    assert at_once == pytest.approx(anew, rel=1e-9)


def test_value_of_a_haul_is_kept_though_the_base_card_has_no_interest(card: RateCard) -> None:
    """By hand: at 10 % a year, what a haul holds costs a tenth of its value for its share of 365 d.

    Without interest its route cost nothing of that, and told no value. What a plant makes is worth
    more at 10 %, because its plant costs more.
    """
    assert card.interest_pct_per_y.base == 0
    cost = cost_at(railway(card), card, DRAWN, SHIPPER, "uphub", QUESTION)
    none, ten = (
        float(chains(card, DRAWN, cost).hub_costs_usd_per_t(one_sample(**{INTEREST: pct}))[0, 0])
        for pct in (0.0, 10.0)
    )
    assert none == pytest.approx(cost.cost_usd_per_t)
    lent = replace(card, interest_pct_per_y=exactly(10.0))
    tied_up = sum(
        haul.tonnes_t * haul.cargo.value_usd_per_t * haul.year.duration_d / 365.0
        for haul in cost_at(railway(lent), lent, DRAWN, SHIPPER, "uphub", QUESTION).hauls
        if haul.year is not None
    )
    plant = ten - none - 0.1 * tied_up
    flow = cost.flows[0]
    # The plant of US$ 1,000 for a tonne fed, over 20 years: an even share before, an annuity now.
    annuity = 0.1 / (1 - 1.1**-20)
    assert plant == pytest.approx(flow.feed_t * 1000.0 * (annuity - 1 / 20))
