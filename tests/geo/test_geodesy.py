"""Geodesics on WGS84: a known pair, one point, antipodes, arrays."""

from __future__ import annotations

import numpy as np
import pytest

from geo.geodesy import geodesic_km


def test_quarter_meridian() -> None:
    assert float(geodesic_km(0, 0, 0, 90)) == pytest.approx(10001.966, abs=1e-3)


def test_same_point_is_no_distance() -> None:
    assert float(geodesic_km(116.57, 71.05, 116.57, 71.05)) == 0


def test_antipodes_are_half_the_meridian() -> None:
    assert float(geodesic_km(0, 0, 180, 0)) == pytest.approx(20003.931, abs=1e-2)


def test_arrays_broadcast() -> None:
    one_to_many = geodesic_km(0, 0, np.array([0.0, 1.0]), 0)
    assert one_to_many == pytest.approx([0, 111.3195], abs=1e-4)
