"""Fleets that exist: as numbers or as tonnage, beside the needs of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zimnik.geo.campaign.vehicle_pools import Pool
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.layers import load_atlas, load_rate_card
from zimnik.layers.cards.fleets import fleet_table_faults, load_fleets


def test_a_tonnage_is_as_many_vehicles_of_the_payload_of_their_class() -> None:
    atlas = load_atlas(drawn=False)
    fleets = load_fleets(atlas, load_rate_card(atlas))
    lena = [fleet for fleet in fleets if fleet.pool == Pool(Vehicle.BARGE, "lena")]
    # 250,000 t of the shipping company and 30,000 t of the port, in barges of 2,500 t.
    assert sum(fleet.vehicle_count for fleet in lena) == pytest.approx(112)


@pytest.mark.parametrize(
    ("cells", "found"),
    [({"vehicles": 3.0}, "both"), ({"tonnage_t": float("nan")}, "neither")],
)
def test_a_fleet_is_a_number_or_a_tonnage(cells: dict[str, float], found: str) -> None:
    atlas = load_atlas(drawn=False)
    is_lena = atlas.fleets["id"] == "lorp_dry"
    changed = {name: atlas.fleets[name].mask(is_lena, value) for name, value in cells.items()}
    (fault,) = fleet_table_faults(replace(atlas, fleets=atlas.fleets.assign(**changed)))
    assert (fault.row, fault.found) == ("lorp_dry", found)
