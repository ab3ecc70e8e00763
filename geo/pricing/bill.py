"""The bill of quantities and its price: the one place where cost is defined.

A bill says what moving one dry tonne consumes; a price vector says what a unit of each quantity
costs. Cost is their product (docs/model.md, E1), so a breakdown is the same product left unsummed
and another rate card re-prices the same bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import PERCENT
from zimnik.geo.core.vocabulary import (
    DAYS,
    LIFTS,
    Quantity,
    RailService,
    StoreKind,
)
from zimnik.geo.pricing.rates import (
    BLOCK_TRAIN_PRICE,
    DANGEROUS_QUAY_LIFT,
    DANGEROUS_RAIL,
    PRICE_FACTORS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import MiningItem
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import Level, RateCard

Bill = dict[Quantity, float]

QUANTITIES: tuple[Quantity, ...] = tuple(Quantity)
QUANTITY_INDEX: dict[Quantity, int] = {quantity: i for i, quantity in enumerate(QUANTITIES)}
# Where regions with cards of their own are joined, a row has a block of quantities for each.
BLOCK = len(QUANTITIES)
_DAYS = [QUANTITY_INDEX[quantity] for quantity in DAYS]
_ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]
# These stand in the first block wherever they are consumed: their price is of the cargo.
OF_THE_CARGO = _DAYS
# Kilometres of dedicated roads in every block.
ROADS = slice(_ROAD, None, BLOCK)

_RAIL_1520 = [QUANTITY_INDEX[q] for q in (Quantity.RAIL_1520_TKM, Quantity.RAIL_1520_HAUL)]
_RAIL = [
    *_RAIL_1520,
    *(QUANTITY_INDEX[q] for q in (Quantity.RAIL_1435_TKM, Quantity.RAIL_1435_HAUL)),
]
_QUAY_LIFTS = [
    QUANTITY_INDEX[lift]
    for lift in (Quantity.RIVER_PORT_LIFT, Quantity.SEA_PORT_LIFT, Quantity.ARCTIC_PORT_LIFT)
]

COMPONENTS: dict[str, tuple[Quantity, ...]] = {
    "rail": (
        Quantity.RAIL_1520_TKM,
        Quantity.RAIL_1435_TKM,
        Quantity.RAIL_1520_HAUL,
        Quantity.RAIL_1435_HAUL,
    ),
    "road": (Quantity.TRUCK_TKM, Quantity.GRAVEL_TRUCK_TKM, Quantity.TRUCK_HAUL),
    "winter_road": (Quantity.WINTER_TRUCK_TKM, Quantity.WINTER_TRUCK_HAUL),
    "river": (Quantity.BARGE_TKM, Quantity.BARGE_HAUL),
    "river_sea": (Quantity.RIVER_SEA_VESSEL_TKM, Quantity.RIVER_SEA_VESSEL_HAUL),
    "sea": (
        Quantity.ICE_CLASS_SHIP_TKM,
        Quantity.SHIP_TKM,
        Quantity.ICE_CLASS_SHIP_HAUL,
        Quantity.SHIP_HAUL,
    ),
    "air": (Quantity.AIRCRAFT_TKM, Quantity.AIRCRAFT_HAUL),
    "handling": LIFTS,
    "icebreaker": (Quantity.ESCORT_ZONE,),
    "border": (Quantity.BORDER_CROSSING,),
    "dedicated_road": (Quantity.DEDICATED_WINTER_ROAD_KM,),
    "under_way": (Quantity.UNDER_WAY_D,),
    "dwell": (Quantity.DWELL_D, Quantity.FAR_NORTH_STORAGE_D),
    "waiting": (Quantity.WAITING_D,),
}


def road_column(card: RateCard, region: str) -> int:
    """Return the column of the kilometres of dedicated roads of a region."""
    return card.number_of(region) * BLOCK + _ROAD


def days_in(quantities: Vector) -> Vector:
    """Return the days in rows of quantities, along the last axis in the order of `QUANTITIES`."""
    days: Vector = quantities[..., _DAYS].sum(axis=-1)
    return days


def total_bill(bills: Iterable[Mapping[Quantity, float]]) -> Bill:
    """Return the sum of bills, quantity by quantity."""
    total: Bill = {}
    for bill in bills:
        for quantity, amount in bill.items():
            total[quantity] = total.get(quantity, 0.0) + amount
    return total


def bill_of(row: Vector) -> Bill:
    """Return an array in the order of `QUANTITIES`, its blocks summed, as a bill without zeros."""
    total = row.reshape(-1, BLOCK).sum(axis=0)
    return {q: float(amount) for q, amount in zip(QUANTITIES, total, strict=True) if amount}


def bills_elsewhere(row: Vector) -> tuple[Bill, ...]:
    """Return what of an array is priced by the cards of other regions, a bill for each."""
    return tuple(bill_of(block) for block in row.reshape(-1, BLOCK)[1:])


def in_block(rows: Vector, numbers: Sequence[int], count: int) -> Vector:
    """Return rows of quantities, each in the block of the card that prices it.

    Parameters
    ----------
    rows
        A row for each step, in the order of `QUANTITIES`.
    numbers
        Number of the card of each row (`RateCard.number_of`).
    count
        How many cards there are.
    """
    if count == 1:
        return rows
    spread = np.zeros((len(rows), count, BLOCK))
    spread[np.arange(len(rows)), np.asarray(numbers, np.intp)] = rows
    own = spread[:, :, OF_THE_CARGO].sum(axis=1)
    spread[:, :, OF_THE_CARGO] = 0.0
    spread[:, 0, OF_THE_CARGO] = own
    return spread.reshape(len(rows), count * BLOCK)


def quantity_row(
    bill: Mapping[Quantity, float], elsewhere: Sequence[Mapping[Quantity, float]] = ()
) -> Vector:
    """Return a bill as an array in the order of `QUANTITIES`.

    Parameters
    ----------
    bill
        All that is consumed.
    elsewhere
        What of it is priced by the cards of other regions, a bill for each.
    """
    if elsewhere:
        blocks = np.array([quantity_row(bill), *(quantity_row(own) for own in elsewhere)])
        blocks[0] -= blocks[1:].sum(axis=0)
        return blocks.ravel()
    row = np.zeros(len(QUANTITIES))
    for quantity, amount in bill.items():
        row[QUANTITY_INDEX[quantity]] = amount
    return row


def quantity_rows(bills: Sequence[Mapping[Quantity, float]]) -> Vector:
    """Return bills as a matrix, a row for each, columns in the order of `QUANTITIES`."""
    rows = np.zeros((len(bills), len(QUANTITIES)))
    filled = [
        (row, QUANTITY_INDEX[quantity], amount)
        for row, bill in enumerate(bills)
        for quantity, amount in bill.items()
    ]
    if filled:
        numbers, columns, amounts = zip(*filled, strict=True)
        rows[numbers, columns] = amounts
    return rows


@dataclass(frozen=True, slots=True, eq=False)
class UnitRates:
    """What a unit of each quantity costs, in one state of prices or in each of many draws.

    Parameters
    ----------
    prices_usd
        US dollars per unit, in the order of `QUANTITIES` along the last axis; draws along the first
        where there are any. Days are 0: their price follows from the rates below and the cargo.
    storage_usd_per_t_d, interest_pct_per_y, reo_price_usd_per_kg
        One number, or one a draw.
    default_mass_pct
        Moisture and packaging that are taken where they are not known, one number or one a draw.
    mining, store_factors
        As those of the rate card, a factor for every store: one number each, or one a draw.
    factors
        What multiplies prices by service and danger (`PRICE_FACTORS`), one number or one a draw.
    """

    prices_usd: Vector
    storage_usd_per_t_d: Vector
    interest_pct_per_y: Vector
    reo_price_usd_per_kg: Vector
    default_mass_pct: Mapping[str, Vector]
    mining: Mapping[MiningItem, Vector]
    store_factors: Mapping[StoreKind, Vector]
    factors: Mapping[str, Vector]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def unit_rates(card: RateCard, *, level: Level = "base") -> UnitRates:
    """Return the rates of a card at one level of their ranges."""
    return UnitRates(
        np.array(
            [
                0.0 if q in DAYS else one.prices_usd[q].at(level)
                for one in card.every
                for q in QUANTITIES
            ]
        ),
        np.array(card.storage_usd_per_t_d.at(level)),
        np.array(card.interest_pct_per_y.at(level)),
        np.array(card.reo_price_usd_per_kg.at(level)),
        {name: np.array(taken.at(level)) for name, taken in card.default_mass_pct.items()},
        {item: np.array(cost.at(level)) for item, cost in card.mining.items()},
        {store: np.array(card.store_factor(store).at(level)) for store in StoreKind},
        {name: np.array(card.factor(name).at(level)) for name in PRICE_FACTORS},
    )


def cargo_prices(
    rates: UnitRates,
    cargo: Cargo,
    *,
    service: RailService = RailService.WAGONLOAD,
    value_usd_per_t: Vector | None = None,
    shipped_t_per_t: Vector | float | None = None,
) -> Vector:
    """Return US dollars per dry tonne of product for a unit of each quantity (E2, E3).

    What is lifted, hauled and stored is shipped mass; a dedicated road costs its yearly price over
    the yearly tonnage; a day costs interest on the value of the cargo, and storage too when the
    cargo stands; service and danger multiply what railways and quays charge. Prices are linear in
    the rates, so that many draws are one product of matrices.

    Parameters
    ----------
    rates
        One state of prices, or many draws.
    cargo
        What is moved.
    service
        How it goes on a railway of 1520 mm.
    value_usd_per_t
        Value of a dry tonne in each draw; without it that of the cargo in all.
    shipped_t_per_t
        Tonnes on the vehicle for each dry tonne, one number or one a draw; without it those of the
        cargo at base.

    Returns
    -------
    numpy.ndarray
        As `UnitRates.prices_usd`.
    """
    shipped = np.asarray(
        cargo.shipped_t_per_t if shipped_t_per_t is None else shipped_t_per_t, float
    )
    value = cargo.value_usd_per_t if value_usd_per_t is None else value_usd_per_t
    capital = value * rates.interest_pct_per_y / PERCENT / YEAR_D
    store = rates.store_factors[cargo.store]
    standing = capital + rates.storage_usd_per_t_d * store * shipped
    prices: Vector = rates.prices_usd * shipped[..., np.newaxis]
    # A view on the prices with an axis for the card that each is of.
    by_card = prices.reshape(*prices.shape[:-1], -1, BLOCK)
    by_card[..., QUANTITY_INDEX[Quantity.FAR_NORTH_STORAGE_D]] *= np.asarray(store)[..., np.newaxis]
    for name, columns in _multiplied(cargo, service):
        by_card[..., columns] *= np.asarray(rates.factors[name], float)[..., np.newaxis, np.newaxis]
    prices[..., ROADS] = rates.prices_usd[..., ROADS] / cargo.tonnes_per_y
    prices[..., QUANTITY_INDEX[Quantity.UNDER_WAY_D]] = capital
    prices[..., QUANTITY_INDEX[Quantity.DWELL_D]] = standing
    prices[..., QUANTITY_INDEX[Quantity.WAITING_D]] = standing
    return prices


def _multiplied(cargo: Cargo, service: RailService) -> Iterator[tuple[str, list[int]]]:
    """Yield the factors that service and danger put on prices, and the quantities of each."""
    if service is RailService.BLOCK_TRAIN:
        yield BLOCK_TRAIN_PRICE, _RAIL_1520
    if cargo.dangerous_goods:
        yield DANGEROUS_RAIL, _RAIL
        yield DANGEROUS_QUAY_LIFT, _QUAY_LIFTS


def price_vector(card: RateCard, cargo: Cargo, *, level: Level = "base") -> Vector:
    """Return `cargo_prices` under a rate card at one level of its ranges and the cargo's."""
    return cargo_prices(
        unit_rates(card, level=level),
        cargo,
        service=card.rail_service(cargo.tonnes_per_y),
        value_usd_per_t=np.array(cargo.value_at(level)),
        shipped_t_per_t=cargo.shipped_at(level),
    )


def emission_vector(card: RateCard, cargo: Cargo, *, level: Level = "base") -> Vector:
    """Return kg CO2e, well to wheel, per dry tonne of product for a unit of each quantity.

    Boundaries are those of ISO 14083: vehicle and fuel, icebreakers, and the lifts at terminals;
    building roads is outside them.
    """
    shipped = cargo.shipped_at(level)
    emissions = np.zeros((len(card.every), BLOCK))
    for number, one in enumerate(card.every):
        for quantity, kg in one.emissions_kg.items():
            emissions[number, QUANTITY_INDEX[quantity]] = kg.at(level) * shipped
    return emissions.ravel()


def components(quantities: Vector, prices: Vector) -> dict[str, float]:
    """Return what a row of quantities costs by component, US dollars per dry tonne; all of them."""
    costs = (quantities * prices).reshape(-1, BLOCK).sum(axis=0)
    return {
        name: float(sum(costs[QUANTITY_INDEX[quantity]] for quantity in quantities))
        for name, quantities in COMPONENTS.items()
    }


def bill_cost(bill: Mapping[Quantity, float], prices: Vector) -> float:
    """Return what a bill costs, or emits, by the first card of a vector of prices or emissions."""
    return float(quantity_row(bill) @ prices[:BLOCK])
