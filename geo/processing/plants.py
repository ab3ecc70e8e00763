"""Plants: their recipes, what they pay and are paid, and where they lie.

Owns the prices of plants by the narrowest area that has one. What working a stage costs is
`geo.processing.plant_costs`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.border_terms import NO_TERMS, BorderTerms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.processing.recipes import Recipe

POWER, HEAT = "power", "heat"


@dataclass(frozen=True, slots=True)
class Supply:
    """A reagent at the place that makes it.

    `price_usd_per_t` is of the reagent at full strength; what is shipped has `strength_pct` of it.
    """

    reagent: str
    place_id: str
    price_usd_per_t: Range
    strength_pct: float = 100.0


@dataclass(frozen=True, slots=True)
class Location:
    """Region and country of a plant, by which its energy and buildings are priced."""

    region: str
    country: str


@dataclass(frozen=True, slots=True)
class PlantPrices:
    """What plants pay and are paid, in US dollars of the rate card's year.

    Parameters
    ----------
    supplies
        Reagents at their makers.
    local
        Other prices by group, item and region or country; "" for anywhere.
    """

    supplies: tuple[Supply, ...]
    local: Mapping[tuple[str, str, str], Range]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def at(self, group: str, item: str, location: Location) -> Range | None:
        """Return a price in the narrowest area that has one, or None."""
        for area in (location.region, location.country, ""):
            found = self.local.get((group, item, area))
            if found is not None:
                return found
        return None

    def suppliers_of(self, reagent: str) -> tuple[Supply, ...]:
        """Return who makes a reagent."""
        return tuple(supply for supply in self.supplies if supply.reagent == reagent)


@dataclass(frozen=True, slots=True)
class Plants:
    """What is known of plants: recipes, prices, and where hubs and deposits lie.

    `ndpr_shares` holds Nd and Pr oxides over all REO of the deposits of which it is known, and
    `borders` what is paid where feed and products cross one. Plants of the `home_countries` pay in
    the home currency.
    """

    recipes: tuple[Recipe, ...]
    prices: PlantPrices
    locations: Mapping[str, Location]
    ndpr_shares: Mapping[str, float] = field(default_factory=dict)
    borders: BorderTerms = NO_TERMS
    home_countries: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        freeze_mappings(self)
