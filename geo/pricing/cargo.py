"""What travels: a product with a grade, a value and a yearly tonnage."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.rates import RateCard

PERCENT = 100.0
KG_PER_T = 1000.0


@dataclass(frozen=True, slots=True)
class Cargo:
    """A product and how much of it is moved in a year.

    Parameters
    ----------
    product
        Name of what is shipped ("ore", "loparite concentrate").
    tonnes_per_y
        Dry tonnes a year, over which the cost of dedicated roads is spread.
    value_usd_per_t
        Value of a dry tonne, on which interest is paid while it is on its way.
    reo_grade_pct
        REO in the dry product, or None where it is not known.
    reo_recovery_pct
        Share of the contained REO that ends in the product of the plant, or None.
    moisture_pct
        Water in the shipped mass (wet basis); 0 where it is not known.
    packaging_pct
        Packaging over the wet mass; 0 where it is not known.

    Raises
    ------
    InputError
        If a number is NaN, infinite, negative or outside its range.
    """

    product: str
    tonnes_per_y: float
    value_usd_per_t: float
    reo_grade_pct: float | None = None
    reo_recovery_pct: float | None = None
    moisture_pct: float = 0.0
    packaging_pct: float = 0.0

    def __post_init__(self) -> None:
        faults = [
            Fault("cargo", expected, str(value), f"Give another `{name}`.", column=name)
            for name, value, right, expected in (
                ("tonnes_per_y", self.tonnes_per_y, self.tonnes_per_y > 0, "tonnes above zero"),
                ("value_usd_per_t", self.value_usd_per_t, self.value_usd_per_t >= 0, "0 or more"),
                ("reo_grade_pct", self.reo_grade_pct, _within(self.reo_grade_pct), "0 to 100"),
                (
                    "reo_recovery_pct",
                    self.reo_recovery_pct,
                    _within(self.reo_recovery_pct),
                    "0 to 100",
                ),
                ("moisture_pct", self.moisture_pct, 0 <= self.moisture_pct < PERCENT, "0 to 100"),
                ("packaging_pct", self.packaging_pct, self.packaging_pct >= 0, "0 or more"),
            )
            if not right or (value is not None and not math.isfinite(value))
        ]
        if faults:
            raise InputError(faults)

    @property
    def shipped_t_per_t(self) -> float:
        """Tonnes on the vehicle for each dry tonne of product (docs/model.md, E2)."""
        wet_t_per_t = 1 / (1 - self.moisture_pct / PERCENT)
        return wet_t_per_t * (1 + self.packaging_pct / PERCENT)

    @property
    def reo_kg_per_t(self) -> float | None:
        """REO contained in a dry tonne, or None where the grade is not known."""
        if not self.reo_grade_pct:
            return None
        return self.reo_grade_pct / PERCENT * KG_PER_T


def _within(pct: float | None) -> bool:
    return pct is None or 0 <= pct <= PERCENT


def cargo_of_site(
    site: Mapping[str, Any], card: RateCard, tonnes_per_y: float | None = None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return the cargo a site ships and what had to be taken for it.

    Parameters
    ----------
    site
        Row of the place; the product columns of the deposits are used where they are there and
        known (`product`, `product_reo_grade_pct`, `reo_recovery_pct`, `moisture_pct`,
        `packaging_pct`, `planned_product_t_per_y`).
    card
        Price of contained REO, and the stated defaults of value and tonnage.
    tonnes_per_y
        Tonnage that was asked for; without it the planned output of the site.

    Returns
    -------
    tuple
        The cargo, and a sentence for every default that stands in for an unknown.
    """
    notes = []
    grade_pct = _known(site, "product_reo_grade_pct")
    if grade_pct:
        value = grade_pct / PERCENT * KG_PER_T * card.reo_price_usd_per_kg.base
    else:
        value = card.default_value_usd_per_t.base
        notes.append(
            f"REO grade of the product is not known: no cost per kg REO, and US$ {value:,.0f} per "
            "t is taken as its value for the capital tied up"
        )
    tonnes = tonnes_per_y if tonnes_per_y is not None else _known(site, "planned_product_t_per_y")
    if tonnes is None:
        tonnes = card.default_tonnes_per_y.base
        notes.append(
            f"no planned output is published: {tonnes:,.0f} t a year are taken for dedicated "
            "roads; say --tonnes to change it"
        )
    cargo = Cargo(
        product=str(site.get("product") or "cargo"),
        tonnes_per_y=tonnes,
        value_usd_per_t=value,
        reo_grade_pct=grade_pct,
        reo_recovery_pct=_known(site, "reo_recovery_pct"),
        moisture_pct=_known(site, "moisture_pct") or 0.0,
        packaging_pct=_known(site, "packaging_pct") or 0.0,
    )
    return cargo, tuple(notes)


def _known(site: Mapping[str, Any], name: str) -> float | None:
    value = site.get(name)
    return None if value is None or math.isnan(value) else float(value)
