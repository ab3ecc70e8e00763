"""A surface in another projection, for a page that is drawn in one.

Owns the resampling: each new cell takes the cell of the surface in which its middle lies, so that
no number comes out that was not computed, and land without a path stays apart from water.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer

from zimnik.geo.core.geodesy import M_PER_KM

if TYPE_CHECKING:
    from zimnik.geo.surface.surface import RemotenessSurface


def in_projection(surface: RemotenessSurface, crs: str) -> RemotenessSurface:
    """Return a surface on square cells of another projection, about as many as it has.

    Parameters
    ----------
    surface
        The surface.
    crs
        Projection in metres, as PROJ reads it. Where it is that of the surface, nothing is done.
        In Mercator a kilometre of `cell_km` is one of the projection, not of the ground.
    """
    if crs == surface.crs:
        return surface
    rows, columns = surface.values.shape
    size_m = surface.cell_km * M_PER_KM
    left_m, bottom_m, right_m, top_m = Transformer.from_crs(
        surface.crs, crs, always_xy=True
    ).transform_bounds(*surface.bounds_m)
    cell_m = max((right_m - left_m) / columns, (top_m - bottom_m) / rows)
    count = (round((top_m - bottom_m) / cell_m), round((right_m - left_m) / cell_m))
    x, y = np.meshgrid(
        left_m + (np.arange(count[1]) + 0.5) * cell_m,
        top_m - (np.arange(count[0]) + 0.5) * cell_m,
    )
    back = Transformer.from_crs(crs, surface.crs, always_xy=True)
    old_x, old_y = back.transform(x, y)
    with np.errstate(invalid="ignore"):
        row = np.floor((surface.north_m - old_y) / size_m)
        column = np.floor((old_x - surface.west_m) / size_m)
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    values = np.full(x.shape, np.nan)
    values[inside] = surface.values[row[inside].astype(int), column[inside].astype(int)]
    return replace(
        surface,
        values=values,
        crs=crs,
        west_m=left_m,
        north_m=top_m,
        cell_km=cell_m / M_PER_KM,
    )
