"""What travels: a product with a grade, a value and a yearly tonnage, and who ships it.

Owns what is said of a cargo that is taken for granted. What is tied up in it is
`geo.pricing.cargo_value`'s, what its water and packaging weigh `geo.pricing.shipped_mass`'s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T, LEAST_AMOUNT, MOST_AMOUNT, PERCENT
from zimnik.geo.core.vocabulary import RailService, StoreKind, ValueBasis
from zimnik.geo.pricing.cargo_value import PRECIOUS_USD_PER_T, MineCost
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.shipped_mass import (
    MOISTURE,
    PACKAGING,
    default_notes,
    default_of,
    shipped_t_per_t,
)

if TYPE_CHECKING:
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.pricing.rates import Level, RateCard

# What is wetter is no product that is shipped; at 100 % there would be nothing else.
MOST_MOISTURE_PCT = 99.0
NOTHING = Range(0.0, 0.0, 0.0)
RADIOACTIVE = "class 7"
_NO_GRADE = Message("REO grade of the product is not known: no cost per kg REO", "no_reo_grade")
_AS_SHIPPED = Message(
    "no product is named: a tonne is one as shipped, water and packaging in it", "as_shipped"
)


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
        Cash spent on a dry tonne, on which interest is paid while it is on its way.
    reo_grade_pct
        REO in the dry product, or None where it is not known.
    reo_recovery_pct
        Share of the contained REO that ends in the product of the plant, or None.
    moisture_pct
        Water in the shipped mass (wet basis); a range where a default is taken.
    packaging_pct
        Packaging over the wet mass; a range where a default is taken.
    dangerous_goods
        Class of dangerous goods as its papers name it ("Class 7 (thorium)"); "" where it has none.
    value_basis
        What the value rests on.
    value_range_usd_per_t
        Low, base and high of the value, where it is an estimate.
    store
        What the cargo has to stand in where it waits.
    season
        Days of the year on which its site makes it, or None where no season is published.

    Raises
    ------
    InputError
        If a number is NaN, infinite, negative or outside its range, or so large or small that
        prices made of it overflow or vanish.
    """

    product: str
    tonnes_per_y: float
    value_usd_per_t: float
    reo_grade_pct: float | None = None
    reo_recovery_pct: float | None = None
    moisture_pct: Range = NOTHING
    packaging_pct: Range = NOTHING
    dangerous_goods: str = ""
    value_basis: ValueBasis = ValueBasis.STATED
    value_range_usd_per_t: Range | None = None
    store: StoreKind = StoreKind.YARD
    season: Window | None = None

    def __post_init__(self) -> None:
        faults = [
            Fault("cargo", expected, str(value), f"Give another `{name}`.", column=name)
            for name, value, right, expected in (
                (
                    "tonnes_per_y",
                    self.tonnes_per_y,
                    LEAST_AMOUNT <= self.tonnes_per_y <= MOST_AMOUNT,
                    f"tonnes, {LEAST_AMOUNT:g} to {MOST_AMOUNT:g}",
                ),
                ("value_usd_per_t", self.value_usd_per_t, *_amount(self.value_usd_per_t)),
                ("reo_grade_pct", self.reo_grade_pct, _within(self.reo_grade_pct), "0 to 100"),
                (
                    "reo_recovery_pct",
                    self.reo_recovery_pct,
                    _within(self.reo_recovery_pct),
                    "0 to 100",
                ),
                (
                    "moisture_pct",
                    self.moisture_pct.high,
                    self.moisture_pct.high <= MOST_MOISTURE_PCT,
                    f"0 to {MOST_MOISTURE_PCT:g}",
                ),
                ("packaging_pct", self.packaging_pct.high, *_amount(self.packaging_pct.high)),
            )
            if not right or (value is not None and not math.isfinite(value))
        ]
        if faults:
            raise InputError(faults)

    @property
    def shipped_t_per_t(self) -> float:
        """Tonnes on the vehicle for each dry tonne of product (docs/model.md, E2)."""
        return self.shipped_at("base")

    def shipped_at(self, level: Level) -> float:
        """Return tonnes on the vehicle for each dry tonne at one level of water and packaging."""
        return shipped_t_per_t(self.moisture_pct.at(level), self.packaging_pct.at(level))

    @property
    def is_radioactive(self) -> bool:
        """Whether its class of dangerous goods is 7."""
        return self.dangerous_goods.lower().startswith(RADIOACTIVE)

    @property
    def reo_kg_per_t(self) -> float | None:
        """REO contained in a dry tonne, or None where the grade is not known."""
        return _reo_kg_per_t(self.reo_grade_pct)

    @property
    def is_precious(self) -> bool:
        """Whether it is worth so much that it flies out of its site (docs/model.md, A88)."""
        return self.value_usd_per_t >= PRECIOUS_USD_PER_T

    def made_in(self, asked: Window | None) -> Window | None:
        """Return the days on which it is made: those asked for, else its own; None for all."""
        return self.season if asked is None else asked

    def value_at(self, level: Level) -> float:
        """Return the value of a dry tonne at one level of its range."""
        spread = self.value_range_usd_per_t
        return self.value_usd_per_t if spread is None else spread.at(level)


def _reo_kg_per_t(grade_pct: float | None) -> float | None:
    return grade_pct / PERCENT * KG_PER_T if grade_pct else None


def _amount(value: float) -> tuple[bool, str]:
    """Return whether a number is an amount, and what an amount is."""
    return 0 <= value <= MOST_AMOUNT, f"0 to {MOST_AMOUNT:g}"


def _within(pct: float | None) -> bool:
    return pct is None or 0 <= pct <= PERCENT


@dataclass(frozen=True, slots=True)
class SiteProduct:
    """What a site ships, as far as it is known.

    Parameters
    ----------
    product
        Name of what is shipped.
    planned_t_per_y
        Dry tonnes that it plans to ship in a year, or None where no plan is published.
    reo_grade_pct, reo_recovery_pct
        As those of `Cargo`.
    moisture_pct, packaging_pct
        As those of `Cargo`, or None where they are not known.
    as_shipped
        Whether tonnes are counted as they travel, with what water and packaging there is.
    dangerous_goods
        As that of `Cargo`.
    cost
        What is known of the cash spent on it.
    store
        As that of `Cargo`; what is not known to bear rain stands in a shed.
    season
        As that of `Cargo`.
    stock_t
        Dry tonnes that there are of it in all, or None where that is not known.
    """

    product: str = "cargo"
    planned_t_per_y: float | None = None
    reo_grade_pct: float | None = None
    reo_recovery_pct: float | None = None
    moisture_pct: float | None = None
    packaging_pct: float | None = None
    as_shipped: bool = False
    dangerous_goods: str = ""
    cost: MineCost = field(default_factory=MineCost)
    store: StoreKind = StoreKind.SHED
    season: Window | None = None
    stock_t: float | None = None

    def worth(self, value_usd_per_t: float | None) -> SiteProduct:
        """Return the product with a stated value of a dry tonne; the same where it is None."""
        return replace(self, cost=replace(self.cost, stated_usd_per_t=value_usd_per_t))

    @property
    def reo_kg_per_t(self) -> float | None:
        """REO contained in a dry tonne, or None where the grade is not known."""
        return _reo_kg_per_t(self.reo_grade_pct)


@dataclass(frozen=True, slots=True)
class Shipper:
    """A deposit as a source of cargo: what it ships, and how many dry tonnes a year."""

    deposit_id: str
    product: SiteProduct
    tonnes_per_y: float

    def cargo(self, card: RateCard) -> Cargo:
        """Return what it ships, valued by a rate card."""
        return cargo_of_product(self.product, card, tonnes_per_y=self.tonnes_per_y)[0]


def cargo_of_product(
    product: SiteProduct, card: RateCard, *, tonnes_per_y: float | None = None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return the cargo of a site and what had to be taken for it.

    Parameters
    ----------
    product
        What the site ships, as far as it is known.
    card
        Costs of mining, and the stated default of tonnage.
    tonnes_per_y
        Tonnage that was asked for; without it the planned output of the site.

    Returns
    -------
    tuple
        The cargo, and a sentence for what its value rests on and for every default that stands in
        for an unknown.

    Raises
    ------
    InputError
        If a number is outside its range.
    """
    value = product.cost.range_usd_per_t(card.mining)
    notes: list[str] = [product.cost.note(value)]
    if product.reo_kg_per_t is None:
        notes.append(_NO_GRADE)
    tonnes = tonnes_per_y if tonnes_per_y is not None else product.planned_t_per_y
    if tonnes is None:
        # No site ships more in a year than it has.
        tonnes = min(card.default_tonnes_per_y.base, product.stock_t or math.inf)
        notes.append(
            Message(
                f"no planned output is published: {tonnes:,.0f} t a year are taken for dedicated "
                "roads; give tonnes_per_y to change it",
                "no_planned_output",
                tonnes_t_per_y=tonnes,
            )
        )
    cargo = Cargo(
        product=product.product,
        tonnes_per_y=tonnes,
        value_usd_per_t=value.base,
        reo_grade_pct=product.reo_grade_pct,
        reo_recovery_pct=product.reo_recovery_pct,
        moisture_pct=_taken(MOISTURE, product, product.moisture_pct, card),
        packaging_pct=_taken(PACKAGING, product, product.packaging_pct, card),
        dangerous_goods=product.dangerous_goods,
        value_basis=product.cost.basis,
        value_range_usd_per_t=value,
        store=product.store,
        season=product.season,
    )
    if card.rail_service(tonnes) is RailService.BLOCK_TRAIN and card.block_trains_t_per_y:
        least = card.block_trains_t_per_y.base
        notes.append(
            Message(
                f"by rail {tonnes:,.0f} t a year go in block trains, as from {least:,.0f} t on",
                "block_trains",
                tonnes_t_per_y=tonnes,
                least_t_per_y=least,
            )
        )
    if product.as_shipped:
        notes.append(_AS_SHIPPED)
    else:
        notes += default_notes(product, card.default_mass_pct)
    return cargo, tuple(notes)


def _taken(what: str, product: SiteProduct, known_pct: float | None, card: RateCard) -> Range:
    """Return moisture or packaging: what is known, nothing as shipped, or the default."""
    if known_pct is not None:
        return Range(known_pct, known_pct, known_pct)
    if product.as_shipped:
        return NOTHING
    return default_of(what, product.product, card.default_mass_pct)
