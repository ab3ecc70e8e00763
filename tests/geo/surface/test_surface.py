"""A surface of remoteness is a grid of square cells of one area."""

from __future__ import annotations

import numpy as np
import pytest

from tests.regions import SIBERIAN_CONIC
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.projection import Albers
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.surface.surface import Domain, RemotenessSurface, SurfaceQuantity, surface_grid


def surface(values: list[list[float]]) -> RemotenessSurface:
    return RemotenessSurface(
        values=np.array(values),
        crs=SIBERIAN_CONIC,
        west_m=-20_000.0,
        north_m=30_000.0,
        cell_km=10.0,
        quantity=SurfaceQuantity.COST,
        goal="railhead",
        ready_d=0,
        year_type=YearType.NORMAL,
        tonnes_per_y=100_000.0,
    )


def test_bounds_and_transform_tell_of_the_same_corners() -> None:
    drawn = surface([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert drawn.bounds_m == (-20_000.0, 10_000.0, 10_000.0, 30_000.0)
    assert drawn.transform == (10_000.0, 0.0, -20_000.0, 0.0, -10_000.0, 30_000.0)


def test_area_beyond_a_value_counts_land_without_a_way_and_no_water() -> None:
    drawn = surface([[100.0, 200.0, np.inf], [201.0, np.nan, 0.0]])
    assert drawn.area_beyond_km2(200.0) == 200.0


def test_a_number_below_zero_is_a_fault() -> None:
    with pytest.raises(InputError, match="below 0"):
        surface([[1.0, -1.0]])


def test_a_grid_has_neither_rows_of_rows_nor_cells_of_no_size() -> None:
    with pytest.raises(InputError, match=r"found shape \(2,\), cells of 10.0 km"):
        surface([1.0, 2.0])  # type: ignore[list-item]


@pytest.mark.parametrize("cell_km", [0.1, 500.0])
def test_cells_of_a_region_are_neither_finer_nor_coarser_than_its_data(cell_km: float) -> None:
    around = Domain((100.0, 60.0, 101.0, 61.0), Albers(52, 64, 60, 100))
    with pytest.raises(InputError, match=f"cells of 4 to 50 km, found {cell_km:g} km"):
        surface_grid(cell_km, around)
