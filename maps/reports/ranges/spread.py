"""The range of an answer as a record, text and columns: percentiles of draws, and what moves it.

Owns how a range reads, in whatever answer it stands. Numbers are those of `geo.uncertainty.spread`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zimnik.geo.pricing.split_bills import OF_REGION

if TYPE_CHECKING:
    from zimnik.geo.uncertainty.spread import CostSwing, Spread

# What a row of a table says of the range.
COLUMNS = ("p10_usd_per_t", "p50_usd_per_t", "p90_usd_per_t")
_BAR, _NAME = 20, 26
# Whose range it is, which says what a draw keeps (docs/model.md, E39).
Scope = Literal["route", "campaign", "comparison", "siting"]
_DRAWN = "drawn: prices, exchange rate, speeds, dwell times, lengths"
SAID_OF_SCOPES: dict[Scope, str] = {
    "route": f"{_DRAWN}; stored routes are timed anew, each day takes the cheapest",
    "campaign": (
        f"{_DRAWN}; kept: weeks and runs of the plan (what is late takes the next run that goes "
        "through), vehicles that stand"
    ),
    "comparison": f"{_DRAWN}, recoveries, plants; routes chosen anew; kept: suppliers and markets",
    "siting": f"{_DRAWN}; routes chosen anew; kept: which hubs are open and who feeds them",
}


@dataclass(frozen=True, slots=True)
class SwingRecord:
    """What a tonne costs with one number at its low and at its high, all others at their base.

    `low`, `base` and `high` are the number's, in the unit of the rate card; of what is paid in
    another currency they are dollars.
    """

    input: str
    low: float
    base: float
    high: float
    at_low_usd_per_t: float
    at_high_usd_per_t: float

    @property
    def width_usd_per_t(self) -> float:
        """Difference that it makes."""
        return abs(self.at_high_usd_per_t - self.at_low_usd_per_t)


@dataclass(frozen=True, slots=True)
class DrawsRecord:
    """The range of an answer: 10th, 50th and 90th percentile of draws, and the ten widest swings.

    Percentiles are of the draws in which all of the cargo arrives, `arrives_share` of them. Days
    are those from readiness to arrival, None where they are not known. `scope` says whose range it
    is, and so what every draw keeps (docs/model.md, E39). `in_time_share` is the
    chance of arriving within `within_d`, the most days asked; both None where no limit was asked.
    """

    draws: int
    seed: int
    scope: Scope
    arrives_share: float
    p10_usd_per_t: float
    p50_usd_per_t: float
    p90_usd_per_t: float
    p10_co2_kg_per_t: float
    p50_co2_kg_per_t: float
    p90_co2_kg_per_t: float
    p10_duration_d: float | None
    p50_duration_d: float | None
    p90_duration_d: float | None
    in_time_share: float | None
    within_d: float | None
    swings: tuple[SwingRecord, ...]


def spread_record(spread: Spread | None, scope: Scope) -> DrawsRecord | None:
    """Return the record of a range of some scope; None for none."""
    if spread is None:
        return None
    cost, co2, days = spread.usd_per_t, spread.co2_kg_per_t, spread.duration_d
    return DrawsRecord(
        draws=spread.draws,
        seed=spread.seed,
        scope=scope,
        arrives_share=spread.arrives_share,
        p10_usd_per_t=cost.p10,
        p50_usd_per_t=cost.p50,
        p90_usd_per_t=cost.p90,
        p10_co2_kg_per_t=co2.p10,
        p50_co2_kg_per_t=co2.p50,
        p90_co2_kg_per_t=co2.p90,
        p10_duration_d=None if days is None else days.p10,
        p50_duration_d=None if days is None else days.p50,
        p90_duration_d=None if days is None else days.p90,
        in_time_share=spread.in_time_share,
        within_d=spread.within_d,
        swings=tuple(_swing(one) for one in spread.swings),
    )


def _swing(swing: CostSwing) -> SwingRecord:
    return SwingRecord(
        swing.name,
        swing.low,
        swing.base,
        swing.high,
        swing.at_low_usd_per_t,
        swing.at_high_usd_per_t,
    )


def spread_lines(spread: DrawsRecord | None) -> list[str]:
    """Return percentiles, chance of arriving in time and what is drawn; nothing for no range."""
    if spread is None:
        return []
    lines = [
        (
            f"  80 % of {spread.draws:,} draws between US$ {spread.p10_usd_per_t:,.0f} and "
            f"{spread.p90_usd_per_t:,.0f} per t (P10, P90), half below US$ "
            f"{spread.p50_usd_per_t:,.0f}; CO2e {spread.p10_co2_kg_per_t:,.0f} to "
            f"{spread.p90_co2_kg_per_t:,.0f} kg{_days_text(spread)}"
        )
    ]
    if spread.arrives_share < 1:
        lines.append(
            f"  in {1 - spread.arrives_share:.1%} of the draws not all of the cargo arrives, since "
            "slow vehicles are within no opening; the numbers are of the others"
        )
    if spread.in_time_share is not None and spread.within_d is not None:
        lines.append(
            f"  {spread.in_time_share:.0%} of the cargo arrives within {spread.within_d:,.0f} "
            "days, all draws together"
        )
    return [*lines, scope_line(spread)]


def scope_line(spread: DrawsRecord) -> str:
    """Return what every draw has of its own, and what it keeps."""
    return f"  {SAID_OF_SCOPES[spread.scope]}"


def _days_text(spread: DrawsRecord) -> str:
    if spread.p10_duration_d is None or spread.p90_duration_d is None:
        return ""
    return f"; {spread.p10_duration_d:,.0f} to {spread.p90_duration_d:,.0f} days"


def swing_lines(spread: DrawsRecord | None) -> list[str]:
    """Return what moves the cost most as a tornado in text, the widest first."""
    if spread is None or not spread.swings:
        return []
    most = spread.swings[0].width_usd_per_t
    return [
        "What moves the cost most: US$ per t with one number low, and high",
        *(_swing_line(one, most) for one in spread.swings),
    ]


def _swing_line(swing: SwingRecord, most_usd_per_t: float) -> str:
    bar = "#" * max(1, round(_BAR * swing.width_usd_per_t / most_usd_per_t))
    return (
        f"  {input_words(swing.input):{_NAME}}{swing.at_low_usd_per_t:8,.0f}"
        f"{swing.at_high_usd_per_t:8,.0f}  {bar}"
    )


def input_words(name: str) -> str:
    """Return the name of an input as text says it, that of one region with the region behind it.

    Examples
    --------
    >>> input_words("truck_tkm"), input_words("truck_tkm@yukon")
    ('truck tkm', 'truck tkm (yukon)')
    """
    what, _, region = name.partition(OF_REGION)
    return what.replace("_", " ") + (f" ({region})" if region else "")


def spread_columns(spread: DrawsRecord | None) -> dict[str, float | None]:
    """Return the percentiles of the cost as columns of a table; None where there is no range."""
    return {name: None if spread is None else getattr(spread, name) for name in COLUMNS}
