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

import zimnik
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.programme import UNSCHEDULED
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.solve import solve
from zimnik.geo.core.intervals import Weeks
from zimnik.studies.model import cargo_of, compiled, with_access_of

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
    model = with_access_of(zimnik.load().model, {*DEPOSITS, HUB})
    arrays, card = compiled(model), model.card

    def demand(deposit: str) -> Demand:
        return Demand(deposit, HUB, cargo_of(model, deposit, TONNES)[0])

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
