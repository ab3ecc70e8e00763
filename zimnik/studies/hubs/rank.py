"""The question of ranked hubs: in how many possible worlds each is the cheapest to feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.studies.answers import Answer, ChartAnswer
from zimnik.studies.faults import FaultCollector
from zimnik.studies.hubs.hauling import waiting_to_hubs
from zimnik.studies.hubs.participants import (
    STAGE,
    USUAL_STAGE,
    made_of,
    seasons_of,
    sending_deposits,
)
from zimnik.studies.options import (
    SEASON,
    YES,
    option,
    optional,
    several,
    text,
)
from zimnik.studies.ranges.draws import DRAWS, USUAL_DRAWS, rates_drawn, seed
from zimnik.studies.readiness import readiness, readiness_faults, ready_days
from zimnik.studies.shared import Barring, tonnes, value
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.core.errors import Fault
    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.hub_years import HubYear
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.uncertainty.hub_ranking import RankingAnswer as Found
    from zimnik.geo.uncertainty.samples import Input
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.products import Made
    from zimnik.maps.reports.ranking import RankingRecord
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model


@dataclass(frozen=True, slots=True)
class Ranked:
    """What samples say of hubs, and by hub what it is at the central prices in a normal year.

    Parameters
    ----------
    found
        What the samples say.
    years, checks, uses
        By hub: its year, what it wants of places and links, and which it uses.
    stages
        What every hub has to work.
    warnings
        What has to be said of the routes to all of them.
    """

    found: Found
    years: Mapping[str, HubYear | None]
    checks: Mapping[str, tuple[CapacityCheck, ...]]
    uses: Mapping[str, Use]
    stages: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RankingAnswer(ChartAnswer):
    """Hubs by their cost in many worlds, with what decides between the first two."""

    result: Found
    notes: tuple[str, ...]
    made: Made
    ranked: Ranked

    def record(self) -> RankingRecord:
        """Return the record of the hubs."""
        from zimnik.maps.reports.ranking import ranking_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        ranked = self.ranked
        return ranking_record(
            self.result,
            heading,
            self.notes,
            made=self.made,
            years=ranked.years,
            checks=ranked.checks,
            uses=ranked.uses,
            stages=ranked.stages,
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each hub, with a column for the share of worlds of each rank."""
        from zimnik.maps.reports.ranking import ranking_rows

        return ranking_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return ranks, what decides, and what it is worth to know."""
        from zimnik.maps.reports.ranking import ranking_text

        return ranking_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of the ranking."""
        from zimnik.maps.pages.answers.ranking import RANKING

        return RANKING, (self.record(),)


@dataclass(frozen=True, slots=True)
class RankQuestion(Barring):
    """Rank hubs by the cost of feeding them, in many possible worlds.

    Parameters
    ----------
    hubs
        Hubs by id or name; without any, those that have the stage.
    draws
        How many worlds are drawn.
    seed
        The same seed gives the same worlds.
    value_chain
        Count reagents, processing and products, not feed alone.
    deposits
        A deposit that sends; without any, all of known REO grade, for the value chain all with a
        planned output whose product has a recipe.
    stage
        Candidates are the hubs that have this stage, where none is named.
    ready
        Day MM-DD when all ore is ready, or "best" for the best day; without it ore is made evenly
        over the year.
    working_season
        First and last day MM-DD:MM-DD on which ore is made; without it the published season of each
        deposit, else all days.
    tonnes_per_y
        Tonnes a year that each deposit sends; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    """

    hubs: tuple[str, ...] = option((), several(text("hubs by id or name")), positional=True)
    draws: int = option(USUAL_DRAWS, DRAWS)
    seed: int = seed()
    value_chain: bool = option(default=False, reader=YES)
    deposits: tuple[str, ...] = sending_deposits()
    stage: str = option(USUAL_STAGE, STAGE)
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()

    command: ClassVar[str] = "hubs rank"
    answer_class: ClassVar[type[Answer]] = RankingAnswer

    def contradictions(self) -> list[Fault]:
        """Return a fault where a day is asked for as well as the days of a year."""
        return readiness_faults(self.ready, self.working_season)

    @property
    def days(self) -> ReadyDays:
        """Days on which ore is ready."""
        return ready_days(self.ready, self.working_season)


def rank_hubs(
    model: Model, question: RankQuestion, *, executor: Executor | None = None
) -> RankingAnswer:
    """Answer the question of ranked hubs.

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where routes are searched; None for here.

    Raises
    ------
    InputError
        With every name that is not known or of another kind; or if no deposit can feed all hubs.
    """
    from zimnik.geo.uncertainty.sampled_paces import pace_inputs
    from zimnik.geo.uncertainty.sampled_rates import card_inputs
    from zimnik.geo.uncertainty.samples import SHARED
    from zimnik.studies.provenance import asked_of

    inputs = (*card_inputs(*rates_drawn(model)), *pace_inputs(model.card))
    model, participants = _named(model, question)
    joined = (
        "rates that one cause moves (fuel: truck, barge, ship, aircraft; wages: lifts) are drawn "
        f"with a correlation of {SHARED:g}; the value of the home currency moves what is paid in it"
    )
    rank = _by_chain if question.value_chain else _by_haulage
    ranked = rank(model, participants, inputs, question, executor)
    seasons = seasons_of(question, participants, model.card)
    notes = (*model.warnings, *seasons, joined, *participants.notes, *ranked.warnings)
    made = made_of(question, participants, model.card)
    asked = asked_of(model, question, question.command)
    model = waiting_to_hubs(model, participants, question)
    return RankingAnswer(ranked.found, asked, model, notes, made, ranked)


def _named(model: Model, question: RankQuestion) -> tuple[Model, Participants]:
    """Return the model in its year, and who takes part."""
    from zimnik.studies.hubs.participants import (
        deposit_ids_of,
        hub_ids_of,
        hubs_of_stage,
        participants_of,
    )

    faults = FaultCollector()
    with faults.reading():
        model = in_asked_year(model, question.year, None)
    with faults.reading():
        hub_ids = (
            hub_ids_of(model, question.hubs)
            if question.hubs
            else hubs_of_stage(model, question.stage)
        )
    with faults.reading():
        deposit_ids = deposit_ids_of(model, question.deposits, value_chain=question.value_chain)
    faults.require_none()
    return model, participants_of(
        model,
        deposit_ids,
        hub_ids,
        tonnes_per_y=question.tonnes_per_y,
        value_usd_per_t=question.value_usd_per_t,
    )


def _by_haulage(
    model: Model,
    participants: Participants,
    inputs: Sequence[Input],
    question: RankQuestion,
    executor: Executor | None,
) -> Ranked:
    """Return the ranking by the cost of the feed alone, stored years tried against new ones."""
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import checks_of
    from zimnik.geo.uncertainty.haulage_years import RoutingOptions
    from zimnik.geo.uncertainty.hub_ranking import compare_with_routing, corner_cards, rank_by_draws
    from zimnik.geo.uncertainty.samples import draw_samples
    from zimnik.studies.hubs.hauling import stored_haulage

    card, seed = model.card, question.seed
    samples = draw_samples(inputs, question.draws, seed)
    arrays, options, haulage = stored_haulage(
        model,
        participants,
        corner_cards(card),
        YearType,
        question,
        RoutingOptions({}, question.days),
        executor=executor,
    )
    found = rank_by_draws(haulage, card, samples, seed=seed)
    tested = compare_with_routing(haulage, arrays, card, samples, options, seed=seed)
    counted, year = haulage.only(found.deposit_ids), YearType.NORMAL
    wanted = {hub: counted.wanted_t_per_y(card, year, hub) for hub in counted.hub_ids}
    return Ranked(
        found=replace(found, agreement=tested),
        years={hub: counted.year_of(hub, year) for hub in counted.hub_ids},
        checks={hub: checks_of(arrays.throughputs, own) for hub, own in wanted.items()},
        uses={hub: Use(tuple(own)) for hub, own in wanted.items()},
        stages=(question.stage,),
        warnings=_each_once(
            counted.warnings_to(arrays, card, year, hub) for hub in counted.hub_ids
        ),
    )


def _by_chain(
    model: Model,
    participants: Participants,
    inputs: Sequence[Input],
    question: RankQuestion,
    executor: Executor | None,
) -> Ranked:
    """Return the ranking by the cost of the whole value chain."""
    from zimnik.geo.core.vocabulary import Stage, YearType, stages_through
    from zimnik.geo.uncertainty.chain_samples import compare_chains
    from zimnik.geo.uncertainty.hub_ranking import rank_samples
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.geo.uncertainty.samples import draw_samples
    from zimnik.studies.hubs.chains import stored_chains

    stages, seed = stages_through(Stage.SEPARATION), question.seed
    chains, left_out, asked = stored_chains(
        model, participants, stages, question, question.days, executor=executor
    )
    samples = draw_samples((*inputs, *chain_inputs(chains.plants)), question.draws, seed)
    found = rank_samples(chains.hub_ids, samples, chains.hub_costs_usd_per_t, seed=seed)
    ranked = replace(
        found,
        deposit_ids=tuple(shipper.deposit_id for shipper in chains.shippers),
        left_out=left_out,
        agreement=compare_chains(chains, asked, samples, seed=seed),
    )
    normal = {
        hub: [chains.costs[s.deposit_id, hub, YearType.NORMAL] for s in chains.shippers]
        for hub in chains.hub_ids
    }
    return _in_normal_years(ranked, normal, chains.plants, stages)


def _in_normal_years(
    found: Found, normal: Mapping[str, Sequence[HubCost]], plants: Plants, stages: Sequence[Stage]
) -> Ranked:
    """Return a ranking with what each hub asks of the network in a normal year."""
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import together
    from zimnik.geo.processing.hub_years import year_of_costs
    from zimnik.geo.siting.chain_arcs import said_of_hauls

    checks = {
        hub: together(check for cost in costs for check in cost.capacity_checks)
        for hub, costs in normal.items()
    }
    uses = {
        hub: Use(
            tuple(i for cost in costs for haul in cost.hauls for i in haul.handled_t()),
            frozenset({hub}),
        )
        for hub, costs in normal.items()
    }
    years = {hub: year_of_costs(costs) for hub, costs in normal.items()}
    said = _each_once(
        said_of_hauls(cost.deposit_id, cost.hauls, cost.flows, plants)
        for costs in normal.values()
        for cost in costs
    )
    return Ranked(found, years, checks, uses, tuple(stages), said)


def _each_once(said: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warning for warnings in said for warning in warnings))
