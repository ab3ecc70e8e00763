"""The shipped atlas: no faults, posts to the kilometre, nothing nearer than its geodesic."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers import Atlas, check_path, load_atlas, load_land, places

MOSCOW_TO_VLADIVOSTOK_KM = 9288.0
# A hundred links at the tolerance of each.
TOLERANCE_KM = 5.0


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def test_shipped_atlas_has_no_faults() -> None:
    assert [str(fault) for fault in check_path().faults] == []


def test_shipped_atlas_is_as_large_as_it_should_be(shipped: Atlas) -> None:
    assert len(shipped.deposits) >= 40
    assert len(shipped.hubs) >= 31
    assert len(shipped.terminals) >= 140
    assert len(shipped.links) >= 150


def test_ports_of_the_order_that_is_cited_have_its_tariff(shipped: Atlas) -> None:
    """FST order 176-t/8: Khatanga, Anabar, Olenek, Yana, Indigirka, Kolyma and Tiksi."""
    groups = places(shipped).set_index("id")["tariff_group"]
    northern = ["khatanga_port", "saskylakh", "yhaya", "ustolenek", "ustkuyga", "nizhneyansk"]
    assert set(groups.loc[[*northern, "chokurdakh", "zelmys", "tiksi"]]) == {"far_north"}
    assert set(groups.loc[["osetrovo", "yakutsk", "kyusyur", "ustmaya"]]) == {"basin"}
    assert set(groups.loc[["dudinka", "murmansk_port", "omsk_port"]]) == {""}


def test_rivers_run_from_post_to_post_and_never_in_a_circle(shipped: Atlas) -> None:
    rows = shipped.links[shipped.links["downstream"] != ""]
    assert set(rows["mode"]) == {"river"}
    posts = shipped.posts.set_index(["line", "terminal_id"])["km_post"]
    courses: dict[str, set[bool]] = {}
    flow = nx.DiGraph()
    for row in rows.to_dict("records"):
        ends = row["from_id"], row["to_id"]
        upper, lower = ends if row["downstream"] == "from_to" else ends[::-1]
        flow.add_edge(upper, lower)
        if row["line"]:
            counts_down = posts[row["line"], upper] < posts[row["line"], lower]
            courses.setdefault(row["line"], set()).add(bool(counts_down))
    assert {line: len(ways) for line, ways in courses.items()} == dict.fromkeys(courses, 1)
    assert len(courses) >= 8
    assert nx.is_directed_acyclic_graph(flow)
    assert nx.has_path(flow, "tommot_port", "tiksi")
    assert nx.has_path(flow, "vanavara", "dudinka")
    assert nx.has_path(flow, "novosibirsk_port", "salekhard") != nx.has_path(
        flow, "salekhard", "novosibirsk_port"
    )


def test_trans_siberian_sums_to_its_posts(shipped: Atlas) -> None:
    on_line = shipped.links[shipped.links["line"] == "transsib"]
    graph = nx.Graph()
    for row in on_line.to_dict("records"):
        graph.add_edge(row["from_id"], row["to_id"], length_km=row["length_km"])
    km = nx.shortest_path_length(graph, "moscow_st", "vladivostok_st", weight="length_km")
    assert km == pytest.approx(MOSCOW_TO_VLADIVOSTOK_KM, abs=1e-6)


def test_any_two_posts_of_a_line_are_their_difference_apart_along_it(shipped: Atlas) -> None:
    lengths_km = {
        frozenset(ends): km
        for *ends, km in shipped.links.loc[
            shipped.links["line"] != "", ["from_id", "to_id", "length_km"]
        ].itertuples(index=False, name=None)
    }
    for line, posts in shipped.posts.groupby("line"):
        rows = posts[["terminal_id", "km_post"]].itertuples(index=False, name=None)
        for (first, start), (second, end) in pairwise(rows):
            linked = lengths_km.get(frozenset((first, second)))
            assert linked is None or linked == pytest.approx(abs(end - start), abs=0.05), line


def test_no_two_places_are_nearer_than_their_geodesic(shipped: Atlas) -> None:
    graph = nx.Graph()
    for from_id, to_id, km in zip(
        shipped.links["from_id"], shipped.links["to_id"], shipped.links["length_km"], strict=True
    ):
        known = graph.get_edge_data(from_id, to_id, {"km": np.inf})["km"]
        graph.add_edge(from_id, to_id, km=min(km, known))
    points = places(shipped).set_index("id").geometry
    lon, lat = points.x.to_dict(), points.y.to_dict()
    for start, reached in nx.all_pairs_dijkstra_path_length(graph, weight="km"):
        ids, km = list(reached), np.array(list(reached.values()))
        direct_km = geodesic_km(
            lon[start], lat[start], [lon[i] for i in ids], [lat[i] for i in ids]
        )
        assert (km > direct_km - TOLERANCE_KM).all()


def test_drawn_lines_run_from_one_end_of_their_link_to_the_other(shipped: Atlas) -> None:
    points = places(shipped).set_index("id").geometry
    for from_id, to_id, line in zip(
        shipped.links["from_id"], shipped.links["to_id"], shipped.links.geometry, strict=True
    ):
        for place_id, (lon, lat) in ((from_id, line.coords[0]), (to_id, line.coords[-1])):
            assert geodesic_km(lon, lat, points[place_id].x, points[place_id].y) < 10, place_id


def test_land_is_land() -> None:
    land = load_land()
    assert land.crs == "EPSG:4326"
    assert land.is_valid.all()
    assert set(land.geom_type) <= {"Polygon", "MultiPolygon"}
