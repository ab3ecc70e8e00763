"""The year of what a deposit ships, in Monte Carlo samples: its kept paths at its own prices.

Owns the outcome of a route (docs/model.md, E39).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.pricing.shipped_mass import drawn_shipped_t_per_t
from zimnik.geo.uncertainty.kept_ways import KeptWays
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.geo.uncertainty.spread import Outcome


@dataclass(frozen=True, slots=True, eq=False)
class DrawnYear:
    """The year of what a deposit ships, to be timed and priced in any samples.

    Parameters
    ----------
    ways
        Its kept paths.
    shipper
        What is shipped, and how much of it.
    """

    ways: KeptWays
    shipper: Shipper

    @classmethod
    def of(
        cls,
        network: DatedNetwork,
        found: Sequence[YearPaths],
        shipper: Shipper,
        *,
        max_d: float = DEFAULT_MAX_D,
    ) -> DrawnYear:
        """Return the year from the paths found under some rate cards, the base first."""
        return cls(KeptWays.of(network, found, max_d=max_d), shipper)

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne costs, emits and takes in every sample; see `KeptWays.outcome`."""
        card = self.ways.network.card
        rates = sampled_rates(card, samples)
        shipped = drawn_shipped_t_per_t(self.shipper.product, rates.default_mass_pct)
        kg_per_t = sampled_emissions(card, samples) * np.reshape(shipped, (-1, 1))
        return self.ways.outcome(samples, shipper_prices(self.shipper, card, rates), kg_per_t)
