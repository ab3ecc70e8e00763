"""One haul over all observed years, and over drawn ones: mean, worst, and the link that decides.

Run: python -m tools.years_of_haul [ORIGIN DESTINATION TONNES]; Tomtor to Krasnokamensk with
160,000 t without them. Prints Markdown: every year of which gauges were read, then 1,000 drawn
years in which what has no common years is independent, and beside them fully correlated, as `route
--years` answers. `--write` puts it into docs/years.md. Half a minute.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import zimnik
from zimnik.maps.reports.years.observed import deciding_text

if TYPE_CHECKING:
    from zimnik.maps.reports.years.many import EndYearRecord, ManyYearsRecord, SpreadRecord
    from zimnik.studies.study import Study

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- haul -->", "<!-- /haul -->"
DRAWS = 1000
HAUL = ("tomtor", "krasnokamensk", "160000")


def over_years(study: Study, haul: tuple[str, str, float], years: str | int) -> ManyYearsRecord:
    """Return what a tonne of the haul costs over observed years, or over drawn ones."""
    origin, destination, tonnes = haul
    answer = study.route(origin, destination, tonnes_per_y=tonnes, years=years)
    record = answer.record().many_years
    if record is None:
        message = f"{origin} to {destination} has no route"
        raise SystemExit(message)
    return record


def observed_lines(record: ManyYearsRecord) -> list[str]:
    """Return the observed years as a table, with the mean, the worst and what decided it."""
    lines = ["| year | links moved | US$ per t | link that decides | a tonne waits for it, days |",
             "|---|---|---|---|---|"]  # fmt: skip
    for one in record.by_year:
        usd, link = _usd(one.mean_usd_per_t), one.link_id or "none"
        lines.append(f"| {one.year} | {one.links_moved} | {usd} | {link} | {one.waits_d:.0f} |")
    spread = record.over_years
    said = (
        f"Mean US$ {_usd(spread.mean_usd_per_t)} per t, P10 {_usd(spread.p10_usd_per_t)}, P90 "
        f"{_usd(spread.p90_usd_per_t)}. Worst: {_end_text(spread.worst, observed=True)}."
    )
    return [*lines, "", said]


def drawn_lines(record: ManyYearsRecord) -> list[str]:
    """Return the drawn years as a table, and what was drawn on its own."""
    lines = ["| drawn years | mean | P10 | P50 | P90 | worst |", "|---" * 6 + "|"]
    rows = [("independent where no years are common", record.over_years)]
    rows += [("full", record.fully_correlated)] if record.fully_correlated else []
    lines += [_spread_line(f"{record.count:,}, {words}", spread) for words, spread in rows]
    alone, together = ", ".join(record.drawn_on_their_own), ", ".join(record.drawn_together)
    said = (
        f"Worst of the drawn years: {_end_text(record.over_years.worst)}. Drawn each on its own: "
        f"{alone or 'none'}; in one calendar year: {together or 'none'}."
    )
    return [*lines, "", said]


def _spread_line(words: str, spread: SpreadRecord) -> str:
    told = (
        spread.mean_usd_per_t,
        spread.p10_usd_per_t,
        spread.p50_usd_per_t,
        spread.p90_usd_per_t,
        spread.worst.mean_usd_per_t,
    )
    return f"| {words} | {' | '.join(_usd(usd) for usd in told)} |"


def _end_text(end: EndYearRecord, *, observed: bool = False) -> str:
    name = str(end.year) if observed else ""
    usd = f"US$ {_usd(end.mean_usd_per_t)}{f' in {name}' if name else ''}"
    return usd if end.deciding is None else f"{usd}, {deciding_text(end.deciding, name)}"


def _usd(usd: float | None) -> str:
    return "does not arrive" if usd is None else f"{usd:.1f}"


def main() -> None:
    """Print, and write with --write."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")] or list(HAUL)
    haul = (words[0], words[1], float(words[2]))
    study = zimnik.load()
    observed = observed_lines(over_years(study, haul, "observed"))
    text = "\n".join([*observed, "", *drawn_lines(over_years(study, haul, DRAWS))])
    print(text)
    if "--write" in sys.argv:
        path = DOCS / "years.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
