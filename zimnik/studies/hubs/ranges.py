"""The range of compared hubs: all of them priced in the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.uncertainty.drawn_hubs import DrawnFlows, HubRanges
    from zimnik.geo.uncertainty.way_searches import WaySearches
    from zimnik.studies.hubs.pricing import HubPricing
    from zimnik.studies.model import Model


def hub_ranges(
    model: Model,
    rows: Sequence[HubRow],
    pricing: HubPricing,
    asked: ChainQuestion,
    *,
    draws: int,
    seed: int,
) -> HubRanges:
    """Return the range of each hub that can be had, and the share of draws in which it is cheapest.

    Parameters
    ----------
    model
        Whose rates are drawn.
    rows, pricing, asked
        The hubs under the base card that can be had, what all of them share, and what was asked.
    draws, seed
        How many draws, and their seed.
    """
    from zimnik.geo.routing.yearly import YearSearches
    from zimnik.geo.uncertainty.drawn_hubs import HubRanges
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.geo.uncertainty.samples import draw_samples, one_at_a_time
    from zimnik.geo.uncertainty.spread import spread_from
    from zimnik.geo.uncertainty.way_searches import WaySearches
    from zimnik.studies.ranges.draws import inputs_of

    if not rows:
        return HubRanges({}, {})
    inputs = (*inputs_of(model), *chain_inputs(pricing.plants))
    samples, ends = draw_samples(inputs, draws, seed), one_at_a_time(inputs)
    searches = WaySearches.of(YearSearches(pricing.network))
    spreads, usd_per_t = {}, []
    for row in rows:
        hub = drawn_hub(row, pricing, asked, searches)
        drawn = hub.outcome(samples)
        usd_per_t.append(drawn.usd_per_t)
        spreads[row.hub_id] = spread_from(drawn, hub.outcome(ends), inputs, seed=seed)
    cheapest = np.bincount(np.argmin(usd_per_t, axis=0), minlength=len(rows)) / draws
    return HubRanges(spreads, dict(zip(spreads, cheapest.tolist(), strict=True)))


def drawn_hub(
    row: HubRow, pricing: HubPricing, asked: ChainQuestion, searches: WaySearches
) -> DrawnFlows:
    """Return a hub with the kept paths of its hauls."""
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.uncertainty.drawn_hubs import DrawnFlows, drawn_costs

    costs = drawn_costs(
        row.costs,
        {one.deposit_id: one for one in pricing.shippers},
        pricing.plants,
        searches,
        dates=Dates(None, pricing.network.year_type, asked.max_d),
        closures=asked.closures,
    )
    return DrawnFlows(costs, tuple(cost.tonnes_per_y for cost in row.costs))
