"""Ports that may lift radioactive cargo, and what answers say of the others (A69)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.geo.campaign_cases import ORE, drawn, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import PlaceKind, Vehicle
from zimnik.geo.network.links import Place
from zimnik.geo.network.radioactive_ports import barred_of
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard

THORIUM = "Class 7 (thorium)"


@pytest.mark.parametrize("kind", ["sea_port", "arctic_port", "river_port", "roadstead"])
def test_a_port_of_which_nothing_is_known_is_not_taken_for_open(kind: str) -> None:
    places = [
        Place(name, PlaceKind(kind), 0.0, 0.0, lifts_class7=known)
        for name, known in (("open", True), ("closed", False), ("unknown", None))
    ]
    assert barred_of(places) == {"closed": True, "unknown": False}


@pytest.mark.parametrize("kind", ["station", "road_junction", "airfield", "hub"])
def test_places_that_are_no_ports_have_rules_of_their_own(kind: str) -> None:
    assert not barred_of([Place("a", PlaceKind(kind), 0.0, 0.0)])


def test_a_route_says_where_radioactive_cargo_is_lifted_and_not_where_it_sails_by(
    card: RateCard, ore: Cargo
) -> None:
    """Drawn: mine -- quay == strait == bay -- plant: the strait is a port that no ship calls at."""
    places = drawn_places(
        mine="deposit", quay="sea_port", strait="sea_port", bay="sea_port", plant="hub"
    ).assign(class7=pd.array([pd.NA, True, pd.NA, False, pd.NA], dtype="boolean"))
    links = drawn_links(
        link("mine-quay", Vehicle.TRUCK, 500.0),
        link("quay-strait", Vehicle.SHIP, 200.0),
        link("strait-bay", Vehicle.SHIP, 200.0),
        link("bay-plant", Vehicle.RAIL_1520, 300.0),
    )
    network = compiled(places, links, card)
    said = {
        goods: find_routes(
            network,
            card,
            Shipment("mine", "plant", replace(ore, dangerous_goods=goods), Dates()),
        )
        .routes[0]
        .warnings
        for goods in (THORIUM, "Class 8", "")
    }
    told = "radioactive cargo (class 7) is lifted at bay, which is closed to it"
    assert said == {THORIUM: (told,), "Class 8": (), "": ()}


def test_a_hub_names_the_port_where_the_ore_of_its_deposit_is_lifted(card: RateCard) -> None:
    network = railway(card)
    network = replace(network, arrays=replace(network.arrays, barred=FrozenDict(uphub=False)))
    shipper = replace(SHIPPER, product=replace(SHIPPER.product, dangerous_goods=THORIUM))
    told = "is lifted at uphub, which is not known to be open for it"
    warned = cost_at(network, card, PLANTS, shipper, "uphub", QUESTION).haul_warnings
    assert [said for said in warned if "class 7" in said] == [
        f"{SHIPPER.deposit_id}: radioactive cargo (class 7) {told}"
    ]
    plain = cost_at(network, card, PLANTS, SHIPPER, "uphub", QUESTION).haul_warnings
    assert not [said for said in plain if "class 7" in said]


def test_a_campaign_names_each_port_of_each_radioactive_cargo_once() -> None:
    arrays = drawn(("06-01", "09-30"))
    ore = replace(ORE, dangerous_goods=THORIUM)
    demands = (Demand("mine", "plant", ore), Demand("mine", "plant", ORE))
    answer = plan_campaign(arrays, storage_card(), CampaignRequest(demands))
    told = "is lifted at port, which is not known to be open for it"
    assert answer.warnings == (f"mine: radioactive cargo (class 7) {told}",)
