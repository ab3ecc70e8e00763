"""What borders take of feed and products, by hand on a drawn railway (E48)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.geo.drawn import exactly
from tests.geo.economics.test_investment import BASE, TERMS, WITH_TERMS, made
from tests.geo.economics.test_netback import CHAIN, SALES
from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.investment import investment
from zimnik.geo.economics.netback import AS_SHIPPED, stage_netbacks
from zimnik.geo.economics.priced_years import World
from zimnik.geo.processing.border_terms import BorderTerms
from zimnik.geo.processing.borders import BORDERS, border_bill
from zimnik.geo.processing.plants import Location

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import Range, RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants

ROWS: dict[tuple[str, str, str, str], Range | None] = {
    ("export_duty", "RU", "", ""): exactly(2.0),
    ("licence", "RU", "", ""): exactly(1.0),
    ("import_duty", "", "CN", "ores"): exactly(5.0),
    ("vat", "", "CN", ""): exactly(10.0),
    ("vat_credit", "", "", ""): exactly(73.0),
    ("insurance", "", "", ""): exactly(0.5),
}
ABROAD = Location("Elsewhere", "CN")


def with_terms(plants: Plants = PLANTS, *abroad: str, **changed: Range | None) -> Plants:
    """Return plants some of which are abroad; a changed row by its charge."""
    rows = {key: changed.get(key[0], value) for key, value in ROWS.items()}
    places = {**plants.locations, **dict.fromkeys(abroad, ABROAD)}
    # What is priced at home alone costs the same abroad.
    power = {("energy", "power", "CN"): exactly(0.1), ("royalty", "royalty", "CN"): exactly(5.0)}
    prices = replace(plants.prices, local={**plants.prices.local, **power})
    return replace(plants, locations=places, prices=prices, borders=BorderTerms(rows))


def at(card: RateCard, plants: Plants, hub: str = "uphub", **changed: Any) -> HubCost:
    shipper = replace(SHIPPER, product=replace(SHIPPER.product, **changed))
    return cost_at(railway(card), card, plants, shipper, hub, QUESTION)


def test_a_hub_at_home_pays_nothing_at_borders(card: RateCard) -> None:
    assert at(card, with_terms()) == at(card, PLANTS)


def test_what_a_border_takes_of_ore_by_hand(card: RateCard) -> None:
    """The ore crosses alone: hub, maker of acid and market lie abroad together."""
    cost = at(card, with_terms(PLANTS, "uphub", "acid", "market"))
    value, feed = SHIPPER.cargo(card).value_usd_per_t, cost.hauls[0].cost_usd
    paid = value * (0.02 + 0.01 + 0.05) + 1.1 * (value + feed) * 0.005
    # A fifth of a year passes until 10 % of the dutiable value are credited.
    tied = value * 1.05 * 0.10 / 5
    interest = card.interest_pct_per_y.base / 100
    assert cost.components_usd_per_t[BORDERS] == pytest.approx(paid + tied * interest)


def test_a_product_that_comes_home_pays_on_the_cash_spent_on_it(card: RateCard) -> None:
    plants = with_terms(PLANTS, "uphub", "acid")
    cost = at(card, plants)
    product = next(h for h in cost.hauls if h.kind == "product")
    alone = border_bill([product], cost.flows, plants)
    value = product.tonnes_t * product.cargo.value_usd_per_t
    # From CN to RU no duty is known: the highest that is counts, 2 and 1 and 5 and the tax of 10.
    assert alone.paid_usd == pytest.approx(value * 0.08 + 1.1 * (value + product.cost_usd) * 0.005)
    assert any("from CN to RU: not known: export duty" in why for why in alone.lacks)
    both = border_bill(cost.hauls, cost.flows, plants)
    feed = border_bill(cost.hauls[:1], cost.flows, plants)
    assert both.paid_usd == pytest.approx(alone.paid_usd + feed.paid_usd)
    assert both.tied_usd == pytest.approx(alone.tied_usd + feed.tied_usd)


def test_a_duty_that_was_not_found_is_never_cheaper_than_a_known_one(card: RateCard) -> None:
    rows = {
        **ROWS,
        ("import_duty", "", "CN", "ores"): None,
        ("import_duty", "", "KZ", ""): exactly(5),
    }
    places = with_terms(PLANTS, "uphub", "acid", "market")
    unknown = at(card, replace(places, borders=BorderTerms(rows)))
    known = at(card, places)
    assert unknown.components_usd_per_t[BORDERS] == known.components_usd_per_t[BORDERS]
    assert any("not known: import duty" in why for why in unknown.warnings)
    assert not known.warnings


def test_radioactive_ore_is_named_at_its_border(card: RateCard) -> None:
    abroad = with_terms(PLANTS, "uphub", "acid", "market")
    said = at(card, abroad, dangerous_goods="Class 7 (thorium)").warnings
    assert any("no limit on its radioactivity" in why for why in said)
    rows = {**ROWS, ("class7_limit", "", "CN", "ores"): exactly(1.0)}
    limited = replace(abroad, borders=BorderTerms(rows))
    said = at(card, limited, dangerous_goods="Class 7 (thorium)").warnings
    assert any("above 1 Bq/g" in why for why in said)
    assert not at(card, limited).warnings


def test_the_market_at_home_is_taken_where_the_border_costs_more_than_the_way(
    card: RateCard,
) -> None:
    """The far market lies 1,000 km on by rail, the near one abroad next to the hub."""
    question = replace(QUESTION, market_ids=("acid", "market"))
    here, there = with_terms(PLANTS), with_terms(PLANTS, "acid")
    near = cost_at(railway(card), card, here, SHIPPER, "downhub", question)
    assert near.market_id == "acid"
    far = cost_at(railway(card), card, there, SHIPPER, "downhub", question)
    assert far.market_id == "market"
    assert BORDERS not in far.components_usd_per_t


def test_ore_sold_abroad_pays_for_its_own_crossing_alone(card: RateCard) -> None:
    plants = with_terms(CHAIN, "uphub", "acid")
    cost = cost_at(railway(card), card, plants, SHIPPER, "uphub", QUESTION)
    sold = stage_netbacks([cost], SHIPPER, plants, card, SALES)
    ore = next(one for one in sold if one.stage == AS_SHIPPED)
    parts = cost.components_usd_per_t
    feed = border_bill(cost.hauls[:1], (), plants)
    assert ore.cost_usd_per_t == pytest.approx(parts["feed_in"] + parts["royalty"] + feed.usd(card))


def test_a_project_pays_duties_and_ties_up_the_tax(card: RateCard) -> None:
    question = replace(QUESTION, stages=(Stage.CRACKING, Stage.SEPARATION))
    plants = with_terms(CHAIN, "uphub", "acid", "market")
    cost = cost_at(railway(card), card, plants, SHIPPER, "uphub", question)
    world = World(plants, card, WITH_TERMS, BASE)
    abroad = investment(cost, SHIPPER, world, TERMS, producing=False)
    home = made(card)
    assert abroad is not None
    bill = border_bill(cost.hauls, cost.flows, plants)
    tonnes = SHIPPER.tonnes_per_y
    more = abroad.plan.operating_usd[0, -1] - home.plan.operating_usd[0, -1]
    assert more == pytest.approx(bill.paid_usd * tonnes)
    tied = abroad.plan.working_capital_usd[0, -2] - home.plan.working_capital_usd[0, -2]
    # What is insured holds the interest on its haul, which is told apart with all interest.
    assert tied == pytest.approx(bill.tied_usd * tonnes, rel=2e-3)
