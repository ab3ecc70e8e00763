"""Investments at hubs as a record, rows and text (docs/model.md, E42 to E44)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.money.earnings import CELL_WIDTH, NAME_WIDTH
from zimnik.maps.reports.records import PlaceRef, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zimnik.geo.core.percentiles import Percentiles
    from zimnik.geo.economics.chances import Chances, NpvSwing
    from zimnik.geo.economics.returns import InternalRate

MILLION = 1e6
# Those of which an answer tells.
MOST_SWINGS = 10


@dataclass(frozen=True, slots=True)
class SpreadRecord:
    """Percentiles over worlds; None where the world of that rank has no number."""

    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class YearFlowsRecord:
    """Flows of one year in the base world, US dollars; year 1 is the first of building."""

    year: int
    revenue_usd: float
    operating_usd: float
    royalty_usd: float
    capital_usd: float
    working_capital_usd: float
    tax_usd: float
    net_usd: float


@dataclass(frozen=True, slots=True)
class NpvSwingRecord:
    """NPV with one number at its low and at its high, all others at their base, US dollars.

    `low`, `base` and `high` are the number's, in the unit of its table; of what moves several
    numbers at once they are positions in their ranges: 0 low, 1 base, 2 high.
    """

    input: str
    low: float
    base: float
    high: float
    at_low_npv_usd: float
    at_high_npv_usd: float


@dataclass(frozen=True, slots=True)
class HubInvestmentRecord:
    """What is built for all deposits at one hub, and whether it pays.

    Yearly amounts are of the first full year in the base world. Percentiles are over worlds; a rate
    is None where `irr_outcome` says that there is none, or several, and a payback where there is
    never one. Where `toll_usd_per_kg` is a number, a plant that stands separates for it.
    """

    id: str
    name: str
    stage: str
    toll_usd_per_kg: float | None
    build_y: int
    ramp_up_y: int
    life_y: int
    plant_usd: float
    mine_usd: float
    revenue_usd_per_y: float
    operating_usd_per_y: float
    royalty_usd_per_y: float
    working_capital_usd: float
    npv_usd: float
    npv_usd_spread: SpreadRecord
    irr_pct_per_y: float | None
    irr_outcome: str
    irr_pct_per_y_spread: SpreadRecord
    payback_y: float | None
    payback_y_spread: SpreadRecord
    pays_share_of_worlds: float
    no_rate_share_of_worlds: float
    swings: tuple[NpvSwingRecord, ...]
    years: tuple[YearFlowsRecord, ...]


@dataclass(frozen=True, slots=True)
class NoInvestmentRecord:
    """A hub that has no investment, and why."""

    id: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestRecord(Record):
    """Answer of `hubs invest`: hubs in the order asked, those without an answer apart."""

    verdict: str
    deposits: tuple[PlaceRef, ...]
    stages: tuple[str, ...]
    discount_pct_per_y: float
    tax_regime: str
    price_year: int
    price_market: str
    draws: int
    seed: int
    hubs: tuple[HubInvestmentRecord, ...]
    without: tuple[NoInvestmentRecord, ...]


def spread_record(found: Percentiles[float | None]) -> SpreadRecord:
    """Return percentiles as they are written."""
    return SpreadRecord(found.p10, found.p50, found.p90)


def spreads_of(chances: Chances) -> dict[str, Any]:
    """Return the fields of a hub that follow from its worlds."""
    return {
        "npv_usd_spread": spread_record(chances.npv_usd),
        "irr_pct_per_y_spread": spread_record(chances.irr_pct_per_y),
        "payback_y_spread": spread_record(chances.payback_y),
        "pays_share_of_worlds": chances.pays_share,
        "no_rate_share_of_worlds": chances.no_rate_share,
    }


def swing_records(swings: Sequence[NpvSwing]) -> tuple[NpvSwingRecord, ...]:
    """Return the widest swings as they are written."""
    return tuple(
        NpvSwingRecord(
            one.input.name,
            one.input.range.low,
            one.input.range.base,
            one.input.range.high,
            one.at_low_usd,
            one.at_high_usd,
        )
        for one in swings[:MOST_SWINGS]
    )


def rate_fields(rate: InternalRate) -> dict[str, Any]:
    """Return the fields of a hub that hold its rate of return."""
    return {"irr_pct_per_y": rate.pct_per_y, "irr_outcome": str(rate.outcome)}


def verdict_of(hubs: tuple[HubInvestmentRecord, ...], discount_pct_per_y: float) -> str:
    """Return in a sentence whether any investment pays, and which most or loses least."""
    at = f"at {discount_pct_per_y:g} % a year, real"
    if not hubs:
        return f"Whether an investment pays {at} is not known: no hub has a known revenue"
    best = max(hubs, key=lambda hub: hub.npv_usd)
    value = f"US$ {abs(best.npv_usd) / MILLION:,.0f} M"
    chance = f"it pays in {best.pays_share_of_worlds:.0%} of worlds"
    paying = [hub for hub in hubs if hub.npv_usd > 0]
    if not paying:
        return f"No investment pays {at}: the least loss is {value}, at {best.name}; {chance}"
    verb = "pays" if len(paying) == 1 else "pay"
    counted = f"{len(paying)} of {len(hubs)} investments {verb} {at}"
    return f"{counted}: {best.name} most, NPV {value}; {chance}"


def invest_rows(record: InvestRecord) -> list[dict[str, Any]]:
    """Return a row for each hub; one without an answer has a reason."""
    rows = []
    for hub in record.hubs:
        row: dict[str, Any] = {}
        for field in fields(hub):
            value = getattr(hub, field.name)
            if isinstance(value, SpreadRecord):
                name = field.name.removesuffix("_spread")
                row.update({f"{name}_{f.name}": getattr(value, f.name) for f in fields(value)})
            elif field.name not in {"swings", "years"}:
                row[f"hub_{field.name}" if field.name in {"id", "name"} else field.name] = value
        rows.append({**row, "reason": None})
    rows += [
        {"hub_id": one.id, "hub_name": one.name, "reason": "; ".join(one.reasons)}
        for one in record.without
    ]
    return rows


def invest_text(record: InvestRecord) -> str:
    """Return the investments as text, a column for each hub."""
    deposits = ", ".join(place.name for place in record.deposits)
    stages = " and ".join(record.stages)
    regime, market = (word.replace("_", " ") for word in (record.tax_regime, record.price_market))
    atlas = f"atlas {record.asked.atlas_version} of {record.asked.atlas_date}"
    priced = f"prices of {record.price_year} ({market})"
    lines = [
        record.verdict,
        f"{deposits}: mine, roads, {stages} at each hub; tax regime: {regime}",
        f"{record.asked.currency}, {atlas}; {priced}",
        f"{record.draws:,} worlds of seed {record.seed}",
        "",
        *(_table(record) if record.hubs else ()),
        *(line for hub in record.hubs for line in _swing_lines(hub)),
        "",
        *(f"{one.name}: no answer; {why}" for one in record.without for why in one.reasons),
        *(f"! {warning}" for warning in record.warnings),
        "",
        *record.footer(),
    ]
    return "\n".join(lines) + "\n"


def _swing_lines(hub: HubInvestmentRecord) -> Iterator[str]:
    """Yield how far each number alone moves the NPV of a hub, with bars to the widest."""
    if not hub.swings:
        return
    yield ""
    yield f"What moves the NPV of {hub.name} most: US$ million with one number low, and high"
    widest = max(abs(one.at_high_npv_usd - one.at_low_npv_usd) for one in hub.swings)
    for one in hub.swings:
        bar = "#" * round(20 * abs(one.at_high_npv_usd - one.at_low_npv_usd) / widest)
        name = one.input.replace("_", " ")
        ends = (f"{usd / MILLION:>9,.0f}" for usd in (one.at_low_npv_usd, one.at_high_npv_usd))
        yield f"  {name:<{NAME_WIDTH}}{''.join(ends)}  {bar}"


def _table(record: InvestRecord) -> Iterator[str]:
    hubs = record.hubs

    def line(name: str, cell: Callable[[HubInvestmentRecord], str]) -> str:
        return f"{name:<{NAME_WIDTH}}" + "".join(f"{cell(hub):>{CELL_WIDTH}}" for hub in hubs)

    yield line("US$ million", lambda hub: _short(hub.id))
    for name, field in (
        ("plant", "plant_usd"),
        ("mine and its roads", "mine_usd"),
        ("working capital", "working_capital_usd"),
        ("revenue a year", "revenue_usd_per_y"),
        ("operating cost a year", "operating_usd_per_y"),
        ("royalty a year", "royalty_usd_per_y"),
    ):
        yield line(f"  {name}", lambda hub, field=field: _million(getattr(hub, field)))  # type: ignore[misc]
    if any(hub.toll_usd_per_kg is not None for hub in hubs):
        yield line("toll, US$ a kg of REO", lambda hub: _rate(hub.toll_usd_per_kg))
    yield line("years to build, make", lambda hub: f"{hub.build_y}, {hub.life_y}")
    yield line("NPV, US$ million", lambda hub: _million(hub.npv_usd))
    yield line("  P10", lambda hub: _million(hub.npv_usd_spread.p10))
    yield line("  P50", lambda hub: _million(hub.npv_usd_spread.p50))
    yield line("  P90", lambda hub: _million(hub.npv_usd_spread.p90))
    yield line("IRR, % a year, real", lambda hub: _rate(hub.irr_pct_per_y))
    yield line("  P10", lambda hub: _rate(hub.irr_pct_per_y_spread.p10))
    yield line("  P90", lambda hub: _rate(hub.irr_pct_per_y_spread.p90))
    yield line("payback, years of make", lambda hub: _rate(hub.payback_y))
    yield line("pays in worlds", lambda hub: f"{hub.pays_share_of_worlds:.0%}")


def _million(usd: float | None) -> str:
    return "none" if usd is None else f"{usd / MILLION:,.0f}"


def _rate(value: float | None) -> str:
    return "none" if value is None else f"{value:,.1f}"


def _short(hub_id: str) -> str:
    return hub_id if len(hub_id) < CELL_WIDTH else hub_id[: CELL_WIDTH - 2] + "."
