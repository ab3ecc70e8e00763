"""Terms of an investment: what buyers pay, tolls, capital of mines, years, scale and taxes.

Owns how a term is found: of the place, else of any. It holds no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.rates import Range

PAYABLE, TOLL, CAPITAL, SCHEDULE = "payable", "toll", "capital", "schedule"
SUSTAINING, SCALE, SIZE, TAX = "sustaining", "scale", "size", "tax"
CLOSURE, STOCK = "closure", "stock"
TERM_GROUPS = (
    PAYABLE,
    TOLL,
    CAPITAL,
    SCHEDULE,
    SUSTAINING,
    CLOSURE,
    STOCK,
    SCALE,
    SIZE,
    TAX,
)


@dataclass(frozen=True, slots=True)
class ProjectTerms:
    """Terms by group, item and place, money in US dollars of the rate card's year.

    Parameters
    ----------
    terms
        Low, base and high; the place is a deposit or a country, "" for any.
    """

    terms: Mapping[tuple[str, str, str], Range]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def at(self, group: str, item: str, *places: str) -> Range | None:
        """Return a term of the first place that has one, else of any place, else None."""
        for place in (*places, ""):
            found = self.terms.get((group, item, place))
            if found is not None:
                return found
        return None
