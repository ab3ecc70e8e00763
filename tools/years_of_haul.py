"""One haul over all observed years, and over drawn ones: mean, worst, and the link that decides.

Run: python -m tools.years_of_haul [ORIGIN DESTINATION TONNES]; Tomtor to Krasnokamensk with
160,000 t without them. Prints Markdown: every year of which gauges were read, then drawn years in
which what has no common years is independent, and beside them fully correlated. `--write` puts it
into docs/years.md. Some two minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.years.draws import drawn_years
from zimnik.geo.years.evidence import season_evidence
from zimnik.geo.years.season_years import in_drawn_year
from zimnik.layers.cards.gauges import load_gauges
from zimnik.studies.study import Study

if TYPE_CHECKING:
    from zimnik.geo.years.evidence import Evidence

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- haul -->", "<!-- /haul -->"
DRAWS = 60
HAUL = ("tomtor", "krasnokamensk", "160000")


def observed_table(study: Study, evidence: Evidence, haul: tuple[str, str, float]) -> list[str]:
    """Return the mean of the haul in the median year and in each observed one."""
    origin, destination, tonnes = haul
    followed = {one.group_id for one in evidence.links.values()}
    years = sorted({year for name in followed for year in evidence.groups[name].years})
    usual = study.route(origin, destination, tonnes_per_y=tonnes).year
    lines = [
        "| year | links moved | US$ per t | link that decides | a tonne waits for it, days |",
        "|---|---|---|---|---|",
        f"| median | | {usual.mean_usd_per_t:.1f} | {_longest(usual.waited_for_d)} |",
    ]
    costs = {}
    for year in years:
        answer = study.route(origin, destination, tonnes_per_y=tonnes, year=year)
        costs[year] = answer.year.mean_usd_per_t
        moved = answer.record().observed_year.links_moved
        waits = _longest(answer.year.waited_for_d)
        lines.append(f"| {year} | {moved} | {costs[year]:.1f} | {waits} |")
    worst = max(costs, key=lambda year: costs[year])
    mean = float(np.mean(list(costs.values())))
    return [*lines, "", f"Mean {mean:.1f}, worst {costs[worst]:.1f} in {worst}."]


def _longest(waited_for_d: dict[str, float]) -> str:
    link_id = max(waited_for_d, key=lambda name: waited_for_d[name], default="")
    return f"{link_id} | {waited_for_d.get(link_id, 0.0):.0f}"


def drawn_table(study: Study, evidence: Evidence, haul: tuple[str, str, float]) -> list[str]:
    """Return mean, P10, P90 and worst of drawn years, independent and fully correlated."""
    lines = ["| drawn years | mean | P10 | P90 | worst | decides most often |", "|---" * 6 + "|"]
    for words, together in (("independent where no years are common", False), ("full", True)):
        costs, decides = [], Counter[str]()
        for drawn in drawn_years(
            evidence.groups, DRAWS, np.random.default_rng(0), fully_correlated=together
        ):
            links = in_drawn_year(study.model.typed_links, evidence, drawn)
            year = (
                Study(replace(study.model, typed_links=links))
                .route(haul[0], haul[1], tonnes_per_y=haul[2])
                .year
            )
            costs.append(year.mean_usd_per_t)
            decides[_longest(year.waited_for_d).split(" | ")[0]] += 1
        told = [np.mean(costs), *np.percentile(costs, (10, 90)), max(costs)]
        (link_id, count), *_ = decides.most_common(1)
        figures = " | ".join(f"{one:.1f}" for one in told)
        lines.append(f"| {DRAWS}, {words} | {figures} | {link_id} ({count}) |")
    return lines


def main() -> None:
    """Print, and write with --write."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")] or list(HAUL)
    haul = (words[0], words[1], float(words[2]))
    study = zimnik.load()
    model = study.model
    evidence = season_evidence(model.typed_links, model.typed_places, load_gauges(model.atlas))
    text = "\n".join(
        [*observed_table(study, evidence, haul), "", *drawn_table(study, evidence, haul)]
    )
    print(text)
    if "--write" in sys.argv:
        path = DOCS / "years.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
