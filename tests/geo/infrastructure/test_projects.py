"""Roads and ports that are built: their yearly cost by hand (E16)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Mode, Vehicle
from zimnik.geo.infrastructure.new_roads import LIFE_Y
from zimnik.geo.infrastructure.projects import Project, enlarged, planned_project
from zimnik.geo.network.links import Link
from zimnik.geo.pricing.rates import annuity_per_y

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


@pytest.fixture
def building(card: RateCard) -> RateCard:
    prices = {"gravel_road_km": 1e6, "gravel_road_upkeep_km": 1e4, "rail_spur_km": 5e6}
    return replace(
        card,
        interest_pct_per_y=exactly(12.0),
        new_link_usd={name: exactly(usd) for name, usd in prices.items()},
    )


def test_yearly_cost_of_planned_links_and_a_port_by_hand(building: RateCard) -> None:
    links = [
        Link("road", "pit", "quay", Mode.ROAD, Vehicle.TRUCK, 10.0),
        Link("spur", "quay", "port", Mode.RAIL, Vehicle.RAIL_1520, 2.0),
        Link("lane", "port", "far", Mode.SEA, Vehicle.SHIP, 900.0),
    ]
    project = planned_project("port", links, {"port", "quay"}, {"port": 7e6, "spur": 4e6}, building)
    # The spur as published, the road by its kilometres, the lane for nothing, of the quay nothing.
    assert project.build_usd == pytest.approx(10e6 + 4e6 + 7e6)
    assert project.yearly_usd == pytest.approx(21e6 * annuity_per_y(12.0, LIFE_Y) + 1e5)
    assert project.link_ids == {"road", "spur", "lane"}
    assert [note.split(":")[0] for note in project.notes] == ["road", "quay"]
    road = project.notes[0]
    assert isinstance(road, Message)
    assert road.parameters == {"link_id": "road", "length_km": 10.0}


def test_an_enlarged_place_can_be_used_without_it(building: RateCard) -> None:
    project = enlarged("quay", 50e6, building)
    assert project.yearly_usd == pytest.approx(50e6 * annuity_per_y(12.0, LIFE_Y))
    assert project.ids == frozenset()
    road = Project("line", frozenset({"mine-hub"}), frozenset({"quay"}), 0.0, 1.0)
    assert road.ids == {"mine-hub", "quay"}
