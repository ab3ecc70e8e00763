"""How long one route by date takes, over networkx on a time-expanded graph.

Run: python -m benchmarks.dated. Every pair of a deposit and a hub is asked for a day and for the
best day; of some pairs every month is asked, one after another, which go on from the last search,
and the peer once, whose graph by days is built before it is measured. Prints the median and the
worst of the search, how it grows with terminals, and the whole question as a study is asked it.
Times are those of the processor, over a network that is laid out for compiled searches, the quicker
of two rounds, since the collection of what was loaded falls into one of them.
"""

from __future__ import annotations

import statistics
from functools import partial
from itertools import cycle, product
from typing import TYPE_CHECKING

import networkx as nx

import zimnik
from benchmarks.matrix import SHARES, expanded, part_of, seconds
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import cargo_of, cargoes_of, compiled, with_access_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.studies.model import Model

# What travels, between which places, and on which day; None for the best.
Asked = tuple["Cargo", tuple[str, str], "int | None"]

PAIRS = (("tomtor", "krasnokamensk"), ("koashva", "solikamsk"), ("tatarskoye", "khatanga"))
# Of all pairs every so many is asked on a smaller network.
STRIDE = 40


def quicker_ms(network: DatedNetwork, asked: Sequence[Asked]) -> list[float]:
    """Return the milliseconds of each route, the quicker of two rounds.

    One that is asked again at once goes on from its last search, so a round asks each once.
    """

    def ms(cargo: Cargo, ends: tuple[str, str], day: int | None) -> float:
        request = Shipment(*ends, cargo, dates=Dates(day))
        work = partial(find_routes, network.arrays, network.card, request, dated=network)
        return 1000 * seconds(work)

    rounds = [[ms(*one) for one in asked] for _ in range(2)]
    return [min(both) for both in zip(*rounds, strict=True)]


def told(times_ms: list[float]) -> str:
    """Return the median, the worst, and that of which one in a hundred takes longer."""
    high = sorted(times_ms)[int(0.99 * len(times_ms))]
    return (
        f"median {statistics.median(times_ms):5.1f} ms, of 99 in 100 at most {high:5.1f} ms, "
        f"worst {max(times_ms):5.1f} ms"
    )


def beside_networkx(model: Model, origin: str, hub: str) -> None:
    """Print every month of one pair, and the peer."""
    cargo, _ = cargo_of(model, origin, None)
    model = with_access_of(model, {origin, hub})
    arrays = compiled(model)
    network = dated_network(arrays, model.card, YearType.NORMAL).compiled()
    times_ms = quicker_ms(network, [(cargo, (origin, hub), day) for day in MONTH_STARTS_D])
    graph = expanded(network, cargo)
    start = next(3 * i + 1 for i, s in enumerate(arrays.states) if s.place_id == origin)
    end = next(3 * i for i, s in enumerate(arrays.states) if s.place_id == hub)
    for day in range(365):
        graph.add_edge((end, day), "end", weight=0.0)
    peer_ms = 1000 * seconds(partial(nx.dijkstra_path, graph, (start, 0), "end"))
    ratio = peer_ms / statistics.median(times_ms)
    print(f"{origin} to {hub}, {len(times_ms)} days: {told(times_ms)}")
    print(f"  networkx by days {peer_ms:,.0f} ms, ratio {ratio:,.0f}")


def main() -> None:
    """Measure all pairs, some pairs beside the peer, and smaller networks."""
    study = zimnik.load()
    model = study.model
    kinds = model.places.set_index("id")["kind"]
    origins = kinds.index[kinds == "deposit"].to_list()
    hubs = kinds.index[kinds == "hub"].to_list()
    cargoes, _ = cargoes_of(model, origins, None)
    pairs = list(product(origins, hubs))
    for share in reversed(SHARES):
        part = with_access_of(part_of(model, share), {*origins, *hubs})
        network = dated_network(compiled(part), part.card, YearType.NORMAL).compiled()
        asked = pairs if share == SHARES[-1] else pairs[::STRIDE]
        a_day = quicker_ms(
            network,
            [
                (cargoes[ends[0]], ends, day)
                for ends, day in zip(asked, cycle(MONTH_STARTS_D), strict=False)
            ],
        )
        best_day = quicker_ms(network, [(cargoes[ends[0]], ends, None) for ends in asked])
        print(f"{len(part.places)} places, {len(part.links)} links, {len(asked)} pairs")
        print(f"  a day:    {told(a_day)}")
        print(f"  best day: {told(best_day)}", flush=True)
    for origin, hub in PAIRS:
        beside_networkx(model, origin, hub)
        whole_ms = 1000 * min(seconds(partial(study.route, origin, hub)) for _ in range(2))
        print(f"  asked of a study, best day: {whole_ms:,.0f} ms", flush=True)


if __name__ == "__main__":
    main()
