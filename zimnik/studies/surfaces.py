"""The surface of remoteness behind `zimnik remoteness --surface`: computed, written and told."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.cli.options import Format
from zimnik.cli.output import ATTRIBUTION, heading_of
from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.studies.model import Model

CELL_KM = 8.0


@dataclass(frozen=True, slots=True)
class SurfaceRequest:
    """What surface is asked for.

    Parameters
    ----------
    goal
        One of `geo.remoteness.sites.GOALS`.
    dates
        When the cargo is ready, the first of each month where no day is given, and the year type.
    tonnes
        Tonnes a year that share roads; the default of the rate card without it.
    cell_km
        Side of a cell.
    heights, land_cover
        The user's own rasters.
    """

    goal: str
    dates: Dates
    tonnes: float | None = None
    cell_km: float = CELL_KM
    heights: Path | None = None
    land_cover: Path | None = None


def surfaces_to(model: Model, request: SurfaceRequest) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and hours of each day, in the order of the days.

    Raises
    ------
    InputError
        If there is no such goal or no place of the kind, or a raster is not one.
    """
    from rich.console import Console

    from zimnik.geo.surface.search import surfaces_of

    # Shown where stderr is a terminal, and nowhere else.
    with Console(stderr=True).status("Searching from every cell"):
        search = search_of(model, request)
        return tuple(
            made for day in search.ready_d for made in surfaces_of(search, request.goal, day)
        )


def search_of(model: Model, request: SurfaceRequest) -> SurfaceSearch:
    """Return the search that answers for the days of a request; it raises as `surfaces_to`."""
    import shapely

    from zimnik.cli.remoteness import ground_of
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.infrastructure.off_network import OffNetwork
    from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
    from zimnik.geo.remoteness.sites import MONTHS_D, ROAD, goals_of
    from zimnik.geo.remoteness.targets import Surface
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.surface.cells import CellGround
    from zimnik.geo.surface.entries import Onward, entries_of
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import AROUND_DEG, surface_grid
    from zimnik.layers import load_climate
    from zimnik.layers.rasters.terrain import OwnRasters, terrain_on
    from zimnik.studies.model import with_access_of

    require_goal(request.goal)
    grid = surface_grid(request.cell_km)
    own = OwnRasters(request.heights, request.land_cover)
    terrain = terrain_on(grid, shapely.box(*AROUND_DEG), model.links, own=own)
    sites = model.places["kind"].isin([PlaceKind.HUB, PlaceKind.MARKET])
    model = with_access_of(model, model.places.loc[sites, "id"])
    network = ground_of(model, request.dates.year_type)
    known = Surface(
        network.places, network.links, request.dates.year_type, network.closures.link_ids
    )
    deposits = {i for i, kind in known.kinds.items() if kind == PlaceKind.DEPOSIT}
    goal_ids = goals_of(network, known)[request.goal] - deposits
    if not goal_ids:
        remedy = "Name another goal, or an atlas that has one."
        raise InputError([Fault("--goal", f"a place that is a {request.goal}", "none", remedy)])
    cargo, _ = cargo_of_product(SiteProduct(), model.card, tonnes_per_y=request.tonnes)
    prices = Pricing.of(model.card, cargo).base
    cells = CellGround(terrain, load_climate(), request.dates.year_type)
    ready_d = request.dates.ready_d
    days = MONTHS_D if ready_d is None else (ready_d,)
    entries = entries_of(
        Onward(
            network.network,
            prices,
            goal_ids,
            network.closures,
            goal_link_ids=known.all_season_road_ids() if request.goal == ROAD else (),
            max_d=request.dates.max_d,
        ),
        network.places,
        model.links,
        leaving_d=cells.leaving_days(days),
        ready_d=days,
        step_km=request.cell_km / 2,
    )
    return SurfaceSearch(cells, entries, OffNetwork.of(model.card, cargo, prices))


def require_goal(goal: str, option: str = "--goal") -> None:
    """Raise InputError unless there is a goal of the name that an option gives."""
    from zimnik.geo.remoteness.sites import GOALS

    if goal not in GOALS:
        expected = f"one of {', '.join(GOALS)}"
        raise InputError([Fault(option, expected, f"'{goal}'", "Name one of them.")])


def require_together(
    *, wants: object, of_surface: Sequence[object], of_sites: Sequence[object]
) -> None:
    """Raise InputError where options of a surface and of sites meet, or stand without theirs."""
    if wants and any(of_sites):
        remedy = "Ask for the sites in a command of their own."
        fault = Fault("--surface", "no --deposit and no --monthly beside it", "one", remedy)
        raise InputError([fault])
    if not wants and any(option for option in of_surface):
        expected = "--surface or --contours beside --goal, --hours, --level, --cell-km, --heights"
        remedy = "Name a file with --surface PATH.tif."
        raise InputError([Fault("remoteness", expected, "neither", remedy)])


@dataclass(frozen=True, slots=True)
class SurfaceFiles:
    """Where surfaces are written: numbers, bands between levels, and bands of hours or of cost."""

    raster: Path | None
    contours: Path | None
    levels: tuple[float, ...]
    hours: bool

    def require_sense(self, output_format: Format) -> None:
        """Raise InputError where the files cannot be made as asked, before anything is computed."""
        from zimnik.layers.files import require_suffix_of
        from zimnik.layers.rasters.surface_files import (
            BAND_SUFFIXES,
            RASTER_SUFFIXES,
            require_levels,
        )

        if self.raster:
            require_suffix_of(self.raster, RASTER_SUFFIXES)
        if self.contours:
            require_suffix_of(self.contours, BAND_SUFFIXES)
        if (self.raster or self.contours) and output_format is Format.GEOJSON:
            expected = "text, json or csv with --surface"
            remedy = "Write --contours PATH.geojson."
            raise InputError([Fault("--format", expected, "geojson", remedy)])
        require_levels(self.levels)


def write_surfaces(
    surfaces: tuple[RemotenessSurface, ...], model: Model, files: SurfaceFiles
) -> None:
    """Write surfaces to the files that are wanted."""
    from zimnik.layers.rasters.surface_files import write_bands, write_raster

    if files.contours:
        write_bands(_wanted(surfaces, files), files.contours, files.levels)
    if files.raster:
        heading = heading_of(model)
        tags = {
            "atlas": f"{heading.atlas_version} of {heading.atlas_date}",
            "currency": heading.currency,
            "attribution": ATTRIBUTION,
            "command": shlex.join(["zimnik", *sys.argv[1:]]),
            "model": "docs/model.md, E26",
        }
        write_raster(surfaces, files.raster, tags)


def told(
    surfaces: tuple[RemotenessSurface, ...],
    model: Model,
    files: SurfaceFiles,
    output_format: Format,
) -> str:
    """Return what surfaces say, as text, JSON or CSV."""
    from zimnik.maps.reports.remoteness import csv_of
    from zimnik.maps.reports.surface import surface_json, surface_records, surface_text

    wanted, heading = _wanted(surfaces, files), heading_of(model)
    if output_format is Format.CSV:
        return csv_of(surface_records(wanted))
    render = surface_json if output_format is Format.JSON else surface_text
    return render(wanted, heading)


def _wanted(
    surfaces: tuple[RemotenessSurface, ...], files: SurfaceFiles
) -> tuple[RemotenessSurface, ...]:
    from zimnik.geo.surface.surface import SurfaceQuantity

    quantity = SurfaceQuantity.TIME if files.hours else SurfaceQuantity.COST
    return tuple(surface for surface in surfaces if surface.quantity is quantity)
