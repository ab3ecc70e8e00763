"""Plants in Monte Carlo samples: recoveries and prices, each at its place in its range.

Owns which numbers of plants are drawn (docs/model.md, E19) and which of them are paid in the home
currency.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.border_terms import BorderTerms
from zimnik.geo.processing.borders import CHARGED
from zimnik.geo.processing.plant_costs import CAPEX, ENERGY, RESIDUE
from zimnik.geo.uncertainty.sampled_rates import CURRENCY
from zimnik.geo.uncertainty.samples import Input

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.uncertainty.samples import Samples

# Position of a number in its range: 0 at the low, 1 at the base, 2 at the high.
POSITION = Range(0.0, 1.0, 2.0)
# What a plant recovers has an end: positions beyond the range are drawn as its ends.
LAST_POSITION = 2.0
PRICE, RECOVERY, BORDER = "price", "recovery", "border"
DRAWN = frozenset({ENERGY, RESIDUE, CAPEX, "product"})
IN_CURRENCY = frozenset({ENERGY, RESIDUE})


def chain_inputs(plants: Plants) -> tuple[Input, ...]:
    """Return recoveries, prices of plants and terms of borders, each as a position in its range."""
    names = [f"{RECOVERY} {recipe.stage}" for recipe in plants.recipes]
    names += [f"{PRICE} {supply.reagent}" for supply in plants.prices.supplies]
    names += [f"{group} {item}" for group, item, _ in plants.prices.local if group in DRAWN]
    names += [
        f"{BORDER} {charge}"
        for (charge, *_), term in plants.borders.terms.items()
        if term is not None and charge in CHARGED
    ]
    return tuple(Input(name, POSITION, most=LAST_POSITION) for name in dict.fromkeys(names))


def at_position(values: Range, position: Vector) -> Vector:
    """Return the number at a position of a range: 0 is its low, 1 its base, 2 its high.

    Examples
    --------
    >>> from zimnik.geo.pricing.rates import Range
    >>> at_position(Range(10.0, 20.0, 50.0), np.array([0.5, 1.5])).tolist()
    [15.0, 35.0]
    """
    rising = values.low + position * (values.base - values.low)
    falling = values.base + (position - 1) * (values.high - values.base)
    return np.where(position <= 1, rising, falling)


def is_at_home(plants: Plants, place_id: str) -> bool:
    """Whether a place pays in the home currency; one of unknown country does not."""
    location = plants.locations.get(place_id)
    return location is not None and location.country in plants.home_countries


def local_price(group: str, item: str, price: Range, samples: Samples, *, at_home: bool) -> Vector:
    """Return a price of a plant in every sample; energy and residue at home are in its currency."""
    in_currency = at_home and group in IN_CURRENCY
    paid = samples.of(CURRENCY, 1.0) if in_currency else np.ones(samples.count)
    return at_position(price, samples.of(f"{group} {item}", 1.0)) * paid


def supply_usd_per_t(plants: Plants, reagent: str, place_id: str, samples: Samples) -> Vector:
    """Return what a reagent costs where it is made in every sample, at home in its currency."""
    (price,) = (
        supply.price_usd_per_t
        for supply in plants.prices.suppliers_of(reagent)
        if supply.place_id == place_id
    )
    paid = samples.of(CURRENCY, 1.0) if is_at_home(plants, place_id) else np.ones(samples.count)
    return at_position(price, samples.of(f"{PRICE} {reagent}", 1.0)) * paid


def sampled_plants(plants: Plants, samples: Samples, *, at_home: bool) -> Plants:
    """Return recipes and prices of the first sample, without ranges, to find hub costs again by.

    Parameters
    ----------
    plants
        Recipes and prices with their ranges.
    samples
        Of which the first counts.
    at_home
        Whether the hub pays for energy and residue in the home currency.
    """

    def exact(values: Vector) -> Range:
        value = float(values[0])
        return Range(value, value, value)

    def recovery(stage: str, values: Range) -> Range:
        return exact(at_position(values, samples.of(f"{RECOVERY} {stage}", 1.0)))

    return replace(
        plants,
        recipes=tuple(
            replace(r, reo_recovery=recovery(r.stage, r.reo_recovery)) for r in plants.recipes
        ),
        prices=replace(
            plants.prices,
            supplies=tuple(
                replace(
                    one,
                    price_usd_per_t=exact(
                        supply_usd_per_t(plants, one.reagent, one.place_id, samples)
                    ),
                )
                for one in plants.prices.supplies
            ),
            local={
                (group, item, area): exact(
                    local_price(group, item, values, samples, at_home=at_home)
                )
                for (group, item, area), values in plants.prices.local.items()
            },
        ),
        borders=BorderTerms(
            {
                key: exact(at_position(term, samples.of(f"{BORDER} {key[0]}", 1.0)))
                if term is not None
                else None
                for key, term in plants.borders.terms.items()
            }
        ),
    )
