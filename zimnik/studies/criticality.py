"""The question of what costs most when it closes, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.messages import of_places
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.studies.answers import Answer, Format
from zimnik.studies.hazards.dated_events import (
    dated_events,
    event_said,
    require_events,
    with_events,
)
from zimnik.studies.options import (
    SEASON,
    Reader,
    misread,
    option,
    optional,
    several,
    text,
    whole,
    word,
)
from zimnik.studies.readiness import (
    SitesReadiness,
    readiness,
    readiness_faults,
    sites_readiness,
)
from zimnik.studies.shared import PLACES, Barring, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year, site_hauls, waiting_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    import folium
    import geopandas as gpd

    from zimnik.geo.criticality.criticality import CriticalityReport
    from zimnik.geo.criticality.disruptions import Disruption
    from zimnik.geo.criticality.receivers import Receivers
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.maps.reports.stress import StressRecord
    from zimnik.studies.model import Model

GIVEN = (DisruptionKind.NAMED, DisruptionKind.EVENT)
KINDS = tuple(kind.value for kind in DisruptionKind if kind not in GIVEN)
MOST_LINES = 1000


def _kind(given: object) -> DisruptionKind:
    found = word(DisruptionKind).read(given)
    if found in GIVEN:
        expected = f"one of {', '.join(KINDS)}"
        raise misread(expected, "Name what closes by `close` or `event`.")
    return DisruptionKind(found)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What is shipped where, and what may close.

    Parameters
    ----------
    model
        With the access links of all sites and hubs.
    question
        What was asked.
    cargoes
        What each site ships.
    hub_ids
        Where it may go.
    disruptions
        What closes, one at a time.
    warnings
        What has to be said of the whole answer.
    readiness
        The days on which the cargo of each site is ready.
    """

    model: Model
    question: CriticalityQuestion
    cargoes: Mapping[str, Cargo]
    hub_ids: frozenset[str]
    disruptions: tuple[Disruption, ...]
    warnings: tuple[str, ...]
    readiness: SitesReadiness


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CriticalityAnswer(Answer):
    """What every closure does to the sites that used what is closed, worst first."""

    formats: ClassVar[tuple[Format, ...]] = tuple(Format)

    result: CriticalityReport
    setting: Setting

    @property
    def answered(self) -> bool:
        """Whether any site reaches a hub with nothing closed."""
        return len(self.result.unreached) < len(self.setting.cargoes)

    def record(self) -> StressRecord:
        """Return the record of the closures."""
        return self._record(self.result)

    def _record(self, report: CriticalityReport) -> StressRecord:
        from zimnik.maps.reports.stress import stress_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.setting.model, self.asked)
        ready = self.setting.readiness
        warnings = (*unfelt_notes(report, self.setting), *self.setting.warnings)
        return stress_record(
            report, heading, basis=ready.basis, ready_d=ready.day, warnings=warnings
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each closure, worst first."""
        from zimnik.maps.reports.stress import stress_rows

        return stress_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return two rankings, by tonnes cut off and by the rise of cost."""
        from zimnik.maps.reports.stress import stress_text

        return stress_text(record, most=self.setting.question.top)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return what closes, a point for a terminal and lines for anything else, EPSG:4326."""
        from zimnik.maps.reports.stress import stress_shapes
        from zimnik.studies.model import drawn

        model = self.setting.model
        return stress_shapes(self.record(), model.places, drawn(model).links)

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - projection and tiles
        """Return the page of weak points, in all types of year where none was asked for."""
        from zimnik.maps.pages.stress import STRESS
        from zimnik.studies.drawing import page_context, titles_of

        question = self.setting.question
        # A calendar year is alike in all types of year.
        only = question.year_type or question.year
        reports = [self.result] if only else [report_of(self.setting, year) for year in YearType]
        model = self.setting.model
        context = page_context(model, self.asked, titles_of(model, "stress"), **page)
        return STRESS.draw(context, [self._record(report) for report in reports])


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalityQuestion(Barring):
    """Close terminals, links, corridors and borders in turn, and rank what that costs.

    Parameters
    ----------
    deposits
        A deposit or lat,lon; all deposits without it.
    hubs
        Where cargo may go; without it the plants that crack feed today, or where none does those
        nearest to it: being built, planned, candidates.
    close
        What closes together, as for `avoid`, with commas; instead of the rest.
    events
        LINK:MM-DD:DAYS: what that costs alone, a link shut for some days; instead of the rest.
    kind
        What closes; all kinds without it.
    ready
        Day MM-DD when all cargo is ready, or "best" for the best day of each site; without it cargo
        is made evenly over the year.
    working_season
        First and last day MM-DD:MM-DD on which cargo is made; without it the published season of
        each deposit, else all days.
    tonnes_per_y
        Tonnes a year, over which dedicated roads are spread; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    max_days
        Most days from readiness to arrival.
    year_type
        Short, normal or long seasons; without it normal ones, and all three on a page.
    top
        Lines of each ranking in the text.
    """

    deposits: tuple[str, ...] = option((), PLACES, name="deposit")
    hubs: tuple[str, ...] = option((), PLACES, name="hub")
    close: tuple[str, ...] = option((), several(text("a name")))
    events: Any = dated_events()
    kind: tuple[DisruptionKind, ...] = option((), several(Reader(_kind, choices=KINDS)))
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    max_days: float = days_to_arrive()
    year_type: YearType | None = option(None, optional(word(YearType)))
    top: int = option(12, whole(1, MOST_LINES))

    command: ClassVar[str] = "stress"
    answer_class: ClassVar[type[Answer]] = CriticalityAnswer

    def contradictions(self) -> list[Fault]:
        """Return a fault where both kinds and names, or a day and a season, are given."""
        faults = [*readiness_faults(self.ready, self.working_season), *self.year_faults()]
        if (self.close or self.events) and self.kind:
            expected = "no kind beside what is named to close"
            faults.append(Fault("kind", expected, ", ".join(self.kind), "Leave one out."))
        return faults


def find_criticality(
    model: Model, question: CriticalityQuestion, *, executor: Executor | None = None
) -> CriticalityAnswer:
    """Answer what costs most when it closes.

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where the sites are examined; None for here.

    Raises
    ------
    InputError
        If a place or something that closes is not known, or there is no site or no hub.
    """
    from zimnik.studies.provenance import asked_of

    setting = setting_of(model, question)
    report = report_of(setting, question.year_type or YearType.NORMAL, executor=executor)
    setting = replace(setting, model=_waiting(setting))
    return CriticalityAnswer(report, asked_of(setting.model, question, question.command), setting)


def _waiting(setting: Setting) -> Model:
    """Return the model with what the cargoes wait for with nothing closed."""
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled

    model, asked = setting.model, setting.question
    if model.calendar is None:
        return model
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    hauls = site_hauls(
        network,
        setting.cargoes,
        setting.readiness.ready_d,
        closures=closures_of(model, asked.avoid, asked.without),
        max_d=asked.max_days,
    )
    return waiting_of(model, network, hauls, end_ids=setting.hub_ids)


def setting_of(model: Model, question: CriticalityQuestion) -> Setting:
    """Return what is shipped where and what may close; it raises as `find_criticality`."""
    from zimnik.geo.criticality.disruptions import disruptions_of, event_of
    from zimnik.layers import PlaceMatch
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import (
        ambiguities,
        banned,
        cargoes_of,
        match_places,
        with_access_of,
    )

    takers = cracking_hubs(model)
    faults, sites, hubs = FaultCollector(), list[PlaceMatch](), list[PlaceMatch]()
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading("deposits"):
        model, sites = match_places(model, question.deposits or list(model.atlas.deposits["id"]))
    with faults.reading("hubs"):
        model, hubs = match_places(model, question.hubs or takers.ids)
    site_ids, hub_ids = [s.place_id for s in sites], frozenset(hub.place_id for hub in hubs)
    # Access links can be closed too, so what closes is read with them in place.
    model = with_access_of(model, {*site_ids, *hub_ids}, to_ids=hub_ids)
    named: tuple[Disruption, ...] = ()
    with faults.reading("close"):
        named = tuple(named_disruption(model, words) for words in question.close)
    with faults.reading("avoid"):
        banned(model, question.avoid)
    with faults.reading("events"):
        require_events(model.typed_links, question.events, question.year_type or YearType.NORMAL)
    faults.require_none()
    named += tuple(event_of(event) for event in question.events)
    cargoes, notes = cargoes_of(model, site_ids, question.tonnes_per_y, question.value_usd_per_t)
    kinds = question.kind or list(DisruptionKind)
    ready = sites_readiness(cargoes, question.ready, question.working_season)
    return Setting(
        model=model,
        question=question,
        cargoes=cargoes,
        hub_ids=hub_ids,
        disruptions=named or disruptions_of(model.typed_places, model.typed_links, kinds),
        warnings=(
            *model.warnings,
            *(() if question.hubs else stand_in_note(takers)),
            *(of_places(note, ids) for note, ids in {**ready.notes, **notes}.items()),
            *ambiguities(model, question.deposits, sites if question.deposits else ()),
            *ambiguities(model, question.hubs, hubs if question.hubs else ()),
        ),
        readiness=ready,
    )


def report_of(
    setting: Setting, year_type: YearType, *, executor: Executor | None = None
) -> CriticalityReport:
    """Return what closures do in one type of year."""
    from zimnik.geo.criticality.criticality import CriticalityQuestion as Shipments
    from zimnik.geo.criticality.criticality import rank_disruptions
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled

    model, asked = setting.model, setting.question
    shipments = Shipments(
        setting.cargoes,
        setting.hub_ids,
        setting.readiness.ready_d,
        max_d=asked.max_days,
        closures=closures_of(model, asked.avoid, asked.without),
    )
    network = dated_network(compiled(model), model.card, year_type).compiled()

    def network_in(disruption: Disruption) -> DatedNetwork:
        shut = compiled(with_events(model, disruption.shut))
        return dated_network(shut, model.card, year_type).compiled()

    return rank_disruptions(
        network,
        shipments,
        setting.disruptions,
        network_in=network_in if asked.events else None,
        executor=executor,
        progress=_told,
    )


def _told(disruptions: Sequence[Disruption]) -> Iterator[Disruption]:
    """Yield closures, and tell how far they have come."""
    from zimnik.studies.execution.progress import progress

    with progress("Closing", total=len(disruptions)) as step:
        for disruption in disruptions:
            yield disruption
            step()


def unfelt_notes(report: CriticalityReport, setting: Setting) -> tuple[str, ...]:
    """Return which events cost no site anything: a list of what costs leaves them out."""
    felt = {
        impact.disruption.name
        for impact in report.impacts
        if impact.cut_off_t_per_y or impact.rise_usd_per_y > 0
    }
    return tuple(
        event_said(
            setting.model,
            event,
            "event_unfelt",
            ", costs nobody anything: no least-cost way of these days waits for it",
        )
        for event in setting.question.events
        if str(event) not in felt
    )


def cracking_hubs(model: Model) -> Receivers:
    """Return the hubs that crack what deposits ship today; not all of them separate it."""
    from zimnik.geo.criticality.receivers import Plant, receivers
    from zimnik.layers.cards.unbuilt import built_stages, hub_stages

    hubs, stages, working = model.atlas.hubs, hub_stages(model.atlas), built_stages(model.atlas)
    return receivers(
        Plant(hub_id, status, stages[hub_id], working[hub_id])
        for hub_id, status in zip(hubs["id"], hubs["status"], strict=True)
    )


def stand_in_note(takers: Receivers) -> tuple[str, ...]:
    """Return what is to be said where no plant runs and others stand for it."""
    from zimnik.geo.criticality.receivers import OPERATING

    if takers.status == OPERATING:
        return ()
    ids = ", ".join(takers.ids)
    taken = f"cargo goes to what has the status '{takers.status}' ({ids})"
    return (f"no plant of the atlas cracks today: {taken}; name others by `hubs`",)


def named_disruption(model: Model, words: str) -> Disruption:
    """Return what closes together: words as of `avoid`, with commas between them."""
    from zimnik.geo.criticality.disruptions import disruption_of
    from zimnik.studies.model import banned

    closures = banned(model, [one.strip() for one in words.split(",")])
    return disruption_of(DisruptionKind.NAMED, words, closures, model.typed_links)
