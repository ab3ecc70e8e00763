"""The rate card out of the rate table: units compared, money converted, nothing missing.

Owns what each item of the table must be measured in. `geo.pricing.rates` says what a card is;
prices are converted here and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import G_PER_KG
from zimnik.geo.core.vocabulary import (
    DAYS,
    LIFTS,
    MiningItem,
    Mode,
    Quantity,
    StoreKind,
    Vehicle,
)
from zimnik.geo.pricing.cargo import MOST_MOISTURE_PCT
from zimnik.geo.pricing.rates import PRICE_FACTORS, RIDE_FACTORS, Home, Range, RateCard
from zimnik.geo.pricing.shipped_mass import DEFAULTS, MOISTURE
from zimnik.layers.atlas.parts import rates_elsewhere
from zimnik.layers.cards.money import money_of
from zimnik.layers.readers.cells import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.cards.money import Money
    from zimnik.layers.regions.region import Region

CARD_YEAR = 2025
LEVELS = ("low", "base", "high")
WHERE = "rates"
STORAGE = "storage_d"
WINTER_ROAD_LOADS = "winter_road_loads"
# Cargo that may lie in the open pays the plain tariff.
DEARER_STORES = (StoreKind.SHED, StoreKind.CLASS_7)
BLOCK_TRAINS = "block_trains"
BLOCK_TRAIN = "block_train"
IN_ICE = "ice_class_ship_in_ice"
# What a vehicle earns in a day under way is so much for the day and so much for the way.
FIXED, RUNNING = "fixed_share", "running_share"
SHARES = (FIXED, RUNNING)
SHARE_ROUNDING = 1e-9
PARAMETER_UNITS = {
    "interest": "%/y",
    "reo_price": "kg REO",
    "benchmark": "kg REO",
    "default_tonnes": "t/y",
    "access_detour": "1",
    "access_gravel_limit": "km",
    **{f"store_{store}": "1" for store in DEARER_STORES},
}
MONEY_PARAMETERS = frozenset({"reo_price", "benchmark"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What the code expects of an item: its unit, whether it is money, whether it must be there."""

    unit: str
    is_money: bool = False
    required: bool = True


def _per(quantity: Quantity, mass: str) -> str:
    if quantity.endswith("_tkm"):
        return f"{mass}-km"
    if quantity.endswith("_d"):
        return f"{mass}-d"
    return "km-y" if quantity is Quantity.DEDICATED_WINTER_ROAD_KM else mass


MINED = tuple(item for item in MiningItem if item is not MiningItem.ORE_PER_CONCENTRATE)
PRICED = tuple(quantity for quantity in Quantity if quantity not in DAYS)
DWELLING = (*LIFTS, Quantity.BORDER_CROSSING)
EXPECTED: Mapping[tuple[str, str], Expected] = {
    **{("price", str(q)): Expected(_per(q, "t"), is_money=True) for q in PRICED},
    ("price", STORAGE): Expected("t-d", is_money=True),
    **{("turnaround", str(v)): Expected("d", required=False) for v in Vehicle},
    **{("consist", str(v)): Expected("1", required=False) for v in Vehicle},
    **{(group, str(v)): Expected("1", required=False) for group in SHARES for v in Vehicle},
    **{("mining", str(item)): Expected("t", is_money=True) for item in MINED},
    ("mining", str(MiningItem.ORE_PER_CONCENTRATE)): Expected("1"),
    ("limit", WINTER_ROAD_LOADS): Expected("1/d", required=False),
    ("limit", BLOCK_TRAINS): Expected("t/y", required=False),
    ("speed", BLOCK_TRAIN): Expected("km/d", required=False),
    ("speed", IN_ICE): Expected("km/d", required=False),
    **{("factor", name): Expected("1", required=False) for name in (*PRICE_FACTORS, *RIDE_FACTORS)},
    **{("length", str(mode)): Expected("1", required=False) for mode in Mode},
    ("build", "gravel_road_km"): Expected("km", is_money=True, required=False),
    ("build", "gravel_road_upkeep_km"): Expected("km-y", is_money=True, required=False),
    ("build", "rail_spur_km"): Expected("km", is_money=True, required=False),
    # A lift of which no emission is known emits nothing on the card; a vehicle always does.
    **{
        ("emission", str(q)): Expected(f"gCO2e/{_per(q, 't')}", required=q.endswith("_tkm"))
        for q in PRICED
    },
    **{("default", name): Expected("%") for name in DEFAULTS},
    **{("speed", str(v)): Expected("km/d") for v in Vehicle},
    **{("payload", str(v)): Expected("t") for v in Vehicle},
    **{("dwell", str(q)): Expected("d") for q in DWELLING},
    **{
        ("parameter", name): Expected(unit, is_money=name in MONEY_PARAMETERS)
        for name, unit in PARAMETER_UNITS.items()
    },
}


def load_rate_card(atlas: Atlas, *, year: int = CARD_YEAR) -> RateCard:
    """Return the rate card of an atlas in US dollars of one year.

    Parameters
    ----------
    atlas
        Rates with the exchange rates and deflators to convert them.
    year
        Year of the dollars.

    Raises
    ------
    InputError
        If an item is missing, unknown or there twice, a number is missing or out of order, a unit
        is not the one expected, or a rate of exchange or deflator is missing; all at once.
    """
    money = money_of(atlas.exchange_rates, atlas.deflators)
    regions = [one.region for one in atlas.parts] or [atlas.region]
    tables = [
        atlas.rates,
        *(rates_elsewhere(one, atlas.parts[0], atlas.rates) for one in atlas.parts[1:]),
    ]
    faults = [
        fault
        for rates in tables
        for fault in (*rate_faults(rates, money, year=year), *missing_items(rates))
    ]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    first, *others = (
        _card(rates, money, year, region) for rates, region in zip(tables, regions, strict=True)
    )
    names = [one.name for one in regions[1:]]
    return replace(first, elsewhere=dict(zip(names, others, strict=True))) if others else first


def is_of_the_first(group: str, item: str) -> bool:
    """Whether of several regions that are joined the first decides a rate, for no link does.

    These are what belongs to the cargo, and what belongs to vehicles of a plan.
    """
    if group == "price":
        return item == STORAGE
    if group == "factor":
        return item in PRICE_FACTORS
    if group == "parameter":
        return item not in {"access_detour", "access_gravel_limit"}
    if group == "limit":
        return item in {BLOCK_TRAINS, WINTER_ROAD_LOADS}
    return group not in {"speed", "dwell", "emission", "build"}


def _card(rates: pd.DataFrame, money: Money, year: int, region: Region) -> RateCard:
    values = {
        (str(row["group"]), str(row["item"])): _range(row, money, year) for row in _records(rates)
    }

    def group(name: str) -> dict[str, Range]:
        return {item: value for (owner, item), value in values.items() if owner == name}

    prices, parameters, speeds = group("price"), group("parameter"), group("speed")
    block_train, in_ice = speeds.pop(BLOCK_TRAIN, None), speeds.pop(IN_ICE, None)
    storage = prices.pop(STORAGE)
    return RateCard(
        year=year,
        prices_usd={Quantity(item): value for item, value in prices.items()},
        storage_usd_per_t_d=storage,
        emissions_kg={Quantity(item): value for item, value in group("emission").items()},
        speeds_km_per_d={Vehicle(item): value for item, value in speeds.items()},
        payloads_t={Vehicle(item): value for item, value in group("payload").items()},
        dwells_d={Quantity(item): value for item, value in group("dwell").items()},
        interest_pct_per_y=parameters["interest"],
        reo_price_usd_per_kg=parameters["reo_price"],
        mining={MiningItem(item): value for item, value in group("mining").items()},
        benchmark_usd_per_kg_reo=parameters["benchmark"],
        default_tonnes_per_y=parameters["default_tonnes"],
        default_mass_pct=group("default"),
        access_detour=parameters["access_detour"],
        access_gravel_limit_km=parameters["access_gravel_limit"],
        turnarounds_d={Vehicle(item): value for item, value in group("turnaround").items()},
        consists={Vehicle(item): value for item, value in group("consist").items()},
        fixed_shares={Vehicle(item): value for item, value in group(FIXED).items()},
        store_factors={store: parameters[f"store_{store}"] for store in DEARER_STORES},
        winter_road_loads_per_d=group("limit").get(WINTER_ROAD_LOADS),
        new_link_usd=group("build"),
        block_train_km_per_d=block_train,
        block_trains_t_per_y=group("limit").get(BLOCK_TRAINS),
        in_ice_km_per_d=in_ice,
        factors=group("factor"),
        lengths={Mode(item): value for item, value in group("length").items()},
        home=Home(
            frozenset(region.home_countries),
            region.paid_abroad,
            region.spur_vehicle,
        ),
    )


def rate_faults(rates: pd.DataFrame, money: Money | None, *, year: int = CARD_YEAR) -> list[Fault]:
    """Return what is wrong with the rows of a rate table, each row by itself and rows twice.

    Without `money` it is not asked whether the amounts can be converted.
    """
    faults = [fault for row in _records(rates) for fault in _row_faults(row, money, year)]
    faults += share_faults(rates)
    twice = rates.loc[rates.duplicated(["group", "item"]), ["group", "item"]]
    faults += [
        Fault(WHERE, "one row of each item", "another", "Drop one row.", row=f"{group} {item}")
        for group, item in dict.fromkeys(twice.itertuples(index=False, name=None))
    ]
    return faults


def share_faults(rates: pd.DataFrame) -> list[Fault]:
    """Return where the fixed and the running share of a vehicle do not make up the whole.

    The low of one is what the high of the other leaves.
    """
    rows = {(str(row["group"]), str(row["item"])): row for row in _records(rates)}
    faults = []
    for vehicle in dict.fromkeys(item for group, item in rows if group in SHARES):
        here = [rows.get((group, vehicle)) for group in SHARES]
        for row, group in zip(here, SHARES, strict=True):
            if row is None:
                expected = f"a row of group {group} beside the other share"
                remedy = "Add it; the two sum to 1."
                faults.append(Fault(WHERE, expected, "none", remedy, row=f"{group} {vehicle}"))
        fixed, running = here
        if fixed is None or running is None:
            continue
        for level, other in zip(LEVELS, reversed(LEVELS), strict=True):
            total = _number(fixed, level) + _number(running, other)
            # What is no number is a fault of its own row.
            if abs(total - 1.0) > SHARE_ROUNDING:
                expected = f"1 together with {other} of {RUNNING} {vehicle}"
                remedy = "Correct one of the two; a share and the rest sum to 1."
                name = f"{FIXED} {vehicle}"
                faults.append(Fault(WHERE, expected, f"{total:g}", remedy, row=name, column=level))
    return faults


def _records(rates: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(k): v for k, v in row.items()} for row in rates.to_dict("records")]


def _range(row: Mapping[str, object], money: Money, year: int) -> Range:
    low, base, high = (_usd(row, level, money, year) for level in LEVELS)
    return Range(low=low, base=base, high=high)


def _usd(row: Mapping[str, object], level: str, money: Money, year: int) -> float:
    amount = _number(row, level)
    if row["currency"]:
        return money.usd(amount, str(row["currency"]), int(_number(row, "price_year")), year)
    return amount / G_PER_KG if row["group"] == "emission" else amount


def _number(row: Mapping[str, object], name: str) -> float:
    value = row[name]
    return float(value) if isinstance(value, int | float) else math.nan


def _row_faults(row: Mapping[str, object], money: Money | None, year: int) -> Iterator[Fault]:
    group, item = str(row["group"]), str(row["item"])
    name = f"{group} {item}"
    expected = EXPECTED.get((group, item))
    if expected is None:
        items = [known for owner, known in EXPECTED if owner == group]
        near = nearest(item, items)
        remedy = f"Is '{near}' meant?" if near else "Drop the row or name a known item."
        listed = f"an item of group {group or 'none'}: {', '.join(items) or 'no such group'}"
        yield Fault(WHERE, listed, f"'{item}'", remedy, row=name, column="item")
        return
    yield from _number_faults(row, name)
    if row["unit"] != expected.unit:
        yield Fault(
            WHERE,
            f"unit '{expected.unit}'",
            f"'{row['unit']}'",
            "Convert the three numbers to the unit expected.",
            row=name,
            column="unit",
        )
    yield from _money_faults(row, name, expected, money, year)


def _number_faults(row: Mapping[str, object], name: str) -> Iterator[Fault]:
    numbers = [_number(row, level) for level in LEVELS]
    bad = [level for level, n in zip(LEVELS, numbers, strict=True) if not 0 <= n < math.inf]
    for level in bad:
        found = "nothing" if math.isnan(_number(row, level)) else str(row[level])
        yield Fault(
            WHERE, "a number of 0 or more", found, "Give the number.", row=name, column=level
        )
    if not bad and sorted(numbers) != numbers:
        found = ", ".join(f"{level} {n:g}" for level, n in zip(LEVELS, numbers, strict=True))
        yield Fault(
            WHERE, "low <= base <= high", found, "Put them in order.", row=name, column="base"
        )
    # Days are kilometres over this speed, and dedicated roads are spread over this tonnage.
    above_0 = ("speed ", "factor ", "length ", "parameter default_tonnes")
    if not bad and numbers[0] == 0 and name.startswith(above_0):
        yield Fault(WHERE, "more than 0", "0", "Give the number.", row=name, column="low")
    if not bad and name.startswith(f"default {MOISTURE}") and numbers[-1] > MOST_MOISTURE_PCT:
        most = f"{MOST_MOISTURE_PCT:g} or less"
        yield Fault(WHERE, most, f"{numbers[-1]:g}", "Correct the cell.", row=name, column="high")


def _money_faults(
    row: Mapping[str, object], name: str, expected: Expected, money: Money | None, year: int
) -> Iterator[Fault]:
    currency, price_year = str(row["currency"]), _number(row, "price_year")
    if not expected.is_money:
        if currency:
            yield Fault(
                WHERE,
                "no currency, for it is no amount of money",
                f"'{currency}'",
                "Leave the cell empty.",
                row=name,
                column="currency",
            )
        return
    if not currency:
        found = "nothing"
        yield Fault(
            WHERE, "a currency", found, "Say which, such as USD.", row=name, column="currency"
        )
    if not price_year.is_integer():
        found = "nothing" if math.isnan(price_year) else str(price_year)
        yield Fault(
            WHERE, "the year of the price", found, "Say which.", row=name, column="price_year"
        )
    elif currency and money and not money.knows(currency):
        yield Fault(
            WHERE,
            "a currency of table exchange_rates",
            f"'{currency}'",
            "Add its rates, or give the amounts in another currency.",
            row=name,
            column="currency",
        )
    elif currency and money:
        gaps = money.lacks(currency, int(price_year), year)
        if gaps:
            yield Fault(
                WHERE,
                " and ".join(f"an {gap}" if gap.startswith("ex") else f"a {gap}" for gap in gaps),
                "none",
                "Add it to exchange_rates or deflators.",
                row=name,
                column="price_year",
            )


def missing_items(rates: pd.DataFrame) -> Iterator[Fault]:
    """Yield a fault for every item that the card needs and the table does not have."""
    there = set(zip(rates["group"], rates["item"], strict=True))
    for (group, item), expected in EXPECTED.items():
        if expected.required and (group, item) not in there:
            yield Fault(
                WHERE,
                f"a row of group {group} and item {item}",
                "none",
                f"Add it, in '{expected.unit}'.",
                row=f"{group} {item}",
            )


def with_values(atlas: Atlas, values: Mapping[str, float]) -> Atlas:
    """Return an atlas in which single rates have one value for low, base and high.

    Parameters
    ----------
    atlas
        Atlas with its table of rates.
    values
        By item of the table, or by ``group.item``; an item alone means its price where it has one.
        In the unit, the currency and the year of the row.

    Raises
    ------
    InputError
        With a fault for every name that is no rate, or more than one.
    """
    rates = atlas.rates.copy()
    full = rates["group"] + "." + rates["item"]
    faults = []
    for name, value in values.items():
        rows = rates.index[(full == name) | (full == f"price.{name}")]
        rows = rows if len(rows) else rates.index[rates["item"] == name]
        if len(rows) == 1:
            rates.loc[rows, list(LEVELS)] = value
        elif len(rows):
            several = ", ".join(full[rows])
            faults.append(Fault("rate", f"one of {several}", f"'{name}'", "Name one of them."))
        else:
            near = nearest(name, [*rates["item"], *full])
            remedy = f"Is '{near}' meant?" if near else "The rates table lists all items."
            faults.append(Fault("rate", "an item of the rates", f"'{name}'", remedy))
    if faults:
        raise InputError(faults)
    return replace(atlas, rates=rates)
