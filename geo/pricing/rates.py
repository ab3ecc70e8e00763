"""The rate card: low, base and high of every price, emission, speed and dwell time.

Owns the numbers that turn a bill of quantities into money, CO2 and days, and the annuity that turns
what is built once into money a year. It reads no file:
`layers` builds a card from the sourced table and converts every amount to US dollars of one year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.units import PERCENT
from zimnik.geo.core.vocabulary import RailService, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zimnik.geo.core.vocabulary import MiningItem, Mode, Quantity, StoreKind

Level = Literal["low", "base", "high"]
LEVELS: tuple[Level, ...] = ("low", "base", "high")
NO_FACTOR = 1.0

# What multiplies prices of a cargo, and what multiplies speeds, t-km and escort on a link.
BLOCK_TRAIN_PRICE = "block_train"
DANGEROUS_RAIL = "dangerous_rail"
DANGEROUS_QUAY_LIFT = "dangerous_quay_lift"
PRICE_FACTORS = (BLOCK_TRAIN_PRICE, DANGEROUS_RAIL, DANGEROUS_QUAY_LIFT)
UPSTREAM_SPEED = "upstream_speed"
DOWNSTREAM_SPEED = "downstream_speed"
UPSTREAM_TKM = "upstream_tkm"
DOWNSTREAM_TKM = "downstream_tkm"
ESCORT_IN_ICE = "escort_in_ice"
RIDE_FACTORS = (UPSTREAM_SPEED, DOWNSTREAM_SPEED, UPSTREAM_TKM, DOWNSTREAM_TKM, ESCORT_IN_ICE)


def annuity_per_y(interest_pct_per_y: float, life_y: float) -> float:
    """Return the yearly share of what is built once: interest and repayment (docs/model.md, E16).

    Parameters
    ----------
    interest_pct_per_y
        Price of capital; without interest the share is even over the life.
    life_y
        Years over which it is repaid.

    Examples
    --------
    >>> annuity_per_y(0.0, 20.0)
    0.05
    """
    rate = interest_pct_per_y / PERCENT
    return rate / (1 - (1 + rate) ** -life_y) if rate else 1 / life_y


@dataclass(frozen=True, slots=True)
class Range:
    """A low, a base and a high value of one number, in the unit of the field that holds it.

    Raises
    ------
    InputError
        If a value is NaN, infinite or negative, or the three are not in order.
    """

    low: float
    base: float
    high: float

    def __post_init__(self) -> None:
        values = (self.low, self.base, self.high)
        if not all(math.isfinite(v) and v >= 0 for v in values) or sorted(values) != list(values):
            raise InputError(
                [
                    Fault(
                        where="rate card",
                        expected="finite numbers with 0 <= low <= base <= high",
                        found=f"low {self.low}, base {self.base}, high {self.high}",
                        remedy="Correct the row of the rate table.",
                    )
                ]
            )

    def at(self, level: Level) -> float:
        """Return the value at one level."""
        value: float = getattr(self, level)
        return value


AS_IT_IS = Range(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """Base speeds and dwell times of a rate card: what the bills of a network are made of.

    `speeds_km_per_d` has the vehicles, the block train and the ship in ice; `factors` what a
    current or ice makes of speeds, t-km and escort, `elsewhere` the same of regions with cards of
    their own.
    """

    speeds_km_per_d: FrozenDict[str, float]
    dwells_d: FrozenDict[Quantity, float]
    factors: FrozenDict[str, float]
    elsewhere: FrozenDict[str, Pace] = field(default_factory=FrozenDict)

    def differences(self, other: Pace) -> Iterator[str]:
        """Yield in words what differs from another pace."""
        for region in dict.fromkeys([*self.elsewhere, *other.elsewhere]):
            own, others = self.elsewhere.get(region), other.elsewhere.get(region)
            if own is None or others is None:
                yield f"{region} with a card of its own, and without"
            else:
                yield from (f"{region}: {told}" for told in own.differences(others))
        for mine, its, unit in (
            (self.speeds_km_per_d, other.speeds_km_per_d, "km/d"),
            (self.dwells_d, other.dwells_d, "d"),
            (self.factors, other.factors, "times"),
        ):
            for name in dict.fromkeys([*mine, *its]):
                if mine.get(name) != its.get(name):
                    yield f"{name} {_shown(mine.get(name))} {unit}, not {_shown(its.get(name))}"


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a rate card is of: what is paid in its currency, and what runs on its railways.

    Parameters
    ----------
    countries
        ISO codes of the countries whose plants pay in that currency.
    paid_abroad
        Vehicles that are not paid in it.
    spur_vehicle
        What runs on a new railway.
    """

    countries: frozenset[str] = frozenset()
    paid_abroad: frozenset[Vehicle] = frozenset()
    spur_vehicle: Vehicle = Vehicle.RAIL_1435


@dataclass(frozen=True, slots=True)
class RateCard:
    """Prices and emissions per quantity, speeds and dwell times, in US dollars of one year.

    Its mappings are frozen copies of what it is given.

    Parameters
    ----------
    year
        Year of the dollars.
    prices_usd
        US dollars per unit of each priced quantity; the three day quantities are not in it, for
        their price follows from storage and from the capital tied up (docs/model.md, E3).
    storage_usd_per_t_d
        Keeping one tonne in an open yard for one day.
    emissions_kg
        Well-to-wheel kg CO2e per unit of each quantity; a quantity not in it emits nothing.
    speeds_km_per_d
        Kilometres a vehicle makes in a day, stops within the leg included.
    payloads_t
        Tonnes one vehicle carries.
    dwells_d
        Days cargo stands when it is lifted, or crosses a border.
    interest_pct_per_y
        Price of capital tied up in cargo on its way.
    reo_price_usd_per_kg
        Price of contained REO, for royalty and for the sharing of costs with by-products.
    mining
        US dollars for a tonne of ore mined by each method and for a tonne of it dressed, and tonnes
        of ore for a tonne of concentrate: what the capital tied up in cargo is reckoned from.
    benchmark_usd_per_kg_reo
        Cost of the lowest-cost producers, to which transport is compared.
    default_tonnes_per_y
        Tonnage over which a dedicated road is spread where no output is published.
    access_detour
        Length of an access link over its geodesic.
    default_mass_pct
        Moisture and packaging of products of which they are not known, by the names of
        `geo.pricing.shipped_mass.DEFAULTS`.
    access_gravel_limit_km
        Geodesic up to which an access link is an existing gravel road, beyond it a winter road.
    turnarounds_d
        Days that a vehicle stands at both ends of a trip together, where known.
    fixed_shares
        Share of what a vehicle earns in a day under way that it costs on a day on which it stands,
        where known.
    consists
        Vehicles that go as one, wagons of a train or barges of a convoy, where not one alone.
    winter_road_loads_per_d
        Most loads a day that a winter road takes; None where no limit is known.
    store_factors
        Price of keeping cargo in a kind of store over that in an open yard; 1 where none is known.
    block_train_km_per_d
        Delivery speed of a block train on a railway of 1520 mm; None where none runs.
    block_trains_t_per_y
        Yearly tonnage of a cargo from which it goes in block trains; None where none runs.
    in_ice_km_per_d
        Speed of an ice-class ship behind an icebreaker; None where it is that of open water.
    factors
        What multiplies prices (`PRICE_FACTORS`) and rides (`RIDE_FACTORS`), 1 where none is given.
    lengths
        Length of a way by a mode on the ground over that of the atlas; as it is where not given.
    new_link_usd
        What building and keeping a kilometre of a new link costs, where known: `gravel_road_km`,
        `gravel_road_upkeep_km`, `rail_spur_km`; upkeep by the year.
    home
        Where it is of.
    elsewhere
        Cards of regions by name that are joined to that of this card, without cards within. Links
        and places of theirs are priced by them; what belongs to the cargo and not to a way (its
        value, interest, keeping) is of this card.
    """

    year: int
    prices_usd: Mapping[Quantity, Range]
    storage_usd_per_t_d: Range
    emissions_kg: Mapping[Quantity, Range]
    speeds_km_per_d: Mapping[Vehicle, Range]
    payloads_t: Mapping[Vehicle, Range]
    dwells_d: Mapping[Quantity, Range]
    interest_pct_per_y: Range
    reo_price_usd_per_kg: Range
    mining: Mapping[MiningItem, Range]
    benchmark_usd_per_kg_reo: Range
    default_tonnes_per_y: Range
    default_mass_pct: Mapping[str, Range]
    access_detour: Range
    access_gravel_limit_km: Range
    turnarounds_d: Mapping[Vehicle, Range] = field(default_factory=dict)
    consists: Mapping[Vehicle, Range] = field(default_factory=dict)
    fixed_shares: Mapping[Vehicle, Range] = field(default_factory=dict)
    winter_road_loads_per_d: Range | None = None
    store_factors: Mapping[StoreKind, Range] = field(default_factory=dict)
    new_link_usd: Mapping[str, Range] = field(default_factory=dict)
    block_train_km_per_d: Range | None = None
    block_trains_t_per_y: Range | None = None
    in_ice_km_per_d: Range | None = None
    factors: Mapping[str, Range] = field(default_factory=dict)
    lengths: Mapping[Mode, Range] = field(default_factory=dict)
    home: Home = Home()
    elsewhere: Mapping[str, RateCard] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def of(self, region: str) -> RateCard:
        """Return the card of a region, this one where it has none of its own."""
        return self.elsewhere.get(region, self)

    @property
    def every(self) -> tuple[RateCard, ...]:
        """The card itself and those of other regions, in order."""
        return (self, *self.elsewhere.values())

    def number_of(self, region: str) -> int:
        """Return the number of the card of a region in `every`."""
        return 1 + list(self.elsewhere).index(region) if region in self.elsewhere else 0

    def store_factor(self, store: StoreKind) -> Range:
        """Return the price of keeping cargo in a kind of store over that in an open yard."""
        return self.store_factors.get(store, Range(NO_FACTOR, NO_FACTOR, NO_FACTOR))

    @property
    def pace(self) -> Pace:
        """Return the base speeds, dwell times and factors of rides."""
        speeds: dict[str, Range | None] = {
            **{str(vehicle): speed for vehicle, speed in self.speeds_km_per_d.items()},
            "block_train": self.block_train_km_per_d,
            "in_ice": self.in_ice_km_per_d,
        }
        return Pace(
            FrozenDict({name: speed.base for name, speed in speeds.items() if speed is not None}),
            FrozenDict({quantity: dwell.base for quantity, dwell in self.dwells_d.items()}),
            FrozenDict({name: self.factor(name).base for name in RIDE_FACTORS}),
            FrozenDict({region: card.pace for region, card in self.elsewhere.items()}),
        )

    def factor(self, name: str) -> Range:
        """Return a factor by its name, 1 where the card has none."""
        return self.factors.get(name, AS_IT_IS)

    def rail_service(self, tonnes_per_y: float) -> RailService:
        """Return how a cargo of a yearly tonnage goes on a railway of 1520 mm (E1, A12)."""
        least = self.block_trains_t_per_y
        if self.block_train_km_per_d is None or least is None or tonnes_per_y < least.base:
            return RailService.WAGONLOAD
        return RailService.BLOCK_TRAIN
