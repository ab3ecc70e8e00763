"""The question of a route: the least-cost route between two places, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.studies.answers import Answer, Format
from zimnik.studies.hazards.dated_events import (
    dated_events,
    event_notes,
    require_events,
    with_events,
)
from zimnik.studies.options import SEASON, option, optional, required, whole
from zimnik.studies.ranges.draws import draws
from zimnik.studies.readiness import (
    BEST,
    YEAR_BASIS,
    readiness,
    readiness_faults,
    readiness_of,
)
from zimnik.studies.shared import PLACE, TEXTS, Closing, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year, waiting_for
from zimnik.studies.years.many import (
    many_years,
    many_years_faults,
    many_years_record_of,
    seed_of_years,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import folium
    import geopandas as gpd

    from zimnik.geo.core.errors import Fault
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.itinerary import RouteAnswer as Found
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.year import RouteYear
    from zimnik.geo.routing.yearly import YearSearches
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.layers import PlaceMatch
    from zimnik.maps.reports.route import RouteAnswerRecord
    from zimnik.maps.reports.years.many import ManyYearsRecord
    from zimnik.studies.model import Model
    from zimnik.studies.readiness import Readiness

MOST_ALTERNATIVES = 20


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RouteAnswer(Answer):
    """The year of a cargo between two places with its routes, or the reason why there is none.

    Parameters
    ----------
    result
        Routes, cheapest first: of the day that is asked for, else of the best day.
    model
        Atlas, rates and network.
    basis
        "year", or "day" where one is asked for.
    year
        Mean, months, best and worst day, where the basis is a year and there is a route.
    many_years
        What a tonne costs over the many years that were asked for.
    spread
        The range over draws, where there is a route.
    """

    formats: ClassVar[tuple[Format, ...]] = tuple(Format)

    result: Found
    model: Model
    basis: str
    year: RouteYear | None
    many_years: ManyYearsRecord | None = None
    spread: Spread | None = None

    @property
    def routes(self) -> tuple[Route, ...]:
        """Routes, cheapest first."""
        return self.result.routes

    @property
    def answered(self) -> bool:
        """Whether there is a route."""
        return self.result.reachable

    def record(self) -> RouteAnswerRecord:
        """Return the record of the routes."""
        from zimnik.maps.reports.route import route_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        return route_record(
            self.result,
            heading,
            basis=self.basis,
            year=self.year,
            many_years=self.many_years,
            spread=self.spread,
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each leg and transfer in order, or for each of many years."""
        from zimnik.maps.reports.route import route_rows
        from zimnik.maps.reports.years.many import many_years_rows

        if self.many_years is not None:
            return many_years_rows(self.many_years)
        return route_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return totals, legs, transfers and components of every route."""
        from zimnik.maps.reports.route import route_text

        return route_text(record)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return a line for each leg of every route, EPSG:4326; see `maps.pages.route_lines`."""
        from zimnik.maps.pages.route_lines import route_lines
        from zimnik.studies.model import drawn

        return route_lines(self.record(), drawn(self.model).links)

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - projection and tiles
        """Return the page of the routes."""
        from zimnik.maps.pages.route import ROUTE
        from zimnik.studies.drawing import page_context, titles_of

        found = self.result
        ends = {"origin": [found.origin_id], "destination": [found.destination_id]}
        titles = titles_of(self.model, "route", ends)
        return ROUTE.draw(page_context(self.model, self.asked, titles, **page), self.record())


@dataclass(frozen=True, slots=True)
class RouteQuestion(Closing):
    """Price what a tonne of a year, or of one day, costs from one place to another.

    Parameters
    ----------
    origin
        Where cargo starts: a site or terminal by id or name, or lat,lon.
    destination
        Where it goes, named the same way.
    ready
        Day MM-DD when all cargo is ready, or "best" for the best day; without it cargo is made
        evenly over the year.
    working_season
        First and last day MM-DD:MM-DD on which cargo is made; without it the published season of
        the deposit, else all days.
    tonnes_per_y
        Tonnes a year, over which dedicated roads are spread; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    via
        A place or link to pass, in order.
    alternatives
        How many routes, distinct by corridor.
    max_days
        Most days from readiness to arrival.
    years
        "observed" for every year in which a gauge was read, or how many years are drawn: the mean
        over them, how they spread, the best and the worst.
    events
        LINK:MM-DD:DAYS: the link is shut from that day for so many days, inside its season.
    draws
        How many worlds are drawn for the range: rates, speeds, dwell times, lengths, the currency.
    seed
        The same seed draws the same years and the same worlds.
    """

    origin: str = required(PLACE)
    destination: str = required(PLACE)
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    via: tuple[str, ...] = option((), TEXTS)
    alternatives: int = option(1, whole(1, MOST_ALTERNATIVES))
    max_days: float = days_to_arrive()
    years: str | int | None = many_years()
    events: Any = dated_events()
    draws: int = draws()
    seed: int = seed_of_years()

    command: ClassVar[str] = "route"
    answer_class: ClassVar[type[Answer]] = RouteAnswer

    def contradictions(self) -> list[Fault]:
        """Return the faults of days and of years that are asked for in two ways."""
        others = ["the best day, which each year has of its own"] if self.ready == BEST else []
        return [
            *readiness_faults(self.ready, self.working_season),
            *self.year_faults(),
            *many_years_faults(self.years, year=self.year, year_type=self.year_type, others=others),
        ]


def find_route(model: Model, question: RouteQuestion) -> RouteAnswer:
    """Answer the question of a route.

    Raises
    ------
    InputError
        If a place, a link or something to avoid is not known, or nothing was read in the year.
    """
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.year import WHOLE_YEAR_D
    from zimnik.geo.routing.yearly import YearSearches
    from zimnik.studies.model import ambiguities, cargo_of, laid_out, passed, with_access_of
    from zimnik.studies.names import joined_ends, lift_hints
    from zimnik.studies.provenance import asked_of

    texts = (question.origin, question.destination)
    model, ends, closures = _named(model, question)
    ends = joined_ends(model, ends, closures)
    cargo, notes = cargo_of(
        model, ends[0].place_id, question.tonnes_per_y, question.value_usd_per_t
    )
    model = with_access_of(model, {end.place_id for end in ends}, to_ids={ends[1].place_id})
    model = with_events(model, question.events)
    ready = readiness_of(question.ready, question.working_season, cargo)
    shipment = Shipment(
        origin_id=ends[0].place_id,
        destination_id=ends[1].place_id,
        cargo=cargo,
        via=passed(model, question.via),
        closures=closures,
        dates=Dates(ready.day, question.year_type, question.max_days),
    )
    dated = laid_out(model, question.year_type)
    searches = YearSearches(dated)
    found, year = _found(searches, question, shipment, ready)
    spread = _spread(model, searches, question, shipment, (found, year))
    lonlat = {place.id: place.lonlat for place in model.typed_places}
    detour = found.detour_warnings(*(lonlat[end.place_id] for end in ends))
    found = found.warned(
        (
            *ready.notes,
            *notes,
            *event_notes(model, question.events),
            *model.warnings,
            *ambiguities(model, texts, ends),
            *lift_hints(model, ends),
            *detour,
        )
    )
    asked = asked_of(model, question, question.command)
    model = waiting_for(model, _waited_for(found, year))
    many = None
    if question.years is not None:
        days = WHOLE_YEAR_D if ready.ready_d is None else ready.ready_d
        many = many_years_record_of(model, shipment, days, years=question.years, seed=question.seed)
    return RouteAnswer(found, asked, model, ready.basis, year, many, spread)


def _named(model: Model, question: RouteQuestion) -> tuple[Model, list[PlaceMatch], Closures]:
    """Return the model in its year, and what the words mean: its places, and what is closed."""
    from zimnik.geo.network.closures import NO_CLOSURES
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import closures_of, match_places

    faults = FaultCollector()
    ends: list[PlaceMatch] = []
    closures = NO_CLOSURES
    with faults.reading():
        model, ends = match_places(model, (question.origin, question.destination))
    with faults.reading():
        closures = closures_of(model, question.avoid, question.without)
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading("events"):
        require_events(model.typed_links, question.events, question.year_type)
    faults.require_none()
    return model, ends, closures


def _waited_for(found: Found, year: RouteYear | None) -> Mapping[str, float]:
    """Return the days that a tonne waits for each link, over the year or on the day."""
    if year is not None:
        return year.waited_for_d
    return found.routes[0].waited_for_d if found.routes else {}


def _spread(
    model: Model,
    searches: YearSearches,
    question: RouteQuestion,
    shipment: Shipment,
    found: tuple[Found, RouteYear | None],
) -> Spread | None:
    """Return the range of the year, or of the day of the first route; None without a route."""
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.studies.model import product_of
    from zimnik.studies.ranges.routes import route_spread

    answer, year = found
    if not answer.routes:
        return None
    ready_d = year.ready_d if year is not None else (answer.routes[0].ready_d or 0,)
    product = product_of(model, shipment.origin_id, question.value_usd_per_t)
    shipper = Shipper(shipment.origin_id, product, shipment.cargo.tonnes_per_y)
    return route_spread(
        model, searches, shipment, shipper, ready_d, draws=question.draws, seed=question.seed
    )


def _found(
    searches: YearSearches, question: RouteQuestion, shipment: Shipment, ready: Readiness
) -> tuple[Found, RouteYear | None]:
    """Return the routes, of the best day where the basis is a year, and the year."""
    from zimnik.geo.routing.routes import find_routes
    from zimnik.geo.routing.year import WHOLE_YEAR_D, RouteYear

    dated, card = searches.network, searches.network.card
    year: RouteYear | str | None = None
    if ready.basis == YEAR_BASIS:
        year = searches.find(shipment, ready_d=ready.ready_d)
        if isinstance(year, RouteYear) and ready.ready_d != WHOLE_YEAR_D:
            shipment = shipment.ready_on(year.best_ready_d)
    found = find_routes(
        dated.arrays, card, shipment, alternatives=question.alternatives, dated=dated
    )
    if isinstance(year, str):
        return replace(found, routes=(), reason=year), None
    return found, year
