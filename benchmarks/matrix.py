"""How long the matrix of the shipped atlas takes, over networkx on a time-expanded graph.

Run: python -m benchmarks.matrix. The peer has a node for every state and day, so it rounds each
duration up to whole days, cannot be exact, and is asked for a sample of origins and one day of
readiness, of which the time is scaled to the whole matrix. Prints both, their ratio and how the
matrix grows with sites, dates and terminals: the search alone, the whole question as a study is
asked it, and its answer as JSON and as CSV. Times are those of the processor, after loading, of all
threads together: compiled searches run in threads beside one another, so on two free cores a search
takes little more than half of its time; the clock, which other work slows, stands beside it.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

import zimnik
from zimnik.geo.core.calendar import MONTH_STARTS_D, text_of
from zimnik.geo.core.parallel import threads_here
from zimnik.geo.core.vocabulary import Quantity, YearType
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.studies.model import cargoes_of, compiled, with_access_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.studies.model import Model

SAMPLE = ("tomtor", "koashva")
YEAR_D = 365
SHARES = (0.25, 0.5, 0.75, 1.0)
SIZES = ((5, 4, 12), (10, 8, 12), (20, 16, 12), (40, 32, 12), (40, 32, 4), (40, 32, 1))


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def expanded(network: DatedNetwork, cargo: Cargo) -> nx.DiGraph:
    """Return the moves of a year that repeats as edges between nodes at days."""
    prices = Pricing.of(network.card, cargo).base
    costs = network.open_costs(prices, NO_CLOSURES).tolist()
    wait = float(prices[QUANTITY_INDEX[Quantity.WAITING_D]])
    graph = nx.DiGraph()
    for day in range(YEAR_D):
        for node, moves in enumerate(network.moves):
            if network.stored[node]:
                graph.add_edge((node, day), (node, (day + 1) % YEAR_D), weight=wait)
            for move in moves:
                window, days = move.window, math.ceil(move.duration_d)
                if window and (day - window.opens_d) % YEAR_D + days > window.length_d:
                    continue
                head = (move.head, (day + days) % YEAR_D)
                graph.add_edge((node, day), head, weight=costs[move.row])
    return graph


def part_of(model: Model, share: float) -> Model:
    """Return the model with all sites and a share of the terminals, those nearest to their middle.

    Links stay where both of their ends do.
    """
    places = model.places
    is_site = places["kind"].isin(["deposit", "hub", "market"])
    terminals = places[~is_site]
    points = terminals.geometry
    off_lon = (points.x - points.x.median()) / 2  # a degree is half as long at 60 N
    order = np.hypot(off_lon, points.y - points.y.median()).sort_values().index
    kept = places.loc[is_site | places.index.isin(order[: round(share * len(order))])]
    ids = set(kept["id"])
    links = tuple(link for link in model.typed_links if ids.issuperset(link.ends))
    return replace(model, places=kept, typed_links=links)


def main() -> None:
    """Measure the peer on a sample, the whole matrix, and smaller ones."""
    study = zimnik.load()
    kinds = study.model.places.set_index("id")["kind"]
    origins = kinds.index[kinds == "deposit"].to_list()
    hubs = kinds.index[kinds == "hub"].to_list()
    model = with_access_of(study.model, {*origins, *hubs})
    network = dated_network(compiled(model), model.card, YearType.NORMAL).compiled()
    cargoes, _ = cargoes_of(model, origins, None)

    # Compiled searches are loaded once, and made on the first run after an install.
    seconds(partial(cost_matrix, network, MatrixRequest(cargoes, hubs, MONTH_STARTS_D[:1])))
    print(f"{threads_here()} threads")
    print("origins  hubs  days  search s  clock s  whole s  JSON s  CSV s")
    for most_origins, most_hubs, most_days in SIZES:
        some = {origin: cargoes[origin] for origin in origins[:most_origins]}
        request = MatrixRequest(some, hubs[:most_hubs], MONTH_STARTS_D[:most_days])
        began_s = time.perf_counter()
        search_s = seconds(partial(cost_matrix, network, request))
        clock_s = time.perf_counter() - began_s
        start = time.process_time()
        answer = study.matrix(
            origins=list(some),
            destinations=hubs[:most_hubs],
            ready=[text_of(day) for day in MONTH_STARTS_D[:most_days]],
        )
        whole_s = time.process_time() - start
        print(
            f"{most_origins:7}  {most_hubs:4}  {most_days:4}  {search_s:8.2f}  {clock_s:7.2f}  "
            f"{whole_s:7.2f}  "
            f"{seconds(answer.to_json):6.2f}  {seconds(answer.to_csv):5.2f}",
            flush=True,
        )
        if (most_origins, most_hubs, most_days) == (len(origins), len(hubs), len(MONTH_STARTS_D)):
            all_s = search_s

    print("terminals  links  seconds, 40 x 32 x 12")
    for share in SHARES:
        part = with_access_of(part_of(study.model, share), {*origins, *hubs})
        smaller = dated_network(compiled(part), part.card, YearType.NORMAL).compiled()
        took_s = seconds(partial(cost_matrix, smaller, MatrixRequest(cargoes, hubs)))
        terminals = (~part.places["kind"].isin(["deposit", "hub", "market"])).sum()
        print(f"{terminals:9}  {len(part.links):5}  {took_s:7.2f}", flush=True)

    states = network.arrays.states
    peer_s = 0.0
    for origin in SAMPLE:
        graph = expanded(network, cargoes[origin])
        start = next(3 * i + 1 for i, s in enumerate(states) if s.place_id == origin)
        peer_s += seconds(partial(nx.single_source_dijkstra_path_length, graph, (start, 0)))
    scaled_s = peer_s / len(SAMPLE) * len(origins) * len(MONTH_STARTS_D)
    print(
        f"networkx on a graph by days, {len(SAMPLE)} origins and one day: {peer_s:.1f} s, "
        f"{scaled_s:,.0f} s scaled to the matrix; ratio {scaled_s / all_s:,.0f}"
    )


if __name__ == "__main__":
    main()
