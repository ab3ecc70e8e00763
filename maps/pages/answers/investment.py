"""The page of investments: NPV and IRR over worlds, and the cash flow of each hub by year."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MILLION,
    Said,
    bars,
    chart,
    choice,
    dots,
    figure,
    listed,
    millions,
    number,
    place,
    share,
    stage,
    story,
    table,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.reports.money.investment import (
        HubInvestmentRecord,
        InvestRecord,
        SpreadRecord,
    )

# What enters and leaves in a year, in the order in which it is stacked: field, sign.
FLOWS = (
    ("revenue_usd", 1),
    ("operating_usd", -1),
    ("capital_usd", -1),
    ("tax_usd", -1),
    ("royalty_usd", -1),
    ("working_capital_usd", -1),
)
AMOUNTS = (
    "plant_usd",
    "mine_usd",
    "working_capital_usd",
    "revenue_usd_per_y",
    "operating_usd_per_y",
    "royalty_usd_per_y",
)


def investment_story(record: InvestRecord) -> dict[str, Any]:
    """Return what the page says of investments."""
    best = max(record.hubs, key=lambda hub: hub.npv_usd, default=None)
    return story(
        word(
            "invest_kicker",
            deposits=listed(place(one.id) for one in record.deposits),
            stages=listed(stage(one) for one in record.stages),
            year=str(record.price_year),
            n=number(record.draws),
        ),
        _finding(record, best),
        [] if best is None else _figures(best),
        [] if best is None else list(_charts(record, best)),
        notes=[
            word("invest_without", names=listed(place(one.id) for one in record.without))
            for _ in record.without[:1]
        ],
    )


def _finding(record: InvestRecord, best: HubInvestmentRecord | None) -> Said:
    rate = number(record.discount_pct_per_y, 0 if record.discount_pct_per_y % 1 == 0 else 1)
    if best is None:
        return word("invest_unknown", rate=rate)
    paying = sum(hub.npv_usd > 0 for hub in record.hubs)
    values = {
        "rate": rate,
        "hub": place(best.id),
        "n": millions(abs(best.npv_usd)),
        "paying": number(paying),
        "of": number(len(record.hubs)),
    }
    return word("invest_pays" if paying else "invest_loses", **values)


def _figures(best: HubInvestmentRecord) -> list[dict[str, Any]]:
    npv, irr, payback = best.npv_usd_spread, best.irr_pct_per_y_spread, best.payback_y_spread
    return [
        figure(
            word("npv_of", name=place(best.id)),
            word("usd_millions", n=millions(best.npv_usd)),
            _between(npv, MILLION, 0),
        ),
        figure(word("irr"), _or_none("pct_per_y", best.irr_pct_per_y), _between(irr, 1, 1)),
        figure(word("payback"), _or_none("years", best.payback_y), _between(payback, 1, 1)),
        figure(word("pays_in_worlds"), share(best.pays_share_of_worlds), word("of_worlds")),
    ]


def _or_none(key: str, value: float | None) -> Said:
    return word("never") if value is None else word(key, n=number(value, 1))


def _between(spread: SpreadRecord, unit: float, digits: int) -> Said:
    low, high = (
        word("never") if value is None else number(value / unit, digits)
        for value in (spread.p10, spread.p90)
    )
    return word("p10_to_p90", low=low, high=high)


def _charts(record: InvestRecord, best: HubInvestmentRecord) -> Iterator[dict[str, Any]]:
    hubs = record.hubs
    columns = [word("hub"), word("p10"), word("p50"), word("p90")]
    strong = hubs.index(best)
    yield chart(
        word("npv_chart"),
        dots(
            [(place(hub.id), *_values(hub.npv_usd_spread, MILLION)) for hub in hubs],
            columns,
            strong=strong,
            marks=[(word("zero_npv"), 0.0)],
        ),
        unit=word("npv_unit"),
    )
    yield from _returns(record, columns)
    yield choice(
        word("cash_flow"),
        [(place(hub.id), _cash_flow(hub)) for hub in hubs],
        by=word("hub"),
        opens=strong,
        unit=word("base_world"),
    )
    moved = [hub for hub in hubs if hub.swings]
    if moved:
        yield choice(
            word("invest_moves"),
            [(place(hub.id), _swings(hub)) for hub in moved],
            by=word("hub"),
            opens=moved.index(best) if best in moved else 0,
            unit=word("invest_moves_unit"),
        )
    yield chart(
        word("amounts"),
        table(
            [word("amount"), *(place(hub.id) for hub in hubs)],
            [[word(name), *(millions(getattr(hub, name)) for hub in hubs)] for name in AMOUNTS],
        ),
        unit=word("usd_millions_unit"),
    )


def _returns(record: InvestRecord, columns: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the chart of what hubs return, of those that return anything in some world."""
    known = [
        hub
        for hub in record.hubs
        if any(v is not None for v in _values(hub.irr_pct_per_y_spread, 1))
    ]
    if known:
        yield chart(
            word("irr_chart"),
            dots(
                [(place(hub.id), *_values(hub.irr_pct_per_y_spread, 1)) for hub in known],
                columns,
                digits=1,
                marks=[(word("discount_rate"), record.discount_pct_per_y)],
            ),
            unit=word("irr_unit"),
            note=word("irr_note"),
        )


def _values(spread: SpreadRecord, unit: float) -> tuple[float | None, float | None, float | None]:
    low, middle, high = (
        None if value is None else value / unit for value in (spread.p10, spread.p50, spread.p90)
    )
    return low, middle, high


def _swings(hub: HubInvestmentRecord) -> dict[str, Any]:
    return {
        "kind": "swings",
        "rows": [
            {
                "label": {"input": one.input},
                "low": one.at_low_npv_usd / MILLION,
                "high": one.at_high_npv_usd / MILLION,
                "strong": False,
            }
            for one in hub.swings
        ],
        "base": hub.npv_usd / MILLION,
        "columns": [word("input"), word("when_low"), word("when_high")],
        "digits": 0,
    }


def _cash_flow(hub: HubInvestmentRecord) -> dict[str, Any]:
    return bars(
        [number(one.year) for one in hub.years],
        [
            (word(f"flow_{name}"), [sign * getattr(one, name) / MILLION for one in hub.years])
            for name, sign in FLOWS
        ],
        x=word("project_year"),
        y=word("usd_millions_unit"),
        line=(word("cumulative"), list(accumulate(one.net_usd / MILLION for one in hub.years))),
    )


INVESTMENT = AnswerPage(
    name="investment",
    story=investment_story,
    example=(
        "hubs", "invest", "krasnokamensk", "solikamsk", "angarsk", "baotou",
        "--deposit", "tomtor", "--out", "invest.html",
    ),
)  # fmt: skip
