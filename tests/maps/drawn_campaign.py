"""A drawn year of shipping, with a stockpile and a port that cuts it short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.geo.drawn import compiled, round_card
from tests.maps.drawn_pages import links, places
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.pricing.cargo import Cargo

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.geo.campaign.results import CampaignAnswer

ORE = Cargo("ore", 100_000.0, 1000.0)


def stored_places() -> gpd.GeoDataFrame:
    """Return the drawn places, with a store at Khatanga alone."""
    return places().assign(storage=places()["id"] == "khatanga_port")


def campaign(port_t: float = 40_000.0) -> CampaignAnswer:
    """Return a campaign from Tomtor by winter road and sea, which a port cuts short."""
    card = round_card()
    arrays = compiled(stored_places(), links(), card)
    request = CampaignRequest(
        (Demand("tomtor", "anadyr_port", ORE),), capacities_t_per_y={"khatanga_port": port_t}
    )
    return plan_campaign(arrays, card, request).warned(["Mind the ice"])


def campaign_with_supplies() -> CampaignAnswer:
    """Return a campaign of ore in one direction and fuel in the other."""
    card = round_card()
    arrays = compiled(stored_places(), links(), card)
    fuel = Cargo("fuel", 1_000.0, 1000.0)
    demands = (
        Demand("tomtor", "anadyr_port", ORE),
        Demand("anadyr_port", "tomtor", fuel, inbound=True),
    )
    return plan_campaign(arrays, card, CampaignRequest(demands))
