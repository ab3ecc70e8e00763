"""One campaign: seconds from the compiled network to the plan, and of the programme alone.

Run: python benchmarks/campaign.py. The programme of Tomtor to Krasnokamensk at 160,000 t is solved
by HiGHS, and the same transport without limits by networkx's network simplex on the time-expanded
graph, in whole tonnes and cents. Then how the time grows with weeks, and with runs as more deposits
share the capacities.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.programme import UNSCHEDULED
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.solve import solve
from zimnik.geo.climate.road_seasons import derive_seasons
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.network.access import access_links
from zimnik.geo.network.arrays import network_arrays
from zimnik.layers import load_atlas, load_climate, load_rate_card, places, sites
from zimnik.layers.atlas.network import standing, typed_links, typed_places
from zimnik.layers.cards.cargo import cargo_of_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.campaign.programme import Programme
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

TONNES = 160_000.0
REPEATS = 5
CENTS = 100
DEPOSITS = ("tomtor", "chuktukon", "karnasurt", "kular", "kyuchus", "katugin", "zashikh", "burpala")
HUB = "krasnokamensk"


def model() -> tuple[NetworkArrays, RateCard, dict[str, dict[str, object]]]:
    """Return the shipped network and its deposits."""
    atlas = load_atlas(drawn=False)
    card = load_rate_card(atlas)
    there, table = standing(places(atlas), atlas.links)
    known, links = typed_places(there), typed_links(table)
    links = (*links, *access_links(known, links, card, only={*DEPOSITS, HUB}))
    links = derive_seasons(links, known, load_climate()).links
    rows = sites(atlas).set_index("id").to_dict("index")
    return network_arrays(known, links, card), card, rows


def seconds(work: Callable[[], object]) -> float:
    """Return the median seconds of a few runs."""
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def expanded(programme: Programme) -> nx.DiGraph:
    """Return the programme without its limits as a graph of stores by week, whole numbers."""
    n = programme.periods
    graph = nx.DiGraph()
    commodity = programme.commodities[0]
    made = np.diff(np.round(np.cumsum(commodity.supplied) * commodity.wanted_t), prepend=0.0)
    for t in range(n):
        graph.add_node((commodity.source, t), demand=-int(made[t]))
    graph.add_node("end", demand=int(made.sum()))
    for number, store in enumerate(programme.stores):
        for t in range(n):
            cost = round(store.waiting_usd_per_t[t] * CENTS)
            graph.add_edge((number, t), (number, (t + 1) % n), weight=cost)
    for activity in programme.activities:
        came = {}
        # A graph sends the whole of a week to one week: that in which most of it arrives.
        order = np.argsort(activity.arrivals.shares)
        for at in order:
            came[int(activity.arrivals.left[at])] = int(activity.arrivals.came[at])
        for t, there in came.items():
            head = "end" if activity.head == UNSCHEDULED else (activity.head, there)
            cost = round(activity.cost_usd_per_t[t] * CENTS)
            known = graph.get_edge_data((activity.tail, t), head)
            if known is None or cost < known["weight"]:
                graph.add_edge((activity.tail, t), head, weight=cost)
    return graph


def report(title: str, arrays: NetworkArrays, card: RateCard, request: CampaignRequest) -> float:
    """Print the size of a programme and what it takes; return the seconds of solving it."""
    programme = build_campaign(arrays, card, request).campaign.programme
    solving = seconds(lambda: solve(programme))
    start = time.perf_counter()
    plan_campaign(arrays, card, request)
    whole = time.perf_counter() - start
    print(
        f"{title}: {len(programme.activities)} runs, {len(programme.stores)} stores, "
        f"{programme.periods} weeks, {len(programme.limits)} limits: solved in {solving:.3f} s, "
        f"whole question {whole:.2f} s"
    )
    return solving


def main() -> None:
    """Print one campaign, the peer on the same programme, and how it grows."""
    arrays, card, rows = model()

    def demand(deposit: str) -> Demand:
        return Demand(deposit, HUB, cargo_of_site(rows[deposit], card, tonnes_per_y=TONNES)[0])

    one = CampaignRequest((demand("tomtor"),))
    own = report("one campaign", arrays, card, one)
    programme = build_campaign(arrays, card, one).campaign.programme
    peer = seconds(lambda: nx.network_simplex(expanded(programme)))
    print(f"networkx network simplex, no limits: {peer:.3f} s, {peer / own:.1f} times as long")
    for weeks in (26, 104, 365):
        request = CampaignRequest((demand("tomtor"),), weeks=Weeks(weeks))
        report(f"{weeks} weeks", arrays, card, request)
    for count in (2, 4, len(DEPOSITS)):
        request = CampaignRequest(tuple(demand(name) for name in DEPOSITS[:count]))
        report(f"{count} deposits", arrays, card, request)


if __name__ == "__main__":
    main()
