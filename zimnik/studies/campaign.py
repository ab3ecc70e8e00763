"""The question of a campaign: a year's shipping plan under capacities, with stockpiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Mode
from zimnik.studies.answers import ANSWER_SHEET, TABULAR, Answer, Format
from zimnik.studies.hazards.dated_events import (
    dated_events,
    event_notes,
    require_events,
    with_events,
)
from zimnik.studies.hazards.reliability import reliability_record_of
from zimnik.studies.options import (
    FLOW,
    SEASON,
    YES,
    Flow,
    amounts,
    option,
    optional,
    required,
    several,
)
from zimnik.studies.ranges.draws import draws
from zimnik.studies.readiness import readiness_of
from zimnik.studies.shared import PLACE, TEXTS, Closing, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year, waiting_of
from zimnik.studies.years.many import many_years, many_years_faults, seed_of_years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    import folium

    from zimnik.geo.campaign.request import CampaignRequest, Demand
    from zimnik.geo.campaign.results import CampaignAnswer as Found
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.layers import PlaceMatch
    from zimnik.maps.reports.campaign import CampaignRecord
    from zimnik.maps.reports.years.reliability import ReliabilityRecord
    from zimnik.studies.model import Model

MOST_USD_PER_T_D = 1e6
GROUNDED = Message(
    "aircraft are left out, since no airfield's capacity is known; with_air lets them fly",
    "grounded",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CampaignAnswer(Answer):
    """A year's plan: deliveries, cost, flows and stocks by week, what binds, the fleet.

    Parameters
    ----------
    result
        The plan.
    model
        Atlas, rates and network.
    reliability
        In how many of the years that were asked for it holds, and the stock for nine of ten.
    spread
        The range of what a delivered tonne costs; None where none is.
    """

    formats: ClassVar[tuple[Format, ...]] = (*TABULAR, Format.HTML)

    result: Found
    model: Model
    reliability: ReliabilityRecord | None = None
    spread: Spread | None = None

    @property
    def answered(self) -> bool:
        """Whether anything is delivered."""
        return bool(self.result.delivered_t)

    def record(self) -> CampaignRecord:
        """Return the record of the plan."""
        from zimnik.maps.reports.campaign import campaign_record
        from zimnik.maps.reports.ranges.spread import spread_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        record = campaign_record(self.result, heading, reliability=self.reliability)
        return replace(record, spread=spread_record(self.spread, "campaign"))

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each flow and each stock by week, or for each of many years."""
        from zimnik.maps.reports.campaign import campaign_rows
        from zimnik.maps.reports.years.reliability import reliability_rows

        if self.reliability is not None:
            return reliability_rows(self.reliability)
        return campaign_rows(self.record())

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return flows and stocks, or the rows of many years, as tables of their own."""
        rows = self.rows()
        kinds = dict.fromkeys(row.get("table", ANSWER_SHEET) for row in rows)
        return {
            kind: [
                {name: cell for name, cell in row.items() if name != "table"}
                for row in rows
                if row.get("table", ANSWER_SHEET) == kind
            ]
            for kind in kinds or (ANSWER_SHEET,)
        }

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return deliveries, cost, what moves, stocks and what binds."""
        from zimnik.maps.reports.campaign import campaign_text

        return campaign_text(record)

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - projection and tiles
        """Return the page of the plan."""
        from zimnik.maps.pages.campaign import CAMPAIGN
        from zimnik.studies.drawing import page_context, titles_of

        record = self.record()
        first = record.demands[0]
        ends = {"origin": [first.origin_id], "destination": [first.destination_id]}
        titles = titles_of(self.model, "campaign", ends)
        return CAMPAIGN.draw(page_context(self.model, self.asked, titles, **page), record)


@dataclass(frozen=True, slots=True)
class CampaignQuestion(Closing):
    """Plan a year's shipping: most tonnes under the capacities, then least cost.

    Parameters
    ----------
    origin
        Where cargo is made: a site or terminal by id or name, or lat,lon.
    destination
        Where it goes, named the same way.
    tonnes_per_y
        Tonnes a year; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    via
        A place or link that the first cargo has to pass, in order.
    also
        FROM:TO:TONNES of further cargo a year that shares the capacities.
    inbound
        FROM:TO:TONNES of reagents or fuel a year, used evenly where they arrive.
    storage_t
        PLACE=TONNES that may lie there at most.
    capacity_t_per_y
        PLACE=TONNES or LINK=TONNES a year there is room for, community traffic off.
    storage_usd_per_t_d
        PLACE=USD a tonne and day in store there.
    working_season
        MM-DD:MM-DD when the mine works; without it its published season, else all year.
    with_air
        Let aircraft fly, though no airfield's capacity is known.
    fleet
        CLASS=N or CLASS:RIVER=N vehicles that there are, such as barge=20 or barge:lena=20.
    idle_free
        Let hired vehicles stand at no cost, as if each rate were that of an even haul.
    max_days
        Most days from when cargo is made to its arrival, of which the chance is told; the plan is
        not held to them.
    events
        LINK:MM-DD:DAYS: the link is shut from that day for so many days, inside its season.
    years
        "observed" for every year in which a gauge was read, or how many years are drawn with their
        events: in how many the plan holds over its own roads, the stock that makes it hold in nine
        of ten, the worst.
    draws
        How many worlds are drawn for the range of what a delivered tonne costs.
    seed
        The same seed draws the same years and worlds.
    """

    origin: str = required(PLACE)
    destination: str = required(PLACE)
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    via: Sequence[str] = option((), TEXTS)
    also: Sequence[Any] = option((), several(FLOW))
    inbound: Sequence[Any] = option((), several(FLOW))
    storage_t: Any = option((), amounts(), name="storage")
    capacity_t_per_y: Any = option((), amounts(), name="capacity")
    storage_usd_per_t_d: Any = option((), amounts(most=MOST_USD_PER_T_D), name="storage_price")
    working_season: Any = option(None, optional(SEASON))
    with_air: bool = option(default=False, reader=YES)
    fleet: Any = option((), amounts())
    idle_free: bool = option(default=False, reader=YES)
    max_days: float = days_to_arrive()
    events: Any = dated_events()
    years: str | int | None = many_years()
    draws: int = draws()
    seed: int = seed_of_years()

    command: ClassVar[str] = "campaign"
    answer_class: ClassVar[type[Answer]] = CampaignAnswer

    def contradictions(self) -> list[Fault]:
        """Return a fault where aircraft are let and barred at once."""
        faults = self.year_faults()
        if self.with_air and Mode.AIR in self.without:
            remedy = "Leave one of them out."
            faults.append(Fault("with_air", "no air among the modes not to use", "both", remedy))
        others = ["events"] if self.events else []
        return [
            *faults,
            *many_years_faults(self.years, year=self.year, year_type=self.year_type, others=others),
        ]


def find_campaign(
    model: Model, question: CampaignQuestion, *, executor: Executor | None = None
) -> CampaignAnswer:
    """Answer the question of a campaign by column generation (docs/model.md, E12).

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where the campaigns of many years are planned; None for here.

    Raises
    ------
    InputError
        If a place, a link or something to avoid is not known, or a limit is of no store.
    """
    from zimnik.geo.campaign.campaign import build_campaign
    from zimnik.geo.campaign.results import answer_of
    from zimnik.layers.cards.fleets import load_fleets
    from zimnik.studies.model import ambiguities, compiled, with_access_of
    from zimnik.studies.names import joined_ends
    from zimnik.studies.provenance import asked_of
    from zimnik.studies.ranges.campaigns import campaign_spread

    texts = [text for flow, _ in _flows(question) for text in (flow.origin, flow.destination)]
    model, ends, closures = _named(model, question, texts)
    ends = joined_ends(model, ends, closures)
    ids = [end.place_id for end in ends]
    model = with_access_of(model, set(ids), to_ids=set(ids[1::2]))
    model = with_events(model, question.events)
    demands, notes = _demands(model, question, list(zip(ids[::2], ids[1::2], strict=True)))
    arrays = compiled(model)
    request = _request(model, arrays, question, demands)
    said = (
        *ambiguities(model, texts, ends),
        *(() if question.with_air else (GROUNDED,)),
        *notes,
        *event_notes(model, question.events),
        *model.warnings,
    )
    planned = build_campaign(arrays, model.card, request)
    found = answer_of(planned.campaign, planned.plan, request, planned.reasons)
    found = found.warned(dict.fromkeys(said))
    spread = campaign_spread(
        model,
        planned,
        request,
        question.value_usd_per_t,
        max_d=question.max_days,
        draws=question.draws,
        seed=question.seed,
    )
    found = found.beside(load_fleets(model.atlas, model.card))
    over_years = None
    if question.years is not None:
        over_years = reliability_record_of(
            model, request, years=question.years, seed=question.seed, executor=executor
        )
    model = _waiting(model, arrays, request)
    asked = asked_of(model, question, question.command)
    return CampaignAnswer(found, asked, model, over_years, spread)


def _named(
    model: Model, question: CampaignQuestion, texts: Sequence[str]
) -> tuple[Model, list[PlaceMatch], Closures]:
    """Return the model in its year, and what the words mean; what is shut is known too."""
    from zimnik.geo.network.closures import NO_CLOSURES
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import match_places

    faults = FaultCollector()
    ends: list[PlaceMatch] = []
    closures = NO_CLOSURES
    with faults.reading():
        model, ends = match_places(model, texts)
    with faults.reading("avoid"):
        closures = _closures(model, question)
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading("events"):
        require_events(model.typed_links, question.events, question.year_type)
    faults.require_none()
    return model, ends, closures


def _waiting(model: Model, arrays: NetworkArrays, request: CampaignRequest) -> Model:
    """Return the model with what the cargoes would wait for, had they the network alone."""
    if model.calendar is None:
        return model
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import dated_network

    dates, days = Dates(None, request.year_type), ReadyDays(request.season)
    hauls = (
        (
            Shipment(
                one.origin_id,
                one.destination_id,
                one.cargo,
                dates,
                via=one.via,
                closures=one.closures,
            ),
            days.of(None if one.inbound else one.cargo),
        )
        for one in request.demands
    )
    return waiting_of(model, dated_network(arrays, model.card, request.year_type), hauls)


def _flows(question: CampaignQuestion) -> list[tuple[Flow, bool]]:
    """Return what is to move, and whether it is used evenly where it arrives."""
    first = Flow(question.origin, question.destination, question.tonnes_per_y)
    outbound = [(flow, False) for flow in (first, *question.also)]
    return [*outbound, *((flow, True) for flow in question.inbound)]


def _closures(model: Model, question: CampaignQuestion) -> Closures:
    from zimnik.studies.model import closures_of

    closed = (*question.without, *(() if question.with_air else (Mode.AIR,)))
    return closures_of(model, question.avoid, closed)


def _demands(
    model: Model, question: CampaignQuestion, ends: Sequence[tuple[str, str]]
) -> tuple[list[Demand], list[str]]:
    """Return the demands between these ends, and what was taken for granted."""
    from zimnik.geo.campaign.request import Demand
    from zimnik.studies.model import cargo_of, passed

    closures = _closures(model, question)
    passing = passed(model, question.via)
    demands: list[Demand] = []
    notes: list[str] = []
    for (origin_id, destination_id), (flow, inbound) in zip(ends, _flows(question), strict=True):
        cargo, more = cargo_of(model, origin_id, flow.tonnes_per_y, question.value_usd_per_t)
        notes += more
        if not inbound:
            notes += readiness_of(None, question.working_season, cargo).notes
        # Places to pass are those of the first cargo; another may lie elsewhere.
        via = () if demands else passing
        demands.append(
            Demand(
                origin_id,
                destination_id,
                cargo,
                inbound=inbound,
                via=via,
                closures=closures,
            )
        )
    return demands, notes


def _request(
    model: Model, arrays: NetworkArrays, question: CampaignQuestion, demands: Sequence[Demand]
) -> CampaignRequest:
    """Return the request, its limits by ids."""
    from zimnik.geo.campaign.request import CampaignRequest, fleet_faults
    from zimnik.geo.core.calendar import Window
    from zimnik.studies.faults import FaultCollector

    limits: dict[str, Mapping[str, float]] = {}
    faults = FaultCollector()
    for field in ("capacity_t_per_y", "storage_t", "storage_usd_per_t_d"):
        with faults.reading(field):
            limits[field] = _by_id(model, getattr(question, field))
            if field != "capacity_t_per_y":
                _require_stores(limits[field], demands)
    with faults.reading():
        if wrong := list(fleet_faults(arrays, question.fleet)):
            raise InputError(wrong)
    faults.require_none()
    season = question.working_season
    return CampaignRequest(
        demands=demands,
        season=None if season is None else Window.of_season(*season),
        capacities_t_per_y=limits["capacity_t_per_y"],
        storages_t=limits["storage_t"],
        storage_usd_per_t_d=limits["storage_usd_per_t_d"],
        vehicles=dict(question.fleet),
        idle_free=question.idle_free,
        year_type=question.year_type,
    )


def _by_id(model: Model, named: Mapping[str, float]) -> dict[str, float]:
    """Return amounts by id of a link, or of a place by any of its names."""
    from zimnik.layers import find_each_place

    link_ids = {link.id for link in model.typed_links}
    names = [name for name in named if name not in link_ids]
    matches, faults = find_each_place(model.places, names, region=model.region)
    if faults:
        raise InputError(faults)
    ids = {name: match.place_id for name, match in zip(names, matches, strict=True)}
    found: dict[str, float] = {}
    for name, amount in named.items():
        at = ids.get(name, name)
        if at in found:
            raise InputError([Fault("", "each place once", f"'{at}' named twice", "Leave one.")])
        found[at] = amount
    return found


def _require_stores(named: Mapping[str, float], demands: Sequence[Demand]) -> None:
    """Raise where an end is named at which cargo is welcome, or bought, at any time."""
    piles = {d.destination_id if d.inbound else d.origin_id for d in demands}
    at_will = {d.origin_id if d.inbound else d.destination_id for d in demands} - piles
    faults = [
        Fault("", "a place with a store", f"'{name}', no store of the plan", "Leave it out.")
        for name in named
        if name in at_will
    ]
    if faults:
        raise InputError(faults)
