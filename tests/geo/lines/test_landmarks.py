"""Stations beside drawn lines: which line each is joined to, where, and which are left alone.

A degree of longitude on the equator is 111.32 km, one of latitude there 110.57 km.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from zimnik.geo.lines.drawn import DrawnLines, drawn_lines
from zimnik.geo.lines.graph import graph_of_lines
from zimnik.geo.lines.landmarks import Joined, with_landmarks

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROAD, RAIL = 0, 1
EAST = shapely.LineString([(60, 0), (62, 0), (64, 0)])
NORTH_EAST = shapely.LineString([(60, 0.1), (64, 0.1)])
KM_OF_LAT = 110.574


def beside(
    lines: DrawnLines, *places: tuple[float, float], family: int = ROAD, reach_km: float = 5.0
) -> tuple[DrawnLines, Joined]:
    """Return lines with the places of one family within one reach."""
    many = len(places)
    lonlat = np.array(places, float).reshape(-1, 2)
    reach = np.full(many, reach_km)
    return with_landmarks(lines, lonlat, np.full(many, family), reach_km=reach)


def wrapped(lonlat: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return points as rounded degrees of the first turn, since longitudes count on."""
    return [(float(lon) % 360.0, float(lat)) for lon, lat in lonlat.round(6)]


def drawn(lines: DrawnLines) -> list[list[tuple[float, float]]]:
    """Return the vertices of each line."""
    return [wrapped(part) for part in np.split(lines.lonlat, lines.starts[1:-1])]


def test_a_spur_leaves_the_line_at_its_nearest_point() -> None:
    lines, joined = beside(drawn_lines([EAST]), (61.0, 0.02), (63.0, -0.01))
    assert drawn(lines) == [
        [(60, 0), (61, 0), (62, 0), (63, 0), (64, 0)],
        [(61, 0), (61, 0.02)],
        [(63, 0), (63, -0.01)],
    ]
    assert joined.numbers.tolist() == [0, 1]
    assert joined.apart_km == pytest.approx([0.02 * KM_OF_LAT, 0.01 * KM_OF_LAT], rel=1e-4)


def test_the_graph_has_a_node_where_a_spur_leaves_and_one_at_the_place() -> None:
    lines, _ = beside(drawn_lines([EAST]), (61.0, 0.02))
    graph = graph_of_lines(lines)
    assert sorted(wrapped(graph.nodes)) == [(60, 0), (61, 0), (61, 0.02), (64, 0)]
    assert graph.length_km.sum() == pytest.approx(4 * 111.3195 + 0.02 * KM_OF_LAT, rel=1e-5)


def test_a_place_on_the_line_cuts_it_and_needs_no_spur() -> None:
    lines, joined = beside(drawn_lines([EAST]), (61.0, 0.0), (62.0, 0.0))
    assert drawn(lines)[0] == [(60, 0), (61, 0), (62, 0), (64, 0)]
    graph = graph_of_lines(lines, tolerance_m=0.01, places=joined.lonlat)
    assert sorted(wrapped(graph.nodes)) == [(60, 0), (61, 0), (62, 0), (64, 0)]
    assert joined.numbers.tolist() == [0, 1]
    assert joined.apart_km == pytest.approx([0.0, 0.0])


def test_a_place_half_way_between_two_lines_joins_one_of_them() -> None:
    both = [shapely.linestrings([(60, lat), (64, lat)]) for lat in (-0.02, 0.02)]
    lines, joined = beside(drawn_lines(both), (61.0, 0.0))
    assert len(drawn(lines)) == 3
    assert joined.numbers.tolist() == [0]


def test_a_place_beyond_reach_is_left_alone() -> None:
    lines, joined = beside(drawn_lines([EAST]), (61.0, 0.05), (63.0, 0.04))
    assert joined.numbers.tolist() == [1]
    assert wrapped(joined.lonlat) == [(63.0, 0.04)]
    assert lines.count == 2


def test_each_place_has_its_own_reach() -> None:
    places, near_km = np.array([(61.0, 0.05), (63.0, 0.05)]), 0.05 * KM_OF_LAT
    families, reach_km = np.array([ROAD, ROAD]), np.array([near_km - 0.1, near_km + 0.1])
    _, joined = with_landmarks(drawn_lines([EAST]), places, families, reach_km=reach_km)
    assert joined.numbers.tolist() == [1]


def test_a_station_joins_road_and_railway_within_reach_and_tells_the_farther() -> None:
    both = drawn_lines([EAST, NORTH_EAST], family=[ROAD, RAIL])
    lines, joined = beside(both, (61.0, 0.03), family=RAIL, reach_km=10.0)
    assert joined.numbers.tolist() == [0]
    assert joined.apart_km == pytest.approx([0.07 * KM_OF_LAT], rel=1e-3)
    assert lines.family.tolist() == [ROAD, RAIL, ROAD, RAIL]
    ends = [one[-1] for one in drawn(lines)[2:]]
    assert ends == [(61.0, 0.03), (61.0, 0.03)]


def test_a_station_whose_railway_is_out_of_reach_is_not_joined_to_the_road_either() -> None:
    both = drawn_lines([EAST, NORTH_EAST], family=[ROAD, RAIL])
    lines, joined = beside(both, (61.0, 0.01), family=RAIL)
    assert joined.numbers.tolist() == []
    assert drawn(lines) == drawn(both)


def test_places_are_told_in_the_turn_of_the_lines() -> None:
    across = drawn_lines([shapely.LineString([(178, 66), (-178, 66)])])
    _, joined = beside(across, (-179.0, 66.01))
    assert joined.lonlat[0].tolist() == pytest.approx([181.0, 66.01])


@pytest.mark.parametrize("lines", [drawn_lines([EAST]), drawn_lines(np.array([], object))])
def test_no_place_or_no_line_joins_nothing(lines: DrawnLines) -> None:
    places = [] if lines.count else [(61.0, 0.0)]
    same, joined = beside(lines, *places)
    assert drawn(same) == drawn(lines)
    assert joined.numbers.tolist() == []
    assert joined.lonlat.shape == (0, 2)
