"""The graph of a study: numbers that any tool may search, and the same routes as ours."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.network.links import Season
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.priced_graph import load_node, unload_node
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.studies.model import cargo_of, closures_of, compiled, with_access_of

if TYPE_CHECKING:
    from pathlib import Path

    import zimnik
    from zimnik.geo.network.links import Link

COST = "cost_usd_per_t"
ENDS = tuple(
    itertools.product(
        ("tomtor", "odikhincha", "kugda", "karnasurt"), ("krasnokamensk", "solikamsk", "baotou")
    )
)


@pytest.fixture(scope="module")
def graph(study: zimnik.Study) -> nx.MultiDiGraph:
    return study.graph(deposit="tomtor")


def open_all_year(link: Link) -> Link:
    """Return a link without a season; a winter road has to have one, of all days."""
    always = Season(dict.fromkeys(YearType, Window(0, YEAR_D)))
    return replace(link, season=always if link.mode is Mode.WINTER_ROAD else None)


def undated(study: zimnik.Study, origin: str, destination: str, **closed: Any) -> float:
    """Return the cost of the product of Tomtor by the route of the model, all links always open."""
    cargo, _ = cargo_of(study.model, "tomtor", None)
    model = with_access_of(study.model, {origin, destination})
    closures = closures_of(model, closed.get("avoid", ()), ())
    model = replace(model, typed_links=tuple(open_all_year(link) for link in model.typed_links))
    request = Shipment(origin, destination, cargo, Dates(0), closures=closures)
    return find_routes(compiled(model), model.card, request).routes[0].cost_usd_per_t


@pytest.mark.parametrize(("origin", "destination"), ENDS)
def test_shortest_path_is_the_route_where_every_link_is_always_open(
    study: zimnik.Study, graph: nx.MultiDiGraph, origin: str, destination: str
) -> None:
    ends = load_node(origin), unload_node(destination)
    found = nx.shortest_path_length(graph, *ends, weight=COST)
    assert found == pytest.approx(undated(study, origin, destination), rel=1e-9)


def test_closures_are_left_out(study: zimnik.Study) -> None:
    closed = study.graph(deposit="tomtor", avoid=("Kyusyur",))
    ends = load_node("tomtor"), unload_node("krasnokamensk")
    found = nx.shortest_path_length(closed, *ends, weight=COST)
    wanted = undated(study, "tomtor", "krasnokamensk", avoid=("Kyusyur",))
    assert found == pytest.approx(wanted, rel=1e-9)


def test_every_site_is_there_and_no_cargo_passes_through_one_without_links(
    study: zimnik.Study, graph: nx.MultiDiGraph
) -> None:
    atlas = study.model.atlas
    known = nx.get_node_attributes(graph, "place_id")
    assert set(atlas.deposits["id"]) <= set(known.values())
    own = [node for node in graph if node.endswith("/out")]
    assert own
    assert all(
        before.endswith(("/load", "/out")) for node in own for before, _ in graph.in_edges(node)
    )


def test_edges_are_numbers_and_nodes_lie_where_their_place_does(
    study: zimnik.Study, graph: nx.MultiDiGraph
) -> None:
    assert graph.graph["crs"] == "EPSG:4326"
    for _, _, edge in graph.edges(data=True):
        assert type(edge[COST]) is float
        assert edge[COST] >= 0
        assert type(edge["length_km"]) is type(edge["duration_d"]) is float
        assert (edge["length_km"] > 0) == bool(edge["link_id"]) == (edge["kind"] == "link")
    points = study.model.places.set_index("id").geometry
    for _, at in graph.nodes(data=True):
        point = points[at["place_id"]]
        assert (at["x"], at["y"]) == (point.x, point.y)


def test_graphml_gives_it_back(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    nx.write_graphml(graph, path)
    back = nx.read_graphml(path, force_multigraph=True)
    ends = load_node("tomtor"), unload_node("krasnokamensk")
    lengths = [nx.shortest_path_length(one, *ends, weight=COST) for one in (graph, back)]
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-12)
    assert dict(back.nodes["tomtor/load"]) == dict(graph.nodes["tomtor/load"])


def test_what_is_not_known_is_told_at_once(study: zimnik.Study) -> None:
    with pytest.raises(InputError) as raised:
        study.graph(deposit="tomtro", avoid=("nowhere",))
    assert [fault.where for fault in raised.value.faults] == ["deposit", "avoid"]
