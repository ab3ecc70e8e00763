"""Bands of a surface: where each begins, what has none, and the bytes that a page carries."""

from __future__ import annotations

import base64
import math
import zlib
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Transformer

from tests.maps.drawn_remoteness import COLUMNS, ROWS, surfaces
from tests.regions import PAGE_CRS
from zimnik.geo.core.errors import InputError
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.page.ground import PROJECTIONS
from zimnik.maps.page.packing import NONE
from zimnik.maps.pages.surface_image import BANDS, NO_ROUTE, band_of, surface_record


def test_a_bound_belongs_to_the_band_that_it_begins() -> None:
    values = np.array([0.0, 9.99, 10.0, 19.99, 20.0, 1e9, math.inf, math.nan])
    assert band_of(values, (10.0, 20.0)).tolist() == [0, 0, 1, 1, 2, 2, NO_ROUTE, NONE]


@pytest.mark.parametrize("quantity", SurfaceQuantity)
def test_bounds_ascend_and_leave_room_for_what_has_no_band(quantity: SurfaceQuantity) -> None:
    bounds = BANDS[quantity]
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) < NO_ROUTE


def test_hours_are_whole_days_from_one_day_on() -> None:
    assert all(hours % 24 == 0 for hours in BANDS[SurfaceQuantity.TIME] if hours >= 24)


def test_block_holds_every_month_of_every_cell() -> None:
    given = surfaces()
    record = surface_record(given, PAGE_CRS["region"])
    block = np.frombuffer(zlib.decompress(base64.b64decode(record["block"])), dtype=np.uint8)
    length = ROWS * COLUMNS * 12
    coded = {name: code for name, *kind, code in record["arrays"] if kind == ["u1", length]}
    names = list(coded)
    assert sorted(names) == sorted(SurfaceQuantity)
    for number, name in enumerate(names):
        told = block[number * length : (number + 1) * length]
        told = np.cumsum(told, dtype=np.uint8) if coded[name] == "d" else told
        bands = told.reshape(ROWS, COLUMNS, 12)
        months = [s for s in given if s.quantity == name]
        for month, surface in enumerate(months):
            expected = band_of(surface.values, BANDS[surface.quantity])
            assert (bands[..., month] == np.where(expected == NONE, 255, expected)).all()


def test_mixed_or_foreign_surfaces_are_refused() -> None:
    given = surfaces()
    with pytest.raises(InputError, match="one grid"):
        surface_record([*given[:-1], replace(given[-1], west_m=0.0)], PAGE_CRS["region"])
    with pytest.raises(InputError, match="laea"):
        surface_record(given, PAGE_CRS["polar"])


def test_every_projection_of_the_pages_has_its_metres() -> None:
    assert set(PAGE_CRS) == set(PROJECTIONS)
    to = Transformer.from_crs("EPSG:4326", PAGE_CRS["mercator"], always_xy=True)
    web = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    assert to.transform(100, 65) == pytest.approx(web.transform(100, 65), abs=0.01)
    # Beyond 180 degrees the pages go on; 175 W is 185 E.
    assert to.transform(-175, 65)[0] == pytest.approx(6_378_137 * math.radians(185), abs=0.01)
    polar = Transformer.from_crs("EPSG:4326", "EPSG:3576", always_xy=True).transform(120, 70)
    mine = Transformer.from_crs("EPSG:4326", PAGE_CRS["polar"], always_xy=True)
    assert mine.transform(120, 70) == pytest.approx(polar, abs=0.01)
