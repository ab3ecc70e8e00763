"""Capacities of hubs: only those that count REO bound the REO that a hub makes."""

from __future__ import annotations

import pandas as pd

from layers import load_atlas
from layers.hub_capacities import reo_capacities


def test_capacity_counts_where_its_basis_is_reo() -> None:
    hubs = pd.DataFrame(
        {
            "id": ["oxides", "ore", "magnets", "unknown"],
            "capacity_t_per_y": [2500.0, 160_000.0, 1000.0, float("nan")],
            "capacity_basis": ["reo", "feed", "magnets", "reo"],
        }
    )
    assert reo_capacities(hubs) == {"oxides": 2500.0}


def test_shipped_hubs_say_what_their_capacities_count() -> None:
    known = reo_capacities(load_atlas(drawn=False).hubs)
    assert known["solikamsk"] == 2500
    assert "krasnokamensk" not in known
    assert "glazov" not in known
