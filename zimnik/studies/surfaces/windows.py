"""A surface of remoteness in a window: finer cells, told from around by the surface of the region.

Owns what of a model a window needs: the terrain that covers it, and the entries in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import shapely

    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.geo.terrain.grid import Grid
    from zimnik.layers.regions.region import Box, Region
    from zimnik.studies.model import Model
    from zimnik.studies.surfaces.surface import SurfaceQuestion

# Side of the cells of the surface that tells what lies around a window.
AROUND_KM = 8.0
EDGE_POINTS = 50
MARGIN_DEG = 0.5


def searched_window(
    model: Model,
    question: SurfaceQuestion,
    window: Box,
    *,
    executor: Executor | None = None,
) -> tuple[tuple[RemotenessSurface, ...], tuple[str, ...]]:
    """Return the surfaces of a window, and what has to be said of them.

    Raises
    ------
    InputError
        If the window is not in the region, has too many cells or no land; and as `find_surface`.
    """
    from zimnik.geo.surface.entries import entries_of
    from zimnik.geo.surface.surface import FINEST_KM, Domain, window_grid
    from zimnik.geo.surface.window import WindowGround, around_cells_of, near, window_surfaces
    from zimnik.layers import climate_of
    from zimnik.studies.surfaces.search import Asked, search_around

    _require_inside(window, model.region)
    inner = Domain(window.bounds, model.region.projection)
    asked = Asked.of(model, question)
    beyond = around_cells_of(question.cell_km, asked.off.gravel_reach_km)
    grid = window_grid(question.cell_km, inner, halo_cells=beyond)
    box = _degrees_of(grid, window)
    terrain = asked.terrain(grid, box).levelled(FINEST_KM)
    around = search_around(asked, question, AROUND_KM, executor=executor)
    places, lines = near(asked.network.places, asked.network.lines, box)
    entries = entries_of(
        asked.onward,
        places,
        asked.model.typed_links,
        lines,
        leaving_d=tuple(around.by_winter_road),
        ready_d=asked.days,
        step_km=question.cell_km / 2,
        executor=executor,
    )
    ground = WindowGround(climate_of(model.region), question.year_type, inner, entries, asked.off)
    found = window_surfaces(ground, terrain, around, question.goal, executor=executor)
    return found, (*terrain.notes, *_coarse_note(question, FINEST_KM))


def _coarse_note(question: SurfaceQuestion, finest_km: float) -> tuple[str, ...]:
    if question.cell_km >= finest_km:
        return ()
    shipped = (
        f"slopes are those of heights averaged over {finest_km:g} km, for which the costs of "
        "slopes are estimated; shores, roads and rivers are as fine as they are drawn"
    )
    return (shipped,)


def _require_inside(window: Box, region: Region) -> None:
    """Raise InputError unless a window lies in what a surface of the region covers."""
    west, south, east, north = region.extent.bounds
    corners = [
        (lon, lat) for lon in _across(window) for lat in (window.south_deg, window.north_deg)
    ]
    if not all(region.extent.holds(lon, lat) for lon, lat in corners):
        expected = f"a window in {south:g} to {north:g} N, {west:g} to {east:g} E"
        remedy = "Draw it there, or name another region by --region."
        raise InputError([Fault("window", expected, str(window), remedy)])


def _across(window: Box) -> tuple[float, float, float]:
    middle_deg = (window.west_deg + window.east_deg) / 2
    return window.west_deg, middle_deg, window.east_deg


def _degrees_of(grid: Grid, window: Box) -> shapely.Geometry:
    """Return a box of degrees that holds a grid, counted on beyond 180."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    from zimnik.geo.core.geodesy import M_PER_KM
    from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

    size_m = grid.cell_km * M_PER_KM
    x = grid.west_m + np.linspace(0, grid.columns, EDGE_POINTS) * size_m
    y = grid.north_m - np.linspace(0, grid.rows, EDGE_POINTS) * size_m
    x, y = (
        np.concatenate([np.repeat(x, 2), np.tile(x[[0, -1]], EDGE_POINTS)]),
        np.concatenate([np.tile(y[[0, -1]], EDGE_POINTS), np.repeat(y, 2)]),
    )
    back = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    lon, lat = back.transform(x, y)
    middle_deg = (window.west_deg + window.east_deg) / 2
    lon = middle_deg + np.mod(lon - middle_deg + HALF_TURN_DEG, TURN_DEG) - HALF_TURN_DEG
    return shapely.box(
        lon.min() - MARGIN_DEG,
        lat.min() - MARGIN_DEG,
        lon.max() + MARGIN_DEG,
        lat.max() + MARGIN_DEG,
    )
