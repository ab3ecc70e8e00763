"""What a tonne costs over many years, as a record, rows and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.years.observed import DecidingRecord, deciding_record, deciding_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.years.many_years import YearCost, YearsCost

OBSERVED, DRAWN = "observed", "drawn"
# Of more years only so many at either end are told in a text.
MOST_TOLD, ENDS_TOLD = 40, 5


@dataclass(frozen=True, slots=True)
class YearCostRecord:
    """What a tonne costs in the mean of one year.

    `year` is the calendar year, or the number of the draw; `mean_usd_per_t` is None where not all
    cargo of the year arrives; `link_id` is the link for whose opening a tonne waits longest, on the
    mean `waits_d` days, None where it waits for none. `events` of the year shut a link of a route
    by which years are priced; observed years have none.
    """

    year: int
    mean_usd_per_t: float | None
    links_moved: int
    link_id: str | None
    waits_d: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndYearRecord:
    """The best or the worst of many years, with the link that decided it, and its events."""

    year: int
    mean_usd_per_t: float | None
    deciding: DecidingRecord | None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadRecord:
    """The mean of many years and how they spread.

    P10, P50 and P90 are what a tonne costs at most in a tenth, in half and in nine tenths of the
    years; None where it does not arrive in so many. The mean is over the years in which all cargo
    arrives. `years_without_route` are those in which it does not; `reason` is of one of them.
    """

    mean_usd_per_t: float | None
    p10_usd_per_t: float | None
    p50_usd_per_t: float | None
    p90_usd_per_t: float | None
    best: EndYearRecord | None
    worst: EndYearRecord
    years_without_route: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class ManyYearsRecord:
    """What a tonne costs over observed years, or over drawn ones.

    `fully_correlated` is the same over drawn years in which all links have a season of the same
    rank, the shortest together: the other end of what is possible for the groups of links that no
    common years are known of, which `drawn_on_their_own` lists. `drawn_together` are gauges of one
    drawn calendar year. Both are of links on the routes of the haul; they are empty, and
    `fully_correlated` None, where years are observed. `stored_routes` are the routes by which drawn
    years were priced; 0 where each year was searched.
    """

    kind: str
    count: int
    seed: int | None
    over_years: SpreadRecord
    fully_correlated: SpreadRecord | None
    drawn_together: tuple[str, ...]
    drawn_on_their_own: tuple[str, ...]
    stored_routes: int
    by_year: tuple[YearCostRecord, ...]


@dataclass(frozen=True, slots=True)
class HubYearsRecord:
    """What a tonne of feed costs at a hub over observed years, or over drawn ones.

    `cheapest_share` is the share of the years in which it costs least of the compared hubs; the
    rest is as in `ManyYearsRecord`. Of the link only the haul of the feed is told.
    """

    kind: str
    count: int
    seed: int | None
    over_years: SpreadRecord
    fully_correlated: SpreadRecord | None
    cheapest_share: float
    by_year: tuple[YearCostRecord, ...]


def spread_record(years: YearsCost, gauge_names: Mapping[str, str]) -> SpreadRecord:
    """Return the record of how years spread; gauges are named by id."""
    best, usd = years.best, years.usd_per_t
    return SpreadRecord(
        mean_usd_per_t=years.mean_usd_per_t,
        p10_usd_per_t=usd.p10,
        p50_usd_per_t=usd.p50,
        p90_usd_per_t=usd.p90,
        best=None if best is None else _end(best, gauge_names),
        worst=_end(years.worst, gauge_names),
        years_without_route=len(years.years) - len(years.delivered),
        reason=years.reason or None,
    )


def _end(year: YearCost, gauge_names: Mapping[str, str]) -> EndYearRecord:
    deciding = year.deciding
    told = None if deciding is None else deciding_record(deciding, gauge_names)
    usd = year.mean_usd_per_t if year.arrives else None
    return EndYearRecord(year.year, usd, told, year.events)


def year_cost_records(years: YearsCost) -> tuple[YearCostRecord, ...]:
    """Return the records of the years, in order."""
    return tuple(
        YearCostRecord(
            one.year,
            one.mean_usd_per_t if one.arrives else None,
            one.links_moved,
            one.decides or None,
            one.waits_d,
            one.events,
        )
        for one in years.years
    )


def many_years_rows(record: ManyYearsRecord) -> list[dict[str, Any]]:
    """Return a row for each year."""
    return [
        {
            "year": one.year,
            "mean_usd_per_t": one.mean_usd_per_t,
            "links_moved": one.links_moved,
            "link_id": one.link_id,
            "waits_d": one.waits_d,
            "events": "; ".join(one.events),
        }
        for one in record.by_year
    ]


def many_years_lines(record: ManyYearsRecord) -> list[str]:
    """Return the spread, what decided the best and the worst year, and a line a year."""
    drawn = record.kind == DRAWN
    what = f"{record.count:,} drawn years (seed {record.seed})" if drawn else "all observed years"
    lines = [f"Over {what}: {_spread_text(record.over_years)}"]
    if record.over_years.best is None:
        return lines
    lines += _end_lines(record.over_years, drawn=drawn)
    if record.fully_correlated is not None:
        lines += _correlated_lines(record)
    lines += ["", "  year     US$/t  links moved  waits longest for, days", *_year_lines(record)]
    return lines


def _spread_text(spread: SpreadRecord) -> str:
    if spread.mean_usd_per_t is None:
        return f"what is made does not all arrive in any of them ({spread.reason})"
    shares = ((spread.p10_usd_per_t, 10), (spread.p50_usd_per_t, 50), (spread.p90_usd_per_t, 90))
    told = ", ".join(
        f"P{share} {'does not arrive' if usd is None else f'{usd:,.1f}'}" for usd, share in shares
    )
    text = f"US$ {spread.mean_usd_per_t:,.1f} per t in the mean; {told}"
    if spread.years_without_route:
        text += f"; not all arrives in {spread.years_without_route} ({spread.reason})"
    return text


def _end_lines(spread: SpreadRecord, *, drawn: bool) -> list[str]:
    ends = [("best", spread.best), ("worst", spread.worst)]
    return [f"  {_end_text(words, end, drawn=drawn)}" for words, end in ends if end is not None]


def _end_text(words: str, end: EndYearRecord, *, drawn: bool) -> str:
    name = f"draw {end.year}" if drawn else str(end.year)
    usd = "not all arrives" if end.mean_usd_per_t is None else f"US$ {end.mean_usd_per_t:,.1f}"
    shut = f"; with {', '.join(end.events)}" if end.events else ""
    if end.deciding is None:
        return f"{words} {name}: {usd}; no link decides{shut}"
    return f"{words} {name}: {usd}; {deciding_text(end.deciding, '' if drawn else name)}{shut}"


def _correlated_lines(record: ManyYearsRecord) -> list[str]:
    lines = []
    if record.drawn_together:
        lines += [f"  drawn in one calendar year: {', '.join(record.drawn_together)}"]
    if record.drawn_on_their_own and record.fully_correlated is not None:
        alone = ", ".join(record.drawn_on_their_own)
        lines += [
            f"  drawn each on its own, no common years are known: {alone}",
            f"With all of them fully correlated: {_spread_text(record.fully_correlated)}",
            *_end_lines(record.fully_correlated, drawn=True),
        ]
    return lines


def _year_lines(record: ManyYearsRecord) -> list[str]:
    rows = list(record.by_year)
    if len(rows) <= MOST_TOLD:
        return list(_rows_text(rows))
    dearest = sorted(
        rows, key=lambda one: (one.mean_usd_per_t is not None, one.mean_usd_per_t or 0.0)
    )
    without = [one for one in dearest if one.mean_usd_per_t is None]
    ranked = [one for one in dearest if one.mean_usd_per_t is not None] + without
    told = [*_rows_text(ranked[:ENDS_TOLD]), "   ...", *_rows_text(ranked[-ENDS_TOLD:])]
    return [*told, f"  the cheapest and the most expensive {ENDS_TOLD}; all are in JSON and CSV"]


def _rows_text(rows: Iterable[YearCostRecord]) -> Iterable[str]:
    for one in rows:
        usd = "none" if one.mean_usd_per_t is None else f"{one.mean_usd_per_t:,.1f}"
        link = f"{one.link_id}, {one.waits_d:.0f}" if one.link_id else "nothing"
        yield f"  {one.year:>4} {usd:>9}  {one.links_moved:>11}  {link}"
