"""A drawn chain of round numbers: a mine, two hubs, a maker of acid and a market on one railway.

A tonne-kilometre by rail costs US$ 0.01, a lift at a site US$ 2 and at a station US$ 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik.geo.core.vocabulary import Stage, Vehicle, YearType
from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.hauls import ChainQuestion
from zimnik.geo.processing.hub_cost import hub_cost
from zimnik.geo.processing.plants import Location, PlantPrices, Plants, Supply
from zimnik.geo.processing.recipes import NDPR, Recipe
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.samples import Input, Samples

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost

ORE = SiteProduct("ore", reo_grade_pct=10.0)
SHIPPER = Shipper("mine", ORE, 100_000.0)
QUESTION = ChainQuestion((Stage.CRACKING,), ("market",))

CRACKING = Recipe(
    recipe_id="crack",
    stage=Stage.CRACKING,
    feed_product="ore",
    product="carbonate",
    reo_recovery=Range(0.7, 0.8, 0.9),
    product_reo_grade_pct=50.0,
    mass_pull_t_per_t=None,
    reagents_t_per_t={"acid": exactly(0.5)},
    energy_per_t={"power": exactly(100.0), "heat": exactly(2.0)},
    by_products_t_per_t={"niobium_oxide": exactly(0.01)},
    residue_t_per_t=0.6,
)
SEPARATION = Recipe(
    recipe_id="separate",
    stage=Stage.SEPARATION,
    feed_product="carbonate",
    product="oxides",
    reo_recovery=Range(0.9, 0.95, 1.0),
    product_reo_grade_pct=100.0,
    mass_pull_t_per_t=None,
    reagents_t_per_t={},
    energy_per_t={},
    by_products_t_per_t={},
)
# Of the oxides of 100 % a fifth go on, and make metal of which a tonne counts as 1.2 t of oxides.
METAL = Recipe(
    recipe_id="electrolyse",
    stage=Stage.METAL,
    feed_product="oxides",
    feed_part=NDPR,
    product="metal",
    reo_recovery=exactly(0.9),
    product_reo_grade_pct=120.0,
    mass_pull_t_per_t=None,
    reagents_t_per_t={"acid": exactly(0.1)},
    energy_per_t={"power": exactly(1000.0)},
    by_products_t_per_t={},
    residue_t_per_t=0.05,
)
PRICES = PlantPrices(
    supplies=(Supply("acid", "acid", exactly(40.0), strength_pct=50.0),),
    local={
        ("energy", "power", "RU"): exactly(0.1),
        ("energy", "heat", ""): exactly(5.0),
        ("residue", "residue", ""): exactly(10.0),
        ("capex", "cracking", ""): exactly(1000.0),
        ("upkeep", "cracking", ""): exactly(5.0),
        ("life", "cracking", ""): exactly(20.0),
        ("product", "niobium_oxide", ""): exactly(20.0),
        ("royalty", "royalty", "RU"): exactly(5.0),
    },
)
HERE = Location("Krai", "RU")
PLANTS = Plants(
    (CRACKING, SEPARATION),
    PRICES,
    dict.fromkeys(("mine", "uphub", "downhub", "acid", "market"), HERE),
    home_countries=frozenset({"RU"}),
)
KM = {"mine-uphub": 100.0, "uphub-acid": 400.0, "acid-downhub": 100.0, "downhub-market": 1000.0}


def railway(card: RateCard, **extra: object) -> DatedNetwork:
    """Return the line, all of it rail; `extra` holds columns of the link from the mine."""
    places = drawn_places(
        mine="deposit", uphub="hub", acid="station", downhub="hub", market="market"
    )
    rows = [
        link(name, Vehicle.RAIL_1520, km, **(extra if name == "mine-uphub" else {}))
        for name, km in KM.items()
    ]
    return dated_network(compiled(places, drawn_links(*rows), card), card, YearType.NORMAL)


def cost_at(
    network: DatedNetwork,
    card: RateCard,
    plants: Plants,
    shipper: Shipper,
    hub_id: str,
    question: ChainQuestion,
) -> HubCost:
    """Return what a hub costs under a rate card."""
    return hub_cost(YearSearches(replace(network, card=card)), plants, shipper, hub_id, question)


def one_sample(**values: float) -> Samples:
    """Return one sample of some inputs."""
    inputs = tuple(Input(name, exactly(value)) for name, value in values.items())
    return Samples(inputs, np.array([list(values.values())]))
