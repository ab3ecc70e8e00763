"""What a dry tonne weighs on the vehicle: its water and its packaging (docs/model.md, E2).

Owns which kinds of product have stated defaults, and which kind a product is. What is not known is
never taken as none, the cheapest value: it takes the default of its kind, with a range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import Range

ORE = "ore"
CONCENTRATE = "concentrate"
APATITE = "apatite_concentrate"
PRODUCT = "product"
SUPPLY = "supply"
KINDS = (ORE, CONCENTRATE, APATITE, PRODUCT)
MOISTURE = "moisture"
PACKAGING = "packaging"
# The water of a supply is known: what its strength leaves (docs/model.md, E14).
DEFAULTS = (
    *(f"{MOISTURE}_{kind}" for kind in KINDS),
    *(f"{PACKAGING}_{kind}" for kind in (*KINDS, SUPPLY)),
)

# Words of what leaves a chemical or metallurgical plant dry and packed.
_PLANT_WORDS = ("oxide", "oxides", "metal", "magnets", "alloy", "dore")


class Known(Protocol):
    """What is known of the mass of a product; None where nothing is."""

    @property
    def product(self) -> str:
        """Name of what is shipped."""

    @property
    def moisture_pct(self) -> float | None:
        """Water in the shipped mass."""

    @property
    def packaging_pct(self) -> float | None:
        """Packaging over the wet mass."""

    @property
    def as_shipped(self) -> bool:
        """Whether tonnes are counted as they travel."""


def shipped_t_per_t(moisture_pct: float, packaging_pct: float) -> float:
    """Return tonnes on the vehicle for each dry tonne (E2).

    Parameters
    ----------
    moisture_pct
        Water in the wet mass, below 100.
    packaging_pct
        Packaging over the wet mass.

    Examples
    --------
    >>> shipped_t_per_t(20.0, 10.0)
    1.375
    """
    return 1 / (1 - moisture_pct / PERCENT) * (1 + packaging_pct / PERCENT)


def product_kind(product: str) -> str:
    """Return of which kind a product is; what no word says is taken for ore, the wettest."""
    words = product.lower().replace(",", " ").split()
    if product.lower() == "apatite concentrate":
        return APATITE
    if any(word.startswith((CONCENTRATE, "carbonate")) for word in words):
        return CONCENTRATE
    if any(word.endswith(_PLANT_WORDS) for word in words):
        return PRODUCT
    return ORE


def default_of(what: str, product: str, defaults: Mapping[str, Range]) -> Range:
    """Return the stated default of the moisture or the packaging of a product."""
    return defaults[f"{what}_{product_kind(product)}"]


def default_notes(known: Known, defaults: Mapping[str, Range]) -> tuple[str, ...]:
    """Return a sentence for each of moisture and packaging for which a default is taken."""
    kind = product_kind(known.product).replace("_", " ")
    notes: list[str] = []
    for what, value in ((MOISTURE, known.moisture_pct), (PACKAGING, known.packaging_pct)):
        taken = default_of(what, known.product, defaults)
        if value is None and taken.high:
            notes.append(
                Message(
                    f"{what} is not published: {taken.base:g} % is taken for {kind} "
                    f"({taken.low:g} to {taken.high:g})",
                    f"default_{what}",
                    base_pct=taken.base,
                    low_pct=taken.low,
                    high_pct=taken.high,
                    kind=product_kind(known.product),
                )
            )
    return tuple(notes)


def drawn_shipped_t_per_t(
    known: Known, drawn_pct: Mapping[str, Vector], *, kind: str = ""
) -> Vector:
    """Return tonnes on the vehicle for each dry tonne in every sample.

    Parameters
    ----------
    known
        The product; what is known of it is the same in all samples.
    drawn_pct
        The defaults in every sample, by the names of `DEFAULTS`.
    kind
        The kind whose defaults it takes; without it that of its name.
    """
    if known.as_shipped:
        return np.asarray(1.0)
    kind = kind or product_kind(known.product)
    water, packing = (
        drawn_pct[f"{what}_{kind}"] if value is None else np.asarray(value)
        for what, value in ((MOISTURE, known.moisture_pct), (PACKAGING, known.packaging_pct))
    )
    mass: Vector = 1 / (1 - water / PERCENT) * (1 + packing / PERCENT)
    return mass
