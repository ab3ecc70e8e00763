"""What lies between sites and towns: kilometres, driving hours and cost, whatever the date.

Owns what the ARIA score, the FAR level and the gravity index are made of (docs/model.md, E20).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.vocabulary import Mode, Quantity
from zimnik.geo.network.closures import not_offered
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
from zimnik.geo.pricing.shipped_mass import ORE
from zimnik.geo.remoteness.reach import Reach
from zimnik.geo.routing.assembly import Pricing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.remoteness.towns import TownNetwork

# Speeds of the rate card are kilometres of a driver's day, of which about this much is driven.
DRIVING_H_PER_DAY = 10.0


def reference_cargo(card: RateCard) -> Cargo:
    """Return the tonne by which places are compared: ore of which nothing is known.

    What is taken for it, tonnage, value, water and packaging, are the stated defaults of the card.
    """
    return cargo_of_product(SiteProduct(ORE), card)[0]


@dataclass(frozen=True, slots=True, eq=False)
class TownReach:
    """What lies between sites and towns whatever the date; one row a site, one column a town.

    Parameters
    ----------
    population
        People of each town.
    km
        Least distance by surface.
    hours
        Least driving hours by road, winter roads included.
    cost_usd_per_t
        Least cost by surface of a tonne of the reference cargo without waits, lifts at both ends
        included.
    """

    population: NDArray[np.float64]
    km: NDArray[np.float64]
    hours: NDArray[np.float64]
    cost_usd_per_t: NDArray[np.float64]

    @classmethod
    def of(cls, town_network: TownNetwork, site_ids: Sequence[str]) -> TownReach:
        """Return what lies between sites and all towns.

        It costs what the same tonne costs from every site (`reference_cargo`), because an index
        that compares places must not change with what is mined there.
        """
        towns = [town for town in town_network.towns if town.population > 0]
        reach = Reach(town_network.network.arrays)
        measures = _Measures(town_network)
        columns = [town.id for town in towns]
        cost = measures.costs(reference_cargo(town_network.network.card))
        shape = (len(site_ids), len(columns))
        km, hours, costs = (np.full(shape, np.inf) for _ in range(3))
        measured = ((km, measures.km()), (hours, measures.hours()), (costs, cost))
        for row, site_id in enumerate(site_ids):
            for values, (weights, starts, ends) in measured:
                found = reach.least(site_id, weights, starts, ends)
                values[row] = [found.get(town_id, math.inf) for town_id in columns]
        return cls(np.array([town.population for town in towns]), km, hours, costs)

    def by_class(
        self, values: NDArray[np.float64], classes: Sequence[float]
    ) -> NDArray[np.float64]:
        """Return the least of each row over towns of at least as many people as each class."""
        columns = [
            values[:, self.population >= people].min(axis=1, initial=np.inf) for people in classes
        ]
        return np.stack(columns, axis=1)


class _Measures:
    """Weights of edges, of starting and of ending, for each thing that is measured to towns."""

    def __init__(self, town_network: TownNetwork) -> None:
        self.arrays, self.card = town_network.network.arrays, town_network.network.card
        edges, year_type = self.arrays.edges, town_network.network.year_type
        modes = np.array(["" if edge.link is None else edge.link.mode.value for edge in edges])
        self.length_km = np.array(
            [0.0 if edge.link is None else edge.link.length_km for edge in edges]
        )
        closed = np.array(
            [town_network.closures.close(edge) or not edge.opens_in(year_type) for edge in edges]
        )
        self.no_surface = closed | (modes == Mode.AIR)
        self.no_road = closed | ~np.isin(modes, ["", Mode.ROAD, Mode.WINTER_ROAD])

    def km(self) -> tuple[Vector, Vector, Vector]:
        free = np.zeros(len(self.arrays.states))
        return np.where(self.no_surface, np.inf, self.length_km), free, free

    def hours(self) -> tuple[Vector, Vector, Vector]:
        free = np.zeros(len(self.arrays.states))
        days = self.arrays.quantities[:, QUANTITY_INDEX[Quantity.UNDER_WAY_D]]
        return np.where(self.no_road, np.inf, days * DRIVING_H_PER_DAY), free, free

    def costs(self, cargo: Cargo) -> tuple[Vector, Vector, Vector]:
        prices = Pricing.of(self.card, cargo).base
        starts, ends = np.full((2, len(self.arrays.states)), np.inf)
        lifting = self.arrays.lifting_at(self.arrays.lifting_states)
        starts[lifting] = self.arrays.loading[lifting] @ prices
        ends[lifting] = self.arrays.unloading[lifting] @ prices
        weights = np.where(self.no_surface, np.inf, self.arrays.quantities @ prices)
        for service in not_offered(self.card, cargo).rail_services:
            weights[list(self.arrays.rail_service_rows[service])] = np.inf
        return weights, starts, ends
