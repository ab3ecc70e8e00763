"""Fleets of an atlas as the model takes them, and what can be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.campaign.vehicle_pools import KnownFleet, Pool
from zimnik.geo.core.errors import Fault
from zimnik.geo.core.vocabulary import Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.layers.atlas.atlas import Atlas

FLEETS = "fleets"


def load_fleets(atlas: Atlas, card: RateCard) -> tuple[KnownFleet, ...]:
    """Return the fleets of an atlas; a tonnage is as many vehicles of the payload of the class."""
    return tuple(_fleet(row, card) for row in _records(atlas))


def fleet_table_faults(atlas: Atlas) -> list[Fault]:
    """Return where it is said neither how many vehicles there are nor what they carry, or both."""
    return [
        Fault(
            FLEETS,
            "either vehicles or tonnage_t",
            "both" if pd.notna(row["vehicles"]) else "neither",
            "Give one of them.",
            row=str(row["id"]),
            column="vehicles",
        )
        for row in _records(atlas)
        if pd.notna(row["vehicles"]) == pd.notna(row["tonnage_t"])
    ]


def _fleet(row: Mapping[Any, Any], card: RateCard) -> KnownFleet:
    vehicle = Vehicle(row["vehicle"])
    counted = pd.notna(row["vehicles"])
    vehicles = row["vehicles"] if counted else row["tonnage_t"] / card.payloads_t[vehicle].base
    return KnownFleet(
        pool=Pool(vehicle, str(row["water"] or "")),
        vehicle_count=float(vehicles),
        name=str(row["name_en"]),
        year=int(row["year"]) if pd.notna(row["year"]) else None,
        source=str(row["source"]),
    )


def _records(atlas: Atlas) -> list[dict[Any, Any]]:
    return atlas.fleets.to_dict("records")
