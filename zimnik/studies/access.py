"""The question of access: a road, a railway or a flight that joins a site to the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.answers import Answer, ChartAnswer, Format
from zimnik.studies.options import option, optional, required, word
from zimnik.studies.shared import ONE_DAY, PLACE, Dated, days_to_arrive, tonnes, value
from zimnik.studies.sources import PATH
from zimnik.studies.years.calendar import in_asked_year, waiting_for

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from zimnik.geo.infrastructure.new_links import Candidates
    from zimnik.geo.infrastructure.new_roads import AccessAnswer as Found
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.access import AccessRecord
    from zimnik.studies.model import Model

COARSE = "new links are derived on a coarse grid of heights: lengths are off by some 13 % (median)"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AccessAnswer(ChartAnswer):
    """The links that could join a site to the network, cheapest first."""

    formats: ClassVar[tuple[Format, ...]] = tuple(Format)

    result: Found
    warnings: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether any link leads to where cargo goes."""
        return bool(self.result.links)

    def record(self) -> AccessRecord:
        """Return the record of the new links."""
        from zimnik.maps.reports.access import access_record
        from zimnik.studies.drawing import heading_of

        return access_record(
            self.result, heading_of(self.model, self.asked), warnings=self.warnings
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each new link, cheapest first."""
        from zimnik.maps.reports.access import access_rows

        return access_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return the new links side by side, with the tonnages at which they break even."""
        from zimnik.maps.reports.access import access_text

        return access_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of the new links."""
        from zimnik.maps.pages.answers.access import ACCESS

        return ACCESS, (self.result, self.record())

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return a line for each new link, EPSG:4326; a flight is straight."""
        from zimnik.maps.reports.access import access_lines

        return access_lines(self.record(), self.result, self.model.places)

    def to_links(self, path: str | Path) -> Path:
        """Write the new links, but for flights, as links of an atlas, and return the path.

        They are hypothetical and the site's own. Laid over an atlas, a route over the winter road
        pays for it every year; the others count with `with_planned` alone, since a route does not
        pay what they cost to build.

        Parameters
        ----------
        path
            A GeoPackage to write.

        Raises
        ------
        InputError
            If the site is a point that no table has, so that no link could name it, or the file
            cannot be written.
        """
        from pathlib import Path

        from zimnik.geo.infrastructure.new_links import Candidates
        from zimnik.layers import places
        from zimnik.layers.atlas.new_links import built_links, write_links

        site_id = self.result.site_id
        if site_id not in set(places(self.model.atlas)["id"]):
            remedy = "Put the point into a table of deposits, and lay that over the atlas."
            fault = Fault("links", "a site of the atlas, which links can name", site_id, remedy)
            raise InputError([fault])
        new = tuple(priced.link for priced in self.result.links)
        write_links(built_links(Candidates(site_id, new, {})), Path(path))
        return Path(path)


@dataclass(frozen=True, slots=True)
class AccessQuestion(Dated):
    """Compare a winter road, an all-season road, a rail spur and air from a site.

    Parameters
    ----------
    site
        What is to be joined to the network: a site by id or name, or lat,lon.
    to
        Where cargo goes; without it to the cheapest railhead.
    ready
        Day MM-DD when the cargo is ready; without it the best day of the year is found.
    tonnes_per_y
        Tonnes a year, which share what a link costs; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    heights
        A GeoTIFF of heights in m, over the shipped grid as far as it goes.
    land_cover
        A GeoTIFF of classes of ESA WorldCover or Copernicus land cover, which say where lakes,
        forest, bog and ice are.
    max_days
        Most days from readiness to arrival.
    year_type
        Short, normal or long seasons, by their published dates.
    """

    site: str = required(PLACE)
    to: str | None = option(None, optional(PLACE))
    ready: str | None = option(None, ONE_DAY)
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    heights: Path | None = option(None, PATH)
    land_cover: Path | None = option(None, PATH)
    max_days: float = days_to_arrive()
    year_type: YearType = option(YearType.NORMAL, word(YearType))

    command: ClassVar[str] = "access"
    answer_class: ClassVar[type[Answer]] = AccessAnswer


def find_access(model: Model, question: AccessQuestion) -> AccessAnswer:
    """Answer the question of access by least-cost corridors (docs/model.md, E24 and E25).

    Raises
    ------
    InputError
        If a place is not known, the site lies at sea, or a raster is none.
    """
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.infrastructure.new_links import price_links
    from zimnik.geo.infrastructure.new_roads import compare
    from zimnik.geo.routing.dates import Dates
    from zimnik.layers import PlaceMatch
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import ambiguities, cargo_of, closures_of, laid_out, match_places
    from zimnik.studies.provenance import asked_of

    texts = (question.site, *([question.to] if question.to else []))
    faults, ends = FaultCollector(), list[PlaceMatch]()
    with faults.reading():
        model, ends = match_places(model, texts)
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    faults.require_none()
    cargo, notes = cargo_of(
        model, ends[0].place_id, question.tonnes_per_y, question.value_usd_per_t
    )
    model, candidates, railheads, said = _with_candidates(model, ends[0].place_id, question)
    ready_d = None if question.ready is None else day_of(question.ready)
    priced = price_links(
        laid_out(model, question.year_type),
        candidates,
        cargo,
        Dates(ready_d, question.year_type, question.max_days),
        {ends[1].place_id} if question.to else railheads,
        closures_of(model, (), ()),
    )
    if priced:
        cheapest = min(priced, key=lambda one: one.cost_usd_per_t)
        model = waiting_for(model, cheapest.route.waited_for_d)
    return AccessAnswer(
        compare(ends[0].place_id, priced, candidates.impossible),
        asked_of(model, question, question.command),
        model,
        tuple(
            dict.fromkeys(
                (*notes, *ambiguities(model, texts, ends), *said, *model.warnings, COARSE)
            )
        ),
    )


def _with_candidates(
    model: Model, site_id: str, question: AccessQuestion
) -> tuple[Model, Candidates, frozenset[str], tuple[str, ...]]:
    """Return the model with links that may join a site, these, railheads and warnings."""
    from zimnik.geo.infrastructure.new_links import candidate_links
    from zimnik.layers.rasters.terrain import OwnRasters
    from zimnik.studies.hubs.building import with_candidates
    from zimnik.studies.model import drawn
    from zimnik.studies.terrain import railheads_of, terrain_of

    own = OwnRasters(question.heights, question.land_cover, model.sources.limits)
    model = drawn(model)
    railheads = railheads_of(model, year_type=question.year_type)
    terrain = terrain_of(model, site_id, railheads, own=own)
    candidates = candidate_links(
        terrain, model.typed_places, model.typed_links, site_id, model.card, railheads
    )
    return with_candidates(model, candidates), candidates, railheads, terrain.notes
