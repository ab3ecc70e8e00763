"""What is drawn besides prices: speeds, dwell times, currents, ice, lengths, and emission factors.

Owns the names of these inputs (docs/model.md, E19); what of a bill follows them is
`geo.network.split_rows`'s to say. A number that has one value alone is not drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.network.split_rows import (
    ACCESS_DETOUR,
    BLOCK_TRAIN,
    DWELL,
    IN_ICE,
    LENGTH,
    SPEED,
)
from zimnik.geo.pricing.bill import BLOCK, QUANTITY_INDEX
from zimnik.geo.pricing.rates import RIDE_FACTORS
from zimnik.geo.pricing.split_bills import of_region
from zimnik.geo.uncertainty.samples import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import Range, RateCard
    from zimnik.geo.uncertainty.samples import Samples

EMISSION = "emission_"


def pace_inputs(card: RateCard) -> tuple[Input, ...]:
    """Return the speeds, dwell times, factors of rides and lengths of a card that have a range.

    Those that a region with a card of its own has otherwise are inputs of their own.
    """
    first = dict(_paces(card))
    own = {
        of_region(name, region): values
        for region, other in card.elsewhere.items()
        for name, values in _paces(other)
        if values != first.get(name) and not name.startswith((LENGTH, ACCESS_DETOUR))
    }
    every = {**first, **own}
    return tuple(Input(name, values) for name, values in every.items() if values.low < values.high)


def _paces(card: RateCard) -> Iterator[tuple[str, Range]]:
    for vehicle, speed in card.speeds_km_per_d.items():
        yield f"{SPEED}{vehicle}", speed
    for name, extra in ((BLOCK_TRAIN, card.block_train_km_per_d), (IN_ICE, card.in_ice_km_per_d)):
        if extra is not None:
            yield f"{SPEED}{name}", extra
    for quantity, dwell in card.dwells_d.items():
        yield f"{DWELL}{quantity}", dwell
    for name in RIDE_FACTORS:
        yield name, card.factor(name)
    for mode, length in card.lengths.items():
        yield f"{LENGTH}{mode}", length
    yield ACCESS_DETOUR, card.access_detour


def emission_inputs(card: RateCard) -> tuple[Input, ...]:
    """Return the emission factors of a card that have a range."""
    return tuple(
        Input(of_region(f"{EMISSION}{quantity}", region), kg)
        for region, own in {"": card, **card.elsewhere}.items()
        for quantity, kg in own.emissions_kg.items()
        if kg.low < kg.high and (own is card or kg != card.emissions_kg.get(quantity))
    )


def sampled_emissions(card: RateCard, samples: Samples) -> Vector:
    """Return kg CO2e for a shipped tonne and unit of each quantity in every sample (row)."""
    every = {"": card, **card.elsewhere}
    kg = np.zeros((samples.count, len(every), BLOCK))
    for number, (region, own) in enumerate(every.items()):
        for quantity, given in own.emissions_kg.items():
            alike = given == card.emissions_kg.get(quantity)
            name = of_region(f"{EMISSION}{quantity}", "" if alike else region)
            kg[:, number, QUANTITY_INDEX[quantity]] = samples.of(name, given.base)
    return kg.reshape(samples.count, -1)
