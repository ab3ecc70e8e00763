"""What limits a campaign: loads a day, room of links, ports and stores, and who shares them (E12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.geo.campaign_cases import ORE, drawn, planned, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.network.capacities import Verdict
from zimnik.geo.pricing.rates import Range


def test_storage_that_is_too_small_holds_tonnes_back() -> None:
    answer = planned(drawn(("06-01", "09-30")), storages_t={"mine": 5_000.0, "port": 5_000.0})
    assert 0 < answer.delivered_t < 52_000
    assert "storage" in str(answer.demands[0].reason)
    peaks = answer.stocks.groupby(["place_id", "week"])["tonnes"].sum().groupby("place_id").max()
    assert (peaks <= 5_000 * (1 + 1e-6)).all()


def test_two_mines_compete_for_one_port() -> None:
    places = drawn_places(m1="deposit", m2="deposit", port="river_port", plant="hub")
    places = places.assign(storage=[False, False, True, False])
    links = drawn_links(
        link("m1-port", Vehicle.WINTER_TRUCK, 100.0),
        link("m2-port", Vehicle.WINTER_TRUCK, 300.0),
        link("port-plant", Vehicle.BARGE, 200.0),
    )
    request = CampaignRequest(
        (Demand("m1", "plant", ORE), Demand("m2", "plant", ORE)),
        capacities_t_per_y={"port": 60_000.0},
    )
    near, far = plan_campaign(
        compiled(places, links, storage_card()), storage_card(), request
    ).demands
    assert near.delivered_t == pytest.approx(52_000, rel=1e-4)
    assert far.delivered_t == pytest.approx(8_000, rel=1e-3)


def test_inbound_supplies_share_the_port() -> None:
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    demands = (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    request = CampaignRequest(demands, capacities_t_per_y={"port": 50_000.0})
    answer = plan_campaign(drawn(), storage_card(), request)
    assert answer.delivered_t == pytest.approx(50_000, rel=1e-5)
    assert all(demand.reason or not demand.undelivered_t for demand in answer.demands)


def test_community_traffic_inbound_and_outbound_cargo_share_one_capacity() -> None:
    """Of 60,000 t the community takes 25,000; fuel and ore have the rest, whatever their route."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(
        storage=[False, True, False],
        capacity_t_per_y=[np.nan, 60_000.0, np.nan],
        community_t_per_y=[np.nan, 25_000.0, np.nan],
    )
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0), link("port-plant", Vehicle.BARGE, 200.0)
    )
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    request = CampaignRequest(
        (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    )
    answer = plan_campaign(compiled(places, links, storage_card()), storage_card(), request)
    assert answer.delivered_t == pytest.approx(35_000, rel=1e-4)
    (binding,) = answer.bindings
    assert (binding.name, binding.upper_t) == ("port", 35_000)
    assert all(
        "port" in str(demand.reason) for demand in answer.demands if demand.undelivered_t > 1
    )


def test_loads_a_day_limit_a_winter_road() -> None:
    card = replace(storage_card(), winter_road_loads_per_d=Range(5.0, 5.0, 5.0))
    answer = plan_campaign(drawn(), card, CampaignRequest((Demand("mine", "plant", ORE),)))
    assert answer.delivered_t == pytest.approx(5 * 20 * 365, rel=1e-4)
    assert "mine-port (rate" in str(answer.demands[0].reason)


@pytest.mark.parametrize("usual", [None, Range(5.0, 5.0, 5.0), Range(90.0, 90.0, 90.0)])
def test_a_winter_road_with_loads_of_its_own_takes_those(usual: Range | None) -> None:
    """Three loads of 20 t on each of 365 days, whatever a road takes that nobody counted."""
    card = replace(storage_card(), winter_road_loads_per_d=usual)
    places = drawn_places(mine="deposit", plant="hub").assign(storage=False)
    road = link("mine-plant", Vehicle.WINTER_TRUCK, 100.0, loads_per_day=3.0)
    request = CampaignRequest((Demand("mine", "plant", ORE),))
    answer = plan_campaign(compiled(places, drawn_links(road), card), card, request)
    assert answer.delivered_t == pytest.approx(3 * 20 * 365, rel=1e-4)
    assert "mine-plant (rate" in str(answer.demands[0].reason)


def test_link_capacity_is_spread_over_its_open_days() -> None:
    answer = planned(drawn(("06-01", "09-30")), capacities_t_per_y={"port-plant": 12_200.0})
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    assert river["tonnes"].max() <= 7 * 100 * (1 + 1e-6)
    assert answer.delivered_t == pytest.approx(12_200, rel=0.03)


def test_loads_a_day_hold_on_the_days_of_some_runs_alone() -> None:
    """Five loads of 20 t on each of the 119 days to set out on; full ones on 60 of them, from March.

    The first round of weeks is for light and full loads together, light ones counting twice; the
    second is for the full loads, which come by on no other days.
    """
    card = replace(storage_card(), winter_road_loads_per_d=Range(5.0, 5.0, 5.0))
    places = drawn_places(mine="deposit", plant="hub").assign(storage=False)
    cells = {"season_open": "01-01", "season_close": "04-30", "light_load_share": 0.5}
    full = {"full_load_from": "03-01", "full_load_to": "04-30"}
    road = link("mine-plant", Vehicle.WINTER_TRUCK, 100.0, **cells, **full)
    request = CampaignRequest((Demand("mine", "plant", ORE),))
    arrays = compiled(places, drawn_links(road), card)
    (limit,) = build_campaign(arrays, card, request).campaign.programme.limits
    assert (limit.name, limit.kind, len(limit.upper_t)) == ("mine-plant", "rate", 2 * 52)
    assert limit.upper_t[:52].sum() == pytest.approx(100 * 119)
    assert limit.upper_t[52:].sum() == pytest.approx(100 * 60)
    uses = [(flow.tonnes_per_t, int(flow.passing.came.min() // 52)) for flow in limit.flows]
    assert sorted(uses) == [(1.0, 0), (1.0, 1), (2.0, 0)]
    (again,) = (flow for flow in limit.flows if flow.passing.came.min() >= 52)
    # 1 March is the 59th day, in the ninth week.
    assert again.passing.came.min() == 52 + 8


def test_what_rolls_through_a_place_takes_none_of_its_room_but_where_it_is_to_pass_it() -> None:
    """Trains roll through the yard, which has room for 5,000 t of what is lifted (A36)."""
    places = drawn_places(mine="deposit", yard="station", plant="hub").assign(
        storage=False, capacity_t_per_y=[np.nan, 5_000.0, np.nan]
    )
    links = drawn_links(
        link("mine-yard", Vehicle.RAIL_1520, 100.0), link("yard-plant", Vehicle.RAIL_1520, 100.0)
    )
    arrays = compiled(places, links, storage_card())
    through = Demand("mine", "plant", ORE)
    for demand, delivered_t in (
        (through, 52_000.0),
        (replace(through, via=(frozenset({"yard"}),)), 5_000.0),
        (Demand("mine", "yard", ORE), 5_000.0),
    ):
        answer = plan_campaign(arrays, storage_card(), CampaignRequest((demand,)))
        assert answer.delivered_t == pytest.approx(delivered_t, rel=1e-4)


def test_answer_holds_what_it_moves_beside_what_is_known() -> None:
    """Ore of 52,000 t is 65,000 t with its water, over a port that has passed 50,000."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub").assign(
        storage=[False, True, False], largest_traffic_t_per_y=[np.nan, 50_000.0, np.nan]
    )
    links = drawn_links(
        link("mine-port", Vehicle.RAIL_1520, 100.0), link("port-plant", Vehicle.BARGE, 200.0)
    )
    wet = replace(ORE, moisture_pct=exactly(20.0))
    request = CampaignRequest((Demand("mine", "plant", wet),))
    answer = plan_campaign(compiled(places, links, storage_card()), storage_card(), request)
    assert {check.id: check.verdict for check in answer.capacity_checks} == {
        "port": Verdict.ABOVE_TRAFFIC,
        "mine-port": Verdict.UNKNOWN,
        "port-plant": Verdict.UNKNOWN,
    }
    wanted = [check.wanted_t_per_y for check in answer.capacity_checks]
    assert wanted == pytest.approx([65_000.0] * 3)
