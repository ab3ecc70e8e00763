"""The calendar year of a question: how it is asked for, and the model in it.

Owns the one way by which a question gets the days of a year that was read, so that every command
prices the same links.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.options import option, optional, whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.network.closures import Closures
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.years.calendar import CalendarYear
    from zimnik.geo.years.year_types import YearTypes
    from zimnik.maps.reports.years.observed import ObservedYearRecord
    from zimnik.studies.model import Model

FIRST_YEAR, LAST_YEAR = 1700, 2100


def observed() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the calendar year; without it seasons have their median days."""
    return option(None, optional(whole(FIRST_YEAR, LAST_YEAR)))


def year_faults(year: int | None, year_type: YearType | None = None) -> list[Fault]:
    """Return a fault where a calendar year is asked for as well as a type of year."""
    if year is None or year_type in (None, YearType.NORMAL):
        return []
    expected = "a calendar year or a type of year"
    return [Fault("year", expected, f"{year} and {year_type}", "Leave one out.")]


def in_asked_year(
    model: Model, year: int | None, year_type: YearType | None = YearType.NORMAL
) -> Model:
    """Return the model in the year that is asked for.

    Parameters
    ----------
    model
        The model, its links with the days of their median year.
    year
        Calendar year; None where none is asked for.
    year_type
        Type of year; None where years of all types are looked at.

    Raises
    ------
    InputError
        If no gauge that a link follows was read in the year.
    """
    if year is not None:
        return in_calendar_year(model, year)
    return model if year_type is YearType.NORMAL else in_year_types(model, year_type)


def in_year_types(model: Model, year_type: YearType | None) -> Model:
    """Return the model with short and long years, and what is to be said of the one asked for."""
    from zimnik.geo.years.year_types import with_year_types
    from zimnik.layers.cards.gauges import load_gauges

    found = with_year_types(model.typed_links, model.typed_places, load_gauges(model.atlas))
    said = () if year_type is None else (_type_text(found, year_type),)
    return replace(model, typed_links=found.links, warnings=(*model.warnings, *said))


def _type_text(found: YearTypes, year_type: YearType) -> Message:
    from zimnik.geo.years.year_types import MOSTLY_PCT, SELDOM_PCT

    ends = (MOSTLY_PCT, SELDOM_PCT) if year_type is YearType.SHORT else (SELDOM_PCT, MOSTLY_PCT)
    days = "the P{} day and close on the P{} day".format(*ends)
    return Message(
        f"year type {year_type}: {found.by_gauge} seasonal links open on {days} of the years of "
        f"their gauge, {found.by_kind} on those of their kind, {found.by_range} on the early and "
        f"late days published of them; {found.kept} are not moved",
        f"year_type_{year_type.value}",
        by_gauge_links=found.by_gauge,
        by_kind_links=found.by_kind,
        by_range_links=found.by_range,
        kept_links=found.kept,
    )


def in_calendar_year(model: Model, year: int) -> Model:
    """Return the model in a calendar year.

    Raises
    ------
    InputError
        If no gauge that a link follows was read in it.
    """
    calendar, links = model.made.of(("year", year), lambda: _calendar_year(model, year))
    return replace(model, calendar=calendar, typed_links=links)


def _calendar_year(model: Model, year: int) -> tuple[CalendarYear, tuple[Link, ...]]:
    from zimnik.geo.years.calendar import calendar_year
    from zimnik.layers.cards.gauges import load_gauges

    gauges = load_gauges(model.atlas)
    return calendar_year(model.typed_links, model.typed_places, gauges, year)


def waiting_for(model: Model, waited_for_d: Mapping[str, float]) -> Model:
    """Return the model with the days that a tonne of the question waits for each link.

    Of them the answer says which link decides; without a calendar year nothing is said.
    """
    if model.calendar is None:
        return model
    return replace(model, calendar=replace(model.calendar, waited_for_d=waited_for_d))


def waiting_of(
    model: Model,
    network: DatedNetwork,
    hauls: Iterable[tuple[Shipment, Sequence[int] | None]],
    *,
    end_ids: Collection[str] | None = None,
) -> Model:
    """Return the model with what a tonne of some hauls waits for.

    Parameters
    ----------
    model
        The model; without a calendar year it is returned as it is.
    network
        Its network.
    hauls
        What travels, and the days on which it is made; None for the best day.
    end_ids
        Where it may go, each day to the cheapest; without any each to its destination.
    """
    if model.calendar is None:
        return model
    from zimnik.geo.routing.year import RouteYear
    from zimnik.geo.routing.yearly import YearSearches

    searches, found = YearSearches(network), []
    for shipment, ready_d in hauls:
        ends = None if end_ids is None else frozenset(end_ids) - {shipment.origin_id}
        year = searches.find(shipment, ready_d=ready_d, destination_ids=ends)
        if isinstance(year, RouteYear):
            found.append((shipment.cargo.tonnes_per_y, year.waited_for_d))
        searches.forget()
    return waiting_for(model, mean_waits_d(found))


def site_hauls(
    network: DatedNetwork,
    cargoes: Mapping[str, Cargo],
    ready_d: Mapping[str, Sequence[int]] | None,
    *,
    closures: Closures,
    max_d: float,
) -> Iterator[tuple[Shipment, Sequence[int] | None]]:
    """Yield what each of some sites ships to wherever is cheapest, as `waiting_of` takes it.

    Parameters
    ----------
    network
        The network.
    cargoes
        What each site ships.
    ready_d
        Days on which the cargo of each site is made; None for the best day of each.
    closures
        What may not be used.
    max_d
        Most days from readiness to arrival.
    """
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.request import Shipment

    dates = Dates(None, network.year_type, max_d)
    for site_id, cargo in cargoes.items():
        shipment = Shipment(site_id, None, cargo, dates, closures=closures)
        yield shipment, None if ready_d is None else ready_d[site_id]


def mean_waits_d(hauls: Iterable[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Return the days that a tonne of several hauls waits for each link in the mean.

    Parameters
    ----------
    hauls
        Tonnes a year of each, and the days that one of them waits for each link.
    """
    every = list(hauls)
    total_t = sum(tonnes for tonnes, _ in every)
    waits: dict[str, float] = {}
    for tonnes, waited_for_d in every:
        for link_id, days in waited_for_d.items():
            waits[link_id] = waits.get(link_id, 0.0) + days * tonnes / total_t
    return waits


def year_record_of(model: Model) -> ObservedYearRecord | None:
    """Return what an answer says of the calendar year of its model; None where it has none."""
    if model.calendar is None:
        return None
    from zimnik.geo.years.deciding import deciding_link
    from zimnik.maps.reports.years.observed import observed_year_record

    calendar, waits = model.calendar, model.calendar.waited_for_d
    found = calendar.observed(model.typed_links)
    return observed_year_record(
        found,
        deciding_link(found, calendar.evidence, waits or {}),
        calendar.gauge_names,
        waits_d=None if waits is None else sum(waits.values()),
    )
