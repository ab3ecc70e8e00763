"""Geodesics on WGS84: a known pair, one point, antipodes, arrays, nearest points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.geodesy import geodesic_km, nearest_points, pairs_within


def test_quarter_meridian() -> None:
    assert float(geodesic_km(0, 0, 0, 90)) == pytest.approx(10001.966, abs=1e-3)


def test_same_point_is_no_distance() -> None:
    assert float(geodesic_km(116.57, 71.05, 116.57, 71.05)) == 0


def test_antipodes_are_half_the_meridian() -> None:
    assert float(geodesic_km(0, 0, 180, 0)) == pytest.approx(20003.931, abs=1e-2)


def test_arrays_broadcast() -> None:
    one_to_many = geodesic_km(0, 0, np.array([0.0, 1.0]), 0)
    assert one_to_many == pytest.approx([0, 111.3195], abs=1e-4)


@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (0,), (2, 3)])
def test_distances_have_the_shape_of_the_points(shape: tuple[int, ...]) -> None:
    assert geodesic_km(0, np.zeros(shape), 1, 0).shape == shape


def nearest_by_all_geodesics(
    from_xy: np.ndarray, to_xy: np.ndarray, most: int, reach_km: float
) -> list[tuple[int, int, float]]:
    found = []
    for i, (lon, lat) in enumerate(from_xy):
        km = geodesic_km(lon, lat, to_xy[:, 0], to_xy[:, 1])
        ranked = sorted(range(len(to_xy)), key=lambda j: (km[j], j))[:most]
        found += [(i, j, float(km[j])) for j in ranked if km[j] <= reach_km]
    return found


# Few whole degrees, so that points fall on each other, on the poles and on both sides of 180.
degrees = st.tuples(
    st.sampled_from([-180.0, -179.0, 0.0, 1.0, 100.0, 179.0, 180.0]),
    st.sampled_from([-90.0, -89.0, 0.0, 1.0, 71.5, 89.0, 90.0]),
)


@given(
    starts=st.lists(degrees, max_size=8),
    ends=st.lists(degrees, max_size=12),
    most=st.integers(1, 5),
    reach_km=st.sampled_from([0.0, 150.0, 1000.0, 9000.0, 30_000.0]),
    by_tree=st.booleans(),
)
def test_nearest_points_are_those_of_all_geodesics(
    starts: list[tuple[float, float]],
    ends: list[tuple[float, float]],
    most: int,
    reach_km: float,
    *,
    by_tree: bool,
) -> None:
    from_xy, to_xy = (np.array(xy, dtype=float).reshape(-1, 2) for xy in (starts, ends))
    with pytest.MonkeyPatch.context() as patch:
        if by_tree:
            patch.setattr("zimnik.geo.core.geodesy.PAIRS_AT_ONCE", 0)
        found = nearest_points(from_xy, to_xy, most=most, reach_km=reach_km)
    oracle = nearest_by_all_geodesics(from_xy, to_xy, most, reach_km)
    assert list(zip(*(part.tolist() for part in found), strict=True)) == oracle


@pytest.mark.parametrize("pairs", [0, 2_000_000])
def test_nearest_points_do_not_depend_on_how_they_are_sought(
    pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zimnik.geo.core.geodesy.PAIRS_AT_ONCE", pairs)
    rng = np.random.default_rng(20250131)
    from_xy, to_xy = (
        np.column_stack([rng.uniform(-180, 180, n), rng.uniform(50, 90, n)]) for n in (40, 60)
    )
    found = nearest_points(from_xy, to_xy, most=4, reach_km=1000.0)
    oracle = nearest_by_all_geodesics(from_xy, to_xy, 4, 1000.0)
    assert list(zip(*(part.tolist() for part in found), strict=True)) == oracle


@given(points=st.lists(degrees, max_size=12), reach_km=st.sampled_from([0.0, 150.0, 9000.0]))
def test_pairs_within_reach_are_those_of_all_geodesics(
    points: list[tuple[float, float]], reach_km: float
) -> None:
    xy = np.array(points).reshape(-1, 2)
    found = list(zip(*(part.tolist() for part in pairs_within(xy, reach_km)), strict=True))
    assert found == [
        (later, earlier)
        for later in range(len(xy))
        for earlier in range(later)
        if geodesic_km(*xy[later], *xy[earlier]) <= reach_km
    ]
