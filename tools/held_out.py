"""The atlas against published distances that were not used to build it.

Run: python tools/held_out.py. Prints a table as Markdown with the atlas's answer beside each
published distance, and the median and the worst relative error. `--write` puts the table into
docs/data.md. The distances in docs/held_out.csv were chosen and committed before the first run.
"""

from __future__ import annotations

import csv
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers import load_atlas, places
from zimnik.layers.atlas.network import standing

if TYPE_CHECKING:
    import geopandas as gpd

DOCS = Path(__file__).parents[1] / "docs"
# An end is any terminal this near to the published position; the town and its station differ.
NEAR_KM = 15.0
MODES = {
    "rail": {"rail"},
    "road": {"road"},
    "winter_road": {"winter_road", "road"},
    "river": {"river"},
    "sea": {"sea", "river"},
}
BEGIN, END = "<!-- held-out -->", "<!-- /held-out -->"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published distance and the atlas's."""

    row: dict[str, str]
    atlas_km: float | None

    @property
    def error(self) -> float | None:
        """Relative error of the atlas, or None where it has no answer."""
        published = float(self.row["published_km"])
        return None if self.atlas_km is None else self.atlas_km / published - 1


def compared() -> list[Comparison]:
    """Return every held-out distance that counts, with the atlas's answer."""
    atlas = load_atlas(drawn=False)
    there, links = standing(places(atlas), atlas.links)
    with (DOCS / "held_out.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["used_since"]]
    return [Comparison(row, _atlas_km(row, there, links)) for row in rows]


def _atlas_km(
    row: dict[str, str], there: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> float | None:
    chosen = links[links["mode"].isin(MODES[row["mode"]])]
    graph = nx.Graph()
    for link in chosen.itertuples():
        known = graph.get_edge_data(link.from_id, link.to_id, {"km": float("inf")})
        graph.add_edge(link.from_id, link.to_id, km=min(known["km"], link.length_km))
    on_mode = there[there["id"].isin(graph.nodes)]
    tails, heads = (_near(on_mode, row, end) for end in ("from", "to"))
    lengths = [
        nx.dijkstra_path_length(graph, tail, head, weight="km")
        for tail in tails
        for head in heads
        if nx.has_path(graph, tail, head)
    ]
    # The nearest terminal of each end comes first; others only where it has no way.
    return lengths[0] if lengths else None


def _near(on_mode: gpd.GeoDataFrame, row: dict[str, str], end: str) -> list[str]:
    away_km = geodesic_km(
        float(row[f"{end}_lon"]),
        float(row[f"{end}_lat"]),
        on_mode.geometry.x.to_numpy(),
        on_mode.geometry.y.to_numpy(),
    )
    order = away_km.argsort(kind="stable")
    return [str(on_mode["id"].iloc[i]) for i in order if away_km[i] <= NEAR_KM]


def table(comparisons: list[Comparison]) -> str:
    """Return the comparison as Markdown."""
    lines = [
        "| id | mode | from | to | published km | atlas km | error | why |",
        "|---|---|---|---|---:|---:|---:|---|",
    ]
    errors = []
    for item in comparisons:
        row = item.row
        atlas = "not in the atlas" if item.atlas_km is None else f"{item.atlas_km:,.0f}"
        error = "" if item.error is None else f"{item.error:+.1%}"
        errors += [] if item.error is None else [abs(item.error)]
        lines.append(
            f"| {row['id']} | {row['mode'].replace('_', ' ')} | {row['from_name_en']} | "
            f"{row['to_name_en']} | {float(row['published_km']):,.0f} | {atlas} | {error} | "
            f"{row['explained']} |"
        )
    median, worst = statistics.median(errors), max(errors)
    answered = f"{len(errors)} of {len(comparisons)} distances answered"
    lines += ["", f"{answered}; relative error: median {median:.1%}, worst {worst:.1%}."]
    return "\n".join(lines)


def main() -> None:
    """Print the table, or write it into docs/data.md."""
    text = table(compared())
    if "--write" not in sys.argv[1:]:
        print(text)
        return
    book = DOCS / "data.md"
    before, _, rest = book.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2] if END in rest else rest
    book.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
