"""Published transit times held against our own days.

Only what the rate card has the speed of is compared: the rows of others (cars, buses, express
trains, passenger ships) are told apart from the rest, by what travels.
"""

from __future__ import annotations

import statistics
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import networkx as nx

from benchmarks.published import (
    AT_THE_WHEEL,
    DELIVERY,
    LIKE_THE_CARD,
    MODES,
    Answer,
    head,
    ratios,
    transit_times,
    words,
)
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Mode, Quantity, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.remoteness.town_reach import DRIVING_H_PER_DAY
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.itinerary import Leg
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.published import Journey, TransitTime
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.studies.model import Model

# Smallest and largest median of our days over published days that are aimed at.
TARGET_RATIOS = (0.8, 1.25)
# The days are those of a way, whatever travels; a value decides how waiting weighs against it.
CARGO = Cargo("ore", tonnes_per_y=10_000.0, value_usd_per_t=100.0)
BLOCK_TRAIN_T_PER_Y = 1_000_000.0


def answered_times(model: Model) -> list[Answer]:
    """Return every published transit time with our own days."""
    arrays = compiled(model)
    dated = dated_network(arrays, model.card, YearType.NORMAL)
    return [
        Answer(row.journey, row.published_d, our_days(row, dated, model.card), row.travels)
        for row in transit_times()
    ]


def our_days(row: TransitTime, dated: DatedNetwork, card: RateCard) -> float | None:
    """Return the days of the cheapest route of a transit time; None without a way.

    They are those of its legs, for a delivery all but the waits for a season, and for a time at the
    wheel the hours of those days that a driver drives (docs/model.md, A51). Where an end is a cape,
    off which nothing is lifted, they are those of the shortest way.
    """
    arrays = dated.arrays
    if not arrays.lifting_states.keys() >= set(row.journey.place_ids):
        return _days_of_shortest(row.journey, arrays)
    routes = find_routes(arrays, card, _shipment(row), dated=dated).routes
    if not routes:
        return None
    if row.includes == DELIVERY:
        return routes[0].duration_d - routes[0].waiting_d
    under_way_d = _under_way_d(routes[0])
    if row.includes == AT_THE_WHEEL:
        return under_way_d * DRIVING_H_PER_DAY / HOURS_PER_DAY
    return under_way_d


def _under_way_d(route: Route) -> float:
    legs = [part for part in route.parts if isinstance(part, Leg)]
    return sum(leg.arrive_day - leg.depart_day for leg in legs)


def _days_of_shortest(journey: Journey, arrays: NetworkArrays) -> float:
    graph: nx.DiGraph[str] = nx.DiGraph()
    moves = [
        (edge.link.length_km, bill[Quantity.UNDER_WAY_D], edge)
        for edge, bill in zip(arrays.edges, arrays.bills, strict=True)
        if edge.link is not None and edge.link.mode in MODES[journey.mode]
    ]
    # Of several between the same places the shortest and quickest comes last and stays.
    for km, days, edge in sorted(moves, key=itemgetter(0, 1), reverse=True):
        graph.add_edge(edge.tail.place_id, edge.head.place_id, km=km, days=days)
    path = nx.dijkstra_path(graph, journey.place_ids[0], journey.place_ids[-1], weight="km")
    return float(nx.path_weight(graph, path, "days"))


def _shipment(row: TransitTime) -> Shipment:
    from_id, *via_ids, to_id = row.journey.place_ids
    closed = frozenset(str(mode) for mode in Mode) - MODES[row.journey.mode]
    in_trains = row.travels == "block train"
    return Shipment(
        from_id,
        to_id,
        replace(CARGO, tonnes_per_y=BLOCK_TRAIN_T_PER_Y) if in_trains else CARGO,
        Dates(day_of(row.leaves) if row.leaves else None),
        via=[frozenset({place_id}) for place_id in via_ids],
        closures=Closures(modes=closed),
    )


def like(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers whose vehicle the rate card has the speed of."""
    return [answer for answer in answers if answer.travels in LIKE_THE_CARD]


def ratio_table(answers: Iterable[Answer]) -> str:
    """Return the median ratios of days by mode as Markdown, of what the rate card has."""
    compared = like(answers)
    asked = [answer.journey.mode for answer in compared]
    low, high = TARGET_RATIOS
    lines = [
        "| mode | times | answered | median ratio | smallest | largest | aimed at |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {words(mode)} | {asked.count(mode)} | {_spread(found)} | {low:.2f} to {high:.2f} |"
        for mode, found in ratios(compared).items()
    ]
    return "\n".join(lines)


def unlike_table(answers: Sequence[Answer]) -> str:
    """Return the median ratios of days of what the rate card has no speed of, as Markdown."""
    compared = like(answers)
    others = sorted(
        (answer for answer in answers if answer not in compared),
        key=lambda answer: (answer.journey.mode, answer.travels),
    )
    lines = [
        "| mode | travels | times | answered | median ratio | smallest | largest |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for (mode, travels), group in groupby(others, lambda one: (one.journey.mode, one.travels)):
        rows = list(group)
        found = ratios(rows).get(mode, [])
        lines.append(f"| {words(mode)} | {travels} | {len(rows)} | {_spread(found)} |")
    return "\n".join(lines)


def _spread(found: Sequence[float]) -> str:
    if not found:
        return "0 | | | "
    return f"{len(found)} | {statistics.median(found):.2f} | {min(found):.2f} | {max(found):.2f}"


def time_rows(answers: Iterable[Answer]) -> str:
    """Return every transit time beside ours as Markdown."""
    lines = [
        "| id | mode | places | travels | published days | our days | ratio |",
        "|---|---|---|---|---:|---:|---:|",
    ]
    for answer in answers:
        ours = "no way" if answer.ours is None else f"{answer.ours:.2f}"
        ratio = "" if answer.ratio is None else f"{answer.ratio:.2f}"
        lines.append(
            f"{head(answer)} | {answer.travels} | {answer.published:.4g} | {ours} | {ratio} |"
        )
    return "\n".join(lines)
