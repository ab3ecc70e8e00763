"""Lines to a graph: cut where they meet, gaps closed, chains merged, whoever drew them and how."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.lines.drawn import drawn_lines, lengths_km
from zimnik.geo.lines.graph import LineGraph, graph_of_lines

M_DEG = 1.0 / 111_000.0


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(points)


def counts(graph: LineGraph) -> tuple[int, int, int]:
    """Return nodes, edges and components."""
    return len(graph.nodes), len(graph.ends), len(set(graph.component.tolist()))


def multigraph(graph: LineGraph) -> nx.MultiGraph:
    made = nx.MultiGraph()
    made.add_nodes_from(range(len(graph.nodes)))
    for (a, b), km in zip(graph.ends.tolist(), graph.length_km.tolist(), strict=True):
        made.add_edge(a, b, km=km)
    return made


CROSS = [line((0, 0), (2, 0)), line((1, -1), (1, 1))]


def test_lines_that_cross_at_one_level_are_cut_there() -> None:
    assert counts(graph_of_lines(drawn_lines(CROSS))) == (5, 4, 1)


@pytest.mark.parametrize("levels", [(0, 1), (0, -1), (1, 2)])
def test_a_bridge_and_a_tunnel_meet_nothing_they_cross(levels: tuple[int, int]) -> None:
    assert counts(graph_of_lines(drawn_lines(CROSS, level=levels))) == (4, 2, 2)


def test_a_bridge_joins_the_road_that_it_begins_at() -> None:
    road = [line((0, 0), (1, 0)), line((1, 0), (2, 0)), line((2, 0), (3, 0), (4, 0))]
    side = line((2, 1), (2, 0))
    # The middle third is a bridge; a side road ends at the vertex where it ends too.
    graph = graph_of_lines(drawn_lines([*road, side], level=[0, 1, 0, 0]))
    assert counts(graph) == (4, 3, 1)


def test_a_bridge_that_begins_on_a_road_meets_it_at_a_vertex_and_not_between() -> None:
    road = line((0, 0), (1, 0), (2, 0))
    begins_at_vertex = line((1, 0), (1, 1))
    begins_between = line((1.5, 0), (1.5, 1))
    assert counts(graph_of_lines(drawn_lines([road, begins_at_vertex], level=[0, 1]))) == (4, 3, 1)
    assert counts(graph_of_lines(drawn_lines([road, begins_between], level=[0, 1]))) == (4, 2, 2)
    # The other way round it is the last vertex of the bridge that lies on the road, or the first.
    for bridge in (begins_at_vertex, shapely.reverse(begins_at_vertex)):
        for lines, levels in (([road, bridge], [0, 1]), ([bridge, road], [1, 0])):
            assert counts(graph_of_lines(drawn_lines(lines, level=levels))) == (4, 3, 1)


def test_families_never_meet() -> None:
    assert counts(graph_of_lines(drawn_lines(CROSS, family=[0, 1]))) == (4, 2, 2)
    same_end = [line((0, 0), (1, 0)), line((1, 0), (2, 0))]
    assert counts(graph_of_lines(drawn_lines(same_end, family=[0, 1]), tolerance_m=10)) == (4, 2, 2)


def test_an_end_on_a_line_cuts_it() -> None:
    tee = [line((0, 0), (2, 0)), line((1, 0), (1, 1))]
    assert counts(graph_of_lines(drawn_lines(tee))) == (4, 3, 1)


def test_lines_that_share_no_vertex_do_not_meet_where_only_vertices_count() -> None:
    assert counts(graph_of_lines(drawn_lines(CROSS), cross=False)) == (4, 2, 2)
    shared = [line((0, 0), (1, 0), (2, 0)), line((1, -1), (1, 0), (1, 1))]
    assert counts(graph_of_lines(drawn_lines(shared, level=[0, 1]), cross=False)) == (5, 4, 1)


def test_chains_merge_until_something_that_matters_changes() -> None:
    road = [line((i, 60), (i + 1, 60)) for i in range(4)]
    assert counts(graph_of_lines(drawn_lines(road))) == (2, 1, 1)
    assert counts(graph_of_lines(drawn_lines(road, group=[0, 0, 1, 1]))) == (3, 2, 1)
    graph = graph_of_lines(drawn_lines(road))
    assert graph.length_km == pytest.approx(
        sum(float(geodesic_km(i, 60, i + 1, 60)) for i in range(4))
    )


def test_a_place_stays_a_node_though_nothing_but_a_chain_passes_it() -> None:
    road = [line((0, 60), (1, 60), (2, 60))]
    graph = graph_of_lines(drawn_lines(road), places=np.array([[1.0, 60.0]]))
    assert counts(graph) == (3, 2, 1)


@pytest.mark.parametrize("lat_deg", [0.0, 60.0, 80.0, -70.0])
@pytest.mark.parametrize("way", ["end", "line", "junction"])
def test_a_gap_is_closed_within_the_tolerance_and_not_beyond(lat_deg: float, way: str) -> None:
    gap_deg = 8.0 * M_DEG
    there = {
        "end": [line((10, lat_deg + 1), (10, lat_deg + gap_deg))],
        "line": [line((9, lat_deg + gap_deg), (11, lat_deg + gap_deg))],
        "junction": [line((10, lat_deg + gap_deg), (x, lat_deg + 1)) for x in (9.0, 10.0, 11.0)],
    }[way]
    stub = line((10, lat_deg - 1), (10, lat_deg))
    drawn = drawn_lines([stub, *there])
    closed = graph_of_lines(drawn, tolerance_m=10)
    assert len(set(closed.component.tolist())) == 1
    assert 7.5 < closed.steps.farthest_snap_m < 8.5
    assert len(set(graph_of_lines(drawn, tolerance_m=7).component.tolist())) == 2


def test_a_tolerance_in_metres_is_one_eastward_too_at_any_latitude() -> None:
    for lat_deg in (0.0, 60.0, 85.0):
        gap_deg = 8.0 * M_DEG / np.cos(np.radians(lat_deg))
        drawn = drawn_lines(
            [line((9, lat_deg), (10, lat_deg)), line((10 + gap_deg, lat_deg), (11, lat_deg))]
        )
        assert counts(graph_of_lines(drawn, tolerance_m=9)) == (2, 1, 1)
        assert counts(graph_of_lines(drawn, tolerance_m=7)) == (4, 2, 2)


def test_a_great_tolerance_draws_no_street_grid_into_a_point() -> None:
    step = 20.0 * M_DEG
    rows = [line(*((x * step, y * step) for x in range(5))) for y in range(5)]
    columns = [line(*((x * step, y * step) for y in range(5))) for x in range(5)]
    exact = graph_of_lines(drawn_lines(rows + columns))
    assert counts(exact)[:2] == (21, 36)
    assert counts(graph_of_lines(drawn_lines(rows + columns), tolerance_m=50)) == counts(exact)


def test_a_loose_end_does_not_fold_back_on_its_own_line() -> None:
    stub = line((0, 0), (0, 3 * M_DEG), (0, 1))
    assert counts(graph_of_lines(drawn_lines([stub]), tolerance_m=5)) == (2, 1, 1)


def test_a_line_shorter_than_the_tolerance_keeps_both_its_ends() -> None:
    stub = line((0, 0), (5 * M_DEG, 0))
    assert counts(graph_of_lines(drawn_lines([stub]), tolerance_m=10)) == (2, 1, 1)


def test_what_is_drawn_twice_counts_once_and_its_gaps_close_all_the_same() -> None:
    road, other = line((0, 60), (1, 60)), line((1 + M_DEG, 60), (2, 60))
    once = graph_of_lines(drawn_lines([road, other]), tolerance_m=2)
    twice = graph_of_lines(drawn_lines([road, road.reverse(), other, other]), tolerance_m=2)
    assert counts(once) == counts(twice) == (2, 1, 1)
    assert twice.steps.duplicates_km == pytest.approx(float(once.length_km.sum()), rel=1e-4)


def test_of_two_lines_in_one_place_that_are_alike_the_lesser_group_is_kept() -> None:
    road = line((0, 60), (1, 60))
    drawn = drawn_lines([road, road], group=[7, 3])
    assert graph_of_lines(drawn, alike=np.zeros(8, int)).lines.group.tolist() == [3]
    assert graph_of_lines(drawn).lines.group.tolist() == [3, 7]


def test_lines_that_lie_partly_on_each_other_are_one_there() -> None:
    graph = graph_of_lines(drawn_lines([line((0, 0), (2, 0)), line((1, 0), (3, 0))]))
    assert counts(graph) == (2, 1, 1)
    assert graph.length_km.sum() == pytest.approx(float(geodesic_km(0, 0, 3, 0)), rel=1e-9)


def test_a_loop_becomes_two_links_and_a_ring_too() -> None:
    lollipop = [line((0, -1), (0, 0)), line((0, 0), (1, 1), (-1, 1), (0, 0))]
    graph = graph_of_lines(drawn_lines(lollipop))
    assert counts(graph) == (3, 3, 1)
    assert graph.steps.loops == 1
    ring = graph_of_lines(drawn_lines([line((0, 0), (1, 1), (-1, 1), (0, 0))]))
    assert counts(ring) == (2, 2, 1)
    assert (ring.ends[:, 0] != ring.ends[:, 1]).all()


def test_a_line_that_crosses_itself_is_cut_there() -> None:
    eight = line((0, 0), (2, 2), (2, 0), (0, 2))
    graph = graph_of_lines(drawn_lines([eight]))
    assert max(graph.degrees) == 4


def test_both_customs_at_180_degrees_join() -> None:
    jumping = [line((179, 60), (-179, 60)), line((-179, 60), (-178, 60))]
    beyond = [line((179, 60), (181, 60)), line((181, 60), (182, 60))]
    split = [line((179, 60), (180, 60)), line((-180, 60), (-178, 60))]
    for drawn in (jumping, beyond, split):
        graph = graph_of_lines(drawn_lines(drawn))
        assert counts(graph) == (2, 1, 1)
        assert graph.length_km.sum() == pytest.approx(
            sum(float(geodesic_km(179 + i, 60, 180 + i, 60)) for i in range(3)), rel=1e-4
        )


def test_lines_all_around_the_earth_meet_at_the_meridian_where_they_begin() -> None:
    around = [line((x, 70), (x + 30, 70)) for x in range(-180, 180, 30)]
    assert counts(graph_of_lines(drawn_lines(around))) == (2, 2, 1)


def grid(rng: np.random.Generator, side: int) -> tuple[list[shapely.LineString], nx.Graph]:
    """Return the lines of a grid some of which are missing, and the grid by hand."""
    x, y = 100.0 + 0.01 * np.arange(side), 60.0 + 0.01 * np.arange(side)
    graph = nx.grid_2d_graph(side, side)
    graph.remove_edges_from([e for e in graph.edges if rng.random() < 0.3])
    for (a, b), (c, d) in graph.edges:
        km = float(geodesic_km(x[a], y[b], x[c], y[d]))
        graph.edges[(a, b), (c, d)]["km"] = km
    rows = [
        [
            ((x[i], y[j]), (x[i + 1], y[j]))
            for i in range(side - 1)
            if graph.has_edge((i, j), (i + 1, j))
        ]
        for j in range(side)
    ]
    columns = [
        [
            ((x[i], y[j]), (x[i], y[j + 1]))
            for j in range(side - 1)
            if graph.has_edge((i, j), (i, j + 1))
        ]
        for i in range(side)
    ]
    lines = []
    for run in rows + columns:
        parts = (
            shapely.line_merge(shapely.MultiLineString(run)) if run else shapely.MultiLineString()
        )
        # Whole rows and columns, without the vertices at which they cross the others.
        lines += [
            shapely.LineString([p.coords[0], p.coords[-1]])
            for p in (parts.geoms if hasattr(parts, "geoms") else [parts])
        ]
    return lines, graph


@pytest.mark.parametrize("seed", [0, 1])
def test_shortest_paths_on_a_drawn_grid_are_those_of_networkx(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines, by_hand = grid(rng, 24)
    rng.shuffle(lines)
    made = graph_of_lines(drawn_lines(lines), tolerance_m=1)
    found = multigraph(made)
    at = {
        (round((lon - 100) % 360 * 100), round((lat - 60) * 100)): node
        for node, (lon, lat) in enumerate(made.nodes)
    }
    corners = [node for node in by_hand if node in at]
    compared = 0
    for _ in range(100):
        source = corners[rng.integers(len(corners))]
        expected = nx.single_source_dijkstra_path_length(by_hand, source, weight="km")
        reached = nx.single_source_dijkstra_path_length(found, at[source], weight="km")
        for i in rng.integers(len(corners), size=10):
            target = corners[i]
            far = np.inf
            assert reached.get(at[target], far) == pytest.approx(expected.get(target, far))
            compared += 1
    assert compared == 1000


def noded_by_shapely(lines: list[shapely.LineString]) -> nx.MultiGraph:
    """Return the graph that GEOS makes of lines: an oracle that shares nothing with ours."""
    pieces = shapely.get_parts(shapely.unary_union(lines))
    graph = nx.MultiGraph()
    for piece in pieces:
        points = [tuple(np.round(point, 9)) for point in piece.coords]
        for a, b in pairwise(points):
            graph.add_edge(a, b)
    return graph


@given(st.integers(0, 10_000), st.integers(2, 12))
def test_crossings_are_those_of_geos(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    # Small enough for a plane, so that what is straight is straight in both.
    points = 0.01 * rng.random((count, 3, 2))
    lines = [shapely.LineString(one) for one in points]
    made = multigraph(graph_of_lines(drawn_lines(lines)))
    # What is nearer than a centimetre is one point to us and not to GEOS.
    assume(min(shapely.length(shapely.get_parts(shapely.unary_union(lines)))) > 1e-6)
    oracle = noded_by_shapely(lines)
    junctions = sorted(d for _, d in oracle.degree if d != 2)
    assert sorted(d for _, d in made.degree if d != 2) == junctions
    assert nx.number_connected_components(made) == nx.number_connected_components(oracle)


@given(st.integers(0, 10_000), st.sampled_from([0.0, 30.0]))
def test_order_and_direction_of_lines_change_nothing(seed: int, tolerance_m: float) -> None:
    rng = np.random.default_rng(seed)
    points = 100.0 + 0.01 * rng.random((8, 3, 2)) * [1, -1] + [0, -50]
    lines = [shapely.LineString(one) for one in points]
    turned = [one.reverse() if rng.random() < 0.5 else one for one in lines]
    rng.shuffle(turned)
    one = graph_of_lines(drawn_lines(lines), tolerance_m=tolerance_m)
    other = graph_of_lines(drawn_lines(turned), tolerance_m=tolerance_m)
    assert np.allclose(one.nodes, other.nodes, atol=1e-9)
    assert (one.ends == other.ends).all()
    assert np.allclose(one.length_km, other.length_km)


@given(st.integers(0, 10_000))
def test_no_length_is_lost_or_made(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = drawn_lines([shapely.LineString(one) for one in 0.01 * rng.random((6, 4, 2))])
    graph = graph_of_lines(lines)
    assert graph.length_km.sum() == pytest.approx(lengths_km(lines).sum(), rel=1e-6)


def test_vertices_between_nodes_are_those_that_lines_were_drawn_with() -> None:
    drawn = drawn_lines(
        [line((60, 0), (61, 0.5), (62, 0), (63, 0)), line((64, 1), (65, 2), (66, 1))]
    )
    graph = graph_of_lines(drawn)
    turn = 360.0 * (graph.nodes[:, 0].min() // 360.0)
    thinned = graph.with_vertices(np.array([(turn + 61.0, 0.5), (69.0, 9.0)]))
    first = np.split(thinned.lines.lonlat, thinned.lines.starts[1:-1])[0]
    assert sorted((first % 360.0).tolist()) == [[60, 0], [61, 0.5], [63, 0]]
    # What no vertex is kept of goes straight from node to node, and is as long as that.
    straight_km = float(geodesic_km(64.0, 1.0, 66.0, 1.0))
    assert thinned.length_km.tolist()[1] == pytest.approx(straight_km)
    assert (thinned.ends == graph.ends).all()


def test_edges_left_out_take_their_nodes_along_and_the_others_are_numbered_anew() -> None:
    """A road of one degree, and one of five that stands by itself."""
    drawn = drawn_lines([line((0, 0), (1, 0)), line((5, 0), (7, 0)), line((7, 0), (7, 3))])
    graph = graph_of_lines(drawn_lines([*CROSS, line((5, 5), (6, 5))]))
    assert counts(graph.with_edges(np.ones(len(graph.ends), bool))) == counts(graph)
    graph = graph_of_lines(drawn)
    kept = graph.length_km > 150.0
    left = graph.with_edges(kept)
    assert len(left.nodes) == len(np.unique(graph.ends[kept]))
    assert (left.nodes[left.ends] == graph.nodes[graph.ends[kept]]).all()
    assert left.length_km.tolist() == graph.length_km[kept].tolist()
    assert set(left.component.tolist()) == set(range(len(set(left.component.tolist()))))
