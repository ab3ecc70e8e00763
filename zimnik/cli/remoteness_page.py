"""The page of `zimnik remoteness`: what it needs beside the indices, and where it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.cli.output import deliver_page, ground_of
from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.remoteness.sites import Remoteness
    from zimnik.geo.remoteness.towns import Ground
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.pages.remoteness import RemotenessInput
    from zimnik.studies.model import Model
    from zimnik.studies.surfaces import SurfaceRequest

# A page is for looking at: two cells of 16 km are a pixel of the first view on a wide screen.
CELL_KM = 16.0

TITLE = "How remote is it?"
TITLE_RU = "Насколько это далеко?"


def require_page(goal: str, *others: object) -> None:
    """Raise InputError where there is no such goal, or a page meets options of other answers."""
    from zimnik.studies.surfaces import require_goal

    require_goal(goal)
    if any(others):
        expected = "a page without --monthly, --surface, --contours, --hours and --level"
        remedy = "Ask for one at a time; the page has months, cost and hours of its own."
        raise InputError([Fault("--out", expected, "one of them", remedy)])


def page_input(
    model: Model,
    ground: Ground,
    cargoes: Mapping[str, Cargo],
    found: Remoteness,
    request: SurfaceRequest,
    projection: str,
) -> RemotenessInput:
    """Return what the page shows: indices, the months of every goal, and the surface."""
    from zimnik.geo.remoteness.sites import GOALS, nearest_by_month
    from zimnik.maps.pages.remoteness import RemotenessInput

    shown = {site.site_id for site in found.sites}
    wanted = {site_id: cargo for site_id, cargo in cargoes.items() if site_id in shown}
    return RemotenessInput(
        found=found,
        months={goal: nearest_by_month(ground, wanted, goal, found.dates) for goal in GOALS},
        towns=ground.towns,
        surfaces=page_surfaces(model, request, projection),
    )


def page_surfaces(
    model: Model, request: SurfaceRequest, projection: str
) -> list[RemotenessSurface]:
    """Return the surfaces of every month in the projection of a page."""
    from zimnik.geo.surface.projection import in_projection
    from zimnik.maps.pages.surface_image import PAGE_CRS
    from zimnik.studies.surfaces import surfaces_to

    every_month = replace(request, dates=replace(request.dates, ready_d=None))
    made = surfaces_to(model, every_month)
    return [in_projection(surface, PAGE_CRS[projection]) for surface in made]


def deliver_remoteness(
    given: RemotenessInput, model: Model, warnings: Sequence[str], out: Path, projection: str
) -> None:
    """Write the page."""
    from zimnik.maps.pages.remoteness import REMOTENESS

    ground = ground_of(model, TITLE, TITLE_RU, projection)
    deliver_page(REMOTENESS.draw(ground, replace(given, warnings=warnings)), out)
