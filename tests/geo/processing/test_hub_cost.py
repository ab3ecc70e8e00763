"""The cost of a hub by hand on a drawn railway, its bottlenecks and its gaps (E17)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly
from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.core.errors import InputError
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.processing.flows import balance_faults
from zimnik.geo.processing.hub_cost import yearly_flows
from zimnik.geo.processing.hub_cost_results import rate_costs

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost


def at(card: RateCard, hub_id: str, **extra: object) -> HubCost:
    return cost_at(railway(card, **extra), card, PLANTS, SHIPPER, hub_id, QUESTION)


def test_every_component_by_hand(card: RateCard) -> None:
    cost = at(card, "uphub")
    # 100 km of rail, and a site lift to load and to unload.
    assert cost.components_usd_per_t["feed_in"] == pytest.approx(100 * 0.01 + 2 * 2.0)
    # Acid of 50 %: two tonnes on the rail for one of acid, half a tonne of acid for one of ore.
    acid = next(haul for haul in cost.hauls if haul.kind == "reagent")
    assert (acid.tonnes_t, acid.shipped_t) == pytest.approx((0.5, 1.0))
    parts = cost.components_usd_per_t
    assert parts["reagents_in"] == pytest.approx(acid.cost_usd)
    assert acid.year is not None
    assert acid.year.components_usd_per_t["rail"] == pytest.approx(2 * 400 * 0.01)
    assert parts["reagents_bought"] == pytest.approx(0.5 * 40.0)
    assert {name: parts[name] for name in ("power", "heat", "residue", "plant")} == pytest.approx(
        {"power": 10.0, "heat": 10.0, "residue": 6.0, "plant": 100.0}
    )
    # 100 kg REO in the ore at US$ 10 each, of which the state takes 5 %.
    assert parts["royalty"] == pytest.approx(50.0)
    out = {haul.item: haul.tonnes_t for haul in cost.hauls if haul.kind.endswith("product")}
    assert out == pytest.approx({"carbonate": 0.16, "niobium_oxide": 0.01})


def test_total_is_the_sum_of_its_parts_either_way(card: RateCard) -> None:
    cost = at(card, "downhub")
    hauls = sum(haul.cost_usd for haul in cost.hauls)
    assert cost.cost_usd_per_t == pytest.approx(hauls + sum(cost.other_usd_per_t.values()))
    assert sum(rate_costs(cost).values()) == pytest.approx(cost.cost_usd_per_t)


# Tests (A33).
def test_niobium_bears_its_share_by_value(card: RateCard) -> None:
    cost = at(card, "uphub")
    # 80 kg REO at US$ 10 against 10 kg Nb2O5 at US$ 20.
    assert cost.reo_share == pytest.approx(800 / 1000)
    assert cost.cost_usd_per_kg_reo == pytest.approx(cost.cost_usd_per_t * 0.8 / 80.0)


# Tests (E15).
def test_yearly_flows_balance(card: RateCard) -> None:
    flows = yearly_flows(at(card, "uphub"))
    assert balance_faults(flows) == []
    assert flows[0].feed_t == pytest.approx(100_000.0)
    # 0.16 t of carbonate and 0.01 t of niobium oxide leave for a tonne of ore.
    assert at(card, "uphub").products_t_per_y == pytest.approx(17_000.0)


@pytest.mark.parametrize(("price_usd", "maker"), [(0.0, "market"), (30.0, "acid")])
def test_reagent_comes_from_the_cheaper_when_delivered(
    card: RateCard, price_usd: float, maker: str
) -> None:
    # The works stand 100 km off and ask US$ 40. What the market sells comes 1,000 km, and with the
    # water in it a tonne of acid costs US$ 18 more to bring: free it is cheaper, at US$ 30 dearer.
    works = PLANTS.prices.supplies[0]
    rival = replace(works, place_id="market", price_usd_per_t=exactly(price_usd))
    plants = replace(PLANTS, prices=replace(PLANTS.prices, supplies=(works, rival)))
    cost = cost_at(railway(card), card, plants, SHIPPER, "downhub", QUESTION)
    acid = next(haul for haul in cost.hauls if haul.kind == "reagent")
    assert acid.from_id == maker


def test_reagent_made_at_the_hub_is_not_hauled(card: RateCard) -> None:
    own = replace(PLANTS.prices.supplies[0], place_id="uphub")
    plants = replace(PLANTS, prices=replace(PLANTS.prices, supplies=(own,)))
    cost = cost_at(railway(card), card, plants, SHIPPER, "uphub", QUESTION)
    assert cost.components_usd_per_t["reagents_in"] == 0.0
    assert cost.components_usd_per_t["reagents_bought"] == pytest.approx(20.0)
    assert cost.reagents_t_per_y == 0.0


def test_one_tonne_too_few_shows(card: RateCard) -> None:
    enough = at(card, "uphub", capacity_t_per_y=100_000.0)
    assert enough.unserved_feed_t_per_y == 0.0
    short = at(card, "uphub", capacity_t_per_y=99_999.0)
    assert short.unserved_feed_t_per_y == pytest.approx(1.0)
    assert [found.id for found in short.bottlenecks] == ["mine-uphub"]


def test_unknown_grade_prices_the_feed_alone(card: RateCard) -> None:
    unknown = Shipper("mine", SiteProduct("ore"), 100_000.0)
    cost = cost_at(railway(card), card, PLANTS, unknown, "uphub", QUESTION)
    assert [haul.kind for haul in cost.hauls] == ["feed"]
    assert cost.cost_usd_per_kg_reo is None
    assert cost.cost_usd_per_t == pytest.approx(cost.components_usd_per_t["feed_in"])
    assert "only the feed is priced" in cost.warnings[0]


def test_no_way_is_an_answer_with_its_reason(card: RateCard) -> None:
    closed = replace(QUESTION, closures=Closures(link_ids=frozenset({"mine-uphub"})))
    cost = cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", closed)
    assert "closed" in cost.reason
    no_acid = replace(PLANTS, prices=replace(PLANTS.prices, supplies=()))
    cost = cost_at(railway(card), card, no_acid, SHIPPER, "uphub", QUESTION)
    assert cost.reason == "no supplier of acid can reach uphub"
    cut = replace(QUESTION, closures=Closures(link_ids=frozenset({"downhub-market"})))
    cost = cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", cut)
    assert cost.reason == "no market can be reached from uphub"


def test_month_out_of_season_waits_and_costs_more(dear_time: RateCard) -> None:
    network = railway(dear_time, season_open="06-01", season_close="08-31")
    cost = cost_at(network, dear_time, PLANTS, SHIPPER, "uphub", QUESTION)
    year = cost.feed_year
    assert year is not None
    # Ready on 1 September or 1 June: 273 days to the next opening, of which loading takes one; US$ 1
    # of storage, US$ 1 of interest a day.
    june, september = year.costs_usd_per_t[151], year.costs_usd_per_t[243]
    assert september - june == pytest.approx(272 * 2.0)
    assert cost.components_usd_per_t["feed_in"] == pytest.approx(sum(year.costs_usd_per_t) / 365)
    short = replace(QUESTION, max_d=30.0)
    late = cost_at(network, dear_time, PLANTS, SHIPPER, "uphub", short)
    assert "does not arrive within 30 days" in late.reason


# Tests (A35).
def test_return_load_is_credited_where_asked_by_hand(card: RateCard) -> None:
    network = railway(card)
    asked = replace(QUESTION, return_load_share=0.5)
    cost = cost_at(network, card, PLANTS, SHIPPER, "uphub", asked)
    # A tonne of weak acid comes 400 km up the line, on which 0.17 t of products go down.
    assert cost.components_usd_per_t["return_loads"] == pytest.approx(-0.5 * 0.17 * 400 * 0.01)
    without = cost_at(network, card, PLANTS, SHIPPER, "uphub", QUESTION)
    assert "return_loads" not in without.components_usd_per_t
    assert cost.cost_usd_per_t == pytest.approx(without.cost_usd_per_t - 0.34)


def test_return_load_share_above_one_is_refused(card: RateCard) -> None:
    asked = replace(QUESTION, return_load_share=1.5)
    with pytest.raises(InputError, match="share of 0 to 1"):
        cost_at(railway(card), card, PLANTS, SHIPPER, "uphub", asked)
