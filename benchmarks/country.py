"""A synthetic country: half a million nodes of roads and rails, 2,000 dated links, 300 terminals.

Run: python -m benchmarks.country [SIDE [DATED [SPACING]]]. SIDE is that of the grid of
nodes, 720 without it; DATED the number of winter roads; SPACING how many nodes lie between paved
main roads, 12 without it, and 0 is a grid of roads all alike, in which hardly two ways share an
edge. Seconds are of the processor, of one process; the most memory is that of the process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra

import zimnik
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.shortest_paths import cheapest_graph
from zimnik.geo.core.vocabulary import (
    TKM_OF_VEHICLE,
    Mode,
    PlaceKind,
    Vehicle,
    YearType,
)
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.links import Link, Place, Season
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.static.country import LORRIES, VEHICLES, CountryNetwork, CountryNodes, family_graph
from zimnik.geo.static.joining import JoinedNetwork, joined, lasting_ways, price_points
from zimnik.layers.networks.kept_ways import WaysFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.static.country import FamilyGraph

WEST_DEG, SOUTH_DEG, STEP_DEG = 90.0, 52.0, 0.02
DATED, TERMINALS, SPACING = 2_000, 300, 12
# Every so many nodes a railway runs along a row or a column of the grid.
RAIL_STEP = 24
MATRIX = (100, 30)
CARGO = Cargo("ore", 100_000.0, 1_000.0)
RAIL = "rail_1520"


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print the seconds of the processor that something took, and the most memory so far."""
    start = time.process_time()
    yield
    spent_s = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{what:58s} {spent_s:9.3f} s {peak_mb:8,.0f} MB", flush=True)


def grid(side: int, step: int) -> Indices:
    """Return edges between neighbours of a grid, every so many nodes."""
    at = np.arange(side * side).reshape(side, side)[::step, ::step]
    along = np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()])
    across = np.column_stack([at[:-1].ravel(), at[1:].ravel()])
    return np.concatenate([along, across])


class DrawnCountry:
    """A country and the terminals of its atlas, the same for every run.

    Parameters
    ----------
    side
        Nodes along a side of the grid.
    dated
        Number of winter roads.
    spacing
        Nodes between main roads.
    """

    def __init__(self, side: int, dated: int, spacing: int) -> None:
        rng = np.random.default_rng(1)
        self.side, self.spacing = side, spacing
        row, column = np.divmod(np.arange(side * side), side)
        lonlat = np.column_stack([WEST_DEG + STEP_DEG * column, SOUTH_DEG + STEP_DEG / 2 * row])
        self._is_station = (row % RAIL_STEP == 0) & (column % RAIL_STEP == 0)
        self._lonlat = lonlat
        nodes = CountryNodes(tuple(f"n{i}" for i in range(side * side)), lonlat, self._places_at)
        families = {LORRIES: self._roads(rng), RAIL: self._rails(rng)}
        self.network = CountryNetwork(nodes, families, tuple(self._winter_roads(rng, dated)))
        spots = rng.choice(side * side, TERMINALS, replace=False)
        self.atlas = tuple(
            Place(f"t{i}", PlaceKind.STATION, *lonlat[i].tolist()) for i in spots.tolist()
        )

    def _places_at(self, numbers: Sequence[int] | Indices) -> tuple[Place, ...]:
        kinds = {True: PlaceKind.STATION, False: PlaceKind.ROAD_JUNCTION}
        return tuple(
            Place(f"n{n}", kinds[bool(self._is_station[n])], *self._lonlat[n].tolist())
            for n in np.asarray(numbers).tolist()
        )

    def _roads(self, rng: np.random.Generator) -> FamilyGraph:
        """Return main roads, paved, and lesser ones of gravel, of which a quarter is missing."""
        ends = grid(self.side, 1)
        km = rng.uniform(1.0, 2.0, len(ends))
        if self.spacing:
            row, column = np.divmod(ends, self.side)
            is_main = ((row % self.spacing == 0).all(axis=1) & (row[:, 0] == row[:, 1])) | (
                (column % self.spacing == 0).all(axis=1) & (column[:, 0] == column[:, 1])
            )
        else:
            is_main = rng.random(len(ends)) < 0.5  # noqa: PLR2004
        kept = (is_main & bool(self.spacing)) | (rng.random(len(ends)) < 0.75)  # noqa: PLR2004
        of = np.where(is_main, VEHICLES.index(Vehicle.TRUCK), VEHICLES.index(Vehicle.GRAVEL_TRUCK))
        return self._family(LORRIES, ends[kept], km[kept], of[kept])

    def _rails(self, rng: np.random.Generator) -> FamilyGraph:
        ends = grid(self.side, RAIL_STEP)
        ends = ends[rng.random(len(ends)) < 0.9]  # noqa: PLR2004
        km = rng.uniform(1.0, 2.0, len(ends)) * RAIL_STEP
        return self._family(RAIL, ends, km, np.full(len(km), VEHICLES.index(Vehicle.RAIL_1520)))

    def _family(self, name: str, ends: Indices, km: Vector, of: Indices) -> FamilyGraph:
        ids = tuple(f"{name}{i}" for i in range(len(ends)))
        return family_graph(self._lonlat, ends, km, of, ids)

    def _winter_roads(self, rng: np.random.Generator, count: int) -> Iterator[Link]:
        """Yield winter roads between nodes some ten steps apart."""
        season = Season(dict.fromkeys(YearType, Window(350, 100)))
        for number in range(count):
            row, column = rng.integers(0, self.side - 11, 2)
            one = row * self.side + column
            other = (row + rng.integers(5, 11)) * self.side + column + 10
            ends, km = (f"n{one}", f"n{other}"), float(rng.uniform(12.0, 20.0))
            mode, vehicle = Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK
            yield Link(f"w{number}", *ends, mode, vehicle, km, season=season)


def require(both_agree: object) -> None:
    """End the run where two ways of finding the same differ."""
    if not both_agree:
        sys.exit("the answers differ")


def distances(family: FamilyGraph, prices: Mapping[Vehicle, float], at: int, to: Indices) -> Vector:
    """Return what ways from one node of the country to others weigh, by SciPy."""
    weights = family.weights(prices).astype(np.float64)
    graph, _ = cheapest_graph(
        family.graph.tails,
        family.graph.heads,
        np.concatenate([weights, weights]),
        family.graph.node_count,
    )
    found: Vector = dijkstra(graph, indices=int(np.searchsorted(family.nodes, at)))
    return found[np.searchsorted(family.nodes, to)]


def compare_joined(country: CountryNetwork, made: JoinedNetwork, card: RateCard) -> None:
    """Fail unless the joined network is as short as the whole graph, by SciPy, at its prices."""
    family = country.families[LORRIES]
    numbers = country.nodes.numbers
    rows = [link for link in made.links if link.vehicle in {Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK}]
    rows = [link for link in rows if not link.estimated]
    ends = np.array([[numbers[link.from_id], numbers[link.to_id]] for link in rows])
    own, compact = np.unique(ends, return_inverse=True)
    few = family_graph(
        country.nodes.lonlat,
        ends,
        np.array([link.length_km for link in rows]),
        np.array([VEHICLES.index(link.vehicle) for link in rows]),
        tuple(link.id for link in rows),
    )
    require(np.array_equal(few.nodes, own) and len(compact.ravel()) == ends.size)
    lasting = np.intersect1d(country.lasting_terminals(), few.nodes)
    for prices in (price_points(family, card)[0], price_points(family, card)[-1]):
        for at in lasting[:: max(1, len(lasting) // 3)][:3].tolist():
            slow, quick = (distances(one, prices, at, lasting) for one in (family, few))
            # Each stretch is rounded once, each edge of it once too.
            require(np.allclose(slow, quick, rtol=1e-5, atol=len(rows)))


def rated(card: RateCard, factor: float) -> RateCard:
    """Return a card with another price of gravel roads."""
    name = TKM_OF_VEHICLE[Vehicle.GRAVEL_TRUCK]
    rate = card.prices_usd[name]
    other = replace(rate, low=rate.low * factor, base=rate.base * factor, high=rate.high * factor)
    return replace(card, prices_usd={**card.prices_usd, name: other})


def ask_static(drawn: DrawnCountry, card: RateCard, kept: WaysFolder) -> JoinedNetwork:
    """Find, keep, load and change the ways of a country; return it joined to its atlas."""
    country = drawn.network
    with told("build: ways of every atlas found and kept"):
        kept.keep(lasting_ways(country, card, known=kept))
    with told(f"first load: joined to {TERMINALS} terminals of an atlas"):
        made = joined(country, drawn.atlas, card, known=kept)
        kept.keep(made.found)
    print(f"  {len(made.links):,} links, {len(made.nodes):,} places, {made.joins:,} joined")
    with told("load: joined again"):
        require(not joined(country, drawn.atlas, card, known=kept).found)
    with told("  held against SciPy on all roads"):
        compare_joined(country, made, card)
    with told("another rate of gravel"):
        found = joined(country, drawn.atlas, rated(card, 1.05), known=kept).found
    print(f"  {len(found)} questions anew, of {len(kept)} that were kept")
    edge = int(np.flatnonzero(np.isin(country.families[LORRIES].link_ids, used_ids(made)))[0])
    closed = country.families[LORRIES].link_ids[edge]
    with told("a link in use closed"):
        other = joined(country, drawn.atlas, card, known=kept, own_ids=[closed])
    require(closed in {link.id for link in other.links})
    return made


def used_ids(made: JoinedNetwork) -> list[str]:
    """Return ids of roads that are links by themselves."""
    return [link.id for link in made.links if link.id.startswith(LORRIES)]


def ask_dated(drawn: DrawnCountry, card: RateCard, made: JoinedNetwork) -> None:
    """Ask routes and a matrix by date of the joined country."""
    with told("dated network: places and arrays"):
        places = (*drawn.atlas, *drawn.network.nodes.places_at(made.nodes))
        arrays = network_arrays(places, made.links, card)
    with told("dated network: laid out"):
        network = dated_network(arrays, card, YearType.NORMAL)
    with told("dated network: compiled"):
        network = network.compiled()
    ids = [place.id for place in drawn.atlas if arrays.lifting_at([place.id])]
    pairs = list(zip(ids[0:10], ids[10:20], strict=True))
    found = find_routes(arrays, card, Shipment(*pairs[0], CARGO, Dates(100)), dated=network)
    with told(f"{len(pairs) - 1} dated routes, each of other ends"):
        for pair in pairs[1:]:
            found = find_routes(arrays, card, Shipment(*pair, CARGO, Dates(100)), dated=network)
    print(f"  {found.routes[0].cost_usd_per_t:.2f} US$/t, {found.routes[0].distance_km:,.0f} km")
    ends, days = pairs[1], (1, 60, 120, 180, 240, 300)
    with told(f"{len(days)} dated routes between the same ends"):
        for day in days:
            find_routes(arrays, card, Shipment(*ends, CARGO, Dates(day)), dated=network)
    link_ids = [link_id for leg in found.routes[0].legs for link_id in leg.link_ids]
    shut = Closures(link_ids=frozenset({link_ids[len(link_ids) // 2]}))
    with told("a dated route with a link of it closed"):
        shipment = Shipment(*pairs[-1], CARGO, Dates(100), closures=shut)
        around = find_routes(arrays, card, shipment, dated=network)
    require(around.routes[0].cost_usd_per_t > found.routes[0].cost_usd_per_t)
    print(f"  {around.routes[0].cost_usd_per_t:.2f} US$/t round it")
    ask_matrix(network, ids)


def ask_matrix(network: DatedNetwork, ids: list[str]) -> None:
    """Ask a matrix by date."""
    origins, ends = ids[: MATRIX[0]], ids[MATRIX[0] : sum(MATRIX)]
    request = MatrixRequest(dict.fromkeys(origins, CARGO), ends)
    with told(f"matrix {len(origins)} x {len(ends)} x {len(request.ready_d)}"):
        cost_matrix(network, request)


def run(side: int = 720, dated: int = DATED, spacing: int = SPACING) -> None:
    """Build, load, change and ask a country."""
    card = zimnik.load().model.card
    with told("drawn"):
        drawn = DrawnCountry(side, dated, spacing)
    roads, rails = (drawn.network.families[name] for name in (LORRIES, RAIL))
    for family in (roads, rails):
        print(f"  {family.graph.node_count:,} nodes, {family.graph.edge_count:,} links")
    print(f"  {len(drawn.network.lasting_terminals()):,} terminals besides those of the atlas")
    print(f"  {len(price_points(roads, card))} prices of lorries")
    with tempfile.TemporaryDirectory() as folder:
        made = ask_static(drawn, card, WaysFolder(Path(folder) / "ways"))
        ask_dated(drawn, card, made)


if __name__ == "__main__":
    run(*(int(word) for word in sys.argv[1:]))
