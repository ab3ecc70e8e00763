"""The atlas against published distances and transit times that it was not built from.

Run: python -m benchmarks.held_out. Prints the answer to every row of docs/held_out.csv and
docs/transit_times.csv, and by mode the median error of the distances and the median ratio of the
days, beside what is aimed at. `--write` puts the tables into docs/data.md. Both lists were chosen
and committed before the first run; what is found is told and nothing is tuned to it.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import networkx as nx

import zimnik
from benchmarks.published import DOCS, MODES, distances, transit_times
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.vocabulary import Mode, Quantity, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.cargo import Cargo
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
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.studies.model import Model

# Largest median of the absolute relative error that is aimed at.
TARGET_ERRORS = {"rail": 0.02, "road": 0.03, "river": 0.04, "sea": 0.05, "winter_road": 0.05}
TARGET_ERROR = 0.03
# Smallest and largest median of our days over published days that are aimed at.
TARGET_RATIOS = (0.8, 1.25)
# The days are those of a way, whatever travels; a value decides how waiting weighs against it.
CARGO = Cargo("ore", tonnes_per_y=10_000.0, value_usd_per_t=100.0)
BEGIN, END = "<!-- held-out -->", "<!-- /held-out -->"


@dataclass(frozen=True, slots=True)
class Answer:
    """A published number of km or days and ours, which is None where there is no way."""

    journey: Journey
    published: float
    ours: float | None

    @property
    def ratio(self) -> float | None:
        """Ours over the published one."""
        return None if self.ours is None else self.ours / self.published


def answered_distances(links: Iterable[Link]) -> list[Answer]:
    """Return every held-out distance with the shortest length by links of its modes, km."""
    every = tuple(links)
    return [
        Answer(row.journey, row.published_km, shortest_km(every, row.journey))
        for row in distances()
    ]


def shortest_km(links: Iterable[Link], journey: Journey) -> float | None:
    """Return the shortest length of a journey by links of its modes, km; None without a way."""
    graph: nx.Graph[str] = nx.Graph()
    chosen = [link for link in links if link.mode in MODES[journey.mode]]
    # Of two links between the same places the shorter one comes last and stays.
    for link in sorted(chosen, key=lambda one: -one.length_km):
        graph.add_edge(link.from_id, link.to_id, km=link.length_km)
    parts = list(pairwise(journey.place_ids))
    if not all(a in graph and b in graph and nx.has_path(graph, a, b) for a, b in parts):
        return None
    return float(sum(nx.dijkstra_path_length(graph, a, b, weight="km") for a, b in parts))


def answered_times(model: Model) -> list[Answer]:
    """Return every published transit time with our own days."""
    arrays = compiled(model)
    dated = dated_network(arrays, model.card, YearType.NORMAL)
    return [
        Answer(row.journey, row.published_d, our_days(row, dated, model.card))
        for row in transit_times()
    ]


def our_days(row: TransitTime, dated: DatedNetwork, card: RateCard) -> float | None:
    """Return the days of the cheapest route of a transit time; None without a way.

    They are those of its legs, or for a delivery all but the waits for a season. Where an end is a
    cape, off which nothing is lifted, they are those of the shortest way.
    """
    arrays = dated.arrays
    if not arrays.lifting_states.keys() >= set(row.journey.place_ids):
        return _days_of_shortest(row.journey, arrays)
    routes = find_routes(arrays, card, _shipment(row), dated=dated).routes
    if not routes:
        return None
    if row.delivery:
        return routes[0].duration_d - routes[0].waiting_d
    legs = [part for part in routes[0].parts if isinstance(part, Leg)]
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
    return Shipment(
        from_id,
        to_id,
        CARGO,
        Dates(day_of(row.leaves) if row.leaves else None),
        via=[frozenset({place_id}) for place_id in via_ids],
        closures=Closures(modes=closed),
    )


def ratios(answers: Iterable[Answer]) -> dict[str, list[float]]:
    """Return ours over the published, by mode, of the rows that have an answer."""
    found: dict[str, list[float]] = {}
    for answer in answers:
        if answer.ratio is not None:
            found.setdefault(answer.journey.mode, []).append(answer.ratio)
    return found


def median_error(found: Iterable[float]) -> float:
    """Return the median of the absolute relative errors of some ratios."""
    return statistics.median(abs(ratio - 1) for ratio in found)


def error_table(answers: Sequence[Answer]) -> str:
    """Return the median errors of distances by mode as Markdown."""
    found = ratios(answers)
    asked = [answer.journey.mode for answer in answers]
    every = [ratio for values in found.values() for ratio in values]
    return "\n".join(
        [
            "| mode | distances | answered | median error | signed median | worst | aimed at |",
            "|---|---:|---:|---:|---:|---:|---:|",
            *(
                _error_line(mode, asked.count(mode), found.get(mode, []), target)
                for mode, target in TARGET_ERRORS.items()
            ),
            _error_line("all", len(asked), every, TARGET_ERROR),
        ]
    )


def _error_line(name: str, asked: int, found: Sequence[float], target: float) -> str:
    if not found:
        return f"| {_words(name)} | {asked} | 0 | | | | {target:.0%} |"
    worst = max((ratio - 1 for ratio in found), key=abs)
    return (
        f"| {_words(name)} | {asked} | {len(found)} | {median_error(found):.1%} | "
        f"{statistics.median(found) - 1:+.1%} | {worst:+.1%} | {target:.0%} |"
    )


def ratio_table(answers: Sequence[Answer]) -> str:
    """Return the median ratios of days by mode as Markdown."""
    asked = [answer.journey.mode for answer in answers]
    low, high = TARGET_RATIOS
    lines = [
        "| mode | times | answered | median ratio | smallest | largest | aimed at |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {_words(mode)} | {asked.count(mode)} | {len(found)} | {statistics.median(found):.2f} | "
        f"{min(found):.2f} | {max(found):.2f} | {low:.2f} to {high:.2f} |"
        for mode, found in ratios(answers).items()
    ]
    return "\n".join(lines)


def distance_rows(answers: Iterable[Answer]) -> str:
    """Return every distance beside ours as Markdown."""
    lines = [
        "| id | mode | places | published km | atlas km | error |",
        "|---|---|---|---:|---:|---:|",
    ]
    for answer in answers:
        ours = "no way" if answer.ours is None else f"{answer.ours:,.0f}"
        error = "" if answer.ratio is None else f"{answer.ratio - 1:+.1%}"
        lines.append(f"{_head(answer)} | {answer.published:,.0f} | {ours} | {error} |")
    return "\n".join(lines)


def time_rows(answers: Iterable[Answer]) -> str:
    """Return every transit time beside ours as Markdown."""
    lines = [
        "| id | mode | places | published days | our days | ratio |",
        "|---|---|---|---:|---:|---:|",
    ]
    for answer in answers:
        ours = "no way" if answer.ours is None else f"{answer.ours:.2f}"
        ratio = "" if answer.ratio is None else f"{answer.ratio:.2f}"
        lines.append(f"{_head(answer)} | {answer.published:.4g} | {ours} | {ratio} |")
    return "\n".join(lines)


def _head(answer: Answer) -> str:
    places = " - ".join(f"`{place_id}`" for place_id in answer.journey.place_ids)
    return f"| {answer.journey.row_id} | {_words(answer.journey.mode)} | {places}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def report(model: Model) -> str:
    """Return the tables as Markdown."""
    by_distance, by_time = answered_distances(model.typed_links), answered_times(model)
    return "\n\n".join(
        [
            error_table(by_distance),
            ratio_table(by_time),
            distance_rows(by_distance),
            time_rows(by_time),
        ]
    )


def main() -> None:
    """Print the tables, or write them into docs/data.md."""
    text = report(zimnik.load().model)
    if "--write" not in sys.argv[1:]:
        print(text)
        return
    book = DOCS / "data.md"
    before, _, rest = book.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    book.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
