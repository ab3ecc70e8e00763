"""The question of how remote deposits are, and its answer: every index side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.messages import Message, of_places
from zimnik.geo.core.vocabulary import Goal, YearType
from zimnik.studies.answers import TABULAR, Answer, Format
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import SEASON, option, optional, word
from zimnik.studies.readiness import (
    YEAR_BASIS,
    SitesReadiness,
    readiness,
    readiness_faults,
    sites_readiness,
)
from zimnik.studies.shared import GOAL, PLACES, Dated, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year, site_hauls, waiting_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import folium
    import geopandas as gpd

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.remoteness.sites import Nearest, Remoteness
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.reports.remoteness import RemotenessRecord
    from zimnik.studies.model import Model
    from zimnik.studies.surfaces.surface import SurfaceQuestion

# A page is for looking at: two cells of 16 km are a pixel of the first view on a wide screen.
PAGE_CELL_KM = 16.0
NO_LINK = Message(
    "no link is known: access, and the days joined with it, are estimates", "access_estimated"
)


@dataclass(frozen=True, slots=True, eq=False)
class SiteSetting:
    """Which sites are asked for, on which network.

    Parameters
    ----------
    model
        Of the study, as it is before sites have access links.
    question
        What was asked.
    places
        Model with the access links of all sites, and the points that were named.
    town_network
        Network with towns on it.
    cargoes
        What each site ships: those asked for, and all deposits, which scores compare with.
    asked_ids
        Sites that were named; all without any.
    warnings
        What has to be said of the whole answer.
    readiness
        The days on which the cargo of each site is ready.
    """

    model: Model
    question: RemotenessQuestion
    places: Model
    town_network: TownNetwork
    cargoes: Mapping[str, Cargo]
    asked_ids: tuple[str, ...]
    warnings: tuple[str, ...]
    readiness: SitesReadiness

    @property
    def routed(self) -> Model:
        """The model with the links that joined its sites and towns."""
        return replace(self.places, typed_links=self.town_network.links)

    @property
    def wanted(self) -> dict[str, Cargo]:
        """What the sites ship that are asked for."""
        ids = self.asked_ids
        return {i: cargo for i, cargo in self.cargoes.items() if not ids or i in ids}

    def months(self, goal: str) -> dict[str, tuple[Nearest | None, ...]]:
        """Return the cheapest place of a kind for each site asked for, by month of readiness."""
        from zimnik.geo.remoteness.sites import nearest_by_month

        asked, wanted = self.question, self.wanted
        days = sites_readiness(wanted, None, asked.working_season).ready_d or {}
        return nearest_by_month(self.town_network, wanted, goal, days, max_d=asked.max_days)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RemotenessAnswer(Answer):
    """Every index of every site, or the cost to one kind of place by month of readiness."""

    formats: ClassVar[tuple[Format, ...]] = tuple(Format)

    result: Remoteness | Mapping[str, Sequence[Nearest | None]]
    setting: SiteSetting

    def record(self) -> RemotenessRecord:
        """Return the record of the indices, or of the months."""
        from zimnik.geo.remoteness.sites import Remoteness
        from zimnik.maps.reports.remoteness import months_record, remoteness_record
        from zimnik.studies.drawing import heading_of

        setting, ready = self.setting, self.setting.readiness
        heading = heading_of(setting.routed, self.asked)
        if isinstance(self.result, Remoteness):
            return remoteness_record(
                self.result,
                heading,
                basis=ready.basis,
                ready_d=ready.day,
                warnings=setting.warnings,
            )
        goal = str(setting.question.monthly)
        year_type = setting.question.year_type.value
        return months_record(self.result, heading, goal, year_type, warnings=setting.warnings)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each site, or for each site and month."""
        from zimnik.maps.reports.remoteness import remoteness_rows

        return remoteness_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return the indices side by side, or a column a month."""
        from zimnik.maps.reports.remoteness_text import months_text, remoteness_text

        render = months_text if self.setting.question.monthly else remoteness_text
        return render(record)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the sites as points with all their indices, EPSG:4326."""
        from zimnik.maps.reports.remoteness import remoteness_points

        if self.setting.question.monthly:
            raise self._lacks(Format.GEOJSON)
        return remoteness_points(self.record(), self.setting.places.places)

    def to_map(
        self,
        *,
        goal: Goal | None = None,
        cell_km: float | None = None,
        heights: Path | None = None,
        land_cover: Path | None = None,
        **page: Any,  # noqa: ANN401 - projection and tiles
    ) -> folium.Map:
        """Return the page of sites and months on a surface of cost.

        Parameters
        ----------
        goal
            Kind of place that the surface is to; railheads without it.
        cell_km
            Side of a cell of the surface; 16 km without it.
        heights, land_cover
            Rasters for the surface, as `SurfaceQuestion` takes them.
        page
            `projection` and `tiles`.
        """
        from zimnik.maps.pages.remoteness import REMOTENESS, RemotenessInput
        from zimnik.maps.reports.remoteness import month_records
        from zimnik.studies.drawing import heading_of, page_context, projection_of, titles_of
        from zimnik.studies.surfaces.surface import SurfaceQuestion

        if self.setting.question.monthly:
            raise self._lacks(Format.HTML)
        setting, asked = self.setting, self.setting.question
        wanted = SurfaceQuestion(
            goal=goal or Goal.RAILHEAD,
            cell_km=PAGE_CELL_KM if cell_km is None else cell_km,
            heights=heights,
            land_cover=land_cover,
            tonnes_per_y=asked.tonnes_per_y,
            max_days=asked.max_days,
            year_type=asked.year_type,
        )
        heading = heading_of(setting.places, self.asked)
        towns = setting.model.atlas.towns
        given = RemotenessInput(
            record=self.record(),
            months={one: month_records(self._months(one), heading) for one in Goal},
            towns=dict(zip(towns["id"], towns["name_en"], strict=True)),
            surfaces=page_surfaces(setting.model, wanted, projection_of(**page)),
        )
        titles = titles_of(setting.places, "remoteness")
        context = page_context(setting.places, self.asked, titles, **page)
        return REMOTENESS.draw(context, given)

    def _months(self, goal: Goal) -> Mapping[str, Sequence[Nearest | None]]:
        """Return the months of a goal, those of the year that was answered with where it was."""
        from zimnik.geo.remoteness.sites import Remoteness, by_month

        found = self.result
        if not isinstance(found, Remoteness) or self.setting.readiness.basis != YEAR_BASIS:
            return self.setting.months(goal)
        return {site.site_id: by_month(site.nearest[goal]) for site in found.sites}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotenessQuestion(Dated):
    """Score how remote deposits are, by published indices and by the cost of getting out.

    Scores that compare sites with each other (ARIA, gravity) always compare with all deposits.

    Parameters
    ----------
    deposits
        A deposit or lat,lon; all deposits without it.
    ready
        Day MM-DD when all cargo is ready, or "best" for the best day of each site; without it cargo
        is made evenly over the year.
    working_season
        First and last day MM-DD:MM-DD on which cargo is made; without it the published season of
        each deposit, else all days.
    monthly
        Instead, the mean cost to one kind of place by month of readiness.
    tonnes_per_y
        Tonnes a year, over which dedicated roads are spread; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    max_days
        Most days from readiness to arrival.
    year_type
        Short, normal or long seasons, by their published dates.
    """

    deposits: tuple[str, ...] = option((), PLACES, name="deposit")
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    monthly: Goal | None = option(None, optional(GOAL))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    max_days: float = days_to_arrive()
    year_type: YearType = option(YearType.NORMAL, word(YearType))

    command: ClassVar[str] = "remoteness"
    answer_class: ClassVar[type[Answer]] = RemotenessAnswer

    def contradictions(self) -> list[Fault]:
        """Return a fault where a day is asked for as well as the days of a year, or its months."""
        faults = [*readiness_faults(self.ready, self.working_season), *self.year_faults()]
        if self.ready and self.monthly:
            expected = "no day of readiness beside the months"
            faults.append(Fault("monthly", expected, self.monthly, "Leave one out."))
        return faults

    def formats(self) -> tuple[Format, ...]:
        """Return the formats of indices, or of months, which have no points and no page."""
        return TABULAR if self.monthly else self.answer_class.formats


def find_remoteness(model: Model, question: RemotenessQuestion) -> RemotenessAnswer:
    """Answer the question of remoteness (docs/model.md, E20 to E22).

    Raises
    ------
    InputError
        If a deposit is not known, or no town has a population.
    """
    from zimnik.geo.remoteness.sites import site_remoteness
    from zimnik.studies.provenance import asked_of

    setting = _waiting(site_setting(model, question))
    asked = asked_of(model, question, question.command)
    if question.monthly:
        return RemotenessAnswer(setting.months(question.monthly), asked, setting)
    found = site_remoteness(
        setting.town_network,
        setting.cargoes,
        setting.readiness.ready_d,
        max_d=question.max_days,
        only=setting.asked_ids or None,
    )
    return RemotenessAnswer(found, asked, setting)


def _waiting(setting: SiteSetting) -> SiteSetting:
    """Return the setting with what the cargoes wait for on the way to the cheapest railhead."""
    if setting.places.calendar is None:
        return setting
    from zimnik.geo.remoteness.sites import goals_of, surface_of

    towns, asked = setting.town_network, setting.question
    known = surface_of(towns, asked.year_type)
    hauls = site_hauls(
        towns.network,
        setting.wanted,
        setting.readiness.ready_d,
        closures=towns.closures,
        max_d=asked.max_days,
    )
    ends = goals_of(towns, known)[Goal.RAILHEAD]
    return replace(setting, places=waiting_of(setting.places, towns.network, hauls, end_ids=ends))


def site_setting(model: Model, question: RemotenessQuestion) -> SiteSetting:
    """Return which sites are asked for, on which town_network; it raises as `find_remoteness`."""
    from zimnik.studies.model import (
        ambiguities,
        cargoes_of,
        drawn,
        match_places,
        town_network,
        with_access_of,
    )

    faults, model = FaultCollector(), drawn(model)
    with faults.reading():
        match_places(model, question.deposits)
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    faults.require_none()
    places, named = match_places(model, question.deposits)
    asked_ids = tuple(dict.fromkeys(match.place_id for match in named))
    known = set(places.places["id"])
    every_id = [i for i in dict.fromkeys([*model.atlas.deposits["id"], *asked_ids]) if i in known]
    places = with_access_of(places, every_id)
    cargoes, notes = cargoes_of(places, every_id, question.tonnes_per_y, question.value_usd_per_t)
    ready = sites_readiness(cargoes, question.ready, question.working_season)
    notes = {**ready.notes, **notes}
    estimated = {link.from_id for link in places.typed_links if link.estimated}
    notes[NO_LINK] = [i for i in every_id if i in estimated]
    warnings = (
        *places.warnings,
        *_notes_of(notes, asked_ids or every_id),
        *ambiguities(places, question.deposits, named),
    )
    network = town_network(places, question.year_type)
    return SiteSetting(model, question, places, network, cargoes, asked_ids, warnings, ready)


def _notes_of(notes: Mapping[str, Sequence[str]], shown: Collection[str]) -> list[str]:
    """Return notes with the sites that they are of, of those that are shown."""
    return [
        of_places(note, [i for i in ids if i in shown])
        for note, ids in notes.items()
        if not set(ids).isdisjoint(shown)
    ]


def page_surfaces(
    model: Model, question: SurfaceQuestion, projection: str
) -> list[RemotenessSurface]:
    """Return surfaces in the projection of a page."""
    from zimnik.geo.surface.projection import in_projection
    from zimnik.studies.drawing import ground_of
    from zimnik.studies.surfaces.finding import surfaces_of

    crs = ground_of(model).crs(projection)
    return [in_projection(one, crs) for one in surfaces_of(model, question)]
