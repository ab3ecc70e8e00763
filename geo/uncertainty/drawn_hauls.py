"""What hauls of a fixed plan cost and emit in Monte Carlo samples, their ways and waits kept.

Owns the outcome of tonnes that are sent over years of hauls (docs/model.md, E39).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.pricing.shipped_mass import drawn_shipped_t_per_t
from zimnik.geo.uncertainty.chain_prices import drawn_bill
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.uncertainty.samples import Samples


@dataclass(frozen=True, slots=True)
class SentHaul:
    """Tonnes of a year that a deposit sends over a haul.

    Parameters
    ----------
    shipper
        What is sent.
    year
        The haul, its bill split.
    t_per_y
        Dry tonnes over it.
    """

    shipper: Shipper
    year: YearMean
    t_per_y: float


@dataclass(frozen=True, slots=True)
class DrawnHauls:
    """Hauls of a fixed plan, to be priced in any samples.

    Parameters
    ----------
    hauls
        Who sends how much over which haul.
    fixed_usd_per_y
        What is paid besides, the same in all samples.
    card
        Rates.
    """

    hauls: tuple[SentHaul, ...]
    fixed_usd_per_y: float
    card: RateCard

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne of all that is sent costs and emits in every sample."""
        card, rates = self.card, sampled_rates(self.card, samples)
        kg = sampled_emissions(card, samples)
        tonnes = sum(haul.t_per_y for haul in self.hauls)
        usd = np.full(samples.count, self.fixed_usd_per_y / tonnes)
        co2 = np.zeros(samples.count)
        for haul in self.hauls:
            share, bill = haul.t_per_y / tonnes, drawn_bill(haul.year, samples)
            shipper = haul.shipper
            shipped = drawn_shipped_t_per_t(shipper.product, rates.default_mass_pct)
            usd += share * (bill * shipper_prices(shipper, card, rates)).sum(axis=1)
            co2 += share * shipped * (bill * kg).sum(axis=1)
        return Outcome(usd, co2)
