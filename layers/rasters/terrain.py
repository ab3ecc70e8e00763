"""Terrain around a place: the shipped grid of heights or a user's own, with land, lakes and rivers.

Owns how rasters become cells. Heights and land cover are brought to square cells in an equal-area
projection; rasterio, the well-kept reader of GeoTIFF, does that and draws land and rivers on them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import rasterio
import rasterio.features
import rasterio.warp
import shapely
from affine import Affine
from pyproj import Transformer

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.core.vocabulary import Mode
from zimnik.geo.terrain.grid import Grid, Terrain
from zimnik.geo.terrain.land_cover import OPEN_SEA, Cover, classes_of
from zimnik.layers.rasters.geotiffs import fault_of, opened_raster
from zimnik.layers.rasters.height_units import in_metres
from zimnik.layers.rasters.region_rasters import land_of, terrain_files_of
from zimnik.layers.readers.plain_files import LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.regions.region import Region

# Rows and columns, transform and CRS of the cells.
Cells: TypeAlias = "tuple[tuple[int, int], Affine, str]"

MOST_CODE = 255
HIGHEST_M, LOWEST_M = 9000.0, -11_500.0
# The lowest land lies at -430 m; the land is drawn coarsely, and a deep sea may lie under its edge.
LOWEST_DRY_M = -3000.0
# The shipped grid is coarse, but half of its cells are not so far from any finer one.
FAR_M = 200.0
# Degrees kept around the window when land is cut out, for edges bend in the projection.
MARGIN_DEG = 1.0


@dataclass(frozen=True, slots=True)
class OwnRasters:
    """A user's GeoTIFF files over what is shipped: heights, classes of land cover.

    Heights are in the unit that the file states, in m without one. `limits` is the most that is
    read of them.
    """

    heights: Path | None = None
    land_cover: Path | None = None
    limits: Limits = LIMITS


SHIPPED_RASTERS = OwnRasters()


def load_terrain(
    lon: float,
    lat: float,
    links: gpd.GeoDataFrame,
    *,
    reach_km: float,
    cell_km: float,
    region: Region,
    own: OwnRasters = SHIPPED_RASTERS,
) -> Terrain:
    """Return the terrain of a square around a point.

    Parameters
    ----------
    lon, lat
        Middle of the square.
    links
        Links of which the drawn river lines are the rivers.
    reach_km
        Half of the side of the square.
    cell_km
        Side of a cell.
    region
        Whose land and heights they are.
    own
        Rasters with CRS and nodata, which take the place of the shipped ones as far as they go.

    Raises
    ------
    InputError
        If a file is no raster with a CRS, its numbers are no heights or classes, it has none here,
        or its axes are swapped.
    """
    half = round(reach_km / cell_km)
    grid = Grid(
        rows=2 * half,
        columns=2 * half,
        cell_km=cell_km,
        crs=f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m",
        west_m=-half * cell_km * M_PER_KM,
        north_m=half * cell_km * M_PER_KM,
    )
    return terrain_on(grid, _box(lon, lat, reach_km), links, region=region, own=own)


def terrain_on(
    grid: Grid,
    box: shapely.Geometry,
    links: gpd.GeoDataFrame,
    *,
    region: Region,
    own: OwnRasters = SHIPPED_RASTERS,
) -> Terrain:
    """Return the terrain of a grid.

    Parameters
    ----------
    grid
        The cells.
    box
        Degrees that hold the cells, counted on beyond 180.
    links, region, own
        As `load_terrain`, which says what is refused.
    """
    shape, transform = (grid.rows, grid.columns), transform_of(grid)
    cells = (shape, transform, grid.crs)
    notes: tuple[str, ...] = ()
    height_m = _region_heights(region, cells)
    if own.heights is None and not np.isfinite(height_m).any():
        raise InputError([_no_heights(box)])
    land, lakes = _land(box, region)
    flat = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    on_land, in_lake = (_drawn(part, flat, shape, transform) for part in (land, lakes))
    rivers = links.geometry[(links["mode"] == Mode.RIVER) & (links["drawn_source"] != "")]
    near = rivers.to_numpy()[shapely.intersects(rivers.to_numpy(), box)]
    sea, lake, cover = ~(on_land | in_lake), in_lake & ~on_land, None
    if own.heights is not None:
        finer_m = _heights(own.heights, cells, own.limits)
        _require_heights(own.heights.name, finer_m, on_land)
        notes = _far_note(own.heights.name, finer_m, height_m, on_land)
        height_m = np.where(np.isfinite(finer_m), finer_m, height_m)
    if own.land_cover is not None:
        codes = _cover_codes(own.land_cover, cells, own.limits)
        cover = classes_of(codes)
        # A lake is where the user's own map has it, as far as that goes.
        sea |= codes == OPEN_SEA
        lake = np.where(cover > 0, cover == Cover.WATER, lake) & ~sea
    return Terrain(
        height_m=height_m,
        sea=sea,
        lake=lake,
        river=_drawn(near, flat, shape, transform, touched=True),
        cell_km=grid.cell_km,
        crs=grid.crs,
        west_m=grid.west_m,
        north_m=grid.north_m,
        cover=cover,
        notes=notes,
    )


def _no_heights(box: shapely.Geometry) -> Fault:
    west, south, east, north = box.bounds
    expected = "heights of the land there: those that are shipped begin at 45 N, or farther north"
    found = f"none from {south:.1f} to {north:.1f} N, {west:.1f} to {east:.1f} E"
    remedy = "Give a GeoTIFF of heights by --heights, or put it into the region as terrain.tif."
    return Fault("heights", expected, found, remedy)


def transform_of(grid: Grid) -> Affine:
    """Return the affine transform from column and row to metres."""
    size_m = grid.cell_km * M_PER_KM
    return Affine(size_m, 0.0, grid.west_m, 0.0, -size_m, grid.north_m)


def _cover_codes(path: Path, cells: Cells, limits: Limits) -> NDArray[np.uint8]:
    """Return the class number that most of each cell has, 0 where the map knows none."""
    expected = "whole class numbers of land cover"
    shape, transform, crs = cells
    with opened_raster(path, cells, limits=limits) as file:
        kind = np.dtype(file.dtypes[0])
        if kind.kind not in "iu" or not 0 <= (file.nodata or 0) <= MOST_CODE:
            remedy = "Write it as bytes, with 0 or 255 for nodata."
            raise fault_of(path.name, expected, f"{kind}, nodata {file.nodata}", remedy)
        if (*file.scales, *file.offsets) != (1.0, 0.0):
            remedy = "Write the class numbers as they are."
            raise fault_of(path.name, expected, "numbers with a scale or an offset", remedy)
        codes = np.zeros(shape, dtype=kind)
        rasterio.warp.reproject(
            rasterio.band(file, 1),
            codes,
            dst_transform=transform,
            dst_crs=crs,
            src_nodata=file.nodata if file.nodata is not None else 0,
            # As they are, zeros: rasterio takes a nodata of 0 for none.
            init_dest_nodata=False,
            resampling=rasterio.warp.Resampling.mode,
        )
    if not codes.any():
        remedy = "Give one that covers the site, in its own CRS and with its own nodata."
        raise fault_of(path.name, "land cover around the site", "none", remedy)
    if codes.min() < 0 or codes.max() > MOST_CODE:
        remedy = "Give a map of classes, not of heights or colours."
        raise fault_of(path.name, expected, f"{codes.min()} to {codes.max()}", remedy)
    return codes.astype(np.uint8)


def _heights(path: Path, cells: Cells, limits: Limits = LIMITS) -> NDArray[np.float64]:
    """Return the heights of a raster in m on the cells, NaN where it has none."""
    shape, transform, crs = cells
    heights = np.full(shape, np.nan)
    with opened_raster(path, cells, limits=limits) as file:
        to_metres = in_metres(file, path.name)
        rasterio.warp.reproject(
            rasterio.band(file, 1),
            heights,
            dst_transform=transform,
            dst_crs=crs,
            dst_nodata=np.nan,
            resampling=rasterio.warp.Resampling.bilinear,
        )
    return to_metres(heights)


def _region_heights(region: Region, cells: Cells) -> NDArray[np.float64]:
    """Return the heights that a region knows on the cells, NaN where it knows none."""
    heights = np.full(cells[0], np.nan)
    for path in terrain_files_of(region):
        if np.isfinite(heights).all():
            break
        heights = np.where(np.isfinite(heights), heights, _heights(path, cells))
    return heights


def _require_heights(name: str, heights: NDArray[np.float64], dry: NDArray[np.bool_]) -> None:
    known = np.isfinite(heights)
    if not known.any():
        remedy = "Give one that covers the site, in its own CRS and with its own nodata."
        raise fault_of(name, "heights around the site", "none", remedy)
    remedy = "Set the nodata value of the file, and heights in metres."
    lowest, highest = heights[known].min(), heights[known].max()
    if highest > HIGHEST_M or lowest < LOWEST_M:
        found = f"{lowest:,.0f} to {highest:,.0f}"
        raise fault_of(name, "heights in m of this Earth", found, remedy)
    lowest = heights[known & dry].min(initial=0.0)
    if lowest < LOWEST_DRY_M:
        raise fault_of(name, "heights in m of this Earth", f"{lowest:,.0f} on land", remedy)


def _far_note(
    name: str, own_m: NDArray[np.float64], shipped_m: NDArray[np.float64], dry: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Return what has to be said where a user's heights are far from the shipped ones."""
    both = dry & np.isfinite(own_m) & np.isfinite(shipped_m)
    if not both.any():
        return ()
    off_m = float(np.median(np.abs(own_m[both] - shipped_m[both])))
    if off_m <= FAR_M:
        return ()
    said = f"{name}: its heights differ from the shipped ones by {off_m:,.0f} m in the median"
    return (f"{said}; are they in metres, without an offset?",)


def _box(lon: float, lat: float, reach_km: float) -> shapely.Geometry:
    """Return a box of degrees that holds the square, counted on beyond 180."""
    high_deg = reach_km * math.sqrt(2) / 111.0 + MARGIN_DEG
    farthest = min(abs(lat) + high_deg, 89.0)
    wide_deg = high_deg / math.cos(math.radians(farthest))
    return shapely.box(lon - wide_deg, lat - high_deg, lon + wide_deg, lat + high_deg)


def _land(box: shapely.Geometry, region: Region) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the land in a box, and the lakes: the holes in it."""
    polygons = land_of(region).geometry.to_numpy()
    filled = shapely.polygons(shapely.get_exterior_ring(polygons))
    lakes = shapely.difference(filled, polygons)
    turns = (-TURN_DEG, 0.0, TURN_DEG)
    dry, wet = (
        np.concatenate([_cut(shapes, box, turn) for turn in turns]) for shapes in (polygons, lakes)
    )
    return dry, wet


def _cut(
    shapes: NDArray[np.object_], box: shapely.Geometry, turn_deg: float
) -> NDArray[np.object_]:
    """Return what of shapes, some turns further east, lies in a box."""
    west, south, east, north = shapely.bounds(box)
    if west > turn_deg + HALF_TURN_DEG or east < turn_deg - HALF_TURN_DEG:
        return shapes[:0]
    window = shapely.box(west - turn_deg, south, east - turn_deg, north)
    cut = shapely.intersection(shapes, window)
    kept = cut[~shapely.is_empty(cut)]
    return np.asarray(shapely.transform(kept, lambda xy: xy + np.array([turn_deg, 0.0])))


def _drawn(
    shapes: NDArray[np.object_],
    flat: Transformer,
    shape: tuple[int, int],
    transform: Affine,
    *,
    touched: bool = False,
) -> NDArray[np.bool_]:
    """Return which cells shapes cover with their middle, or touch at all."""
    if not len(shapes):
        return np.zeros(shape, dtype=bool)
    dense = shapely.segmentize(shapes, 0.25)
    projected = shapely.transform(dense, lambda xy: np.column_stack(flat.transform(*xy.T)))
    burnt = rasterio.features.rasterize(
        [(one, 1) for one in projected],
        out_shape=shape,
        transform=transform,
        all_touched=touched,
        dtype="uint8",
    )
    return np.asarray(burnt, dtype=bool)
