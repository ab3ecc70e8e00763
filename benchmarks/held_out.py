"""The atlas against published distances and transit times that it was not built from.

Run: python -m benchmarks.held_out. Prints the answer to every row of docs/held_out.csv and
docs/transit_times.csv, and by mode the median error of the distances and the median ratio of the
days, beside what is aimed at. `--write` puts the tables into docs/data.md. Rows were chosen and
committed before they were compared; what is found is told and nothing is tuned to it.
"""

from __future__ import annotations

import statistics
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

import zimnik
from benchmarks.held_out_times import answered_times, ratio_table, time_rows, unlike_table
from benchmarks.published import DOCS, MODES, Answer, distances, head, ratios, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.published import Journey
    from zimnik.geo.network.links import Link
    from zimnik.studies.model import Model

# Largest median of the absolute relative error that is aimed at.
TARGET_ERRORS = {"rail": 0.02, "road": 0.03, "river": 0.04, "sea": 0.05, "winter_road": 0.05}
TARGET_ERROR = 0.03
BEGIN, END = "<!-- held-out -->", "<!-- /held-out -->"


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
        return f"| {words(name)} | {asked} | 0 | | | | {target:.0%} |"
    worst = max((ratio - 1 for ratio in found), key=abs)
    return (
        f"| {words(name)} | {asked} | {len(found)} | {median_error(found):.1%} | "
        f"{statistics.median(found) - 1:+.1%} | {worst:+.1%} | {target:.0%} |"
    )


def distance_rows(answers: Iterable[Answer]) -> str:
    """Return every distance beside ours as Markdown."""
    lines = [
        "| id | mode | places | published km | atlas km | error |",
        "|---|---|---|---:|---:|---:|",
    ]
    for answer in answers:
        ours = "no way" if answer.ours is None else f"{answer.ours:,.0f}"
        error = "" if answer.ratio is None else f"{answer.ratio - 1:+.1%}"
        lines.append(f"{head(answer)} | {answer.published:,.0f} | {ours} | {error} |")
    return "\n".join(lines)


def report(model: Model) -> str:
    """Return the tables as Markdown."""
    by_distance, by_time = answered_distances(model.typed_links), answered_times(model)
    return "\n\n".join(
        [
            error_table(by_distance),
            ratio_table(by_time),
            unlike_table(by_time),
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
