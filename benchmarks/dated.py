"""How long one route by date takes, over networkx on a time-expanded graph.

Run: python -m benchmarks.dated. Times are those of the processor, after loading; the peer's graph
by days is built before it is measured.
"""

from __future__ import annotations

import statistics
from functools import partial

import networkx as nx

from benchmarks.matrix import expanded, seconds
from geo.dated_graph import dated_network
from geo.dates import Dates
from geo.matrix import MONTHS_D
from geo.routing import RouteRequest, find_routes
from geo.vocabulary import YearType
from zimnik.model import cargo_of, compiled, load_model, with_access_of

PAIRS = (("tomtor", "krasnokamensk"), ("koashva", "solikamsk"), ("tatarskoye", "khatanga"))


def main() -> None:
    """Measure every month of some pairs, and the peer once a pair."""
    for origin, hub in PAIRS:
        model = load_model(None, None)
        cargo, _ = cargo_of(model, origin, None)
        model = with_access_of(model, {origin, hub})
        arrays = compiled(model)
        network = dated_network(arrays, model.card, YearType.NORMAL)
        requests = [RouteRequest(origin, hub, cargo, dates=Dates(ready_d)) for ready_d in MONTHS_D]
        times_s = [
            seconds(partial(find_routes, arrays, model.card, request, network))
            for request in requests
        ]
        graph = expanded(network, cargo)
        start = next(3 * i + 1 for i, s in enumerate(arrays.states) if s.place_id == origin)
        end = next(3 * i for i, s in enumerate(arrays.states) if s.place_id == hub)
        for day in range(365):
            graph.add_edge((end, day), "end", weight=0.0)
        peer_s = seconds(
            lambda graph=graph, start=start: nx.dijkstra_path(graph, (start, 0), "end")
        )
        median_s = statistics.median(times_s)
        print(
            f"{origin} to {hub}: median {1000 * median_s:.0f} ms, worst {1000 * max(times_s):.0f} "
            f"ms; networkx by days {1000 * peer_s:,.0f} ms, ratio {peer_s / median_s:,.0f}"
        )


if __name__ == "__main__":
    main()
