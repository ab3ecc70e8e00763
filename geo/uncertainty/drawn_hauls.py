"""What a haul of a fixed plan comes to in Monte Carlo samples, timed anew on its kept paths.

Owns the outcome of a tonne that is sent over a year of hauls (docs/model.md, E39).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.pricing.bill import days_in
from zimnik.geo.pricing.shipped_mass import drawn_shipped_t_per_t
from zimnik.geo.uncertainty.chain_prices import drawn_bill
from zimnik.geo.uncertainty.drawn_years import DrawnYear
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.uncertainty.kept_ways import KeptWays
    from zimnik.geo.uncertainty.samples import Samples


@dataclass(frozen=True, slots=True)
class SentHaul:
    """What a deposit sends over a haul in a year.

    Parameters
    ----------
    shipper
        What is sent.
    year
        The haul, its bill split.
    ways
        Its kept paths; None where it stays, whose bill follows what it was split by.
    """

    shipper: Shipper
    year: YearMean
    ways: KeptWays | None = None

    def outcome(self, samples: Samples, card: RateCard) -> Outcome:
        """Return what a tonne over it comes to in every sample."""
        if self.ways is not None:
            return DrawnYear(self.ways, self.shipper).outcome(samples)
        rates, bill = sampled_rates(card, samples), drawn_bill(self.year, samples)
        shipped = drawn_shipped_t_per_t(self.shipper.product, rates.default_mass_pct)
        kg_per_t = sampled_emissions(card, samples) * np.reshape(shipped, (-1, 1))
        usd = (bill * shipper_prices(self.shipper, card, rates)).sum(axis=1)
        return Outcome(
            usd, (bill * kg_per_t).sum(axis=1), np.broadcast_to(days_in(bill), samples.count)
        )
