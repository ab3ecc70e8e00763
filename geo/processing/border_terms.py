"""Terms of borders: what each takes of which goods.

Owns how a term is found and what counts where none is known (docs/model.md, E48). It holds no
number; what a haul pays is `geo.processing.borders`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.pricing.rates import Range

if TYPE_CHECKING:
    from collections.abc import Mapping


class BorderCharge(StrEnum):
    """What a border takes, or lets through."""

    EXPORT_DUTY = "export_duty"
    LICENCE = "licence"
    IMPORT_DUTY = "import_duty"
    VAT = "vat"
    VAT_CREDIT = "vat_credit"
    INSURANCE = "insurance"
    CLASS7_LIMIT = "class7_limit"


# What is known of no border counts as nothing.
_NOTHING = Range(0.0, 0.0, 0.0)


class Goods(StrEnum):
    """Goods as tariffs divide them."""

    ORES = "ores"
    COMPOUNDS = "compounds"
    METALS = "metals"
    MAGNETS = "magnets"


@dataclass(frozen=True, slots=True)
class Way:
    """Goods from one country into another."""

    from_country: str
    to_country: str
    goods: Goods


@dataclass(frozen=True, slots=True)
class BorderTerms:
    """Terms of borders, % of the customs value unless said; None where one was sought in vain.

    Parameters
    ----------
    terms
        By charge, country of departure and of arrival, and goods; "" for any. Days for
        `VAT_CREDIT`, Bq/g of a nuclide for `CLASS7_LIMIT`.
    """

    terms: Mapping[tuple[str, str, str, str], Range | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def at(self, charge: BorderCharge, way: Way) -> Range | None:
        """Return the term of the narrowest row that fits; None where none is known."""
        for from_country in (way.from_country, ""):
            for to_country in (way.to_country, ""):
                for goods in (way.goods, ""):
                    key = charge, from_country, to_country, goods
                    if key in self.terms:
                        return self.terms[key]
        return None

    def counted(self, charge: BorderCharge, way: Way) -> Range:
        """Return the term that is counted: where none is known, the highest known of others.

        What is known of no border counts as nothing.
        """
        found = self.at(charge, way)
        if found is not None:
            return found
        known = (term for key, term in self.terms.items() if key[0] == charge and term)
        return max(known, key=lambda term: term.base, default=_NOTHING)


NO_TERMS = BorderTerms()
