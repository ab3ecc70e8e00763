"""Lines, areas and points across 180 degrees: every custom in, one inside, RFC 7946 out."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from zimnik.geo.lines.antimeridian import continuous, split, wrapped_lon_deg

ROAD = LineString([(173.3, 68.65), (179.0, 67.9), (180.88, 66.32)])
JUMP = LineString([(173.3, 68.65), (179.0, 67.9), (-179.12, 66.32)])
# On the way from 179 to 180.88 the road is at 180 after 1 / 1.88 of it.
SEAM_LAT = 67.9 + (66.32 - 67.9) / 1.88
CUT = MultiLineString(
    [[(173.3, 68.65), (179.0, 67.9), (180.0, SEAM_LAT)], [(-180.0, SEAM_LAT), (-179.12, 66.32)]]
)
AREA = box(179.5, 68.0, 180.5, 68.4)
AREA_JUMP = Polygon([(179.5, 68.0), (-179.5, 68.0), (-179.5, 68.4), (179.5, 68.4)])
AREA_CUT = MultiPolygon([box(179.5, 68.0, 180.0, 68.4), box(-180.0, 68.0, -179.5, 68.4)])


def one(geometry: shapely.Geometry) -> shapely.Geometry:
    return continuous([geometry])[0]


@pytest.mark.parametrize("given_line", [JUMP, CUT, ROAD, shapely.reverse(CUT)])
def test_a_road_is_one_line_in_every_custom(given_line: shapely.Geometry) -> None:
    line = one(given_line)
    assert line.geom_type == "LineString"
    assert shapely.equals_exact(shapely.normalize(line), shapely.normalize(ROAD), 1e-9)


@pytest.mark.parametrize("given_area", [AREA, AREA_JUMP, AREA_CUT])
def test_an_area_is_whole_in_every_custom(given_area: shapely.Geometry) -> None:
    area = one(given_area)
    assert area.geom_type == "Polygon"
    assert shapely.equals_exact(shapely.normalize(area), shapely.normalize(AREA), 1e-9)


def test_a_hole_across_the_seam_stays_in_its_area() -> None:
    hole = [(179.9, 68.1), (-179.9, 68.1), (-179.9, 68.3), (179.9, 68.3)]
    area = one(Polygon(AREA_JUMP.exterior.coords, [hole]))
    assert area.is_valid
    assert area.area == pytest.approx(1.0 * 0.4 - 0.2 * 0.2)


def test_written_as_rfc_7946() -> None:
    road, area = split([ROAD, AREA])
    assert shapely.equals_exact(road, CUT, 1e-9)
    assert shapely.equals(area, AREA_CUT)
    assert split([Point(190.5, 66.0)])[0] == Point(-169.5, 66.0)
    # What lies beyond the seam whole stays one line.
    assert split([LineString([(190, 60), (200, 61)])])[0] == LineString([(-170, 60), (-160, 61)])


def test_areas_that_meet_at_a_point_of_the_seam_stay_two_and_whole() -> None:
    """Two squares on both sides of 180 degrees, one above the other, that touch at one corner."""
    below, above = box(179.0, 68.0, 180.0, 69.0), box(-180.0, 69.0, -179.0, 70.0)
    areas = one(MultiPolygon([below, above]))
    assert shapely.bounds(areas).tolist() == [179.0, 68.0, 181.0, 70.0]
    assert shapely.area(areas) == pytest.approx(2.0)
    assert shapely.get_num_geometries(areas) == 2


def test_an_area_beside_the_seam_goes_with_the_one_across_it() -> None:
    areas = one(MultiPolygon([*AREA_CUT.geoms, box(-180.0, 70.0, -179.0, 71.0)]))
    beside = MultiPolygon([AREA, box(180.0, 70.0, 181.0, 71.0)])
    assert areas.is_valid
    assert shapely.equals_exact(shapely.normalize(areas), shapely.normalize(beside), 1e-9)


def test_what_does_not_lie_across_stays_as_it_is() -> None:
    far_apart = MultiLineString([[(-170, 60), (-160, 61)], [(170, 60), (175, 61)]])
    around_the_pole = Polygon([(-120, 80), (0, 80), (120, 80)])
    kept = [far_apart, around_the_pole, Point(-179, 66), None, box(10, 60, 20, 61)]
    for before, after in zip(kept, continuous(kept), strict=True):
        assert before is after
    assert split(kept).tolist() == kept


def test_an_area_that_holds_the_pole_is_not_turned_inside_out() -> None:
    ring = Polygon([(lon, 85.0) for lon in (-170, -60, 60, 170)])
    assert one(ring) == ring


def test_an_area_of_america_stays_as_it_is() -> None:
    """Beside one that lies across the seam: 60 north is more than half a turn from 150 west."""
    alaska = Polygon([(-150, 60), (-149, 60), (-149, 61)])
    beside = MultiPolygon([AREA, Polygon([(210, 60), (211, 60), (211, 61)])])
    areas = one(MultiPolygon([*AREA_CUT.geoms, alaska]))
    assert shapely.equals_exact(shapely.normalize(areas), shapely.normalize(beside), 1e-9)


def test_what_is_counted_from_beyond_180_west_is_counted_from_the_east() -> None:
    line = LineString([(-185, 66), (-175, 67)])
    assert one(line) == LineString([(175, 66), (185, 67)])


def test_longitudes_are_wrapped() -> None:
    lon = [190.0, 180.0, -180.0, -190.0, 370.0, 540.0, 12.5]
    assert wrapped_lon_deg(lon).tolist() == [-170.0, 180.0, -180.0, 170.0, 10.0, 180.0, 12.5]


@given(
    st.integers(165, 179),
    st.lists(
        st.tuples(st.integers(165, 195).filter(lambda lon: lon != 180), st.integers(60, 75)),
        min_size=1,
        max_size=5,
        unique=True,
    ),
)
def test_cut_and_joined_is_the_same_line(first: int, others: list[tuple[int, int]]) -> None:
    line = LineString([(first, 59), *others])
    assume(line.is_simple)
    whole = one(split([line])[0])
    assert whole.hausdorff_distance(line) < 1e-6
    jumping = LineString([(float(wrapped_lon_deg(lon)), lat) for lon, lat in line.coords])
    assert np.allclose(shapely.get_coordinates(one(jumping)), shapely.get_coordinates(line))


def test_what_is_counted_further_west_than_180_comes_back_by_whole_turns() -> None:
    """A road of Alaska that somebody counted on to the west, from 180 to 190 degrees of it."""
    road = LineString([(-190.0, 60.0), (-185.0, 61.0)])
    assert shapely.equals_exact(one(road), LineString([(170.0, 60.0), (175.0, 61.0)]), 1e-9)
