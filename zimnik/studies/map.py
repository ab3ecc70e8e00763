"""The question of the map: the atlas beside a planner's questions, answered in the page itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.studies.answers import Answer, Format, Question
from zimnik.studies.options import option, optional, several
from zimnik.studies.shared import GOAL
from zimnik.studies.stories.given import STORY
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from pathlib import Path

    import folium

    from zimnik.geo.core.vocabulary import Goal
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MapAnswer(Answer):
    """The page of a planner: every deposit to every hub on any day."""

    formats: ClassVar[tuple[Format, ...]] = (Format.HTML,)

    result: PlannerInput
    question: MapQuestion
    model: Model

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - projection and tiles
        """Return the page."""
        from zimnik.maps.pages.planner import PLANNER
        from zimnik.studies.drawing import page_context, projection_of, titles_of

        surfaces = self._surfaces(projection_of(**page))
        context = page_context(self.model, self.asked, titles_of(self.model, "atlas"), **page)
        return PLANNER.draw(context, replace(self.result, surfaces=surfaces))

    def _surfaces(self, projection: str) -> list[RemotenessSurface]:
        """Return surfaces of cost by month, where one is to lie under the map."""
        from zimnik.geo.surface.surface import SurfaceQuantity
        from zimnik.studies.remoteness import PAGE_CELL_KM, page_surfaces
        from zimnik.studies.surfaces.surface import SurfaceQuestion

        if self.question.surface is None:
            return []
        wanted = SurfaceQuestion(goal=self.question.surface, cell_km=PAGE_CELL_KM)
        made = page_surfaces(self.model, wanted, projection)
        return [one for one in made if one.quantity is SurfaceQuantity.COST]

    def _repr_html_(self) -> str:
        """Return what was asked; a page is too large for a cell."""
        from html import escape

        return f"<p>{escape(self.asked.line())}</p>"


# From this on it is said beforehand what a page takes: 1,000 deposits took 4 s and 0.9 MB, and
# 10,000 took 22 s and 1.8 MB.
MANY_DEPOSITS = 500
FIRST_S, S_PER_DEPOSIT = 2.0, 0.002
FIRST_MB, MB_PER_DEPOSIT = 0.77, 0.000105


@dataclass(frozen=True, slots=True, kw_only=True)
class MapQuestion(Question):
    """Draw the interactive map: places, network and the planner's questions.

    Parameters
    ----------
    surface
        Lay remoteness under the map: cost by month from anywhere to the cheapest place of a kind.
    story
        Tell a story in steps: a file in Markdown (.md) whose steps have a text, a view of the map
        and a chart, once for each language (story.md, story.ru.md); or the name of one that the
        region has, such as tomtor-waits.
    """

    surface: Goal | None = option(None, optional(GOAL))
    story: tuple[str | Path, ...] = option((), several(STORY))

    command: ClassVar[str] = "map"
    answer_class: ClassVar[type[Answer]] = MapAnswer

    def foreseen(self, model: Model) -> str:
        """Return how large the page of many deposits becomes."""
        count = int((model.places["kind"] == "deposit").sum())
        if count <= MANY_DEPOSITS:
            return ""
        return (
            f"note: {count:,} deposits: the page takes about "
            f"{FIRST_S + count * S_PER_DEPOSIT:,.0f} s of a processor and "
            f"{FIRST_MB + count * MB_PER_DEPOSIT:.1f} MB"
        )


def find_map(model: Model, question: MapQuestion) -> MapAnswer:
    """Return what the map reckons with: every deposit and hub with its access, and the prices."""
    from zimnik.studies.provenance import asked_of
    from zimnik.studies.stories.reading import read_story

    asked = asked_of(model, question, question.command)
    model = in_asked_year(model, None, None)
    given = planner_input(model)
    story = read_story(question.story, model, given, has_surface=question.surface is not None)
    return MapAnswer(replace(given, story=story), asked, question, model)


def planner_input(model: Model) -> PlannerInput:
    """Return the network with the access of every deposit and hub, and what each deposit ships."""
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.drawing import missing_of
    from zimnik.studies.model import cargo_of, compiled, with_access_of

    kinds = model.places.set_index("id")["kind"]
    deposit_ids = kinds.index[kinds == PlaceKind.DEPOSIT].tolist()
    hub_ids = kinds.index[kinds == PlaceKind.HUB].tolist()
    reached = with_access_of(model, {*deposit_ids, *hub_ids}, to_ids=hub_ids)
    cargoes = {place_id: cargo_of(model, place_id, None) for place_id in deposit_ids}
    return PlannerInput(
        arrays=compiled(reached),
        card=model.card,
        cargoes={place_id: cargo for place_id, (cargo, _) in cargoes.items()},
        hub_ids=hub_ids,
        notes={place_id: notes for place_id, (_, notes) in cargoes.items()},
        needs=missing_of(reached),
    )
