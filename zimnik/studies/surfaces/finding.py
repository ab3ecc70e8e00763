"""The answer to a question of a surface: over the whole region, or in a window of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.studies.surfaces.search import search_of
from zimnik.studies.surfaces.surface import SurfaceAnswer
from zimnik.studies.surfaces.windows import searched_window
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from zimnik.geo.core.vocabulary import Goal
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.studies.model import Model
    from zimnik.studies.surfaces.surface import SurfaceQuestion


def find_surface(
    model: Model, question: SurfaceQuestion, *, executor: Executor | None = None
) -> SurfaceAnswer:
    """Answer the question of a surface (docs/model.md, E26).

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where the ways on from the network are searched; None for here.

    Raises
    ------
    InputError
        If there is no place of the kind, or a raster is not one.
    """
    from zimnik.studies.provenance import asked_of

    model = in_asked_year(model, question.year, question.year_type)
    asked = asked_of(model, question, question.command)
    if question.window is not None:
        found, said = searched_window(model, question, question.window, executor=executor)
        return SurfaceAnswer(found, asked, model, question, said)
    search = search_of(model, question, executor=executor)
    said = search.ground.terrain.notes
    return SurfaceAnswer(_searched(search, question.goal), asked, model, question, said)


def surfaces_of(model: Model, question: SurfaceQuestion) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and hours of each day; it raises as `find_surface`."""
    return _searched(search_of(model, question), question.goal)


def _searched(search: SurfaceSearch, goal: Goal) -> tuple[RemotenessSurface, ...]:
    from zimnik.geo.surface.search import surfaces_of as search_surfaces
    from zimnik.studies.execution.progress import progress

    made: list[RemotenessSurface] = []
    with progress("Searching from every cell", total=len(search.ready_d)) as step:
        for day in search.ready_d:
            made += search_surfaces(search, goal, day)
            step()
    return tuple(made)
