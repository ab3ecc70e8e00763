"""Lines and land as the pages carry them."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from tests.maps.drawn_pages import land
from zimnik.maps.page.outline import encode_land, encode_line

SHOWN_DEG = (-20.0, 15.0, 235.0, 90.0)


def decoded(steps: list[int]) -> list[tuple[float, float]]:
    points = np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / 1000
    return [(float(x), float(y)) for x, y in points]


def test_line_comes_back_within_half_a_thousandth_of_a_degree() -> None:
    line = np.array([(116.57112, 71.05361), (-173.2, 64.42), (190.00049, 60.0)])
    assert np.abs(np.array(decoded(encode_line(line))) - line).max() <= 0.0005 + 1e-9


def test_points_closer_than_the_grid_are_written_once() -> None:
    line = np.array([(10, 60), (10.0001, 60.0001), (11, 61)])
    assert decoded(encode_line(line)) == [(10, 60), (11, 61)]


def test_line_too_short_for_the_grid_keeps_both_ends() -> None:
    assert decoded(encode_line(np.array([(10, 60), (10.0001, 60)]))) == [(10, 60), (10, 60)]


def test_land_is_joined_across_180_degrees_without_a_seam() -> None:
    polygons = encode_land(land(), SHOWN_DEG)["polygons"]
    assert len(polygons) == 1
    outer, lake = (decoded(ring) for ring in polygons[0])
    assert max(lon for lon, _ in outer) == 190
    on_180 = {frozenset(pair) for pair in pairwise(outer) if {lon for lon, _ in pair} == {180}}
    assert frozenset({(180, 62), (180, 68)}) not in on_180
    assert frozenset({(180, 68), (180, 70)}) in on_180
    assert len(lake) == 5


def test_edges_say_where_the_land_ends() -> None:
    assert encode_land(land(), SHOWN_DEG)["edges"] == {"west": 20, "south": 40, "east": 190}


def test_land_beyond_what_a_map_shows_is_left_out() -> None:
    frame = gpd.GeoDataFrame(geometry=[box(-60, -20, -50, 0), box(30, 50, 40, 60)], crs=4326)
    assert len(encode_land(frame, SHOWN_DEG)["polygons"]) == 1


def test_no_land_at_all_makes_an_empty_sheet() -> None:
    frame = gpd.GeoDataFrame(geometry=[], crs=4326)
    assert encode_land(frame, SHOWN_DEG)["polygons"] == []


def test_land_stands_where_the_map_of_another_region_has_it() -> None:
    frame = gpd.GeoDataFrame(geometry=[box(170, 60, 180, 70), box(-180, 60, -160, 70)], crs=4326)
    found = encode_land(frame, (-200.0, 40.0, 20.0, 90.0))
    assert found["edges"] == {"west": -190, "south": 60, "east": -160}
    assert len(found["polygons"]) == 1
