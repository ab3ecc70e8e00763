"""What the gauges of the atlas say of its seasons: fit, correlations, spread.

Run: python -m tools.years_report. Prints Markdown: the days of links that lie at a gauge beside
what break-up and freeze-up give by one rule, the correlation of gauges by distance and by name,
drawn years beside observed ones, and what the links of the atlas follow. `--write` puts it into
docs/years.md and draws docs/pictures/years.svg.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import days_between, text_of
from zimnik.geo.core.chance import Chance
from zimnik.geo.core.geodesy import geodesic_km, middles
from zimnik.geo.core.vocabulary import GaugeKind, Mode, YearType
from zimnik.geo.years.draws import correlation, drawn_years, pair_correlations
from zimnik.geo.years.evidence import FLOOD_ENDS_D, FOLLOWS_KM, OTHER_ICE_D, season_evidence
from zimnik.layers import load_atlas, places
from zimnik.layers.atlas.network import typed_links, typed_places
from zimnik.layers.cards.gauges import load_gauges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.years.draws import PairCorrelation
    from zimnik.geo.years.evidence import Evidence
    from zimnik.geo.years.gauges import Gauge

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- years -->", "<!-- /years -->"
BINS_KM = (0, 300, 500, 800, 1500, 3000, 6000)
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class AtGauge:
    """A gauge with the river link that lies nearest to it, days from 1 January."""

    gauge: Gauge
    link_id: str
    km: float
    window: Window
    own_water: bool

    @property
    def opens_after_d(self) -> int:
        """Days from the median break-up to the opening of navigation."""
        return days_between(self.gauge.median.opens_d, self.window.opens_d)

    @property
    def closes_before_d(self) -> int:
        """Days from the closing of navigation to the median freeze-up."""
        return days_between(self.window.last_d, self.gauge.median.last_d)


def at_gauges(
    gauges: Sequence[Gauge], links: Sequence[Link], every_place: Sequence[Place]
) -> list[AtGauge]:
    """Return the link at each river gauge: of its own water, else the nearest within reach."""
    points = {place.id: place.lonlat for place in every_place}
    rivers = [link for link in links if link.mode is Mode.RIVER and link.season is not None]
    at = middles([points[one.from_id] for one in rivers], [points[one.to_id] for one in rivers])
    found = []
    for gauge in gauges:
        if gauge.kind is not GaugeKind.RIVER:
            continue
        km = geodesic_km(gauge.lon_deg or 0.0, gauge.lat_deg or 0.0, *at.T)
        is_other, near_km, row = min(
            (one.corridor not in gauge.corridors, float(far), number)
            for number, (one, far) in enumerate(zip(rivers, km, strict=True))
            if far <= FOLLOWS_KM
        )
        season = rivers[row].season
        window = season.window(YearType.NORMAL) if season is not None else None
        if window is not None:
            found.append(AtGauge(gauge, rivers[row].id, near_km, window, not is_other))
    return found


def rule_d(found: Sequence[AtGauge]) -> tuple[int, int]:
    """Return the days of the rule: after break-up, and before freeze-up; medians."""
    opens = [one.opens_after_d for one in found if one.opens_after_d <= OTHER_ICE_D]
    closes = [one.closes_before_d for one in found if one.window.last_d >= FLOOD_ENDS_D]
    return round(float(np.median(opens))), round(float(np.median(closes)))


def fit_table(found: Sequence[AtGauge]) -> list[str]:
    """Return a row for each gauge: its days, those of the link, and those of the rule."""
    after_d, before_d = rule_d(found)
    lines = [
        (
            "| gauge | years | break-up, median (sd) | freeze-up, median (sd) | link, km away "
            "| opens: atlas, rule | late by | closes: atlas, rule | late by |"
        ),
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in sorted(found, key=lambda one: one.gauge.lon_deg or 0.0):
        median, shifts = one.gauge.median, one.gauge.shifts.values()
        sds = [
            float(np.std([getattr(s, side) for s in shifts], ddof=1))
            for side in ("opens_later_d", "closes_later_d")
        ]
        other_ice = " (other ice)" if one.opens_after_d > OTHER_ICE_D else ""
        water = "" if one.own_water else ", other water"
        flood = " (flood)" if one.window.last_d < FLOOD_ENDS_D else ""
        lines.append(
            f"| {one.gauge.name} | {len(one.gauge.years)} | {median.opens} ({sds[0]:.1f}) | "
            f"{median.closes} ({sds[1]:.1f}) | {one.link_id}, {one.km:.0f}{water} | "
            f"{one.window.opens}, {text_of(median.opens_d + after_d)} | "
            f"{after_d - one.opens_after_d:+d}{other_ice} | "
            f"{one.window.closes}, {text_of(median.last_d - before_d)} | "
            f"{one.closes_before_d - before_d:+d}{flood} |"
        )
    return lines


def fit_text(found: Sequence[AtGauge]) -> list[str]:
    """Return the rule and its errors, for all gauges and for those of the link's own water."""
    own = [one for one in found if one.own_water]
    return [_fit_line("All gauges", found), _fit_line("Gauges of the link's own water", own)]


def _fit_line(words: str, found: Sequence[AtGauge]) -> str:
    after_d, before_d = rule_d(found)
    opens = [one for one in found if one.opens_after_d <= OTHER_ICE_D]
    closes = [one for one in found if one.window.last_d >= FLOOD_ENDS_D]
    opening, closing = (
        (
            [one.opens_after_d for one in opens],
            [abs(rule_d(_without(found, one))[0] - one.opens_after_d) for one in opens],
        ),
        (
            [one.closes_before_d for one in closes],
            [abs(rule_d(_without(found, one))[1] - one.closes_before_d) for one in closes],
        ),
    )
    return (
        f"- {words}: navigation opens {after_d} days after the median break-up ({len(opens)} "
        f"links, {min(opening[0])} to {max(opening[0])}; median abs error "
        f"{np.median(opening[1]):.1f} days, each gauge left out) and closes {before_d} days before "
        f"the median freeze-up ({len(closes)} links, {min(closing[0])} to {max(closing[0])}; "
        f"{np.median(closing[1]):.1f} days)."
    )


def _without(found: Sequence[AtGauge], left_out: AtGauge) -> list[AtGauge]:
    return [one for one in found if one is not left_out]


def distance_table(gauges: Sequence[Gauge], pairs: Sequence[PairCorrelation]) -> list[str]:
    """Return the median correlation of break-up and of freeze-up by distance."""
    at = {gauge.id: (gauge.lon_deg or 0.0, gauge.lat_deg or 0.0) for gauge in gauges}
    km = np.array([float(geodesic_km(*at[p.first_id], *at[p.second_id])) for p in pairs])
    opening, closing = (
        np.array([getattr(p, e) for p in pairs])
        for e in ("opening_correlation", "closing_correlation")
    )
    lines = [
        "| km between gauges | pairs | break-up, median | freeze-up, median |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise(BINS_KM):
        inside = (km >= low) & (km < high)
        if inside.any():
            medians = [f"{np.median(values[inside]):.2f}" for values in (opening, closing)]
            lines.append(f"| {low:,} to {high:,} | {inside.sum()} | {' | '.join(medians)} |")
    return lines


def matrix_table(gauges: Sequence[Gauge], pairs: Sequence[PairCorrelation]) -> list[str]:
    """Return correlations by name: break-up right of the diagonal, freeze-up left of it."""
    known = {(p.first_id, p.second_id): p for p in pairs}
    short = [gauge.name.split(" at ")[0][:8] for gauge in gauges]
    lines = [f"| | {' | '.join(short)} |", "|---" * (len(gauges) + 1) + "|"]
    for row, gauge in enumerate(gauges):
        cells = []
        for column, other in enumerate(gauges):
            pair = known.get((gauge.id, other.id)) or known.get((other.id, gauge.id))
            value = pair and (
                pair.opening_correlation if column > row else pair.closing_correlation
            )
            cells.append("" if value is None else f"{value:.2f}")
        lines.append(f"| {gauge.name} | {' | '.join(cells)} |")
    return lines


def _of_side(pair: PairCorrelation, *, opening: bool) -> float:
    return pair.opening_correlation if opening else pair.closing_correlation


def drawn_text(gauges: Sequence[Gauge], pairs: Sequence[PairCorrelation]) -> list[str]:
    """Return the mean pair correlation of observed years and of drawn ones."""
    groups = season_evidence((), (), gauges).groups
    drawn = drawn_years(groups, DRAWS, Chance(0))
    lines = []
    for word, event, side in (
        ("Break-up", "opening_correlation", "opens_later_d"),
        ("Freeze-up", "closing_correlation", "closes_later_d"),
    ):
        values = {
            name: [getattr(group.shifts[year[name]], side) for year in drawn]
            for name, group in groups.items()
        }
        mean = np.mean(
            [correlation(np.array([values[p.first_id], values[p.second_id]]).T) for p in pairs]
        )
        observed = np.mean([getattr(pair, event) for pair in pairs])
        lines.append(
            f"- {word}: mean of {len(pairs)} pairs {observed:.2f} observed, "
            f"{mean:.2f} in {DRAWS:,} drawn years."
        )
    return lines


def evidence_table(links: Sequence[Link], evidence: Evidence) -> list[str]:
    """Return how many links of each mode follow a gauge, and the spread of what the others take."""
    modes = {link.id: link.mode.value for link in links}
    rows = Counter(
        (modes[link_id], bool(evidence.group_of(link_id).gauge_id)) for link_id in evidence.links
    )
    lines = ["| mode | follow a gauge | take the spread of their kind |", "|---|---|---|"]
    lines += [
        f"| {mode.replace('_', ' ')} | {rows[mode, True]} | {rows[mode, False]} |"
        for mode in sorted({mode for mode, _ in rows})
    ]
    followed = sorted(
        {evidence.group_of(i).gauge_id for i in evidence.links if evidence.group_of(i).gauge_id}
    )
    return [*lines, "", f"Gauges that links follow: {', '.join(followed)}."]


def figure(found: Sequence[AtGauge]) -> str:
    """Return an SVG: days of links over days of gauges, with the line of the rule."""
    after_d, before_d = rule_d(found)
    opens = [(one.gauge.median.opens_d, one.window.opens_d) for one in found]
    closes = [(one.gauge.median.last_d, one.window.last_d) for one in found]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 380" '
        'font-family="sans-serif" font-size="12"><rect width="760" height="380" fill="#fff"/>\n'
        + _panel(50, ("break-up", "navigation opens"), after_d, opens, low_d=130)
        + _panel(420, ("freeze-up", "navigation closes"), -before_d, closes, low_d=225)
        + "</svg>\n"
    )


def _panel(
    left: int,
    words: tuple[str, str],
    offset_d: int,
    dots: Sequence[tuple[int, int]],
    *,
    low_d: int,
) -> str:
    """Return one half of the figure, 90 days a side; links that close in summer are cut off."""
    span_d, side, bottom = 90, 300, 330

    def px(day: float) -> float:
        return (day - low_d) * side / span_d

    ends = [max(low_d, low_d - offset_d), min(low_d + span_d, low_d + span_d - offset_d)]
    (x0, y0), (x1, y1) = ((left + px(d), bottom - px(d + offset_d)) for d in ends)
    frame = (
        f'<rect x="{left}" y="{bottom - side}" width="{side}" height="{side}" fill="none" '
        f'stroke="#888"/><line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" '
        f'stroke="#c33"/><text x="{left + side / 2:.0f}" y="368" text-anchor="middle">'
        f'{words[0]}, median</text><text x="{left}" y="20">{words[1]}; line: {offset_d:+d} '
        "days</text>"
    )
    ticks = [
        f'<text x="{left + px(day):.1f}" y="345" text-anchor="middle">{text_of(day)}</text>'
        f'<text x="{left - 4}" y="{bottom - px(day) + 4:.1f}" text-anchor="end">'
        f"{text_of(day)}</text>"
        for day in range(low_d, low_d + span_d + 1, 30)
    ]
    circles = [
        f'<circle cx="{left + px(x):.1f}" cy="{bottom - px(y):.1f}" r="4" fill="#236" '
        'opacity="0.7"/>'
        for x, y in dots
        if low_d <= y <= low_d + span_d
    ]
    return "\n".join([frame, *ticks, *circles]) + "\n"


def main() -> None:
    """Print, and write with --write."""
    atlas = load_atlas(drawn=False)
    links, every_place = typed_links(atlas.links), typed_places(places(atlas))
    gauges = load_gauges(atlas)
    rivers = sorted(
        (gauge for gauge in gauges if gauge.kind is GaugeKind.RIVER),
        key=lambda gauge: gauge.lon_deg or 0.0,
    )
    found, pairs = at_gauges(gauges, links, every_place), pair_correlations(rivers)
    sections = (
        fit_text(found),
        fit_table(found),
        ["![Days of links over days of gauges](pictures/years.svg)"],
        distance_table(rivers, pairs),
        ["Break-up right of the diagonal, freeze-up left of it; ten common years or more:"],
        matrix_table(rivers, pairs),
        drawn_text(rivers, pairs),
        evidence_table(links, season_evidence(links, every_place, gauges)),
    )
    text = "\n\n".join("\n".join(section) for section in sections)
    print(text)
    if "--write" in sys.argv:
        path = DOCS / "years.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
        (DOCS / "pictures" / "years.svg").write_text(figure(found), encoding="utf-8")


if __name__ == "__main__":
    main()
