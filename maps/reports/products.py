"""What is carried, what is tied up in it and when it is ready, as records of many answers.

Owns how the value that capital is charged on is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D
from zimnik.maps.reports.year import YearRecord, days_text, year_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.pricing.cargo import Cargo, Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.routing.year import YearMean


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """What is carried, and what is tied up in a tonne of it.

    `value_basis` says what the value rests on: a published mining cost, a default, or what was
    stated; low and high differ from it where it is an estimate.
    """

    name: str
    reo_grade_pct: float | None
    value_basis: str
    value_usd_per_t: float
    value_low_usd_per_t: float
    value_high_usd_per_t: float


@dataclass(frozen=True, slots=True)
class CargoRecord:
    """What a deposit ships in a year, made on so many days; None where it is ready on one."""

    origin_id: str
    tonnes_per_y: float
    working_d: int | None
    product: ProductRecord


def product_record(cargo: Cargo) -> ProductRecord:
    """Return what is carried, with the value that capital under way is charged on."""
    return ProductRecord(
        cargo.product,
        cargo.reo_grade_pct,
        cargo.value_basis.value,
        *(cargo.value_at(level) for level in ("base", "low", "high")),
    )


def cargo_record(deposit_id: str, cargo: Cargo, ready_d: Sequence[int] | None) -> CargoRecord:
    """Return what a deposit ships, made on some days, or None for the best day."""
    days = None if ready_d is None or len(ready_d) == 1 else len(ready_d)
    return CargoRecord(deposit_id, cargo.tonnes_per_y, days, product_record(cargo))


def cargo_records(
    shippers: Iterable[Shipper], card: RateCard, ready: ReadyDays
) -> tuple[CargoRecord, ...]:
    """Return what deposits ship, priced by a rate card."""
    cargoes = ((one.deposit_id, one.cargo(card)) for one in shippers)
    return tuple(cargo_record(name, cargo, ready.of(cargo)) for name, cargo in cargoes)


def made_text(
    basis: str, ready: str | None, cargoes: Iterable[CargoRecord], *, what: str = "cargo"
) -> str:
    """Return when cargo is ready in a few words: over which days, or on which day."""
    if basis == "day":
        return f"{what} ready on {'the best day' if ready == 'best' else ready}"
    days = {one.working_d for one in cargoes if one.working_d is not None}
    if len(days) > 1:
        return f"{what} made in the working season of each deposit"
    return f"{what} {days_text(*days or (YEAR_D,))}"


@dataclass(frozen=True, slots=True)
class Made:
    """When ore is ready and what deposits ship.

    Parameters
    ----------
    basis
        "year", or "day" where one is asked for.
    ready
        The day that is asked for, MM-DD or "best".
    cargoes
        What deposits ship.
    years
        The year of the haul over each arc, by stage of a siting.
    """

    basis: str
    ready: str | None = None
    cargoes: tuple[CargoRecord, ...] = ()
    years: tuple[tuple[YearMean | None, ...], ...] = ()

    def year_of(self, stage: int, arc: int) -> YearRecord | None:
        """Return the year of the haul over an arc to a stage; None where there is none."""
        year = self.years[stage][arc] if self.years else None
        return None if year is None or len(year.ready_d) == 1 else year_record(year)


MADE = Made("year")
