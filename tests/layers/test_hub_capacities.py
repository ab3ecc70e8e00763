"""Capacities of hubs: only those that count REO bound the REO that a hub makes."""

from __future__ import annotations

import pandas as pd

from layers import load_atlas
from layers.hub_capacities import reo_capacities


def test_capacity_counts_where_its_basis_is_reo_or_oxides() -> None:
    hubs = pd.DataFrame(
        {
            "id": ["plain", "oxides", "ore", "magnets", "unknown"],
            "capacity_t_per_y": [200.0, 2500.0, 160_000.0, 1000.0, float("nan")],
            "capacity_note": [
                "Basis: t REO a year (2016)",
                "Basis: t of separated La and Ce oxides a year",
                "Basis: t of ore fed a year",
                "Basis: t NdFeB magnets a year",
                "Basis: t REO a year",
            ],
        }
    )
    assert reo_capacities(hubs) == {"plain": 200.0, "oxides": 2500.0}


def test_shipped_hubs_have_the_capacities_that_their_notes_state() -> None:
    known = reo_capacities(load_atlas(drawn=False).hubs)
    assert known["solikamsk"] == 2500
    assert "krasnokamensk" not in known
    assert "glazov" not in known
