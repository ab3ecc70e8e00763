"""Rate cards in Monte Carlo samples: which rates are drawn, and what they are in every sample.

Owns what moves rates together (docs/model.md, E19, A41 and A44): causes, and the home currency,
which multiplies all that is paid in it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import (
    HAUL_OF_VEHICLE,
    LIFTS,
    TKM_OF_VEHICLE,
    MiningItem,
    Quantity,
    StoreKind,
)
from zimnik.geo.pricing.bill import BLOCK, QUANTITY_INDEX, UnitRates, cargo_prices
from zimnik.geo.pricing.cargo import MOST_MOISTURE_PCT
from zimnik.geo.pricing.rates import PRICE_FACTORS, Range
from zimnik.geo.pricing.shipped_mass import MOISTURE, drawn_shipped_t_per_t
from zimnik.geo.pricing.split_bills import of_region
from zimnik.geo.uncertainty.samples import NORMAL, YEAR, Input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.uncertainty.samples import Samples

FUEL = "fuel"
HANDLING = "handling"
# Rates that one cause moves: bunker and diesel, which move both parts of a haul, and the wages and
# tariffs of terminals. Railways run on regulated tariffs and mostly on electricity.
CAUSES: Mapping[Quantity, str] = {
    **dict.fromkeys(
        (
            Quantity.TRUCK_TKM,
            Quantity.GRAVEL_TRUCK_TKM,
            Quantity.WINTER_TRUCK_TKM,
            Quantity.BARGE_TKM,
            Quantity.RIVER_SEA_VESSEL_TKM,
            Quantity.ICE_CLASS_SHIP_TKM,
            Quantity.SHIP_TKM,
            Quantity.AIRCRAFT_TKM,
            Quantity.TRUCK_HAUL,
            Quantity.WINTER_TRUCK_HAUL,
            Quantity.BARGE_HAUL,
            Quantity.RIVER_SEA_VESSEL_HAUL,
            Quantity.ICE_CLASS_SHIP_HAUL,
            Quantity.SHIP_HAUL,
            Quantity.AIRCRAFT_HAUL,
        ),
        FUEL,
    ),
    **dict.fromkeys(LIFTS, HANDLING),
}
CURRENCY = "currency"
INTEREST = "interest"
STORAGE = "storage"
REO_PRICE = "reo_price"


def card_inputs(
    card: RateCard, currency: Range, elsewhere: Mapping[str, Range] | None = None
) -> tuple[Input, ...]:
    """Return the uncertain inputs of a rate card, with the home currency and the year type.

    Parameters
    ----------
    card
        Rates with their ranges.
    currency
        Value of the home currency in dollars over that of the card's year; it moves every rate
        that is paid in it once for all.
    elsewhere
        The same of each region that has a card of its own. A rate that it has otherwise is drawn by
        itself, moved by the same cause; one that is alike is one draw.
    """
    return (
        *(Input(f"{q}", price, CAUSES.get(q, "")) for q, price in card.prices_usd.items()),
        *(
            Input(of_region(quantity, region), price, CAUSES.get(quantity, ""))
            for region, own in card.elsewhere.items()
            for quantity, price in own.prices_usd.items()
            if price != card.prices_usd.get(quantity)
        ),
        *(Input(of_region(CURRENCY, region), value) for region, value in (elsewhere or {}).items()),
        Input(STORAGE, card.storage_usd_per_t_d),
        *(Input(_store_input(store), factor) for store, factor in card.store_factors.items()),
        *(Input(_mining_input(item), cost) for item, cost in card.mining.items()),
        Input(INTEREST, card.interest_pct_per_y),
        Input(REO_PRICE, card.reo_price_usd_per_kg),
        *(
            Input(name, taken, most=MOST_MOISTURE_PCT if name.startswith(MOISTURE) else math.inf)
            for name, taken in card.default_mass_pct.items()
        ),
        *(Input(name, card.factors[name]) for name in PRICE_FACTORS if name in card.factors),
        Input(CURRENCY, currency),
        Input(YEAR, Range(0.0, NORMAL, 1.0)),
    )


def sampled_rates(card: RateCard, samples: Samples) -> UnitRates:
    """Return the rates of a card in every sample, those paid in the home currency times its value.

    Parameters
    ----------
    card
        Rates; what is not an input of the samples has its base value.
    samples
        Draws.
    """
    currency = samples.of(CURRENCY, 1.0)
    every = {"": card, **card.elsewhere}
    prices = np.zeros((samples.count, len(every), BLOCK))
    for number, (region, own) in enumerate(every.items()):
        home, abroad = samples.of(of_region(CURRENCY, region), 1.0), _abroad(own)
        for quantity, price in own.prices_usd.items():
            paid = 1.0 if quantity in abroad else home
            alike = price == card.prices_usd.get(quantity)
            name = quantity if alike else of_region(quantity, region)
            prices[:, number, QUANTITY_INDEX[quantity]] = samples.of(name, price.base) * paid
    return UnitRates(
        prices.reshape(samples.count, -1),
        samples.of(STORAGE, card.storage_usd_per_t_d.base) * currency,
        samples.of(INTEREST, card.interest_pct_per_y.base),
        samples.of(REO_PRICE, card.reo_price_usd_per_kg.base),
        {name: samples.of(name, taken.base) for name, taken in card.default_mass_pct.items()},
        {item: samples.of(_mining_input(item), cost.base) for item, cost in card.mining.items()},
        {s: samples.of(_store_input(s), card.store_factor(s).base) for s in StoreKind},
        {name: samples.of(name, card.factor(name).base) for name in PRICE_FACTORS},
    )


def _store_input(store: StoreKind) -> str:
    return f"store_{store}"


def _mining_input(item: MiningItem) -> str:
    return f"mining_{item}"


def shipper_prices(shipper: Shipper, card: RateCard, rates: UnitRates) -> Vector:
    """Return the prices of what a deposit ships in every sample, its value and mass of the sample.

    Parameters
    ----------
    shipper
        The deposit.
    card
        The base card.
    rates
        Those of the samples, costs of mining among them.
    """
    value = np.asarray(shipper.product.cost.usd_per_t(rates.mining))
    shipped = drawn_shipped_t_per_t(shipper.product, rates.default_mass_pct)
    return cargo_prices(
        rates,
        shipper.cargo(card),
        service=card.rail_service(shipper.tonnes_per_y),
        value_usd_per_t=value,
        shipped_t_per_t=shipped,
    )


def sampled_card(card: RateCard, sample: Mapping[str, float]) -> RateCard:
    """Return the rate card of one sample, to route by: one value for each rate, without a range."""
    currency = sample.get(CURRENCY, 1.0)

    def drawn(name: str, given: Range, factor: float = 1.0) -> Range:
        value = sample.get(name, given.base) * factor
        return Range(value, value, value)

    def prices_of(region: str, own: RateCard) -> dict[Quantity, Range]:
        abroad, home = _abroad(own), sample.get(of_region(CURRENCY, region), 1.0)
        return {
            quantity: drawn(
                quantity if price == card.prices_usd.get(quantity) else of_region(quantity, region),
                price,
                1.0 if quantity in abroad else home,
            )
            for quantity, price in own.prices_usd.items()
        }

    return replace(
        card,
        prices_usd=prices_of("", card),
        elsewhere={
            region: replace(own, prices_usd=prices_of(region, own))
            for region, own in card.elsewhere.items()
        },
        storage_usd_per_t_d=drawn(STORAGE, card.storage_usd_per_t_d, currency),
        interest_pct_per_y=drawn(INTEREST, card.interest_pct_per_y),
        reo_price_usd_per_kg=drawn(REO_PRICE, card.reo_price_usd_per_kg),
        default_mass_pct={n: drawn(n, taken) for n, taken in card.default_mass_pct.items()},
        mining={item: drawn(_mining_input(item), cost) for item, cost in card.mining.items()},
        store_factors={
            store: drawn(_store_input(store), factor)
            for store, factor in card.store_factors.items()
        },
        factors={
            name: drawn(name, factor) if name in PRICE_FACTORS else factor
            for name, factor in card.factors.items()
        },
    )


def _abroad(card: RateCard) -> frozenset[Quantity]:
    """Return the rates that are not paid in the home currency."""
    vehicles = card.home.paid_abroad
    return frozenset(
        quantity
        for by in (TKM_OF_VEHICLE, HAUL_OF_VEHICLE)
        for v, quantity in by.items()
        if v in vehicles
    )


def currency_range(units_per_usd: Mapping[int, float], year: int, *, years: int = 5) -> Range:
    """Return the value of a currency over that of a year, as it was in the years up to it.

    Parameters
    ----------
    units_per_usd
        Mean exchange rate by year.
    year
        Year of the rate card.
    years
        How many years back, the year included.

    Raises
    ------
    InputError
        If the rate of the year is not known.
    """
    if year not in units_per_usd:
        expected = f"units of the home currency per US dollar of {year}"
        raise InputError([Fault("exchange_rates", expected, "none", "Add the row.")])
    values = [
        units_per_usd[year] / rate
        for known, rate in units_per_usd.items()
        if year - years < known <= year
    ]
    return Range(min(values), 1.0, max(values))
