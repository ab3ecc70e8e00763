"""Whether a plan holds over many years, and the stock that makes it hold, as a record and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.campaign.reliability import HELD_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.campaign.reliability import DecidingCause, Reliability

OBSERVED = "observed"
MILLION = 1e6
# Of more years only the worst are told in a text.
MOST_TOLD, WORST_TOLD = 40, 10


@dataclass(frozen=True, slots=True)
class YearPlanRecord:
    """What a campaign comes to in one year; `events` are those that were drawn on its way.

    `year` is the calendar year, or the number of the draw.
    """

    year: int
    delivered_t: float
    cost_usd: float
    holds: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarryOverRecord:
    """Stock of one cargo at its destination, and what a tonne of it costs in store for a year."""

    destination_id: str
    product: str
    stock_t: float
    usd_per_t_y: float


@dataclass(frozen=True, slots=True)
class DecidingCauseRecord:
    """What costs the worst year most: without it alone `regained_t` more would arrive.

    `cause` is a gauge, the spread of a kind of links, or an event; `link_id` a link of the plan
    that it touches. `opens_later_d` and `closes_later_d` are None where it shuts the link for
    `shut_d` days from `shut_from` on.
    """

    cause: str
    link_id: str
    regained_t: float
    saved_usd: float
    opens_later_d: int | None
    closes_later_d: int | None
    shut_from: str | None
    shut_d: int | None


@dataclass(frozen=True, slots=True)
class ReliabilityRecord:
    """The plan of the normal year over observed years, or over drawn ones.

    The plan holds in a year in which all its tonnes arrive. `carry_over` is the stock with which it
    holds in `stock_held_share` of the years; `carry_over_usd_per_y` what it costs a year in store,
    capital included.
    """

    kind: str
    count: int
    seed: int | None
    plan_t: float
    held_years: int
    held_share: float
    stock_held_share: float
    carry_over: tuple[CarryOverRecord, ...]
    carry_over_usd_per_y: float
    worst_year: int
    worst_delivered_t: float
    deciding: DecidingCauseRecord | None
    by_year: tuple[YearPlanRecord, ...]


def reliability_record(
    found: Reliability,
    cargoes: Sequence[tuple[str, str]],
    *,
    kind: str,
    seed: int | None,
    events: Mapping[int, tuple[str, ...]],
) -> ReliabilityRecord:
    """Return the record of a plan over many years.

    Parameters
    ----------
    found
        The plan over the years.
    cargoes
        Destination and product of each demand.
    kind
        "observed" or "drawn".
    seed
        Seed of drawn years.
    events
        Names of the events of each year that shut a link of the plan.
    """
    worst = found.worst
    return ReliabilityRecord(
        kind=kind,
        count=len(found.years),
        seed=seed,
        plan_t=found.plan.total_t,
        held_years=sum(found.holds_in(year) for year in found.years),
        held_share=found.held_share,
        stock_held_share=HELD_SHARE,
        carry_over=tuple(
            CarryOverRecord(destination_id, product, stock_t, usd)
            for (destination_id, product), stock_t, usd in zip(
                cargoes, found.stocks_t(), found.stock_usd_per_t_y, strict=True
            )
        ),
        carry_over_usd_per_y=found.stock_usd_per_y(),
        worst_year=worst.year or 0,
        worst_delivered_t=worst.total_t,
        deciding=None if found.deciding is None else _deciding(found.deciding),
        by_year=tuple(
            YearPlanRecord(
                year=one.year or 0,
                delivered_t=one.total_t,
                cost_usd=one.cost_usd,
                holds=found.holds_in(one),
                events=events.get(one.year or 0, ()),
            )
            for one in found.years
        ),
    )


def _deciding(cause: DecidingCause) -> DecidingCauseRecord:
    shift, shut = cause.shift, cause.shut
    return DecidingCauseRecord(
        cause=cause.cause,
        link_id=cause.link_id,
        regained_t=cause.regained_t,
        saved_usd=cause.saved_usd,
        opens_later_d=None if shift is None else shift.opens_later_d,
        closes_later_d=None if shift is None else shift.closes_later_d,
        shut_from=None if shut is None else shut.window.opens,
        shut_d=None if shut is None else shut.length_d,
    )


def reliability_rows(record: ReliabilityRecord) -> list[dict[str, Any]]:
    """Return a row for each year."""
    return [
        {
            "year": one.year,
            "delivered_t": one.delivered_t,
            "missing_t": max(record.plan_t - one.delivered_t, 0.0) if not one.holds else 0.0,
            "cost_usd": one.cost_usd,
            "holds": one.holds,
            "events": ";".join(one.events),
        }
        for one in record.by_year
    ]


def reliability_lines(record: ReliabilityRecord, names: Mapping[str, str]) -> list[str]:
    """Return in how many years the plan holds, the stock, the worst year and a line a year.

    Parameters
    ----------
    record
        The record.
    names
        Names of places by id.
    """
    return [*_found_lines(record, names), *_year_lines(record)]


def _found_lines(record: ReliabilityRecord, names: Mapping[str, str]) -> Iterator[str]:
    observed = record.kind == OBSERVED
    what = "observed years" if observed else f"drawn years (seed {record.seed})"
    yield (
        f"Over {record.count} {what} the plan of {record.plan_t:,.0f} t holds in "
        f"{record.held_years} ({record.held_share:.0%}), each planned anew over its roads"
    )
    needed = [stock for stock in record.carry_over if stock.stock_t]
    share = f"{record.stock_held_share:.0%} of years"
    if needed:
        stocks = " and ".join(
            f"{one.stock_t:,.0f} t {one.product} at {names[one.destination_id]}" for one in needed
        )
        million = record.carry_over_usd_per_y / MILLION
        yield f"  a stock of {stocks} makes it hold in {share}: US$ {million:,.2f} M a year"
    else:
        yield f"  no stock is needed for {share}"
    worst_t = record.worst_delivered_t
    worst = record.worst_year if observed else f"draw {record.worst_year}"
    yield f"  worst {worst}: {worst_t:,.0f} t; {_deciding_text(record)}"
    if observed:
        yield "  calendar years hold no events inside seasons; those are drawn by --years N"


def _deciding_text(record: ReliabilityRecord) -> str:
    cause = record.deciding
    if cause is None:
        return "no single cause decides it"
    if cause.regained_t > 0:
        gains = f"without it {cause.regained_t:,.0f} t more"
    else:
        gains = f"without it US$ {cause.saved_usd / MILLION:,.2f} M less"
    if cause.shut_from is not None:
        how = f"shut for {cause.shut_d} days from {cause.shut_from}"
    else:
        how = f"opens {cause.opens_later_d:+d} and closes {cause.closes_later_d:+d} days"
    return f"decides {cause.link_id} ({cause.cause}), {how}: {gains}"


def _year_lines(record: ReliabilityRecord) -> Iterator[str]:
    told = list(record.by_year)
    if len(told) > MOST_TOLD:
        told = sorted(told, key=lambda one: (one.delivered_t, -one.cost_usd))[:WORST_TOLD]
        yield f"  the {WORST_TOLD} worst:"
    events = "  events on the way" if any(one.events for one in told) else ""
    yield f"    year  t delivered  US$ M  holds{events}"
    for one in told:
        said = f"  {', '.join(one.events)}"
        holds = "yes" if one.holds else "no"
        yield (
            f"  {one.year:6d}  {one.delivered_t:11,.0f}  {one.cost_usd / MILLION:5.1f}  {holds:5s}"
            f"{said}"
        ).rstrip()
