"""The rule of winter roads against the published days of opening and closing.

Run: python tools/season_fit.py. Prints a table as Markdown with the rule's day beside each
published one of docs/season_dates.csv, and the median error. `--write` puts it into
docs/seasons.md. The two times of the rule, of building and of decay, are medians over these days;
so the error is also told with each road left out of its own median.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zimnik.geo.climate.climate import RULE, WINTER_FROM_D
from zimnik.geo.climate.road_seasons import road_winters
from zimnik.geo.core.calendar import day_of, text_of
from zimnik.layers import load_atlas, load_climate, places
from zimnik.layers.atlas.network import typed_links, typed_places

Values = NDArray[np.float64]

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- season-fit -->", "<!-- /season-fit -->"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published day and the rule's, both in days from 1 August."""

    row: dict[str, str]
    published_d: float
    rule_d: float

    @property
    def error_d(self) -> float:
        """Days that the rule is late."""
        return self.rule_d - self.published_d


def compared() -> list[Comparison]:
    """Return every published day with the rule's."""
    atlas = load_atlas(drawn=False)
    with (DOCS / "season_dates.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    links = atlas.links.set_index("id", drop=False).loc[[row["link_id"] for row in rows]]
    road = road_winters(typed_links(links), typed_places(places(atlas)), load_climate())
    # As geo.road_seasons writes them: the first and the last whole day.
    first, last = np.ceil(road.opens_d), np.floor(road.closes_d) - 1
    return [
        Comparison(
            row,
            (day_of(row["day"]) - WINTER_FROM_D) % 365,
            float((first if row["event"] == "open" else last)[i]),
        )
        for i, row in enumerate(rows)
    ]


def left_out(found: list[Comparison]) -> float:
    """Return the median error, each road held against the median of the others."""
    errors = []
    for one in found:
        others = [f.error_d for f in found if f.row["link_id"] != one.row["link_id"]]
        errors.append(abs(one.error_d - float(np.median(others))))
    return float(np.median(errors))


def table(found: list[Comparison]) -> str:
    """Return the comparison as Markdown."""
    lines = [
        "| winter road | | published | rule | late by, days | source |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        row, name = one.row, one.row["link_id"].removeprefix("winter_road_")
        when = f"{row['day']} {row['year']}".strip() + f" ({row['what']})"
        rule = text_of(one.rule_d + WINTER_FROM_D)
        lines.append(
            f"| {name} | {row['event']} | {when} | {rule} | {one.error_d:+.0f} | {row['source']} |"
        )
    for event in ("open", "close"):
        part = [one for one in found if one.row["event"] == event]
        errors = np.array([one.error_d for one in part])
        days = np.array([one.published_d for one in part])
        lines += ["", _summary(event, errors, days, left_out(part))]
    return "\n".join(lines)


def _summary(event: str, errors: Values, days: Values, left_out_d: float) -> str:
    middle = float(np.median(days))
    return (
        f"{event}: {len(errors)} days; the rule is late by {np.median(errors):+.0f} in the median; "
        f"median abs error {np.median(np.abs(errors)):.0f}, or {left_out_d:.0f} with each road "
        f"left out; worst {errors[np.abs(errors).argmax()]:+.0f}. The one day "
        f"{text_of(middle + WINTER_FROM_D)} for all roads is off by "
        f"{np.median(np.abs(days - middle)):.0f} in the median."
    )


def main() -> None:
    """Print, and write with --write."""
    found = compared()
    text = table(found)
    print(text)
    for event, now_d, sign in (("open", RULE.building_d, -1), ("close", RULE.decay_d, 1)):
        off = float(np.median([one.error_d for one in found if one.row["event"] == event]))
        print(f"{event}: {now_d:g} days now, {now_d + sign * off:g} would leave no bias")
    if "--write" in sys.argv:
        path = DOCS / "seasons.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
