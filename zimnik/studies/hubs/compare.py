"""The question of compared hubs: what each costs for the same deposits, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Stage, stages_through
from zimnik.geo.economics.prices import PriceMarket
from zimnik.studies.answers import TABULAR, Answer, Format
from zimnik.studies.faults import FaultCollector
from zimnik.studies.hubs.building import Building, builds
from zimnik.studies.hubs.chains import LAST_STAGE
from zimnik.studies.hubs.participants import seasons_of, sending_deposits
from zimnik.studies.options import SEASON, number, option, optional, required, several, text, word
from zimnik.studies.ranges.draws import draws
from zimnik.studies.readiness import (
    BEST,
    DAY_BASIS,
    YEAR_BASIS,
    readiness,
    readiness_faults,
    ready_days,
)
from zimnik.studies.shared import Closing, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year, mean_waits_d, waiting_for
from zimnik.studies.years.hub_years import hub_years_of
from zimnik.studies.years.many import many_years, many_years_faults, seed_of_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import folium

    from zimnik.geo.economics.earnings import ComparedEarnings
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.processing.comparison import Comparison
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.uncertainty.drawn_hubs import HubRanges
    from zimnik.maps.reports.comparison import ComparisonRecord
    from zimnik.maps.reports.years.many import HubYearsRecord
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.hubs.pricing import HubPricing
    from zimnik.studies.model import Model

LEAST_HUBS = 2


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ComparisonAnswer(Answer):
    """Hubs with their costs for the same deposits."""

    formats: ClassVar[tuple[Format, ...]] = (*TABULAR, Format.HTML)

    result: Comparison
    model: Model
    earnings: ComparedEarnings
    ranges: HubRanges
    many_years: Mapping[str, HubYearsRecord] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether any hub can be had for every deposit."""
        return bool(self.result.answered)

    def record(self) -> ComparisonRecord:
        """Return the record of the hubs."""
        from zimnik.maps.reports.comparison import comparison_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        return comparison_record(
            self.result, heading, self.earnings, self.many_years, ranges=self.ranges
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each hub."""
        from zimnik.maps.reports.comparison import comparison_rows

        return comparison_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return a table with a column for each hub."""
        from zimnik.maps.reports.comparison_text import comparison_text

        return comparison_text(record)

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - projection and tiles
        """Return the page of the hubs: two maps side by side, and the table."""
        from zimnik.maps.pages.comparison import COMPARISON
        from zimnik.studies.drawing import page_context, titles_of

        found = self.result
        named = {"deposits": found.deposit_ids}
        titles = titles_of(self.model, "comparison", named, count=len(found.rows))
        return COMPARISON.draw(page_context(self.model, self.asked, titles, **page), self.record())


@dataclass(frozen=True, slots=True)
class PricedHubsQuestion(Closing):
    """Options of all that is asked of hubs with their whole value chain.

    Parameters
    ----------
    hubs
        Hubs by id or name, two or more.
    deposits
        A deposit that sends; without any, all with a planned output whose product has a recipe.
    through
        The last stage that is worked.
    market
        Where products go; without it the cheapest.
    ready
        Day MM-DD when all feed is ready, or "best" for the best day; without it feed is made evenly
        over the year.
    working_season
        First and last day MM-DD:MM-DD on which feed is made; without it the published season of
        each deposit, else all days.
    tonnes_per_y
        Tonnes a year that each deposit sends; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    return_load_share
        Share of carriage, 0 to 1, that is saved where cargo of a hub goes in both directions.
    max_days
        Most days from readiness to arrival.
    build
        A planned link or terminal; SITE=all_season_road, SITE=winter_road or SITE=rail_spur; or
        TERMINAL=USD to enlarge one. The hubs that use it pay for it.
    price_market
        Where products are sold: at prices of China, of its exports (world), or outside China, where
        few deals are made.
    """

    hubs: tuple[str, ...] = required(several(text("hubs by id or name")))
    deposits: tuple[str, ...] = sending_deposits()
    through: Stage = option(Stage.SEPARATION, LAST_STAGE)
    market: str | None = option(None, optional(text("a market by id or name")))
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    return_load_share: float = option(0.0, number(0, 1, unit=""), name="return-loads")
    max_days: float = days_to_arrive()
    build: tuple[Building, ...] = builds()
    price_market: PriceMarket = option(PriceMarket.CHINA, word(PriceMarket))

    least_hubs: ClassVar[int] = LEAST_HUBS

    @property
    def days(self) -> ReadyDays:
        """Days on which feed is ready."""
        return ready_days(self.ready, self.working_season)

    def contradictions(self) -> list[Fault]:
        """Return faults of too few hubs, and of days and years that are asked for in two ways."""
        too_few = _too_few(list(dict.fromkeys(self.hubs)), self.least_hubs)
        days = readiness_faults(self.ready, self.working_season)
        return [*too_few, *days, *self.year_faults()]


@dataclass(frozen=True, slots=True)
class CompareQuestion(PricedHubsQuestion):
    """Compare what hubs cost: feed in, reagents in, processing, product out.

    Parameters
    ----------
    years
        "observed" for every year in which a gauge was read, or how many years are drawn: what each
        hub costs over them, and in how many it costs least.
    draws
        How many worlds are drawn for the range of what each hub costs.
    seed
        The same seed draws the same years and worlds.
    """

    years: str | int | None = many_years()
    draws: int = draws()
    seed: int = seed_of_years()

    command: ClassVar[str] = "hubs compare"
    answer_class: ClassVar[type[Answer]] = ComparisonAnswer

    def contradictions(self) -> list[Fault]:
        """Return those of its base, and faults of what cannot be asked beside many years."""
        others = ["the best day, which each year has of its own"] if self.ready == BEST else []
        kind = self.year_type
        many = many_years_faults(self.years, year=self.year, year_type=kind, others=others)
        return [*PricedHubsQuestion.contradictions(self), *many]


def _too_few(hubs: Sequence[str], least: int) -> list[Fault]:
    if len(hubs) >= least:
        return []
    found = ", ".join(hubs) or "none"
    return [Fault("hubs", "two hubs or more", found, "Name another hub.")]


def compare_hubs(model: Model, question: CompareQuestion) -> ComparisonAnswer:
    """Answer the question of compared hubs.

    Raises
    ------
    InputError
        With every name that is not known or of another kind, and what cannot be built.
    """
    from zimnik.studies.hubs.ranges import hub_ranges
    from zimnik.studies.provenance import asked_of

    found = compared(model, question)
    asked = asked_of(model, question, question.command)
    years: Mapping[str, HubYearsRecord] = {}
    if question.years is not None:
        years = hub_years_of(
            found.model,
            found.comparison.rows,
            found.chain,
            years=question.years,
            seed=question.seed,
        )
    ranges = hub_ranges(
        found.model,
        found.comparison.answered,
        found.pricing,
        found.chain,
        draws=question.draws,
        seed=question.seed,
    )
    return ComparisonAnswer(found.comparison, asked, found.model, found.earnings, ranges, years)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Hubs priced for a question, and what they were priced by.

    Parameters
    ----------
    comparison, earnings
        What the hubs cost, and what they earn.
    model
        The model with what is built and with access of all ends.
    pricing, chain
        What all hubs share, and what was asked of each.
    """

    comparison: Comparison
    earnings: ComparedEarnings
    model: Model
    pricing: HubPricing
    chain: ChainQuestion


def compared(model: Model, question: PricedHubsQuestion) -> Compared:
    """Return the hubs of a question priced.

    Raises
    ------
    InputError
        As `compare_hubs`.
    """
    from zimnik.geo.economics.earnings import ComparedEarnings
    from zimnik.geo.processing.comparison import Comparison
    from zimnik.studies.execution.progress import progress
    from zimnik.studies.hubs.building import with_new_links
    from zimnik.studies.hubs.chains import chain_ground, notes_of
    from zimnik.studies.hubs.pricing import hub_pricing

    model, participants, market_ids, projects = _named(model, question)
    ground = chain_ground(model, participants, market_ids=market_ids)
    model, new = with_new_links(ground.model, question, participants)
    projects = (*projects, *new)
    asked = _asked(model, question, market_ids)
    pricing = hub_pricing(
        model,
        ground.plants,
        participants,
        projects,
        year_type=question.year_type,
        market=question.price_market,
    )
    hubs = []
    with progress("hubs", total=len(participants.hub_ids)) as step:
        for hub_id in participants.hub_ids:
            hubs.append(pricing.hub(hub_id, asked))
            step()
    seasons = seasons_of(question, participants, model.card)
    found = Comparison(
        deposit_ids=participants.deposit_ids,
        stages=asked.stages,
        rows=tuple(row for row, _ in hubs),
        basis=DAY_BASIS if question.ready else YEAR_BASIS,
        ready=question.ready,
        year_type=question.year_type.value,
        projects=projects,
        warnings=(*seasons, *participants.notes, *notes_of(projects), *model.warnings),
    )
    earnings = ComparedEarnings(pricing.sales.deck, {e.hub_id: e for _, e in hubs})
    model = waiting_for(model, mean_waits_d(_hauls(found)))
    return Compared(found, earnings, model, pricing, asked)


def _hauls(found: Comparison) -> Iterator[tuple[float, Mapping[str, float]]]:
    """Yield the tonnes of every haul to and from every hub, and the days that one waits."""
    for cost in (cost for row in found.rows for cost in row.costs):
        for haul in cost.hauls:
            if haul.year is not None:
                yield cost.tonnes_per_y * haul.tonnes_t, haul.year.waited_for_d


def _named(
    model: Model, question: PricedHubsQuestion
) -> tuple[Model, Participants, tuple[str, ...], tuple[Project, ...]]:
    """Return the model with what is built, and what the names of a question stand for."""
    from zimnik.studies.hubs.building import with_buildings
    from zimnik.studies.hubs.participants import deposit_ids_of, hub_ids_of, participants_of

    faults = FaultCollector()
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading():
        model, projects = with_buildings(model, question.build)
    with faults.reading():
        hub_ids = hub_ids_of(model, question.hubs)
        if too_few := _too_few(hub_ids, question.least_hubs):
            raise InputError(too_few)
    with faults.reading():
        deposit_ids = deposit_ids_of(model, question.deposits, value_chain=True)
    with faults.reading():
        market_ids = _market_ids(model, question.market)
    faults.require_none()
    participants = participants_of(
        model,
        deposit_ids,
        hub_ids,
        tonnes_per_y=question.tonnes_per_y,
        value_usd_per_t=question.value_usd_per_t,
    )
    return model, participants, market_ids, projects


def _market_ids(model: Model, market: str | None) -> tuple[str, ...]:
    """Return the market that is named, or all of them."""
    from zimnik.studies.hubs.participants import MARKET, ids_of_kind

    if market is None:
        return tuple(model.atlas.markets["id"])
    return tuple(ids_of_kind(model, [market], MARKET, "market"))


def _asked(
    model: Model, question: PricedHubsQuestion, market_ids: tuple[str, ...]
) -> ChainQuestion:
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.studies.model import closures_of

    return ChainQuestion(
        stages=stages_through(question.through),
        market_ids=market_ids,
        ready=question.days,
        max_d=question.max_days,
        closures=closures_of(model, question.avoid, question.without),
        return_load_share=question.return_load_share,
    )
