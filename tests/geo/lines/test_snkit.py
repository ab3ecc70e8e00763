"""The same lines by snkit, which made networks of lines before us: the same junctions and parts."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely

from zimnik.geo.lines.drawn import drawn_lines
from zimnik.geo.lines.graph import graph_of_lines

CRS_M, DEGREES = "EPSG:32652", "EPSG:4326"
CORNER_M = np.array([500_000.0, 6_870_000.0])


def drawn(rng: np.random.Generator) -> gpd.GeoSeries:
    """Return streets of Yakutia along a grid of metres: crossing, touching, continuing, apart.

    No two lie in one row or column, but for those that continue others. Whole numbers keep snkit
    from taking an end that is rounded past a line for a crossing.
    """
    at = rng.permutation(200)[:40] * 10.0
    first = rng.integers(0, 150, 40) * 10.0
    last = first + rng.integers(5, 60, 40) * 10.0
    rows = [[(a, y), (b, y)] for y, a, b in zip(at[:20], first, last, strict=False)]
    columns = [[(x, a), (x, b)] for x, a, b in zip(at[20:], first[20:], last[20:], strict=True)]
    corners = zip(at[20:30], first[20:30], strict=True)
    touching = [[(x, a + 40.0), (x + 7.0, a + 43.0)] for x, a in corners]
    onward = [[(b, y), (b + 3.0, y + 2.0)] for y, b in zip(at[:10], last, strict=False)]
    points = np.array([*rows, *columns, *touching, *onward]) + CORNER_M
    return gpd.GeoSeries(shapely.linestrings(points), crs=CRS_M)


@pytest.mark.proof
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(5))
def test_junctions_and_parts_are_those_of_snkit(seed: int) -> None:
    network = pytest.importorskip("snkit").network
    lines = drawn(np.random.default_rng(seed))
    theirs = network.Network(edges=gpd.GeoDataFrame(geometry=lines))
    theirs = network.add_endpoints(network.split_edges_at_intersections(theirs))
    theirs = network.split_edges_at_nodes(theirs, tolerance=1e-6)
    theirs = network.add_topology(network.add_ids(theirs))
    pairs = zip(theirs.edges["from_id"], theirs.edges["to_id"], strict=True)
    oracle = nx.MultiGraph(list(pairs))
    made = graph_of_lines(drawn_lines(lines.to_crs(DEGREES).to_numpy()), tolerance_m=0.1)
    graph = nx.MultiGraph([(a, b) for a, b in made.ends.tolist()])
    junctions = sorted(degree for _, degree in oracle.degree if degree != 2)
    assert sorted(degree for _, degree in graph.degree if degree != 2) == junctions
    assert nx.number_connected_components(graph) == nx.number_connected_components(oracle)
    # The plane of the zone is shorter than the ground by up to 0.04 %.
    assert made.length_km.sum() == pytest.approx(lines.length.sum() / 1000.0, rel=5e-4)
