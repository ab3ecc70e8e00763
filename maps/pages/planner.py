"""The planner's page: the atlas beside the questions of a planner, answered in the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.page import Page
from zimnik.maps.pages.planner_data import PlannerInput, planner_record
from zimnik.maps.pages.surface_image import band_bounds, surface_record

if TYPE_CHECKING:
    from zimnik.maps.page.page_data import Ground

SCRIPTS = (
    "shared/arrays.js",
    "planner/network.js",
    "planner/pricing.js",
    "planner/heap.js",
    "planner/router.js",
    "planner/route.js",
    "planner/engine.js",
    "planner/permalink.js",
    "shared/export.js",
    "route/panel.js",
    "route/layer.js",
    "planner/map.js",
    "planner/chart.js",
    "planner/table.js",
    "planner/panel.js",
    "remoteness/cividis.js",
    "remoteness/surface.js",
    "remoteness/surface_reading.js",
    "planner/surface.js",
    "planner/planner.js",
)


def _record(ground: Ground, given: PlannerInput) -> dict[str, Any]:
    return {
        **planner_record(given),
        "bands": band_bounds(),
        "surface": surface_record(given.surfaces, ground.projection) if given.surfaces else None,
    }


PLANNER = Page(
    name="planner",
    entry="startPlanner",
    scripts=SCRIPTS,
    record=_record,
    body_class="z-planner",
    example=("map", "--out", "."),
)
