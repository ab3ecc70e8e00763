"""The range of compared hubs: all of them priced in the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.uncertainty.drawn_hubs import HubRanges
    from zimnik.studies.hubs.pricing import HubPricing
    from zimnik.studies.model import Model


def hub_ranges(
    model: Model, rows: Sequence[HubRow], pricing: HubPricing, *, draws: int, seed: int
) -> HubRanges:
    """Return the range of each hub that can be had, and the share of draws in which it is cheapest.

    Parameters
    ----------
    model
        Whose rates are drawn.
    rows, pricing
        The hubs under the base card that can be had, and what all of them share.
    draws, seed
        How many draws, and their seed.
    """
    from zimnik.geo.uncertainty.drawn_hubs import DrawnHub, HubRanges
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.geo.uncertainty.samples import draw_samples
    from zimnik.geo.uncertainty.spread import spread_of
    from zimnik.studies.ranges.draws import inputs_of

    inputs = (*inputs_of(model), *chain_inputs(pricing.plants))
    shippers = {one.deposit_id: one for one in pricing.shippers}
    hubs = {
        row.hub_id: DrawnHub(row, shippers, pricing.plants, pricing.network.card) for row in rows
    }
    if not hubs:
        return HubRanges({}, {})
    spreads = {
        hub_id: spread_of(hub.outcome, inputs, draws=draws, seed=seed)
        for hub_id, hub in hubs.items()
    }
    samples = draw_samples(inputs, draws, seed)
    cheapest = np.argmin([hub.outcome(samples).usd_per_t for hub in hubs.values()], axis=0)
    shares = np.bincount(cheapest, minlength=len(hubs)) / draws
    return HubRanges(spreads, dict(zip(hubs, shares.tolist(), strict=True)))
