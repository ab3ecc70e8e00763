"""What a terrain says of places, shores and levelled heights, on grids that are worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.terrain.grid import Terrain
from zimnik.geo.terrain.land_cover import OPEN_SEA, Cover, classes_of

LON, LAT = 100.0, 65.0
DRY = np.zeros((3, 3), bool)


def terrain(height_m: object, **layers: object) -> Terrain:
    """Return three by three cells of a kilometre around a point."""
    made = {"sea": DRY, "lake": DRY, "river": DRY} | layers
    return Terrain(
        height_m=np.array(height_m, float),
        cell_km=1.0,
        crs=f"+proj=laea +lat_0={LAT} +lon_0={LON} +datum=WGS84 +units=m",
        west_m=-1_500.0,
        north_m=1_500.0,
        **made,  # type: ignore[arg-type]
    )


def test_land_cover_has_the_numbers_of_esa_worldcover() -> None:
    """Product User Manual of WorldCover 2021 (v2.0), table of classes."""
    assert sorted(Cover) == [*range(10, 100, 10), 95, 100]
    assert (Cover.MANGROVES, Cover.MOSS_AND_LICHEN) == (95, 100)
    codes = np.array([sorted(Cover)], np.uint8)
    assert classes_of(codes).tolist() == codes.tolist()


def test_a_terrain_has_a_height_somewhere() -> None:
    with pytest.raises(InputError, match=r"no height.*covers the site"):
        terrain(np.full((3, 3), np.nan))


def test_a_place_without_a_height_is_refused_and_one_beside_it_is_not() -> None:
    heights = np.full((3, 3), 200.0)
    heights[1, 1] = np.nan
    known = terrain(heights)
    with pytest.raises(InputError, match="where no height is known"):
        known.cell_of("Site", LON, LAT)
    # A kilometre to the north.
    assert known.cell_of("Site", LON, LAT + 0.009) == (0, 1)


def test_the_shore_is_the_nearest_dry_cell_and_none_where_all_is_water() -> None:
    wet = np.ones((3, 3), bool)
    assert terrain(np.zeros((3, 3)), sea=wet).shore_cell(LON, LAT) is None
    wet[0, 1] = False
    assert terrain(np.zeros((3, 3)), lake=wet).shore_cell(LON, LAT) == (0, 1)
    assert terrain(np.zeros((3, 3))).shore_cell(LON + 1, LAT) is None


def test_levelled_heights_are_means_of_what_is_known() -> None:
    """Beyond the edge the cells of the edge go on."""
    slope = terrain([[0, 3, 6]] * 3)
    assert slope.levelled(3.0).height_m == pytest.approx(np.array([[1, 3, 5]] * 3))
    holed = np.array([[0, 3, 6]] * 3, float)
    holed[1, 2] = np.nan
    # In the middle (3 * 0 + 3 * 3 + 2 * 6) / 8.
    level = replace(slope, height_m=holed).levelled(3.0)
    assert level.height_m[1, 1] == pytest.approx(21 / 8)
    assert np.isnan(level.height_m[1, 2])


def test_heights_are_levelled_over_more_than_a_cell() -> None:
    slope = terrain([[0, 3, 6]] * 3)
    assert slope.levelled(1.0) is slope


def test_codes_of_both_maps_are_classes_and_others_are_told() -> None:
    told = classes_of(np.array([[10, 111, 126, OPEN_SEA, 0]], np.uint8))
    assert told.tolist() == [[Cover.TREES] * 3 + [Cover.WATER, 0]]
    with pytest.raises(InputError, match=r"WorldCover.*found 7, 254"):
        classes_of(np.array([[10, 7, 254]], np.uint8))
