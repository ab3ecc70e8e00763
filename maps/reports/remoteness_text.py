"""Remoteness of sites as text for a terminal.

Owns what a reader is told beside the numbers. What cannot be reached is said so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Goal
from zimnik.geo.pricing.cargo_value import PRECIOUS_USD_PER_T
from zimnik.geo.remoteness.indices import LEAST_RANKED
from zimnik.maps.reports.capacities import capacity_lines_of_many
from zimnik.maps.reports.needs import need_lines
from zimnik.maps.reports.year import MONTHS, basis_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.maps.reports.remoteness import MonthRecord, RemotenessRecord, SiteRecord

# Indices of which the text shows how far they agree; JSON has every pair.
COMPARED = (
    f"{Goal.RAILHEAD}_usd_per_t",
    "days_cut_off",
    "aria_score",
    "gravity_index",
    "far_level",
)
OUT_OF_REACH = "-"
FLIES = f"worth US$ {PRECIOUS_USD_PER_T:,.0f} a tonne and more: it flies, and costs do not compare"
MOST_NAME = 26
# fmt: off
HEADS = {
    "railhead": "rail", "all_season_road": "road", "year_round_port": "all-year",
    "port": "port", "town_10k": "town", "hub": "hub", "market": "market",
}
# fmt: on
LEGEND = (
    "US$ per t by the cheapest route to the cheapest of: rail = stations of the main railway;",
    "road = what an all-season road joins to the main network; all-year = sea ports with a sea",
    "lane open all year; port = any; town = towns of 10,000 and more; hub; market. days = days of",
    "the year joined to the main network by surface; ARIA 0 to 15; gravity 0 to 1; FAR 0 to 4;",
    "2 km = whether an all-season road is known within 2 km. Indices are not blended.",
)


def remoteness_text(record: RemotenessRecord) -> str:
    """Return the table for a terminal, remotest from a railhead first, what flies apart."""
    when = basis_text(record.basis, record.ready, record.working_d)
    asked = record.asked
    columns = "".join(f"{HEADS[goal]:>9}" for goal in Goal)
    lines = [
        f"Remoteness of {len(record.sites)} sites, {when}, {record.year_type} year",
        f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}",
        "",
        f"{'':{MOST_NAME}}{columns}  days   ARIA  gravity  FAR  2 km",
    ]
    lines += [_line(site) for site in record.sites if not site.flies]
    flown = [_line(site) for site in record.sites if site.flies]
    lines += ["", FLIES, *flown] if flown else []
    lines += ["", *LEGEND, "", *_class_lines(record)]
    if len(record.sites) >= LEAST_RANKED:
        lines += ["", "Rank correlation (Spearman)", *_correlation_lines(record)]
    lines += ["", *need_lines(record.needs_first, needed_by=_needed_by(record))]
    return _ended(lines, record, _capacity_lines(record))


def _capacity_lines(record: RemotenessRecord) -> list[str]:
    of = f"of {len(record.sites):,} sites"
    doubts = Counter(one.id for site in record.sites for one in site.capacities_in_doubt)
    count = sum(bool(site.capacities_in_doubt) for site in record.sites)
    head = (
        f"known capacities do not vouch for {count:,} {of}, each taken alone: all of it would "
        "arrive if the following pass it"
    )
    return capacity_lines_of_many(record.capacity_checks, doubts, head=head, of=of)


def months_text(record: RemotenessRecord) -> str:
    """Return US$ per t to a goal for a terminal, a column a month of readiness."""
    asked, goal = record.asked, (record.goal or "").replace("_", " ")
    columns = "".join(f"{month:>7}" for month in MONTHS)
    lines = [
        f"US$ per t to the cheapest {goal}, mean of each month in which the cargo is ready",
        f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}",
        "",
        f"{'':{MOST_NAME}}{columns}",
    ]
    by_site: dict[str, list[MonthRecord]] = {}
    for month in record.months:
        by_site.setdefault(month.site_id, []).append(month)
    for months in by_site.values():
        cells = "".join(f"{_amount(month.cost_usd_per_t):>7}" for month in months)
        lines.append(f"{_short(months[0].name):{MOST_NAME}}{cells}")
    return _ended(lines, record)


def _needed_by(record: RemotenessRecord) -> dict[str, str]:
    return {
        need.name: ", ".join(site.name for site in record.sites if need.id in site.needs_first)
        for need in record.needs_first
    }


def _ended(lines: Sequence[str], record: RemotenessRecord, capacities: Sequence[str] = ()) -> str:
    said = (*record.warnings, *capacities)
    warnings = ["", *(f"! {warning}" for warning in said)] if said else []
    return "\n".join([*lines, *warnings, "", *record.footer()]) + "\n"


def _amount(usd_per_t: float | None) -> str:
    return OUT_OF_REACH if usd_per_t is None else f"{usd_per_t:,.0f}"


def _short(name: str) -> str:
    return name if len(name) < MOST_NAME else f"{name[: MOST_NAME - 4]}..."


def _line(site: SiteRecord) -> str:
    costs = "".join(f"{_amount(getattr(site, f'{goal}_usd_per_t')):>9}" for goal in Goal)
    return (
        f"{_short(site.name):{MOST_NAME}}{costs}  {site.days_joined:4d}  {site.aria_score:5.1f}  "
        f"{site.gravity_index:7.2f}  {site.far_level:3d}  {'yes' if site.rural_access else 'no':>4}"
    )


def _class_lines(record: RemotenessRecord) -> list[str]:
    parts = [
        f"{one.people:,.0f} people "
        f"{'none reached' if one.mean_km is None else f'{one.mean_km:,.0f} km'}"
        for one in record.aria_classes
    ]
    return [
        "ARIA compares with the mean distances of these very sites, not of Australia, to",
        f"towns of {', '.join(parts)}.",
    ]


def _correlation_lines(record: RemotenessRecord) -> list[str]:
    known = {frozenset(pair.indices): pair.spearman for pair in record.rank_correlations}
    heads = [name.removesuffix("_usd_per_t").replace("_", " ") for name in COMPARED]
    lines = [f"{'':14}" + "".join(f"{head:>15}" for head in heads[1:])]
    for row, one in enumerate(COMPARED[:-1]):
        cells = [
            "" if column <= row else _rho(known.get(frozenset((one, other))))
            for column, other in enumerate(COMPARED)
        ][1:]
        lines.append(f"{heads[row]:14}" + "".join(f"{cell:>15}" for cell in cells).rstrip())
    return lines


def _rho(value: float | None) -> str:
    return OUT_OF_REACH if value is None else f"{value:.2f}"
