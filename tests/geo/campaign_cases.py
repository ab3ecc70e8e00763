"""A mine, a port and a plant drawn for campaigns, with costs that are worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, round_card
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo

if TYPE_CHECKING:
    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

ORE = Cargo("ore", 52_000.0, 1000.0)

# Load 2 and truck 20, river lift 6, barge 4, unload 2; each of the first two lifts takes a day at 1.
WITHOUT_WAITING_USD_PER_T = 2 + 20 + 6 + 4 + 2 + 2 * 1


def storage_card() -> RateCard:
    """Return the round card with storage at US$ 1 a day and nothing for capital."""
    return replace(round_card(), storage_usd_per_t_d=exactly(1.0))


def drawn(season: tuple[str, str] = ("", ""), **extra: float) -> NetworkArrays:
    """Return  mine --winter truck, 100 km-- port --barge, 200 km, season-- plant."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(
        storage=[False, True, False], capacity_t_per_y=[np.nan, extra.get("port", np.nan), np.nan]
    )
    opens, closes = season
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0),
        link("port-plant", Vehicle.BARGE, 200.0, season_open=opens, season_close=closes),
    )
    return compiled(places, links, storage_card())


def planned(arrays: NetworkArrays, **terms: object) -> CampaignAnswer:
    request = CampaignRequest((Demand("mine", "plant", ORE),), **terms)  # type: ignore[arg-type]
    return plan_campaign(arrays, storage_card(), request)
