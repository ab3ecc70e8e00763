"""The planner's page: the atlas beside the questions of a planner, answered in the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.page import Page
from zimnik.maps.pages.planner_data import PlannerInput, planner_record
from zimnik.maps.pages.planner_story import story_record
from zimnik.maps.pages.surface_image import band_bounds, surface_record

if TYPE_CHECKING:
    from zimnik.maps.page.page_data import PageContext


def _record(context: PageContext, given: PlannerInput) -> dict[str, Any]:
    return {
        **planner_record(given),
        "bands": band_bounds(),
        "surface": surface_record(given.surfaces, context.ground.crs(context.projection))
        if given.surfaces
        else None,
        "story": story_record(given.story) if given.story else None,
    }


PLANNER = Page(
    name="planner",
    entry="planner/planner.js",
    record=_record,
    body_class="z-planner",
    example=("map", "--out", "."),
)
