"""Capacities of hubs: what they count says which stage they limit."""

from __future__ import annotations

import pandas as pd

from zimnik.geo.siting.chain import HubCapacity
from zimnik.layers import load_atlas
from zimnik.layers.cards.hub_capacities import hub_capacities


# Tests (A40).
def test_what_a_capacity_counts_says_which_stage_it_limits() -> None:
    hubs = pd.DataFrame(
        {
            "id": ["oxides", "carbonate", "ore", "magnets", "unknown"],
            "stages": [
                "cracking;separation", "cracking", "cracking;separation", "metal;magnets", "cracking",
            ],
            "capacity_t_per_y": [2500.0, 1500.0, 160_000.0, 1000.0, float("nan")],
            "capacity_basis": ["reo", "reo", "feed", "magnets", "reo"],
        }
    )  # fmt: skip
    assert hub_capacities(hubs) == (
        HubCapacity("separation", "oxides", "reo", 2500.0),
        HubCapacity("cracking", "carbonate", "reo", 1500.0),
        HubCapacity("cracking", "ore", "feed", 160_000.0),
        HubCapacity("magnets", "magnets", "magnets", 1000.0),
    )


def test_shipped_hubs_say_what_their_capacities_count() -> None:
    known = {own.hub_id: own for own in hub_capacities(load_atlas(drawn=False).hubs)}
    assert known["solikamsk"] == HubCapacity("separation", "solikamsk", "reo", 2500.0)
    assert known["krasnokamensk"].stage == "cracking"
    assert known["glazov"].basis == "magnets"
