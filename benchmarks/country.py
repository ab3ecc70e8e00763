"""A synthetic country: half a million nodes of roads and rails, 2,000 dated links, 300 terminals.

Run: python -m benchmarks.country [SIDE [DATED]]. SIDE is that of the grid of roads, 720 without it,
DATED the number of dated links. Seconds are of the processor, of one process; the most memory is
that of the process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.links import Link, Place, Season
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.static.contraction import (
    UNREACHABLE,
    Contraction,
    DijkstraMetric,
    contracted,
    contraction_from,
)
from zimnik.geo.static.country import LORRIES, CountryNetwork, FamilyGraph, family_graph
from zimnik.geo.static.joining import joined, price_points

if TYPE_CHECKING:
    from collections.abc import Iterator

WEST_DEG, SOUTH_DEG, STEP_DEG = 90.0, 52.0, 0.02
DATED, TERMINALS = 2_000, 300
MATRIX = (100, 30)
CARGO = Cargo("ore", 100_000.0, 1_000.0)
RAIL = "rail_1520"
VEHICLES = tuple(Vehicle)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print the seconds of the processor that something took, and the most memory so far."""
    start = time.process_time()
    yield
    spent_s = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{what:58s} {spent_s:9.3f} s {peak_mb:8,.0f} MB", flush=True)


def grid(rng: np.random.Generator, side: int, step: int, kept: float) -> np.ndarray:
    """Return edges between neighbours of a grid, every so many nodes, of which a part is kept."""
    at = np.arange(side * side).reshape(side, side)[::step, ::step]
    along = np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()])
    across = np.column_stack([at[:-1].ravel(), at[1:].ravel()])
    edges = np.concatenate([along, across])
    return edges[rng.random(len(edges)) < kept]


def drawn_country(side: int, dated: int = DATED) -> tuple[CountryNetwork, tuple[Place, ...]]:
    """Return a country and the terminals of its atlas, the same for every run."""
    rng = np.random.default_rng(1)
    row, column = np.divmod(np.arange(side * side), side)
    lonlat = np.column_stack([WEST_DEG + STEP_DEG * column, SOUTH_DEG + STEP_DEG / 2 * row])
    station = (row % 24 == 0) & (column % 24 == 0)
    places = tuple(
        Place(f"n{i}", PlaceKind.STATION if is_station else PlaceKind.ROAD_JUNCTION, lon, lat)
        for i, (is_station, (lon, lat)) in enumerate(
            zip(station.tolist(), lonlat.tolist(), strict=True)
        )
    )
    families = {}
    for name, step, kept in ((LORRIES, 1, 0.75), (RAIL, 24, 0.9)):
        ends = grid(rng, side, step, kept)
        km = rng.uniform(1.0, 2.0, len(ends)) * step
        kinds = (Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK) if name == LORRIES else (Vehicle.RAIL_1520,)
        numbers = np.array([VEHICLES.index(kind) for kind in kinds])
        of = numbers[rng.integers(len(kinds), size=len(km))]
        ids = tuple(f"{name}{i}" for i in range(len(ends)))
        families[name] = family_graph(lonlat, ends, km, of, ids)
    spots = rng.choice(side * side, TERMINALS, replace=False)
    atlas = tuple(Place(f"t{i}", PlaceKind.STATION, *places[i].lonlat) for i in spots.tolist())
    return CountryNetwork(places, families, tuple(dated_links(rng, side, dated))), atlas


def dated_links(rng: np.random.Generator, side: int, count: int) -> Iterator[Link]:
    """Yield winter roads between nodes some ten steps apart."""
    season = Season(dict.fromkeys(YearType, Window(350, 100)))
    for number in range(count):
        row, column = rng.integers(0, side - 11, 2)
        one, other = row * side + column, (row + rng.integers(5, 11)) * side + column + 10
        ends = f"n{one}", f"n{other}"
        km = float(rng.uniform(12.0, 20.0))
        yield Link(f"w{number}", *ends, Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, km, season=season)


def compare(family: FamilyGraph, contraction: Contraction, rng: np.random.Generator) -> None:
    """Fail unless both engines find the same, also where a road is closed; tell the times."""
    prices = dict.fromkeys(VEHICLES, 1.0)
    weights = family.weights(prices)
    nodes = rng.choice(family.graph.node_count, 40, replace=False)
    with told("  a metric: all weights anew, as for another card"):
        metric = contraction.metric(weights)
    with told("  distances 40 x 40"):
        found = metric.distances(nodes, nodes)
    with told("  the same by SciPy, 5 x 40"):
        slow = DijkstraMetric(family.graph, weights).distances(nodes[:5], nodes)
    require(np.array_equal(found[:5], slow))
    way = metric.path(int(nodes[0]), int(nodes[1]))
    edge = way[len(way) // 2 : len(way) // 2 + 1]
    with told("  one link closed"):
        metric.update(edge, np.array([UNREACHABLE]))
    weights[edge] = UNREACHABLE
    closed = DijkstraMetric(family.graph, weights).distances(nodes[:1], nodes)
    require(np.array_equal(metric.distances(nodes[:1], nodes), closed))


def require(both_agree: object) -> None:
    """End the run where the engines differ."""
    if not both_agree:
        sys.exit("the engines differ")


def run(side: int, dated: int) -> None:
    """Build, load, change and ask a country."""
    rng = np.random.default_rng(2)
    card = zimnik.load().model.card
    with told("drawn"):
        country, atlas = drawn_country(side, dated)
    contractions = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, family in country.families.items():
            place = Path(folder) / name
            place.mkdir()
            print(f"{name}: {family.graph.node_count:,} nodes, {family.graph.edge_count:,} links")
            with told("  build"):
                contracted(family.graph).save(place)
            with told("  load"):
                contractions[name] = contraction_from(family.graph, place)
        compare(country.families[LORRIES], contractions[LORRIES], rng)
    print(f"prices of lorries: {len(price_points(country.families[LORRIES], card))}")
    with told(f"joined to {TERMINALS} terminals and {dated:,} dated links"):
        made = joined(country, atlas, card, contractions=contractions)
    print(f"  {len(made.links):,} links, {len(made.places):,} places, {made.joins:,} joined")
    with told("dated network"):
        arrays = network_arrays((*atlas, *made.places), made.links, card)
        network = dated_network(arrays, card, YearType.NORMAL)
    ids = [place.id for place in atlas if arrays.lifting_at([place.id])]
    for name in ("first", "second", "third"):
        with told(f"one dated route, {name}"):
            shipment = Shipment(ids[0], ids[1], CARGO, Dates(100))
            found = find_routes(arrays, card, shipment, dated=network)
    print(f"  {found.routes[0].cost_usd_per_t:.2f} US$/t, {found.routes[0].distance_km:,.0f} km")
    origins, ends = ids[: MATRIX[0]], ids[MATRIX[0] : MATRIX[0] + MATRIX[1]]
    request = MatrixRequest(dict.fromkeys(origins, CARGO), ends)
    with told(f"matrix {len(origins)} x {len(ends)} x {len(request.ready_d)}"):
        cost_matrix(network, request)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    run(*[*given, 720, DATED][:2] if len(given) != 1 else (given[0], DATED))
