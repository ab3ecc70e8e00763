"""Stores at their fullest, between the ends of weeks too: closed forms and a fine grid (E12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign_cases import ORE, drawn, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.calendar import YEAR_D, text_of
from zimnik.geo.core.vocabulary import Vehicle

if TYPE_CHECKING:
    from zimnik.geo.campaign.campaign import PlannedCampaign
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Openings
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo

MOIST = replace(ORE, moisture_pct=exactly(20.0))
PER_D_T = ORE.tonnes_per_y / YEAR_D


def crossing() -> NetworkArrays:
    """Return a river with a ferry in summer, ice in winter and nothing between."""
    places = drawn_places(west="road_junction", east="road_junction").assign(storage=True)
    links = drawn_links(
        link("west-east-ferry", Vehicle.BARGE, 12.0, season_open="06-01", season_close="10-15"),
        link(
            "west-east-ice", Vehicle.WINTER_TRUCK, 12.0, season_open="12-20", season_close="04-10"
        ),
    )
    return compiled(places, links, storage_card())


def test_a_crossing_holds_at_its_fullest_what_is_made_till_the_ice_bears() -> None:
    """The last week shipped by ferry ends on 14 October, day 287, and ice bears from day 353 on."""
    request = CampaignRequest((Demand("west", "east", ORE),))
    answer = plan_campaign(crossing(), storage_card(), request)
    west = answer.fullest[0]
    assert west.place_id == "west"
    assert west.lying_t == pytest.approx(66 * PER_D_T)
    assert text_of(round(west.at_d)) == "12-20"


def test_what_finds_no_room_at_the_fullest_moment_is_not_delivered() -> None:
    request = CampaignRequest((Demand("west", "east", ORE),), storages_t={"west": 9_000.0})
    answer = plan_campaign(crossing(), storage_card(), request)
    assert answer.delivered_t == pytest.approx(9_000 / 66 * YEAR_D, rel=1e-5)
    assert answer.fullest[0].lying_t == pytest.approx(9_000, rel=1e-6)
    assert "west (storage, 9,000 t)" in str(answer.demands[0].reason)


def test_moist_cargo_fills_a_place_with_its_water() -> None:
    """A fifth of it is water, so that four fifths as many dry tonnes find room."""
    request = CampaignRequest((Demand("west", "east", MOIST),), storages_t={"west": 9_000.0})
    answer = plan_campaign(crossing(), storage_card(), request)
    assert answer.delivered_t == pytest.approx(0.8 * 9_000 / 66 * YEAR_D, rel=1e-5)


def between(
    openings: Openings, flow: Vector, starts_d: Vector, after_d: float, during: tuple[float, float]
) -> float:
    """Return tonnes of a run that are so many days on their way within a span of the year."""
    total_t = 0.0
    for week in np.flatnonzero(flow):
        pieces = [
            (max(span.first_d, starts_d[week]), min(span.last_d, starts_d[week + 1]))
            for span in openings
        ]
        pieces = [(first, last) for first, last in pieces if last > first]
        length_d = sum(last - first for first, last in pieces)
        for first, last in pieces:
            for year in (-2, -1, 0, 1):
                begin, end = first + after_d + year * YEAR_D, last + after_d + year * YEAR_D
                met = max(0.0, min(end, during[1]) - max(begin, during[0]))
                total_t += float(flow[week]) * met / length_d
    return total_t


def standing_t(planned: PlannedCampaign, place_id: str, at_d: float) -> float:
    """Return what stands at a place at a moment, from tonnes by week, run by run."""
    campaign, plan = planned.campaign, planned.plan
    week = min(int(at_d // 7), 51)
    starts_d = np.append(7.0 * np.arange(52), YEAR_D)
    total_t = 0.0
    for number, store in enumerate(campaign.stores):
        if store.place_id != place_id:
            continue
        total_t += plan.stocks_t[number][week - 1]
        if store.node < 0:
            total_t += plan.delivered_t[store.demand] * (at_d - starts_d[week]) / YEAR_D
        for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
            run = made.run
            for sign, node, out_d, stands_d in (
                (-1, run.tail, 0.0, run.loading_d),
                (1, run.head, run.duration_d, run.setting_down_d),
            ):
                if node == store.node:
                    moved = between(run.openings, flow, starts_d, out_d, (starts_d[week], at_d))
                    last = (at_d, at_d + stands_d) if sign > 0 else (at_d - stands_d, at_d)
                    total_t += sign * moved + between(run.openings, flow, starts_d, out_d, last)
    return total_t


@settings(max_examples=examples(4))
@given(
    opens=st.integers(100, 180),
    length=st.integers(30, 150),
    room=st.sampled_from([np.inf, 8_000.0]),
    ore=st.sampled_from([ORE, MOIST]),
)
@example(opens=100, length=30, room=8_000.0, ore=MOIST)
def test_no_moment_is_fuller_than_the_fullest(
    opens: int, length: int, room: float, ore: Cargo
) -> None:
    """A grid of five days and a bit, over a river of any season, with room for all or for some."""
    arrays = drawn((text_of(opens), text_of(opens + length)))
    limits = {"port": room} if np.isfinite(room) else {}
    request = CampaignRequest((Demand("mine", "plant", ore),), storages_t=limits)
    answer = plan_campaign(arrays, storage_card(), request)
    planned = build_campaign(arrays, storage_card(), request)
    for pile in answer.fullest:
        grid = [standing_t(planned, pile.place_id, day) for day in np.arange(0.1, YEAR_D, 5.3)]
        assert max(grid) <= pile.lying_t + 0.5
        assert standing_t(planned, pile.place_id, pile.at_d - 1e-7) == pytest.approx(
            pile.lying_t, abs=1.0
        )
        if pile.place_id in limits:
            assert pile.lying_t * ore.shipped_t_per_t <= room * (1 + 1e-6)
