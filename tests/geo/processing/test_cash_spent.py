"""Cash spent on what plants make, stage by stage, worked out by hand (E3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.plants import METAL, ORE, PLANTS, QUESTION, SHIPPER
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.processing.cash_spent import cash_spent_usd_per_t
from zimnik.geo.processing.hub_cost import flows_of
from zimnik.geo.processing.plant_costs import by_product_usd_per_t, processing_usd

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard

DRAWN = replace(PLANTS, recipes=(*PLANTS.recipes, METAL), ndpr_shares={"mine": 0.2})
STAGES = (Stage.CRACKING, Stage.SEPARATION, Stage.METAL)


# Tests (E3, A33).
def test_cracking_bears_its_feed_its_plant_and_its_reagents(card: RateCard) -> None:
    """A tonne of ore of 10 % makes 160 kg of carbonate of 50 % with half a tonne of acid at US$ 40.

    Carbonate, 80 kg of REO at US$ 10, and 10 kg of niobium oxide share the cash by their worth.
    """
    (flow,) = flows_of(DRAWN, SHIPPER, SHIPPER.cargo(card), QUESTION.stages)
    assert flow.product_t == pytest.approx(0.16)
    plant, _ = processing_usd(flow, DRAWN.prices, DRAWN.locations["uphub"], 0.0)
    cash = 300.0 + sum(plant.values()) + 0.5 * 40
    oxide = 0.01 * by_product_usd_per_t(DRAWN, "niobium_oxide", "uphub")
    worth = 80 * 10 + oxide
    found = cash_spent_usd_per_t([flow], 300.0, DRAWN, card, "uphub")
    assert found["carbonate"] == pytest.approx(cash * 800 / worth / 0.16)
    assert found["niobium_oxide"] == pytest.approx(cash * oxide / worth / 0.01)


def test_cash_is_neither_lost_nor_made_from_stage_to_stage(card: RateCard) -> None:
    """All that is sold holds the cash of the ore and of the stages, nothing else."""
    flows = flows_of(DRAWN, SHIPPER, SHIPPER.cargo(card), STAGES)
    assert [flow.stage for flow in flows] == list(STAGES)
    found = cash_spent_usd_per_t(flows, 300.0, DRAWN, card, "uphub")
    sold = sum(flow.sold_t * found[flow.product] for flow in flows)
    sold += sum(t * found[item] for flow in flows for item, t in flow.by_products_t.items())
    work = 0.0
    for flow in flows:
        plant, _ = processing_usd(flow, DRAWN.prices, DRAWN.locations["uphub"], 0.0)
        work += sum(plant.values()) + 40 * flow.reagents_t.get("acid", 0.0)
    assert sold == pytest.approx(300.0 + work)
    assert ORE.product not in found
