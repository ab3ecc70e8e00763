"""What is tied up in a tonne of cargo: the cash spent on it by the time it leaves its site.

Owns how the value of a cargo follows from how it is mined (docs/model.md, E3), fixed before any
search. What plants add is `geo.processing.cash_spent`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from zimnik.geo.core.arrays import Vector
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import MiningItem, ValueBasis
from zimnik.geo.pricing.rates import LEVELS, Range

if TYPE_CHECKING:
    from collections.abc import Mapping

# One number, or one for each draw.
Amount = TypeVar("Amount", float, Vector)
# From this value of a tonne on, half a year of interest is more than any flight within the region
# costs (docs/model.md, A88): such a cargo flies and lies in no stockpile.
PRECIOUS_USD_PER_T = 100_000.0
# What is mined and shipped as it is.
ORE_AS_MINED_T_PER_T = 1.0
_NAMES = {
    MiningItem.OPEN_PIT: "a large open pit",
    MiningItem.REMOTE_OPEN_PIT: "a remote open pit",
    MiningItem.UNDERGROUND: "an underground mine",
    MiningItem.STOCKPILE: "a stockpile",
    MiningItem.UNKNOWN_METHOD: "a mine of unknown method",
}


@dataclass(frozen=True, slots=True)
class MineCost:
    """What is known of the cash that mining and dressing a dry tonne of a product cost.

    Parameters
    ----------
    stated_usd_per_t
        What the planner says a tonne is worth; it goes before all else.
    published_usd_per_t
        Published cost of a tonne of the product, in dollars of the rate card's year.
    method
        How it is mined, where nothing is published.
    ore_t_per_t
        Tonnes of ore mined for a tonne of the product: 1 for ore itself, None where it is not
        known.
    is_concentrate
        Whether the product is dressed; then an unknown `ore_t_per_t` is that of the rate card.
    """

    stated_usd_per_t: float | None = None
    published_usd_per_t: float | None = None
    method: MiningItem = MiningItem.UNKNOWN_METHOD
    ore_t_per_t: float | None = None
    is_concentrate: bool = False

    @property
    def basis(self) -> ValueBasis:
        """What the value rests on."""
        if self.stated_usd_per_t is not None:
            return ValueBasis.STATED
        return ValueBasis.DEFAULT if self.published_usd_per_t is None else ValueBasis.MINING_COST

    def usd_per_t(self, items: Mapping[MiningItem, Amount]) -> Amount | float:
        """Return the cash spent on a dry tonne under some costs of mining.

        Parameters
        ----------
        items
            Dollars for a tonne of ore by method and for dressing it, and tonnes of ore for a tonne
            of concentrate: numbers, or arrays with a number for each draw.
        """
        known = self.stated_usd_per_t
        known = self.published_usd_per_t if known is None else known
        if known is not None:
            return known
        mined = items[self.method]
        if not self.is_concentrate:
            return mined * (self.ore_t_per_t or ORE_AS_MINED_T_PER_T)
        ore_t = self.ore_t_per_t or items[MiningItem.ORE_PER_CONCENTRATE]
        return ore_t * (mined + items[MiningItem.DRESSING])

    def range_usd_per_t(self, items: Mapping[MiningItem, Range]) -> Range:
        """Return the cash spent on a dry tonne, low, base and high."""
        low, base, high = (
            float(self.usd_per_t({item: cost.at(level) for item, cost in items.items()}))
            for level in LEVELS
        )
        return Range(low, base, high)

    def note(self, value: Range) -> Message:
        """Return what an answer says of a value and its basis."""
        if self.basis is ValueBasis.STATED:
            said = f"capital is charged on the value that is stated, US$ {value.base:,.0f} per t"
            return Message(said, "value_stated", base_usd_per_t=value.base)
        if self.basis is ValueBasis.MINING_COST:
            said = f"capital is charged on the published cost, US$ {value.base:,.0f} per t"
            return Message(said, "value_published", base_usd_per_t=value.base)
        made = " and its dressing" if self.is_concentrate else ""
        return Message(
            f"capital is charged on cash spent, US$ {value.base:,.0f} per t ({value.low:,.0f} to "
            f"{value.high:,.0f}): its cost is not published, and that of {_NAMES[self.method]}"
            f"{made} is taken",
            "value_default_dressed" if self.is_concentrate else "value_default",
            base_usd_per_t=value.base,
            low_usd_per_t=value.low,
            high_usd_per_t=value.high,
            mine=f"mine_{self.method.value}",
        )
